#include "ui/dialogs/shortcut_sheet.h"

#include "ui/support/theme.h"

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

/// In two columns of about the same length, no menu torn apart.
std::array<std::vector<Row>, 2> columnsOf(const QMenuBar& menus)
{
    std::vector<std::vector<Row>> parts;
    std::size_t all = 0;
    for (const QAction* action : menus.actions()) {
        parts.push_back(rowsOf(*action->menu()));
        all += parts.back().size();
    }
    std::array<std::vector<Row>, 2> columns;
    for (const std::vector<Row>& part : parts) {
        auto& column = 2 * columns[0].size() + part.size() <= all ? columns[0] : columns[1];
        column.insert(column.end(), part.begin(), part.end());
    }
    return columns;
}

QGridLayout* gridOf(const std::vector<Row>& rows, QWidget* parent)
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 1);
    int line = 0;
    for (const Row& row : rows) {
        auto* text = new QLabel(row.text, parent);
        grid->addWidget(text, line, 0);
        if (row.keys.isEmpty()) {
            setTextStep(text, TextStep::Body, QFont::DemiBold);
            text->setContentsMargins(0, line > 0 ? space::wide : 0, 0, 0);
        } else {
            auto* keys = new QLabel(row.keys, parent);
            setKind(keys, "dimmed");
            keys->setAccessibleName(QStringLiteral("%1: %2").arg(row.text, row.keys));
            grid->addWidget(keys, line, 1);
        }
        ++line;
    }
    grid->setRowStretch(line, 1);
    return grid;
}

} // namespace

ShortcutSheet::ShortcutSheet(const QMenuBar& menus, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* content = new QWidget(this);
    auto* columns = new QHBoxLayout(content);
    columns->setContentsMargins(0, 0, space::wide, 0);
    columns->setSpacing(40);
    for (const std::vector<Row>& column : columnsOf(menus))
        columns->addLayout(gridOf(column, content), 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setAccessibleName(windowTitle());
    scroll->setWidgetResizable(true);
    const int bar = scroll->verticalScrollBar()->sizeHint().width();
    const QSize room(this->screen()->availableSize().width() - 80, 480);
    scroll->setMinimumSize((content->sizeHint() + QSize(bar, 0)).boundedTo(room));
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
