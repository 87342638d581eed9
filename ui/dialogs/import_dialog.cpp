#include "ui/dialogs/import_dialog.h"

#include "ui/delegates/import_delegate.h"
#include "ui/support/sentences.h"
#include "ui/widgets/import_pane.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtGui/QDropEvent>
#include <QtGui/QScreen>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTableView>

namespace ndas::ui {

namespace {

constexpr QSize previewBox{264, 144};
constexpr int paneWidth = 272;

QStringList presetsFrom(const settings::Settings& settings)
{
    QStringList ids = settings.defaultPreset.toLower().split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (QString& id : ids)
        id = id.trimmed();
    return ids;
}

} // namespace

ImportDialog::ImportDialog(Gateway& gateway, const QStringList& paths, QWidget* parent)
    : QDialog(parent)
    , gateway_(gateway)
    , lastPresets_(presetsFrom(gateway.settings()))
    , model_(new ImportModel(gateway.parts().clock, lastPresets_, this))
    , order_(new ImportOrder(this))
    , scan_(new ImportScan(gateway, this))
{
    setWindowTitle(tr("Import recordings"));
    setAcceptDrops(true);
    resize(QSize(1220, 720).boundedTo(screen()->availableSize() * 0.95));
    order_->setSourceModel(model_);
    order_->sort(ImportModel::NameColumn);
    build();
    connectParts();
    connectPane();
    readPatientCodes();
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
    auto* paneScroll = new QScrollArea(this);
    setKind(paneScroll, "plain");
    paneScroll->setFrameShape(QFrame::NoFrame);
    paneScroll->setWidgetResizable(true);
    paneScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    paneScroll->setWidget(pane_);
    paneScroll->setFixedWidth(paneWidth);
    paneScroll->setAccessibleName(tr("What is chosen"));

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
    table_ = new QTableView(this);
    table_->setObjectName(QStringLiteral("importTable"));
    table_->setAccessibleName(tr("Recordings to import"));
    table_->setModel(order_);
    table_->setItemDelegate(new ImportDelegate(table_));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setSortingEnabled(true);
    table_->sortByColumn(ImportModel::NameColumn, Qt::AscendingOrder);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->setIconSize({64, 36});
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(std::max(48, fontMetrics().height() * 2 + 8));
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = table_->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(48);
    header->setSectionResizeMode(ImportModel::StatusColumn, QHeaderView::Stretch);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->viewport()->installEventFilter(this);
    return table_;
}

/// Names and what is wrong share the width; facts that do not fit beside them are left to the pane.
void ImportDialog::fitColumns()
{
    const QFontMetrics metrics = table_->fontMetrics();
    const auto widthOf = [&](const QString& sample) {
        return metrics.horizontalAdvance(sample) + 2 * space::gap + 4;
    };
    int left = table_->viewport()->width() - widthOf(QString(62, QLatin1Char('n')));
    const std::array<std::pair<int, QString>, 4> facts{{
        {ImportModel::LengthColumn, QStringLiteral("00:00:00")},
        {ImportModel::RecordedColumn, QStringLiteral("30 Nov 2026, 00:00")},
        {ImportModel::SizeColumn, QStringLiteral("1,000 MB")},
        {ImportModel::PictureColumn, QStringLiteral("1080 × 1920")},
    }};
    for (const auto& [column, sample] : facts) {
        const int width = widthOf(sample);
        const bool fits = width <= left || column == ImportModel::LengthColumn;
        table_->setColumnHidden(column, !fits);
        table_->setColumnWidth(column, width);
        left -= fits ? width : 0;
    }
    const int shared = left + widthOf(QString(62, QLatin1Char('n')));
    table_->setColumnWidth(ImportModel::NameColumn, std::clamp(shared * 9 / 20, 160, 420));
}

bool ImportDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == table_->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QDialog::eventFilter(watched, event);
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
    connect(pane_, &ImportPane::titleEdited, this, [this](const QString& title) {
        const std::vector<int> rows = editedRows();
        if (rows.size() == 1)
            model_->setTitle(rows.front(),
                             title.trimmed().isEmpty()
                                 ? titleFromPath(model_->rows()[static_cast<std::size_t>(rows.front())].path)
                                 : title);
    });
    connect(pane_, &ImportPane::patientEdited, this,
            [this](const QString& code) { model_->setPatient(editedRows(), code); });
    connect(pane_, &ImportPane::presetEdited, this, [this](const QString& preset, bool on) {
        const std::vector<int> rows = editedRows();
        model_->setPreset(rows, preset, on);
        if (!rows.empty())
            lastPresets_ = model_->rows()[static_cast<std::size_t>(rows.front())].presets;
    });
    connect(pane_, &ImportPane::copyEdited, this,
            [this](bool again) { model_->setChosen(editedRows(), again); });
}

void ImportDialog::readPatientCodes()
{
    gateway_.run(
        this,
        [](GatewayParts& parts) {
            QSet<QString> codes;
            if (const auto videos = parts.library.list())
                for (const library::Video& video : *videos)
                    codes.insert(video.patientCode);
            codes.remove(QString());
            QStringList sorted(codes.begin(), codes.end());
            sorted.sort();
            return sorted;
        },
        [this](const QStringList& codes) { pane_->setPatientCodes(codes); });
}

bool ImportDialog::hasSelection() const
{
    return table_->selectionModel()->hasSelection();
}

/// Those selected, or all when none is.
std::vector<int> ImportDialog::editedRows() const
{
    std::vector<int> rows;
    if (hasSelection())
        for (const QModelIndex& index : table_->selectionModel()->selectedRows())
            rows.push_back(order_->mapToSource(index).row());
    else
        for (int row = 0; row < model_->rowCount(); ++row)
            rows.push_back(row);
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
    model_->setChosen(rows, std::any_of(rows.begin(), rows.end(), isOut));
}

void ImportDialog::startImport()
{
    rememberPresets();
    run_ = std::make_unique<ImportRun>(gateway_, model_->rows());
    for (QWidget* widget : std::initializer_list<QWidget*>{table_, pane_, import_})
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

void ImportDialog::rememberPresets()
{
    const QString choice = lastPresets_.join(QLatin1Char(','));
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
