#include "ui/widgets/job_details.h"

#include "ui/models/queue_actions.h"
#include "ui/support/sentences.h"
#include "ui/support/state_look.h"
#include "ui/support/theme.h"
#include "ui/widgets/detail_parts.h"

#include <QtGui/QClipboard>
#include <QtGui/QFontDatabase>
#include <QtGui/QGuiApplication>
#include <QtGui/QTextDocument>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

namespace {

/// Other classes of failure speak of it in their own advice, and some are about what became of it.
bool saysNothingOfTheOriginal(ErrorCode code)
{
    return retryClass(code) == RetryClass::Input && code != ErrorCode::OriginalChanged &&
           code != ErrorCode::NotFound;
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
    sentence_ = makeText({}, TextStep::Body, "", this, QFont::DemiBold);
    advice_ = makeText({}, TextStep::Body, "", this);
    technical_ = new QPlainTextEdit(this);
    technical_->setObjectName(QStringLiteral("technicalDetails"));
    technical_->setAccessibleName(tr("Technical details"));
    technical_->setReadOnly(true);
    technical_->setTabChangesFocus(true);
    technical_->setFont(textFont(QFontDatabase::systemFont(QFontDatabase::FixedFont), TextStep::Body));
    const int margin = static_cast<int>(technical_->document()->documentMargin());
    const int padding = 7; // and line, of the style sheet
    technical_->setFixedHeight(technical_->fontMetrics().lineSpacing() * 6 + 2 * (margin + padding));

    auto* close = makeSmallButton(Icon::Cross, tr("Close"), this);
    connect(close, &QToolButton::clicked, this, &JobDetails::closed);

    auto* words = new QVBoxLayout;
    words->setSpacing(space::gap / 2);
    words->addWidget(sentence_);
    words->addWidget(advice_);
    words->addSpacing(space::gap / 2);
    words->addLayout(buildButtons());
    words->addWidget(technical_);
    auto* content = new QHBoxLayout;
    content->setContentsMargins(space::margin, space::wide, space::margin, space::wide);
    content->setSpacing(space::wide);
    content->addWidget(icon_, 0, Qt::AlignTop);
    content->addLayout(words, 1);
    content->addWidget(close, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLine(this));
    layout->addLayout(content);
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
    original_->setToolTip(tr("Show original (Ctrl+Return)"));
    connect(original_, &QPushButton::clicked, this, [this] { Q_EMIT originalRequested(job_); });
    fold_ = new QPushButton(tr("Technical details"), this);
    fold_->setObjectName(QStringLiteral("foldButton"));
    fold_->setToolTip(tr("Technical details (Ctrl+I)"));
    setKind(fold_, "quiet");
    connect(fold_, &QPushButton::clicked, this, [this] { unfold(!isUnfolded()); });
    copy_ = new QPushButton(tr("Copy"), this);
    copy_->setObjectName(QStringLiteral("copyButton"));
    copy_->setAccessibleName(tr("Copy technical details"));
    copy_->setToolTip(tr("Copy technical details (Ctrl+Shift+C)"));
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
    const StateLook look = lookOf(row.job);
    const QColor color = toneColor(tokensOf(palette()), look.tone);
    icon_->setPixmap(iconPixmap(look.icon, fontMetrics().height(), color, devicePixelRatioF()));
    sentence_->setText(row.job.hasError && row.job.state == jobs::JobState::Queued
                           ? errorText(row.job.errorCode)
                           : statusText(row));
    QString advice = adviceText(row.job);
    if (row.job.state == jobs::JobState::Failed && saysNothingOfTheOriginal(row.job.errorCode))
        advice = (advice + QLatin1Char(' ') + tr("The original was not changed.")).trimmed();
    advice_->setText(advice);
    advice_->setVisible(!advice.isEmpty());
    const bool twin = isTwin(row.job);
    duplicateOf_ = row.video.duplicateOf;
    retry_->setVisible(allows(row.job, QueueAction::Retry) && !twin);
    showTwin_->setVisible(twin && duplicateOf_);
    importCopy_->setVisible(twin);
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
