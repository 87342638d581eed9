// How the import dialog bears a full memory card: time to the first row and to the last, longest stall of the
// event loop while the real worker looks at every file. Offscreen; prints one JSON object.
// Usage: bench_scan CLIP FILES
#include "tests/bench/stall_watch.h"
#include "tests/ui/desktop_bench.h"
#include "ui/dialogs/import_dialog.h"

#include <QtWidgets/QApplication>

#include <cstdio>
#include <filesystem>

using namespace ndas;
using namespace ndas::ui;

namespace {

/// The same clip under many names, without the disk it would take.
bool fillCard(const QString& card, const QString& clip, int files)
{
    std::error_code problem;
    for (int i = 0; i < files && !problem; ++i)
        std::filesystem::create_hard_link(
            clip.toStdString(),
            QStringLiteral("%1/IMG_%2.mp4").arg(card).arg(i, 4, 10, QLatin1Char('0')).toStdString(), problem);
    return !problem;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QTemporaryDir folder;
    const QString card = folder.filePath(QStringLiteral("card"));
    const QString clip = folder.filePath(QStringLiteral("clip.mp4"));
    const int files = arguments.value(2, QStringLiteral("2000")).toInt();
    if (!QDir().mkpath(card) || !QFile::copy(arguments.value(1), clip) || !fillCard(card, clip, files))
        return 1;
    test::DesktopBench desk(folder.filePath(QStringLiteral("data")));
    QTest::qWait(500);
    test::StallWatch watch;
    QElapsedTimer time;
    time.start();
    ImportDialog dialog(*desk.gateway, desk.dialogs, {card});
    dialog.show();
    watch.reset();
    const auto wait = [](const std::function<bool()>& ready) { return QTest::qWaitFor(ready, 600'000); };
    const auto looked = [&] {
        const ImportSum sum = sumOf(dialog.model().rows());
        return sum.found - sum.reading;
    };
    const bool listed = wait([&] { return dialog.model().rowCount() > 0; });
    const qint64 firstRow = time.elapsed();
    const bool some = wait([&] { return looked() > 0; });
    const qint64 firstFacts = time.elapsed();
    const bool all = wait([&] { return dialog.model().rowCount() == files && !dialog.isReading(); });
    std::printf("{\"files\": %d, \"complete\": %s, \"first_row_ms\": %lld, \"first_facts_ms\": %lld, "
                "\"all_ms\": %lld, \"stall_ms\": %lld}\n",
                files, listed && some && all ? "true" : "false", static_cast<long long>(firstRow),
                static_cast<long long>(firstFacts), static_cast<long long>(time.elapsed()),
                static_cast<long long>(watch.longestMs()));
    return 0;
}
