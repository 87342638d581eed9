#include "ui/widgets/status_strip.h"

#include "ui/support/icons.h"
#include "ui/support/sentences.h"
#include "ui/support/spoken.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent)
    , sentence_(new QLabel(this))
    , bar_(new QProgressBar(this))
    , done_(new QLabel(this))
    , pause_(new QPushButton(this))
{
    setObjectName(QStringLiteral("statusStrip"));
    makeMessagePlace(*this);
    sentence_->setObjectName(QStringLiteral("statusSentence"));
    sentence_->setTextFormat(Qt::PlainText);
    bar_->setObjectName(QStringLiteral("statusBar"));
    bar_->setTextVisible(false);
    bar_->setRange(0, 1000);
    bar_->setMaximumWidth(420);
    bar_->setAccessibleName(tr("Progress of the queue"));
    setKind(done_, "dimmed");
    pause_->setObjectName(QStringLiteral("pauseAll"));
    connect(pause_, &QPushButton::clicked, this, [this] { Q_EMIT pauseRequested(!paused_); });

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::margin, 6, space::margin, 6);
    layout->setSpacing(space::wide);
    layout->addWidget(sentence_);
    layout->addWidget(bar_, 1, Qt::AlignVCenter);
    layout->addWidget(done_);
    layout->addStretch(1);
    layout->addWidget(pause_);
    setFigures({});
}

void StatusStrip::setFigures(const QueueFigures& figures)
{
    paused_ = figures.queuePaused;
    const bool busy = figures.unfinished() > 0;
    sentence_->setText(queueSentence(figures));
    bar_->setVisible(busy);
    bar_->setValue(static_cast<int>(figures.fraction * 1000));
    done_->setVisible(busy);
    done_->setText(tr("%1 of %2 done").arg(countText(figures.done), countText(figures.total)));
    pause_->setIcon(icon(paused_ ? Icon::Play : Icon::Pause));
    pause_->setText(paused_ ? tr("Resume all") : tr("Pause all"));
    const QString what =
        paused_ ? tr("Let the queue go on") : tr("Stop at the next chance and start nothing new");
    const QKeySequence keys(Qt::CTRL | Qt::Key_P); // the window's
    pause_->setToolTip(QStringLiteral("%1 (%2)").arg(what, keys.toString(QKeySequence::NativeText)));
    pause_->setEnabled(busy || paused_);
}

void StatusStrip::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(QRect(0, 0, width(), 1), tokens.line);
}

} // namespace ndas::ui
