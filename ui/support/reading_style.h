// Fusion that writes each text in its own reading direction (English in a mirrored window is "Edit…", not
// "…Edit"), with our own icons, as large as the letters beside them.
#pragma once

#include <QtWidgets/QProxyStyle>

namespace ndas::ui {

class ReadingStyle : public QProxyStyle {
    Q_OBJECT
public:
    ReadingStyle();

    void drawItemText(QPainter* painter, const QRect& rect, int flags, const QPalette& palette, bool enabled,
                      const QString& text, QPalette::ColorRole role) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                       const QWidget* widget) const override;
};

} // namespace ndas::ui
