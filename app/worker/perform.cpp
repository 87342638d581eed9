#include "app/worker/perform.h"

#include "core/engine/encode/hardware_encoder.h"
#include "core/engine/frames/thumbnail.h"
#include "core/engine/libav/capabilities.h"
#include "core/engine/libav/library_log.h"
#include "core/engine/probe/probe.h"
#include "core/engine/transcode/transcode.h"

#include <exception>
#include <new>

namespace ndas::worker {

namespace {

template <class Task>
auto guarded(const Task& task) -> decltype(task())
{
    try {
        return task();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::ExternalLibrary, QString::fromLocal8Bit(exception.what()));
    }
}

/// What has one answer.
class Performer {
public:
    Performer(const CancellationToken& token, ProgressWriter onProgress, Desk& desk)
        : token_(token)
        , onProgress_(onProgress)
        , desk_(desk)
    {
    }

    Result<media::DoneEvent> operator()(const media::ProbeRequest& request)
    {
        onProgress_({.stage = media::Stage::Opening});
        NDAS_TRY(engine::Input input, engine::Input::open(request.path, token_, engine::Depth::Headers));
        onProgress_({.stage = media::Stage::Reading});
        NDAS_TRY(engine::Probed probed, engine::probe(input, request.path, [this](media::Micros done) {
                     onProgress_({.stage = media::Stage::Reading, .done = done});
                 }));
        onProgress_({.stage = media::Stage::Finishing});
        NDAS_TRY(auto thumbnails,
                 engine::makeThumbnails(input, probed.info, request.thumbnails, probed.keyFrame.get()));
        return media::DoneEvent{
            media::ProbeResult{.info = std::move(probed.info), .thumbnails = std::move(thumbnails)}};
    }

    Result<media::DoneEvent> operator()(const media::OpenFramesRequest& request)
    {
        onProgress_({.stage = media::Stage::Opening});
        NDAS_TRY(desk_.frames, engine::OpenFrames::open(request, token_, onProgress_));
        return media::DoneEvent{desk_.frames->facts()};
    }

    Result<media::DoneEvent> operator()(const media::ReadFrameRequest& request)
    {
        if (!desk_.frames)
            return fail(ErrorCode::BadOption, QStringLiteral("no recording is open"));
        NDAS_TRY(const media::ReadFrameResult result, desk_.frames->read(request, token_, onProgress_));
        return media::DoneEvent{result};
    }

    Result<media::DoneEvent> operator()(const media::CapabilitiesRequest&) const
    {
        return media::DoneEvent{engine::capabilities()};
    }

    Result<media::DoneEvent> operator()(const media::EncoderTrialRequest& request) const
    {
        NDAS_CHECK(engine::tryEncoder(request.encoder));
        return media::DoneEvent{media::EncoderTrialResult{}};
    }

    /// The others have several answers, or are answered by the reading thread, and never get here.
    template <class Other>
    Result<media::DoneEvent> operator()(const Other&) const
    {
        return fail(ErrorCode::ProtocolError);
    }

private:
    const CancellationToken& token_;
    ProgressWriter onProgress_;
    Desk& desk_;
};

void say(EventWriter& events, std::int64_t id, Result<media::DoneEvent> outcome)
{
    if (outcome)
        events.write({.id = id, .body = std::move(*outcome)});
    else
        events.write({.id = id, .body = media::FailedEvent{std::move(outcome).error()}});
}

void performGroup(const Work& work, const media::TranscodeGroup& group, EventWriter& events)
{
    std::vector<engine::RenditionOrder> orders;
    for (std::size_t index = 0; index < group.renditions.size(); ++index) {
        const std::int64_t id = work.request.id + static_cast<std::int64_t>(index);
        engine::RenditionOrder order{.request = group.renditions[index], .token = work.parts[index].token};
        order.watch.onProgress = ProgressWriter(events, id);
        order.watch.onCheckpoint = [&events, id](const media::CheckpointEvent& checkpoint) {
            events.write({.id = id, .body = checkpoint});
        };
        order.watch.pause = work.parts[index].pause;
        order.onEnd = [&events, id](Result<media::TranscodeResult> result) {
            if (result)
                say(events, id, media::DoneEvent{std::move(*result)});
            else
                say(events, id, fail(std::move(result).error()));
        };
        orders.push_back(std::move(order));
    }
    const auto ended = guarded([&]() -> Result<void> {
        engine::transcodeTogether(orders);
        return {};
    });
    static_cast<void>(ended); // each rendition has said its end, whatever happened
}

} // namespace

void perform(const Work& work, EventWriter& events, Desk& desk)
{
    engine::renewLibraryLogAllowance();
    if (!std::holds_alternative<media::ReadFrameRequest>(work.request.body))
        desk.frames.reset();
    const std::int64_t id = work.request.id;
    if (const auto* group = std::get_if<media::TranscodeGroup>(&work.request.body))
        return performGroup(work, *group, events);
    const CancellationToken& token = work.parts.front().token;
    if (token.isCancelled())
        return say(events, id, fail(ErrorCode::Cancelled));
    Performer performer(token, ProgressWriter(events, id), desk);
    say(events, id, guarded([&] { return std::visit(performer, work.request.body); }));
}

} // namespace ndas::worker
