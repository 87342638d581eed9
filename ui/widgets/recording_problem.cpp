#include "ui/widgets/recording_problem.h"

#include "ui/support/icons.h"
#include "ui/support/sentences.h"
#include "ui/support/state_look.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/state_label.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

static const jobs::Job* jobInTrouble(const std::vector<jobs::Job>& jobs)
{
    const auto found = std::find_if(jobs.begin(), jobs.end(), [](const jobs::Job& job) {
        return job.hasError && (job.state == jobs::JobState::Failed || job.state == jobs::JobState::Blocked);
    });
    return found == jobs.end() ? nullptr : &*found;
}

RecordingProblem* RecordingProblem::of(const RecordingDetails& details, QWidget* parent)
{
    const library::Video& video = details.video;
    const jobs::Job* job = jobInTrouble(details.jobs);
    const bool isDuplicate = video.state == library::VideoState::Duplicate;
    if (!isDuplicate && !video.refusal && !job)
        return nullptr;
    auto* problem = new RecordingProblem(parent);
    if (isDuplicate)
        problem->sayDuplicate(video.duplicateOf);
    else if (video.refusal)
        problem->sayRefused(*video.refusal);
    else
        problem->sayFailed(*job);
    return problem;
}

RecordingProblem::RecordingProblem(QWidget* parent)
    : QWidget(parent)
    , box_(new QVBoxLayout(this))
    , row_(new QWidget(this))
{
    box_->setContentsMargins(0, 0, 0, 0);
    box_->setSpacing(space::gap);
    auto* flow = new FlowLayout(space::gap, row_);
    flow->setContentsMargins(0, 0, 0, 0);
}

void RecordingProblem::sayWhy(ErrorCode code, const QString& advice, const QString& objectName)
{
    QLabel* reason = makeText(errorText(code), TextStep::Body, "", this);
    reason->setObjectName(objectName);
    box_->addWidget(reason);
    if (!advice.isEmpty())
        box_->addWidget(makeText(advice, TextStep::Body, "dimmed", this));
    box_->addWidget(row_);
}

QPushButton* RecordingProblem::addButton(const QString& text, const QString& objectName)
{
    auto* button = new QPushButton(text, row_);
    button->setObjectName(objectName);
    row_->layout()->addWidget(button);
    return button;
}

void RecordingProblem::sayRefused(ErrorCode code)
{
    box_->addWidget(new StateLabel({Icon::Cross, Tone::Bad, tr("Could not be read")}, this));
    sayWhy(code, adviceText(code), QStringLiteral("refusalReason"));
    QPushButton* remove = addButton(tr("Remove…"), QStringLiteral("removeRefused"));
    connect(remove, &QPushButton::clicked, this, &RecordingProblem::removeRequested);
}

void RecordingProblem::sayFailed(const jobs::Job& job)
{
    const bool failed = job.state == jobs::JobState::Failed;
    StateLook look = lookOf(job.state);
    if (failed)
        look.word = job.kind == jobs::JobKind::Ingest ? tr("Could not be imported")
                                                      : tr("%1 failed").arg(presetText(job.preset));
    box_->addWidget(new StateLabel(look, this));
    sayWhy(job.errorCode, adviceText(job), QStringLiteral("failureReason"));
    if (failed) {
        QPushButton* retry = addButton(tr("Try again"), QStringLiteral("tryAgain"));
        retry->setIcon(icon(Icon::Retry));
        connect(retry, &QPushButton::clicked, this, [this, id = job.id] { Q_EMIT retryRequested(id); });
    }
    QPushButton* copy = addButton(tr("Copy technical details"), QStringLiteral("copyTechnical"));
    setKind(copy, "quiet");
    connect(copy, &QPushButton::clicked, this,
            [text = technicalText(job)] { QGuiApplication::clipboard()->setText(text); });
}

void RecordingProblem::sayDuplicate(VideoId original)
{
    box_->addWidget(new StateLabel({Icon::Attention, Tone::Attention, tr("Already imported")}, this));
    box_->addWidget(makeText(tr("The same recording is in the library already."), TextStep::Body, "", this));
    box_->addWidget(row_);
    QPushButton* other = addButton(tr("Show it"), QStringLiteral("showOther"));
    other->setEnabled(static_cast<bool>(original));
    connect(other, &QPushButton::clicked, this, [this, original] { Q_EMIT otherRequested(original); });
    QPushButton* again = addButton(tr("Import again as a copy"), QStringLiteral("importAgain"));
    connect(again, &QPushButton::clicked, this, &RecordingProblem::copyRequested);
    QPushButton* remove = addButton(tr("Remove this entry"), QStringLiteral("removeDuplicate"));
    setKind(remove, "quiet");
    connect(remove, &QPushButton::clicked, this, &RecordingProblem::removeRequested);
}

} // namespace ndas::ui
