// The pure parts of a probe: orientation, timing, dates, which decoders there are.
#include "core/engine/clock/frame_timing.h"
#include "core/engine/decode/display_matrix.h"
#include "core/engine/libav/allowed_formats.h"
#include "core/engine/probe/recording_facts.h"

#include <QtTest/QTest>

extern "C" {
#include <libavcodec/avcodec.h>
}

using namespace ndas;
using media::Micros;

class TestStreamFacts : public QObject {
    Q_OBJECT

private:
    static std::vector<Micros> evenly(int count, Micros interval)
    {
        std::vector<Micros> times;
        for (int i = 0; i < count; ++i)
            times.push_back(interval * i);
        return times;
    }

private Q_SLOTS:

    void everyAllowedDecoderIsOne()
    {
        for (const QByteArray& name : QByteArray(engine::allowedDecoders()).split(','))
            if (!name.startsWith("lib")) // those are built in or not
                QVERIFY2(avcodec_find_decoder_by_name(name.constData()), name.constData());
    }

    void takesAnImpossibleMatrixForUpright()
    {
        const std::array<std::int32_t, 9> nothing{};
        QVERIFY(engine::orientationOf(std::span<const std::int32_t, 9>(nothing)).orientation.isUpright());
        QVERIFY(engine::orientationOf(std::span<const std::uint8_t>()).orientation.isUpright());
    }

    void ignoresThatAMatrixAlsoScales()
    {
        const std::array<std::int32_t, 9> doubled{0, 2 << 16, 0, -(2 << 16), 0, 0, 0, 0, 1 << 30};
        const auto found = engine::orientationOf(std::span<const std::int32_t, 9>(doubled));
        QCOMPARE(found.orientation, (media::Orientation{90, false}));
        QVERIFY(!found.rounded);
    }

    void findsTheAverageRateOfFramesInAnyOrder()
    {
        std::vector<Micros> times = evenly(31, Micros(40'000));
        std::swap(times[3], times[7]);
        const auto timing = engine::timingOf(times);
        QCOMPARE(timing.average, (media::Rational{25, 1}));
        QCOMPARE(timing.usualInterval, Micros(40'000));
        QVERIFY(!timing.variable);
    }

    void takesRoundedTimesForConstant()
    {
        std::vector<Micros> times;
        for (int i = 0; i < 300; ++i)
            times.push_back(std::chrono::milliseconds(i * 1001 / 30));
        QVERIFY(!engine::timingOf(times).variable);
    }

    void takesAGapOrAChangingRateForVariable()
    {
        std::vector<Micros> gap = evenly(100, Micros(33'333));
        gap.erase(gap.begin() + 50);
        QVERIFY(engine::timingOf(gap).variable);

        std::vector<Micros> slower = evenly(100, Micros(33'333));
        for (int i = 1; i <= 100; ++i)
            slower.push_back(Micros(33'333) * 99 + Micros(41'667) * i);
        QVERIFY(engine::timingOf(slower).variable);
    }

    void putsUntimedPicturesWhereThereIsRoomForThem()
    {
        std::vector<Micros> times = evenly(100, Micros(40'000));
        times.erase(times.begin() + 50, times.begin() + 52);
        QVERIFY(engine::timingOf(times, 1).variable);
        const auto timing = engine::timingOf(times, 2);
        QVERIFY(!timing.variable);
        QCOMPARE(timing.average, (media::Rational{25, 1}));
        times[70] += Micros(20'000); // no room: late
        QVERIFY(engine::timingOf(times, 2).variable);
    }

    void saysNothingOfASingleFrame()
    {
        QVERIFY(!engine::timingOf({Micros(5)}).average.isPositive());
        QVERIFY(!engine::timingOf({Micros(5), Micros(5)}).average.isPositive());
    }

    void readsDatesOfTags_data()
    {
        QTest::addColumn<QString>("tag");
        QTest::addColumn<QString>("iso");
        const auto row = [](const char* tag, const char* iso) {
            QTest::addRow("%s", tag) << QString::fromLatin1(tag) << QString::fromLatin1(iso);
        };
        row("2024-05-06T07:08:09.000000Z", "2024-05-06T07:08:09Z");
        row("2024-05-06T07:08:09+0200", "2024-05-06T07:08:09+02:00");
        row("2024-05-06T07:08:09-08", "2024-05-06T07:08:09-08:00");
        row("2024:05:06 07:08:09", "2024-05-06T07:08:09");
        row("2024-05-06", "2024-05-06");
        row("1904-01-01T00:00:00Z", "");
        row("1970-01-01T00:00:00.000000Z", "");
        row("0000-00-00", "");
        row("2024-13-45", "");
        row("2024", "");
        row("yesterday", "");
    }

    void readsDatesOfTags()
    {
        QFETCH(const QString, tag);
        QTEST(engine::isoFromTag(tag), "iso");
    }

    void readsAnHourThatThisComputersClockSkips()
    {
        qputenv("TZ", "Europe/Berlin");
        QCOMPARE(engine::isoFromTag(QStringLiteral("2026-03-29T02:30:00.000000Z")),
                 QStringLiteral("2026-03-29T02:30:00Z"));
    }
};

QTEST_GUILESS_MAIN(TestStreamFacts)
#include "test_stream_facts.moc"
