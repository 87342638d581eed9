#include "core/base/file_broker.h"

#include "core/base/native_path.h"
#include "core/base/uninterrupted.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace ndas {

namespace {

/// One spelling for each name, without any way up.
QString plainName(const std::filesystem::path& name)
{
    return QDir::cleanPath(QFile::decodeName(QByteArray::fromStdString(name.string())));
}

QString folderOf(const QString& name)
{
    return name.left(name.lastIndexOf(QLatin1Char('/')));
}

} // namespace

void FileGrants::allowReading(const QString& file)
{
    readable_ << plainName(nativePath(file));
}

void FileGrants::allowResultsBeside(const QString& file)
{
    workFolders_ << folderOf(plainName(nativePath(file)));
}

bool FileGrants::isReadable(const QString& name) const
{
    return readable_.contains(name) || isWorkFolder(folderOf(name));
}

} // namespace ndas

#ifdef Q_OS_UNIX

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ndas::os {

namespace {

constexpr int none = -1;
int outside = none; ///< where to ask; none: we do it ourselves

#ifdef Q_OS_LINUX
constexpr int whenReceiving = MSG_CMSG_CLOEXEC;
constexpr int whenAnswering = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
constexpr int whenReceiving = 0;
constexpr int whenAnswering = MSG_DONTWAIT;
#endif

int openRegular(const char* path)
{
    struct stat facts {};

    if (stat(path, &facts) != 0)
        return none;
    if (!S_ISREG(facts.st_mode)) {
        errno = EISDIR;
        return none;
    }
    return uninterrupted([&] { return open(path, O_RDONLY | O_CLOEXEC); });
}

int doHere(FileDeed deed, const char* path)
{
    switch (deed) {
    case FileDeed::Read:
        return openRegular(path);
    case FileDeed::Append:
        return uninterrupted([&] { return open(path, O_WRONLY | O_CLOEXEC); });
    case FileDeed::CreateNew:
        return uninterrupted([&] { return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); });
    case FileDeed::OpenFolder:
        return uninterrupted([&] { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
    case FileDeed::Remove:
        return unlink(path);
    }
    errno = EINVAL;
    return none;
}

/// One message with at most one descriptor beside it.
class Message {
public:
    Message(void* bytes, std::size_t size)
        : part_{.iov_base = bytes, .iov_len = size}
    {
        header_.msg_iov = &part_;
        header_.msg_iovlen = 1;
    }

    bool send(int socket, int flags, int descriptor = none)
    {
        if (descriptor != none) {
            offerRoom();
            cmsghdr* beside = CMSG_FIRSTHDR(&header_);
            beside->cmsg_level = SOL_SOCKET;
            beside->cmsg_type = SCM_RIGHTS;
            beside->cmsg_len = CMSG_LEN(sizeof descriptor);
            std::memcpy(CMSG_DATA(beside), &descriptor, sizeof descriptor);
        }
        return uninterrupted([&] { return sendmsg(socket, &header_, flags); }) ==
               static_cast<ssize_t>(part_.iov_len);
    }

    /// The number of bytes. Without room for one, descriptors sent along are closed by the kernel.
    ssize_t receive(int socket, int flags, int* descriptor = nullptr)
    {
        if (descriptor)
            offerRoom();
        const ssize_t size = uninterrupted([&] { return recvmsg(socket, &header_, flags); });
        const cmsghdr* beside = size > 0 && descriptor ? CMSG_FIRSTHDR(&header_) : nullptr;
        if (beside && beside->cmsg_type == SCM_RIGHTS && beside->cmsg_len == CMSG_LEN(sizeof *descriptor))
            std::memcpy(descriptor, CMSG_DATA(beside), sizeof *descriptor);
        return size;
    }

private:
    void offerRoom()
    {
        header_.msg_control = room_.data();
        header_.msg_controllen = room_.size();
    }

    iovec part_;
    msghdr header_{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room_{};
};

/// The deed and the name, in one message.
int ask(FileDeed deed, const std::string& path)
{
    static std::mutex oneAtATime;
    const std::scoped_lock lock(oneAtATime);
    std::string wish = static_cast<char>(deed) + path;
    int reason = EPIPE;
    int descriptor = none;
    if (!Message(wish.data(), wish.size()).send(outside, 0) ||
        Message(&reason, sizeof reason).receive(outside, whenReceiving, &descriptor) != sizeof reason ||
        reason != 0) {
        errno = reason;
        return none;
    }
    return deed == FileDeed::Remove ? 0 : descriptor;
}

bool isGranted(FileDeed deed, const QString& name, const FileGrants& grants)
{
    if (deed == FileDeed::OpenFolder)
        return grants.isWorkFolder(name);
    return deed == FileDeed::Read ? grants.isReadable(name) : grants.isWorkFolder(folderOf(name));
}

} // namespace

int doFileDeed(FileDeed deed, const QString& path)
{
    const std::string name = nativePath(path).string();
    return outside == none ? doHere(deed, name.c_str()) : ask(deed, name);
}

void askForFilesAt(int socket)
{
    outside = socket;
}

void answerFileWish(int socket, const FileGrants& grants)
{
    std::array<char, 1 + PATH_MAX> wish{};
    const ssize_t size = Message(wish.data(), wish.size()).receive(socket, MSG_DONTWAIT);
    if (size <= 0)
        return;
    const auto deed = static_cast<FileDeed>(wish[0]);
    const QString name = plainName(std::string(wish.data() + 1, static_cast<std::size_t>(size) - 1));
    int descriptor = none;
    int reason = EACCES;
    if (isGranted(deed, name, grants)) {
        descriptor = doHere(deed, QFile::encodeName(name).constData()); // the name that was looked at
        reason = descriptor == none ? errno : 0;
    }
    const int sent = deed == FileDeed::Remove ? none : descriptor;
    Message(&reason, sizeof reason).send(socket, whenAnswering, sent);
    if (sent != none)
        close(sent);
}

} // namespace ndas::os

#endif
