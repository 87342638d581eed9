// What a worker answered, as the kind of answer that was asked for.
#pragma once

#include "core/media/worker_protocol.h"

namespace ndas::jobs {

/// ProtocolError for an answer of another kind.
template <class Expected>
Result<Expected> answerAs(Result<media::DoneEvent> done)
{
    if (!done)
        return fail(std::move(done).error());
    if (auto* expected = std::get_if<Expected>(&done->result))
        return std::move(*expected);
    return fail(ErrorCode::ProtocolError, QStringLiteral("the answer to another question"));
}

} // namespace ndas::jobs
