#include "ui/widgets/drop_overlay.h"

#include "ui/support/icons.h"

#include <QtGui/QPainter>

namespace ndas::ui {

DropOverlay::DropOverlay(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("dropOverlay"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropOverlay::cover()
{
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropOverlay::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = tokens.window;
    veil.setAlphaF(0.92F);
    painter.fillRect(rect(), veil);

    QPen dashes(tokens.accent, 2, Qt::CustomDashLine);
    dashes.setDashPattern({5, 4});
    painter.setPen(dashes);
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 10, 10);

    const QPoint centre = rect().center();
    paintIcon(painter, QRect(centre - QPoint(28, 64), QSize(56, 56)), Icon::Drop, tokens.accent);
    painter.setPen(tokens.text);
    painter.setFont(textFont(font(), TextStep::Heading, QFont::DemiBold));
    painter.drawText(QRect(0, centre.y() + 4, width(), 40), Qt::AlignHCenter | Qt::AlignVCenter,
                     tr("Drop to add to the library"));
    painter.setPen(tokens.dimmed);
    painter.setFont(textFont(font(), TextStep::Body));
    painter.drawText(QRect(0, centre.y() + 44, width(), 28), Qt::AlignHCenter | Qt::AlignVCenter,
                     tr("You can look at everything before it is imported."));
}

} // namespace ndas::ui
