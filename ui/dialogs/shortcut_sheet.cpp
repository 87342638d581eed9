#include "ui/dialogs/shortcut_sheet.h"

#include "ui/support/theme.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QKeySequence>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

struct Row {
    const char* text; ///< a heading when there are no keys
    const char* keys;
};

constexpr std::array everywhere{
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Everywhere"), ""},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Add recordings"), "Ctrl+O"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Add a folder"), "Ctrl+Shift+O"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Add copied files"), "Ctrl+V"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Search"), "Ctrl+F"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Library"), "Ctrl+1"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Queue"), "Ctrl+2"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Patients"), "Ctrl+3"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Settings"), "Ctrl+,"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Undo"), "Ctrl+Z"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Do it again"), "Ctrl+Shift+Z"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Pause or resume all"), "Ctrl+P"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "This list"), "F1"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Quit"), "Ctrl+Q"},
};

constexpr std::array onPages{
    Row{QT_TRANSLATE_NOOP("Shortcuts", "In the library"), ""},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Open the original"), "Return"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Rename"), "F2"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Edit"), "Ctrl+E"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Save copies"), "Ctrl+S"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Remove"), "Del"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "As pictures, as a list"), "Ctrl+G, Ctrl+L"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "In the queue"), ""},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Pause or resume"), "Space"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Try again"), "Ctrl+R"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Cancel, or take off the list"), "Del"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Earlier, later"), "Ctrl+Up, Ctrl+Down"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Show in the library"), "Return"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Technical details"), "Ctrl+I"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Among the patients"), ""},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Add"), "Ctrl+N"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Change"), "Return"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Remove"), "Del"},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "While importing"), ""},
    Row{QT_TRANSLATE_NOOP("Shortcuts", "Import or leave out"), "Space"},
};

template <std::size_t Size>
QGridLayout* columnOf(const std::array<Row, Size>& rows, QWidget* parent)
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 1);
    int line = 0;
    for (const Row& row : rows) {
        auto* text = new QLabel(QCoreApplication::translate("Shortcuts", row.text), parent);
        grid->addWidget(text, line, 0);
        if (!*row.keys) {
            setTextStep(text, TextStep::Body, QFont::DemiBold);
            text->setContentsMargins(0, line > 0 ? space::wide : 0, 0, 0);
        } else {
            const QString keys = QKeySequence(QLatin1String(row.keys)).toString(QKeySequence::NativeText);
            auto* label = new QLabel(keys, parent);
            setKind(label, "dimmed");
            label->setAccessibleName(QStringLiteral("%1: %2").arg(text->text(), keys));
            grid->addWidget(label, line, 1);
        }
        ++line;
    }
    grid->setRowStretch(line, 1);
    return grid;
}

} // namespace

ShortcutSheet::ShortcutSheet(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* content = new QWidget(this);
    auto* columns = new QHBoxLayout(content);
    columns->setContentsMargins(0, 0, space::wide, 0);
    columns->setSpacing(40);
    columns->addLayout(columnOf(everywhere, content), 1);
    columns->addLayout(columnOf(onPages, content), 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setAccessibleName(windowTitle());
    scroll->setWidgetResizable(true);
    scroll->setMinimumSize(content->sizeHint().boundedTo(QSize(760, 480)));
    setKind(scroll, "plain");
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addWidget(scroll, 1);
    layout->addWidget(close, 0, Qt::AlignRight);
}

} // namespace ndas::ui
