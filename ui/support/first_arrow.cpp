#include "ui/support/first_arrow.h"

#include <QtCore/QItemSelectionModel>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractItemView>

namespace ndas::ui {

namespace {

class FirstArrow : public QObject {
public:
    explicit FirstArrow(QAbstractItemView& view)
        : QObject(&view)
        , view_(view)
    {
        view.installEventFilter(this);
    }

    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() != QEvent::KeyPress || view_.selectionModel()->hasSelection())
            return false;
        const auto* key = static_cast<const QKeyEvent*>(event);
        const bool isPlain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
        const bool isArrow = key->key() >= Qt::Key_Left && key->key() <= Qt::Key_Down;
        const bool isEnd = key->key() == Qt::Key_Home || key->key() == Qt::Key_End;
        const QModelIndex current = view_.currentIndex();
        if (!isPlain || !current.isValid() || (!isArrow && !isEnd))
            return false;
        view_.selectionModel()->select(current,
                                       QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        return isArrow; // the others go where they lead
    }

private:
    QAbstractItemView& view_;
};

} // namespace

void chooseWithFirstArrow(QAbstractItemView& view)
{
    new FirstArrow(view);
}

} // namespace ndas::ui
