#include "ui/widgets/job_details.h"

#include "ui/models/queue_actions.h"
#include "ui/support/sentences.h"
#include "ui/support/state_look.h"
#include "ui/support/theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QFontDatabase>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

namespace {

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

JobDetails::JobDetails(QWidget* parent)
    : QFrame(parent)
{
    build();
    unfold(false);
}

bool JobDetails::isWorthShowing(const jobs::Job& job)
{
    return job.hasError && (job.state == jobs::JobState::Failed || job.state == jobs::JobState::Blocked ||
                            job.state == jobs::JobState::Queued);
}

void JobDetails::build()
{
    setObjectName(QStringLiteral("jobDetails"));
    setKind(this, "panel");
    icon_ = new QLabel(this);
    sentence_ = plainLabel(this);
    setTextStep(sentence_, TextStep::Body, QFont::DemiBold);
    advice_ = plainLabel(this);
    technical_ = new QPlainTextEdit(this);
    technical_->setObjectName(QStringLiteral("technicalDetails"));
    technical_->setAccessibleName(tr("Technical details"));
    technical_->setReadOnly(true);
    technical_->setTabChangesFocus(true);
    technical_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    technical_->setMaximumHeight(technical_->fontMetrics().lineSpacing() * 7);

    auto* close = new QToolButton(this);
    close->setIcon(icon(Icon::Cross, IconInk::Dimmed));
    close->setIconSize({16, 16});
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, this, &JobDetails::closed);

    auto* words = new QVBoxLayout;
    words->setSpacing(space::gap / 2);
    words->addWidget(sentence_);
    words->addWidget(advice_);
    words->addSpacing(space::gap / 2);
    words->addLayout(buildButtons());
    words->addWidget(technical_);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::margin, space::wide, space::margin, space::wide);
    layout->setSpacing(space::wide);
    layout->addWidget(icon_, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    layout->addWidget(close, 0, Qt::AlignTop);
}

QLayout* JobDetails::buildButtons()
{
    retry_ = new QPushButton(icon(Icon::Retry, IconInk::OnAccent), tr("Try again"), this);
    retry_->setObjectName(QStringLiteral("retryButton"));
    retry_->setToolTip(tr("Try again (Ctrl+R)"));
    setKind(retry_, "primary");
    connect(retry_, &QPushButton::clicked, this, [this] { Q_EMIT retryRequested(job_); });
    showTwin_ = new QPushButton(tr("Show it"), this);
    setKind(showTwin_, "primary");
    connect(showTwin_, &QPushButton::clicked, this, [this] { Q_EMIT videoRequested(duplicateOf_); });
    importCopy_ = new QPushButton(tr("Import again as a copy"), this);
    importCopy_->setObjectName(QStringLiteral("importCopyButton"));
    connect(importCopy_, &QPushButton::clicked, this, [this] { Q_EMIT copyRequested(job_); });
    original_ = new QPushButton(tr("Show original"), this);
    connect(original_, &QPushButton::clicked, this, [this] { Q_EMIT originalRequested(job_); });
    fold_ = new QPushButton(tr("Technical details"), this);
    fold_->setObjectName(QStringLiteral("foldButton"));
    setKind(fold_, "quiet");
    connect(fold_, &QPushButton::clicked, this, [this] { unfold(!isUnfolded()); });
    copy_ = new QPushButton(tr("Copy"), this);
    copy_->setObjectName(QStringLiteral("copyButton"));
    copy_->setAccessibleName(tr("Copy technical details"));
    setKind(copy_, "quiet");
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(technical_->toPlainText()); });
    auto* layout = new QHBoxLayout;
    layout->setSpacing(space::gap);
    for (QPushButton* button : {retry_, showTwin_, importCopy_, original_, fold_, copy_})
        layout->addWidget(button);
    layout->addStretch();
    return layout;
}

void JobDetails::show(const QueueRow& row)
{
    job_ = row.job.id;
    const StateLook look = lookOf(row.job.state);
    const QColor color = toneColor(tokensOf(palette()), look.tone);
    icon_->setPixmap(iconPixmap(look.icon, fontMetrics().height(), color, devicePixelRatioF()));
    sentence_->setText(row.job.hasError && row.job.state == jobs::JobState::Queued
                           ? errorText(row.job.errorCode)
                           : statusText(row));
    QString advice = adviceText(row.job);
    // Other classes of failure say so in their own advice.
    if (row.job.state == jobs::JobState::Failed && retryClass(row.job.errorCode) == RetryClass::Input)
        advice = (advice + QLatin1Char(' ') + tr("The original was not changed.")).trimmed();
    advice_->setText(advice);
    advice_->setVisible(!advice.isEmpty());
    const bool isTwin = row.job.hasError && row.job.errorCode == ErrorCode::AlreadyImported;
    duplicateOf_ = row.video.duplicateOf;
    retry_->setVisible(allows(row.job, QueueAction::Retry) && !isTwin);
    showTwin_->setVisible(isTwin && duplicateOf_);
    importCopy_->setVisible(isTwin);
    original_->setVisible(static_cast<bool>(row.job.video));
    if (const QString text = technicalText(row.job); text != technical_->toPlainText())
        technical_->setPlainText(text);
    QFrame::show();
}

void JobDetails::unfold(bool open)
{
    technical_->setVisible(open);
    copy_->setVisible(open);
    fold_->setIcon(foldIcon(open, layoutDirection()));
    fold_->setAccessibleDescription(open ? tr("Shown") : tr("Hidden"));
}

bool JobDetails::isUnfolded() const
{
    return technical_->isVisibleTo(this);
}

} // namespace ndas::ui
