// libFuzzer target: what a worker does with a recording before anything is decided about it.
#include "core/engine/frames/thumbnail.h"
#include "core/engine/probe/probe.h"

#include <QtCore/QFile>

extern "C" {
#include <libavutil/log.h>
}

#include <sys/mman.h>
#include <unistd.h>

using namespace ndas;

namespace {

/// A file in memory, under a name that can be opened.
class MemoryFile {
public:
    MemoryFile(const char* name, const std::uint8_t* data, std::size_t size)
        : handle_(::memfd_create(name, 0))
    {
        for (std::size_t done = 0; done < size;) {
            const ssize_t count = ::write(handle_, data + done, size - done);
            if (count <= 0)
                return;
            done += static_cast<std::size_t>(count);
        }
    }

    ~MemoryFile() { ::close(handle_); }

    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    QString path() const { return QStringLiteral("/proc/self/fd/%1").arg(handle_); }

private:
    int handle_;
};

Result<void> look(const QString& path)
{
    const QString picture = QStringLiteral("/dev/shm/ndas-fuzz-%1.jpg").arg(::getpid());
    QFile::remove(picture);
    NDAS_TRY(engine::Input input, engine::Input::open(path, {}, engine::Depth::Headers));
    NDAS_TRY(const engine::Probed probed, engine::probe(input, path));
    NDAS_CHECK(engine::makeThumbnails(input, probed.info, {{.outputPath = picture}}, probed.keyFrame.get()));
    return {};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    av_log_set_level(AV_LOG_QUIET);
    const MemoryFile file("recording", data, size);
    static_cast<void>(look(file.path()));
    return 0;
}
