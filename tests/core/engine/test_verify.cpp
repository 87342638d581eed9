// A rendition that is not what was put into it is not called ready.
#include "core/engine/verify/verify.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;
using engine::Expectation;
using engine::TrackRecord;

namespace {

/// 2 s of picture and sound as a transcode leaves them, or spoiled by ffmpeg's options for encoding or for
/// muxing.
QString clip(const char* encoding = "", const char* muxing = "")
{
    const QString encoded = ndas::test::makeMedia(
        QStringLiteral("encoded.mp4"),
        words(
            "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000 -t 2 "
            "-c:v libx264 -profile:v high -pix_fmt yuv420p -level 3.1 -c:a aac -flags:a +bitexact") +
            words(encoding));
    return encoded.isEmpty()
               ? QString()
               : ndas::test::makeMedia(
                     QStringLiteral("clip.mp4"),
                     QStringList{QStringLiteral("-i"), encoded} +
                         words("-c copy -map_metadata -1 -fflags +bitexact -movflags +faststart "
                               "-bsf:v filter_units=remove_types=6") +
                         words(muxing));
}

Expectation expectation()
{
    TrackRecord picture{.isVideo = true, .timeBase = {1, 25}, .pts = {}, .end = 50};
    for (int i = 0; i < 50; ++i)
        picture.pts.push_back(i);
    const TrackRecord sound{.timeBase = {1, 48000}, .pts = {0}, .end = 96000};
    Expectation expected;
    expected.plan.video.output = {160, 120};
    expected.plan.video.profile = QStringLiteral("high");
    expected.plan.video.level = 31;
    expected.plan.audio.emplace_back();
    expected.tracks = {picture, sound};
    return expected;
}

} // namespace

class TestVerify : public QObject {
    Q_OBJECT

    static Result<engine::Verified> check(const QString& path, const Expectation& expected)
    {
        engine::ProgressMeter progress(Micros(0), {});
        return engine::verify(path, expected, {}, progress);
    }

private Q_SLOTS:

    void initTestCase() { av_log_set_level(AV_LOG_QUIET); }

    void acceptsWhatAgrees()
    {
        const auto verified = check(clip(), expectation());
        VERIFY_DONE(verified);
        QCOMPARE(verified->frames, 50);
        QCOMPARE(verified->duration, std::chrono::seconds(2));
    }

    void refusesSpoiledFile_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<QByteArray>("muxing");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* encoding, const char* muxing, const char* reason) {
            QTest::newRow(name) << QByteArray(encoding) << QByteArray(muxing) << QString::fromLatin1(reason);
        };
        row("index at the end", "", "-movflags -faststart", "index");
        row("title", "", "-metadata title=a", "tags left: title");
        row("talking handler", "", "-metadata:s:v:0 handler_name=Camera", "tags left: handler_name");
        row("user data", "", "-bsf:v null", "user data");
        row("talking sound", "-flags:a -bitexact", "", "user data left in the sound");
        row("size", "-s 176x144", "", "size is 176x144");
        row("profile", "-profile:v main", "", "profile");
        row("level", "-level 4.0", "", "level is 40");
        row("pixel format", "-profile:v high444 -pix_fmt yuv444p", "", "yuv420p");
        row("turned picture", "", "-metadata:s:v rotate=90", "turned by");
        row("pixels that are not square", "-vf setsar=4/3", "", "pixels are 4:3");
        row("codec", "-c:v libx265 -profile:v main -x265-params log-level=none", "-bsf:v null", "not H.264");
        row("frame rate", "-r 24", "", "pictures");
        row("short picture", "-frames:v 49", "", "49 read back");
        row("no sound", "-an", "", "1 tracks instead of 2");
        row("short sound", "-af atrim=end=1.9", "", "sound from sample");
        row("sound codec", "-c:a mp3", "", "not AAC");
    }

    void refusesSpoiledFile()
    {
        QFETCH(QByteArray, encoding);
        QFETCH(QByteArray, muxing);
        QFETCH(QString, reason);
        const QString path = clip(encoding.constData(), muxing.constData());
        QVERIFY(!path.isEmpty());
        const auto verified = check(path, expectation());
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
        QVERIFY2(verified.error().detail.contains(reason), qPrintable(verified.error().detail));
    }

    void refusesWhatHasNoPicture()
    {
        Expectation expected = expectation();
        expected.tracks.erase(expected.tracks.begin()); // none came
        const auto verified = check(clip("-vn"), expected);
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
    }

    void refusesMoreBitsThanTheCapAllows()
    {
        const QString path = clip();
        Expectation expected = expectation();
        expected.plan.video.maxRate = 10'000'000;
        expected.plan.video.bufferSize = 20'000'000;
        VERIFY_DONE(check(path, expected));
        expected.plan.video.maxRate = 10'000;
        expected.plan.video.bufferSize = 20'000;
        const auto verified = check(path, expected);
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
        QVERIFY(verified.error().detail.contains(QStringLiteral("are allowed")));
    }

    void refusesSoundWithAGap()
    {
        const QString path =
            clip("", "-bsf:a noise=amount=0:drop=between(n\\,30\\,40)"); // blocks of 1024 samples
        QVERIFY(!path.isEmpty());
        const auto verified = check(path, expectation());
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
        QVERIFY2(verified.error().detail.contains(QStringLiteral("samples of sound")),
                 qPrintable(verified.error().detail));
    }

    /// A copy is no failure of ours: what its packets hold is said, so that its picture is encoded instead.
    void saysOfACopyThatItIsNotWhatWasTakenOver()
    {
        Expectation expected = expectation();
        expected.plan.video.action = media::StreamAction::Copy;
        expected.tracks[0].isCopy = true;
        const QString path = clip();
        const auto good = check(path, expected);
        VERIFY_DONE(good);
        QVERIFY(!good->copiedPictureDamaged && !good->copiedSoundDamaged);

        expected.tracks[0].pts.pop_back();
        const auto verified = check(path, expected);

        VERIFY_DONE(verified);
        QVERIFY(verified->copiedPictureDamaged && !verified->copiedSoundDamaged);
    }

    void saysOfACopyThatItsPixelsAreNotSquare()
    {
        Expectation expected = expectation();
        expected.plan.video.action = media::StreamAction::Copy;
        expected.tracks[0].isCopy = true;
        const auto verified = check(clip("-vf setsar=4/3"), expected);
        VERIFY_DONE(verified);
        QVERIFY(verified->copiedPictureDamaged);
    }

    void refusesMovedFrame()
    {
        Expectation expected = expectation();
        expected.tracks[0].timeBase = {1, 25'000};
        for (std::int64_t& pts : expected.tracks[0].pts)
            pts *= 1000;
        VERIFY_DONE(check(clip(), expected));
        expected.tracks[0].pts[30] += 40;
        const auto verified = check(clip(), expected);
        QVERIFY(!verified);
        QVERIFY(verified.error().detail.contains(QStringLiteral("picture 30")));
    }

    void refusesDamagedPacket()
    {
        QFile whole(clip());
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QByteArray bytes = whole.readAll();
        const qsizetype media = bytes.indexOf("mdat") + 4;
        bytes.replace(media + (bytes.size() - media) / 2, 400, QByteArray(400, '\x2a'));
        QTemporaryDir folder;
        QFile damaged(folder.filePath(QStringLiteral("damaged.mp4")));
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(bytes) == bytes.size());
        damaged.close();
        const auto verified = check(damaged.fileName(), expectation());
        QVERIFY(!verified);
        QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
    }
};

QTEST_GUILESS_MAIN(TestVerify)
#include "test_verify.moc"
