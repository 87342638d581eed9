#include "tests/support/edited_media.h"

#include <QtCore/QtEndian>

namespace ndas::test {

namespace {

QByteArray number(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray box(const char* type, const QByteArray& content)
{
    return number(static_cast<quint32>(content.size() + 8)) + type + content;
}

/// Where the box begins of which `type` is found from `from` on; -1: nowhere.
qsizetype boxAt(const QByteArray& mp4, const char* type, qsizetype from)
{
    const qsizetype name = mp4.indexOf(type, from);
    return name < 4 ? -1 : name - 4;
}

quint32 sizeAt(const QByteArray& mp4, qsizetype box)
{
    return qFromBigEndian<quint32>(mp4.constData() + box);
}

void grow(QByteArray& mp4, qsizetype box, qsizetype bytes)
{
    qToBigEndian(static_cast<quint32>(sizeAt(mp4, box) + bytes), mp4.data() + box);
}

/// Of an MP4 whose index can grow, behind the media or before fragments; -1: it cannot.
qsizetype movieOf(const QByteArray& mp4)
{
    const qsizetype movie = mp4.lastIndexOf("moov") - 4;
    return movie > mp4.indexOf("mdat") || mp4.indexOf("mvex", movie) > 0 ? movie : -1;
}

} // namespace

namespace {

/// Of a parameter set of H.264 (ITU-T H.264, 7.3.2.1.1), most significant bit first.
class Bits {
public:
    Bits(QByteArray& bytes, qsizetype from)
        : bytes_(bytes)
        , at_(8 * from)
    {
    }

    bool next()
    {
        const int byte = static_cast<unsigned char>(bytes_.at(at_ / 8));
        return ((byte >> (7 - at_++ % 8)) & 1) != 0;
    }

    unsigned nextNumber()
    {
        int zeros = 0;
        while (!next())
            ++zeros;
        unsigned value = 1;
        for (; zeros > 0; --zeros)
            value = 2 * value + (next() ? 1 : 0);
        return value - 1;
    }

    void skipNumbers(int count)
    {
        for (; count > 0; --count)
            nextNumber();
    }

    void put(bool bit)
    {
        const int mask = 0x80 >> (at_ % 8);
        const int byte = static_cast<unsigned char>(bytes_.at(at_ / 8));
        bytes_[at_++ / 8] = static_cast<char>(bit ? byte | mask : byte & ~mask);
    }

