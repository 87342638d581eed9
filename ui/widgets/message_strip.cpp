#include "ui/widgets/message_strip.h"

#include "ui/support/icons.h"
#include "ui/support/sentences.h"
#include "ui/support/spoken.h"
#include "ui/widgets/detail_parts.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

MessageStrip::MessageStrip(QWidget* parent)
    : QWidget(parent)
    , text_(makeText({}, TextStep::Body, "", this))
    , copy_(new QPushButton(tr("Copy technical details"), this))
    , action_(new QPushButton(tr("Undo"), this))
{
    setObjectName(QStringLiteral("messageStrip"));
    makeMessagePlace(*this);
    text_->setObjectName(QStringLiteral("messageText"));
    setKind(copy_, "quiet");
    action_->setObjectName(QStringLiteral("messageAction"));
    connect(action_, &QPushButton::clicked, this, [this] {
        hide();
        // A copy: it may offer the next thing, in its own place.
        if (const auto action = onAction_)
            action();
    });
    goes_.setSingleShot(true);
    goes_.setInterval(std::chrono::seconds(10));
    connect(&goes_, &QTimer::timeout, this, &QWidget::hide);
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(technical_); });
    auto* close = new QToolButton(this);
    close->setIcon(icon(Icon::Cross, IconInk::Dimmed));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &QWidget::hide);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::margin, space::gap, space::margin, space::gap);
    layout->addSpacing(28); // for the icon, on whichever side it is painted
    layout->addWidget(text_, 1);
    layout->addWidget(copy_);
    layout->addWidget(action_);
    layout->addWidget(close);
    hide();
}

QString MessageStrip::textOf(const Error& error)
{
    const QString advice = adviceText(error.code);
    return advice.isEmpty() ? errorText(error.code) : errorText(error.code) + QLatin1Char(' ') + advice;
}

void MessageStrip::say(const Error& error)
{
    warn(textOf(error), error);
}

void MessageStrip::warn(const QString& text, const Error& error)
{
    technical_ = technicalText(error);
    show(text, Tone::Attention);
    copy_->show();
    goes_.stop();
}

void MessageStrip::tell(const QString& text)
{
    show(text, Tone::Accent);
    goes_.start();
}

void MessageStrip::offer(const QString& text, const QString& button, std::function<void()> action)
{
    tell(text);
    onAction_ = std::move(action);
    action_->setText(button);
    action_->show();
}

void MessageStrip::follow(const QString& text, const QString& button, std::function<void()> action)
{
    if (follows_ && isVisible()) { // spoken once, not at every step
        text_->setText(text);
        onAction_ = std::move(action);
        return;
    }
    offer(text, button, std::move(action));
    goes_.stop();
    follows_ = true;
}

void MessageStrip::show(const QString& text, Tone tone)
{
    tone_ = tone;
    follows_ = false;
    text_->setText(text);
    copy_->hide();
    action_->hide();
    speak(*this, text);
    QWidget::show();
    update();
}

void MessageStrip::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
    const QRect iconRect(space::margin, height() / 2 - 10, 20, 20);
    paintIcon(painter, QStyle::visualRect(layoutDirection(), rect(), iconRect),
              tone_ == Tone::Attention ? Icon::Attention : Icon::Info, toneColor(tokens, tone_));
}

} // namespace ndas::ui
