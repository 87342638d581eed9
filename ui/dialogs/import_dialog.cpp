#include "ui/dialogs/import_dialog.h"

#include "ui/support/layout_file.h"
#include "ui/support/sentences.h"
#include "ui/widgets/import_pane.h"
#include "ui/widgets/import_table.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtGui/QDropEvent>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>

namespace ndas::ui {

namespace {

constexpr QSize previewBox{272, 144};
constexpr int paneWidth = 288;
const QLatin1String patternKey("import/title");
const QLatin1String planKey("import/plan");
const QLatin1String geometryKey("import/geometry");

/// As the last import was. The patient is asked for anew each time: the wrong one would be worse than none.
ImportDecision usualDecision(const Gateway& gateway)
{
    ImportDecision usual;
    for (const QString& id :
         gateway.settings().defaultPreset.toLower().split(QLatin1Char(','), Qt::SkipEmptyParts))
        usual.presets << id.trimmed();
    usual.title = layoutFile(gateway).value(patternKey, usual.title).toString();
    return usual;
}

} // namespace

ImportDialog::ImportDialog(Gateway& gateway, const QStringList& paths, QWidget* parent)
    : QDialog(parent)
    , gateway_(gateway)
    , last_(usualDecision(gateway))
    , model_(new ImportModel(gateway.parts().clock, last_, this))
    , edits_(new ImportEdits(*model_, this))
    , order_(new ImportOrder(this))
    , scan_(new ImportScan(gateway, this))
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
    connectUndo();
    readPatientCodes();
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

bool ImportDialog::isReading() const
{
    return scan_->isFinding() || sumOf(model_->rows()).reading > 0;
}

void ImportDialog::build()
{
    pane_ = new ImportPane(gateway_.parts().presets, this);
    pane_->setShowsPlan(layoutFile(gateway_).value(planKey).toBool());
    auto* paneScroll = new QScrollArea(this);
    setKind(paneScroll, "plain");
    paneScroll->setFrameShape(QFrame::NoFrame);
    paneScroll->setWidgetResizable(true);
    paneScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    paneScroll->setWidget(pane_);
    paneScroll->setFixedWidth(paneWidth);
    paneScroll->setAccessibleName(tr("What is chosen"));
    const auto showEnd = [this, paneScroll] { paneScroll->ensureVisible(0, pane_->height()); };
    // Once the layouts, each within the other, know how high the text is.
    connect(pane_, &ImportPane::planToggled, paneScroll,
            [paneScroll, showEnd] { QTimer::singleShot(0, paneScroll, showEnd); });

    auto* middle = new QHBoxLayout;
    middle->setSpacing(space::margin);
    middle->addWidget(buildTable(), 1);
    middle->addWidget(paneScroll);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addLayout(middle, 1);
    layout->addLayout(buildBottom());
}

QWidget* ImportDialog::buildTable()
{
    table_ = new ImportTable(this);
    table_->setObjectName(QStringLiteral("importTable"));
    table_->setAccessibleName(tr("Recordings to import"));
    table_->setModel(order_);
    return table_;
}

QLayout* ImportDialog::buildBottom()
{
    progressText_ = new QLabel(this);
    progressText_->setObjectName(QStringLiteral("readingText"));
    setKind(progressText_, "dimmed");
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(160);
    sum_ = new QLabel(this);
    sum_->setObjectName(QStringLiteral("sumText"));
    sum_->setTextFormat(Qt::PlainText);
    sum_->setWordWrap(true);
    cancel_ = new QPushButton(tr("Cancel"), this);
    cancel_->setObjectName(QStringLiteral("cancelButton"));
    cancel_->setAutoDefault(false);
    undo_ = new QPushButton(tr("Undo"), this);
    undo_->setObjectName(QStringLiteral("undoButton"));
    undo_->setAutoDefault(false);
    undo_->setEnabled(false);
    setKind(undo_, "quiet");
    import_ = new QPushButton(this);
    import_->setObjectName(QStringLiteral("importButton"));
    setKind(import_, "primary");
    import_->setDefault(true);

    auto* reading = new QHBoxLayout;
    reading->setSpacing(space::wide);
    reading->addWidget(progressText_);
    reading->addWidget(progress_);
    reading->addStretch();
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::gap / 2);
    texts->addLayout(reading);
    texts->addWidget(sum_);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(space::gap);
    layout->addLayout(texts, 1);
    layout->addWidget(undo_, 0, Qt::AlignBottom);
    layout->addWidget(cancel_, 0, Qt::AlignBottom);
    layout->addWidget(import_, 0, Qt::AlignBottom);
    return layout;
}

