#include "ui/pages/patients_page.h"

#include "ui/dialogs/patient_dialog.h"
#include "ui/support/dialogs.h"
#include "ui/support/first_arrow.h"
#include "ui/support/icons.h"
#include "ui/support/search_keys.h"
#include "ui/widgets/empty_state.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTableView>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

PatientsPage::PatientsPage(Gateway& gateway, EditHistory& history, QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , history_(history)
    , search_(new QLineEdit(this))
    , table_(new QTableView(this))
    , stack_(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("patientsPage"));
    shown_.setSourceModel(&model_);
    shown_.setSortRole(PatientsModel::SortRole);
    shown_.setSortCaseSensitivity(Qt::CaseInsensitive);
    shown_.setSortLocaleAware(true);
    shown_.setFilterKeyColumn(-1);
    shown_.setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* nobody = new EmptyState(Icon::Patient,
                                  {tr("No patients yet"),
                                   tr("A patient is added here, or with the first recording of theirs."),
                                   tr("Add patient")},
                                  EmptyState::Frame::None, this);
    connect(nobody, &EmptyState::buttonClicked, this, &PatientsPage::addOne);
    auto* noMatch =
        new EmptyState(Icon::Search, {tr("No patient matches."), tr("Try other letters."), tr("Show all")},
                       EmptyState::Frame::None, this);
    noMatch->setObjectName(QStringLiteral("noPatientMatches"));
    connect(noMatch, &EmptyState::buttonClicked, search_, &QLineEdit::clear);
    for (QWidget* page : std::initializer_list<QWidget*>{nobody, buildList(), noMatch}) // as in Shown
        stack_->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::wide, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addWidget(buildHeader());
    layout->addWidget(stack_, 1);
    addCommands();
    connect(&history_, &EditHistory::saved, this, &PatientsPage::reload);
    connect(&gateway_, &Gateway::libraryChanged, this, [this] {
        if (isVisible())
            reload();
    });
    refresh();
}

QWidget* PatientsPage::buildHeader()
{
    auto* header = new QWidget(this);
    auto* heading = new QLabel(tr("Patients"), header);
    setTextStep(heading, TextStep::Heading, QFont::DemiBold);
    search_->setParent(header);
    search_->setObjectName(QStringLiteral("patientSearch"));
    search_->setPlaceholderText(tr("Search code, name"));
    search_->setToolTip(tr("Search code, name (Ctrl+F)"));
    search_->setAccessibleName(tr("Search patients"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(Icon::Search, IconInk::Dimmed), QLineEdit::LeadingPosition);
    search_->setMaximumWidth(320);
    auto* add = new QPushButton(icon(Icon::Add, IconInk::OnAccent), tr("Add patient"), header);
    add->setObjectName(QStringLiteral("addPatient"));
    add->setToolTip(tr("Add a patient (Ctrl+N)"));
    setKind(add, "primary");
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(heading);
    layout->addStretch(1);
    layout->addWidget(search_, 2);
    layout->addWidget(add);
    leaveSearchByKey(*search_, [this] { return table_->isVisible() ? table_ : nullptr; });
    connect(add, &QPushButton::clicked, this, &PatientsPage::addOne);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        shown_.setFilterFixedString(text);
        refresh();
    });
    return header;
}

QWidget* PatientsPage::buildList()
{
    table_->setObjectName(QStringLiteral("patientsTable"));
    chooseWithFirstArrow(*table_);
    table_->setAccessibleName(tr("Patients"));
    table_->setModel(&shown_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    setKind(table_, "rows");
    table_->setTabKeyNavigation(false);
    table_->setSortingEnabled(true);
    table_->sortByColumn(PatientsModel::CodeColumn, Qt::AscendingOrder);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 20);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setMinimumSectionSize(
        fontMetrics().horizontalAdvance(QStringLiteral("30 Nov 2026  ")) + 2 * space::gap);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(PatientsModel::NameColumn, QHeaderView::Stretch);
    connect(table_, &QTableView::doubleClicked, this, &PatientsPage::editChosen);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PatientsPage::refresh);
    auto* host = new QWidget(this);
    auto* layout = new QVBoxLayout(host);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(table_, 1);
    layout->addWidget(buildActions());
    return host;
}

