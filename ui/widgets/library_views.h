// The recordings as a wall of cards or as a table: two looks at one model, with one selection.
#pragma once

#include "ui/models/library_model.h"
#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QStackedWidget>

class QAbstractItemView;
class QAction;
class QItemSelectionModel;
class QToolButton;

namespace ndas::ui {

class CardView;
class LibraryList;

class LibraryViews : public QStackedWidget {
    Q_OBJECT
public:
    enum class Look { Cards, List };

    LibraryViews(LibraryModel& model, ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    /// The buttons that switch; placed by the caller.
    QWidget* buttons() const { return buttons_; }

    /// The same for menus, with their keys.
    const QList<QAction*>& lookActions() const { return lookActions_; }

    void setLook(Look look);
    Look look() const;
    QItemSelectionModel& selection() const;
    /// The one that is seen.
    QAbstractItemView* view() const;
    void scrollToCurrent();
    void editCurrentTitle();
    /// Works by its keys in both.
    void addKeyAction(QAction* action);

Q_SIGNALS:
    void menuRequested(const QPoint& globalPosition);
    void openRequested();
    void sortChosen(); ///< by a click on the table's header; the model knows which

private:
    void prepare(QAbstractItemView* view, const QString& objectName);
    QToolButton* makeButton(Look look, const QString& objectName);

    LibraryModel& model_;
    CardView* cards_;
    LibraryList* list_;
    QWidget* buttons_;
    QList<QAction*> lookActions_;
    QToolButton* cardsButton_;
    QToolButton* listButton_;
};

} // namespace ndas::ui