void ImportDialog::connectParts()
{
    connect(scan_, &ImportScan::found, model_, &ImportModel::addPaths);
    connect(scan_, &ImportScan::looked, model_, &ImportModel::setFacts);
    connect(scan_, &ImportScan::refused, this, [this](const std::vector<ImportProblem>& problems) {
        for (const ImportProblem& problem : problems)
            model_->addProblem(problem.path, problem.error);
    });
    connect(scan_, &ImportScan::progressed, this, &ImportDialog::showSoon);
    connect(model_, &QAbstractItemModel::dataChanged, this, &ImportDialog::showSoon);
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
    connect(import_, &QPushButton::clicked, this, &ImportDialog::startImport);
    connect(cancel_, &QPushButton::clicked, this, &ImportDialog::reject);
}

void ImportDialog::connectPane()
{
    connect(pane_, &ImportPane::titleEdited, this, [this](const QString& pattern) {
        const std::vector<int> rows = editedRows();
        edits_->setTitle(rows, pattern);
        if (rows.size() > 1)
            last_.title = model_->rows()[static_cast<std::size_t>(rows.front())].title;
    });
    connect(pane_, &ImportPane::patientEdited, this,
            [this](const QString& code) { edits_->setPatient(editedRows(), code); });
    connect(pane_, &ImportPane::dateStarted, this, [this] { edits_->startDate(editedRows()); });
    connect(pane_, &ImportPane::dateEdited, this,
            [this](const QDateTime& when) { edits_->setDate(editedRows(), when); });
    connect(pane_, &ImportPane::dateReset, this, [this] { edits_->resetDate(editedRows()); });
    connect(pane_, &ImportPane::presetEdited, this, [this](const QString& preset, bool on) {
        const std::vector<int> rows = editedRows();
        edits_->setPreset(rows, preset, on);
        if (!rows.empty())
            last_.presets = model_->rows()[static_cast<std::size_t>(rows.front())].presets;
    });
    connect(pane_, &ImportPane::copyEdited, this,
            [this](bool again) { edits_->setChosen(editedRows(), again); });
}

void ImportDialog::connectUndo()
{
    QUndoStack& stack = edits_->stack();
    connect(undo_, &QPushButton::clicked, &stack, &QUndoStack::undo);
    connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, &stack, &QUndoStack::undo);
    connect(new QShortcut(QKeySequence::Redo, this), &QShortcut::activated, &stack, &QUndoStack::redo);
    connect(&stack, &QUndoStack::canUndoChanged, undo_, &QPushButton::setEnabled);
    connect(&stack, &QUndoStack::undoTextChanged, this, [this](const QString& text) {
        const QString keys = QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText);
        undo_->setToolTip(text.isEmpty() ? QString() : tr("Take back: %1 (%2)").arg(text, keys));
        undo_->setAccessibleDescription(text);
    });
    connect(&stack, &QUndoStack::indexChanged, this, &ImportDialog::updatePane);
}

