// Transport and program streams that go on under other numbers in mid-file.
#include "tests/core/engine/transcode_bench.h"

#include <algorithm>

using namespace ndas;
using namespace ndas::engine::test;

namespace {

/// 25 pictures a second and a tone, its streams numbered from `firstPid` on.
QString part(const char* name, const char* size, const char* pids, int seconds = 3)
{
    return made(name, QByteArray("-f lavfi -i testsrc2=size=" + QByteArray(size) +
                                 ":rate=25 -f lavfi -i sine=frequency=500 -t " + QByteArray::number(seconds) +
                                 " -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a mp2 " +
                                 QByteArray(pids))
                          .constData());
}

QString together(const char* name, const QStringList& parts)
{
    QByteArray bytes;
    for (const QString& path : parts) {
        QFile file(path);
        bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    return ndas::test::writeOnce(QString::fromLatin1(name), bytes);
}

QString firstPart()
{
    return part("first.ts", "160x120", "-mpegts_start_pid 256");
}

} // namespace

class TestStreamSuccession : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void followsProgrammeThatChangesItsNumbers_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<int>("joints");
        const QString other = part("other.ts", "160x120", "-mpegts_start_pid 512");
        const QString stranger =
            part("stranger.ts", "160x120",
                 "-mpegts_start_pid 768 -mpegts_service_id 7 -mpegts_pmt_start_pid 4000");
        QTest::newRow("the same programme") << together("changed.ts", {firstPart(), other}) << 150 << 1;
        QTest::newRow("another programme") << together("strange.ts", {firstPart(), stranger}) << 150 << 1;
        QTest::newRow("three") << together("three.ts", {firstPart(), other, stranger}) << 225 << 2;
        QTest::newRow("there and back") << together("back.ts", {firstPart(), other, firstPart()}) << 225 << 2;
        const QString brief = part("brief.ts", "160x120", "-mpegts_start_pid 512", 1);
        QTest::newRow("there and soon back")
            << together("soon.ts", {firstPart(), brief, firstPart()}) << 175 << 2;
        QTest::newRow("two short ones") << together("short.ts", {firstPart(), brief, brief}) << 125 << 2;
    }

    void followsProgrammeThatChangesItsNumbers()
    {
        QFETCH(QString, recording);
        QFETCH(int, pictures);
        QFETCH(int, joints);
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->video.size(), std::size_t{1});
        QCOMPARE(info->audio.size(), std::size_t{1});
        const auto length = std::chrono::milliseconds(40 * pictures);
        QVERIFY(std::chrono::abs(info->duration - length) < std::chrono::milliseconds(200));

        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        // A demuxer keeps the last two pictures back until a stream goes on or the file ends.
        QVERIFY2(result->frames <= pictures && result->frames >= pictures - 2 * joints,
                 QByteArray::number(qint64{result->frames}).constData());
        if (result->frames < pictures)
            QVERIFY(std::ranges::count(result->notes, media::PlanNote::SourceDamaged) == 1);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(std::ranges::is_sorted(played->pictures));
        QVERIFY(std::chrono::abs(played->pictures.back() - length) < std::chrono::milliseconds(200));
        QVERIFY(std::chrono::abs(played->soundEnd - length) < std::chrono::milliseconds(200));
    }

    void keepsProgrammesApartThatRunSideBySide()
    {
        const QString recording = made(
            "parallel.ts", "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i color=red:s=320x240:r=25 "
                           "-f lavfi -i sine -f lavfi -i sine=frequency=900 -t 6 -map 0 -map 1 -map 2 -map 3 "
                           "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a mp2 -program "
                           "st=0:st=2 -program st=1:st=3");
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->video.size(), std::size_t{2});
        QCOMPARE(info->audio.size(), std::size_t{2});
        const auto result = bench_.run(recording, "original");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{150});
        QVERIFY(result->notes.empty());
    }

    void followsProgrammeThatChangesItsCodec()
    {
        const QString other =
            made("mpeg2.ts", "-f lavfi -i testsrc2=size=240x136:rate=25 -f lavfi -i sine=frequency=500 -t 3 "
                             "-c:v mpeg2video -bf 2 -c:a aac -mpegts_start_pid 600");
        const QString recording = together("unlike.ts", {firstPart(), other});
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->video.size(), std::size_t{1});
        QCOMPARE(info->audio.size(), std::size_t{1});
        const media::TranscodePlan plan = media::makePlan(*info, bench_.preset("original"));
        QVERIFY(std::ranges::count(plan.notes, media::PlanNote::NotCopiedSize) == 1);
        for (const char* preset : {"low", "original"}) {
            const auto result = bench_.run(recording, preset);
            VERIFY_DONE(result);
            QVERIFY2(result->frames >= 148 && result->frames <= 150,
                     QByteArray::number(qint64{result->frames}).constData());
            const auto played = bench_.played();
            VERIFY_DONE(played);
            QVERIFY(std::chrono::abs(played->pictures.back() - std::chrono::seconds(6)) <
                    std::chrono::milliseconds(200));
            QVERIFY(std::chrono::abs(played->soundEnd - std::chrono::seconds(6)) <
                    std::chrono::milliseconds(200));
        }
    }

    void followsDiscThatChangesItsKindOfSound_data()
    {
        QTest::addColumn<QByteArray>("other");
        for (const char* other : {"mp2", "pcm_dvd -ac 2"})
            QTest::newRow(other) << QByteArray(other);
    }

    void followsDiscThatChangesItsKindOfSound()
    {
        QFETCH(QByteArray, other);
        const auto title = [](const QByteArray& codec) {
            return made("title.vob", ("-f lavfi -i testsrc2=size=352x288:rate=25 -f lavfi -i "
                                      "sine=frequency=500:sample_rate=48000 -t 3 -c:v mpeg2video -c:a " +
                                      codec)
                                         .constData());
        };
        const QString recording = together("sounds.vob", {title("ac3"), title(other)});
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->audio.size(), std::size_t{1});
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.size(), std::size_t{150});
        QVERIFY(std::chrono::abs(played->soundEnd - std::chrono::seconds(6)) <
                std::chrono::milliseconds(200));
    }

    void keepsTracksOfADiscApart()
    {
        const QString recording =
            made("tracks.vob",
                 "-f lavfi -i testsrc2=size=352x288:rate=25 -f lavfi -i sine=sample_rate=48000 -f lavfi "
                 "-i sine=frequency=900:sample_rate=48000 -t 6 -map 0 -map 1 -map 2 -c:v mpeg2video "
                 "-c:a:0 ac3 -c:a:1 mp2");
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->audio.size(), std::size_t{2});
        const auto result = bench_.run(recording, "original");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{150});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 0);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestStreamSuccession)
#include "test_stream_succession.moc"
