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

Line lineOf(const jobs::Job& job)
{
    const QString what = job.kind == jobs::JobKind::Ingest ? tr("Import") : presetText(job.preset);
    const QString state =
        job.state == jobs::JobState::Failed ? errorText(job.errorCode) : lookOf(job.state).word.toLower();
    return {job.finishedAt.value_or(job.startedAt.value_or(job.createdAt)),
            QStringLiteral("%1: %2").arg(what, state)};
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
    for (const jobs::Job& job : details.jobs)
        lines.push_back(lineOf(job));
    for (const library::VideoChange& change : details.changes)
        lines.push_back(lineOf(change));
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
                              renditionFacts(rendition, details.video.sizeBytes), rendition.sha256);
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
