// What can go wrong, as data. One table (error.cpp) maps a code to its stable name, retry class, exit code
// and sentences.
#pragma once

#include "core/base/source_location.h"

#include <QtCore/QString>

namespace ndas {

enum class ErrorCode {
    // input: the recording itself; never retried
    NotFound,
    NotReadable,
    NotMedia,
    EmptyFile,  ///< no bytes, or nothing but zeros; reported to scripts as "not-media", as is the next
    StillImage, ///< or an animation of the web
    NoVideoStream,
    Damaged,
    Incomplete, ///< ends before its end was written; reported to scripts as "damaged"
    UnsupportedCodec,
    TooLarge,
    TooLong,
    Protected,
    AlreadyImported,
    InsideLibrary,   ///< a file of our own
    OriginalChanged, ///< since its import
    // configuration
    EncoderMissing,
    WorkerMissing,
    BadOption,
    RecordedBeforeBirth,
    OutputTooLarge, ///< for the limit of a worker or for the file system
    // environment: wait, then go on
    DiskFull,
    PermissionDenied,
    ReadOnly,
    SourceUnreachable,
    NetworkLibrary,
    // transient: try again
    Busy,
    TimedOut,
    Interrupted, ///< a worker, by somebody else than this program
    Io,
    ExternalLibrary,
    // resource, crash, violation, timeout of a worker
    OutOfMemory,
    WorkerCrashed,
    SandboxViolation,
    WorkerHung,
    ProtocolError,
    // results
    VerificationFailed,
    // database and concurrency
    Database,
    DatabaseCorrupt,
    DatabaseRestored, ///< no failure of what was asked, but the user must know
    SchemaTooNew,
    LostLease,
    AlreadyExists,
    InvalidTransition,
    NoSuchItem,
    // the user or the program
    Cancelled,
    Paused,
    Internal,
};

/// What the queue does about an error (see retry_policy.h).
enum class RetryClass {
    Input,
    Configuration,
    Environment,
    Transient,
    Resource,
    Crash,
    Violation,
    Timeout,
    Cancelled
};

/// Exit codes of the command line programs.
enum class ExitCode : int {
    Done = 0,
    SomeFailed = 1,
    Usage = 2,
    Refused = 3,
    Environment = 4,
    Interrupted = 130
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString detail;     ///< technical, English, may hold a path: for "Technical details", never for the log
    int nativeCode = 0; ///< errno, GetLastError, AVERROR or SQLite's code; 0 when there is none
    SourceLocation where;
};

/// Stable lower-case name for scripts and the database, e.g. "no-video-stream".
const char* errorName(ErrorCode code);
/// The code of a stable name; Internal for an unknown name. "damaged" reads back as Damaged.
ErrorCode errorFromName(const QString& name);
RetryClass retryClass(ErrorCode code);
ExitCode exitCode(ErrorCode code);
/// One sentence for users, and what to do next ("" when nothing helps). Untranslated English, marked for
/// translation in the context "Errors".
const char* errorSentence(ErrorCode code);
const char* errorAdvice(ErrorCode code);

/// The error of an errno / GetLastError value, e.g. ENOSPC -> DiskFull.
Error systemError(int nativeCode, QString what, SourceLocation where = SourceLocation::current());
Error lastSystemError(QString what, SourceLocation where = SourceLocation::current());

} // namespace ndas
