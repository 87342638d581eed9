#include "ui/dialogs/import_dialog.h"

#include "ui/dialogs/import_entrance.h"
#include "ui/dialogs/import_habit.h"
#include "ui/dialogs/import_keeper.h"
#include "ui/support/layout_file.h"
#include "ui/support/patient_entry.h"
#include "ui/support/sentences.h"
#include "ui/widgets/import_footer.h"
#include "ui/widgets/import_pane.h"
#include "ui/widgets/import_table.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtGui/QDropEvent>
#include <QtGui/QScreen>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QScrollArea>

namespace ndas::ui {

namespace {

constexpr QSize previewBox{272, 144};
const QLatin1String planKey("import/plan");
const QLatin1String geometryKey("import/geometry");

} // namespace

ImportDialog::ImportDialog(Gateway& gateway, Dialogs& dialogs, const QStringList& paths, QWidget* parent)
    : QDialog(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , model_(new ImportModel(gateway.parts().clock, importHabit(gateway), this))
    , edits_(new ImportEdits(*model_, importHabit(gateway), this))
    , order_(new ImportOrder(this))
    , scan_(new ImportScan(gateway, this))
    , twins_(new ImportTwins(gateway, this))
    , keeper_(new ImportKeeper(gateway, *model_, *edits_, *scan_, this))
{
    setWindowTitle(tr("Import recordings"));
    setAcceptDrops(true);
    resize(QSize(1240, 740).boundedTo(screen()->availableSize() * 0.95));
    restoreGeometry(layoutFile(gateway_).value(geometryKey).toByteArray());
    order_->setSourceModel(model_);
    order_->sort(ImportModel::NameColumn);
    build();
    connectParts();
    connectPane();
    readAllPatients();
    table_->setFocus();
    add(paths);
}

void ImportDialog::add(const QStringList& paths)
{
    if (paths.isEmpty() || run_)
        return;
    scan_->add(paths);
    updateSum();
}

void ImportDialog::restore(const ImportDraft& draft)
{
    QStringList paths;
    for (const DraftRecording& recording : draft.recordings)
        paths << recording.path;
    paths += draft.unsearched;
    model_->takeDraft(draft);
    edits_->noteEarlier();
    add(paths);
}

bool ImportDialog::isReading() const
{
    return scan_->isFinding() || sumOf(model_->rows()).reading > 0;
}

void ImportDialog::build()
{
    QWidget* table = buildTable(); // the keyboard goes from there to the pane
    pane_ = new ImportPane(gateway_.parts().presets, this);
    pane_->setShowsPlan(layoutFile(gateway_).value(planKey).toBool());
    auto* paneScroll = new QScrollArea(this);
    setKind(paneScroll, "plain");
    paneScroll->setFrameShape(QFrame::NoFrame);
    paneScroll->setWidgetResizable(true);
    paneScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    paneScroll->setWidget(pane_);
    paneScroll->setMaximumWidth(fontMetrics().horizontalAdvance(QString(38, QLatin1Char('n'))));
    paneScroll->setAccessibleName(tr("What is chosen"));
    const auto showEnd = [this, paneScroll] { paneScroll->ensureVisible(0, pane_->height()); };
    // Once the layouts, each within the other, know how high the text is.
    connect(pane_, &ImportPane::planToggled, paneScroll,
            [paneScroll, showEnd] { QTimer::singleShot(0, paneScroll, showEnd); });

    auto* middle = new QHBoxLayout;
    middle->setSpacing(space::margin);
    middle->addWidget(table, 2); // at the least: letters may be large
    middle->addWidget(paneScroll, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addLayout(middle, 1);
    footer_ = new ImportFooter(edits_->stack(), this);
    layout->addWidget(footer_);
}

QWidget* ImportDialog::buildTable()
{
    table_ = new ImportTable(this);
    table_->setObjectName(QStringLiteral("importTable"));
    table_->setAccessibleName(tr("Recordings to import"));
    table_->setModel(order_);
    return table_;
}

void ImportDialog::connectParts()
{
    connect(scan_, &ImportScan::found, model_, &ImportModel::addPaths);
    connect(scan_, &ImportScan::looked, model_, &ImportModel::setFacts);
    connect(scan_, &ImportScan::looked, twins_, &ImportTwins::add);
    connect(twins_, &ImportTwins::read, model_, &ImportModel::setContents);
    connect(twins_, &ImportTwins::read, this, &ImportDialog::showSoon);
    connect(scan_, &ImportScan::refused, this, [this](const std::vector<ImportProblem>& problems) {
        for (const ImportProblem& problem : problems)
            model_->addProblem(problem.path, problem.error);
    });
    connect(scan_, &ImportScan::progressed, this, &ImportDialog::showSoon);
    connect(model_, &QAbstractItemModel::dataChanged, this, &ImportDialog::showSoon);
    connect(model_, &QAbstractItemModel::rowsInserted, this, [this] {
        if (!pane_->isEnabled())
            updatePane();
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ImportDialog::updatePane);
    soon_.setSingleShot(true);
    soon_.setInterval(std::chrono::milliseconds(100));
    connect(&soon_, &QTimer::timeout, this, [this] {
        updateSum();
        updatePane();
    });
    auto* toggle = new QAction(tr("Import or leave out"), table_);
    toggle->setShortcut(Qt::Key_Space);
    toggle->setShortcutContext(Qt::WidgetShortcut);
    table_->addAction(toggle);
    connect(toggle, &QAction::triggered, this, &ImportDialog::toggleSelected);
    connect(&edits_->stack(), &QUndoStack::indexChanged, this, &ImportDialog::updatePane);
    connectFooter();
}

void ImportDialog::connectFooter()
{
    connect(footer_, &ImportFooter::importRequested, this, &ImportDialog::startImport);
    connect(footer_, &ImportFooter::cancelRequested, this, &ImportDialog::reject);
    connect(footer_, &ImportFooter::filesRequested, this,
            [this] { add(dialogs_.chooseRecordings(this, gateway_.settings().extensions)); });
    connect(footer_, &ImportFooter::pasteRequested, this, [this] { add(copiedPaths()); });
    connect(footer_, &ImportFooter::folderRequested, this, [this] {
        if (const QString folder = dialogs_.chooseFolder(this, tr("Add a folder"), {}); !folder.isEmpty())
            add({folder});
    });
}

void ImportDialog::connectPane()
{
    connect(pane_, &ImportPane::titleEdited, this,
            [this](const QString& pattern) { edits_->setTitle(editedRows(), pattern); });
    connect(pane_, &ImportPane::patientEdited, this,
            [this](const QString& code) { edits_->setPatient(editedRows(), code); });
    connect(pane_, &ImportPane::patientRequested, this, [this](const library::Patient& patient) {
        askForPatient(gateway_, patient, this,
                      [this](Patients patients) { takePatients(std::move(patients)); });
    });
    connect(pane_, &ImportPane::dateEdited, this,
            [this](const QDateTime& when) { edits_->setDate(editedRows(), when); });
    connect(pane_, &ImportPane::dateReset, this, [this] { edits_->resetDate(editedRows()); });
    connect(pane_, &ImportPane::presetEdited, this, [this](const QString& preset, bool on) {
        const std::vector<int> rows = editedRows();
        edits_->setPreset(rows, preset, on, scopeOf(rows));
    });
    connect(pane_, &ImportPane::copyEdited, this,
            [this](bool again) { edits_->setChosen(editedRows(), again); });
}

void ImportDialog::readAllPatients()
{
    readPatients(gateway_, this, [this](Patients patients) { takePatients(std::move(patients)); });
}

void ImportDialog::takePatients(std::vector<library::Patient> patients)
{
    model_->setPatients(patients);
    pane_->setPatients(std::move(patients));
    updatePane();
}

/// What is decided for several at once, or for all there are, is how this clinic does it; the exception made
/// for one is not.
ImportEdits::Scope ImportDialog::scopeOf(const std::vector<int>& rows) const
{
    return rows.size() > 1 || !hasSelection() ? ImportEdits::Scope::Habit : ImportEdits::Scope::Exception;
}

bool ImportDialog::hasSelection() const
{
    return table_->selectionModel()->hasSelection();
}

/// Those selected, or all when none is, as they stand in the table.
std::vector<int> ImportDialog::editedRows() const
{
    std::vector<int> rows;
    if (hasSelection())
        for (const QModelIndex& index : table_->chosen())
            rows.push_back(order_->mapToSource(index).row());
    else
        for (int row = 0; row < order_->rowCount(); ++row)
            rows.push_back(order_->mapToSource(order_->index(row, 0)).row());
    return rows;
}

void ImportDialog::updatePane()
{
    if (run_)
        return;
    std::vector<const ImportRow*> rows;
    for (const int row : editedRows())
        rows.push_back(&model_->rows()[static_cast<std::size_t>(row)]);
    const bool one = hasSelection() && rows.size() == 1;
    if (one)
        readPreview(rows.front()->path);
    pane_->show(rows, hasSelection(), one && previewFor_ == rows.front()->path ? preview_ : QPixmap());
}

/// In the background: the pane is shown anew once it is there.
void ImportDialog::readPreview(const QString& path)
{
    const QString file = scan_->previewOf(path);
    if (file.isEmpty() || previewFor_ == path)
        return;
    previewFor_ = path;
    preview_ = {};
    const auto work = [file, box = previewBox * devicePixelRatioF()](GatewayParts&) {
        return QImage(file).scaled(box, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    };
    gateway_.runLong(this, work, [this, path](const QImage& image) {
        if (previewFor_ != path)
            return;
        preview_ = QPixmap::fromImage(image);
        preview_.setDevicePixelRatio(devicePixelRatioF());
        updatePane();
    });
}

void ImportDialog::showSoon()
{
    if (!soon_.isActive())
        soon_.start();
}

void ImportDialog::updateSum()
{
    if (run_)
        return;
    const ImportSum sum = sumOf(model_->rows());
    if (!isReading() && sum.found == 0 && added_ > 0)
        return accept(); // what was still being looked for is not there
    if (isReading())
        footer_->showReading(sum.found - sum.reading, sum.found);
    else if (twins_->isComparing())
        footer_->showComparing();
    else
        footer_->hideProgress();
    QStringList sentences{said_, sumText(sum)};
    if (!isReading() && sum.found == 0)
        sentences << tr("There are no recordings here.");
    sentences.removeAll(QString());
    footer_->setSum(sentences.join(QLatin1Char(' ')));
    footer_->setRecordings(sum.recordings);
}

void ImportDialog::toggleSelected()
{
    const std::vector<int> rows = editedRows();
    const auto isOut = [this](int row) {
        const ImportRow& shown = model_->rows()[static_cast<std::size_t>(row)];
        return shown.isImportable() && !shown.chosen;
    };
    edits_->setChosen(rows, std::any_of(rows.begin(), rows.end(), isOut));
}

/// What is still being read stays in the table, and can be imported once it is known.
void ImportDialog::startImport()
{
    keepImportHabit(gateway_, edits_->habit());
    said_.clear();
    footer_->showAdding(0, sumOf(model_->rows()).recordings);
    run_ = std::make_unique<ImportRun>(gateway_, model_->rows());
    setAdding(true);
    footer_->setCancelText(tr("Stop"));
    connect(run_.get(), &ImportRun::progressed, footer_, &ImportFooter::showAdding);
    connect(run_.get(), &ImportRun::finished, this, &ImportDialog::finishImport);
}

void ImportDialog::setAdding(bool adding)
{
    footer_->setAdding(adding);
    for (QWidget* widget : std::initializer_list<QWidget*>{table_, pane_})
        widget->setEnabled(!adding);
}

/// What was added stays added; what was not is still in the table.
void ImportDialog::finishImport(const ImportOutcome& outcome)
{
    added_ += static_cast<int>(outcome.added.size());
    if (!outcome.added.isEmpty())
        Q_EMIT imported(static_cast<int>(outcome.added.size()));
    const QSet<QString> added(outcome.added.begin(), outcome.added.end());
    const auto isLeft = [&added](const ImportRow& row) {
        return (row.isChosen() || row.isTooEarly()) && !added.contains(row.path);
    };
    const bool complete =
        !outcome.error && !isReading() && std::none_of(model_->rows().begin(), model_->rows().end(), isLeft);
    if (!complete)
        model_->removePaths(outcome.added); // while the run stands, the pane shows nothing half removed
    run_.release()->deleteLater();
    if (complete)
        return accept();
    setAdding(false);
    footer_->setCancelText(added_ > 0 ? tr("Close") : tr("Cancel"));
    said_ = addedText(outcome.error);
    updateSum();
    updatePane();
    readAllPatients(); // those who were new are not any more
}

QString ImportDialog::addedText(const std::optional<Error>& error) const
{
    QStringList sentences;
    if (error)
        sentences << errorText(error->code) << adviceText(error->code);
    if (added_ == 1)
        sentences << tr("1 was added. The rest is still here.");
    else if (added_ > 1)
        sentences << tr("%1 were added. The rest is still here.").arg(countText(added_));
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

void ImportDialog::reject()
{
    if (run_)
        run_->cancel();
    else if (mayDiscard())
        QDialog::reject();
}

bool ImportDialog::mayDiscard()
{
    const ImportSum sum = sumOf(model_->rows());
    if (!edits_->any() || sum.recordings + sum.reading + sum.tooEarly == 0)
        return true;
    return dialogs_.ask(this, {.title = tr("Discard what was chosen for these recordings?"),
                               .text = tr("The files stay where they are; nothing of them is imported."),
                               .yes = tr("Discard"),
                               .no = tr("Keep choosing"),
                               .destructive = true});
}

void ImportDialog::done(int result)
{
    QSettings file = layoutFile(gateway_);
    file.setValue(planKey, pane_->showsPlan());
    file.setValue(geometryKey, saveGeometry());
    keeper_->drop();
    QDialog::done(result);
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (localPaths(event->mimeData()).isEmpty() || run_)
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void ImportDialog::dropEvent(QDropEvent* event)
{
    // Never a move: the program that offers the files would delete them.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    add(localPaths(event->mimeData()));
}

} // namespace ndas::ui
