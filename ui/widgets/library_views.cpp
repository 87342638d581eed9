#include "ui/widgets/library_views.h"

#include "ui/delegates/card_delegate.h"
#include "ui/support/first_arrow.h"
#include "ui/support/icons.h"
#include "ui/widgets/card_view.h"
#include "ui/widgets/library_list.h"

#include <QtCore/QItemSelectionModel>
#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

LibraryViews::LibraryViews(LibraryModel& model, ThumbnailCache& thumbnails, QWidget* parent)
    : QStackedWidget(parent)
    , model_(model)
    , cards_(new CardView(thumbnails, this))
    , list_(new LibraryList(thumbnails, this))
    , buttons_(new QWidget(parent))
    , cardsButton_(makeButton(Look::Cards, QStringLiteral("showCards")))
    , listButton_(makeButton(Look::List, QStringLiteral("showList")))
{
    prepare(cards_, QStringLiteral("libraryCards"));
    prepare(list_, QStringLiteral("libraryList"));
    list_->setSelectionModel(cards_->selectionModel());
    QHeaderView* header = list_->horizontalHeader();
    header->setSortIndicator(-1, Qt::DescendingOrder);
    list_->setSortingEnabled(true);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &LibraryViews::sortChosen);

    auto* looks = new QHBoxLayout(buttons_);
    looks->setContentsMargins(0, 0, 0, 0);
    looks->setSpacing(2);
    looks->addWidget(cardsButton_);
    looks->addWidget(listButton_);
    auto* listHost = new QWidget(this);
    auto* listLayout = new QVBoxLayout(listHost);
    listLayout->setContentsMargins(CardDelegate::inset, 0, space::wide, space::wide);
    listLayout->addWidget(list_);
    addWidget(cards_);
    addWidget(listHost);
    setLook(Look::Cards);
}

void LibraryViews::prepare(QAbstractItemView* view, const QString& objectName)
{
    view->setModel(&model_);
    view->setObjectName(objectName);
    view->setAccessibleName(tr("Recordings"));
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    chooseWithFirstArrow(*view);
    connect(view, &QAbstractItemView::customContextMenuRequested, this,
            [this, view](QPoint place) { Q_EMIT menuRequested(view->viewport()->mapToGlobal(place)); });
    connect(view, &QAbstractItemView::doubleClicked, this, &LibraryViews::openRequested);
}

QToolButton* LibraryViews::makeButton(Look look, const QString& objectName)
{
    auto* button = new QToolButton(buttons_);
    button->setObjectName(objectName);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setIcon(icon(look == Look::Cards ? Icon::Grid : Icon::List, IconInk::Dimmed));
    const QString name = look == Look::Cards ? tr("Show as pictures") : tr("Show as a list");
    button->setAccessibleName(name);
    const QKeySequence keys(Qt::CTRL | (look == Look::Cards ? Qt::Key_G : Qt::Key_L));
    auto* action = new QAction(button->icon(), name, this);
    action->setShortcut(keys);
    addAction(action); // the keys work while the recordings are there
    connect(action, &QAction::triggered, button, &QToolButton::click);
    lookActions_ << action;
    button->setToolTip(QStringLiteral("%1 (%2)").arg(name, keys.toString(QKeySequence::NativeText)));
    connect(button, &QToolButton::clicked, this, [this, look] {
        setLook(look);
        view()->setFocus(); // the view that had it is hidden now
    });
    return button;
}

void LibraryViews::setLook(Look look)
{
    (look == Look::Cards ? cardsButton_ : listButton_)->setChecked(true);
    setCurrentIndex(look == Look::Cards ? 0 : 1);
    scrollToCurrent();
}

LibraryViews::Look LibraryViews::look() const
{
    return currentIndex() == 0 ? Look::Cards : Look::List;
}

QItemSelectionModel& LibraryViews::selection() const
{
    return *cards_->selectionModel();
}

QAbstractItemView* LibraryViews::view() const
{
    return look() == Look::Cards ? static_cast<QAbstractItemView*>(cards_) : list_;
}

void LibraryViews::scrollToCurrent()
{
    if (const QModelIndex current = selection().currentIndex(); current.isValid())
        view()->scrollTo(current);
}

void LibraryViews::editCurrentTitle()
{
    if (const QModelIndex current = selection().currentIndex(); current.isValid())
        view()->edit(current.siblingAtColumn(LibraryModel::TitleColumn));
}

void LibraryViews::addKeyAction(QAction* action)
{
    action->setShortcutContext(Qt::WidgetShortcut);
    cards_->addAction(action);
    list_->addAction(action);
}

} // namespace ndas::ui
