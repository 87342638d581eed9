#include "ui/widgets/picture_frame.h"

#include "ui/support/icons.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QStyle>

namespace ndas::ui {

PictureFrame::PictureFrame(ThumbnailCache& thumbnails, QWidget* parent)
    : QWidget(parent)
    , thumbnails_(thumbnails)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&thumbnails_, &ThumbnailCache::loaded, this, [this](const QString& file) {
        if (file == file_)
            update();
    });
}

void PictureFrame::setFile(const QString& file)
{
    file_ = file;
    update();
}

void PictureFrame::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()), space::corner, space::corner);
    painter.setClipPath(shape);
    painter.fillRect(rect(), tokens.letterbox);
    const QPixmap pixmap = thumbnails_.pixmap(file_, QSize(640, 360), devicePixelRatioF());
    if (pixmap.isNull()) {
        paintIcon(painter, QRect(rect().center() - QPoint(16, 16), QSize(32, 32)), Icon::Film, tokens.dimmed);
        return;
    }
    const QSize shown = pixmap.deviceIndependentSize().scaled(size(), Qt::KeepAspectRatio).toSize();
    painter.drawPixmap(QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, shown, rect()), pixmap);
}

} // namespace ndas::ui
