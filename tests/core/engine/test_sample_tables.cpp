// MP4s whose tables say something wrong of samples, in one place: of most all is shown, of the rest it is
// told.
#include "core/engine/container/sample_tables.h"
#include "core/engine/libav/file_io.h"
#include "tests/core/engine/plain_recording.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtCore/QtEndian>

using namespace ndas;
using namespace ndas::engine::test;
using ndas::test::bytesOf;

namespace {

/// Behind so many bytes from the name of a table, of the first track or the second.
char* inTable(QByteArray& mp4, const QByteArray& table, int track, qsizetype offset)
{
    const qsizetype first = mp4.indexOf(table);
    return mp4.data() + (track == 0 ? first : mp4.indexOf(table, first + 4)) + offset;
}

} // namespace

class TestSampleTables : public QObject {
    Q_OBJECT

private Q_SLOTS:

    /// What is behind it would be behind the end of the edit list.
    void showsWhatIsBehindAPictureThatSeemsToLastADay()
    {
        const QString whole =
            made("pause.mp4", "-f lavfi -i testsrc2=s=160x120:r=25 -t 4 -vf "
                              "settb=1/12800,setpts=N*512-gt(N\\,50)*100 -vsync passthrough "
                              "-enc_time_base 1/12800 -video_track_timescale 12800 -c:v "
                              "libx264 -preset ultrafast -bf 0 -pix_fmt yuv420p");
        QByteArray bytes = bytesOf(whole);
        char* length = bytes.data() + bytes.indexOf("stts") + 24; // of the second entry
        QCOMPARE(qFromBigEndian<quint32>(length), 412U);
        qToBigEndian(412U | 1U << 30, length);
        const auto before = play(whole);
        const auto after = play(ndas::test::writeOnce(QStringLiteral("day.mp4"), bytes));
        VERIFY_DONE(before);
        VERIFY_DONE(after);
        QVERIFY(before->pictures.size() >= 100);
        QCOMPARE(after->pictures, before->pictures);
    }

    void showsWhatSeemsToLastNoTimeOrADay_data()
    {
        QTest::addColumn<int>("track");
        QTest::addColumn<quint32>("length"); // of each
        QTest::newRow("none") << 0 << 0U;
        QTest::newRow("a day") << 0 << (512U | 1U << 30);
        QTest::newRow("a sign") << 0 << (512U | 1U << 31);
        QTest::newRow("three times as long") << 0 << (512U | 1024U);
        QTest::newRow("none, of sound") << 1 << 0U;
        QTest::newRow("more, of sound") << 1 << (1024U | 64U);
        QTest::newRow("a day, of sound") << 1 << (1024U | 1U << 30);
    }

    /// All of them, or nearly.
    void showsWhatSeemsToLastNoTimeOrADay()
    {
        QFETCH(int, track);
        QFETCH(quint32, length);
        const QString whole = plain("whole.mp4");
        QByteArray bytes = bytesOf(whole);
        char* each = inTable(bytes, "stts", track, 16);
        QCOMPARE(qFromBigEndian<quint32>(each), track == 0 ? 512U : 1024U);
        qToBigEndian(length, each);
        const auto before = play(whole);
        const auto after =
            play(ndas::test::writeOnce(QStringLiteral("lasts%1-%2.mp4").arg(track).arg(length), bytes));
        VERIFY_DONE(before);
        VERIFY_DONE(after);
        QCOMPARE(before->pictures.size(), 50U);
        QCOMPARE(after->pictures, before->pictures);
        QCOMPARE(after->soundEnd, before->soundEnd);
    }

    void showsWhatIsBehindASampleThatSeemsLargerThanTheFile()
    {
        const QString whole = plain("whole.mp4");
        const auto before = play(whole);
        VERIFY_DONE(before);
        const QByteArray mp4 = bytesOf(whole);
        const qsizetype first = mp4.indexOf("stsz");
        for (const qsizetype table : {first, mp4.indexOf("stsz", first + 4)})
            for (const int bit : {24, 30, 31}) {
                QByteArray bytes = mp4;
                char* const size = bytes.data() + table + 16 + 4 * 20;
                qToBigEndian(qFromBigEndian<quint32>(size) ^ 1U << bit, size);
                const auto after = play(ndas::test::writeOnce(QStringLiteral("large.mp4"), bytes));
                VERIFY_DONE(after);
                QCOMPARE(after->pictures, before->pictures);
                QCOMPARE(after->soundEnd, before->soundEnd);
                QCOMPARE(after->luma, before->luma);
            }
    }

