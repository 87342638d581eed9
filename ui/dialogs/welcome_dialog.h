// The first start: where everything will live, how much room there is, one button.
#pragma once

#include "ui/support/gateway.h"

#include <QtWidgets/QDialog>

class QLabel;

namespace ndas::ui {

class WelcomeDialog : public QDialog {
    Q_OBJECT
public:
    explicit WelcomeDialog(Gateway& gateway, QWidget* parent = nullptr);

Q_SIGNALS:
    void sampleRequested(); ///< the dialog has closed

private:
    void readFreeSpace();

    Gateway& gateway_;
    QLabel* room_;
};

} // namespace ndas::ui
