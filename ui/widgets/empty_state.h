// What a page shows when it has nothing to show: icon, one sentence, a line in small, perhaps a button.
#pragma once

#include "ui/support/icons.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace ndas::ui {

struct EmptyStateText {
    QString heading;
    QString detail;
    QString button;      ///< "" = none
    QString second = {}; ///< quieter buttons below it; "" = none
    QString third = {};
};

class EmptyState : public QWidget {
    Q_OBJECT
public:
    /// DropTarget: a dashed line around it says that things may be dropped here.
    enum class Frame { None, DropTarget };

    EmptyState(Icon icon, const EmptyStateText& text, Frame frame, QWidget* parent = nullptr);

    void setText(const QString& heading, const QString& detail);

Q_SIGNALS:
    void buttonClicked();
    void secondClicked();
    void thirdClicked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QPushButton* addButton(const QString& text, const char* objectName);

    Icon icon_;
    Frame frame_;
    QWidget* iconSpace_;
    QLabel* heading_;
    QLabel* detail_;
};

} // namespace ndas::ui
