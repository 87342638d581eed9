#include "tests/support/talking_sound.h"

#include <string>

namespace ndas::test {

namespace {

/// ISO/IEC 14496-3, table 4.85 and what follows each in 4.4.2.7.
constexpr const char* dataElement = "10000000"; // number 0, not aligned
constexpr const char* longFill = "1101111";     // its length in one more byte
constexpr const char* end = "111";

std::string bitsOf(const QByteArray& bytes)
{
    std::string bits;
    for (const char byte : bytes)
        for (int bit = 7; bit >= 0; --bit)
            bits += ((byte >> bit) & 1) != 0 ? '1' : '0';
    return bits;
}

QByteArray bytesOf(std::string bits)
{
    bits.append((8 - bits.size() % 8) % 8, '0');
    QByteArray bytes;
    for (std::size_t at = 0; at < bits.size(); at += 8)
        bytes.append(static_cast<char>(std::stoi(bits.substr(at, 8), nullptr, 2)));
    return bytes;
}

QByteArray byte(qsizetype value)
{
    return QByteArray(1, static_cast<char>(value));
}

} // namespace

QByteArray withPlanted(const QByteArray& packet, const QByteArray& text, Planted where)
{
    std::string bits = bitsOf(packet);
    bits.resize(bits.rfind('1') - 2); // the end element is three ones
    switch (where) {
    case Planted::DataBefore:
        return byte(0x81) + byte(text.size()) + text + packet; // the same, aligned
    case Planted::DataBehind:
        return bytesOf(bits + dataElement + bitsOf(byte(text.size()) + text) + end);
    case Planted::FillBehind:
        return bytesOf(bits + longFill + bitsOf(byte(text.size() - 14) + text) + end);
    case Planted::BehindTheEnd:
        break;
    }
    return packet + text;
}

} // namespace ndas::test
