// Repeats a system call that a signal broke off. For core/base only.
#pragma once

#include <cerrno>

namespace ndas::os {

template <class Call>
auto uninterrupted(Call call)
{
    auto answer = call();
    while (answer == -1 && errno == EINTR)
        answer = call();
    return answer;
}

} // namespace ndas::os
