// Strong ids: a VideoId is never taken for a JobId.
#pragma once

#include <QtCore/QtGlobal> // moc cannot read <compare> before the library's own configuration

#include <compare>
#include <cstdint>
#include <functional>

namespace ndas {

template <class Tag>
struct Id {
    std::int64_t value = 0; ///< row id; 0 means "none"

    explicit operator bool() const { return value != 0; }

    friend auto operator<=>(const Id&, const Id&) = default;
};

using PatientId = Id<struct PatientTag>;
using VideoId = Id<struct VideoTag>;
using RenditionId = Id<struct RenditionTag>;
using JobId = Id<struct JobTag>;

} // namespace ndas

template <class Tag>
struct std::hash<ndas::Id<Tag>> {
    std::size_t operator()(const ndas::Id<Tag>& id) const noexcept
    {
        return std::hash<std::int64_t>{}(id.value);
    }
};
