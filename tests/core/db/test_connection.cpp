#include "core/db/database.h"
#include "core/db/sqlite_version.h"
#include "tests/support/verify_result.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::db;

namespace {

constexpr const char* makeTable =
    "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT";

} // namespace

class TestConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("a b'ß.db"));
        connection_ = open();
        QVERIFY(connection_);
        VERIFY_OK(connection_->run(QLatin1String(makeTable)));
    }

    void cleanup() { connection_.reset(); }

    void setsThePragmasThatKeepDataSafe_data();
    void setsThePragmasThatKeepDataSafe();
    void refusesADatabaseThatDoesNotHeedThem();
    void usesWalOnlyWhereItIsSafe_data();
    void usesWalOnlyWhereItIsSafe();
    void namesOfPeopleAreReadableByTheOwnerOnly();
    void reportsTheRowsOfAChangeAndTheIdOfAnInsert();
    void updateReturningChangesEveryRowOnceSteppedThrough();
    void keepsTextAsItIs();
    void readOnlyConnectionRefusesWrites();
    void readOnlyConnectionDoesNotCreateAFile();
    void mapsNativeErrors();
    void secondWriterGetsBusyWhileTheFirstWrites();
    void rollsBackWhatIsNotCommitted();
    void nestedTransactionJoinsTheOuterOne();
    void givenUpNestedTransactionDoomsTheOuterOne();
    void connectionIsUsableAfterARollback();
    void scriptRunsStatementsAndSkipsComments();
    void scriptRefusesAnUnfinishedStatement();
    void closingLeavesNothingInQtsRegistry();
    void aStatementIsPreparedOnceAndRunsWithNewValues();
    void aStatementInUseIsNotHandedOutAgain();
    void aDroppedStatementHoldsNoLock();
    void aFailedStatementIsNotKept();
    void missingValuesAreNotTakenFromTheLastRun();
    void keepsALimitedNumberOfStatements();
    void pragmasTakeEffectEveryTime();
    void keptStatementsFollowTheSchema();
    void aStatementMayOutliveItsConnection();

private:
    std::unique_ptr<Connection> open(Access access = Access::ReadWrite)
    {
        auto opened = Connection::open(path_, access);
        return opened ? std::move(*opened) : nullptr;
    }

    int count() { return connection_->value(QStringLiteral("SELECT count(*) FROM item"))->toInt(); }

    Result<std::int64_t> add(const QString& name)
    {
        return connection_->insert(QStringLiteral("INSERT INTO item (name) VALUES (?)"), {name});
    }

    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;
    std::unique_ptr<Connection> connection_;
};

void TestConnection::setsThePragmasThatKeepDataSafe_data()
{
    QTest::addColumn<QString>("pragma");
    QTest::addColumn<QVariant>("expected");
    QTest::newRow("a commit is on the disk") << "synchronous" << QVariant(2);
    QTest::newRow("references are checked") << "foreign_keys" << QVariant(1);
    QTest::newRow("looks often whether others are done") << "busy_timeout" << QVariant(20);
    QTest::newRow("a hostile schema runs nothing") << "trusted_schema" << QVariant(0);
    QTest::newRow("damaged pages are noticed") << "cell_size_check" << QVariant(1);
    QTest::newRow("no memory mapping") << "mmap_size" << QVariant(0);
    QTest::newRow("deleted rows are wiped") << "secure_delete" << QVariant(1);
}

void TestConnection::setsThePragmasThatKeepDataSafe()
{
    QFETCH(const QString, pragma);
    QFETCH(const QVariant, expected);
    QCOMPARE(connection_->value(QStringLiteral("PRAGMA ") + pragma)->toInt(), expected.toInt());
}

void TestConnection::refusesADatabaseThatDoesNotHeedThem()
{
    const auto inMemory = Connection::open(QStringLiteral(":memory:")); // keeps its journal there too
    VERIFY_FAILS(inMemory, ErrorCode::Database);
    QVERIFY(inMemory.error().detail.contains(QStringLiteral("journal_mode is memory")));
}

