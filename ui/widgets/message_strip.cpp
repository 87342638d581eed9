#include "ui/widgets/message_strip.h"

#include "ui/support/icons.h"
#include "ui/support/sentences.h"

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
    , text_(new QLabel(this))
{
    setObjectName(QStringLiteral("messageStrip"));
    text_->setObjectName(QStringLiteral("messageText"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* copy = new QPushButton(tr("Copy technical details"), this);
    setKind(copy, "quiet");
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(technical_); });
    auto* close = new QToolButton(this);
    close->setIcon(icon(Icon::Cross, IconInk::Dimmed));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &QWidget::hide);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::margin + 28, space::gap, space::margin, space::gap);
    layout->addWidget(text_, 1);
    layout->addWidget(copy);
    layout->addWidget(close);
    hide();
}

void MessageStrip::say(const Error& error)
{
    const QString advice = adviceText(error.code);
    technical_ = technicalText(error);
    text_->setText(advice.isEmpty() ? errorText(error.code)
                                    : errorText(error.code) + QLatin1Char(' ') + advice);
    setAccessibleName(text_->text());
    show();
}

void MessageStrip::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
    const QRect iconRect(space::margin, height() / 2 - 10, 20, 20);
    paintIcon(painter, QStyle::visualRect(layoutDirection(), rect(), iconRect), Icon::Attention,
              tokens.attention);
}

} // namespace ndas::ui
