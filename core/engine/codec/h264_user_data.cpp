#include "core/engine/codec/h264_user_data.h"

#include "core/engine/codec/nal_types.h"

#include <algorithm>
#include <array>

namespace ndas::engine {

namespace {

using Bytes = std::span<const std::uint8_t>;

/// What a decoder of the base picture needs (ITU-T H.264, table 7-1): slices, parameter sets, delimiters. All
/// others are ignored by it, whatever somebody wrote into them.
constexpr std::array neededNalTypes{1, 2, 3, 4, 5, 7, 8, 9, 10, 11};

/// Messages that say how to decode or show a picture and nothing else (ITU-T H.264, annex D): buffering
/// period, recovery point, frame packing, display orientation, mastering display, content light, transfer.
/// Picture timing is none of them: it may hold the time of day, and the container times pictures.
constexpr std::array neededMessages{0U, 6U, 45U, 47U, 137U, 144U, 147U};

void appendWithEmulationPrevention(std::vector<std::uint8_t>& nal, Bytes raw)
{
    int zeros = 0;
    for (const std::uint8_t byte : raw) {
        if (zeros >= 2 && byte <= 3) {
            nal.push_back(3);
            zeros = 0;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        nal.push_back(byte);
    }
}

struct SeiMessage {
    unsigned type = 0;
    Bytes whole; ///< type, size and payload
};

/// A number coded as a run of 255s and a last byte (ITU-T H.264, 7.3.2.3.1).
std::optional<unsigned> readRun(Bytes bytes, std::size_t& at)
{
    unsigned value = 0;
    while (at < bytes.size()) {
        const std::uint8_t byte = bytes[at++];
        value += byte;
        if (byte != 255)
            return value;
    }
    return std::nullopt;
}

/// The messages of an SEI unit (without its header byte); nullopt when they do not add up.
std::optional<std::vector<SeiMessage>> seiMessages(Bytes body)
{
    while (!body.empty() && body.back() == 0)
        body = body.first(body.size() - 1);
    if (body.empty() || body.back() != 0x80)
        return std::nullopt;
    body = body.first(body.size() - 1);
    std::vector<SeiMessage> messages;
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t begin = at;
        const auto type = readRun(body, at);
        const auto size = readRun(body, at);
        if (!type || !size || *size > body.size() - at)
            return std::nullopt;
        at += *size;
        messages.push_back({*type, body.subspan(begin, at - begin)});
    }
    return messages;
}

bool mayBePrivate(const SeiMessage& message)
{
    return std::ranges::count(neededMessages, message.type) == 0;
}

/// An SEI unit with its harmless messages only; empty when none is left, nobody can tell them apart, or it is
/// another unit that is not needed.
std::vector<std::uint8_t> scrubbed(Bytes nal)
{
    if (h264::typeOf(nal) != h264::messages)
        return {};
    const std::vector<std::uint8_t> raw = withoutEmulationPrevention(nal);
    const auto messages = seiMessages(Bytes(raw).subspan(1));
    if (!messages || std::ranges::all_of(*messages, mayBePrivate))
        return {};
    std::vector<std::uint8_t> kept;
    for (const SeiMessage& message : *messages)
        if (!mayBePrivate(message))
            kept.insert(kept.end(), message.whole.begin(), message.whole.end());
    kept.push_back(0x80);
    std::vector<std::uint8_t> sei{raw[0]};
    appendWithEmulationPrevention(sei, kept);
    return sei;
}

bool mayHoldUserData(Bytes nal)
{
    if (h264::typeOf(nal) != h264::messages)
        return std::ranges::count(neededNalTypes, h264::typeOf(nal)) == 0;
    const std::vector<std::uint8_t> raw = withoutEmulationPrevention(nal);
    const auto messages = seiMessages(Bytes(raw).subspan(1));
    return !messages || std::ranges::any_of(*messages, mayBePrivate);
}

/// ITU-T H.265, table D.1: user data of no registered kind.
bool isHevcUserData(Bytes nal)
{
    constexpr unsigned unregistered = 5;
    const int type = h265::typeOf(nal);
    if (type != h265::messagesBefore && type != h265::messagesBehind)
        return false;
    const std::vector<std::uint8_t> raw = withoutEmulationPrevention(nal);
    const auto messages = seiMessages(Bytes(raw).subspan(h265::headerBytes));
    return messages && std::ranges::count(*messages, unregistered, &SeiMessage::type) > 0;
}

void append(std::vector<std::uint8_t>& packet, Bytes nal, NalFraming framing)
{
    if (framing.lengthBytes == 0)
        packet.insert(packet.end(), {0, 0, 0, 1});
    for (int i = framing.lengthBytes - 1; i >= 0; --i)
        packet.push_back(static_cast<std::uint8_t>(nal.size() >> (8 * i)));
    packet.insert(packet.end(), nal.begin(), nal.end());
}

} // namespace

bool hasHevcUserData(Bytes packet, NalFraming framing)
{
    const auto nals = nalUnitsIn(packet, framing);
    return nals && std::ranges::any_of(*nals, isHevcUserData);
}

bool hasUserData(Bytes packet, NalFraming framing)
{
    const auto nals = nalUnitsIn(packet, framing);
    return !nals || std::ranges::any_of(*nals, mayHoldUserData);
}

std::optional<std::vector<std::uint8_t>> withoutUserData(Bytes packet, NalFraming framing)
{
    const auto nals = nalUnitsIn(packet, framing);
    if (!nals || std::ranges::none_of(*nals, mayHoldUserData))
        return std::nullopt;
    std::vector<std::uint8_t> result;
    result.reserve(packet.size());
    for (const Bytes nal : *nals) {
        if (!mayHoldUserData(nal))
            append(result, nal, framing);
        else if (const auto sei = scrubbed(nal); !sei.empty())
            append(result, sei, framing);
    }
    return result;
}

std::optional<std::vector<std::uint8_t>> plainDecoderConfiguration(Bytes extradata)
{
    if (extradata.empty() || extradata[0] != 1)
        return std::vector<std::uint8_t>(extradata.begin(), extradata.end()); // muxers take it apart
    // ISO/IEC 14496-15, 5.3.3.1: 5 bytes, sequence and picture parameter sets, 4 bytes for profiles from High
    // on
    std::size_t at = 5;
    for (const int kind : {h264::sequenceParameters, h264::pictureParameters}) {
        if (at >= extradata.size())
            return std::nullopt;
        for (int left = extradata[at++] & (kind == h264::sequenceParameters ? 0x1f : 0xff); left > 0;
             --left) {
            if (extradata.size() - at < 3)
                return std::nullopt;
            const std::size_t length = std::size_t{extradata[at]} << 8 | extradata[at + 1];
            if (length == 0 || extradata.size() - at - 2 < length ||
                h264::typeOf(extradata.subspan(at + 2)) != kind)
                return std::nullopt;
            at += 2 + length;
        }
    }
    std::vector<std::uint8_t> plain(extradata.begin(), extradata.begin() + static_cast<std::ptrdiff_t>(at));
    const bool hasFormat = extradata[1] != 66 && extradata[1] != 77 && extradata[1] != 88;
    if (hasFormat && extradata.size() - at >= 4)
        plain.insert(plain.end(), {extradata[at], extradata[at + 1], extradata[at + 2], 0});
    return plain;
}

} // namespace ndas::engine
