#include "ui/support/recording_facts.h"

#include "core/library/age.h"
#include "ui/support/sentences.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include <cmath>

namespace ndas::ui {

namespace {

struct Word {
    const char* key;
    const char* text;
};

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Recording", text, nullptr, n);
}

/// Names people meet elsewhere, for FFmpeg's short ones; proper names, so not translated.
constexpr std::array codecNames{
    Word{"h264", "H.264"},
    Word{"hevc", "HEVC"},
    Word{"mpeg4", "MPEG-4"},
    Word{"vp8", "VP8"},
    Word{"vp9", "VP9"},
    Word{"av1", "AV1"},
    Word{"mjpeg", "M-JPEG"},
    Word{"prores", "ProRes"},
    Word{"dvvideo", "DV"},
    Word{"aac", "AAC"},
    Word{"mp3", "MP3"},
    Word{"opus", "Opus"},
    Word{"vorbis", "Vorbis"},
    Word{"flac", "FLAC"},
    Word{"ac3", "Dolby Digital"},
    Word{"mpeg2video", "MPEG-2"},
    Word{"msmpeg4v3", "MPEG-4 (Microsoft)"},
};

constexpr std::array privateWords{
    Word{"location", QT_TRANSLATE_NOOP("Recording", "place")},
    Word{"device", QT_TRANSLATE_NOOP("Recording", "device")},
    Word{"title", QT_TRANSLATE_NOOP("Recording", "title")},
    Word{"comment", QT_TRANSLATE_NOOP("Recording", "comments")},
    Word{"author", QT_TRANSLATE_NOOP("Recording", "author")},
    Word{"date", QT_TRANSLATE_NOOP("Recording", "date")},
    Word{"software", QT_TRANSLATE_NOOP("Recording", "software")},
    Word{"handler", QT_TRANSLATE_NOOP("Recording", "track names")},
    Word{"chapters", QT_TRANSLATE_NOOP("Recording", "chapters")},
    Word{"user data", QT_TRANSLATE_NOOP("Recording", "notes inside picture and sound")},
    Word{"other", QT_TRANSLATE_NOOP("Recording", "other notes")},
    Word{"video track", QT_TRANSLATE_NOOP("Recording", "further picture")},
    Word{"audio track", QT_TRANSLATE_NOOP("Recording", "further sound")},
    Word{"subtitle track", QT_TRANSLATE_NOOP("Recording", "subtitles")},
    Word{"data track", QT_TRANSLATE_NOOP("Recording", "data beside the picture")},
    Word{"cover", QT_TRANSLATE_NOOP("Recording", "cover picture")},
    Word{"attachment", QT_TRANSLATE_NOOP("Recording", "attached files")},
};

QString hdrText(media::Hdr hdr)
{
    switch (hdr) {
    case media::Hdr::Pq:
        return QStringLiteral("HDR10");
    case media::Hdr::Hlg:
        return QStringLiteral("HLG");
    case media::Hdr::DolbyVision:
        return QStringLiteral("Dolby Vision");
    case media::Hdr::None:
        break;
    }
    return {};
}

QString channelsText(int channels)
{
    if (channels == 1)
        return tr("mono");
    if (channels == 2)
        return tr("stereo");
    return tr("%n channels", channels);
}

QString joined(QStringList parts, const QString& separator)
{
    parts.removeAll(QString());
    return parts.join(separator);
}

QString pictureFact(const media::VideoStream& stream)
{
    const bool interlaced = stream.scan != media::Scan::Progressive;
    return joined({pictureText(stream.display()), stream.orientation.mirrored ? tr("mirrored") : QString(),
                   interlaced ? tr("interlaced") : QString()},
                  QStringLiteral(", "));
}

} // namespace

QString privateTagText(const QString& name)
{
    for (const Word& word : privateWords)
        if (name == QLatin1String(word.key))
            return tr(word.text);
    return name;
}

QString codecName(const QString& codec)
{
    if (codec.startsWith(QLatin1String("pcm_")))
        return QStringLiteral("PCM");
    for (const Word& word : codecNames)
        if (codec == QLatin1String(word.key))
            return QLatin1String(word.text);
    return codec.toUpper();
}

QString codecText(const media::VideoStream& stream)
{
    const bool telling = stream.profile != QLatin1String("unknown");
    const QString name =
        joined({codecName(stream.codec), telling ? stream.profile : QString()}, QStringLiteral(" "));
    return joined({name, hdrText(stream.hdr)}, QStringLiteral(", "));
}

QString frameRateText(const media::VideoStream& stream)
{
    if (!stream.frameRate.isPositive())
        return stream.variableFrameRate ? tr("varies") : tr("not known");
    const double perSecond = stream.frameRate.toDouble();
    const bool whole = std::abs(perSecond - std::round(perSecond)) < 0.005;
    const QString rate = QLocale().toString(perSecond, 'f', whole ? 0 : 2);
    return stream.variableFrameRate ? tr("%1, varies").arg(rate) : rate;
}

