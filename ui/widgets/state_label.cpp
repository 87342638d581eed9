#include "ui/widgets/state_label.h"

#include <QtGui/QPainter>

namespace ndas::ui {

StateLabel::StateLabel(const StateLook& look, QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setLook(look);
}

void StateLabel::setLook(const StateLook& look)
{
    look_ = look;
    setAccessibleName(look.word);
    setToolTip(look.word);
    updateGeometry();
    update();
}

QSize StateLabel::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    return {metrics.horizontalAdvance(look_.word) + metrics.height() + 8, metrics.height() + 4};
}

QSize StateLabel::minimumSizeHint() const
{
    return {fontMetrics().height() * 3, fontMetrics().height() + 4};
}

void StateLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintState(painter, rect(), look_, palette(), font());
}

} // namespace ndas::ui
