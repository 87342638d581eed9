// Result<T>: a value or an Error; must not be ignored. Our code throws nothing.
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace ndas {

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

using Failure = tl::unexpected<Error>;

inline Failure fail(ErrorCode code, QString detail = {}, int nativeCode = 0,
                    SourceLocation where = SourceLocation::current())
{
    return Failure(
        Error{.code = code, .detail = std::move(detail), .nativeCode = nativeCode, .where = where});
}

inline Failure fail(Error error)
{
    return Failure(std::move(error));
}

} // namespace ndas

#define NDAS_JOIN_(a, b) a##b
#define NDAS_JOIN(a, b) NDAS_JOIN_(a, b)
#define NDAS_TRY_(temporary, declaration, expression)                                                        \
    auto temporary = (expression);                                                                           \
    if (!temporary)                                                                                          \
        return ndas::fail(std::move(temporary).error());                                                     \
    declaration = std::move(*temporary)
#define NDAS_CHECK_(temporary, expression)                                                                   \
    do {                                                                                                     \
        if (auto temporary = (expression); !temporary)                                                       \
            return ndas::fail(std::move(temporary).error());                                                 \
    } while (false)
/// NDAS_TRY(auto x, f()): x is f()'s value, or the enclosing function returns f()'s error.
#define NDAS_TRY(declaration, expression) NDAS_TRY_(NDAS_JOIN(result_, __COUNTER__), declaration, expression)
/// NDAS_CHECK(f()): the enclosing function returns f()'s error, if any. (__COUNTER__: one may stand inside a
/// lambda that is the argument of another.)
#define NDAS_CHECK(expression) NDAS_CHECK_(NDAS_JOIN(checked_, __COUNTER__), expression)
