#include "ui/support/technical_facts.h"

#include "ui/support/sentences.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <numeric>

namespace ndas::ui {

namespace {

struct Word {
    const char* key;
    const char* text;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("Recording", text);
}

/// Proper names, by the first of FFmpeg's.
constexpr std::array formatNames{
    Word{"mov", "MP4 / QuickTime"},
    Word{"matroska", "Matroska / WebM"},
    Word{"avi", "AVI"},
    Word{"flv", "Flash Video"},
    Word{"asf", "Windows Media"},
    Word{"mpegts", "MPEG transport stream"},
    Word{"mpeg", "MPEG"},
    Word{"ogg", "Ogg"},
    Word{"dv", "DV"},
    Word{"mxf", "MXF"},
};

constexpr std::array gamutNames{
    Word{"bt709", "BT.709"},        Word{"bt2020", "BT.2020"},       Word{"smpte170m", "SD (BT.601)"},
    Word{"bt470bg", "SD (BT.601)"}, Word{"smpte240m", "SMPTE 240M"}, Word{"smpte432", "Display P3"},
    Word{"smpte431", "DCI-P3"},
};

constexpr std::array otherKinds{
    Word{"subtitle", QT_TRANSLATE_NOOP("Recording", "subtitles")},
    Word{"data", QT_TRANSLATE_NOOP("Recording", "data of the camera")},
    Word{"attachment", QT_TRANSLATE_NOOP("Recording", "attached file")},
    Word{"cover", QT_TRANSLATE_NOOP("Recording", "cover picture")},
    Word{"still", QT_TRANSLATE_NOOP("Recording", "still picture")},
};

template <std::size_t size>
const char* find(const std::array<Word, size>& words, const QString& key)
{
    for (const Word& word : words)
        if (key == QLatin1String(word.key))
            return word.text;
    return nullptr;
}

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

/// What is not known is left out.
void add(FactGroup& group, const QString& name, const QString& value)
{
    if (!value.isEmpty())
        group.facts.push_back({name, value});
}

QString chromaText(media::Chroma chroma)
{
    switch (chroma) {
    case media::Chroma::Gray:
        return tr("grey");
    case media::Chroma::Yuv420:
        return QStringLiteral("4:2:0");
    case media::Chroma::Yuv422:
        return QStringLiteral("4:2:2");
    case media::Chroma::Yuv444:
        return QStringLiteral("4:4:4");
    case media::Chroma::Yuv410:
        return QStringLiteral("4:1:0");
    case media::Chroma::Yuv411:
        return QStringLiteral("4:1:1");
    case media::Chroma::Yuv440:
        return QStringLiteral("4:4:0");
    case media::Chroma::Rgb:
        return QStringLiteral("RGB");
    case media::Chroma::Other:
        break;
    }
    return {};
}

QString rangeText(media::Hdr hdr)
{
    switch (hdr) {
    case media::Hdr::Pq:
        return tr("high dynamic range (HDR10)");
    case media::Hdr::Hlg:
        return tr("high dynamic range (HLG)");
    case media::Hdr::DolbyVision:
        return tr("high dynamic range (Dolby Vision)");
    case media::Hdr::None:
        break;
    }
    return tr("standard");
}

QString privateText(const QStringList& tags)
{
    QStringList words;
    for (const QString& tag : tags)
        words << privateTagText(tag);
    words.removeDuplicates();
    return joined(words);
}

FactGroup fileGroup(const library::Video& video)
{
    FactGroup group{tr("File"), {}};
    add(group, tr("Name"), oneLine(video.originalName));
    add(group, tr("Imported from"), oneLine(video.originalPath));
    add(group, tr("Format"), formatText(video.info->container));
    add(group, tr("Size"), tr("%1 (%2 bytes)").arg(sizeText(video.sizeBytes), countText(video.sizeBytes)));
    add(group, tr("Data rate"), bitRateText(video.info->bitRate));
    add(group, tr("Also carries"), privateText(video.info->privateTags));
    add(group, QStringLiteral("SHA-256"), video.sha256);
    return group;
}

FactGroup pictureGroup(const media::VideoStream& stream, const QString& title)
{
    FactGroup group{title, {}};
    const QString level = stream.level > 0 && stream.codec == QLatin1String("h264")
                              ? tr("level %1").arg(QLocale().toString(stream.level / 10.0, 'f', 1))
                              : QString();
    add(group, tr("Coding"), joined({codecText(stream), level}));
    add(group, tr("Shown as"), pictureText(stream.display()));
    add(group, tr("Stored as"), pictureText(stream.coded));
    add(group, tr("Turned"), turnText(stream));
    add(group, tr("Pixel shape"), pixelShapeText(stream.pixelAspect));
    add(group, tr("Pictures per second"), frameRateText(stream));
    add(group, tr("Scanning"), scanText(stream.scan));
    add(group, tr("Depth"), colourDepthText(stream));
    add(group, tr("Colours"), colourText(stream));
    add(group, tr("Data rate"), bitRateText(stream.bitRate));
    add(group, tr("Language"), languageText(stream.language));
    return group;
}

FactGroup soundGroup(const media::AudioStream& stream, const QString& title)
{
    FactGroup group{title, {}};
    add(group, tr("Coding"), soundText(stream));
    add(group, tr("Data rate"), bitRateText(stream.bitRate));
    add(group, tr("Language"), languageText(stream.language));
    return group;
}

FactGroup otherGroup(const std::vector<media::OtherStream>& streams)
{
    FactGroup group{tr("Also in the file"), {}};
    for (const media::OtherStream& stream : streams) {
        const char* kind = find(otherKinds, stream.kind);
        add(group, tr("Track %1").arg(stream.index + 1),
            joined({kind ? tr(kind) : stream.kind, stream.codec}));
    }
    return group;
}

/// "Sound", or of several "Sound 2", and which of them is used.
QString titleOf(const QString& what, std::size_t place, std::size_t count, int chosen)
{
    if (count == 1)
        return what;
    const QString numbered = QStringLiteral("%1 %2").arg(what).arg(place + 1);
    return static_cast<int>(place) == chosen ? tr("%1 (used)").arg(numbered) : numbered;
}

} // namespace

QString formatText(const QString& container)
{
    const char* known = find(formatNames, container.section(QLatin1Char(','), 0, 0));
    return known ? QLatin1String(known) : container;
}

QString bitRateText(std::int64_t bitsPerSecond)
{
    if (bitsPerSecond <= 0)
        return {};
    const double kilo = static_cast<double>(bitsPerSecond) / 1000;
    if (kilo < 1000)
        return tr("%1 kbit/s").arg(QLocale().toString(kilo, 'f', 0));
    return tr("%1 Mbit/s").arg(QLocale().toString(kilo / 1000, 'f', 1));
}

QString languageText(const QString& code)
{
    const QLocale::Language language = QLocale::codeToLanguage(code);
    if (language == QLocale::C || language == QLocale::AnyLanguage)
        return code == QLatin1String("und") ? QString() : code;
    return QLocale::languageToString(language);
}

QString pixelShapeText(const media::Rational& aspect)
{
    if (!aspect.isPositive() || aspect.num == aspect.den)
        return tr("square");
    const std::int64_t common = std::gcd(aspect.num, aspect.den);
    const QString ratio = QStringLiteral("%1:%2").arg(aspect.num / common).arg(aspect.den / common);
    return aspect.num > aspect.den ? tr("%1, wider than high").arg(ratio)
                                   : tr("%1, higher than wide").arg(ratio);
}

QString turnText(const media::VideoStream& stream)
{
    if (stream.orientation.isUpright())
        return tr("no");
    QStringList parts;
    if (stream.orientation.mirrored)
        parts << tr("mirrored");
    if (stream.orientation.clockwiseDegrees != 0)
        parts << tr("%1° clockwise").arg(stream.orientation.clockwiseDegrees);
    return joined(parts);
}

QString scanText(media::Scan scan)
{
    switch (scan) {
    case media::Scan::TopFieldFirst:
        return tr("interlaced, upper lines first");
    case media::Scan::BottomFieldFirst:
        return tr("interlaced, lower lines first");
    case media::Scan::InterlacedUnknownOrder:
        return tr("interlaced");
    case media::Scan::Progressive:
        break;
    }
    return tr("whole pictures");
}

QString colourDepthText(const media::VideoStream& stream)
{
    return joined({tr("%1 bits").arg(stream.bitDepth), chromaText(stream.chroma),
                   stream.alpha ? tr("with transparency") : QString()});
}

QString colourText(const media::VideoStream& stream)
{
    const char* gamut = find(gamutNames, stream.colorPrimaries);
    return joined({rangeText(stream.hdr), gamut ? QLatin1String(gamut) : stream.colorPrimaries,
                   stream.fullRange ? tr("full range") : QString()});
}

std::vector<FactGroup> technicalFacts(const library::Video& video)
{
    if (!video.info)
        return {};
    const media::MediaInfo& info = *video.info;
    std::vector<FactGroup> groups{fileGroup(video)};
    for (std::size_t i = 0; i < info.video.size(); ++i)
        groups.push_back(
            pictureGroup(info.video[i], titleOf(tr("Picture"), i, info.video.size(), info.chosenVideo)));
    for (std::size_t i = 0; i < info.audio.size(); ++i)
        groups.push_back(
            soundGroup(info.audio[i], titleOf(tr("Sound"), i, info.audio.size(), info.chosenAudio)));
    if (!info.others.empty())
        groups.push_back(otherGroup(info.others));
    return groups;
}

} // namespace ndas::ui