    void showsAllThatSeemToBeMoreOrFewer_data()
    {
        QTest::addColumn<int>("track");
        QTest::addColumn<int>("bit"); // of how many last as long
        for (const int bit : {1, 4, 5, 8, 30}) {
            QTest::addRow("pictures, bit %d", bit) << 0 << bit;
            QTest::addRow("sound, bit %d", bit) << 1 << bit;
        }
    }

    void showsAllThatSeemToBeMoreOrFewer()
    {
        QFETCH(int, track);
        QFETCH(int, bit);
        const QString whole = plain("whole.mp4");
        QByteArray mp4 = bytesOf(whole);
        char* const count = inTable(mp4, "stts", track, 12);
        qToBigEndian(qFromBigEndian<quint32>(count) ^ 1U << bit, count);
        const auto before = play(whole);
        const auto after = play(ndas::test::writeOnce(QStringLiteral("more-or-fewer.mp4"), mp4));
        VERIFY_DONE(before);
        VERIFY_DONE(after);
        QCOMPARE(after->pictures, before->pictures);
        QCOMPARE(after->soundEnd, before->soundEnd);
        QCOMPARE(after->damaged, before->damaged);
    }

    void showsAPictureInTimeOneBitOfWhoseDelayIsWrong()
    {
        const QString whole =
            made("delays.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v libx264 "
                               "-preset fast -bf 2 -g 25 -pix_fmt yuv420p");
        const auto before = play(whole);
        VERIFY_DONE(before);
        QCOMPARE(before->pictures.size(), 50U);
        for (const int entry : {1, 10, 20})
            for (const int bit : {8, 20, 30, 31}) {
                QByteArray mp4 = bytesOf(whole);
                char* const delay = mp4.data() + mp4.indexOf("ctts") + 12 + 8 * entry + 4;
                qToBigEndian(qFromBigEndian<quint32>(delay) ^ 1U << bit, delay);
                const auto after = play(ndas::test::writeOnce(QStringLiteral("delayed.mp4"), mp4));
                VERIFY_DONE(after);
                QCOMPARE(after->pictures, before->pictures);
                QCOMPARE(after->luma, before->luma);
            }
    }

