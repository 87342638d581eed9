#include "ui/pages/opening_window.h"

#include "ui/support/icons.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"

#include <QtCore/QDir>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

QStringList sentencesOn(ErrorCode code)
{
    if (code == ErrorCode::NotFound)
        return {OpeningWindow::tr("Its folder is not there and cannot be made."),
                OpeningWindow::tr("If it is on another disk, connect that disk and try again.")};
    if (code == ErrorCode::AlreadyExists)
        return {OpeningWindow::tr("There is a file where its folder should be."),
                OpeningWindow::tr("Move or rename that file and try again.")};
    QStringList sentences{errorText(code), adviceText(code)};
    sentences.removeAll(QString());
    return sentences;
}

} // namespace

OpeningWindow::OpeningWindow(const QString& dataFolder, QWidget* parent)
    : QWidget(parent)
    , dataFolder_(QDir::toNativeSeparators(dataFolder))
    , heading_(makeText({}, TextStep::Title, "", this, QFont::DemiBold))
    , text_(makeText({}, TextStep::Body, "", this))
    , bar_(new QProgressBar(this))
    , retry_(new QPushButton(icon(Icon::Retry), tr("Try again"), this))
    , copy_(new QPushButton(tr("Copy technical details"), this))
    , quit_(new QPushButton(tr("Quit"), this))
{
    setObjectName(QStringLiteral("openingWindow"));
    setWindowTitle(tr("NDAS"));
    setWindowIcon(applicationIcon());
    text_->setObjectName(QStringLiteral("openingText"));
    bar_->setRange(0, 0);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Opening the library…"));
    setKind(copy_, "quiet");

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(copy_);
    buttons->addStretch();
    buttons->addWidget(quit_);
    buttons->addWidget(retry_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(space::wide);
    layout->addWidget(heading_);
    layout->addWidget(text_);
    layout->addWidget(bar_);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(480);

    connect(retry_, &QPushButton::clicked, this, &OpeningWindow::tryAgain);
    connect(quit_, &QPushButton::clicked, this, &QWidget::close);
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(technical_); });
    showOpening();
}

void OpeningWindow::showOpening()
{
    heading_->setText(tr("Opening the library…"));
    text_->setText(dataFolder_);
    setKind(text_, "dimmed");
    bar_->show();
    for (QPushButton* button : {retry_, copy_, quit_})
        button->hide();
}

void OpeningWindow::showProblem(const Error& error)
{
    technical_ = technicalText(error);
    heading_->setText(tr("The library could not be opened"));
    text_->setText(sentencesOn(error.code).join(QLatin1Char('\n')) + QStringLiteral("\n\n") +
                   tr("The library is in %1.").arg(dataFolder_));
    setKind(text_, "");
    bar_->hide();
    for (QPushButton* button : {retry_, copy_, quit_})
        button->show();
    retry_->setDefault(true);
    retry_->setFocus();
    adjustSize();
}

} // namespace ndas::ui