QWidget* PatientsPage::buildActions()
{
    auto* host = new QWidget(this);
    auto* layout = new QHBoxLayout(host);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap);
    const auto add = [&](const QString& text, const char* objectName, const QString& tip,
                         void (PatientsPage::*slot)()) {
        auto* button = new QPushButton(text, host);
        button->setObjectName(QLatin1String(objectName));
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, slot);
        layout->addWidget(button);
        return button;
    };
    edit_ = add(tr("Edit…"), "editPatientButton", tr("Code, name, birth, gestation (Return)"),
                &PatientsPage::editChosen);
    recordings_ = add(tr("Show recordings"), "showPatientRecordings", tr("In the library"),
                      &PatientsPage::showRecordings);
    layout->addStretch();
    remove_ = add(tr("Remove"), "removePatient", {}, &PatientsPage::removeChosen);
    return host;
}

/// The menu bar and the keys share them.
void PatientsPage::addCommands()
{
    const auto add = [this](const QString& text, const QList<QKeySequence>& keys,
                            void (PatientsPage::*slot)()) {
        auto* action = new QAction(text, this);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetShortcut); // buttons need Return for themselves
        table_->addAction(action);
        addAction(action);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    add(tr("Add patient…"), {QKeySequence::New}, &PatientsPage::addOne)
        ->setShortcutContext(Qt::WindowShortcut); // while the page is there
    editAction_ = add(tr("Edit…"), {Qt::Key_Return, Qt::Key_Enter, Qt::Key_F2}, &PatientsPage::editChosen);
    recordingsAction_ = add(tr("Show recordings"), {}, &PatientsPage::showRecordings);
    removeAction_ = add(tr("Remove"), {QKeySequence::Delete}, &PatientsPage::removeChosen);
}

void PatientsPage::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void PatientsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    reload();
}

void PatientsPage::focusList()
{
    table_->setFocus(Qt::OtherFocusReason);
}

void PatientsPage::reload()
{
    gateway_.run(
        this, [](GatewayParts& parts) { return parts.library.patientUses(); },
        [this](Result<std::vector<library::PatientUse>> patients) {
            if (patients)
                take(std::move(*patients));
            else
                Q_EMIT gateway_.changeFailed(patients.error());
        });
}

void PatientsPage::take(std::vector<library::PatientUse> patients)
{
    const auto* before = chosen();
    const QString keep = before ? before->patient.code : QString();
    model_.setPatients(std::move(patients));
    int row = model_.rowOf(select_);
    if (row >= 0)
        select_.clear(); // not before: this may have been read before the change was saved
    else
        row = model_.rowOf(keep);
    if (row >= 0) {
        const QModelIndex index = shown_.mapFromSource(model_.index(row, 0));
        table_->setCurrentIndex(index);
        table_->scrollTo(index);
    }
    refresh();
}

const library::PatientUse* PatientsPage::chosen() const
{
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &model_.at(shown_.mapToSource(rows.front()).row());
}

void PatientsPage::refresh()
{
    const library::PatientUse* use = chosen();
    stack_->setCurrentIndex(model_.rowCount() == 0 ? Nobody : shown_.rowCount() == 0 ? NoMatch : Everybody);
    const auto enable = [](QPushButton* button, QAction* action, bool enabled) {
        button->setEnabled(enabled);
        action->setEnabled(enabled);
    };
    enable(edit_, editAction_, use);
    enable(recordings_, recordingsAction_, use && use->recordings > 0);
    enable(remove_, removeAction_, use && use->recordings == 0);
    remove_->setToolTip(use && use->recordings > 0 ? tr("Patients with recordings cannot be removed.")
                                                   : tr("Remove this patient (Del)"));
}

void PatientsPage::addOne()
{
    auto* dialog = new PatientDialog({}, model_.patients(), this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        select_ = dialog->patient().code;
        history_.addPatient(dialog->patient());
    });
    showOver(dialog);
}

void PatientsPage::editChosen()
{
    const library::PatientUse* use = chosen();
    if (!use)
        return;
    auto* dialog = new PatientDialog(use->patient, model_.patients(), this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        select_ = dialog->patient().code;
        history_.changePatient(dialog->patient(), tr("Patient changed"));
    });
    showOver(dialog);
}

void PatientsPage::removeChosen()
{
    if (const library::PatientUse* use = chosen(); use && use->recordings == 0)
        history_.removePatient(use->patient);
}

void PatientsPage::showRecordings()
{
    if (const library::PatientUse* use = chosen())
        Q_EMIT recordingsRequested(use->patient.code);
}

} // namespace ndas::ui