    void showsAllWhereATableSaysThatItHasMoreOrFewerEntries_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<int>("number"); ///< where in the table stands how many
        QTest::addColumn<int>("track");
        for (const int track : {0, 1}) {
            QTest::addRow("times of %d", track) << QByteArray("stts") << 8 << track;
            QTest::addRow("sizes of %d", track) << QByteArray("stsz") << 12 << track;
            QTest::addRow("chunks of %d", track) << QByteArray("stsc") << 8 << track;
            QTest::addRow("places of %d", track) << QByteArray("stco") << 8 << track;
        }
    }

    void showsAllWhereATableSaysThatItHasMoreOrFewerEntries()
    {
        QFETCH(QByteArray, table);
        QFETCH(int, number);
        QFETCH(int, track);
        const QString whole = plain("whole.mp4");
        const auto before = play(whole);
        VERIFY_DONE(before);
        for (const auto say :
             {+[](quint32 count) { return count / 2; }, +[](quint32 count) { return count | 1U << 30; }}) {
            QByteArray mp4 = bytesOf(whole);
            char* const count = inTable(mp4, table, track, number);
            qToBigEndian(say(qFromBigEndian<quint32>(count)), count);
            const auto after = play(ndas::test::writeOnce(QStringLiteral("count.mp4"), mp4));
            VERIFY_DONE(after);
            QCOMPARE(after->pictures, before->pictures);
            QCOMPARE(after->soundEnd, before->soundEnd);
        }
    }

    /// libavformat takes it for the end of all tracks.
    void showsWhatIsInAChunkThatSeemsToBeBehindTheEnd()
    {
        const QString whole = plain("whole.mp4");
        const auto before = play(whole);
        VERIFY_DONE(before);
        for (const int chunk : {0, 3}) {
            QByteArray bytes = bytesOf(whole);
            char* place = bytes.data() + bytes.indexOf("stco") + 12 + 4 * chunk;
            *place = static_cast<char>(*place ^ 0x20);
            const QString recording = ndas::test::writeOnce(QStringLiteral("behind%1.mp4").arg(chunk), bytes);
            const auto after = play(recording);
            VERIFY_DONE(after);
            QCOMPARE(after->pictures, before->pictures);
            QCOMPARE(after->soundEnd, before->soundEnd);
        }
    }

    /// libavformat leaves it out.
    void showsWhatIsInAChunkOfNoDescription()
    {
        const QString whole = plain("whole.mp4");
        QByteArray bytes = bytesOf(whole);
        char* description = bytes.data() + bytes.indexOf("stsc") + 20;
        QCOMPARE(qFromBigEndian<quint32>(description), 1U);
        qToBigEndian(1U | 1U << 11, description);
        const QString recording = ndas::test::writeOnce(QStringLiteral("undescribed.mp4"), bytes);
        const auto before = play(whole);
        const auto after = play(recording);
        VERIFY_DONE(before);
        VERIFY_DONE(after);
        QCOMPARE(after->pictures, before->pictures);
        QCOMPARE(after->soundEnd, before->soundEnd);
    }

    /// Nothing says where they are.
    void tellsOfChunksBehindTheEnd()
    {
        QByteArray bytes = bytesOf(plain("whole.mp4"));
        char* place = bytes.data() + bytes.indexOf("stco") + 12 + 4 * 3;
        qToBigEndian(UINT32_MAX, place);
        const auto info = engine::probe(ndas::test::writeOnce(QStringLiteral("far.mp4"), bytes));
        VERIFY_DONE(info);
        QVERIFY(info->warnings.contains(QStringLiteral("damaged-packets")));
    }

    void showsWhatHasNoTicksASecond_data()
    {
        QTest::addColumn<int>("track");
        QTest::addColumn<quint32>("ticks");
        QTest::newRow("none") << 0 << 0U;
        QTest::newRow("a sign") << 0 << (12800U | 1U << 31);
        QTest::newRow("all bits") << 0 << UINT32_MAX;
        QTest::newRow("a sign, of sound") << 1 << (44100U | 1U << 31);
    }

    /// libavformat takes one a second, so that the first picture lasts longer than all of them.
    void showsWhatHasNoTicksASecond()
    {
        QFETCH(int, track);
        QFETCH(quint32, ticks);
        const QString whole = plain("whole.mp4");
        QByteArray bytes = bytesOf(whole);
        qToBigEndian(ticks, inTable(bytes, "mdhd", track, 16));
        const QString recording =
            ndas::test::writeOnce(QStringLiteral("ticks%1-%2.mp4").arg(track).arg(ticks), bytes);
        const auto before = play(whole);
        const auto after = play(recording);
        VERIFY_DONE(before);
        VERIFY_DONE(after);
        QCOMPARE(before->pictures.size(), 50U);
        QCOMPARE(after->pictures, before->pictures);
        QCOMPARE(after->soundEnd, before->soundEnd);
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QVERIFY(result->damagedPackets > 0);
    }

    void tellsOfPicturesWithoutPlace_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<int>("number"); ///< where in the table stands how much it holds
        QTest::newRow("fewer have a size") << QByteArray("stsz") << 12;
        QTest::newRow("fewer chunks have a place") << QByteArray("stco") << 8;
    }

    void tellsOfPicturesWithoutPlace()
    {
        QFETCH(QByteArray, table);
        QFETCH(int, number);
        QByteArray mp4 = bytesOf(plain("whole.mp4"));
        char* const count = mp4.data() + mp4.indexOf(table) + number;
        qToBigEndian(qFromBigEndian<quint32>(count) / 2, count);
        qToBigEndian(1U, mp4.data() + mp4.indexOf("stss") + 8); // a second table: room was made for more
        const auto result = bench_.run(ndas::test::writeOnce(QStringLiteral("half.mp4"), mp4), "low");
        VERIFY_DONE(result);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE_LT(played->pictures.size(), 50U);
        QCOMPARE(result->damagedPackets + static_cast<std::int64_t>(played->pictures.size()), 50);
        const auto whole = bench_.run(plain("whole.mp4"), "low");
        VERIFY_DONE(whole);
        QCOMPARE(whole->damagedPackets, 0);
    }

    /// Multiplied, they go beyond what 64 bits hold.
    void bearsTheLargestNumbersInTables()
    {
        QByteArray mp4 = bytesOf(plain("whole.mp4"));
        qToBigEndian(UINT32_MAX, mp4.data() + mp4.indexOf("stsc") + 16);
        qToBigEndian(UINT32_MAX, mp4.data() + mp4.indexOf("stco") + 8);
        const auto file = engine::FileIo::open(ndas::test::writeOnce(QStringLiteral("most.mp4"), mp4), {});
        QVERIFY(file);
        QCOMPARE(engine::picturesWithoutPlace((*file)->io(), mp4.size()), 0);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestSampleTables)
#include "test_sample_tables.moc"
