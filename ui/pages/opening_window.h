// What is seen until the library is open: that it is being opened, or why it cannot be and what to do.
#pragma once

#include "core/base/error.h"

#include <QtWidgets/QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ndas::ui {

class OpeningWindow : public QWidget {
    Q_OBJECT
public:
    explicit OpeningWindow(const QString& dataFolder, QWidget* parent = nullptr);

    void showOpening();
    void showProblem(const Error& error);

Q_SIGNALS:
    void tryAgain();

private:
    QString dataFolder_;
    QString technical_;
    QLabel* heading_;
    QLabel* text_;
    QProgressBar* bar_;
    QPushButton* retry_;
    QPushButton* copy_;
    QPushButton* quit_;
};

} // namespace ndas::ui
