#include "ui/models/import_plan.h"

#include "ui/support/sentences.h"

#include <QtCore/QCoreApplication>

namespace ndas::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("ImportPlan", text);
}

bool inAll(media::PlanNote note, const std::vector<const ImportEstimate*>& estimates)
{
    return std::all_of(estimates.begin(), estimates.end(), [&](const ImportEstimate* estimate) {
        return std::find(estimate->notes.begin(), estimate->notes.end(), note) != estimate->notes.end();
    });
}

QString factsOf(const ImportEstimate& estimate)
{
    return QStringList{pictureText(estimate.picture),
                       say(QT_TRANSLATE_NOOP("ImportPlan", "about %1")).arg(sizeText(estimate.bytes)),
                       roughTime(std::chrono::duration_cast<std::chrono::seconds>(estimate.work))}
        .join(QStringLiteral(" · "));
}

QString bullets(const QStringList& lines)
{
    QString html;
    for (const QString& line : lines)
        html += QStringLiteral("<br>• ") + line.toHtmlEscaped();
    return html;
}

} // namespace

ImportPlan planOf(const ImportRow& row, const std::vector<media::Preset>& presets)
{
    std::vector<const ImportEstimate*> estimates;
    ImportPlan plan;
    for (const media::Preset& preset : presets) {
        const auto found = row.facts.estimates.find(preset.id);
        if (!row.presets.contains(preset.id) || found == row.facts.estimates.end())
            continue;
        estimates.push_back(&found->second);
        plan.renditions.push_back(
            {.name = presetText(preset.id, preset.name), .facts = factsOf(found->second), .notes = {}});
    }
    const bool several = estimates.size() > 1;
    for (std::size_t i = 0; i < estimates.size(); ++i)
        for (const media::PlanNote note : estimates[i]->notes) {
            const bool everywhere = several && inAll(note, estimates);
            if (!everywhere)
                plan.renditions[i].notes << planNoteText(note);
            else if (i == 0)
                plan.shared << planNoteText(note);
        }
    return plan;
}

QString planHtml(const ImportPlan& plan)
{
    if (plan.renditions.empty())
        return say(QT_TRANSLATE_NOOP("ImportPlan", "Only the original is kept.")).toHtmlEscaped();
    QStringList blocks;
    for (const PlannedRendition& rendition : plan.renditions)
        blocks << QStringLiteral("<b>%1</b><br>%2%3")
                      .arg(rendition.name.toHtmlEscaped(), rendition.facts.toHtmlEscaped(),
                           bullets(rendition.notes));
    if (!plan.shared.isEmpty())
        blocks << QStringLiteral("<b>%1</b>%2")
                      .arg(say(QT_TRANSLATE_NOOP("ImportPlan", "In all of them")).toHtmlEscaped(),
                           bullets(plan.shared));
    return QStringLiteral("<p>%1</p>").arg(blocks.join(QStringLiteral("</p><p>")));
}

} // namespace ndas::ui
