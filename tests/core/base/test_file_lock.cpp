#include "core/base/file_lock.h"
#include "tests/support/verify_result.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cstdio>

using namespace ndas;

class TestFileLock : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("a.lock"));
    }

    void isFreeAfterItsHolderIsDestroyed();
    void movingKeepsItHeld();
    void isKeptAcrossProcessesUntilTheHolderIsKilled();
    void childInheritsOnlyWhenAsked_data();
    void childInheritsOnlyWhenAsked();
    void reportsAFolderThatIsMissing();

private:
    bool isFree() const
    {
        const auto taken = FileLock::tryTake(path_);
        return taken && taken->has_value();
    }

    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;
};

namespace {

/// This program again, as another process: `--hold PATH` takes the lock, `--wait` just lives; both say
/// "ready".
void startHelper(QProcess& process, const QStringList& arguments)
{
    process.start(QCoreApplication::applicationFilePath(), arguments);
    QVERIFY(process.waitForStarted());
    QVERIFY(process.waitForReadyRead());
    QCOMPARE(process.readAllStandardOutput().trimmed(), QByteArray("ready"));
}

int runHelper(const QStringList& arguments)
{
    Result<std::optional<FileLock>> lock = std::optional<FileLock>();
    if (arguments.value(1) == QLatin1String("--hold"))
        lock = FileLock::tryTake(arguments.value(2));
    std::puts(lock && (lock->has_value() || arguments.value(1) == QLatin1String("--wait")) ? "ready" : "not");
    std::fflush(stdout);
    std::getchar();
    return 0;
}

} // namespace

void TestFileLock::isFreeAfterItsHolderIsDestroyed()
{
    {
        const auto lock = FileLock::tryTake(path_);
        VERIFY_OK(lock);
        QVERIFY(lock->has_value());
        QVERIFY(!isFree());
    }
    QVERIFY(isFree());
}

void TestFileLock::movingKeepsItHeld()
{
    auto lock = FileLock::tryTake(path_);
    VERIFY_OK(lock);
    {
        const FileLock moved = std::move(**lock);
        lock->reset();
        QVERIFY(!isFree());
    }
    QVERIFY(isFree());
}

void TestFileLock::isKeptAcrossProcessesUntilTheHolderIsKilled()
{
    QProcess holder;
    startHelper(holder, {QStringLiteral("--hold"), path_});
    QVERIFY(!isFree());
    holder.kill();
    QVERIFY(holder.waitForFinished());
    QVERIFY(isFree());
}

void TestFileLock::childInheritsOnlyWhenAsked_data()
{
    QTest::addColumn<bool>("inherit");
    QTest::newRow("not asked") << false;
    QTest::newRow("asked") << true;
}

void TestFileLock::childInheritsOnlyWhenAsked()
{
    QFETCH(const bool, inherit);
    auto lock = FileLock::tryTake(path_, inherit ? FileLock::Inherit::Yes : FileLock::Inherit::No);
    VERIFY_OK(lock);
    QProcess child;
    startHelper(child, {QStringLiteral("--wait")});
    lock->reset();
    QCOMPARE(isFree(), !inherit);
    child.kill();
    QVERIFY(child.waitForFinished());
    QVERIFY(isFree());
}

void TestFileLock::reportsAFolderThatIsMissing()
{
    VERIFY_FAILS(FileLock::tryTake(folder_->filePath(QStringLiteral("none/a.lock"))), ErrorCode::NotFound);
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--hold") || arguments.value(1) == QLatin1String("--wait"))
        return runHelper(arguments);
    TestFileLock test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_file_lock.moc"
