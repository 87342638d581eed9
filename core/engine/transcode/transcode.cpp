#include "core/engine/transcode/transcode.h"

#include "core/engine/transcode/rendition.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace ndas::engine {

namespace {

using Renditions = std::vector<Rendition*>;

/// In pixels, of the recording and of the largest picture made of it.
struct Reduction {
    std::int64_t from = 0;
    std::int64_t to = 0;

    /// Decoding is much of the work.
    bool encodesLittle() const { return from >= 2 * to && to <= std::int64_t{1280} * 720; }
};

Reduction reduction(const Input& input, int streamIndex, const Renditions& renditions)
{
    const AVStream* stream = input.stream(streamIndex);
    Reduction reduction;
    if (stream)
        reduction.from = std::int64_t{stream->codecpar->width} * stream->codecpar->height;
    for (const Rendition* rendition : renditions) {
        const media::PixelSize size = rendition->order().request.plan.video.output;
        reduction.to = std::max(reduction.to, std::int64_t{size.width} * size.height);
    }
    return reduction;
}

/// How far decoding may be ahead: far evens out what pictures differ in, where memory allows it. Where a
/// large one is encoded that is what takes long, and several encoders disturb one another when none ever
/// waits.
std::size_t picturesAhead(const Reduction& reduction)
{
    constexpr std::int64_t most = 12;
    constexpr std::int64_t least = 2;
    constexpr std::int64_t memory = 80'000'000;
    const std::int64_t usualPicture = std::max<std::int64_t>(1, 3 * reduction.from);
    return reduction.encodesLittle() ? std::clamp(memory / usualPicture, least, most) : least;
}

/// From where the first of them needs it.
Result<TrackReaderPtr> openPicture(const Input& input, int streamIndex, const Renditions& renditions)
{
    const AVStream& stream = *input.stream(streamIndex);
    const media::TranscodeRequest& any = renditions.front()->order().request;
    const Reduction size = reduction(input, streamIndex, renditions);
    NDAS_TRY(TrackReaderPtr decoder, makePictureDecoder(stream.index, stream, any.plan.duration,
                                                        {.threads = std::max(1, any.decoderThreads),
                                                         .forReducing = size.from >= 2 * size.to,
                                                         .timesAreOfDecoding = input.timesAreOfDecoding()}));
    std::int64_t from = INT64_MAX;
    for (const Rendition* rendition : renditions)
        from = std::min(from, rendition->run()->picturesFrom());
    return from == everyPicture ? std::move(decoder)
                                : makeLateStart(stream.index, stream, std::move(decoder), from);
}

/// Null when nobody wants pictures, or when there will be none: those who want them are judged.
TrackReaderPtr pictureFor(const Input& input, int streamIndex, const Renditions& renditions)
{
    Renditions decoding;
    std::ranges::copy_if(renditions, std::back_inserter(decoding),
                         [](const Rendition* rendition) { return rendition->run()->wanted().pictures; });
    if (decoding.empty())
        return nullptr;
    auto picture = openPicture(input, streamIndex, decoding);
    if (picture)
        return std::move(*picture);
    for (Rendition* rendition : decoding)
        rendition->judge(picture.error());
    return nullptr;
}

/// The threads of the renditions that listen to a broadcast, or wait for the next one, joined at the end of
/// its scope.
class Audience {
public:
    explicit Audience(Broadcast& broadcast)
        : broadcast_(broadcast)
    {
    }

    ~Audience()
    {
        broadcast_.giveUp({.code = ErrorCode::OutOfMemory, .detail = {}, .nativeCode = 0, .where = {}});
        leave();
        for (std::thread& thread : threads_)
            thread.join();
    }

    Audience(const Audience&) = delete;
    Audience& operator=(const Audience&) = delete;

    void add(Rendition& rendition, ItemQueue& source)
    {
        ++present_;
        threads_.emplace_back([this, &rendition, &source] {
            rendition.work(source, broadcast_);
            leave();
            rendition.waitForNextTry(over_.token());
        });
    }

    void addWaiting(Rendition& rendition)
    {
        threads_.emplace_back([this, &rendition] { rendition.waitForNextTry(over_.token()); });
    }

private:
    void leave()
    {
        if (--present_ == 0)
            over_.cancel();
    }

    Broadcast& broadcast_;
    std::atomic<int> present_ = 1; ///< those at work, and whoever may add more
    CancellationSource over_;
    std::vector<std::thread> threads_;
};

CancellationToken whenNobodyIsLeft(const Renditions& renditions)
{
    std::vector<CancellationToken> tokens;
    for (const Rendition* rendition : renditions)
        tokens.push_back(rendition->order().token);
    return CancellationSource::whenAll(tokens).token();
}

/// Reads the recording once, for all of these; each is settled afterwards or knows how to go on.
void readOnce(const Renditions& renditions)
{
    const CancellationToken token = whenNobodyIsLeft(renditions);
    const media::TranscodeRequest& any = renditions.front()->order().request;
    const auto onRead = [&renditions] { // a slow disk may take minutes to hand out the first picture
        for (Rendition* rendition : renditions)
            rendition->tick();
    };
    Result<Input> input = Input::open(any.path, token, Depth::Full, onRead);
    if (!input) {
        for (Rendition* rendition : renditions)
            rendition->judge(input.error());
        return;
    }
    const int pictureStream = any.plan.video.streamIndex;
    Renditions ready = renditions;
    std::erase_if(ready, [&](Rendition* rendition) { return !rendition->prepare(*input); });
    Broadcast broadcast(*input, pictureStream, pictureFor(*input, pictureStream, ready),
                        picturesAhead(reduction(*input, pictureStream, ready)));
    Audience audience(broadcast);
    for (Rendition* rendition : renditions)
        if (rendition->run())
            audience.add(*rendition, broadcast.addListener(rendition->run()->wanted()));
        else
            audience.addWaiting(*rendition);
    broadcast.run(token);
}

} // namespace

void transcodeTogether(const std::vector<RenditionOrder>& orders)
{
    std::vector<std::unique_ptr<Rendition>> renditions;
    Renditions open;
    for (const RenditionOrder& order : orders)
        open.push_back(renditions.emplace_back(std::make_unique<Rendition>(order)).get());
    while (!open.empty()) {
        readOnce(open);
        std::erase_if(open, [](const Rendition* rendition) { return rendition->isSettled(); });
    }
}

Result<media::TranscodeResult> transcode(const media::TranscodeRequest& request,
                                         const CancellationToken& token, const TranscodeWatch& watch)
{
    Result<media::TranscodeResult> outcome = fail(ErrorCode::Internal, QStringLiteral("no end"));
    const auto onEnd = [&outcome](Result<media::TranscodeResult> result) { outcome = std::move(result); };
    transcodeTogether({{.request = request, .token = token, .watch = watch, .onEnd = onEnd}});
    return outcome;
}

} // namespace ndas::engine
