#include "ui/widgets/whole_picture.h"

#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace ndas::ui {

void WholePicture::setImage(const QImage& image)
{
    image_ = image;
    update();
}

void WholePicture::paintEvent(QPaintEvent*)
{
    if (image_.isNull())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QSize shown = image_.size().scaled(size(), Qt::KeepAspectRatio);
    painter.drawImage(QStyle::alignedRect(Qt::LeftToRight, Qt::AlignTop | Qt::AlignHCenter, shown, rect()),
                      image_);
}

} // namespace ndas::ui
