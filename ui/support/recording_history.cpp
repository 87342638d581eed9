#include "ui/support/recording_history.h"

#include "ui/support/sentences.h"
#include "ui/support/state_look.h"
#include "ui/support/technical_facts.h"

#include <QtCore/QCoreApplication>

namespace ndas::ui {

namespace {

constexpr std::size_t mostLines = 30;

struct Line {
    EpochMs at = 0;
    QString text;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("Recording", text);
}

/// How a job that is as it stands, or stood when it was taken off the list, is told.
QString jobText(jobs::JobKind kind, const QString& preset, jobs::JobState state, ErrorCode error)
{
    const bool import = kind == jobs::JobKind::Ingest;
    if (import && state == jobs::JobState::Succeeded)
        return tr("Imported");
    const QString outcome = state == jobs::JobState::Failed ? errorText(error) : lookOf(state).word.toLower();
    return QStringLiteral("%1: %2").arg(import ? tr("Import") : presetText(preset), outcome);
}

Line lineOf(const jobs::Job& job)
{
    return {job.finishedAt.value_or(job.startedAt.value_or(job.createdAt)),
            jobText(job.kind, job.preset, job.state, job.errorCode)};
}

Line lineOf(const jobs::PastJob& job)
{
    return {job.finishedAt, jobText(job.kind, job.preset, job.state, job.errorCode)};
}

Line lineOf(const library::VideoDeed& deed)
{
    switch (deed.deed) {
    case library::Deed::RenditionDeleted:
        return {deed.at, tr("%1: deleted, %2").arg(presetText(deed.preset), sizeText(deed.sizeBytes))};
    case library::Deed::CopySaved:
        return {deed.at,
                deed.preset.isEmpty()
                    ? tr("Copy of the original saved in %1").arg(quoted(oneLine(deed.folder)))
                    : tr("%1: copy saved in %2").arg(presetText(deed.preset), quoted(oneLine(deed.folder)))};
    case library::Deed::PictureChosen:
        break;
    }
    return {deed.at, tr("Another picture chosen")};
}

QString shownValue(const library::VideoChange& change, const QString& value)
{
    if (value.isEmpty())
        return tr("nothing");
    if (change.field != QLatin1String("recorded"))
        return quoted(oneLine(value));
    return recordedText({.iso = value, .source = media::DateSource::Typed});
}

QString fieldText(const QString& field)
{
    if (field == QLatin1String("title"))
        return tr("Title");
    if (field == QLatin1String("patient"))
        return tr("Patient");
    return field == QLatin1String("recorded") ? tr("Recording date") : tr("Notes");
}

Line lineOf(const library::VideoChange& change)
{
    if (change.field == QLatin1String("notes"))
        return {change.at, tr("Notes changed")};
    QString text = tr("%1: %2 became %3")
                       .arg(fieldText(change.field), shownValue(change, change.before),
                            shownValue(change, change.after));
    if (!change.reason.isEmpty())
        text += QStringLiteral(" (%1)").arg(oneLine(change.reason));
    return {change.at, text};
}

} // namespace

std::vector<Fact> historyFacts(const RecordingDetails& details, const QDate& today)
{
    std::vector<Line> lines;
    const auto add = [&lines](const auto& entries) {
        for (const auto& entry : entries)
            lines.push_back(lineOf(entry));
    };
    add(details.jobs);
    add(details.pastJobs);
    add(details.changes);
    add(details.deeds);
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at > b.at; });
    if (lines.size() > mostLines)
        lines.resize(mostLines);
    std::vector<Fact> facts;
    for (const Line& line : lines)
        facts.push_back({whenText(line.at, today), line.text});
    return facts;
}

QString factsAsText(const RecordingDetails& details, const QDate& today)
{
    QStringList lines{details.video.title, details.video.patientCode, recordedLine(details.video),
                      details.video.notes};
    const auto add = [&lines](const std::vector<Fact>& facts) {
        for (const Fact& fact : facts)
            lines << QStringLiteral("%1: %2").arg(fact.name, fact.value);
    };
    add(ageFacts(details.video, details.patient));
    add(recordingFacts(details.video));
    for (const library::Rendition& rendition : details.video.renditions)
        if (rendition.state == library::RenditionState::Ready)
            lines << QStringLiteral("%1: %2, %3, SHA-256 %4")
                         .arg(presetText(rendition.preset), sizeText(rendition.sizeBytes),
                              renditionFacts(rendition, details.video.sizeBytes).join(QStringLiteral(", ")),
                              rendition.sha256);
    add(outcomeFacts(details.video));
    for (const FactGroup& group : technicalFacts(details.video)) {
        lines << group.title;
        add(group.facts);
    }
    lines << tr("History");
    add(historyFacts(details, today));
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace ndas::ui
