#include "app/desktop/desktop_session.h"

#include "app/composition/sample_clip.h"
#include "core/base/log.h"
#include "ui/main_window.h"
#include "ui/pages/opening_window.h"
#include "ui/support/system_scheme.h"
#include "ui/support/theme.h"

#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

namespace ndas::app {

DesktopSession::DesktopSession(AppPaths paths, ui::Dialogs& dialogs, Prepare prepare, QObject* parent)
    : QObject(parent)
    , paths_(std::move(paths))
    , dialogs_(dialogs)
    , prepare_(std::move(prepare))
    , systemPalette_(QGuiApplication::palette())
    , opening_(std::make_unique<ui::OpeningWindow>(paths_.dataDir))
{
    if (const auto saved = settings::SettingsFile(paths_.settingsFile()).load())
        theme_ = saved->theme;
    applyTheme();
    systemScheme_ = ui::watchSystemScheme([this](bool dark) {
        systemPalette_ = ui::paletteOf(dark ? ui::darkTokens() : ui::lightTokens());
        applyTheme();
    });
    connect(opening_.get(), &ui::OpeningWindow::tryAgain, this, &DesktopSession::open);
}

DesktopSession::~DesktopSession()
{
    opener_.waitForDone();
    window_.reset();
    gateway_.reset();
}

void DesktopSession::open()
{
    if (const auto prepared = prepare_(); !prepared)
        return reportProblem(prepared.error());
    opening_->showOpening();
    // Usually it is there before anybody could read the sentence.
    QTimer::singleShot(300, opening_.get(), [this] {
        if (!window_)
            opening_->show();
    });
    opener_.start([this, gui = thread()] {
        auto opened = std::make_shared<Opened>(Workspace::open({.paths = paths_, .only = {}, .maxJobs = {}}));
        if (*opened)
            (**opened)->events().moveToThread(gui);
        QMetaObject::invokeMethod(
            this, [this, opened] { take(std::move(*opened)); }, Qt::QueuedConnection);
    });
}

void DesktopSession::reportProblem(const Error& error)
{
    qCWarning(logCore, "cannot open the library: %s", qUtf8Printable(logText(error)));
    opening_->showProblem(error);
    opening_->show();
}

void DesktopSession::take(Opened opened)
{
    if (!opened)
        return reportProblem(opened.error());
    workspace_ = std::move(*opened);
    gateway_ = std::make_unique<ui::Gateway>(ui::GatewayParts{
        .paths = paths_,
        .clock = workspace_->clock(),
        .jobs = workspace_->jobs(),
        .library = workspace_->library(),
        .media = workspace_->media(),
        .scheduler = workspace_->scheduler(),
        .events = workspace_->events(),
        .presets = workspace_->presets(),
        .settings = [this] { return workspace_->settings(); },
        .saveSettings = [this](const settings::Settings& s) { return workspace_->saveSettings(s); },
        .makeSample = [paths = paths_] { return sampleRecording(paths); },
    });
    connect(gateway_.get(), &ui::Gateway::settingsChanged, this, &DesktopSession::applyTheme);
    showMainWindow();
    if (const auto& notice = workspace_->notice())
        window_->tell(*notice);
    workspace_->scheduler().start();
}

void DesktopSession::showMainWindow()
{
    applyTheme();
    window_ = std::make_unique<ui::MainWindow>(*gateway_, dialogs_);
    window_->show();
    opening_->hide();
    if (recordings_.isEmpty())
        window_->welcome();
    else
        window_->offerForImport(std::exchange(recordings_, {}));
    window_->offerDraft();
}

void DesktopSession::applyTheme()
{
    if (workspace_)
        theme_ = workspace_->settings().theme;
    ui::applyTheme(*qApp, theme_, systemPalette_);
}

void DesktopSession::offerForImport(const QStringList& recordings)
{
    if (recordings.isEmpty())
        return;
    if (window_)
        window_->offerForImport(recordings);
    else
        recordings_ += recordings;
}

void DesktopSession::bringToFront()
{
    if (window_)
        return window_->bringToFront();
    opening_->show();
    opening_->raise();
    opening_->activateWindow();
}

void DesktopSession::close()
{
    if (window_)
        window_->hide();
    opening_->hide();
    QCoreApplication::quit();
}

} // namespace ndas::app
