#include "core/engine/mending/file_mending.h"

#include "core/engine/container/format_detection.h"
#include "core/engine/container/index_chain.h"
#include "core/engine/mending/chunk_mending.h"
#include "core/engine/mending/delay_mending.h"
#include "core/engine/mending/edit_mending.h"
#include "core/engine/mending/fragment_mending.h"
#include "core/engine/mending/index_mending.h"
#include "core/engine/mending/lost_frames.h"
#include "core/engine/mending/lost_index.h"
#include "core/engine/mending/table_mending.h"
#include "core/engine/mending/tick_mending.h"
#include "core/engine/mending/time_table_mending.h"

#include <iterator>
#include <span>
#include <vector>

extern "C" {
#include <libavutil/avstring.h>
}

namespace ndas::engine {

Mended mend(FileIo& file, const AVInputFormat& format)
{
    const auto replace = [&file](std::span<const MendedBytes> all) {
        for (const MendedBytes& mended : all)
            file.replace(mended.at, mended.bytes);
    };
    Mended mended;
    if (const auto header = headerBeforeLostIndex(file.io(), file.contentSize())) {
        replace({&*header, 1});
        mended.header = true;
    }
    if (hasBoxes(format)) {
        replace(mendedTables(file.io(), file.contentSize()));
        const std::vector<MendedBytes> ticks = mendedTicks(file.io(), file.contentSize());
        replace(ticks);
        const MendedTimes fragments = mendedFragmentTimes(file.io(), file.contentSize());
        replace(fragments.bytes);
        mended.leaps = fragments.leaps + std::ssize(ticks);
        mended.lost = fragments.lost + (isIndexBroken(file.io(), file.contentSize()) ? 1 : 0);
        if (const auto name = nameOfCutOffFragment(file.io(), file.contentSize()))
            replace({&*name, 1});
        const MendedChunks chunks = mendedChunks(file.io(), file.contentSize());
        replace(chunks.bytes);
        mended.leaps += std::ssize(chunks.bytes);
        mended.behindEnd = chunks.lost;
        replace(mendedTimeTables(file.io(), file.contentSize()));
        replace(mendedDelays(file.io(), file.contentSize()));
        replace(mendedEdits(file.io(), file.contentSize()));
    }
    if (av_match_name("avi", format.name) != 0)
        replace(mendedIndex(file.io(), file.contentSize()));
    const bool isDv = av_match_name("dv", format.name) != 0;
    if (const auto frames = isDv ? beginOfDvFrames(file.io()) : std::nullopt) {
        const std::int64_t cutOff = (file.contentSize() - frames->first) % frames->size;
        if (cutOff > 0) // libavformat fills it up with the end of the frame before it
            file.endAt(file.contentSize() - cutOff);
        mended.lost += cutOff > 0 ? 1 : 0;
        file.headBlankFrames(frames->first, frames->size, frames->header);
    }
    return mended;
}

} // namespace ndas::engine
