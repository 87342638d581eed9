#include "core/engine/input/sequels.h"

#include "core/engine/container/sequel_begins.h"
#include "core/engine/decode/display_matrix.h"
#include "core/engine/input/input.h"
#include "core/engine/input/stream_info.h"
#include "core/engine/libav/new_headers.h"
#include "core/engine/libav/side_data.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/common.h>
#include <libavutil/display.h>
#include <libavutil/mathematics.h>
}

namespace ndas::engine {

namespace {

using media::Micros;

/// Recorders that begin a new file within one and keep their clock pause no longer.
constexpr Micros longestPause = std::chrono::minutes(10);
constexpr Micros rounding = std::chrono::milliseconds(100);

bool concernsContent(const Error& error)
{
    switch (error.code) {
    case ErrorCode::NotMedia:
    case ErrorCode::EmptyFile:
    case ErrorCode::StillImage:
    case ErrorCode::NoVideoStream:
    case ErrorCode::UnsupportedCodec:
    case ErrorCode::Incomplete:
    case ErrorCode::Damaged:
    case ErrorCode::Protected:
    case ErrorCode::ExternalLibrary:
        return true;
    default:
        return false;
    }
}

bool isUsable(const AVStream& stream)
{
    const StreamKind kind = kindOf(stream);
    return (kind == StreamKind::Video || kind == StreamKind::Audio) && hasDecoder(stream) &&
           !isProtected(stream);
}

std::vector<int> streamsLike(const Input& input, StreamKind kind)
{
    std::vector<int> indexes;
    for (const AVStream* stream : input.streams())
        if (kindOf(*stream) == kind && isUsable(*stream))
            indexes.push_back(stream->index);
    return indexes;
}

/// Of each stream of `next` which of `first` it continues.
std::map<int, int> originsOf(const Input& next, const Input& first)
{
    std::map<int, int> origins;
    for (const StreamKind kind : {StreamKind::Video, StreamKind::Audio}) {
        const std::vector<int> known = streamsLike(first, kind);
        const std::vector<int> found = streamsLike(next, kind);
        for (std::size_t i = 0; i < std::min(known.size(), found.size()); ++i)
            origins[found[i]] = known[i];
    }
    return origins;
}

/// Sound or a picture that nothing of the first recording goes on with.
bool hasNewKind(const Input& next, const Input& first)
{
    const auto isNew = [&](StreamKind kind) {
        return streamsLike(first, kind).empty() && !streamsLike(next, kind).empty();
    };
    return isNew(StreamKind::Video) || isNew(StreamKind::Audio);
}

QByteArray matrixOf(const AVStream& stream)
{
    const auto said = streamSideData(stream, AV_PKT_DATA_DISPLAYMATRIX);
    if (!said.empty())
        return {reinterpret_cast<const char*>(said.data()), static_cast<qsizetype>(said.size())};
    std::array<std::int32_t, 9> upright{};
    av_display_rotation_set(upright.data(), 0);
    return {reinterpret_cast<const char*>(upright.data()), sizeof(upright)};
}

std::map<int, QByteArray> turnedOtherwise(const Input& next, const Input& first,
                                          const std::map<int, int>& origins)
{
    const auto orientation = [](const AVStream& stream) {
        return orientationOf(streamSideData(stream, AV_PKT_DATA_DISPLAYMATRIX)).orientation;
    };
    std::map<int, QByteArray> matrices;
    for (const auto& [index, origin] : origins)
        if (orientation(*next.stream(index)) != orientation(*first.stream(origin)))
            matrices[index] = matrixOf(*next.stream(index));
    return matrices;
}

Result<void> bringMatrix(AVPacket& packet, const QByteArray& matrix)
{
    const auto size = static_cast<std::size_t>(matrix.size());
    std::uint8_t* bytes = av_packet_new_side_data(&packet, AV_PKT_DATA_DISPLAYMATRIX, size);
    if (!bytes)
        return fail(ErrorCode::OutOfMemory);
    std::ranges::copy(matrix, bytes);
    return {};
}

std::int64_t ticks(Micros time, AVRational timeBase)
{
    return av_rescale_q(time.count(), {1, AV_TIME_BASE}, timeBase);
}

} // namespace

Sequels::Sequels() = default;
Sequels::Sequels(Sequels&&) noexcept = default;
Sequels& Sequels::operator=(Sequels&&) noexcept = default;
Sequels::~Sequels() = default;

void Sequels::separate(FileIo& file)
{
    const std::int64_t size = file.contentSize();
    begins_ = beginsOfSequels(file.io(), size);
    if (begins_.empty())
        return;
    places_.resize(begins_.size());
    file.endAt(begins_.front());
    begins_.push_back(size);
}

void Sequels::select(std::span<const int> streamIndexes)
{
    selected_.assign(streamIndexes.begin(), streamIndexes.end());
    if (!current_)
        return;
    std::vector<int> own;
    for (const auto& [index, origin] : origins_)
        if (isSelected(origin))
            own.push_back(index);
    current_->select(own);
}

bool Sequels::isSelected(int origin) const
{
    return selected_.empty() || std::ranges::count(selected_, origin) > 0;
}

Result<void> Sequels::follow(AVPacket& packet, const AVStream& stream)
{
    return isEmpty() ? Result<void>{} : note(packet, stream.time_base, *stream.codecpar);
}

Result<void> Sequels::note(AVPacket& packet, AVRational timeBase, const AVCodecParameters& headers)
{
    const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (time != AV_NOPTS_VALUE && (packet.flags & AV_PKT_FLAG_DISCARD) == 0)
        end_ = std::max(end_, toMicros(time + std::max<std::int64_t>(0, packet.duration), timeBase));
    const bool begins = begun_.insert(packet.stream_index).second;
    return begins && !broughtHeaders(packet) ? bringHeaders(packet, headers) : Result<void>{};
}

Result<bool> Sequels::read(AVPacket& packet, const Input& first)
{
    for (;;) {
        if (!current_) {
            NDAS_TRY(const bool isOpen, goTo(next_, first));
            if (!isOpen)
                return false;
        }
        NDAS_TRY(const bool more, current_->read(packet));
        if (!more) {
            close();
            continue;
        }
        NDAS_TRY(const bool isTaken, take(packet, first));
        if (isTaken)
            return true;
        av_packet_unref(&packet);
    }
}

Result<bool> Sequels::goTo(std::size_t number, const Input& first)
{
    constexpr int mostUnreadable = 16; // each is searched for a recording
    for (int i = 0; i < mostUnreadable && number < places_.size(); ++i, ++number) {
        const Result<void> opened = open(number, first);
        if (opened)
            return true;
        if (!concernsContent(opened.error()))
            return fail(opened.error());
        ++damagedReads_;
    }
    next_ = places_.size();
    return false;
}

Result<void> Sequels::open(std::size_t number, const Input& first)
{
    close();
    next_ = number + 1;
    NDAS_TRY(auto file, first.file().part(begins_[number], begins_[number + 1]));
    NDAS_TRY(Input next, Input::open(std::move(file), Depth::Full));
    origins_ = originsOf(next, first);
    if (origins_.empty())
        return fail(ErrorCode::UnsupportedCodec, QStringLiteral("nothing that goes on"));
    matrices_ = turnedOtherwise(next, first, origins_);
    damagedReads_ += hasNewKind(next, first) || next.extent() == Extent::CutOff ? 1 : 0;
    if (!places_[number]) {
        const std::int64_t start = next.context()->start_time;
        const Clock clock = next.context()->iformat == first.context()->iformat ? Clock::MayGoOn : Clock::Own;
        places_[number] = placeBehind(number, Micros(start == AV_NOPTS_VALUE ? 0 : start), clock);
    }
    current_ = std::make_unique<Input>(std::move(next));
    select(std::vector<int>(selected_));
    return {};
}

/// Where it says that it begins, when that is soon after the end of the one before; else right there.
Sequels::Place Sequels::placeBehind(std::size_t number, Micros start, Clock clock) const
{
    const Micros before = number > 0 && places_[number - 1] ? places_[number - 1]->shift : Micros(0);
    const Micros own = start + before;
    const bool keepsClock =
        clock == Clock::MayGoOn && start > rounding && own >= end_ - rounding && own <= end_ + longestPause;
    return {.shift = keepsClock ? before : end_ - start, .start = keepsClock ? own : end_};
}

Result<bool> Sequels::take(AVPacket& packet, const Input& first)
{
    const AVStream& from = *current_->stream(packet.stream_index);
    const auto origin = origins_.find(from.index);
    if (origin == origins_.end() || !isSelected(origin->second))
        return false;
    const AVRational timeBase = first.stream(origin->second)->time_base;
    av_packet_rescale_ts(&packet, from.time_base, timeBase);
    const std::int64_t shift = ticks(places_[next_ - 1]->shift, timeBase);
    if (packet.pts != AV_NOPTS_VALUE)
        packet.pts = av_sat_add64(packet.pts, shift);
    if (packet.dts != AV_NOPTS_VALUE)
        packet.dts = av_sat_add64(packet.dts, shift);
    if (const auto matrix = matrices_.find(from.index); matrix != matrices_.end())
        NDAS_CHECK(bringMatrix(packet, matrix->second));
    packet.stream_index = origin->second;
    NDAS_CHECK(note(packet, timeBase, *from.codecpar));
    return true;
}

Result<bool> Sequels::seek(const Input& first, int streamIndex, Micros time)
{
    leave();
    std::size_t number = places_.size();
    while (number > 0 && !(places_[number - 1] && places_[number - 1]->start <= time))
        --number;
    if (number == 0)
        return false;
    NDAS_CHECK(open(number - 1, first));
    const auto own = std::ranges::find(origins_, streamIndex, &std::map<int, int>::value_type::second);
    if (own == origins_.end()) { // it has no such track
        leave();
        return false;
    }
    const Micros within = time - places_[number - 1]->shift;
    const Result<void> sought =
        current_->seek(own->first, ticks(within, current_->stream(own->first)->time_base));
    if (sought)
        return true;
    leave();
    return sought.error().code == ErrorCode::Cancelled ? Result<bool>(fail(sought.error())) : false;
}

void Sequels::leave()
{
    close();
    next_ = 0;
}

void Sequels::close()
{
    if (current_)
        damagedReads_ += current_->damagedReads();
    current_.reset();
    begun_.clear();
}

std::int64_t Sequels::damagedReads() const
{
    return damagedReads_ + (current_ ? current_->damagedReads() : 0);
}

} // namespace ndas::engine
