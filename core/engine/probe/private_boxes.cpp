#include "core/engine/probe/private_boxes.h"

#include "core/engine/container/box_walk.h"
#include "core/engine/probe/told_places.h"

#include <QtCore/QByteArray>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace ndas::engine {

namespace {

constexpr std::int64_t mostRead = 256 * 1024; ///< of one box

constexpr std::uint32_t nameOf(std::string_view name)
{
    return MKTAG(static_cast<unsigned char>(name[0]), name[1], name[2], name[3]);
}

template <std::size_t Count>
constexpr std::array<std::uint32_t, Count> namesOf(const std::string_view (&texts)[Count])
{
    std::array<std::uint32_t, Count> names{};
    for (std::size_t i = 0; i < Count; ++i)
        names[i] = nameOf(texts[i]);
    return names;
}

// What says how to play or show the file, and what libav makes tags or chapters of. ISO/IEC 14496-12, 6.2.3;
// QuickTime File Format, "Movie Atoms".
constexpr auto ofFile = namesOf({"ftyp", "styp", "moof", "mdat", "mfra", "sidx", "ssix", "prft", "emsg",
                                 "pdin", "wide", "pnot", "imda", "bloc"});
constexpr auto ofMovie =
    namesOf({"mvhd", "mvex", "iods", "pssh", "ctab", "rmra", "cmov", "clip", "prfl", "drm "});
constexpr auto ofTrack =
    namesOf({"tkhd", "edts", "tref", "tapt", "clip", "matt", "load", "imap", "trgr", "trep", "prfl", "mere"});
constexpr auto ofUserData =
    namesOf({"loci", "manu", "modl", "chpl", "hnti", "hinf", "tsel", "kind", "strk", "AllF", "SelO",
             "WLOC", "LOOP", "ptv ", "cprt", "FIRM", "desc", "gnre", "keyw", "aART", "@PRM", "@PRQ"});
constexpr auto ofMetadata = namesOf(
    {"hdlr", "keys", "ilst", "mhdr", "ctry", "lang", "dinf", "iloc", "iinf", "pitm", "idat", "iprp", "iref"});

/// Where only boxes of these names are no private ones.
struct Place {
    std::span<const std::uint32_t> plain;
    bool isMetadataRead; ///< by libav; phones describe the lens in that of a track
};

constexpr Place file{ofFile, false};
constexpr Place movie{ofMovie, true};
constexpr Place track{ofTrack, false};
constexpr Place userData{ofUserData, true};
constexpr Place metadata{ofMetadata, false};

constexpr std::array free{std::uint32_t{MKTAG('f', 'r', 'e', 'e')}, std::uint32_t{MKTAG('s', 'k', 'i', 'p')},
                          std::uint32_t{0}};           ///< zeros: they reach to the end of what holds them
constexpr auto belowTrack = namesOf({"minf", "stbl"}); ///< each within the one before it
constexpr auto nowhereNeeded = namesOf({"uuid", "udta", "meta"});

/// Behind the copyright sign that the names of QuickTime's own tags begin with.
constexpr std::array<std::string_view, 43> quickTimeTags{
    "ART", "PRD", "alb", "aut", "chp", "cmt", "com", "cpy", "day", "dir", "dis", "ed1", "enc", "fmt", "gen",
    "grp", "hst", "inf", "isr", "lab", "lal", "lyr", "mak", "mal", "mod", "nak", "nam", "ope", "pdk", "phg",
    "prd", "prf", "prk", "prl", "req", "snk", "src", "st3", "swr", "too", "trk", "url", "xyz"};

struct Kind {
    std::string_view box;
    const char* name;
};

// Of dash cameras, cameras that record all around and GoPro; 3GPP TS 26.244, 8.
constexpr Kind kinds[] = {
    {"gps ", "location"}, {"inst", "location"}, {"GPMF", "device"},  {"LENS", "device"}, {"CAME", "device"},
    {"SETT", "device"},   {"titl", "title"},    {"albm", "title"},   {"auth", "author"}, {"perf", "author"},
    {"dscp", "comment"},  {"kywd", "comment"},  {"name", "handler"}, {"thmb", "cover"},  {"PICT", "cover"}};

/// What cameras put behind the last box.
struct Trailer {
    std::string_view end;
    const char* kind;
};

constexpr Trailer trailers[] = {{"8db42d694ccc418790edff439fe026bf", "location"}, // Insta360
                                {"SEFT", "other"}};                               // Samsung

bool isQuickTimeTag(std::uint32_t name)
{
    constexpr std::uint32_t copyrightSign = 0xa9;
    const std::array<char, 3> code{static_cast<char>(name >> 8), static_cast<char>(name >> 16),
                                   static_cast<char>(name >> 24)};
    return (name & 0xff) == copyrightSign &&
           std::ranges::count(quickTimeTags, std::string_view(code.data(), code.size())) > 0;
}

class Finder {
public:
    explicit Finder(AVIOContext* io)
        : io_(io)
    {
    }

