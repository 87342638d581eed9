// Whose recordings the library holds: look them up, add, correct, remove those without recordings.
#pragma once

#include "ui/models/patients_model.h"
#include "ui/support/edit_history.h"

#include <QtCore/QSortFilterProxyModel>
#include <QtWidgets/QWidget>

class QAction;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace ndas::ui {

class PatientsPage : public QWidget {
    Q_OBJECT
public:
    PatientsPage(Gateway& gateway, EditHistory& history, QWidget* parent = nullptr);

    void focusList();
    void focusSearch();

Q_SIGNALS:
    void recordingsRequested(const QString& code);

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum Shown { Nobody, Everybody, NoMatch };

    QWidget* buildHeader();
    QWidget* buildList();
    QWidget* buildActions();
    void addCommands();
    void reload();
    void take(std::vector<library::PatientUse> patients);
    void refresh();
    const library::PatientUse* chosen() const;
    void addOne();
    void editChosen();
    void removeChosen();
    void showRecordings();

    Gateway& gateway_;
    EditHistory& history_;
    PatientsModel model_;
    QSortFilterProxyModel shown_;
    QString select_; ///< code of whom to choose once they are listed
    QLineEdit* search_;
    QTableView* table_;
    QStackedWidget* stack_;
    QPushButton* edit_ = nullptr;
    QPushButton* recordings_ = nullptr;
    QPushButton* remove_ = nullptr;
    QAction* editAction_ = nullptr;
    QAction* recordingsAction_ = nullptr;
    QAction* removeAction_ = nullptr;
};

} // namespace ndas::ui
