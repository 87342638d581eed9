// libav's error numbers as our errors. The number alone does not say what happened: libav answers EINVAL and
// ENOMEM to absurd sizes in a file, so the phase counts, and memory is asked for before it is called short.
#pragma once

#include "core/base/result.h"

namespace ndas::engine {

enum class Phase {
    Open,   ///< reading headers: bad data means "not media"
    Read,   ///< reading packets: bad data means "damaged"
    Decode, ///< as Read; an unknown codec or feature means "unsupported codec"
    Filter,
    Encode,
    Write, ///< errno of the file system
};

/// `nativeCode` of the error is `code`; the detail is `what` and libav's own text.
Error avError(int code, Phase phase, const char* what, SourceLocation where = SourceLocation::current());
Failure avFail(int code, Phase phase, const char* what, SourceLocation where = SourceLocation::current());

/// libav's text for `code`.
QString avText(int code);

} // namespace ndas::engine
