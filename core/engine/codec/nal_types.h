// What NAL units hold (ITU-T H.264, table 7-1; ITU-T H.265, table 7-1).
#pragma once

#include <cstdint>
#include <span>

namespace ndas::engine {

namespace h264 {

constexpr int sliceOfOthers = 1;
constexpr int sliceOfKeyFrame = 5;
constexpr int messages = 6;
constexpr int sequenceParameters = 7;
constexpr int pictureParameters = 8;

/// 0 is none.
inline int typeOf(std::span<const std::uint8_t> unit)
{
    return unit.empty() ? 0 : unit[0] & 0x1f;
}

} // namespace h264

namespace h265 {

constexpr std::size_t headerBytes = 2;

constexpr int lastUnreferred = 14; ///< of those up to here, the even ones
constexpr int firstLeading = 6;
constexpr int firstSkippedLeading = 8;
constexpr int lastLeading = 9;
constexpr int firstBrokenLink = 16;
constexpr int lastBrokenLink = 18;
constexpr int lastOfInstantRefresh = 20;
constexpr int lastKeyFrame = 23;
constexpr int lastOfPictures = 31;
constexpr int sequenceParameters = 33;
constexpr int pictureParameters = 34;
constexpr int endOfSequence = 36;
constexpr int endOfBitstream = 37;
constexpr int messagesBefore = 39;
constexpr int messagesBehind = 40;
constexpr int none = 63;

inline int typeOf(std::span<const std::uint8_t> unit)
{
    return unit.size() < headerBytes ? none : unit[0] >> 1 & 0x3f;
}

/// Of another view, or of how transparent the picture is.
inline bool isOfAnotherLayer(std::span<const std::uint8_t> unit)
{
    return unit.size() >= headerBytes && ((unit[0] & 1) != 0 || unit[1] >> 3 != 0);
}

inline bool isKeyFrame(int type)
{
    return type >= firstBrokenLink && type <= lastKeyFrame;
}

/// It refers to what is before the key frame, which those who begin there do not have (RASL, 8.1.3).
inline bool isSkippedLeading(int type)
{
    return type >= firstSkippedLeading && type <= lastLeading;
}

} // namespace h265

} // namespace ndas::engine
