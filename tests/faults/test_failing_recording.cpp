// EIO at each read of a recording, once or for good, as where a share is lost: what is then said is that, and
// never something of the recording that is not so.
#include "core/engine/frames/frame_reader.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/faults/failing_calls.h"
#include "tests/support/test_size.h"

#include <QtCore/QJsonDocument>

#include <cerrno>
#include <functional>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using namespace ndas::test;
using Failing = ndas::test::Span;

namespace {

constexpr int fewFaults = 2;
constexpr const char* pictures = "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=r=48000 -t 2 ";

const QByteArray h264 = "-c:v libx264 -preset ultrafast -g 25 -bf 2 -pix_fmt yuv420p -c:a aac ";

QString film(const char* name, const QByteArray& coded)
{
    return made(name, (pictures + coded).constData());
}

QString twice(const char* suffix, const QString& path)
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return writeOnce(QStringLiteral("twice.") + QLatin1String(suffix), bytes + bytes);
}

QByteArray described(const media::MediaInfo& info)
{
    return QJsonDocument(media::toJson(info)).toJson(QJsonDocument::Compact);
}

enum class Kinds { All, Few };

void addRecordings(Kinds kinds)
{
    QTest::addColumn<QString>("path");
    QTest::newRow("MP4") << film("f.mp4", h264);
    QTest::newRow("AVI") << film("f.avi", "-c:v mjpeg -c:a pcm_s16le");
    if (kinds == Kinds::Few)
        return;
    QTest::newRow("MP4 in fragments") << film("frag.mp4", h264 + "-movflags frag_keyframe+empty_moov");
    QTest::newRow("Matroska") << film("f.mkv", h264);
    QTest::newRow("FLV") << film("f.flv", h264);
    QTest::newRow("transport stream") << film("f.ts", h264);
    QTest::newRow("two recordings") << twice("mp4", film("f.mp4", h264));
}

/// What `run` says where a read fails: as if none had, or that reading failed.
void tryEachRead(const std::function<Result<QByteArray>()>& run)
{
    inject({.calls = Calls::Reading});
    const Result<QByteArray> usual = run();
    const int reads = watchedCalls();
    inject({});
    VERIFY_DONE(usual);
    const int tried = std::min(reads, sizeFrom("NDAS_FAULTS", fewFaults));
    for (int i = 0; i < tried; ++i) {
        for (const Failing span : {Failing::Once, Failing::Lasting}) {
            const int at = 1 + static_cast<int>(qint64{i} * reads / tried);
            inject({.at = at, .error = EIO, .span = span, .calls = Calls::Reading});
            const Result<QByteArray> said = run();
            inject({});
            const bool isTrue = said ? *said == *usual : said.error().code == ErrorCode::Io;
            QVERIFY2(isTrue,
                     qPrintable(QStringLiteral("read %1 of %2%3: %4")
                                    .arg(at)
                                    .arg(reads)
                                    .arg(QLatin1String(span == Failing::Once ? "" : " and all behind it"),
                                         said ? QString::fromUtf8(*said)
                                              : QString::fromUtf8(errorName(said.error().code)) +
                                                    QLatin1Char(' ') + said.error().detail)));
        }
    }
}

} // namespace

class TestFailingRecording : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void isDescribedAsItIsOrNotAtAll_data() { addRecordings(Kinds::All); }

    void isDescribedAsItIsOrNotAtAll()
    {
        QFETCH(const QString, path);
        tryEachRead([&]() -> Result<QByteArray> {
            NDAS_TRY(const media::MediaInfo info, probe(path));
            return described(info);
        });
    }

    void isReadWholeOrNotAtAll_data() { addRecordings(Kinds::Few); }

    void isReadWholeOrNotAtAll()
    {
        QFETCH(const QString, path);
        const TranscodeBench bench;
        const auto request = bench.request(path, "original");
        VERIFY_DONE(request);
        tryEachRead([&]() -> Result<QByteArray> {
            NDAS_TRY(const media::TranscodeResult result, bench.run(*request));
            return QByteArray::number(result.frames) + ' ' + QByteArray::number(result.damagedPackets) + ' ' +
                   QByteArray::number(result.duration.count());
        });
    }

    void showsItsFramesOrNone_data() { addRecordings(Kinds::Few); }

    void showsItsFramesOrNone()
    {
        QFETCH(const QString, path);
        tryEachRead([&]() -> Result<QByteArray> {
            NDAS_TRY(FrameReader frames, FrameReader::open(path));
            NDAS_TRY(const ReadFrame frame, frames.read(40, {16, 16}));
            return QByteArray::number(std::ssize(frames.times())) + ' ' + QByteArray::number(frame.index) +
                   QByteArray(reinterpret_cast<const char*>(frame.picture->data[0]), 40).toHex();
        });
    }

    void showsThemWhenItCanBeReadAgain()
    {
        auto frames = FrameReader::open(film("f.mp4", h264));
        VERIFY_DONE(frames);
        inject({.at = 1, .error = EIO, .calls = Calls::Reading});
        const auto failed = frames->read(0);
        inject({});
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Io);
        const auto shown = frames->read(0);
        VERIFY_DONE(shown);
        QCOMPARE(shown->index, std::int64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestFailingRecording)
#include "test_failing_recording.moc"