void TestConnection::usesWalOnlyWhereItIsSafe_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("safe");
    QTest::newRow("Debian 12") << "3.40.1" << false;
    QTest::newRow("just before") << "3.44.5" << false;
    QTest::newRow("fixed 3.44") << "3.44.6" << true;
    QTest::newRow("3.45 never got it") << "3.45.3" << false;
    QTest::newRow("3.50 before") << "3.50.6" << false;
    QTest::newRow("fixed 3.50") << "3.50.7" << true;
    QTest::newRow("3.51 before") << "3.51.2" << false;
    QTest::newRow("fixed 3.51") << "3.51.3" << true;
    QTest::newRow("later") << "3.60.0" << true;
    QTest::newRow("unreadable") << "" << false;
}

void TestConnection::usesWalOnlyWhereItIsSafe()
{
    QFETCH(const QString, version);
    QFETCH(const bool, safe);
    QCOMPARE(walIsSafe(version), safe);

    const QString inUse = connection_->value(QStringLiteral("SELECT sqlite_version()"))->toString();
    const QString mode = connection_->value(QStringLiteral("PRAGMA journal_mode"))->toString();
    QCOMPARE(mode, walIsSafe(inUse) ? QStringLiteral("wal") : QStringLiteral("truncate"));
}

void TestConnection::namesOfPeopleAreReadableByTheOwnerOnly()
{
#ifdef Q_OS_WIN
    QSKIP("Windows protects the profile folder instead");
#endif
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    QCOMPARE(QFile::permissions(path_) & others, QFileDevice::Permissions());
}

void TestConnection::reportsTheRowsOfAChangeAndTheIdOfAnInsert()
{
    QCOMPARE(*add(QStringLiteral("one")), 1);
    QCOMPARE(*add(QStringLiteral("two")), 2);
    QCOMPARE(*connection_->change(QStringLiteral("UPDATE item SET name = name || '!'")), 2);
    QCOMPARE(*connection_->change(QStringLiteral("UPDATE item SET name = 'x' WHERE id = 99")), 0);
    QVERIFY(!connection_->value(QStringLiteral("SELECT id FROM item WHERE id = 99"))->isValid());
}

void TestConnection::updateReturningChangesEveryRowOnceSteppedThrough()
{
    VERIFY_OK(add(QStringLiteral("one")));
    VERIFY_OK(add(QStringLiteral("two")));

    auto query = connection_->run(QStringLiteral("UPDATE item SET name = name || ? RETURNING id, name"),
                                  {QStringLiteral("+")});
    QVERIFY(query);
    QStringList names;
    while (query->next())
        names << query->value(1).toString();
    query->finish();

    QCOMPARE(names, QStringList({QStringLiteral("one+"), QStringLiteral("two+")}));
}

void TestConnection::keepsTextAsItIs()
{
    const QString name = QStringLiteral("o'clock \"quoted\"\nline; -- 👶 %1 ?");
    VERIFY_OK(add(name));
    QCOMPARE(connection_->value(QStringLiteral("SELECT name FROM item"))->toString(), name);
}

void TestConnection::readOnlyConnectionRefusesWrites()
{
    const auto reader = open(Access::ReadOnly);
    QVERIFY(reader);
    const auto written = reader->run(QStringLiteral("INSERT INTO item (name) VALUES ('x')"));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::ReadOnly);
}

void TestConnection::readOnlyConnectionDoesNotCreateAFile()
{
    const QString missing = folder_->filePath(QStringLiteral("missing.db"));
    QVERIFY(!Connection::open(missing, Access::ReadOnly));
    QVERIFY(!QFile::exists(missing));
}

