// The queue: what is being worked on, what waits, what needs somebody, what is done, and everything that may
// be done about it. GUI thread; reads and writes behind the gateway.
#pragma once

#include "ui/models/queue_actions.h"
#include "ui/models/queue_feed.h"
#include "ui/models/queue_filter.h"
#include "ui/support/dialogs.h"
#include "ui/support/edit_history.h"
#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;

namespace ndas::ui {

class EmptyState;
class FilterChips;
class JobDetails;
class QueueCommands;
class QueueView;

class QueuePage : public QWidget {
    Q_OBJECT
public:
    QueuePage(Gateway& gateway, Dialogs& dialogs, ThumbnailCache& thumbnails, EditHistory& history,
              QWidget* parent = nullptr);

    const QueueModel& model() const { return *model_; }

    /// Jobs that run, wait or need somebody: what the navigation counts.
    int unfinished() const;

    void focusList();
    void focusSearch();
    QList<QAction*> queueActions() const; ///< of the whole queue; actions() has those of chosen jobs

Q_SIGNALS:
    void addRequested();
    void folderRequested(); ///< a folder or memory card shall be added
    void showVideoRequested(ndas::VideoId video);
    void unfinishedChanged(int count);

private:
    void build();
    QLayout* buildHeader();
    QWidget* buildFilters();
    QWidget* buildList();
    void connectDetails();
    void connectModel();

    void showEverything();
    void updateCounts();
    void updateDetails();
    void updateEmptyState();
    void toggleDetails();

    Gateway& gateway_;
    Dialogs& dialogs_;
    ThumbnailCache& thumbnails_;
    EditHistory& history_;
    QueueModel* model_;
    QueueFilter* filter_;
    QueueFeed* feed_;
    QTimer clockTick_; ///< "again in 4 minutes" grows old by itself
    QueueCommands* commands_ = nullptr;
    QLineEdit* search_ = nullptr;
    FilterChips* chips_ = nullptr;
    QLabel* pausedNote_ = nullptr;
    QPushButton* retryFailed_ = nullptr;
    QPushButton* removeFinished_ = nullptr;
    QStackedLayout* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    EmptyState* nothingHere_ = nullptr;
    QWidget* listSide_ = nullptr;
    QueueView* view_ = nullptr;
    JobDetails* details_ = nullptr;
    bool focusWhenLoaded_ = false;
    JobId detailsAsked_; ///< shown although nothing is wrong with it
    JobId detailsClosed_;
};

} // namespace ndas::ui
