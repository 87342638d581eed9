#include "ui/widgets/fact_sheet.h"

#include "ui/widgets/detail_parts.h"

#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollArea>

namespace ndas::ui {

FactSheet::FactSheet(const QString& title, const std::vector<Fact>& facts, QWidget* parent)
    : QWidget(parent)
    , title_(title)
    , facts_(facts)
{
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    QGridLayout* grid = makeFactGrid(this);
    grid->setContentsMargins(0, 0, 0, 0);
    setLayout(grid);
    for (const Fact& fact : facts_)
        addFact(grid, fact);
}

void FactSheet::addFact(QGridLayout* grid, const Fact& fact)
{
    const int row = grid->rowCount();
    QLabel* name = makeText(fact.name, TextStep::Body, "dimmed", this);
    name->setFixedWidth(factNameWidth(this));
    grid->addWidget(name, row, 0, Qt::AlignTop);
    QLabel* value = makeText(breakable(fact.value), TextStep::Body, "", this);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(fact.name, fact.value));
    value->setContextMenuPolicy(Qt::NoContextMenu); // ours
    value->installEventFilter(this);
    grid->addWidget(value, row, 1);
    values_.push_back(value);
}

QString FactSheet::marked() const
{
    for (const QLabel* value : values_)
        if (value->hasSelectedText())
            return value->selectedText().remove(mayBreak);
    return {};
}

void FactSheet::choose(int place)
{
    unmark();
    chosen_ = place;
    QLabel* value = values_[static_cast<std::size_t>(place)];
    value->setSelection(0, static_cast<int>(value->text().size()));
    setAccessibleDescription(value->accessibleName()); // read out as it changes
    for (QWidget* around = parentWidget(); around; around = around->parentWidget())
        if (auto* scroll = qobject_cast<QScrollArea*>(around))
            return scroll->ensureWidgetVisible(value, 0, value->height());
}

void FactSheet::unmark()
{
    for (QLabel* value : values_)
        value->setSelection(0, 0);
}

bool FactSheet::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        event->accept(); // whatever the window does with it elsewhere
    return QWidget::event(event);
}

/// One value at a time is marked.
bool FactSheet::eventFilter(QObject* value, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress &&
        static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton)
        unmark();
    return QWidget::eventFilter(value, event);
}

void FactSheet::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(values_.size()) - 1;
    if (event->matches(QKeySequence::Copy))
        copyMarked();
    else if (event->key() == Qt::Key_Up && chosen_ > 0)
        choose(chosen_ - 1);
    else if (event->key() == Qt::Key_Down && chosen_ < last)
        choose(chosen_ + 1);
    else
        QWidget::keyPressEvent(event); // scrolls what is around it
}

void FactSheet::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && !values_.empty())
        choose(event->reason() == Qt::TabFocusReason ? 0 : static_cast<int>(values_.size()) - 1);
}

void FactSheet::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        unmark();
}

void FactSheet::contextMenuEvent(QContextMenuEvent* event)
{
    for (std::size_t place = 0; place < values_.size(); ++place) {
        const QRect line(0, values_[place]->y(), width(), values_[place]->height());
        const bool under = event->reason() == QContextMenuEvent::Mouse && line.contains(event->pos());
        if (under && !values_[place]->hasSelectedText())
            choose(static_cast<int>(place));
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copy = menu->addAction(tr("Copy"), QKeySequence::Copy, this, [this] { copyMarked(); });
    copy->setEnabled(!marked().isEmpty());
    menu->addAction(tr("Copy all under \"%1\"").arg(title_), this,
                    [this] { QGuiApplication::clipboard()->setText(everything()); });
    menu->popup(event->globalPos());
}

void FactSheet::copyMarked() const
{
    if (const QString text = marked(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

QString FactSheet::everything() const
{
    QStringList lines;
    for (const Fact& fact : facts_)
        lines << QStringLiteral("%1: %2").arg(fact.name, fact.value);
    return lines.join(QLatin1Char('\n'));
}

} // namespace ndas::ui
