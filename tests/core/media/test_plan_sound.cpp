// What a plan makes of sound.
#include "tests/core/media/plan_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace ndas::test;
using namespace std::chrono_literals;

class TestPlanSound : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void choosesAudio_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channelsOut");
        QTest::addColumn<int>("rateOut");
        QTest::newRow("mono stays mono") << 1 << 48000 << 1 << 48000;
        QTest::newRow("stereo") << 2 << 44100 << 2 << 44100;
        QTest::newRow("surround") << 6 << 48000 << 2 << 48000;
        QTest::newRow("phone call") << 1 << 8000 << 1 << 48000;
        QTest::newRow("studio") << 2 << 96000 << 2 << 48000;
        QTest::newRow("odd camera") << 1 << 11024 << 1 << 48000;
        QTest::newRow("not said") << 0 << 0 << 2 << 48000;
    }

    void choosesAudio()
    {
        QFETCH(int, channels);
        QFETCH(int, rate);
        MediaInfo info = compliantInfo();
        info.audio[0].codec = QStringLiteral("pcm_s16le");
        info.audio[0].channels = channels;
        info.audio[0].sampleRate = rate;
        const TranscodePlan plan = makePlan(info, preset("low"));
        QCOMPARE(plan.audio.size(), std::size_t{1});
        QVERIFY(plan.audio[0].action == StreamAction::Encode);
        QTEST(plan.audio[0].channels, "channelsOut");
        QTEST(plan.audio[0].sampleRate, "rateOut");
        QCOMPARE(plan.audio[0].kbps, 96);
        QVERIFY(says(plan, PlanNote::AudioReencoded));
        QCOMPARE(says(plan, PlanNote::AudioDownmixed), channels > 2);
    }

    void keepsAllReadableAudioForOriginal()
    {
        MediaInfo info = compliantInfo();
        info.audio.push_back(info.audio[0]);
        info.audio[1].index = 2;
        info.audio.push_back(info.audio[0]);
        info.audio[2].decodable = false;
        const TranscodePlan original = makePlan(info, preset("original"));
        QCOMPARE(original.audio.size(), std::size_t{2});
        QVERIFY(says(original, PlanNote::AudioUnreadable) && !says(original, PlanNote::OtherAudioDropped));
        const TranscodePlan high = makePlan(info, preset("high"));
        QCOMPARE(high.audio.size(), std::size_t{1});
        QCOMPARE(high.audio[0].streamIndex, 1);
        QVERIFY(says(high, PlanNote::OtherAudioDropped));
    }

    /// Players let the first be heard.
    void putsTheChosenAudioFirst()
    {
        MediaInfo info = compliantInfo();
        info.audio.push_back(info.audio[0]);
        info.audio[1].index = 2;
        info.chosenAudio = 1;
        const TranscodePlan original = makePlan(info, preset("original"));
        QCOMPARE(original.audio.size(), std::size_t{2});
        QCOMPARE(original.audio[0].streamIndex, 2);
        QCOMPARE(original.audio[1].streamIndex, 1);
    }

    void copiesAudioThatComplies()
    {
        MediaInfo info = compliantInfo();
        QVERIFY(makePlan(info, preset("high")).audio[0].action == StreamAction::Copy);
        QVERIFY(makePlan(info, preset("mobile")).audio[0].action == StreamAction::Encode);
        info.audio[0].profile = QStringLiteral("HE-AAC");
        QVERIFY(makePlan(info, preset("high")).audio[0].action == StreamAction::Encode);
        QVERIFY(makePlan(info, preset("original")).audio[0].action == StreamAction::Copy);
    }

    void fillsAudioThatDoesNotRunAlongside()
    {
        MediaInfo late = compliantInfo();
        late.audio[0].start = 5s;
        QVERIFY(makePlan(late, preset("high")).audio[0].action == StreamAction::Encode);
        MediaInfo brief = compliantInfo();
        brief.audio[0].duration = 40s;
        QVERIFY(makePlan(brief, preset("original")).audio[0].action == StreamAction::Encode);
        MediaInfo transport = compliantInfo();
        transport.container = QStringLiteral("mpegts");
        QVERIFY(makePlan(transport, preset("high")).audio[0].action == StreamAction::Encode);
    }

    void originalSaysWhySoundIsNotCopied_data()
    {
        QTest::addColumn<MediaInfo>("info");
        QTest::addColumn<PlanNote>("note");
        const auto row = [](const char* name, PlanNote note, const Change& change) {
            QTest::newRow(name) << changed(change) << note;
        };
        row("uncompressed", PlanNote::AudioNotCopiedCodec,
            [](MediaInfo& i) { i.audio[0].codec = QStringLiteral("pcm_s16le"); });
        row("rare kind of AAC", PlanNote::AudioNotCopiedCodec,
            [](MediaInfo& i) { i.audio[0].profile = QStringLiteral("Main"); });
        row("transport stream", PlanNote::AudioNotCopiedContainer,
            [](MediaInfo& i) { i.container = QStringLiteral("mpegts"); });
        row("begins late", PlanNote::AudioNotCopiedTimes, [](MediaInfo& i) { i.audio[0].start = 5s; });
        row("ends early", PlanNote::AudioNotCopiedTimes, [](MediaInfo& i) { i.audio[0].duration = 40s; });
        row("damaged", PlanNote::SourceDamaged,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("damaged-packets")}; });
    }

    void originalSaysWhySoundIsNotCopied()
    {
        QFETCH(MediaInfo, info);
        QFETCH(PlanNote, note);
        const TranscodePlan original = makePlan(info, preset("original"));
        QVERIFY(original.audio[0].action == StreamAction::Encode);
        QVERIFY(says(original, note));
        QVERIFY(!says(original, PlanNote::AudioReencoded));
        QVERIFY(says(makePlan(info, preset("low")), PlanNote::AudioReencoded));
        QVERIFY(!says(makePlan(compliantInfo(), preset("original")), note));
    }
};

QTEST_APPLESS_MAIN(TestPlanSound)
#include "test_plan_sound.moc"
