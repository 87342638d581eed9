#include "ui/models/import_row.h"

#include "ui/support/learnt.h"
#include "ui/support/sentences.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtGui/QImageReader>

namespace ndas::ui {

namespace {

constexpr QSize previewSize{160, 90}; // twice of what the table shows: sharp at 200 %
constexpr std::chrono::seconds veryShort{30};
constexpr double fewestPictures = 15; // a second; below, small movements are lost
constexpr double mostPictures = 121;  // above, it is a slow-motion recording

QString say(const char* text, int count = -1)
{
    return QCoreApplication::translate("Import", text, nullptr, count);
}

/// Thousands of these are kept: small and without alpha.
QImage readPreview(const QString& file)
{
    if (file.isEmpty())
        return {};
    QImageReader reader(file);
    reader.setScaledSize(reader.size().scaled(previewSize, Qt::KeepAspectRatio));
    return reader.read().convertToFormat(QImage::Format_RGB16);
}

QString recordings(int count)
{
    return count == 1 ? say(QT_TRANSLATE_NOOP("Import", "1 recording"))
                      : say(QT_TRANSLATE_NOOP("Import", "%1 recordings")).arg(countText(count));
}

QString leftOutText(const ImportSum& sum)
{
    QStringList sentences;
    if (sum.refused == 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "1 cannot be imported."));
    else if (sum.refused > 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "%1 cannot be imported.")).arg(countText(sum.refused));
    if (sum.known == 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "1 is already in the library."));
    else if (sum.known > 1)
        sentences
            << say(QT_TRANSLATE_NOOP("Import", "%1 are already in the library.")).arg(countText(sum.known));
    if (sum.twins == 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "1 is the same as another."));
    else if (sum.twins > 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "%1 are the same as others.")).arg(countText(sum.twins));
    if (sum.tooEarly == 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "1 is dated before the birth."));
    else if (sum.tooEarly > 1)
        sentences << say(QT_TRANSLATE_NOOP("Import", "%1 are dated before the birth."))
                         .arg(countText(sum.tooEarly));
    return sentences.join(QLatin1Char(' '));
}

QString newPatientsText(const QHash<QString, QString>& codes)
{
    if (codes.isEmpty())
        return {};
    if (codes.size() == 1)
        return say(QT_TRANSLATE_NOOP("Import", "New patient: %1.")).arg(oneLine(*codes.begin()));
    return say(QT_TRANSLATE_NOOP("Import", "%1 new patients.")).arg(countText(codes.size()));
}

/// Its name; with its folder where the names are the same.
QString twinName(const ImportRow& row)
{
    const QFileInfo twin(row.twinOf);
    return oneLine(twin.fileName() == QFileInfo(row.path).fileName()
                       ? twin.dir().dirName() + QLatin1Char('/') + twin.fileName()
                       : twin.fileName());
}

} // namespace

ImportFacts importFactsOf(const library::Candidate& candidate, const std::vector<media::Preset>& presets,
                          const media::Experience& experience)
{
    ImportFacts facts{.path = candidate.path,
                      .sizeBytes = candidate.sizeBytes,
                      .fileModifiedAt = candidate.fileModifiedAt,
                      .duration = media::Micros(0),
                      .picture = {},
                      .recordedAt = std::nullopt,
                      .damaged = false,
                      .silent = false,
                      .frameRate = 0,
                      .problem = candidate.problem,
                      .known = std::nullopt,
                      .estimates = {},
                      .preview = readPreview(candidate.previewFile)};
    if (candidate.alreadyImported)
        facts.known = {.id = candidate.alreadyImported->id,
                       .title = candidate.alreadyImported->title,
                       .importedAt = candidate.alreadyImported->importedAt};
    if (!candidate.info)
        return facts;
    facts.duration = candidate.info->duration;
    facts.recordedAt = candidate.info->recordedAt;
    if (const media::VideoStream* video = candidate.info->mainVideo()) {
        facts.picture = video->display();
        facts.frameRate = video->frameRate.den > 0 ? static_cast<double>(video->frameRate.num) /
                                                         static_cast<double>(video->frameRate.den)
                                                   : 0;
    }
    facts.silent = !candidate.info->mainAudio();
    for (const media::Preset& preset : presets) {
        const media::TranscodePlan plan = learntPlan(*candidate.info, preset, experience);
        facts.estimates[preset.id] = {.bytes = plan.expectedBytes,
                                      .work = plan.expectedWork,
                                      .picture = plan.video.output,
                                      .notes = plan.notes};
        facts.damaged = facts.damaged || std::find(plan.notes.begin(), plan.notes.end(),
                                                   media::PlanNote::SourceDamaged) != plan.notes.end();
    }
    return facts;
}

QString titleFromPath(const QString& path)
{
    QString title = QFileInfo(path).completeBaseName();
    for (QChar& c : title)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = QLatin1Char(' ');
    title = title.simplified();
    return title.isEmpty() ? say(QT_TRANSLATE_NOOP("Import", "Recording")) : title;
}

const std::optional<media::RecordingDate>& dateOf(const ImportRow& row)
{
    return row.typedDate ? row.typedDate : row.facts.recordedAt;
}

QDate recordedDay(const ImportRow& row)
{
    const auto& date = dateOf(row);
    return date ? QDate::fromString(date->iso.left(10), Qt::ISODate) : QDate();
}

bool ImportRow::isTooEarly() const
{
    if (!chosen || !birthDate.isValid() || !isImportable())
        return false; // for most rows; reading the date takes its time
    const QDate day = recordedDay(*this);
    return day.isValid() && day < birthDate;
}

