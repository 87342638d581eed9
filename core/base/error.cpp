#include "core/base/error.h"

#include <QtCore/QCoreApplication>

#include <array>
#include <cstddef>

namespace ndas {

namespace {

struct Entry {
    ErrorCode code;
    const char* name;
    RetryClass retry;
    ExitCode exit;
    const char* sentence;
    const char* advice;
};

constexpr auto table = std::to_array<Entry>({
    {ErrorCode::NotFound, "not-found", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This file does not exist."),
     QT_TRANSLATE_NOOP("Errors", "Check whether it was moved or renamed.")},
    {ErrorCode::NotReadable, "not-readable", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This file cannot be read."),
     QT_TRANSLATE_NOOP("Errors", "Check that you may open it, or copy it again from the camera.")},
    {ErrorCode::NotMedia, "not-media", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This is not a video file."),
     QT_TRANSLATE_NOOP("Errors", "Check that the right file was chosen.")},
    {ErrorCode::EmptyFile, "not-media", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "There is nothing in this file."),
     QT_TRANSLATE_NOOP("Errors", "Copy it again from the camera.")},
    {ErrorCode::StillImage, "not-media", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This is an image, not a video."),
     QT_TRANSLATE_NOOP("Errors", "Check that the right file was chosen.")},
    {ErrorCode::NoVideoStream, "no-video-stream", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This file has sound but no picture."),
     QT_TRANSLATE_NOOP("Errors", "Check that the right file was chosen.")},
    {ErrorCode::Damaged, "damaged", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This recording is damaged and cannot be read."),
     QT_TRANSLATE_NOOP("Errors", "Copy it again from the camera.")},
    {ErrorCode::Incomplete, "damaged", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This recording ends before its end was written."),
     QT_TRANSLATE_NOOP("Errors", "Copy it again from the camera. If the camera shows it complete, its card "
                                 "may be failing.")},
    {ErrorCode::UnsupportedCodec, "unsupported-codec", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This video is stored in a way this program cannot read."),
     QT_TRANSLATE_NOOP("Errors", "Export it as MP4 from the program or camera it came from.")},
    {ErrorCode::TooLarge, "too-large", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This recording is larger than the settings allow."),
     QT_TRANSLATE_NOOP("Errors", "Raise the limit in the settings, or shorten the recording.")},
    {ErrorCode::TooLong, "too-long", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This recording is longer than the settings allow."),
     QT_TRANSLATE_NOOP("Errors", "Raise the limit in the settings, or shorten the recording.")},
    {ErrorCode::Protected, "protected", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This video is copy-protected and cannot be read."),
     QT_TRANSLATE_NOOP("Errors", "Export it without protection from the program it came from.")},
    {ErrorCode::AlreadyImported, "already-imported", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This recording is already in the library."),
     QT_TRANSLATE_NOOP("Errors", "Show it, or import it again as a copy.")},
    {ErrorCode::InsideLibrary, "inside-library", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This file belongs to the library itself."),
     QT_TRANSLATE_NOOP("Errors",
                       "Choose the recording where it came from, outside of the library's folder.")},
    {ErrorCode::OriginalChanged, "original-changed", RetryClass::Input, ExitCode::Refused,
     QT_TRANSLATE_NOOP("Errors", "This recording's file was changed after it was imported."),
     QT_TRANSLATE_NOOP("Errors", "Put the unchanged file back and retry, or import it again as it is now.")},

    {ErrorCode::EncoderMissing, "encoder-missing", RetryClass::Configuration, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "A part needed to write videos is missing from this installation."),
     QT_TRANSLATE_NOOP("Errors", "Install the program again.")},
    {ErrorCode::WorkerMissing, "worker-missing", RetryClass::Configuration, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "The part that processes videos is missing from this installation."),
     QT_TRANSLATE_NOOP("Errors", "Install the program again.")},
    {ErrorCode::BadOption, "bad-option", RetryClass::Configuration, ExitCode::Usage,
     QT_TRANSLATE_NOOP("Errors", "A setting or option has a value that cannot be used."),
     QT_TRANSLATE_NOOP("Errors", "Check it and try again.")},
    {ErrorCode::RecordedBeforeBirth, "recorded-before-birth", RetryClass::Configuration, ExitCode::Usage,
     QT_TRANSLATE_NOOP("Errors", "The recording would be older than the infant."),
     QT_TRANSLATE_NOOP("Errors", "Check the recording date and the date of birth.")},
    {ErrorCode::OutputTooLarge, "output-too-large", RetryClass::Configuration, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The new file became larger than this disk or the program allows."),
     QT_TRANSLATE_NOOP("Errors", "Choose a lower quality or another disk; the original is safe.")},

