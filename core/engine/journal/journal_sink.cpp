#include "core/engine/journal/journal_sink.h"

#include "core/base/open_file.h"

#include <QtCore/QDataStream>

#include <algorithm>
#include <utility>

namespace ndas::engine {

namespace {

/// Decoding times anew, for packets of several encoders as if they came from one: with a reorder delay of d
/// pictures, packet i is decoded when picture i - d is shown; the first d come before all of them, by the
/// distances their pictures have.
std::vector<std::int64_t> decodingTimes(const std::vector<JournalEntry>& packets, int reorderDelay)
{
    std::vector<std::int64_t> sorted;
    for (const JournalEntry& packet : packets)
        sorted.push_back(packet.pts);
    std::ranges::sort(sorted);
    const std::size_t delay =
        sorted.empty() ? 0 : std::min<std::size_t>(static_cast<std::size_t>(reorderDelay), sorted.size() - 1);
    std::vector<std::int64_t> times(sorted.size());
    for (std::size_t i = 0; i < times.size(); ++i)
        times[i] = i < delay ? sorted[0] - (sorted[delay] - sorted[i]) : sorted[i - delay];
    return times;
}

/// The packets of one track on their way out of its journal.
struct Source {
    const std::vector<JournalEntry>* packets;
    JournalReader reader;
    AVRational timeBase;
    std::size_t next = 0;

    bool isAtEnd() const { return next == packets->size(); }

    std::int64_t dts() const { return (*packets)[next].dts; }
};

/// The one whose next packet is decoded first; none at the end.
Source* earliest(std::vector<Source>& sources)
{
    Source* first = nullptr;
    for (Source& source : sources)
        if (!source.isAtEnd() &&
            (!first || av_compare_ts(source.dts(), source.timeBase, first->dts(), first->timeBase) < 0))
            first = &source;
    return first;
}

} // namespace

QByteArray journalIdentity(const QByteArray& plan, const TrackFormat& picture)
{
    const AVCodecParameters& codec = *picture.parameters;
    QByteArray identity;
    QDataStream stream(&identity, QIODevice::WriteOnly);
    stream << plan << avcodec_version() << static_cast<qint32>(codec.codec_id) << codec.profile << codec.level
           << codec.width << codec.height << codec.format << codec.video_delay << picture.timeBase.num
           << picture.timeBase.den
           << QByteArray(reinterpret_cast<const char*>(codec.extradata), codec.extradata_size);
    return identity;
}

bool isOfPlan(const QByteArray& identity, const QByteArray& plan)
{
    QByteArray found;
    QDataStream stream(identity);
    stream >> found;
    return found == plan;
}

JournalSink::JournalSink(PacketSink& target, JournalSpec spec, std::optional<JournalContent> written)
    : target_(target)
    , spec_(std::move(spec))
    , written_(std::move(written))
{
}

JournalSink::~JournalSink()
{
    while (tracks_.size() > 1) {
        const QString path = std::move(tracks_.back().path);
        tracks_.pop_back(); // closed first: Windows removes no open file
        removeFile(path);
    }
}

Result<void> JournalSink::begin(const std::vector<TrackFormat>& tracks)
{
    for (const TrackFormat& track : tracks) {
        TrackFormat copy{.parameters = CodecParametersPtr(avcodec_parameters_alloc()),
                         .timeBase = track.timeBase,
                         .frameRate = track.frameRate,
                         .language = track.language,
                         .isDefault = track.isDefault,
                         .start = track.start};
        if (!copy.parameters || avcodec_parameters_copy(copy.parameters.get(), track.parameters.get()) < 0)
            return fail(ErrorCode::OutOfMemory);
        formats_.push_back(std::move(copy));
    }
    const TrackFormat& picture = formats_.front();
    buffer_.emplace(spec_.maxRate, spec_.bufferSize, picture.timeBase);
    const JournalHeader header{journalIdentity(spec_.plan, picture), picture.start};
    for (std::size_t index = 0; index < formats_.size(); ++index) {
        NDAS_TRY(Track track, openTrack(index, header));
        tracks_.push_back(std::move(track));
    }
    return {};
}

Result<JournalSink::Track> JournalSink::openTrack(std::size_t index, const JournalHeader& header)
{
    const bool isPicture = index == 0;
    const QString path = isPicture ? spec_.path : spec_.path + QStringLiteral(".sound%1").arg(index);
    if (!isPicture || !written_) {
        removeFile(path);
        NDAS_TRY(PacketJournal journal, PacketJournal::create(path, header));
        return Track{std::move(journal), path, {}};
    }
    NDAS_TRY(PacketJournal journal, PacketJournal::reopen(path, written_->size));
    NDAS_CHECK(journal.mark(written_->pts)); // until the next checkpoint this one stays good
    NDAS_CHECK(journal.sync());
    for (const JournalEntry& packet : written_->packets)
        buffer_->take(packet.size, packet.duration);
    return Track{std::move(journal), path, std::move(written_->packets)};
}

Result<void> JournalSink::write(int track, AVPacket& packet)
{
    Track& into = tracks_[static_cast<std::size_t>(track)];
    NDAS_TRY(const JournalEntry entry, into.journal.append(packet));
    into.packets.push_back(entry);
    if (track != 0)
        return {};
    if (entry.isKey() && into.packets.size() > 1) // before the first picture there is nothing to go on from
        NDAS_CHECK(checkpoint(entry.pts));
    buffer_->take(entry.size, entry.duration);
    return {};
}

Result<void> JournalSink::pauseBefore(std::int64_t pts)
{
    NDAS_CHECK(tracks_.front().journal.mark(pts));
    return checkpoint(pts);
}

Result<void> JournalSink::noteFindings()
{
    return std::exchange(notedFindings_, true) ? Result<void>{} : tracks_.front().journal.markFindings();
}

Result<void> JournalSink::checkpoint(std::int64_t pts)
{
    PacketJournal& journal = tracks_.front().journal;
    NDAS_CHECK(journal.sync());
    if (spec_.onCheckpoint)
        spec_.onCheckpoint(
            {.at = media::Micros(av_rescale_q(pts, formats_.front().timeBase, {1, AV_TIME_BASE})),
             .journalBytes = journal.size(),
             .bufferBits = buffer_->fill()});
    return {};
}

Result<void> JournalSink::finish()
{
    std::vector<JournalEntry>& pictures = tracks_.front().packets;
    const std::vector<std::int64_t> times = decodingTimes(pictures, formats_.front().parameters->video_delay);
    for (std::size_t i = 0; i < pictures.size(); ++i)
        pictures[i].dts = times[i];
    NDAS_CHECK(target_.begin(formats_));
    NDAS_CHECK(assemble());
    return target_.finish();
}

Result<void> JournalSink::assemble()
{
    std::vector<Source> sources;
    for (std::size_t track = 0; track < tracks_.size(); ++track) {
        NDAS_TRY(JournalReader reader, JournalReader::open(tracks_[track].path));
        sources.push_back({&tracks_[track].packets, std::move(reader), formats_[track].timeBase});
    }
    const PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    while (Source* source = earliest(sources)) {
        const JournalEntry& entry = (*source->packets)[source->next++];
        NDAS_CHECK(source->reader.read(entry, *packet));
        packet->dts = entry.dts;
        NDAS_CHECK(target_.write(static_cast<int>(source - sources.data()), *packet));
        av_packet_unref(packet.get());
    }
    return {};
}

} // namespace ndas::engine
