// The real main window over a real workspace in a data folder of its own; dialogs answer as told.
#pragma once

#include "app/composition/sample_clip.h"
#include "app/composition/workspace.h"
#include "tests/ui/gateway_bench.h"
#include "ui/main_window.h"

#include <QtCore/QDir>
#include <QtCore/QMimeData>
#include <QtCore/QUrl>
#include <QtGui/QDropEvent>

namespace ndas::test {

class DesktopBench {
public:
    explicit DesktopBench(const QString& dataDir)
    {
        qputenv("XDG_DATA_HOME", QDir(dataDir).filePath(QStringLiteral("trash")).toUtf8());
        const AppPaths paths{dataDir};
        auto opened = app::Workspace::open({.paths = paths, .only = {}, .maxJobs = {}});
        if (!opened)
            return;
        workspace = std::move(*opened);
        gateway = std::make_unique<ui::Gateway>(ui::GatewayParts{
            .paths = paths,
            .clock = workspace->clock(),
            .jobs = workspace->jobs(),
            .library = workspace->library(),
            .media = workspace->media(),
            .scheduler = workspace->scheduler(),
            .events = workspace->events(),
            .presets = workspace->presets(),
            .settings = [this] { return workspace->settings(); },
            .saveSettings = [this](const settings::Settings& s) { return workspace->saveSettings(s); },
            .makeSample = [paths] { return app::sampleRecording(paths); }});
        window = std::make_unique<ui::MainWindow>(*gateway, dialogs);
        window->show();
        workspace->scheduler().start();
    }

    template <class Widget>
    Widget* child(const char* name) const
    {
        return window->findChild<Widget*>(QLatin1String(name));
    }

    /// As a file manager would.
    void drop(const QStringList& files) const
    {
        QMimeData mime;
        QList<QUrl> urls;
        for (const QString& file : files)
            urls << QUrl::fromLocalFile(file);
        mime.setUrls(urls);
        QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &enter);
        QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &drop);
    }

    std::unique_ptr<app::Workspace> workspace;
    std::unique_ptr<ui::Gateway> gateway;
    ScriptedDialogs dialogs;
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace ndas::test
