#include "ui/widgets/navigation.h"

#include "ui/support/sentences.h"

#include <QtGui/QPainter>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QStyle>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {
constexpr int padding = 12;
constexpr int narrowest = 132;

int iconSideFor(const QFontMetrics& metrics)
{
    return std::max(20, metrics.height());
}
} // namespace

NavigationButton::NavigationButton(Icon icon, const QString& text, QWidget* parent)
    : QAbstractButton(parent)
    , icon_(icon)
{
    setText(text);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavigationButton::setCount(int count)
{
    count_ = count;
    setAccessibleDescription(count > 0 ? tr("%n unfinished", nullptr, count) : QString());
    update();
}

QSize NavigationButton::sizeHint() const
{
    const QFontMetrics metrics(textFont(font(), TextStep::Body, QFont::DemiBold));
    const int count = metrics.horizontalAdvance(QStringLiteral("0000"));
    const int width = metrics.horizontalAdvance(text()) + iconSideFor(metrics) + 2 * padding + 8 + count;
    return {std::max(narrowest, width), std::max(38, metrics.height() + 16)};
}

QSize NavigationButton::minimumSizeHint() const
{
    return sizeHint();
}

void NavigationButton::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? tokens.accentSoft : tokens.window);
        painter.drawRoundedRect(frame, space::corner, space::corner);
    }
    if (hasFocus()) {
        painter.setPen(tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, space::corner, space::corner);
    }
    const QColor ink = isChecked() ? tokens.accent : underMouse() ? tokens.text : tokens.dimmed;
    const int iconSide = iconSideFor(fontMetrics());
    const QRect inner = rect().adjusted(padding, 0, -padding, 0);
    const QRect iconRect(inner.left(), inner.center().y() - iconSide / 2 + 1, iconSide, iconSide);
    paintIcon(painter, QStyle::visualRect(layoutDirection(), rect(), iconRect), icon_, ink);

    painter.setPen(ink);
    painter.setFont(textFont(font(), TextStep::Body, isChecked() ? QFont::DemiBold : QFont::Medium));
    const QRect textRect = inner.adjusted(iconSide + 8, 0, 0, 0);
    const auto draw = [&](Qt::Alignment side, const QString& text) {
        const Qt::Alignment visual = QStyle::visualAlignment(layoutDirection(), side);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), textRect),
                         static_cast<int>(visual | Qt::AlignVCenter), text);
    };
    draw(Qt::AlignLeft, text());
    painter.setFont(textFont(font(), TextStep::Small, QFont::DemiBold));
    if (count_ > 0)
        draw(Qt::AlignRight, countText(count_));
}

Navigation::Navigation(QWidget* parent)
    : QWidget(parent)
    , layout_(new QVBoxLayout(this))
    , buttons_(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    layout_->setContentsMargins(space::gap, space::wide, space::gap, space::gap);
    layout_->setSpacing(4);
    layout_->addStretch();
    connect(buttons_, &QButtonGroup::idToggled, this, [this](int page, bool checked) {
        if (checked)
            Q_EMIT pageChosen(page);
    });
}

void Navigation::addPage(Icon icon, const QString& text, const QString& shortcut, const QString& objectName,
                         Place place)
{
    auto* button = new NavigationButton(icon, text, this);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    button->setToolTip(tr("%1 (%2)").arg(text, shortcut));
    buttons_->addButton(button, static_cast<int>(buttons_->buttons().size()));
    if (place == Place::Top)
        layout_->insertWidget(topCount_++, button);
    else
        layout_->addWidget(button);
}

void Navigation::setCount(int page, int count)
{
    static_cast<NavigationButton*>(buttons_->button(page))->setCount(count);
}

void Navigation::choose(int page)
{
    buttons_->button(page)->setChecked(true);
}

void Navigation::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    const int edge = layoutDirection() == Qt::LeftToRight ? width() - 1 : 0;
    painter.fillRect(QRect(edge, 0, 1, height()), tokens.line);
}

} // namespace ndas::ui
