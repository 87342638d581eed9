// The library: search, filters, a wall of cards or a table, and the details of what is chosen.
#pragma once

#include "ui/models/kept_selection.h"
#include "ui/models/library_feed.h"
#include "ui/support/library_commands.h"
#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QWidget>

class QAction;
class QSettings;
class QSplitter;
class QStackedWidget;

namespace ndas::ui {

class DetailsPane;
class LibraryFilters;
class LibraryHeader;
class LibraryViews;

class LibraryPage : public QWidget {
    Q_OBJECT
public:
    LibraryPage(Gateway& gateway, ThumbnailCache& thumbnails, Dialogs& dialogs, EditHistory& history,
                QWidget* parent = nullptr);

    void focusSearch();
    void focusContent();
    QList<QAction*> lookActions() const; ///< as pictures, as a list; actions() has those of recordings
    void renameChosen();
    void editChosen();
    void chooseAnotherPicture();
    void saveCopiesOfChosen();
    void removeChosen(); ///< asks first
    void reveal(VideoId id);
    void showPatient(const QString& code); ///< only their recordings

    void saveLayout(QSettings& file) const;
    void restoreLayout(const QSettings& file);

Q_SIGNALS:
    void addRequested();
    void folderRequested(); ///< a folder or memory card shall be added
    void sampleRequested();
    void said(const QString& text);
    void warned(const QString& text, const ndas::Error& error);
    void runStarted(ndas::ui::CountedRun* run);

private:
    QWidget* makeContent();
    QWidget* makeEmpty();
    void connectParts();
    void connectModel();
    void addCommands();
    void refreshCommands();
    void search();
    void showMenu(const QPoint& globalPosition);
    void openChosen();
    void showChosenInFolder();
    void refreshDetails();
    void refreshDetailsOf(const std::vector<VideoId>& ids);
    void readDetails(VideoId id);
    void refreshStack();
    void addPresetMenu();
    void showEverything();

    Gateway& gateway_;
    Dialogs& dialogs_;
    LibraryModel model_;
    LibraryFeed feed_;
    LibraryCommands* commands_;
    QList<QAction*> forOne_;  ///< make sense for one recording
    QList<QAction*> forMany_; ///< for one or several
    QTimer detailsSoon_;
    QTimer offerSoon_;
    KeptSelection* kept_ = nullptr;
    VideoId wanted_; ///< whose details were asked for last
    VideoId reveal_; ///< to be shown once it is there
    LibraryHeader* header_;
    LibraryFilters* filters_;
    LibraryViews* views_;
    DetailsPane* details_;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* stack_ = nullptr;
};

} // namespace ndas::ui
