// The few things that can be chosen. Every change is saved at once; there is no "OK".
#pragma once

#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

#include <QtWidgets/QWidget>

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace ndas::ui {

class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(Gateway& gateway, Dialogs& dialogs, QWidget* parent = nullptr);

Q_SIGNALS:
    void shortcutsRequested();
    void aboutRequested();

private:
    /// Adds a row: what it is, the choice, and a line in small on what it means.
    QComboBox* addChoice(QVBoxLayout* column, const QString& name, const QString& objectName,
                         const QString& meaning);
    void addLibraryPlace(QVBoxLayout* column);
    void addHelp(QVBoxLayout* column);
    void fillChoices();
    void load();
    void save();

    Gateway& gateway_;
    Dialogs& dialogs_;
    QComboBox* storage_ = nullptr;
    QComboBox* jobs_ = nullptr;
    QComboBox* preset_ = nullptr;
    QComboBox* hardware_ = nullptr;
    QComboBox* likeness_ = nullptr;
    QComboBox* theme_ = nullptr;
    bool loading_ = false;
};

} // namespace ndas::ui
