#include "core/engine/chain_check.h"

#include "core/engine/element_chain.h"
#include "core/engine/packet_chain.h"
#include "core/engine/page_chain.h"
#include "core/engine/tag_chain.h"

namespace ndas::engine {

bool isChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    avio_seek(io, 0, SEEK_SET);
    const unsigned start = avio_rb32(io);
    if (start == 0x1a45dfa3)
        return isElementChainBroken(io, fileSize, token);
    if (start == 0x4f676753)
        return isPageChainBroken(io, fileSize, token);
    if (start == 0x3026b275)
        return isPacketChainBroken(io, fileSize, token);
    return start >> 8 == 0x464c56 && isTagChainBroken(io, fileSize, token);
}

} // namespace ndas::engine
