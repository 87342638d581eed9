// A new file as libav's output: created exclusively by us, never replacing anything. Removed again unless
// kept.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <QtCore/QFile>

#include <functional>
#include <optional>

namespace ndas::engine {

class OutputFile {
public:
    /// AlreadyExists when the name is taken; PermissionDenied, DiskFull, ...
    static Result<std::unique_ptr<OutputFile>> createNew(const QString& path);
    ~OutputFile();

    AVIOContext* io() const { return io_.get(); }

    /// A second, reading view of the same file, for a muxer that moves what it wrote. Owned by the caller,
    /// ended by closeReader(). Null on failure.
    AVIOContext* openReader();
    static void closeReader(AVIOContext* reader);

    /// What the operating system said when a write failed, or the second view could not be opened or read;
    /// libav passes on only a number, and takes what it cannot read back for the end.
    const std::optional<Error>& writeError() const { return writeError_; }

    /// Called after each write from now on, by whoever writes.
    void onWrite(std::function<void()> handler) { onWrite_ = std::move(handler); }

    /// Writes what is buffered and closes the file.
    Result<void> close();

    /// From now on the file stays when this object goes.
    void keep() { kept_ = true; }

private:
    struct Reader {
        OutputFile& owner;
        std::unique_ptr<QFile> file;
    };

    OutputFile() = default;
    void note(const Error& error);
    static int readBack(void* reader, uint8_t* buffer, int size);
    static int64_t seekBack(void* reader, int64_t offset, int whence);
    static int write(void* self, uint8_t* buffer, int size);
    static int64_t seek(void* self, int64_t offset, int whence);

    QString path_;
    std::unique_ptr<QFile> file_;
    std::function<void()> onWrite_;
    std::optional<Error> writeError_;
    IoPtr io_;
    bool kept_ = false;
};

} // namespace ndas::engine
