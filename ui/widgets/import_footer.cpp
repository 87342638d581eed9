#include "ui/widgets/import_footer.h"

#include "ui/support/icons.h"
#include "ui/support/sentences.h"
#include "ui/widgets/menu_button.h"

#include <QtGui/QShortcut>
#include <QtGui/QUndoStack>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

namespace {

QPushButton* button(const QString& text, const char* objectName, QWidget* parent)
{
    auto* made = new QPushButton(text, parent);
    made->setObjectName(QLatin1String(objectName));
    return made;
}

} // namespace

ImportFooter::ImportFooter(QUndoStack& changes, QWidget* parent)
    : QWidget(parent)
    , progressText_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , sum_(new QLabel(this))
    , add_(button(tr("Add"), "addMore", this))
    , undo_(button(tr("Undo"), "undoButton", this))
    , cancel_(button(tr("Cancel"), "cancelButton", this))
    , import_(button({}, "importButton", this))
{
    progressText_->setObjectName(QStringLiteral("readingText"));
    setKind(progressText_, "dimmed");
    progress_->setAccessibleName(tr("How far it is"));
    progress_->setTextVisible(false);
    progress_->setMinimumWidth(fontMetrics().averageCharWidth() * 4);
    progress_->setMaximumWidth(fontMetrics().averageCharWidth() * 20);
    sum_->setObjectName(QStringLiteral("sumText"));
    sum_->setTextFormat(Qt::PlainText);
    sum_->setWordWrap(true);
    undo_->setEnabled(false);
    setKind(undo_, "quiet");
    setKind(import_, "primary");
    import_->setDefault(true);
    addMenu();
    build();
    connectUndo(changes);
    connect(import_, &QPushButton::clicked, this, &ImportFooter::importRequested);
    connect(cancel_, &QPushButton::clicked, this, &ImportFooter::cancelRequested);
    setRecordings(0);
}

void ImportFooter::build()
{
    auto* reading = new QHBoxLayout;
    reading->setSpacing(space::wide);
    reading->addWidget(progressText_);
    reading->addWidget(progress_, 1);
    reading->addStretch();
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::gap / 2);
    texts->addLayout(reading);
    texts->addWidget(sum_);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap);
    layout->addWidget(add_, 0, Qt::AlignBottom);
    layout->addSpacing(space::gap);
    layout->addLayout(texts, 1);
    layout->addWidget(undo_, 0, Qt::AlignBottom);
    layout->addWidget(cancel_, 0, Qt::AlignBottom);
    layout->addWidget(import_, 0, Qt::AlignBottom);
}

void ImportFooter::addMenu()
{
    add_->setIcon(icon(Icon::Add));
    add_->setAccessibleName(tr("Add more recordings"));
    add_->setToolTip(tr("More recordings for this import (Ctrl+O)"));
    auto* menu = new QMenu(add_);
    menu->setAccessibleName(add_->accessibleName());
    QAction* files = menu->addAction(tr("Recordings…"), this, &ImportFooter::filesRequested);
    QAction* folder = menu->addAction(tr("Folder or memory card…"), this, &ImportFooter::folderRequested);
    QAction* copied = menu->addAction(tr("Copied files"), this, &ImportFooter::pasteRequested);
    files->setObjectName(QStringLiteral("addMoreFiles"));
    files->setShortcut(QKeySequence::Open);
    folder->setObjectName(QStringLiteral("addMoreFolder"));
    folder->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_O);
    copied->setShortcut(QKeySequence::Paste);
    addActions({files, folder, copied}); // their keys work while the menu is closed
    openOnClick(add_, menu);
}

void ImportFooter::connectUndo(QUndoStack& changes)
{
    connect(undo_, &QPushButton::clicked, &changes, &QUndoStack::undo);
    for (const auto& [keys, step] :
         {std::pair(QKeySequence::Undo, &QUndoStack::undo), std::pair(QKeySequence::Redo, &QUndoStack::redo)})
        connect(new QShortcut(keys, this), &QShortcut::activated, &changes,
                [this, &changes, step = step] { adding_ ? void() : (changes.*step)(); });
    connect(&changes, &QUndoStack::canUndoChanged, this, [this](bool can) {
        canUndo_ = can;
        undo_->setEnabled(can && !adding_);
    });
    connect(&changes, &QUndoStack::undoTextChanged, this, [this](const QString& text) {
        const QString keys = QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText);
        undo_->setToolTip(text.isEmpty() ? QString() : tr("Take back: %1 (%2)").arg(text, keys));
        undo_->setAccessibleDescription(text);
    });
}

void ImportFooter::showProgress(const QString& text, int done, int total)
{
    progressText_->setText(text);
    progress_->setRange(0, total);
    progress_->setValue(done);
    progressText_->show();
    progress_->show();
}

void ImportFooter::showReading(int read, int found)
{
    showProgress(found == 0 ? tr("Looking for recordings…")
                            : tr("Reading %1 of %2…").arg(countText(read), countText(found)),
                 read, found);
}

void ImportFooter::showComparing()
{
    showProgress(tr("Comparing files…"), 0, 0);
}

void ImportFooter::showAdding(int added, int total)
{
    showProgress(tr("Adding %1 of %2…").arg(countText(added), countText(total)), added, total);
}

void ImportFooter::hideProgress()
{
    progressText_->hide();
    progress_->hide();
}

void ImportFooter::setSum(const QString& text)
{
    sum_->setText(text);
}

void ImportFooter::setRecordings(int count)
{
    recordings_ = count;
    import_->setText(count == 1   ? tr("Import 1 recording")
                     : count == 0 ? tr("Import")
                                  : tr("Import %1 recordings").arg(countText(count)));
    import_->setEnabled(count > 0 && !adding_);
}

void ImportFooter::setAdding(bool adding)
{
    adding_ = adding;
    add_->setEnabled(!adding);
    for (QAction* action : actions())
        action->setEnabled(!adding);
    undo_->setEnabled(canUndo_ && !adding);
    setRecordings(recordings_);
}

void ImportFooter::setCancelText(const QString& text)
{
    cancel_->setText(text);
}

} // namespace ndas::ui
