#include "ui/widgets/empty_state.h"

#include <QtGui/QPainter>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

static QLabel* centredLabel(const QString& text, TextStep step, QFont::Weight weight, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    setTextStep(label, step, weight);
    return label;
}

EmptyState::EmptyState(Icon icon, const EmptyStateText& text, Frame frame, QWidget* parent)
    : QWidget(parent)
    , icon_(icon)
    , frame_(frame)
    , iconSpace_(new QWidget(this))
    , heading_(centredLabel(text.heading, TextStep::Title, QFont::DemiBold, this))
    , detail_(centredLabel(text.detail, TextStep::Small, QFont::Normal, this))
{
    iconSpace_->setFixedSize(48, 48);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->setSpacing(space::gap);
    layout->addStretch(2);
    layout->addWidget(iconSpace_, 0, Qt::AlignHCenter);
    layout->addSpacing(space::gap);
    setKind(detail_, "dimmed");
    layout->addWidget(heading_);
    layout->addWidget(detail_);
    if (!text.button.isEmpty()) {
        layout->addSpacing(space::wide);
        connect(addButton(text.button, "emptyStateButton"), &QPushButton::clicked, this,
                &EmptyState::buttonClicked);
    }
    if (!text.second.isEmpty()) {
        QPushButton* second = addButton(text.second, "emptyStateSecond");
        setKind(second, "quiet");
        connect(second, &QPushButton::clicked, this, &EmptyState::secondClicked);
    }
    if (!text.third.isEmpty()) {
        QPushButton* third = addButton(text.third, "emptyStateThird");
        setKind(third, "quiet");
        connect(third, &QPushButton::clicked, this, &EmptyState::thirdClicked);
    }
    layout->addStretch(3);
}

QPushButton* EmptyState::addButton(const QString& text, const char* objectName)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(objectName));
    static_cast<QVBoxLayout*>(layout())->addWidget(button, 0, Qt::AlignHCenter);
    return button;
}

void EmptyState::setText(const QString& heading, const QString& detail)
{
    heading_->setText(heading);
    detail_->setText(detail);
}

void EmptyState::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (frame_ == Frame::DropTarget) {
        painter.setPen(QPen(tokens.dimmed, 1, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({6, 5});
        painter.setPen(pen);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    }
    paintIcon(painter, iconSpace_->geometry(), icon_, tokens.dimmed);
}

} // namespace ndas::ui