    QStringList find()
    {
        const std::int64_t size = avio_size(io_);
        look(0, size, file);
        for (const Trailer& trailer : trailers)
            if (const auto length = std::ssize(trailer.end);
                read(size - length, size) == toBytes(trailer.end))
                kinds_ << QString::fromLatin1(trailer.kind);
        return std::move(kinds_);
    }

private:
    static QByteArray toBytes(std::string_view text)
    {
        return {text.data(), static_cast<qsizetype>(text.size())};
    }

    QByteArray read(std::int64_t from, std::int64_t end)
    {
        QByteArray bytes(std::clamp<std::int64_t>(end - from, 0, mostRead), '\0');
        const bool isThere = avio_seek(io_, from, SEEK_SET) >= 0;
        const int got = isThere ? avio_read(io_, reinterpret_cast<unsigned char*>(bytes.data()),
                                            static_cast<int>(bytes.size()))
                                : 0;
        bytes.truncate(std::max(0, got));
        return bytes;
    }

    void look(std::int64_t from, std::int64_t end, const Place& place)
    {
        anyOf(io_, from, end, readBox, [&](const Part& box) {
            if (std::ranges::count(place.plain, box.name) == 0)
                lookInto(box, place);
            return false;
        });
    }

    /// Each only where it belongs, for a hostile file may nest them beyond all measure.
    void lookInto(const Part& box, const Place& place)
    {
        const bool mayHaveUserData = &place == &movie || &place == &track;
        if (box.name == MKTAG('m', 'o', 'o', 'v') && &place == &file)
            look(box.content, box.end, movie);
        else if (box.name == MKTAG('t', 'r', 'a', 'k') && &place == &movie)
            look(box.content, box.end, track);
        else if (box.name == MKTAG('m', 'd', 'i', 'a') && &place == &track)
            lookBelowTrack(box, belowTrack);
        else if (box.name == MKTAG('u', 'd', 't', 'a') && mayHaveUserData)
            look(box.content, box.end, userData);
        else if (box.name == MKTAG('m', 'e', 't', 'a') && place.isMetadataRead)
            lookIntoMetadata(box);
        else if (std::ranges::count(free, box.name) > 0)
            lookIntoFree(box);
        else if (!isQuickTimeTag(box.name))
            add(box);
    }

    /// QuickTime's begins with its boxes at once.
    void lookIntoMetadata(const Part& box)
    {
        const std::int64_t versionAndFlags = read(box.content + 4, box.content + 8) == "hdlr" ? 0 : 4;
        look(box.content + versionAndFlags, box.end, metadata);
    }

    void lookBelowTrack(const Part& box, std::span<const std::uint32_t> within)
    {
        anyOf(io_, box.content, box.end, readBox, [&](const Part& part) {
            if (!within.empty() && part.name == within.front())
                lookBelowTrack(part, within.subspan(1));
            else if (part.name == MKTAG('s', 't', 's', 'd')) // of timed metadata, with its keys
                addPlace(part);
            else if (std::ranges::count(nowhereNeeded, part.name) > 0)
                lookInto(part, track);
            return false;
        });
    }

    void addPlace(const Part& box)
    {
        if (tellsPlace(read(box.content, box.end)))
            kinds_ << QStringLiteral("location");
    }

    /// What was there before, or what somebody hid.
    void lookIntoFree(const Part& box)
    {
        const QByteArray content = read(box.content, box.end);
        if (content.count('\0') < content.size())
            add(box);
    }

    void add(const Part& box)
    {
        const auto* kind =
            std::ranges::find_if(kinds, [&](const Kind& row) { return nameOf(row.box) == box.name; });
        if (tellsPlace(read(box.content, box.end)))
            kinds_ << QStringLiteral("location");
        else
            kinds_ << QString::fromLatin1(kind == std::end(kinds) ? "other" : kind->name);
    }

    AVIOContext* io_;
    QStringList kinds_;
};

} // namespace

QStringList privateBoxesOf(const AVFormatContext& context)
{
    AVIOContext* io = context.pb;
    if (!io || !context.iformat || !std::strstr(context.iformat->name, "mp4"))
        return {};
    const std::int64_t before = avio_tell(io);
    QStringList kinds = Finder(io).find();
    avio_seek(io, before, SEEK_SET);
    return kinds;
}

} // namespace ndas::engine
