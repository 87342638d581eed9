// The real program on a disk that runs full: the job waits and says for what, and goes on by itself.
#include "core/library/disk_space.h"
#include "tests/crash/data_folder.h"
#include "tests/support/small_volume.h"
#include "tests/support/test_media.h"
#include "tests/support/verify_result.h"

#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::test;

namespace {

constexpr int volumeKib = 48 * 1024;

bool write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

class TestFullDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void jobWaitsForSpaceAndGoesOnByItself()
    {
        const SmallVolume volume(volumeKib);
        if (!volume.isMounted())
            QSKIP("no volume of its own can be mounted here");
        const DataFolder folder(volume.filePath(QStringLiteral(".")));
        const AppPaths paths = folder.paths();
        VERIFY_OK(paths.create());
        QVERIFY(write(paths.settingsFile(), R"({"disk_reserve_bytes": 1})"));
        const auto imported = folder.run(
            {QStringLiteral("import"), longClip(8), QStringLiteral("--preset"), QStringLiteral("mobile")});
        QCOMPARE(imported.exitCode, 0);
        const QString ballast = volume.filePath(QStringLiteral("ballast"));
        const auto free = volumeOf(paths.workDir());
        VERIFY_OK(free);
        constexpr qint64 forTheDatabase = 700 * 1024;
        QVERIFY(write(ballast, QByteArray(free->bytesFree - forTheDatabase, 'x')));

        const auto window = folder.startWindow();
        const auto job = [&] { return Library(paths).renditionJob().value_or(jobs::Job()); };
        QTRY_COMPARE_WITH_TIMEOUT(job().state, jobs::JobState::Blocked, 60'000);
        QCOMPARE(job().errorCode, ErrorCode::DiskFull);
        const auto shortage = library::shortageFrom(job().errorDetail);
        QVERIFY2(shortage.has_value(), qPrintable(job().errorDetail));
        QVERIFY(shortage->bytesNeeded > shortage->bytesFree);

        QVERIFY(QFile::remove(ballast));
        VERIFY_OK(Library(paths).makeEverythingDue());
        QTRY_COMPARE_WITH_TIMEOUT(job().state, jobs::JobState::Succeeded, 120'000);
        QCOMPARE(job().attempt, 1);
        window->kill();
        QVERIFY(window->waitForFinished());
        QCOMPARE(Library(paths).breaches(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestFullDisk)
#include "test_full_disk.moc"