    {ErrorCode::DiskFull, "disk-full", RetryClass::Environment, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "There is not enough disk space."),
     QT_TRANSLATE_NOOP("Errors", "Free some space.")},
    {ErrorCode::PermissionDenied, "permission-denied", RetryClass::Environment, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "A file or folder may not be opened or changed by this user."),
     QT_TRANSLATE_NOOP("Errors", "Ask whoever looks after this computer for access.")},
    {ErrorCode::ReadOnly, "read-only", RetryClass::Environment, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "This disk can only be read, not written."),
     QT_TRANSLATE_NOOP("Errors", "Make it writable or choose another folder.")},
    {ErrorCode::SourceUnreachable, "source-unreachable", RetryClass::Environment, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "The folder of this recording cannot be reached."),
     QT_TRANSLATE_NOOP("Errors", "Reconnect it.")},
    {ErrorCode::NetworkLibrary, "network-library", RetryClass::Environment, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "The library cannot live in a network folder."),
     QT_TRANSLATE_NOOP("Errors", "Choose a folder on a disk of this computer.")},

    {ErrorCode::Busy, "busy", RetryClass::Transient, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "A file is in use by another program."),
     QT_TRANSLATE_NOOP("Errors", "Wait a moment, or close it there.")},
    {ErrorCode::TimedOut, "timed-out", RetryClass::Transient, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "It took too long to get an answer."),
     QT_TRANSLATE_NOOP("Errors", "Wait a moment, then try again.")},
    {ErrorCode::Interrupted, "interrupted", RetryClass::Transient, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "Another program, or this computer, ended the work on this video."),
     QT_TRANSLATE_NOOP("Errors", "Retry it; the original is safe.")},
    {ErrorCode::Io, "io", RetryClass::Transient, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "A disk could not be read or written."),
     QT_TRANSLATE_NOOP("Errors", "Check the disk and its cable; the original is safe.")},
    {ErrorCode::ExternalLibrary, "external-library", RetryClass::Transient, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The video could not be processed."),
     QT_TRANSLATE_NOOP("Errors", "Send the technical details to support; the original is safe.")},

    {ErrorCode::OutOfMemory, "out-of-memory", RetryClass::Resource, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "This video needs more memory than it may use."),
     QT_TRANSLATE_NOOP("Errors", "Raise the memory limit in the settings, then retry.")},
    {ErrorCode::WorkerCrashed, "worker-crashed", RetryClass::Crash, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The video could not be processed: reading it made the decoder fail twice."),
     QT_TRANSLATE_NOOP("Errors", "Send the technical details to support; the original is safe.")},
    {ErrorCode::SandboxViolation, "sandbox-violation", RetryClass::Violation, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The video was stopped because reading it did something it must not do."),
     QT_TRANSLATE_NOOP("Errors", "Do not open this file elsewhere. Send the technical details to support.")},
    {ErrorCode::WorkerHung, "worker-hung", RetryClass::Timeout, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The video could not be processed: it stopped making progress."),
     QT_TRANSLATE_NOOP("Errors", "Send the technical details to support; the original is safe.")},
    {ErrorCode::ProtocolError, "protocol-error", RetryClass::Crash, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The part that processes videos gave an answer that makes no sense."),
     QT_TRANSLATE_NOOP("Errors", "Send the technical details to support; the original is safe.")},

    {ErrorCode::VerificationFailed, "verification-failed", RetryClass::Transient, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "The finished video was checked and found faulty, so it was not kept."),
     QT_TRANSLATE_NOOP("Errors", "Retry it; the original is safe.")},

    {ErrorCode::Database, "database", RetryClass::Transient, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "The library's records could not be read or written."),
     QT_TRANSLATE_NOOP("Errors", "Start the program again. If it stays, send the technical details to "
                                 "support.")},
    {ErrorCode::DatabaseCorrupt, "database-corrupt", RetryClass::Configuration, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "The library's records are damaged or belong to another program."),
     QT_TRANSLATE_NOOP("Errors",
                       "Close this program everywhere and start it again: it goes back to its newest "
                       "backup by itself. The recordings are safe.")},
    {ErrorCode::DatabaseRestored, "database-restored", RetryClass::Configuration, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "The library's records were damaged and have been restored from a backup."),
     QT_TRANSLATE_NOOP("Errors",
                       "No recording is lost, but look through the newest ones: what was changed since the "
                       "backup may be missing.")},
    {ErrorCode::SchemaTooNew, "schema-too-new", RetryClass::Configuration, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "This library was last opened by a newer version of this program."),
     QT_TRANSLATE_NOOP("Errors", "Install the newer version on this computer; nothing was changed.")},
    {ErrorCode::LostLease, "lost-lease", RetryClass::Cancelled, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "This job is now done by another copy of the program."), ""},
    {ErrorCode::AlreadyExists, "already-exists", RetryClass::Configuration, ExitCode::Environment,
     QT_TRANSLATE_NOOP("Errors", "A file of this name is already there and was left alone."),
     QT_TRANSLATE_NOOP("Errors", "Choose another name or folder.")},
    {ErrorCode::InvalidTransition, "invalid-transition", RetryClass::Configuration, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "This cannot be done to the job in its present state."), ""},
    {ErrorCode::NoSuchItem, "no-such-item", RetryClass::Configuration, ExitCode::Usage,
     QT_TRANSLATE_NOOP("Errors", "This item is not in the library."), ""},

    {ErrorCode::Cancelled, "cancelled", RetryClass::Cancelled, ExitCode::Interrupted,
     QT_TRANSLATE_NOOP("Errors", "Cancelled."), ""},
    {ErrorCode::Paused, "paused", RetryClass::Cancelled, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "Paused."), ""},
    {ErrorCode::Internal, "internal", RetryClass::Crash, ExitCode::SomeFailed,
     QT_TRANSLATE_NOOP("Errors", "Something in this program did not work as intended."),
     QT_TRANSLATE_NOOP("Errors", "Send the technical details to support; the original is safe.")},
});

constexpr bool tableIsInEnumOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].code) != i)
            return false;
    }
    return true;
}

static_assert(tableIsInEnumOrder() && table.back().code == ErrorCode::Internal,
              "one row per ErrorCode, in the order of the enum");

const Entry& entryOf(ErrorCode code)
{
    const auto index = static_cast<std::size_t>(code);
    return index < table.size() ? table[index] : table.back();
}

} // namespace

const char* errorName(ErrorCode code)
{
    return entryOf(code).name;
}

ErrorCode errorFromName(const QString& name)
{
    for (const Entry& entry : table) {
        if (name == QLatin1String(entry.name))
            return entry.code;
    }
    return ErrorCode::Internal;
}

RetryClass retryClass(ErrorCode code)
{
    return entryOf(code).retry;
}

ExitCode exitCode(ErrorCode code)
{
    return entryOf(code).exit;
}

const char* errorSentence(ErrorCode code)
{
    return entryOf(code).sentence;
}

const char* errorAdvice(ErrorCode code)
{
    return entryOf(code).advice;
}

} // namespace ndas
