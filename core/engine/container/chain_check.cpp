#include "core/engine/container/chain_check.h"

#include "core/engine/container/element_chain.h"
#include "core/engine/container/packet_chain.h"
#include "core/engine/container/page_chain.h"
#include "core/engine/container/tag_chain.h"

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
