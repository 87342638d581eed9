// The numbers of pictures of MPEG-1 and MPEG-2, which count them within their group in the order in which
// they are shown. ISO/IEC 13818-2, 6.3.9.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace ndas::engine {

class PictureOrder {
public:
    /// A packet in the order of the file: a picture and the headers in front of it. Returns how many that
    /// others refer to are missing in front of this one, as far as numbers tell.
    std::int64_t follow(std::span<const std::uint8_t> packet);

private:
    enum class Type { Intra = 1, Predicted = 2, Bidirectional = 3 };

    std::int64_t add(unsigned number, Type type);
    std::int64_t addReference(unsigned number, Type type);

    std::optional<unsigned> reference_; ///< the latest of this group
    unsigned between_ = 0;              ///< pictures that are to be shown in front of it and behind another
    bool isBetweenEmpty_ = true;        ///< none of them has come
    bool beginsGroup_ = false;
    bool isTold_ = false; ///< that one is missing behind the latest
};

} // namespace ndas::engine
