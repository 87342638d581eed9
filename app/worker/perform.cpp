#include "app/worker/perform.h"

#include "core/base/process_guard.h"
#include "core/engine/capabilities.h"
#include "core/engine/frame_request.h"
#include "core/engine/hardware_encoder.h"
#include "core/engine/probe.h"
#include "core/engine/thumbnail.h"

#include <exception>
#include <new>

namespace ndas::worker {

namespace {

class Performer {
public:
    Performer(const CancellationToken& token, const engine::TranscodeWatch& watch)
        : token_(token)
        , watch_(watch)
    {
    }

    Result<media::DoneEvent> operator()(const media::ProbeRequest& request) const
    {
        watch_.onProgress({.stage = media::Stage::Opening});
        NDAS_TRY(engine::Input input, engine::Input::open(request.path, token_, engine::Depth::Headers));
        watch_.onProgress({.stage = media::Stage::Reading});
        NDAS_TRY(engine::Probed probed, engine::probe(input, request.path, [this](media::Micros done) {
                     watch_.onProgress({.stage = media::Stage::Reading, .done = done});
                 }));
        watch_.onProgress({.stage = media::Stage::Finishing});
        NDAS_TRY(auto thumbnails,
                 engine::makeThumbnails(input, probed.info, request.thumbnails, probed.keyFrame.get()));
        return media::DoneEvent{
            media::ProbeResult{.info = std::move(probed.info), .thumbnails = std::move(thumbnails)}};
    }

    Result<media::DoneEvent> operator()(const media::TranscodeRequest& request) const
    {
        NDAS_TRY(media::TranscodeResult result, engine::transcode(request, token_, watch_));
        result.peakMemory = peakMemory();
        return media::DoneEvent{std::move(result)};
    }

    Result<media::DoneEvent> operator()(const media::FramesRequest& request) const
    {
        watch_.onProgress({.stage = media::Stage::Reading});
        NDAS_TRY(media::FramesResult result, engine::readFrames(request, token_));
        return media::DoneEvent{std::move(result)};
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

    // These are answered by the reading thread and never get here.
    Result<media::DoneEvent> operator()(const media::CancelRequest&) const
    {
        return fail(ErrorCode::ProtocolError);
    }

    Result<media::DoneEvent> operator()(const media::PauseRequest&) const
    {
        return fail(ErrorCode::ProtocolError);
    }

    Result<media::DoneEvent> operator()(const media::PingRequest&) const
    {
        return fail(ErrorCode::ProtocolError);
    }

private:
    const CancellationToken& token_;
    const engine::TranscodeWatch& watch_;
};

} // namespace

Result<media::DoneEvent> perform(const media::RequestBody& request, const CancellationToken& token,
                                 const engine::TranscodeWatch& watch)
{
    if (token.isCancelled())
        return fail(ErrorCode::Cancelled);
    try {
        return std::visit(Performer(token, watch), request);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::ExternalLibrary, QString::fromLocal8Bit(exception.what()));
    }
}

} // namespace ndas::worker
