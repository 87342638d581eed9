// Recordings that lost whole frames on the way: DV from tapes, where they stand in the file as zeros,
// AVI of which a part was overwritten, and streams of which a part is missing.
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/scrambled_media.h"

#include <algorithm>

using namespace ndas;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

/// Two seconds.
QString tape(const char* suffix, const char* size, const char* rate)
{
    const QByteArray recipe = "-f lavfi -i testsrc2=size=" + QByteArray(size) + ":rate=" + QByteArray(rate) +
                              " -f lavfi -i sine=sample_rate=48000 -t 2 -c:v dvvideo -ac 2 -c:a pcm_s16le" +
                              " -pix_fmt " + (QByteArray(rate) == "25" ? "yuv420p" : "yuv411p");
    const QByteArray name = "tape." + QByteArray(suffix);
    return made(name.constData(), recipe.constData());
}

struct Losses {
    QString path;
    int frames = 0; ///< with those that are lost
};

/// Frames 10 to 12, and one by itself.
Losses withLosses(const QString& path, qsizetype frameSize)
{
    QFile file(path);
    QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QByteArray header = QByteArray::fromHex(frameSize == 144'000 ? "1f0700bf" : "1f07003f");
    int frame = 0;
    for (qsizetype at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 1), ++frame)
        if ((frame >= 10 && frame <= 12) || frame == 30)
            bytes.replace(at, frameSize, QByteArray(frameSize, '\0'));
    const QString name = QStringLiteral("losses.") + path.section(QLatin1Char('.'), -1);
    return {.path = ndas::test::writeOnce(name, bytes), .frames = frame};
}

/// Some chunks are no more where its index says.
QString withHole(const QString& path)
{
    QFile file(path);
    QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const qsizetype hole = bytes.size() / 10;
    bytes.replace(4 * hole, hole, QByteArray(hole, '\0'));
    return ndas::test::writeOnce(QStringLiteral("hole.avi"), bytes);
}

/// In FLV, Ogg and ASF, in whose header nothing but what libav goes by says where a piece has to be.
QString streamed(const char* suffix)
{
    const QByteArray codecs = QByteArray(suffix) == "flv"   ? "-c:v flv -q:v 4 -c:a libmp3lame"
                              : QByteArray(suffix) == "ogv" ? "-c:v libtheora -q:v 7 -c:a libvorbis"
                                                            : "-c:v wmv2 -q:v 4 -c:a wmav2";
    const QByteArray name = "streamed." + QByteArray(suffix);
    const QByteArray source("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 4 -g 10 ");
    return made(name.constData(), (source + codecs).constData());
}

enum class Loss { None, Overwritten, Missing, CutOff };

QString withLoss(const QString& path, Loss loss)
{
    QFile file(path);
    QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const qsizetype middle = bytes.size() / 2 + 1;
    const qsizetype piece = 12'345;
    if (loss == Loss::CutOff)
        bytes.truncate(middle);
    else if (loss != Loss::None)
        bytes.replace(middle, piece, QByteArray(loss == Loss::Overwritten ? piece : 0, '\0'));
    const QString name =
        QStringLiteral("loss-%1.").arg(static_cast<int>(loss)) + path.section(QLatin1Char('.'), -1);
    return ndas::test::writeOnce(name, bytes);
}

/// As of a network camera whose packets were lost on the way.
QString withoutPictures(const QString& whole, const char* which)
{
    const QString name = QStringLiteral("lossy.") + whole.section(QLatin1Char('.'), -1);
    const QString filter = QStringLiteral("noise=drop='%1'").arg(QLatin1String(which));
    return ndas::test::makeMedia(name, QStringList{QStringLiteral("-i"), whole, QStringLiteral("-c"),
                                                   QStringLiteral("copy"), QStringLiteral("-bsf:v"), filter});
}

} // namespace

class TestLostFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void keepsTheTimeOfAllOthers_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QString>("size");
        for (const char* suffix : {"dv", "avi", "mov"}) {
            QTest::addRow("PAL %s", suffix) << suffix << "720x576";
            QTest::addRow("NTSC %s", suffix) << suffix << "720x480";
        }
    }

    void keepsTheTimeOfAllOthers()
    {
        QFETCH(QString, suffix);
        QFETCH(QString, size);
        const bool isPal = size == QLatin1String("720x576");
        const QString whole =
            tape(suffix.toLatin1().constData(), size.toLatin1().constData(), isPal ? "25" : "30000/1001");
        const Losses losses = withLosses(whole, isPal ? 144'000 : 120'000);
        const auto timeOf = [&](int frame) {
            return Micros(isPal ? 40'000 * frame : 1'001'000 * frame / 30);
        };
        const std::int64_t pictures = losses.frames - 4;
        const auto info = engine::probe(losses.path);
        VERIFY_DONE(info);
        QCOMPARE(info->mainVideo()->coded.height, isPal ? 576 : 480);
        QCOMPARE(info->mainVideo()->frameCount, pictures);
        QVERIFY(std::chrono::abs(info->duration - timeOf(losses.frames)) < 50ms);
        QVERIFY(info->warnings.contains(QStringLiteral("damaged-packets")));
        QVERIFY(!info->warnings.contains(QStringLiteral("size-changes")));
        const auto result = bench_.run(losses.path, "mobile");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, pictures);
        QVERIFY(std::ranges::count(result->notes, media::PlanNote::SourceDamaged) == 1);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(std::chrono::abs(played->pictures[9] - timeOf(9)) < 2ms);
        QVERIFY(std::chrono::abs(played->pictures[10] - timeOf(13)) < 2ms);
        QVERIFY(std::chrono::abs(played->pictures.back() - timeOf(losses.frames - 1)) < 2ms);
        QVERIFY(std::chrono::abs(played->soundEnd - timeOf(losses.frames)) < 100ms);
        compareTimes(bench_, losses.path);
    }

    void keepsTheTimeOfWhatFollowsLostChunks_data()
    {
        QTest::addColumn<QByteArray>("codecs");
        QTest::newRow("plain sound") << QByteArray("-c:v mjpeg -q:v 4 -c:a pcm_s16le");
        QTest::newRow("sound of even size") << QByteArray("-c:v mpeg4 -bf 2 -c:a libmp3lame");
        QTest::newRow("sound of uneven size") << QByteArray("-c:v libx264 -g 25 -bf 0 -c:a aac");
    }

    void keepsTheTimeOfWhatFollowsLostChunks()
    {
        QFETCH(QByteArray, codecs);
        const QByteArray source("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 5 ");
        const QString whole = made("chunks.avi", (source + codecs).constData());
        VERIFY_DONE(bench_.run(whole, "low"));
        const auto expected = bench_.played();
        VERIFY_DONE(expected);
        const QString damaged = withHole(whole);
        const auto info = engine::probe(damaged);
        VERIFY_DONE(info);
        QVERIFY(info->warnings.contains(QStringLiteral("damaged-packets")));
        const auto result = bench_.run(damaged, "low");
        VERIFY_DONE(result);
        QVERIFY(std::ranges::count(result->notes, media::PlanNote::SourceDamaged) == 1);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->pictures.size() < expected->pictures.size());
        QVERIFY(std::chrono::abs(played->pictures.back() - expected->pictures.back()) < 1ms);
        QVERIFY(std::chrono::abs(played->soundEnd - expected->soundEnd) < 30ms);
    }

    void tellsOfWhatAStreamLost_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isDamaged");
        for (const char* suffix : {"flv", "ogv", "wmv"}) {
            const QString whole = streamed(suffix);
            QTest::addRow("%s, whole", suffix) << withLoss(whole, Loss::None) << false;
            QTest::addRow("%s, overwritten", suffix) << withLoss(whole, Loss::Overwritten) << true;
            QTest::addRow("%s, missing", suffix) << withLoss(whole, Loss::Missing) << true;
            QTest::addRow("%s, cut off", suffix) << withLoss(whole, Loss::CutOff) << true;
        }
    }

    void tellsOfWhatAStreamLost()
    {
        QFETCH(QString, path);
        QFETCH(bool, isDamaged);
        const auto info = engine::probe(path);
        VERIFY_DONE(info);
        QCOMPARE(info->warnings.contains(QStringLiteral("damaged-packets")) ||
                     info->warnings.contains(QStringLiteral("truncated")),
                 isDamaged);
        const auto result = bench_.run(path, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames < 100, isDamaged);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), isDamaged ? 1 : 0);
    }

    void tellsOfWhatABroadcastScrambled()
    {
        QFile clear(made("clear.ts", "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 4 "
                                     "-c:v libx264 -preset ultrafast -g 25 -c:a mp2"));
        QVERIFY(clear.open(QIODevice::ReadOnly));
        const QString scrambled = ndas::test::writeOnce(QStringLiteral("half-scrambled.ts"),
                                                        ndas::test::scrambled(clear.readAll(), 0.5));
        const auto info = engine::probe(scrambled);
        VERIFY_DONE(info);
        QVERIFY(info->warnings.contains(QStringLiteral("damaged-packets")));
        const auto result = bench_.run(scrambled, "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames > 40 && result->frames < 60);
        QVERIFY(std::ranges::count(result->notes, media::PlanNote::SourceDamaged) == 1);
    }

    void tellsOfPicturesThatOthersReferTo_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isDamaged");
        for (const char* suffix : {"mp4", "mkv", "ts"})
            for (const char* codec :
                 {"libx264 -bf 2", "libx264 -bf 0 -flags +ildct+ilme", "libx264 -bf 2 -x264opts open-gop=1",
                  "libx265 -x265-params log-level=none:bframes=0:ref=4",
                  "libx265 -x265-params log-level=none:bframes=4:open-gop=1"}) {
                const QByteArray name = QByteArray("references.") + suffix;
                const QString whole =
                    made(name.constData(), QByteArray("-f lavfi -i testsrc2=size=160x120:rate=25 -t 4 "
                                                      "-pix_fmt yuv420p -preset fast -g 50 -c:v ") +
                                               codec);
                QTest::addRow("%s %s, whole", suffix, codec) << whole << false;
                QTest::addRow("%s %s, five missing", suffix, codec)
                    << withoutPictures(whole, "between(n,70,74)") << true;
            }
        for (const char* suffix : {"mpg", "avi", "ts"})
            for (const char* codec : {"mpeg2video -bf 2", "mpeg2video -bf 0",
                                      "mpeg2video -bf 2 -flags +ildct+ilme", "mpeg1video -bf 2"}) {
                const QByteArray name = QByteArray("references-mpeg.") + suffix;
                const QByteArray source("-f lavfi -i testsrc2=size=160x120:rate=25 -t 4 -g 15 -q:v 3 -c:v ");
                const QString whole = made(name.constData(), (source + codec).constData());
                QTest::addRow("%s %s, whole", suffix, codec) << whole << false;
                QTest::addRow("%s %s, seven missing", suffix, codec)
                    << withoutPictures(whole, "between(n,65,71)") << true;
            }
    }

    void tellsOfPicturesThatOthersReferTo()
    {
        QFETCH(QString, path);
        QFETCH(bool, isDamaged);
        for (const char* preset : {"low", "original"}) {
            const auto result = bench_.run(path, preset);
            VERIFY_DONE(result);
            QCOMPARE(result->frames < 100, isDamaged);
            QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), isDamaged ? 1 : 0);
        }
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestLostFrames)
#include "test_lost_frames.moc"
