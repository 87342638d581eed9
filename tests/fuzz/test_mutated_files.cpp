// Recordings with bytes flipped, cut out, repeated and cut off, through probe, thumbnail, frames and
// transcode of the real worker: each ends with a result or a reason, and none takes the application down. The
// seed is fixed; NDAS_MUTATIONS says how many (./dev torture: 1,000), NDAS_MUTATION_ONLY picks one of them.
#include "core/jobs/frame_session.h"
#include "core/jobs/media_service.h"
#include "core/media/preset.h"
#include "tests/support/places.h"
#include "tests/support/test_media.h"
#include "tests/support/test_size.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <map>
#include <random>

using namespace ndas;

namespace {

constexpr unsigned seed = 20'261'123;
constexpr int fewMutations = 24;
constexpr int transcodeEvery = 4; ///< they take longest

using Random = std::mt19937;

qsizetype below(Random& random, qsizetype limit)
{
    return std::uniform_int_distribution<qsizetype>(0, std::max<qsizetype>(0, limit - 1))(random);
}

void flipBytes(QByteArray& bytes, Random& random)
{
    for (int i = 0; i < 64; ++i)
        bytes[below(random, bytes.size())] = static_cast<char>(below(random, 256));
}

/// Where the sizes and counts are.
void flipHeader(QByteArray& bytes, Random& random)
{
    for (int i = 0; i < 8; ++i)
        bytes[below(random, std::min<qsizetype>(bytes.size(), 4096))] = static_cast<char>(below(random, 256));
}

void flipTail(QByteArray& bytes, Random& random)
{
    for (int i = 0; i < 8; ++i)
        bytes[bytes.size() - 1 - below(random, std::min<qsizetype>(bytes.size(), 4096))] =
            static_cast<char>(below(random, 256));
}

void cutOff(QByteArray& bytes, Random& random)
{
    bytes.truncate(1 + below(random, bytes.size()));
}

void cutOut(QByteArray& bytes, Random& random)
{
    bytes.remove(below(random, bytes.size()), 1 + below(random, bytes.size() / 4));
}

void repeatPart(QByteArray& bytes, Random& random)
{
    const qsizetype from = below(random, bytes.size());
    bytes.insert(below(random, bytes.size()), bytes.mid(from, 64 * 1024));
}

void hugeNumbers(QByteArray& bytes, Random& random)
{
    for (int i = 0; i < 4; ++i) {
        const qsizetype at = below(random, std::min<qsizetype>(bytes.size(), 8192));
        bytes.replace(at, 4, QByteArray(4, '\x7f'));
    }
}

constexpr void (*mutations[])(QByteArray&, Random&) = {flipBytes, flipHeader, flipTail,   cutOff,
                                                       cutOut,    repeatPart, hugeNumbers};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString asContainer(const char* name, const char* format)
{
    return test::makeMedia(
        QString::fromLatin1(name),
        QStringLiteral("-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine -t 1 %1")
            .arg(QLatin1String(format))
            .split(QLatin1Char(' ')));
}

jobs::WorkerOptions workerOptions()
{
    jobs::WorkerOptions options;
    options.program = test::builtProgram("ndas-worker");
    options.limits.memoryBytes = qint64{3} << 30;
    options.limits.fileBytes = qint64{1} << 30;
    options.stallAfter = std::chrono::seconds(30);
    options.hardLimit = std::chrono::seconds(60);
    return options;
}

} // namespace

class TestMutatedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyOneEndsWithAResultOrAReason()
    {
        const QStringList sources{test::plainClip(), asContainer("mutate.mkv", "-c:v libx264 -c:a aac"),
                                  asContainer("mutate.avi", "-c:v mpeg4 -c:a mp3"),
                                  asContainer("mutate.webm", "-c:v libvpx -c:a libvorbis"),
                                  asContainer("mutate.mov", "-c:v prores -c:a pcm_s16le")};
        const int only = test::sizeFrom("NDAS_MUTATION_ONLY", -1);
        const int wanted = only >= 0 ? only + 1 : test::sizeFrom("NDAS_MUTATIONS", fewMutations);
        Random random(seed);
        QTemporaryDir folder;
        std::map<QString, int> outcomes;
        for (int number = 0; number < wanted; ++number) {
            QByteArray bytes = contentOf(sources[number % sources.size()]);
            QVERIFY(!bytes.isEmpty());
            const auto mutation = static_cast<std::size_t>(number) % std::size(mutations);
            mutations[mutation](bytes, random);
            if (only >= 0 && number != only)
                continue;
            const QString path = folder.filePath(QStringLiteral("mutated.mp4"));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
                    file.write(bytes) == bytes.size());
            file.close();
            const QString outcome = processed(path, folder.path(), number);
            ++outcomes[outcome];
            if (outcome.startsWith(QLatin1String("worker-")) || outcome == QLatin1String("out-of-memory"))
                qWarning("file %d: %s", number,
                         qPrintable(outcome)); // ended by us or by the system: look at it
        }
        for (const auto& outcome : outcomes)
            qInfo("%5d  %s", outcome.second, qPrintable(outcome.first));
        QVERIFY2(!outcomes.contains(QStringLiteral("sandbox-violation")), "the sandbox lacks a call");
        QVERIFY2(!outcomes.contains(QStringLiteral("protocol-error")), "an answer was not understood");
        QVERIFY2(!outcomes.contains(QStringLiteral("internal")), "an outcome was not foreseen");
    }

private:
    /// "done" or the name of the error.
    QString processed(const QString& path, const QString& folder, int number)
    {
        media::ProbeRequest request{.path = path, .thumbnails = {}};
        media::ThumbnailSpec thumbnail;
        thumbnail.outputPath = QStringLiteral("%1/%2.jpg").arg(folder).arg(number);
        request.thumbnails.push_back(thumbnail);
        const Result<media::ProbeResult> probed = service_.probe(request);
        if (!probed)
            return QLatin1String(errorName(probed.error().code));
        if (number % transcodeEvery == 1)
            return looked(path);
        if (number % transcodeEvery != 0)
            return QStringLiteral("done");
        media::TranscodeRequest transcode;
        transcode.path = path;
        transcode.outputPath = QStringLiteral("%1/%2.mp4").arg(folder).arg(number);
        media::Preset preset;
        preset.id = QStringLiteral("mobile");
        preset.box = {320, 180};
        transcode.plan = media::makePlan(probed->info, preset);
        const auto worker = jobs::WorkerProcess::start(workerOptions());
        if (!worker)
            return QLatin1String(errorName(worker.error().code));
        const auto done = (*worker)->perform(transcode, {});
        return done ? QStringLiteral("done") : QLatin1String(errorName(done.error().code));
    }

    /// The same of frames read here and there, one of which may be damaged.
    static QString looked(const QString& path)
    {
        const auto session = jobs::FrameSession::open(workerOptions(), {.path = path});
        if (!session)
            return QLatin1String(errorName(session.error().code));
        const std::int64_t last = std::ssize((*session)->facts().times) - 1;
        for (const std::int64_t index : {last, last / 2, std::int64_t{0}}) {
            const auto frame = (*session)->read({.index = index, .box = {160, 160}});
            if (!frame && frame.error().code != ErrorCode::Damaged)
                return QLatin1String(errorName(frame.error().code));
        }
        return QStringLiteral("done");
    }

    jobs::MediaService service_{workerOptions(), 1};
};

QTEST_GUILESS_MAIN(TestMutatedFiles)
#include "test_mutated_files.moc"
