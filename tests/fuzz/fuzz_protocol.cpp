// libFuzzer target: lines between parent and worker, in both directions. What is understood can be said
// again.
#include "app/worker/line_splitter.h"
#include "core/media/worker_protocol.h"

#include <cstdlib>

using namespace ndas;

namespace {

void hear(const QByteArray& line)
{
    if (const auto request = media::decodeRequest(line);
        request && !media::decodeRequest(media::encode(*request)))
        std::abort();
    if (const auto event = media::decodeEvent(line); event && !media::decodeEvent(media::encode(*event)))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    worker::LineSplitter lines(media::maxRequestBytes);
    lines.add(QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)) + '\n');
    while (const auto line = lines.next())
        hear(*line);
    return 0;
}
