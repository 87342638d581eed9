#include "core/base/app_paths.h"
#include "tests/support/small_volume.h"
#include "tests/support/verify_result.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace ndas;

class TestAppPaths : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        qunsetenv("NDAS_DATA_DIR");
        qunsetenv("NDAS_WORKER");
    }

    void optionWinsOverEnvironmentOverPlatform();
    void relativeFolderIsMadeAbsolute();
    void everythingLiesBelowTheDataFolder();
    void createsPrivateFoldersAndMayBeCalledAgain();
    void aFileInTheWayIsAnError();
    void aReadOnlyDiskIsRefused();
    void aNetworkShareIsRefused_data();
    void aNetworkShareIsRefused();
    void workerIsTakenFromTheEnvironmentFirst();
    void missingWorkerIsReported();

private:
    QString path(const QString& name) const { return folder_->filePath(name); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestAppPaths::optionWinsOverEnvironmentOverPlatform()
{
    const QString platform = AppPaths::resolve(QString()).dataDir;
    QVERIFY(QDir::isAbsolutePath(platform));
    QCOMPARE(QFileInfo(platform).fileName(), QStringLiteral("ndas"));

    qputenv("NDAS_DATA_DIR", QFile::encodeName(path(QStringLiteral("environment"))));
    QCOMPARE(AppPaths::resolve(QString()).dataDir, path(QStringLiteral("environment")));
    QCOMPARE(AppPaths::resolve(path(QStringLiteral("option"))).dataDir, path(QStringLiteral("option")));
}

void TestAppPaths::relativeFolderIsMadeAbsolute()
{
    QCOMPARE(AppPaths::resolve(QStringLiteral("./x/../data")).dataDir,
             QDir::currentPath() + QStringLiteral("/data"));
}

void TestAppPaths::everythingLiesBelowTheDataFolder()
{
    const AppPaths paths = AppPaths::resolve(path(QStringLiteral("data")));
    for (const QString& place : {paths.database(), paths.settingsFile(), paths.libraryDir(),
                                 paths.originalsDir(), paths.renditionsDir(), paths.thumbnailsDir(),
                                 paths.workDir(), paths.instancesDir(), paths.logDir(), paths.backupsDir()})
        QVERIFY2(place.startsWith(paths.dataDir + QLatin1Char('/')), qPrintable(place));
    // A rename from the work folder is only atomic on one volume.
    QCOMPARE(QFileInfo(paths.workDir()).path(), QFileInfo(paths.renditionsDir()).path());
}

void TestAppPaths::createsPrivateFoldersAndMayBeCalledAgain()
{
    const AppPaths paths = AppPaths::resolve(path(QStringLiteral("deep/Données 'à' moi")));
    VERIFY_OK(paths.create());
    VERIFY_OK(paths.create());
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::ExeOther;
    for (const QString& folder : {paths.dataDir, paths.originalsDir(), paths.workDir(), paths.logDir()}) {
        QVERIFY2(QFileInfo(folder).isDir(), qPrintable(folder));
#ifndef Q_OS_WIN
        QCOMPARE(QFile::permissions(folder) & others, QFileDevice::Permissions());
#endif
    }
}

void TestAppPaths::aFileInTheWayIsAnError()
{
    QFile file(path(QStringLiteral("data")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(!AppPaths::resolve(path(QStringLiteral("data"))).create());
    QVERIFY(QFileInfo(path(QStringLiteral("data"))).isFile());
}

void TestAppPaths::aReadOnlyDiskIsRefused()
{
    test::SmallVolume volume(256);
    if (!volume.isMounted())
        QSKIP("mounting a small volume needs root on Linux");
    const AppPaths existing = AppPaths::resolve(volume.filePath(QStringLiteral("data")));
    VERIFY_OK(existing.create());
    QVERIFY(volume.makeReadOnly());
    VERIFY_FAILS(existing.create(), ErrorCode::ReadOnly);
    VERIFY_FAILS(AppPaths::resolve(volume.filePath(QStringLiteral("new"))).create(), ErrorCode::ReadOnly);
}

void TestAppPaths::aNetworkShareIsRefused_data()
{
    QTest::addColumn<QString>("share");
    QTest::newRow("the data folder") << "data";
    QTest::newRow("the database, which is a link") << "data/ndas.db";
    QTest::newRow("the library, which is a link") << "data/library";
}

void TestAppPaths::aNetworkShareIsRefused()
{
    QFETCH(QString, share);
    const AppPaths paths = AppPaths::resolve(path(QStringLiteral("data")));
    const auto look = [&](const QString& place) -> Result<VolumeInfo> {
        return VolumeInfo{.name = QStringLiteral("ward"), .isNetwork = place == path(share)};
    };
    VERIFY_FAILS(paths.create(look), ErrorCode::NetworkLibrary);
    QVERIFY(!QFile::exists(paths.dataDir));
}

void TestAppPaths::workerIsTakenFromTheEnvironmentFirst()
{
    qputenv("NDAS_WORKER", QFile::encodeName(QCoreApplication::applicationFilePath()));
    const auto worker = findWorker();
    VERIFY_OK(worker);
    QCOMPARE(*worker, QCoreApplication::applicationFilePath());
}

void TestAppPaths::missingWorkerIsReported()
{
    qputenv("NDAS_WORKER", QFile::encodeName(folder_->path())); // a folder is no program
    VERIFY_FAILS(findWorker(), ErrorCode::WorkerMissing);
}

QTEST_GUILESS_MAIN(TestAppPaths)
#include "test_app_paths.moc"
