#include "tests/crash/data_folder.h"
#include "tests/support/test_media.h"

#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::test;

namespace {

/// Short clips that differ in content, so that none is taken for a copy of another.
QStringList clips(int count)
{
    QStringList files;
    for (int i = 0; i < count; ++i)
        files << makeMedia(QStringLiteral("short%1.mp4").arg(i),
                           QStringLiteral("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i "
                                          "sine=frequency=%1 -t 0.5 -c:v libx264 -preset ultrafast "
                                          "-pix_fmt yuv420p -c:a aac")
                               .arg(300 + 40 * i)
                               .split(QLatin1Char(' ')));
    return files;
}

} // namespace

class TestSharedQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoProgramsDoEachJobOnce();
    void twoImportsOfOneRecordingMakeOneVideo();
};

void TestSharedQueue::twoProgramsDoEachJobOnce()
{
    constexpr int count = 6;
    const DataFolder folder;
    const QStringList files = clips(count);
    QVERIFY(!files.contains(QString()));
    const auto imported = folder.run(
        QStringList{QStringLiteral("import"), QStringLiteral("--preset"), QStringLiteral("mobile,low")} +
        files);
    QVERIFY2(imported.exitCode == 0, imported.errors.constData());

    const auto first = folder.start({QStringLiteral("process"), QStringLiteral("--wait")});
    const auto second = folder.start({QStringLiteral("process"), QStringLiteral("--wait")});
    const auto firstOutcome = DataFolder::finish(*first);
    const auto secondOutcome = DataFolder::finish(*second);

    QVERIFY2(firstOutcome.exitCode == 0, firstOutcome.errors.constData());
    QVERIFY2(secondOutcome.exitCode == 0, secondOutcome.errors.constData());
    Library library(folder.paths());
    QCOMPARE(library.breaches(), QStringList());
    QCOMPARE(library.jobs().size(), std::size_t{3 * count}); // ingest and two presets each
    for (const jobs::Job& job : library.jobs()) {
        QVERIFY2(job.state == jobs::JobState::Succeeded, jobs::name(job.state));
        QCOMPARE(job.attempt, 1);
        QCOMPARE(job.fence, 1);
        const auto history = library.history(job.id);
        QCOMPARE(std::count_if(
                     history.begin(), history.end(),
                     [](const jobs::JobEvent& event) { return event.toState == QLatin1String("running"); }),
                 1);
    }
    QCOMPARE(Library::filesIn(folder.paths().renditionsDir()).size(), 2 * count);
}

void TestSharedQueue::twoImportsOfOneRecordingMakeOneVideo()
{
    const DataFolder folder;
    const QStringList arguments{QStringLiteral("import"), plainClip(), QStringLiteral("--preset"),
                                QStringLiteral("mobile")};
    const auto first = folder.start(arguments);
    const auto second = folder.start(arguments);
    QCOMPARE(DataFolder::finish(*first).exitCode, 0);
    QCOMPARE(DataFolder::finish(*second).exitCode, 0);
    QCOMPARE(folder.run({QStringLiteral("process")}).exitCode, 0);

    Library library(folder.paths());
    QCOMPARE(library.breaches(), QStringList());
    QCOMPARE(library.readyVideos().size(), std::size_t{1});
    QCOMPARE(library.readyVideos().front().renditions.size(), std::size_t{1});
    QCOMPARE(Library::filesIn(folder.paths().originalsDir()).size(), 1);
}

QTEST_GUILESS_MAIN(TestSharedQueue)
#include "test_shared_queue.moc"
