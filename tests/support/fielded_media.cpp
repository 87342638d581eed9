#include "tests/support/fielded_media.h"

#include "tests/support/test_media.h"

#include <bit>

namespace ndas::test {

namespace {

constexpr int columns = 6; // macroblocks of 16x16
constexpr int fieldRows = 3;
constexpr int picturesOfSequence = 10; ///< from one key frame to the next

/// ITU-T H.264, 7.2 and 9.1.
class Bits {
public:
    Bits& u(int count, unsigned value)
    {
        for (int bit = count - 1; bit >= 0; --bit)
            push((value >> bit) & 1);
        return *this;
    }

    Bits& ue(unsigned value)
    {
        const int length = static_cast<int>(std::bit_width(value + 1));
        return u(length - 1, 0).u(length, value + 1);
    }

    Bits& align()
    {
        while (used_ != 0)
            push(0);
        return *this;
    }

    /// Behind align().
    Bits& byte(int value)
    {
        bytes_.append(static_cast<char>(value));
        return *this;
    }

    QByteArray ended() { return u(1, 1).align().bytes_; }

private:
    void push(unsigned bit)
    {
        if (used_ == 0)
            bytes_.append('\0');
        bytes_.back() = static_cast<char>(bytes_.back() | static_cast<char>(bit << (7 - used_)));
        used_ = (used_ + 1) % 8;
    }

    QByteArray bytes_;
    int used_ = 0; ///< bits of the last byte
};

QByteArray unit(char head, const QByteArray& payload)
{
    QByteArray bytes("\0\0\0\1", 4);
    bytes += head;
    int zeros = 0;
    for (const char byte : payload) {
        if (zeros >= 2 && byte <= 3 && byte >= 0) {
            bytes += '\3';
            zeros = 0;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        bytes += byte;
    }
    return bytes;
}

/// 7.3.2.1.1: profile Main, level 3, one reference, pictures may be fields.
QByteArray sequenceParameters()
{
    Bits bits;
    bits.u(8, 77).u(8, 0).u(8, 30).ue(0).ue(0).ue(2).ue(1).u(1, 0).ue(columns - 1).ue(fieldRows - 1);
    return unit('\x67', bits.u(1, 0).u(1, 0).u(1, 1).u(1, 0).u(1, 0).ended());
}

/// 7.3.2.2: nothing special, but slices say how they are deblocked.
QByteArray pictureParameters()
{
    Bits bits;
    bits.ue(0).ue(0).u(1, 0).u(1, 0).ue(0).ue(0).ue(0).u(1, 0).u(2, 0).ue(0).ue(0).ue(0);
    return unit('\x68', bits.u(1, 1).u(1, 0).u(1, 0).ended());
}

/// 7.3.3 and 7.3.5: dots without any compression (I_PCM).
QByteArray field(int picture, bool isBottom)
{
    const int number = picture % picturesOfSequence;
    const bool isKey = number == 0 && !isBottom;
    Bits bits;
    bits.ue(0).ue(7).ue(0).u(4, static_cast<unsigned>(number)).u(1, 1).u(1, isBottom ? 1 : 0);
    if (isKey)
        bits.ue(static_cast<unsigned>(picture / picturesOfSequence % 2)).u(2, 0);
    else
        bits.u(1, 0);
    bits.ue(0).ue(1);
    const int shift = 2 * (2 * picture + (isBottom ? 1 : 0));
    for (int block = 0; block < columns * fieldRows; ++block) {
        bits.ue(25).align();
        for (int dot = 0; dot < 256; ++dot) {
            const int place = 16 * (block % columns) + dot % 16 + 96 * 1000 - shift;
            bits.byte(place % 96 < 24 ? 235 : 40);
        }
        for (int chroma = 0; chroma < 128; ++chroma)
            bits.byte(128);
    }
    return unit(isKey ? '\x65' : '\x61', bits.ended());
}

} // namespace

QByteArray fieldPairs(int pictures, int lost)
{
    QByteArray bytes;
    for (int number = 0; number < 2 * pictures; ++number) {
        const int picture = number / 2;
        if (number % 2 == 0 && picture % picturesOfSequence == 0)
            bytes += sequenceParameters() + pictureParameters();
        if (number != lost)
            bytes += field(picture, number % 2 != 0);
    }
    return bytes;
}

QString recordedFields(const QString& name, const QByteArray& fields)
{
    const QString bare = writeOnce(QStringLiteral("fields.h264"), fields);
    return makeMedia(name, {QStringLiteral("-f"), QStringLiteral("h264"), QStringLiteral("-r"),
                            QStringLiteral("50"), QStringLiteral("-i"), bare, QStringLiteral("-c"),
                            QStringLiteral("copy")});
}

/// ITU-T H.262, 6.2.2.3 and 6.2.3.1.
QByteArray withRepeatedFields(QByteArray stream, int from)
{
    const QByteArray extension("\0\0\1\xb5", 4);
    const auto set = [&stream](qsizetype at, int bits) {
        stream[at] = static_cast<char>(stream[at] | static_cast<char>(bits));
    };
    int picture = 0;
    for (qsizetype at = stream.indexOf(extension); at >= 0; at = stream.indexOf(extension, at + 4)) {
        const int kind = (stream[at + 4] >> 4) & 15;
        if (kind == 1)
            stream[at + 5] = static_cast<char>(stream[at + 5] & ~0x08); // not each whole in time
        if (kind != 8)
            continue;
        set(at + 7, picture >= from && picture % 2 == 0 ? 0x02 : 0);
        set(at + 8, 0x80);
        ++picture;
    }
    return stream;
}

} // namespace ndas::test