    qsizetype position() const { return at_; }

private:
    QByteArray& bytes_;
    qsizetype at_;
};

/// To where the set says whether it has more to say about the picture.
void skipToDescription(Bits& bits, bool isHigh)
{
    bits.nextNumber(); // its own
    if (isHigh) {
        bits.skipNumbers(3);
        bits.next();
        bits.next();
    }
    bits.nextNumber();
    if (bits.nextNumber() == 0)
        bits.nextNumber();
    bits.nextNumber();
    bits.next();
    bits.skipNumbers(2);
    bits.next(); // whole frames only
    bits.next();
    if (bits.next())
        bits.skipNumbers(4);
}

} // namespace

bool hideReordering(QByteArray& mp4)
{
    const qsizetype description = mp4.indexOf("avcC");
    if (description < 0)
        return false;
    const qsizetype set = description + 12;
    const auto size = qFromBigEndian<quint16>(mp4.constData() + description + 10);
    Bits bits(mp4, set + 4);
    skipToDescription(bits, mp4.at(set + 1) == 100);
    bits.put(false);
    bits.put(true); // the end; zeros may follow it
    while (bits.position() < 8 * (set + size))
        bits.put(false);
    return true;
}

bool takeTimeAway(QByteArray& ts, int picture)
{
    constexpr qsizetype packetSize = 188;
    constexpr int pictures = 0x100; // ffmpeg's number for the first track
    const auto byte = [&ts](qsizetype at) { return static_cast<unsigned char>(ts.at(at)); };
    for (qsizetype packet = 0; packet + packetSize <= ts.size(); packet += packetSize) {
        const bool begins = (byte(packet + 1) & 0x40) != 0;
        if (!begins || ((byte(packet + 1) & 0x1f) << 8 | byte(packet + 2)) != pictures || --picture > 0)
            continue;
        const bool hasAdaptation = (byte(packet + 3) & 0x20) != 0;
        const qsizetype header = packet + 4 + (hasAdaptation ? 1 + byte(packet + 4) : 0);
        ts[header + 7] = static_cast<char>(byte(header + 7) & 0x3f); // has neither time
        for (int i = 0; i < byte(header + 8); ++i)
            ts[header + 9 + i] = '\xff'; // stuffing
        return true;
    }
    return false;
}

bool setEditList(QByteArray& mp4, const std::vector<Edit>& edits, int track)
{
    const qsizetype movie = movieOf(mp4);
    qsizetype at = boxAt(mp4, "trak", movie + 8);
    for (; track > 0 && at >= 0; --track)
        at = boxAt(mp4, "trak", at + sizeAt(mp4, at));
    const qsizetype old = boxAt(mp4, "edts", at + 8);
    if (movie < 0 || at < 0 || old < 0)
        return false;
    QByteArray entries = number(0) + number(static_cast<quint32>(edits.size()));
    for (const Edit& edit : edits)
        entries += number(edit.duration) + number(static_cast<quint32>(edit.from)) + number(edit.rate);
    const QByteArray made = box("edts", box("elst", entries));
    const quint32 before = sizeAt(mp4, old);
    for (const qsizetype around : {movie, at})
        grow(mp4, around, made.size() - before);
    mp4.replace(old, before, made);
    return true;
}

bool describeEndAnew(QByteArray& mp4, quint16 width)
{
    const qsizetype movie = movieOf(mp4);
    const qsizetype entry = boxAt(mp4, "avc1", movie + 8);
    const qsizetype runs = boxAt(mp4, "stsc", movie + 8);
    if (movie < 0 || entry < 0 || runs < 0)
        return false;
    qToBigEndian<quint32>(2, mp4.data() + runs + sizeAt(mp4, runs) - 4);
    QByteArray other = mp4.mid(entry, sizeAt(mp4, entry));
    qToBigEndian(width, other.data() + 32);
    qsizetype at = movie;
    std::vector<qsizetype> around{at};
    for (const char* type : {"trak", "mdia", "minf", "stbl", "stsd"})
        around.push_back(at = boxAt(mp4, type, at + 8));
    qToBigEndian<quint32>(2, mp4.data() + at + 12);
    for (const qsizetype outer : around)
        grow(mp4, outer, other.size());
    mp4.insert(entry + sizeAt(mp4, entry), other);
    return true;
}

bool addCleanAperture(QByteArray& mp4, quint32 width, quint32 height)
{
    const qsizetype entry = boxAt(mp4, "avc1", movieOf(mp4) + 8);
    if (movieOf(mp4) < 0 || entry < 0)
        return false;
    const QByteArray one = number(1);
    const QByteArray aperture =
        box("clap", number(width) + one + number(height) + one + number(0) + one + number(0) + one);
    qsizetype at = movieOf(mp4);
    std::vector<qsizetype> around{at};
    for (const char* type : {"trak", "mdia", "minf", "stbl", "stsd", "avc1"})
        around.push_back(at = boxAt(mp4, type, at + 8));
    const qsizetype end = entry + sizeAt(mp4, entry);
    for (const qsizetype outer : around)
        grow(mp4, outer, aperture.size());
    mp4.insert(end, aperture);
    return true;
}

QByteArray joinedTracks(const QByteArray& first, const QByteArray& second)
{
    QByteArray descriptions = number(0) + number(2);
    QByteArray media;
    QByteArray sizes;
    std::vector<quint32> counts;
    for (const QByteArray& mp4 : {first, second}) {
        const qsizetype movie = movieOf(mp4);
        const qsizetype entries = boxAt(mp4, "stsd", movie + 8);
        const qsizetype sizeTable = boxAt(mp4, "stsz", movie + 8);
        const qsizetype samples = boxAt(mp4, "mdat", 0);
        if (movie < 0 || entries < 0 || sizeTable < 0 || samples < 0)
            return {};
        descriptions += mp4.mid(entries + 16, sizeAt(mp4, entries) - 16);
        counts.push_back(sizeAt(mp4, sizeTable + 16));
        sizes += mp4.mid(sizeTable + 20, 4 * counts.back());
        media += mp4.mid(samples + 8, sizeAt(mp4, samples) - 8);
    }
    const qsizetype begin = boxAt(first, "mdat", 0);
    const qsizetype movie = movieOf(first);
    const quint32 all = counts.front() + counts.back();
    const quint32 duration = sizeAt(first, boxAt(first, "stts", movie + 8) + 20);
    const auto place = static_cast<quint32>(begin + 8);
    const auto secondPlace = static_cast<quint32>(place + sizeAt(first, begin) - 8);
    const QByteArray table =
        box("stbl", box("stsd", descriptions) +
                        box("stts", number(0) + number(1) + number(all) + number(duration)) +
                        box("stsz", number(0) + number(0) + number(all) + sizes) +
                        box("stsc", number(0) + number(2) + number(1) + number(counts.front()) + number(1) +
                                        number(2) + number(counts.back()) + number(2)) +
                        box("stco", number(0) + number(2) + number(place) + number(secondPlace)));
    QByteArray index = first.mid(movie);
    const qsizetype old = boxAt(index, "stbl", 0);
    const qsizetype length = boxAt(index, "mdhd", 0) + 24;
    qToBigEndian<quint32>(all * duration, index.data() + length);
    const qsizetype more = table.size() - sizeAt(index, old);
    for (const char* type : {"moov", "trak", "mdia", "minf"})
        grow(index, boxAt(index, type, 0), more);
    index.replace(old, sizeAt(index, old), table);
    return first.left(begin) + box("mdat", media) + index;
}

} // namespace ndas::test
