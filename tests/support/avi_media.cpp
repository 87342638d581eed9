#include "tests/support/avi_media.h"

#include <QtCore/QtEndian>

#include <initializer_list>

namespace ndas::test {

namespace {

QByteArray numbers(std::initializer_list<quint32> values)
{
    QByteArray bytes;
    for (const quint32 value : values) {
        const quint32 ordered = qToLittleEndian(value);
        bytes.append(reinterpret_cast<const char*>(&ordered), sizeof(ordered));
    }
    return bytes;
}

QByteArray chunk(const char* id, const QByteArray& content)
{
    const auto size = static_cast<quint32>(content.size());
    return id + numbers({size}) + content + QByteArray(content.size() % 2, '\0');
}

} // namespace

QByteArray avi(const std::vector<QByteArray>& packets, const char* kind, int width, int height)
{
    constexpr quint32 isKey = 0x10;
    constexpr quint32 hasIndex = 0x10;
    const auto count = static_cast<quint32>(packets.size());
    const auto columns = static_cast<quint32>(width);
    const auto rows = static_cast<quint32>(height);
    QByteArray media = "movi";
    QByteArray index;
    for (const QByteArray& packet : packets) {
        const auto size = static_cast<quint32>(packet.size());
        index += "00dc" + numbers({isKey, static_cast<quint32>(media.size()), size});
        media += chunk("00dc", packet);
    }
    const QByteArray file = numbers({40'000, 0, 0, hasIndex, count, 0, 1, 0, columns, rows, 0, 0, 0, 0});
    const QByteArray stream = kind + numbers({0, 0, 0, 1, 25, 0, count, 0, ~0U, 0, 0, 0});
    const QByteArray format =
        numbers({40, columns, rows, 24U << 16 | 1U}) + QByteArray(kind).right(4) + numbers({0, 0, 0, 0, 0});
    const QByteArray streams = chunk("LIST", "strl" + chunk("strh", stream) + chunk("strf", format));
    return chunk("RIFF", "AVI " + chunk("LIST", "hdrl" + chunk("avih", file) + streams) +
                             chunk("LIST", media) + chunk("idx1", index));
}

} // namespace ndas::test
