#include "ui/dialogs/shortcut_sheet.h"

#include "ui/support/theme.h"
#include "ui/support/window_room.h"

#include <QtGui/QAction>
#include <QtGui/QKeySequence>
#include <QtGui/QScreen>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

constexpr int focusFrame = 1;

struct Row {
    QString text;
    QString keys; ///< "" = a heading
};

QString keysText(const QAction& action)
{
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

QString plain(QString menuText)
{
    return menuText.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

/// Empty where no command of the menu has a key.
std::vector<Row> rowsOf(const QMenu& menu)
{
    std::vector<Row> rows;
    for (const QAction* action : menu.actions())
        if (const QString keys = keysText(*action); !keys.isEmpty())
            rows.push_back({plain(action->text()), keys});
    if (!rows.empty())
        rows.insert(rows.begin(), {plain(menu.title()), {}});
    return rows;
}

using Part = std::vector<Row>; ///< one menu
using Column = std::vector<Part>;

std::vector<Part> partsOf(const QMenuBar& menus)
{
    std::vector<Part> parts;
    for (const QAction* action : menus.actions())
        if (Part part = rowsOf(*action->menu()); !part.empty())
            parts.push_back(std::move(part));
    return parts;
}

/// With a free line between one part and the next.
std::size_t linesOf(const Column& column)
{
    std::size_t lines = 0;
    for (const Part& part : column)
        lines += part.size() + (lines > 0 ? 1 : 0);
    return lines;
}

/// From top to bottom, then in the next column: none longer than `limit` where a part is not longer itself.
std::vector<Column> filled(const std::vector<Part>& parts, std::size_t limit)
{
    std::vector<Column> columns(1);
    for (const Part& part : parts) {
        if (!columns.back().empty() && linesOf(columns.back()) + 1 + part.size() > limit)
            columns.emplace_back();
        columns.back().push_back(part);
    }
    return columns;
}

/// In so many columns, the longest as short as can be, no menu torn apart.
std::vector<Column> balanced(const std::vector<Part>& parts, std::size_t count)
{
    std::size_t limit = 1;
    while (filled(parts, limit).size() > count)
        ++limit;
    return filled(parts, limit);
}

/// Lines are equally high everywhere, so that an edge can lie between two of them in every column.
int lineHeightOf(const QWidget& owner)
{
    return QFontMetrics(textFont(owner.font(), TextStep::Body, QFont::DemiBold)).height() + 6;
}

void addRow(QGridLayout& grid, int line, const Row& row, QWidget* parent)
{
    auto* text = new QLabel(row.text, parent);
    text->setFixedHeight(lineHeightOf(*parent));
    grid.addWidget(text, line, 0);
    if (row.keys.isEmpty()) {
        setTextStep(text, TextStep::Body, QFont::DemiBold);
        return;
    }
    auto* keys = new QLabel(row.keys, parent);
    setKind(keys, "dimmed");
    keys->setAccessibleName(QStringLiteral("%1: %2").arg(row.text, row.keys));
    grid.addWidget(keys, line, 1);
}

QGridLayout* gridOf(const Column& column, QWidget* parent)
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(0, 1);
    int line = 0;
    for (const Part& part : column) {
        if (line > 0)
            grid->setRowMinimumHeight(line++, lineHeightOf(*parent));
        for (const Row& row : part)
            addRow(*grid, line++, row, parent);
    }
    grid->setRowStretch(line, 1);
    return grid;
}

QWidget* contentWith(const std::vector<Column>& columns)
{
    auto* content = new QWidget;
    auto* layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, space::wide, 0);
    layout->setSpacing(32);
    for (const Column& column : columns)
        layout->addLayout(gridOf(column, content), 1);
    return content;
}

/// In as many columns as there is room for beside each other, at most three.
QWidget* contentWithin(int width, const std::vector<Part>& parts)
{
    for (std::size_t count = 3; count > 1; --count) {
        auto content = std::unique_ptr<QWidget>(contentWith(balanced(parts, count)));
        if (content->sizeHint().width() <= width)
            return content.release();
    }
    return contentWith(balanced(parts, 1));
}

} // namespace

ShortcutSheet::ShortcutSheet(const QMenuBar& menus, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* scroll = new QScrollArea(this);
    scroll->setAccessibleName(windowTitle());
    scroll->setWidgetResizable(true);
    const int bar = scroll->verticalScrollBar()->sizeHint().width();
    const QSize around(2 * space::margin + bar, 2 * space::margin + space::wide + close->sizeHint().height());
    const QSize room = windowRoom(this->screen()->availableSize()) - around;
    QWidget* content = contentWithin(room.width(), partsOf(menus));
    const int line = lineHeightOf(*content);
    const QSize needed = content->sizeHint();
    const bool scrolls = needed.height() > room.height();
    scroll->setWidget(content);
    scroll->verticalScrollBar()->setSingleStep(line);
    scroll->setFixedSize(std::min(needed.width(), room.width()) + bar + 2 * focusFrame,
                         (scrolls ? room.height() / line * line : needed.height()) + 2 * focusFrame);
    setKind(scroll, "plain");
    scroll->setFocusPolicy(scrolls ? Qt::TabFocus : Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addWidget(scroll);
    layout->addWidget(close, 0, Qt::AlignRight);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    (scrolls ? static_cast<QWidget*>(scroll) : close)->setFocus();
}

} // namespace ndas::ui
