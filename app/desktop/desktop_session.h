// A data folder on the screen: opens the workspace on a background thread, then shows the window over it.
#pragma once

#include "app/composition/workspace.h"
#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

#include <QtGui/QPalette>

namespace ndas::ui {
class MainWindow;
class OpeningWindow;
} // namespace ndas::ui

namespace ndas::app {

class DesktopSession : public QObject {
    Q_OBJECT
public:
    /// What must succeed, quickly, before each try to open the library.
    using Prepare = std::function<Result<void>()>;

    DesktopSession(AppPaths paths, ui::Dialogs& dialogs, Prepare prepare, QObject* parent = nullptr);
    ~DesktopSession() override; ///< stops the work under way; it goes on at the next start

    void open();
    /// Now, or as soon as the window is there.
    void offerForImport(const QStringList& recordings);
    void bringToFront();
    void close(); ///< without a question

private:
    using Opened = Result<std::unique_ptr<Workspace>>;

    void reportProblem(const Error& error);
    void take(Opened opened);
    void showMainWindow();
    void applyTheme();

    AppPaths paths_;
    ui::Dialogs& dialogs_;
    Prepare prepare_;
    settings::Theme theme_ = settings::Theme::System;
    QPalette systemPalette_;
    std::unique_ptr<QObject> systemScheme_;
    QStringList recordings_;
    QThreadPool opener_;
    std::unique_ptr<Workspace> workspace_;
    std::unique_ptr<ui::Gateway> gateway_;
    std::unique_ptr<ui::OpeningWindow> opening_;
    std::unique_ptr<ui::MainWindow> window_;
};

} // namespace ndas::app
