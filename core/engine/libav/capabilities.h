// What the libav at hand can do of the things the engine needs.
#pragma once

#include "core/media/worker_protocol.h"

namespace ndas::engine {

media::CapabilitiesResult capabilities();

} // namespace ndas::engine