void TestConnection::mapsNativeErrors()
{
    VERIFY_OK(add(QStringLiteral("same")));
    QCOMPARE(add(QStringLiteral("same")).error().code, ErrorCode::AlreadyExists);
    QCOMPARE(connection_->run(QStringLiteral("SELEC")).error().code, ErrorCode::Database);

    QFile noise(folder_->filePath(QStringLiteral("noise.db")));
    QVERIFY(noise.open(QIODevice::WriteOnly));
    noise.write(QByteArray(4096, 'x'));
    noise.close();
    const auto opened = Connection::open(noise.fileName());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::DatabaseCorrupt);
}

void TestConnection::secondWriterGetsBusyWhileTheFirstWrites()
{
    const auto other = open();
    QVERIFY(other);
    other->setPatience(std::chrono::milliseconds(1));
    auto writing = Transaction::begin(*connection_);
    QVERIFY(writing);

    const auto second = Transaction::begin(*other);

    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Busy);
    QVERIFY(!other->inTransaction());
}

void TestConnection::rollsBackWhatIsNotCommitted()
{
    {
        auto transaction = Transaction::begin(*connection_);
        QVERIFY(transaction);
        VERIFY_OK(add(QStringLiteral("lost")));
        QVERIFY(connection_->inTransaction());
    }
    QVERIFY(!connection_->inTransaction());
    QCOMPARE(count(), 0);
}

void TestConnection::nestedTransactionJoinsTheOuterOne()
{
    {
        auto outer = Transaction::begin(*connection_);
        QVERIFY(outer);
        auto inner = Transaction::begin(*connection_);
        QVERIFY(inner);
        VERIFY_OK(add(QStringLiteral("kept only with the outer one")));
        VERIFY_OK(inner->commit());
        QVERIFY(connection_->inTransaction());
    }
    QCOMPARE(count(), 0);
}

void TestConnection::givenUpNestedTransactionDoomsTheOuterOne()
{
    {
        auto outer = Transaction::begin(*connection_);
        QVERIFY(outer);
        {
            auto inner = Transaction::begin(*connection_);
            QVERIFY(inner);
            VERIFY_OK(add(QStringLiteral("half a fact")));
        }
        QVERIFY(!outer->commit());
    }
    QCOMPARE(count(), 0);
}

void TestConnection::connectionIsUsableAfterARollback()
{
    {
        auto given = Transaction::begin(*connection_);
        QVERIFY(given);
    }
    auto transaction = Transaction::begin(*connection_);
    QVERIFY(transaction);
    VERIFY_OK(add(QStringLiteral("kept")));
    VERIFY_OK(transaction->commit());
    QVERIFY(!transaction->commit());
    QCOMPARE(count(), 1);
}

void TestConnection::scriptRunsStatementsAndSkipsComments()
{
    VERIFY_OK(connection_->script(QStringLiteral("-- first;\nINSERT INTO item (name)\n  VALUES ('a; b');\n\n"
                                                 "INSERT INTO item (name) VALUES ('c');\n")));
    QCOMPARE(count(), 2);
}

void TestConnection::scriptRefusesAnUnfinishedStatement()
{
    QVERIFY(!connection_->script(QStringLiteral("INSERT INTO item (name) VALUES ('a')")));
    QCOMPARE(count(), 0);
}

void TestConnection::closingLeavesNothingInQtsRegistry()
{
    connection_.reset();
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
}

void TestConnection::aStatementIsPreparedOnceAndRunsWithNewValues()
{
    VERIFY_OK(add(QStringLiteral("one")));
    const std::size_t kept = connection_->statementsKept();

    VERIFY_OK(add(QStringLiteral("two")));

    QCOMPARE(connection_->statementsKept(), kept);
    const QString nameOf = QStringLiteral("SELECT name FROM item WHERE id = ?");
    QCOMPARE(connection_->value(nameOf, {1})->toString(), QStringLiteral("one"));
    QCOMPARE(connection_->value(nameOf, {2})->toString(), QStringLiteral("two"));
    QVERIFY(!connection_->value(nameOf, {3})->isValid());
    QCOMPARE(connection_->value(nameOf, {1})->toString(), QStringLiteral("one"));
}

