// The few things that can be chosen. Every change is saved at once; there is no "OK".
#pragma once

#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QVBoxLayout;

namespace ndas::ui {

class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(Gateway& gateway, Dialogs& dialogs, QWidget* parent = nullptr);

    void focusContent();

Q_SIGNALS:
    void shortcutsRequested();
    void aboutRequested();

private:
    struct Words {
        QString name;
        QString objectName;
        QString meaning; ///< in small below the name
    };

    /// A row, and where its value is kept.
    struct Choice {
        QComboBox* box = nullptr;
        std::function<QVariant(const settings::Settings&)> read;
        std::function<void(settings::Settings&, const QVariant&)> write;
        std::function<QString(const QVariant&)> textOf;
    };

    void addImportChoices(QVBoxLayout* column);
    void addWorkChoices(QVBoxLayout* column);
    void addLimitChoices(QVBoxLayout* column);
    void addThemeChoice(QVBoxLayout* column);
    void addHeading(QVBoxLayout* column, const QString& text);
    std::vector<QString> presetIds() const;
    QString presetsText(const QString& ids) const; ///< of ids with commas between
    /// `at` gives the place of the value in the settings, `textOf` what a value is called.
    template <class Value, class Access>
    void offer(QVBoxLayout* column, const Words& words, Access at, const std::vector<Value>& values,
               std::function<QString(const Value&)> textOf);
    QComboBox* addRow(QVBoxLayout* column, const Words& words);
    void addWords(QHBoxLayout* row, const QString& name, const QString& meaning);
    void addLibraryPlace(QVBoxLayout* column);
    void addHelp(QVBoxLayout* column);
    void addRestore(QVBoxLayout* column);
    void askToRestore();
    void load();
    void save();

    Gateway& gateway_;
    Dialogs& dialogs_;
    std::vector<Choice> choices_;
    bool loading_ = false;
};

} // namespace ndas::ui
