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

/// Of an MP4 whose index stands behind the media; -1: it does not.
qsizetype movieOf(const QByteArray& mp4)
{
    const qsizetype movie = mp4.lastIndexOf("moov") - 4;
    return movie > mp4.indexOf("mdat") ? movie : -1;
}

} // namespace

bool setEditList(QByteArray& mp4, const std::vector<Edit>& edits)
{
    const qsizetype movie = movieOf(mp4);
    const qsizetype track = boxAt(mp4, "trak", movie + 8);
    const qsizetype old = boxAt(mp4, "edts", track + 8);
    if (movie < 0 || track < 0 || old < 0)
        return false;
    constexpr quint32 usualRate = 0x10000;
    QByteArray entries = number(0) + number(static_cast<quint32>(edits.size()));
    for (const Edit& edit : edits)
        entries += number(edit.duration) + number(static_cast<quint32>(edit.from)) + number(usualRate);
    const QByteArray made = box("edts", box("elst", entries));
    const quint32 before = sizeAt(mp4, old);
    for (const qsizetype around : {movie, track})
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

} // namespace ndas::test
