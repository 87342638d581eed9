#include "core/jobs/frame_worker.h"

#include "core/base/app_paths.h"
#include "core/base/open_file.h"
#include "core/jobs/worker_answer.h"

#include <QtCore/QFileInfo>
#include <QtCore/QtEndian>

#include <algorithm>

namespace ndas::jobs {

namespace {

constexpr std::int64_t mostFrames = 100'000'000;        ///< a day of 1,000 frames a second
constexpr std::int64_t mostBytes = 4LL * 16384 * 16384; ///< of one picture

/// Pictures pass through a file: nowhere else does a process that is locked in put them for us at once.
QString exchangeFolders()
{
    constexpr qint64 room = 1'000'000'000;
    return passingFolder(room) + QStringLiteral("/ndas-frames-XXXXXX");
}

std::vector<media::Micros> timesIn(const QByteArray& bytes)
{
    std::vector<media::Micros> times;
    times.reserve(static_cast<std::size_t>(bytes.size()) / sizeof(qint64));
    for (qsizetype i = 0; i < bytes.size(); i += static_cast<qsizetype>(sizeof(qint64)))
        times.emplace_back(qFromLittleEndian<qint64>(bytes.constData() + i));
    return times;
}

bool isSound(const media::ReadFrameResult& result, const media::ReadFrameRequest& request)
{
    const std::int64_t raw = std::int64_t{4} * result.size.width * result.size.height;
    const bool isWhole = request.format || result.bytes == raw;
    return !result.size.isEmpty() && result.bytes > 0 && result.bytes <= mostBytes && isWhole;
}

} // namespace

FrameWorker::FrameWorker(const QString& path, std::unique_ptr<WorkerProcess> worker)
    : path_(QFileInfo(path).absoluteFilePath())
    , found_(fileFacts(path_))
    , folder_(exchangeFolders())
    , worker_(std::move(worker))
{
}

Result<std::unique_ptr<FrameWorker>> FrameWorker::open(const WorkerOptions& options,
                                                       const FrameSessionOptions& session,
                                                       const CancellationToken& token)
{
    WorkerOptions atHand = options;
    atHand.limits.niceness = 0; // somebody waits for each picture
    NDAS_TRY(auto worker, WorkerProcess::start(atHand, token));
    std::unique_ptr<FrameWorker> frames(new FrameWorker(session.path, std::move(worker)));
    NDAS_CHECK(frames->openFrames(session.cacheBytes, token));
    return frames;
}

Result<void> FrameWorker::openFrames(std::int64_t cacheBytes, const CancellationToken& token)
{
    if (!folder_.isValid())
        return fail(ErrorCode::Io, folder_.errorString());
    const media::OpenFramesRequest request{.path = path_,
                                           .exchangePath = folder_.filePath(QStringLiteral("exchange")),
                                           .cacheBytes = cacheBytes};
    NDAS_TRY(media::OpenFramesResult opened,
             answerAs<media::OpenFramesResult>(worker_->perform(request, token)));
    NDAS_CHECK(checkUnchanged());
    if (opened.frames < 1 || opened.frames > mostFrames)
        return nonsense(QStringLiteral("%1 frames").arg(opened.frames));
    NDAS_CHECK(openExchange(request.exchangePath));
    NDAS_TRY(const QByteArray times, received(opened.frames * static_cast<std::int64_t>(sizeof(qint64))));
    facts_ = {.info = std::move(opened.info), .times = timesIn(times)};
    if (!std::ranges::is_sorted(facts_.times))
        return nonsense(QStringLiteral("times that go back"));
    return {};
}

Result<void> FrameWorker::openExchange(const QString& path)
{
    NDAS_TRY(exchange_, openToRead(path, QIODevice::Unbuffered));
    folder_.remove(); // both have it open: nothing stays behind, whatever happens (not on Windows)
    return {};
}

/// By reading, not by mapping it: what a worker cuts off under a map kills who looks there.
Result<QByteArray> FrameWorker::received(std::int64_t bytes)
{
    if (bytes <= exchange_->size() && exchange_->seek(0)) {
        QByteArray content = exchange_->read(bytes);
        if (content.size() == bytes)
            return content;
    }
    return nonsense(QStringLiteral("less than the worker said: ") + exchange_->errorString());
}

Failure FrameWorker::nonsense(QString what)
{
    isOver_ = true;
    return fail(ErrorCode::ProtocolError, std::move(what));
}

Result<void> FrameWorker::checkUnchanged()
{
    const FileFacts now = fileFacts(path_);
    if (now == found_)
        return {};
    isOver_ = true;
    const QFileInfo file(path_);
    if (file.exists())
        return fail(ErrorCode::OriginalChanged, path_);
    const bool folderThere = QFileInfo(file.absolutePath()).isDir();
    return fail(folderThere ? ErrorCode::NotFound : ErrorCode::SourceUnreachable, path_);
}

Result<Frame> FrameWorker::read(const media::ReadFrameRequest& request, const CancellationToken& token)
{
    const auto answer = answerAs<media::ReadFrameResult>(worker_->perform(request, token));
    NDAS_CHECK(checkUnchanged()); // then nothing of it counts
    NDAS_TRY(const media::ReadFrameResult result, answer);
    if (!isSound(result, request))
        return nonsense(QStringLiteral("a picture that is none"));
    NDAS_TRY(QByteArray bytes, received(result.bytes));
    return Frame{.index = result.index, .at = result.at, .size = result.size, .bytes = std::move(bytes)};
}

} // namespace ndas::jobs
