// The library: search, filters, cards, and the details of what is chosen.
#pragma once

#include "ui/models/library_filter.h"
#include "ui/support/dialogs.h"
#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QWidget>

class QHBoxLayout;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace ndas::ui {

class CardView;
class DetailsPane;
class FilterChips;

class LibraryPage : public QWidget {
    Q_OBJECT
public:
    LibraryPage(Gateway& gateway, ThumbnailCache& thumbnails, Dialogs& dialogs, QWidget* parent = nullptr);

    void focusSearch();
    void focusContent();
    void renameChosen();
    void removeChosen(); ///< asks first
    void reveal(VideoId id);

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& state);

Q_SIGNALS:
    void addRequested();

private:
    QHBoxLayout* makeHeader();
    QWidget* makeContent();
    void connectParts();
    void addKeys();
    void openChosen();
    void showMenu(const QPoint& position);
    void refreshCounts();
    void refreshDetails();
    void refreshStack();
    void remove(const std::vector<VideoId>& ids);
    void showEverything();
    std::vector<VideoId> chosen() const;

    Gateway& gateway_;
    Dialogs& dialogs_;
    LibraryModel model_;
    LibraryFilter filter_;
    QLineEdit* search_;
    FilterChips* chips_;
    CardView* cards_;
    DetailsPane* details_;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* stack_ = nullptr;
};

} // namespace ndas::ui