void TestConnection::aStatementInUseIsNotHandedOutAgain()
{
    VERIFY_OK(add(QStringLiteral("one")));
    VERIFY_OK(add(QStringLiteral("two")));
    const QString names = QStringLiteral("SELECT name FROM item ORDER BY id");
    VERIFY_OK(connection_->value(names));
    auto outer = connection_->run(names);
    QVERIFY(outer && outer->next());

    auto inner = connection_->run(names);

    QVERIFY(inner && inner->next());
    QCOMPARE(inner->value(0).toString(), QStringLiteral("one"));
    QVERIFY(outer->next());
    QCOMPARE(outer->value(0).toString(), QStringLiteral("two"));
}

void TestConnection::aDroppedStatementHoldsNoLock()
{
    VERIFY_OK(add(QStringLiteral("one")));
    VERIFY_OK(add(QStringLiteral("two")));
    const auto other = open();
    QVERIFY(other);
    other->setPatience(std::chrono::milliseconds(1));
    {
        auto half = connection_->run(QStringLiteral("SELECT name FROM item"));
        QVERIFY(half && half->next());
    }

    VERIFY_OK(other->change(QStringLiteral("DELETE FROM item")));
    QCOMPARE(count(), 0);
}

void TestConnection::aFailedStatementIsNotKept()
{
    VERIFY_OK(add(QStringLiteral("same")));
    const std::size_t kept = connection_->statementsKept();

    QVERIFY(!add(QStringLiteral("same")));

    QCOMPARE(connection_->statementsKept(), kept - 1);
    VERIFY_OK(add(QStringLiteral("another")));
    QCOMPARE(count(), 2);
}

void TestConnection::missingValuesAreNotTakenFromTheLastRun()
{
    const QString sql = QStringLiteral("INSERT INTO item (id, name) VALUES (?, ?)");
    VERIFY_OK(connection_->run(sql, {1, QStringLiteral("one")}));

    QVERIFY(!connection_->run(sql, {2}));

    QCOMPARE(count(), 1);
}

void TestConnection::keepsALimitedNumberOfStatements()
{
    for (std::size_t number = 0; number < 2 * StatementCache::keptAtMost; ++number)
        VERIFY_OK(connection_->value(QStringLiteral("SELECT %1").arg(number)));
    QCOMPARE(connection_->statementsKept(), StatementCache::keptAtMost);
}

void TestConnection::pragmasTakeEffectEveryTime()
{
    const auto setKeys = [this](const char* state) {
        return connection_->value(QStringLiteral("PRAGMA foreign_keys=") + QLatin1String(state));
    };
    for (int round = 0; round < 2; ++round) {
        VERIFY_OK(setKeys("OFF"));
        QCOMPARE(connection_->value(QStringLiteral("PRAGMA foreign_keys"))->toInt(), 0);
        VERIFY_OK(setKeys("ON"));
        QCOMPARE(connection_->value(QStringLiteral("PRAGMA foreign_keys"))->toInt(), 1);
    }
}

void TestConnection::keptStatementsFollowTheSchema()
{
    VERIFY_OK(add(QStringLiteral("one")));
    const QString sql = QStringLiteral("SELECT name FROM item");
    VERIFY_OK(connection_->value(sql));
    const auto other = open();
    QVERIFY(other);
    VERIFY_OK(other->run(QStringLiteral("ALTER TABLE item RENAME TO thing")));
    VERIFY_OK(other->run(QStringLiteral("CREATE VIEW item AS SELECT upper(name) AS name FROM thing")));

    QCOMPARE(connection_->value(sql)->toString(), QStringLiteral("ONE"));
}

void TestConnection::aStatementMayOutliveItsConnection()
{
    auto query = connection_->run(QStringLiteral("SELECT name FROM item"));
    QVERIFY(query);
    connection_.reset();
    QVERIFY(!query->next());
}

QTEST_GUILESS_MAIN(TestConnection)
#include "test_connection.moc"
