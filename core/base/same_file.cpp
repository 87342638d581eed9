#include "core/base/same_file.h"

#include "core/base/native_path.h"

#include <system_error>

namespace ndas {

bool isSameFile(const QString& one, const QString& other)
{
    std::error_code none;
    return std::filesystem::equivalent(nativePath(one), nativePath(other), none) && !none;
}

} // namespace ndas
