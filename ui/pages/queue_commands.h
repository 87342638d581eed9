// What may be done about jobs: one set of actions for the menu bar, the rows' menu and keys, enabled as the
// chosen rows allow. GUI thread; changes are made behind the gateway.
#pragma once

#include "ui/models/queue_actions.h"
#include "ui/support/dialogs.h"
#include "ui/support/edit_history.h"

#include <QtCore/QTimer>

class QAction;
class QMenu;

namespace ndas::ui {

class QueueModel;
class QueueView;

class QueueCommands : public QObject {
    Q_OBJECT
public:
    struct Tools {
        Gateway& gateway;
        Dialogs& dialogs;
        EditHistory& history;
        const QueueModel& model;
    };

    /// `view` shows `model` through filters. The actions become those of `page`, in the order of menus;
    /// their keys work on all of it, but for those that controls need themselves, which work in `view`.
    QueueCommands(const Tools& tools, QueueView& view, QWidget* page);
    ~QueueCommands() override;

    std::vector<QueueRow> selectedRows() const;
    void performOn(QueueAction action, const std::vector<QueueRow>& rows);
    void showOriginal(JobId job);
    void openMenu(QPoint globalPosition);

    QAction* retryFailed() const { return retryFailed_; }

    QAction* removeFinished() const { return removeFinished_; }

Q_SIGNALS:
    void showVideoRequested(ndas::VideoId video);
    void detailsRequested();

private:
    enum class Keys { OnPage, InView };

    QAction* add(const QString& text, const QIcon& icon, const QList<QKeySequence>& keys, Keys where,
                 std::function<void()> run);
    void addForJobs();
    void addForRecordings();
    void addForQueue();
    void addSeparator();
    void addMenu(QMenu& menu, const QKeySequence& key);
    void connectView();
    bool confirmCancel(const std::vector<QueueRow>& rows);
    void refresh();
    void refreshCounts();

    Tools tools_;
    QueueView& view_;
    QWidget* page_;
    std::map<QueueAction, QAction*> onJobs_;
    QList<QAction*> onChosen_; ///< make sense as soon as anything is chosen
    std::unique_ptr<QMenu> start_;
    std::unique_ptr<QMenu> presets_;
    QAction* retryFailed_ = nullptr;
    QAction* removeFinished_ = nullptr;
    QTimer soon_;
};

} // namespace ndas::ui
