#include "core/engine/libav/preamble.h"

#include <QtCore/QByteArray>
#include <QtCore/QtEndian>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

namespace ndas::engine {

namespace {

constexpr qint64 signatureLength = 16;
constexpr qint64 longest = 64 * 1024; ///< of what has no length of its own

QByteArray bytesAt(QIODevice& file, qint64 at, qint64 count)
{
    return file.seek(at) ? file.read(count) : QByteArray();
}

/// MP4 and MOV; a size first, then the name of the box.
bool beginsWithBox(const QByteArray& bytes)
{
    constexpr std::array<std::string_view, 4> names{"ftyp", "moov", "mdat", "wide"};
    const std::string_view name(bytes.constData() + 4, 4);
    const auto size = qFromBigEndian<quint32>(bytes.constData());
    return (size >= 8 || size == 1) && std::ranges::count(names, name) > 0;
}

bool beginsRecording(const QByteArray& bytes)
{
    if (bytes.size() < signatureLength)
        return false;
    const QByteArray asf = QByteArray::fromHex("3026b2758e66cf11");
    const QByteArray matroska = QByteArray::fromHex("1a45dfa3");
    const bool isAvi = bytes.startsWith("RIFF") && bytes.mid(8, 4) == "AVI ";
    return isAvi || bytes.startsWith(matroska) || bytes.startsWith(asf) ||
           bytes.startsWith(QByteArray("FLV\x01", 4)) || beginsWithBox(bytes);
}

/// ID3v2.4, 3.1: seven bits of the size in each of four bytes.
void addTag(std::vector<qint64>& ends, const QByteArray& head)
{
    if (!head.startsWith("ID3"))
        return;
    qint64 size = 10;
    for (int i = 6; i < 10; ++i)
        size += qint64{head[i] & 0x7f} << (7 * (9 - i));
    const bool hasFooter = (head[5] & 0x10) != 0;
    ends.push_back(hasFooter ? size + 10 : size);
}

/// Headers of HTTP, or of a part of a form that was sent, up to the empty line.
void addWebHeader(std::vector<qint64>& ends, const QByteArray& head)
{
    constexpr std::string_view emptyLine = "\r\n\r\n";
    const qsizetype end = head.indexOf(emptyLine.data());
    if (end > 0 && (head.startsWith("HTTP/1.") || head.startsWith("--")))
        ends.push_back(end + static_cast<qint64>(emptyLine.size()));
}

/// MacBinary: the length of a name, and zeros where they have to be.
void addMacHeader(std::vector<qint64>& ends, const QByteArray& head)
{
    constexpr qint64 length = 128;
    if (head.size() > length && head[0] == 0 && head[1] > 0 && head[1] < 64 && head[74] == 0 && head[82] == 0)
        ends.push_back(length);
}

/// The size of a first box begins with zeros too, and may have a blank in it.
void addFiller(std::vector<qint64>& ends, const QByteArray& head)
{
    const QByteArray filler("\0 \t\r\n\xef\xbb\xbf", 8);
    const auto* first =
        std::find_if(head.begin(), head.end(), [&filler](char byte) { return !filler.contains(byte); });
    const qint64 end = first - head.begin();
    for (const qint64 back : {0, 3, 4})
        if (end - back > 0)
            ends.push_back(end - back);
}

} // namespace

qint64 lengthOfPreamble(QIODevice& file)
{
    if (beginsRecording(bytesAt(file, 0, signatureLength)))
        return 0;
    const QByteArray head = bytesAt(file, 0, longest);
    if (head.size() <= signatureLength)
        return 0;
    std::vector<qint64> ends;
    addTag(ends, head);
    addWebHeader(ends, head);
    addMacHeader(ends, head);
    addFiller(ends, head);
    const auto found = std::ranges::find_if(
        ends, [&](qint64 end) { return beginsRecording(bytesAt(file, end, signatureLength)); });
    return found == ends.end() ? 0 : *found;
}

} // namespace ndas::engine
