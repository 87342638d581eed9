// Takes the packets of a rendition into journals, and assembles the file when the last one is there. The
// picture's journal stays, so that nothing of it is encoded twice; sound is quickly made again. One thread at
// a time.
#pragma once

#include "core/engine/encode/packet_sink.h"
#include "core/engine/encode/rate_buffer.h"
#include "core/engine/journal/packet_journal.h"
#include "core/media/worker_protocol.h"

#include <functional>

namespace ndas::engine {

using CheckpointHandler = std::function<void(const media::CheckpointEvent&)>;

struct JournalSpec {
    QString path;             ///< of the picture's; those of sound stand beside it while they are needed
    QByteArray plan;          ///< names what is made of which recording
    std::int64_t maxRate = 0; ///< of the picture, see RateBuffer
    std::int64_t bufferSize = 0;
    CheckpointHandler onCheckpoint; ///< when it is durable
};

class JournalSink final : public PacketSink {
public:
    /// The first track is the picture. `written`: what the journal at that path holds already; else it is
    /// begun anew.
    JournalSink(PacketSink& target, JournalSpec spec, std::optional<JournalContent> written);
    ~JournalSink() override;

    Result<void> begin(const std::vector<TrackFormat>& tracks) override;
    Result<void> write(int track, AVPacket& packet) override;
    /// Everything so far is kept; whoever goes on begins with the picture at `pts`.
    Result<void> pauseBefore(std::int64_t pts);
    /// Pictures turned out to be what is told of with the rendition: damaged, interlaced, of another size.
    Result<void> noteFindings();
    Result<void> finish() override;

private:
    struct Track {
        PacketJournal journal;
        QString path;
        std::vector<JournalEntry> packets;
    };

    Result<Track> openTrack(std::size_t index, const JournalHeader& header);
    Result<void> checkpoint(std::int64_t pts);
    Result<void> assemble();

    PacketSink& target_;
    JournalSpec spec_;
    std::optional<JournalContent> written_;
    std::vector<TrackFormat> formats_;
    std::vector<Track> tracks_;
    std::optional<RateBuffer> buffer_;
    bool notedFindings_ = false;
};

/// Whether a journal with this identity keeps packets of that plan (JournalSpec::plan).
bool isOfPlan(const QByteArray& identity, const QByteArray& plan);

/// What a journal's header must say for this track to go on with it.
QByteArray journalIdentity(const QByteArray& plan, const TrackFormat& picture);

} // namespace ndas::engine
