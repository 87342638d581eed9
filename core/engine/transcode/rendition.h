// One rendition, tried until it is settled: gone on with from its journal as well as can be, which is
// decoding from near its checkpoint, decoding all, or not at all; with what could not be taken over encoded.
// One thread at a time.
#pragma once

#include "core/engine/tracks/copy_trouble.h"
#include "core/engine/transcode/rendition_run.h"
#include "core/engine/transcode/transcode.h"
#include "core/engine/verify/verify.h"

namespace ndas::engine {

class Rendition {
public:
    /// The order outlives it.
    explicit Rendition(const RenditionOrder& order);
    /// However it is left, its end is told.
    ~Rendition();

    Rendition(const Rendition&) = delete;
    Rendition& operator=(const Rendition&) = delete;

    const RenditionOrder& order() const { return order_; }

    bool isSettled() const { return isSettled_; }

    /// Ready to run (true), or judged.
    bool prepare(const Input& input);

    /// Something was done for it. On any thread.
    void tick() { progress_.tick(); }

    /// Null unless ready.
    const RenditionRun* run() const { return run_.get(); }

    /// Makes it of what comes out of `source`; settled afterwards, or to be tried another way.
    void work(ItemQueue& source, const Broadcast& broadcast);

    /// To be tried another way, when the others that read along are done: until `over`, unless it is stopped
    /// meanwhile. Who watches hears that it is not stuck.
    void waitForNextTry(const CancellationToken& over);

    /// What a failure means: to be tried another way, or the end.
    void judge(const Error& error);

private:
    Result<void> open(const Input& input);
    Result<void> makeGuarded(ItemQueue& source, const Broadcast& broadcast);
    Result<void> make(ItemQueue& source, const Broadcast& broadcast);
    media::TranscodePlan expected() const;
    Result<std::optional<media::Likeness>> compare(const Written& written);
    void encode(CopyTrouble trouble);
    Result<media::TranscodeResult> describe(const Written& written, const Verified& verified);
    void clear();
    void settle(Result<media::TranscodeResult> result);

    const RenditionOrder& order_;
    media::TranscodeRequest request_; ///< as it is tried now
    ProgressMeter progress_;
    Resume resume_ = Resume::NearCheckpoint;
    bool wentOn_ = false;                ///< from a journal, when it was tried last
    std::vector<media::PlanNote> notes_; ///< of what could not be taken over
    std::unique_ptr<OutputFile> output_;
    std::unique_ptr<RenditionRun> run_; ///< gone before output_
    bool isSettled_ = false;
};

} // namespace ndas::engine
