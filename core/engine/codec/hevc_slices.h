// What slices of H.265 say of the pictures that theirs needs (ITU-T H.265, 7.3.6.1), and what must be known
// to read it.
#pragma once

#include "core/engine/codec/bit_reader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace ndas::engine {

/// A picture that is kept because this one or a later one refers to it.
struct HevcReference {
    int distance = 0;    ///< in the order of showing
    bool isUsed = false; ///< by this one
};

struct HevcSlice {
    int order = 0;  ///< place in the order of showing, counted from 0 to
    int orders = 1; ///< this; a power of 2
    std::vector<HevcReference> references;
    std::vector<int> longKept; ///< places of others, counted as its own
};

class HevcSlices {
public:
    /// A parameter set; other units say nothing.
    void learn(std::span<const std::uint8_t> unit);

    /// Of the first slice of a picture; nullopt: it is another, or its parameter sets are not known.
    std::optional<HevcSlice> read(std::span<const std::uint8_t> unit) const;

private:
    using References = std::vector<HevcReference>; ///< shown before, the nearest first; then those behind

    struct Sequence {
        int orderBits = 0;
        bool hasPlanes = false; ///< of colour, with slices of their own
        bool keepsLong = false;
        std::vector<References> references;
        std::vector<int> longKept;
    };

    struct Picture {
        unsigned sequence = 0;
        bool saysWhetherShown = false;
        unsigned moreBits = 0;
    };

    static std::optional<Sequence> sequenceIn(BitReader& bits, int layers);
    static References readReferences(BitReader& bits, const std::vector<References>& before, bool isInSlice);
    static std::vector<int> readLongKept(BitReader& bits, const Sequence& sequence);

    std::map<unsigned, Sequence> sequences_; ///< by their id
    std::map<unsigned, Picture> pictures_;
};

} // namespace ndas::engine