QString soundText(const media::AudioStream& stream)
{
    const QString rate = stream.sampleRate > 0
                             ? tr("%1 kHz").arg(QLocale().toString(stream.sampleRate / 1000.0, 'g', 4))
                             : QString();
    const QString name =
        joined({codecName(stream.codec), channelsText(stream.channels)}, QStringLiteral(" "));
    const QString fact = joined({name, rate}, QStringLiteral(", "));
    return stream.decodable ? fact : tr("%1, cannot be read").arg(fact);
}

std::vector<Fact> recordingFacts(const library::Video& video)
{
    std::vector<Fact> facts;
    if (video.info && video.info->mainVideo()) {
        const media::VideoStream& stream = *video.info->mainVideo();
        facts.push_back({tr("Picture"), pictureFact(stream)});
        facts.push_back({tr("Frame rate"), frameRateText(stream)});
        facts.push_back({tr("Length"), durationText(video.info->duration)});
        facts.push_back({tr("Video"), codecText(stream)});
        const media::AudioStream* sound = video.info->mainAudio();
        facts.push_back({tr("Sound"), sound ? soundText(*sound) : tr("none")});
    }
    facts.push_back({tr("File"), oneLine(video.originalName)});
    facts.push_back({tr("Size"), sizeText(video.sizeBytes)});
    if (video.storage == library::Storage::InPlace)
        facts.push_back({tr("Kept"), tr("in its own folder")});
    return facts;
}

QString recordedLine(const library::Video& video)
{
    if (!video.info || !video.info->recordedAt)
        return tr("Recording date not known");
    const media::RecordingDate& date = *video.info->recordedAt;
    QString source = dateSourceText(date.source);
    source.replace(QLatin1Char(' '), QChar::Nbsp); // no last word alone in a line
    return tr("Recorded %1 (%2)").arg(recordedText(date), source);
}

QString removedText(const library::Video& video)
{
    QStringList words;
    for (const library::Rendition& rendition : video.renditions)
        for (const QString& name : rendition.removed)
            if (const QString word = privateTagText(name); !words.contains(word))
                words << word;
    QString text = words.join(QStringLiteral(", "));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

std::vector<Fact> ageFacts(const library::Video& video, const std::optional<library::Patient>& patient)
{
    if (!patient || !video.info || !video.info->recordedAt)
        return {};
    const QDate recorded = QDateTime::fromString(video.info->recordedAt->iso, Qt::ISODate).date();
    const auto age = library::ageAtRecording(recorded, patient->birthDate, patient->gestationDays);
    if (!age)
        return {};
    QString pma = library::weeksAndDays(age->pmaDays);
    if (const auto* window = library::windowAt(age->pmaDays))
        pma = QStringLiteral("%1 · %2").arg(pma, QLatin1String(window->name) == QLatin1String("writhing")
                                                     ? tr("writhing age")
                                                     : tr("fidgety age"));
    return {{tr("PMA"), pma},
            {tr("Corrected"), library::weeksAndDays(age->correctedDays)},
            {tr("Since birth"), library::weeksAndDays(age->days)}};
}

static QString keptText(bool damaged)
{
    return damaged ? tr("Every frame that can be read, with its time. The original is unchanged.")
                   : tr("Every frame with its time. The original is unchanged.");
}

std::vector<Fact> outcomeFacts(const library::Video& video)
{
    std::vector<Fact> facts;
    QStringList changed;
    bool made = false;
    bool damaged = false;
    const QLatin1String foretold(media::name(media::PlanNote::LargerThanSource)); // its size is known now
    for (const library::Rendition& rendition : video.renditions) {
        made = made || rendition.state == library::RenditionState::Ready;
        damaged =
            damaged || rendition.notes.contains(QLatin1String(media::name(media::PlanNote::SourceDamaged)));
        for (const QString& note : rendition.notes)
            if (const QString text = planNoteText(note);
                note != foretold && !text.isEmpty() && !changed.contains(text))
                changed << text;
    }
    if (!made)
        return facts;
    facts.push_back({tr("Kept"), keptText(damaged)});
    if (!changed.isEmpty())
        facts.push_back({tr("Changed"), changed.join(QLatin1Char('\n'))});
    if (const QString removed = removedText(video); !removed.isEmpty())
        facts.push_back({tr("Removed"), removed});
    return facts;
}

QStringList renditionFacts(const library::Rendition& rendition, qint64 originalBytes)
{
    QStringList facts{pictureText(rendition.size)};
    if (originalBytes > 0 && rendition.sizeBytes < originalBytes) {
        const double part = static_cast<double>(rendition.sizeBytes) / static_cast<double>(originalBytes);
        facts << tr("%1 smaller").arg(percentText(1.0 - part));
    } else if (rendition.sizeBytes > originalBytes) {
        facts << tr("larger than the original");
    }
    if (rendition.likeness)
        facts << tr("likeness to the original %1 %")
                     .arg(QLocale().toString(100.0 * rendition.likeness->all, 'f', 1));
    facts.removeAll(QString());
    return facts;
}

} // namespace ndas::ui
