#include "ui/widgets/rendition_list.h"

#include "ui/models/library_state.h"
#include "ui/support/recording_facts.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/state_label.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

RenditionList::RenditionList(const library::Video& video, const std::vector<jobs::Job>& jobs, QWidget* parent)
    : QWidget(parent)
{
    QGridLayout* grid = makeFactGrid(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(0);
    setLayout(grid);
    for (const library::Rendition& rendition : video.renditions)
        addRendition(grid, rendition, video, jobs);
    if (video.renditions.empty())
        grid->addWidget(makeText(tr("None yet."), TextStep::Body, "dimmed", this), 0, 0, 1, 3);
}

void RenditionList::addRendition(QGridLayout* grid, const library::Rendition& rendition,
                                 const library::Video& video, const std::vector<jobs::Job>& jobs)
{
    const int row = grid->rowCount();
    grid->addWidget(makeText(presetText(rendition.preset), TextStep::Body, "dimmed", this), row, 0);
    grid->addWidget(new StateLabel(renditionLook(rendition, jobs), this), row, 1);
    if (rendition.state != library::RenditionState::Ready)
        return;
    grid->addLayout(makeButtons(rendition), row, 2);
    QStringList facts = renditionFacts(rendition, video.sizeBytes);
    facts.prepend(sizeText(rendition.sizeBytes));
    std::transform(facts.begin(), facts.end(), facts.begin(), heldTogether);
    grid->addWidget(makeText(facts.join(QStringLiteral(", ")), TextStep::Small, "dimmed", this), row + 1, 1,
                    1, 2);
}

QHBoxLayout* RenditionList::makeButtons(const library::Rendition& rendition)
{
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    const auto add = [&](Icon icon, const QString& tip, const QString& objectName, Signal signal) {
        const QString name = tr("%1: %2").arg(presetText(rendition.preset), tip);
        QToolButton* button = makeSmallButton(icon, tip, this);
        button->setObjectName(objectName + rendition.preset);
        button->setAccessibleName(name);
        buttons->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, rendition, signal] {
            Q_EMIT(this->*signal)(rendition);
        });
    };
    add(Icon::Play, tr("Play this rendition"), QStringLiteral("play_"), &RenditionList::playRequested);
    add(Icon::Folder, tr("Show in its folder"), QStringLiteral("folder_"), &RenditionList::folderRequested);
    add(Icon::Trash, tr("Delete this rendition…"), QStringLiteral("delete_"),
        &RenditionList::removeRequested);
    return buttons;
}

} // namespace ndas::ui
