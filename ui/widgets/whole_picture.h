// A picture as large as its place allows, whole, at the top of it.
#pragma once

#include <QtGui/QImage>
#include <QtWidgets/QWidget>

namespace ndas::ui {

class WholePicture : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    void setImage(const QImage& image);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage image_;
};

} // namespace ndas::ui
