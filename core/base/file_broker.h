// Files by name for a process that may be locked in (Sandbox): there no name leads anywhere, and the process
// outside (see ForkedChild) opens what belongs to the work and hands over descriptors.
#pragma once

#include <QtCore/QStringList>

#include <cstdint>

namespace ndas {

/// What the process outside does for the one inside.
class FileGrants {
public:
    void allowReading(const QString& file);
    /// In the folder of `file`, not below: files may be made, read, appended to and removed.
    void allowResultsBeside(const QString& file);

    bool isReadable(const QString& name) const;

    bool isWorkFolder(const QString& name) const { return workFolders_.contains(name); }

private:
    QStringList readable_;
    QStringList workFolders_;
};

/// For core/base only.
namespace os {

enum class FileDeed : std::uint8_t {
    Read,      ///< a regular file, else EISDIR: opening a pipe or a device could block for ever
    Append,    ///< open to write at any place
    CreateNew, ///< to write and read, exclusively, mode 0600
    OpenFolder,
    Remove
};

/// A descriptor (for Remove: 0), or -1 and errno. Any thread.
int doFileDeed(FileDeed deed, const QString& path);

/// Inside, once and for ever: the other end of this socket (SOCK_SEQPACKET) does the deeds.
void askForFilesAt(int socket);
/// Outside: hears one wish and grants or refuses it (EACCES). Whatever comes, it does not block on the asker.
void answerFileWish(int socket, const FileGrants& grants);

} // namespace os
} // namespace ndas
