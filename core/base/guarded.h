// Foreign exceptions as errors: our code throws nothing, but what it calls may. For the entry of a thread.
#pragma once

#include "core/base/result.h"

#include <exception>
#include <new>
#include <type_traits>

namespace ndas {

/// What `work`, which returns a Result, returns; OutOfMemory or Internal for what it throws.
template <class Work>
std::invoke_result_t<Work> guarded(const Work& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, QStringLiteral("in the application"));
    } catch (const std::exception& exception) {
        return fail(ErrorCode::Internal, QString::fromLocal8Bit(exception.what()));
    } catch (...) {
        return fail(ErrorCode::Internal, QStringLiteral("unknown exception"));
    }
}

} // namespace ndas
