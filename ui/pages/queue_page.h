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
class QPushButton;
class QStackedLayout;

namespace ndas::ui {

class EmptyState;
class FilterChips;
class JobDetails;
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

Q_SIGNALS:
    void addRequested();
    void showVideoRequested(ndas::VideoId video);
    void unfinishedChanged(int count);

private:
    void build();
    QLayout* buildHeader();
    QLayout* buildFilters();
    QWidget* buildList();
    void buildActions();
    QAction* addKeyAction(const QString& name, const QList<QKeySequence>& keys, void (QueuePage::*slot)());
    void connectModel();

    std::vector<QueueRow> selectedRows() const;
    void performOnSelection(QueueAction action);
    void performOn(QueueAction action, const std::vector<QueueRow>& rows);
    bool confirmCancel(const std::vector<QueueRow>& rows);
    void togglePause();
    void cancelOrRemove();
    void retrySelected();
    void showSelectedVideo();
    void showOriginal(JobId job);
    void openMenu(QPoint globalPosition);
    void retryAllFailed();
    void removeFinished();
    void moveUp();
    void moveDown();

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
    FilterChips* chips_ = nullptr;
    QLabel* pausedNote_ = nullptr;
    QPushButton* retryFailed_ = nullptr;
    QPushButton* removeFinished_ = nullptr;
    QStackedLayout* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    QLabel* nothingHere_ = nullptr;
    QWidget* listSide_ = nullptr;
    QueueView* view_ = nullptr;
    JobDetails* details_ = nullptr;
    JobId detailsAsked_; ///< shown although nothing is wrong with it
    JobId detailsClosed_;
};

} // namespace ndas::ui
