#include "tests/support/scrambled_media.h"

#include <QtCore/QRandomGenerator>

namespace ndas::test {

namespace {

constexpr qsizetype packetSize = 188;

/// ISO/IEC 13818-1, 2.4.3.2
void scramble(char* packet, QRandomGenerator& random)
{
    constexpr int withEvenKey = 0x80;
    constexpr int hasFields = 0x20;
    constexpr int hasPayload = 0x10;
    const int control = static_cast<unsigned char>(packet[3]);
    if ((control & hasPayload) == 0)
        return;
    packet[3] = static_cast<char>(control | withEvenKey);
    const int head = 4 + ((control & hasFields) != 0 ? 1 + static_cast<unsigned char>(packet[4]) : 0);
    for (char* byte = packet + head; byte < packet + packetSize; ++byte)
        *byte = static_cast<char>(*byte ^ random.bounded(256));
}

} // namespace

QByteArray scrambled(QByteArray transportStream, double from)
{
    QRandomGenerator random(7);
    const auto packets = transportStream.size() / packetSize;
    for (auto i = static_cast<qsizetype>(from * static_cast<double>(packets)); i < packets; ++i) {
        char* packet = transportStream.data() + i * packetSize;
        if ((packet[1] & 0x1f) == 0x01) // from 0x100 on
            scramble(packet, random);
    }
    return transportStream;
}

} // namespace ndas::test
