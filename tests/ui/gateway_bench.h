// A gateway over real stores in a data folder of its own. The scheduler is there but not started: tests drive
// the queue themselves. `worker` is only needed where recordings are looked at.
#pragma once

#include "tests/core/library/library_bench.h"
#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

#include <QtTest/QtTest>

namespace ndas::test {

struct GatewayBench : LibraryBench {
    explicit GatewayBench(const QString& worker = {})
        : media(optionsFor(worker), 2)
        , instance(jobs::Instance::create(paths.instancesDir()).value())
        , scheduler(jobs, clock, *instance, events, {}, {})
        , gateway({.paths = paths,
                   .clock = clock,
                   .jobs = jobs,
                   .library = store,
                   .media = media,
                   .scheduler = scheduler,
                   .events = events,
                   .presets = settings::builtInPresets(),
                   .settings = [this] { return settings; },
                   .saveSettings =
                       [this](const settings::Settings& changed) {
                           settings = changed;
                           return Result<void>();
                       },
                   .makeSample = {}})
    {
    }

    static jobs::WorkerOptions optionsFor(const QString& worker)
    {
        jobs::WorkerOptions options;
        options.program = worker;
        return options;
    }

    /// A ready video with waiting transcodes in these presets.
    VideoId addReadyVideo(const QString& title, const QStringList& presets, char hashDigit = 'a')
    {
        library::NewVideo video = newVideo(QStringLiteral("/recordings/%1.mp4").arg(title), presets);
        video.title = title;
        video.patientCode = QStringLiteral("P-0042");
        const auto registered = store.registerVideo(video);
        const jobs::Job ingest = claim();
        if (!registered || ingest.id != registered->job ||
            !store.finishIngest(claimOf(ingest), registered->video, someFacts(hashDigit), presets))
            return {};
        return registered->video;
    }

    settings::Settings settings;
    jobs::MediaService media;
    jobs::JobEvents events;
    std::unique_ptr<jobs::Instance> instance;
    jobs::Scheduler scheduler;
    ui::Gateway gateway;
};

/// Answers as told and remembers what was asked.
struct ScriptedDialogs final : ui::Dialogs {
    QStringList chooseRecordings(QWidget*, const QStringList&) override { return recordings; }

    QString chooseFolder(QWidget*, const QString&, const QString&) override { return folder; }

    bool ask(QWidget*, const ui::Question& question) override
    {
        asked.push_back(question);
        return answer;
    }

    bool openFile(const QString& path) override
    {
        opened << path;
        return opens;
    }

    bool showInFolder(const QString&) override { return true; }

    void tell(QWidget* parent, const QString& text, const QString&) override
    {
        toldOver = parent;
        told << text;
    }

    void notify(const QString& title, const QString& text, std::function<void()> clicked) override
    {
        notified << title + text;
        clickNotification = std::move(clicked);
    }

    void showProgress(QWidget*, const ui::TaskbarLook& look) override { shown.push_back(look); }

    QStringList recordings;
    std::vector<ui::TaskbarLook> shown;
    QStringList notified;
    std::function<void()> clickNotification;
    QStringList told;
    QWidget* toldOver = nullptr;
    QString folder;
    bool answer = true;
    bool opens = true; ///< there is a program for every file
    std::vector<ui::Question> asked;
    QStringList opened;
};

} // namespace ndas::test
