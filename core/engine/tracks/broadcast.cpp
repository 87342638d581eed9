#include "core/engine/tracks/broadcast.h"

#include <algorithm>

namespace ndas::engine {

namespace {

bool isFor(const Wanted& wanted, const MediaItem& item)
{
    return item.packet ? std::ranges::find(wanted.packetsOf, item.track) != wanted.packetsOf.end()
                       : wanted.pictures;
}

/// The same content once more, by reference.
Result<MediaItem> sharing(const MediaItem& item)
{
    MediaItem shared;
    shared.track = item.track;
    shared.timeBase = item.timeBase;
    shared.pts = item.pts;
    shared.shownFrom = item.shownFrom;
    shared.duration = item.duration;
    shared.isDoubtful = item.isDoubtful;
    if (item.frame)
        shared.frame.reset(av_frame_clone(item.frame.get()));
    if (item.packet)
        shared.packet.reset(av_packet_clone(item.packet.get()));
    if (item.isSign() == shared.isSign())
        return shared;
    return fail(ErrorCode::OutOfMemory);
}

} // namespace

Broadcast::Broadcast(Input& input, int pictureStream, TrackReaderPtr picture, std::size_t mostPictures)
    : input_(input)
    , pictureStream_(pictureStream)
    , mostPictures_(mostPictures)
    , picture_(std::move(picture))
{
}

Broadcast::Listener::Listener(Wanted what, std::size_t mostPictures)
    : wanted(std::move(what))
    , queue(mostPictures)
{
}

ItemQueue& Broadcast::addListener(Wanted wanted)
{
    return listeners_.emplace_back(std::move(wanted), mostPictures_).queue;
}

void Broadcast::run(const CancellationToken& token)
{
    std::vector<int> streams;
    for (const Listener& listener : listeners_)
        streams.insert(streams.end(), listener.wanted.packetsOf.begin(), listener.wanted.packetsOf.end());
    if (picture_)
        streams.push_back(pictureStream_);
    input_.select(streams);
    if (std::ranges::count(streams, pictureStream_) > 0)
        witness_.emplace(input_, *input_.stream(pictureStream_));
    const Result<void> outcome = readAll(token);
    damagedPackets_ = input_.damagedReads();
    if (witness_)
        promised_ = witness_->promised();
    if (promised_ && picture_)
        promised_->timesHold = !picture_->correctedTimes();
    if (witness_)
        undecodableStart_ = witness_->undecodableStart();
    if (picture_) {
        damagedPackets_ += picture_->damagedPackets();
        sawUserData_ = picture_->sawUserData();
        picture_.reset(); // checking what was made needs the memory
    }
    close(outcome);
}

Result<void> Broadcast::readAll(const CancellationToken& token)
{
    for (;;) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        MediaItem item;
        item.packet = makePacket();
        if (!item.packet)
            return fail(ErrorCode::OutOfMemory);
        NDAS_TRY(const bool more, input_.read(*item.packet));
        if (!more)
            break;
        item.track = item.packet->stream_index;
        NDAS_CHECK(feed(std::move(item)));
    }
    const auto toAll = [this](MediaItem&& picture) { return handOut(picture); };
    return picture_ ? picture_->finish(toAll) : Result<void>{};
}

Result<void> Broadcast::feed(MediaItem&& packet)
{
    NDAS_CHECK(handOut(packet));
    if (packet.track != pictureStream_ || !witness_)
        return {};
    witness_->see(*packet.packet);
    if (!picture_)
        return {};
    return picture_->feed(std::move(packet), [this](MediaItem&& picture) { return handOut(picture); });
}

Result<void> Broadcast::handOut(const MediaItem& item)
{
    bool isHeard = false;
    for (Listener& listener : listeners_) {
        if (!listener.isGone && isFor(listener.wanted, item)) {
            NDAS_TRY(MediaItem shared, sharing(item));
            listener.isGone = !listener.queue.push(std::move(shared));
        }
        isHeard = isHeard || !listener.isGone;
    }
    return isHeard ? Result<void>{} : fail(ErrorCode::Cancelled);
}

void Broadcast::giveUp(const Error& error)
{
    close(fail(error));
}

void Broadcast::close(const Result<void>& outcome)
{
    for (Listener& listener : listeners_)
        listener.queue.close(outcome);
}

} // namespace ndas::engine