void ImportDialog::readPatientCodes()
{
    gateway_.run(
        this,
        [](GatewayParts& parts) {
            QStringList codes;
            if (const auto patients = parts.library.patients())
                for (const library::Patient& patient : *patients)
                    codes << patient.code;
            return codes;
        },
        [this](const QStringList& codes) { pane_->setPatientCodes(codes); });
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
    std::vector<const ImportRow*> rows;
    for (const int row : editedRows())
        rows.push_back(&model_->rows()[static_cast<std::size_t>(row)]);
    QPixmap preview;
    if (hasSelection() && rows.size() == 1)
        if (const QString file = scan_->previewOf(rows.front()->path); !file.isEmpty())
            preview = QPixmap(file).scaled(previewBox * devicePixelRatioF(), Qt::KeepAspectRatio,
                                           Qt::SmoothTransformation);
    preview.setDevicePixelRatio(devicePixelRatioF());
    pane_->show(rows, hasSelection(), preview);
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
    const bool reading = scan_->isFinding() || sum.reading > 0;
    progressText_->setVisible(reading);
    progress_->setVisible(reading);
    progressText_->setText(
        sum.found == 0
            ? tr("Looking for recordings…")
            : tr("Reading %1 of %2…").arg(countText(sum.found - sum.reading), countText(sum.found)));
    progress_->setRange(0, sum.found);
    progress_->setValue(sum.found - sum.reading);
    const bool nothing = !reading && sum.found == 0;
    sum_->setText(nothing ? tr("There are no recordings here.") : sumText(sum));
    import_->setText(sum.recordings == 1   ? tr("Import 1 recording")
                     : sum.recordings == 0 ? tr("Import")
                                           : tr("Import %1 recordings").arg(countText(sum.recordings)));
    import_->setEnabled(!reading && sum.recordings > 0);
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

void ImportDialog::startImport()
{
    rememberChoices();
    run_ = std::make_unique<ImportRun>(gateway_, model_->rows());
    for (QWidget* widget : std::initializer_list<QWidget*>{table_, pane_, import_, undo_})
        widget->setEnabled(false);
    cancel_->setText(tr("Stop"));
    progressText_->setVisible(true);
    progress_->setVisible(true);
    connect(run_.get(), &ImportRun::progressed, this, [this](int done, int total) {
        progressText_->setText(tr("Adding %1 of %2…").arg(countText(done), countText(total)));
        progress_->setRange(0, total);
        progress_->setValue(done);
    });
    connect(run_.get(), &ImportRun::finished, this, &ImportDialog::finishImport);
}

/// What was added stays added; what was not is still in the table.
void ImportDialog::finishImport(const ImportOutcome& outcome)
{
    run_.release()->deleteLater();
    added_ += static_cast<int>(outcome.added.size());
    const bool complete = !outcome.error && outcome.added.size() == sumOf(model_->rows()).recordings;
    if (!outcome.added.isEmpty())
        Q_EMIT imported(static_cast<int>(outcome.added.size()));
    if (complete) {
        accept();
        return;
    }
    model_->removePaths(outcome.added);
    for (QWidget* widget : std::initializer_list<QWidget*>{table_, pane_})
        widget->setEnabled(true);
    cancel_->setText(added_ > 0 ? tr("Close") : tr("Cancel"));
    updateSum();
    updatePane();
    QString what = tr("%1 were added. The rest is still here.").arg(countText(added_));
    if (outcome.error)
        what = QStringList{errorText(outcome.error->code), adviceText(outcome.error->code), what}.join(
            QLatin1Char(' '));
    sum_->setText(what);
}

void ImportDialog::rememberChoices()
{
    QSettings file = layoutFile(gateway_);
    file.setValue(patternKey, last_.title);
    const QString choice = last_.presets.join(QLatin1Char(','));
    settings::Settings settings = gateway_.settings();
    if (choice.isEmpty() || choice == settings.defaultPreset)
        return;
    settings.defaultPreset = choice;
    gateway_.saveSettings(settings);
}

void ImportDialog::reject()
{
    if (run_)
        run_->cancel();
    else
        QDialog::reject();
}

void ImportDialog::done(int result)
{
    QSettings file = layoutFile(gateway_);
    file.setValue(planKey, pane_->showsPlan());
    file.setValue(geometryKey, saveGeometry());
    QDialog::done(result);
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() && !run_)
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    add(paths);
    event->acceptProposedAction();
}

} // namespace ndas::ui