QString titleOf(const ImportRow& row)
{
    return titleFromPattern(row.title, {.patientCode = row.patientCode.simplified(),
                                        .recorded = recordedDay(row),
                                        .name = titleFromPath(row.path),
                                        .number = row.number});
}

QStringList remarksOn(const ImportFacts& facts)
{
    QStringList remarks;
    if (facts.damaged)
        remarks << say(QT_TRANSLATE_NOOP("Import", "Damaged or cut off; the rest is kept."));
    if (facts.duration < veryShort)
        remarks << say(QT_TRANSLATE_NOOP("Import", "Very short."));
    if (facts.frameRate > 0 && (facts.frameRate < fewestPictures || facts.frameRate > mostPictures))
        remarks << say(QT_TRANSLATE_NOOP("Import", "Unusual: %1 pictures a second."))
                       .arg(countText(qRound64(facts.frameRate)));
    if (!facts.recordedAt)
        remarks << say(QT_TRANSLATE_NOOP("Import", "Recording date not known."));
    if (facts.silent)
        remarks << say(QT_TRANSLATE_NOOP("Import", "No sound."));
    return remarks;
}

QString nameText(const ImportRow& row)
{
    return oneLine(QFileInfo(row.path).fileName());
}

QString copyText(const ImportRow& row, const QDate& today)
{
    if (!row.isCopy())
        return {};
    const QString text =
        row.facts.known
            ? alreadyImportedText(row.facts.known->title, row.facts.known->importedAt, today)
            : say(QT_TRANSLATE_NOOP("Import", "Twice here: the same as %1.")).arg(quoted(twinName(row)));
    return row.chosen ? text + QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("Import", "A copy will be made."))
                      : text;
}

StateLook lookOf(const ImportRow& row, const QDate& today)
{
    if (!row.looked)
        return {Icon::Clock, Tone::Neutral, say(QT_TRANSLATE_NOOP("Import", "Reading…"))};
    if (row.facts.problem)
        return {Icon::Cross, Tone::Bad, errorText(row.facts.problem->code)};
    if (row.isTooEarly())
        return {Icon::Cross, Tone::Bad, errorText(ErrorCode::RecordedBeforeBirth)};
    if (row.isCopy())
        return {Icon::Attention, Tone::Attention, copyText(row, today)};
    if (!row.chosen)
        return {Icon::Slash, Tone::Neutral, say(QT_TRANSLATE_NOOP("Import", "Left out"))};
    const QStringList remarks = remarksOn(row.facts);
    if (row.facts.damaged)
        return {Icon::Attention, Tone::Attention, remarks.join(QLatin1Char(' '))};
    const QString good = say(QT_TRANSLATE_NOOP("Import", "Will be imported"));
    if (remarks.isEmpty())
        return {Icon::Tick, Tone::Good, good};
    return {Icon::Tick, Tone::Good,
            say(QT_TRANSLATE_NOOP("Import", "%1. %2")).arg(good, remarks.join(QLatin1Char(' ')))};
}

QString adviceFor(const ImportRow& row)
{
    if (row.looked && row.facts.problem)
        return adviceText(row.facts.problem->code);
    if (row.isTooEarly())
        return adviceText(ErrorCode::RecordedBeforeBirth);
    if (row.looked && row.isCopy() && !row.chosen)
        return row.facts.known ? say(QT_TRANSLATE_NOOP("Import", "Tick it to import it again as a copy."))
                               : say(QT_TRANSLATE_NOOP("Import", "Tick it to import it as well."));
    return {};
}

ImportSum sumOf(const std::vector<ImportRow>& rows)
{
    ImportSum sum;
    sum.found = static_cast<int>(rows.size());
    for (const ImportRow& row : rows) {
        sum.reading += !row.looked;
        sum.refused += row.looked && row.facts.problem.has_value();
        sum.known += row.isImportable() && row.facts.known && !row.chosen;
        sum.twins += row.isImportable() && !row.facts.known && row.isCopy() && !row.chosen;
        sum.tooEarly += row.isTooEarly();
        if (!row.isChosen())
            continue;
        ++sum.recordings;
        if (row.isNewPatient)
            sum.newPatients.insert(row.patientCode.simplified().toCaseFolded(), row.patientCode.simplified());
        sum.sourceBytes += row.facts.sizeBytes;
        for (const QString& preset : row.presets) {
            const auto estimate = row.facts.estimates.find(preset);
            if (estimate == row.facts.estimates.end())
                continue;
            sum.renditionBytes += estimate->second.bytes;
            sum.work += estimate->second.work;
            sum.makesRenditions = true;
        }
    }
    return sum;
}

QString sumText(const ImportSum& sum)
{
    const QString leftOut = leftOutText(sum);
    if (sum.recordings == 0)
        return leftOut;
    QString text;
    if (sum.makesRenditions)
        text = say(QT_TRANSLATE_NOOP("Import", "%1, %2 → about %3, %4."))
                   .arg(recordings(sum.recordings), sizeText(sum.sourceBytes), sizeText(sum.renditionBytes),
                        roughTime(std::chrono::duration_cast<std::chrono::seconds>(sum.work)));
    else
        text = say(QT_TRANSLATE_NOOP("Import", "%1, %2. Only the originals are kept."))
                   .arg(recordings(sum.recordings), sizeText(sum.sourceBytes));
    QStringList sentences{text, newPatientsText(sum.newPatients), leftOut};
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

} // namespace ndas::ui
