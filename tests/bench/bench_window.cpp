// How the window bears large libraries: time to a usable window, longest stalls of the event loop and frame
// times while scrolling, peak memory. Offscreen; prints one JSON object. Usage: bench_window VIDEOS JOBS
#include "core/db/database.h"
#include "tests/bench/stall_watch.h"
#include "tests/core/library/sample_facts.h"
#include "tests/ui/desktop_bench.h"
#include "ui/models/library_model.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>

#include <cstdio>
#include <sys/resource.h>

using namespace ndas;
using namespace ndas::ui;
using test::StallWatch;

namespace {

/// Rows as an import leaves them, written straight into the tables: nobody waits for a hundred thousand
/// imports.
bool fillLibrary(const AppPaths& paths, int videos, int jobs)
{
    auto connection = db::Connection::open(paths.database());
    if (!connection)
        return false;
    db::Connection& table = **connection;
    auto transaction = db::Transaction::begin(table);
    const QString info =
        QString::fromUtf8(QJsonDocument(media::toJson(test::someInfo())).toJson(QJsonDocument::Compact));
    const QString number = QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                          "WHERE i < %1) ");
    const QStringList statements{
        number.arg(std::max(1, videos / 20)) +
            QStringLiteral("INSERT INTO patient (id, code, birth_date, gestation_days, created_at) "
                           "SELECT i, printf('P-%05d', i), '2026-05-01', 210, 0 FROM n"),
        number.arg(videos) +
            QStringLiteral(
                "INSERT INTO video (id, uuid, patient_id, title, state, storage, original_path, "
                "original_name, stored_name, size_bytes, file_modified_at, sha256, container, "
                "duration_us, display_width, display_height, recorded_at, recorded_at_source, "
                "media_info, imported_at) SELECT i, printf('%032x', i), 1 + (i % max(1, %1 / 20)), "
                "'Visit ' || i || ', supine', 'ready', 'copied', '/card/IMG_' || i || '.MOV', "
                "'IMG_' || i || '.MOV', i || '.mov', 100000000 + i, 0, printf('%064x', i), 'mov', "
                "200000000, 1080, 1920, printf('2026-%02d-%02dT10:24:00', 6 + i % 5, 1 + i % 28), "
                "'container', :info, i FROM n")
                .replace(QLatin1String(":info"), QStringLiteral("'%1'").arg(QString(info).replace(
                                                     QLatin1Char('\''), QLatin1String("''")))),
        QStringLiteral("INSERT INTO media_stream (video_id, stream_index, kind, codec, chosen) "
                       "SELECT id, 0, 'video', iif(id % 3, 'h264', 'hevc'), 1 FROM video"),
        QStringLiteral("INSERT INTO rendition (video_id, preset, state, file_name, size_bytes, sha256, "
                       "created_at) SELECT id, 'high', 'ready', id || '-high.mp4', 50000000, sha256, 0 "
                       "FROM video"),
        QStringLiteral("INSERT INTO job (kind, video_id, preset, state, run_at, created_at) "
                       "SELECT 'transcode', id, 'low', 'paused', 0, 0 FROM video LIMIT %1")
            .arg(jobs)};
    for (QString sql : statements) {
        sql.replace(QLatin1String("%1 / 20"), QStringLiteral("%1 / 20").arg(videos));
        if (const auto done = table.change(sql); videos > 0 && !done) {
            std::fprintf(stderr, "%s\n", qPrintable(done.error().detail));
            return false;
        }
    }
    return transaction && transaction->commit();
}

struct Scrolled {
    qint64 longestStallMs = 0;
    double frame95Ms = 0;
};

Scrolled scroll(QAbstractItemView* view, StallWatch& watch)
{
    constexpr int steps = 300;
    QScrollBar* bar = view->verticalScrollBar();
    std::vector<double> frames;
    watch.reset();
    for (int i = 0; i <= steps; ++i) {
        QElapsedTimer frame;
        frame.start();
        bar->setValue(static_cast<int>(qint64{bar->maximum()} * i / steps));
        view->viewport()->repaint();
        frames.push_back(static_cast<double>(frame.nsecsElapsed()) / 1e6);
        QCoreApplication::processEvents();
    }
    std::sort(frames.begin(), frames.end());
    return {watch.longestMs(), frames[frames.size() * 95 / 100]};
}

long peakMegabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int videos = arguments.value(1, QStringLiteral("1000")).toInt();
    const int jobs = arguments.value(2, QStringLiteral("0")).toInt();
    const QTemporaryDir folder;
    const AppPaths paths{folder.filePath(QStringLiteral("data"))};
    {
        const auto made = app::Workspace::open({.paths = paths, .only = {}, .maxJobs = {}});
        if (!made || !fillLibrary(paths, videos, jobs))
            return 1;
    }
    QElapsedTimer time;
    time.start();
    const test::DesktopBench desk(paths.dataDir);
    auto* cards = desk.child<QAbstractItemView>("libraryCards");
    const auto wait = [](const std::function<bool()>& ready) { return QTest::qWaitFor(ready, 120'000); };
    StallWatch watch;
    const bool shown = wait([&] { return videos == 0 || cards->model()->rowCount() > 0; });
    cards->viewport()->repaint();
    const qint64 usable = time.elapsed();
    watch.reset();
    const bool whole = wait([&] { return cards->model()->rowCount() == videos; });
    const qint64 loaded = time.elapsed();
    const qint64 loadingStall = watch.longestMs();
    const Scrolled library = scroll(cards, watch);
    desk.window->showPage(MainWindow::Queue);
    auto* queue = desk.child<QAbstractItemView>("queueView");
    const bool listed = wait([&] { return queue->model()->rowCount() == jobs; });
    const Scrolled list = scroll(queue, watch);
    std::printf("{\"videos\": %d, \"jobs\": %d, \"complete\": %s, \"usable_ms\": %lld, \"loaded_ms\": %lld, "
                "\"loading_stall_ms\": %lld, \"library_stall_ms\": %lld, \"library_frame95_ms\": %.1f, "
                "\"queue_stall_ms\": %lld, \"queue_frame95_ms\": %.1f, \"peak_mb\": %ld}\n",
                videos, jobs, shown && whole && listed ? "true" : "false", static_cast<long long>(usable),
                static_cast<long long>(loaded), static_cast<long long>(loadingStall),
                static_cast<long long>(library.longestStallMs), library.frame95Ms,
                static_cast<long long>(list.longestStallMs), list.frame95Ms, peakMegabytes());
    return 0;
}
