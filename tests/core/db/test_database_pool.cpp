#include "core/db/database_pool.h"
#include "tests/support/verify_result.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>
#include <QtTest/QtTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace ndas;
using namespace ndas::db;

class TestDatabasePool : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("pool.db"));
    }

    void givesAThreadTheSameConnectionAgain();
    void givesEveryThreadItsOwn();
    void closesTheConnectionOfAThreadThatEnds();
    void closesConnectionsOfThreadsThatOutliveIt();
    void reportsAFileThatCannotBeOpened();
    void writesOfManyThreadsAllArrive();

private:
    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;
};

void TestDatabasePool::givesAThreadTheSameConnectionAgain()
{
    DatabasePool pool(path_);
    QVERIFY(pool.connection());
    QCOMPARE(*pool.connection(), *pool.connection());
    QCOMPARE(QSqlDatabase::connectionNames().size(), 1);
}

void TestDatabasePool::givesEveryThreadItsOwn()
{
    DatabasePool pool(path_);
    Connection* const mine = *pool.connection();
    Connection* other = nullptr;
    std::unique_ptr<QThread> thread(QThread::create([&] { other = pool.connection().value_or(nullptr); }));
    thread->start();
    QVERIFY(thread->wait());
    QVERIFY(other);
    QVERIFY(other != mine);
}

void TestDatabasePool::closesTheConnectionOfAThreadThatEnds()
{
    DatabasePool pool(path_);
    QThreadPool threads;
    threads.setMaxThreadCount(3);
    for (int i = 0; i < 9; ++i)
        threads.start([&] { QVERIFY(pool.connection()); });
    threads.waitForDone();
    QCOMPARE(QSqlDatabase::connectionNames().size(), 0);

    // A thread Qt did not start.
    std::thread([&] { QVERIFY(pool.connection()); }).join();
    QCOMPARE(QSqlDatabase::connectionNames().size(), 0);
}

void TestDatabasePool::closesConnectionsOfThreadsThatOutliveIt()
{
    QThread thread;
    thread.start();
    QObject onThread;
    onThread.moveToThread(&thread);
    {
        DatabasePool pool(path_);
        QMetaObject::invokeMethod(
            &onThread, [&] { QVERIFY(pool.connection()); }, Qt::BlockingQueuedConnection);
        QCOMPARE(QSqlDatabase::connectionNames().size(), 1);
    }
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
    thread.quit();
    QVERIFY(thread.wait());
}

void TestDatabasePool::reportsAFileThatCannotBeOpened()
{
    DatabasePool pool(folder_->filePath(QStringLiteral("no/such/folder/x.db")));
    QVERIFY(!pool.connection());
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
}

void TestDatabasePool::writesOfManyThreadsAllArrive()
{
    DatabasePool pool(path_);
    Connection* const mine = *pool.connection();
    VERIFY_OK(mine->run(QStringLiteral("CREATE TABLE counter (n INTEGER NOT NULL) STRICT")));
    VERIFY_OK(mine->run(QStringLiteral("INSERT INTO counter VALUES (0)")));
    constexpr int threadCount = 4;
    constexpr int perThread = 10;
    std::atomic<int> failures{0};

    std::vector<std::thread> threads;
    for (int i = 0; i < threadCount; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < perThread; ++n) {
                Connection* const connection = *pool.connection();
                auto transaction = Transaction::begin(*connection);
                if (!transaction || !connection->run(QStringLiteral("UPDATE counter SET n = n + 1")) ||
                    !transaction->commit())
                    ++failures;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();

    QCOMPARE(failures.load(), 0);
    QCOMPARE(mine->value(QStringLiteral("SELECT n FROM counter"))->toInt(), threadCount * perThread);
}

QTEST_GUILESS_MAIN(TestDatabasePool)
#include "test_database_pool.moc"
