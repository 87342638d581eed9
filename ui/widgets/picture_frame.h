// One thumbnail, as wide as its place allows, letter-boxed on a neutral; portrait is shown portrait.
#pragma once

#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QWidget>

namespace ndas::ui {

class PictureFrame : public QWidget {
    Q_OBJECT
public:
    explicit PictureFrame(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setFile(const QString& file); ///< below thumbnails/; "" shows a film symbol

    bool hasHeightForWidth() const override { return true; }

    int heightForWidth(int width) const override { return width * 9 / 16; }

    QSize sizeHint() const override { return {288, 162}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThumbnailCache& thumbnails_;
    QString file_;
};

} // namespace ndas::ui
