#include "core/db/migrations.h"
#include "tests/support/verify_result.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace ndas;
using namespace ndas::db;

class TestMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("ndas.db"));
        backups_ = folder_->filePath(QStringLiteral("backups"));
        QVERIFY(QDir().mkpath(backups_));
    }

    void bringsAnEmptyFileToThisSchema();
    void leavesACurrentDatabaseAlone();
    void backsUpBeforeChangingAFileWithContent();
    void refusesANewerSchemaWithoutTouchingIt();
    void refusesTheDatabaseOfAnotherProgram();
    void rollsBackAStepThatFails();
    void bringsEveryOlderSchemaUpWithWhatIsInIt_data();
    void bringsEveryOlderSchemaUpWithWhatIsInIt();
    void programsThatStartTogetherMigrateOnce();
    void schemaRefusesNonsense_data();
    void schemaRefusesNonsense();
    void quickCheckFindsDamage();

private:
    std::unique_ptr<Connection> open() { return std::move(*Connection::open(path_)); }

    void execute(const QStringList& statements)
    {
        const auto connection = open();
        for (const QString& sql : statements)
            QVERIFY2(connection->run(sql), qPrintable(sql));
    }

    static int number(Connection& connection, const char* sql)
    {
        const auto value = connection.value(QLatin1String(sql));
        return value ? value->toInt() : -1;
    }

    /// Every table and index as it was written down.
    static QStringList schemaOf(Connection& connection)
    {
        QStringList all;
        auto query = connection.run(QStringLiteral("SELECT name, sql FROM sqlite_schema ORDER BY name"));
        while (query && query->next())
            all << query->value(0).toString() + QLatin1Char(' ') + query->value(1).toString();
        return all;
    }

    QStringList schemaOfAFreshOne() const
    {
        const auto fresh = Connection::open(folder_->filePath(QStringLiteral("fresh.db")));
        return fresh && migrate(**fresh, {}) ? schemaOf(**fresh) : QStringList();
    }

    QByteArray hash() const
    {
        QFile file(path_);
        return file.open(QIODevice::ReadOnly)
                   ? QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
                   : QByteArray();
    }

    QStringList backupFiles() const { return QDir(backups_).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;
    QString backups_;
};

void TestMigrations::bringsAnEmptyFileToThisSchema()
{
    const auto connection = open();
    VERIFY_OK(migrate(*connection, backups_));

    QCOMPARE(connection->value(QStringLiteral("PRAGMA application_id"))->toInt(), applicationId);
    QCOMPARE(connection->value(QStringLiteral("PRAGMA user_version"))->toInt(), schemaVersion);
    for (const char* table : {"patient", "video", "media_stream", "rendition", "thumbnail", "job",
                              "job_event", "checkpoint", "removed_file", "video_deed", "past_job"}) {
        const auto strict = connection->value(
            QStringLiteral("SELECT strict FROM pragma_table_list WHERE name = ?"), {QLatin1String(table)});
        QVERIFY2(strict && strict->toInt() == 1, table);
    }
    VERIFY_OK(quickCheck(*connection));
    QVERIFY(backupFiles().isEmpty());
}

void TestMigrations::leavesACurrentDatabaseAlone()
{
    VERIFY_OK(migrate(*open(), backups_));
    const QByteArray before = hash();
    VERIFY_OK(migrate(*open(), backups_));
    QCOMPARE(hash(), before);
    QVERIFY(backupFiles().isEmpty());
}

void TestMigrations::backsUpBeforeChangingAFileWithContent()
{
    execute({QStringLiteral("PRAGMA application_id=%1").arg(applicationId),
             QStringLiteral("CREATE TABLE precious (word TEXT)"),
             QStringLiteral("INSERT INTO precious VALUES ('kept')")});

    VERIFY_OK(migrate(*open(), backups_));

    QCOMPARE(backupFiles().size(), 1);
    const auto backup =
        Connection::open(backups_ + QLatin1Char('/') + backupFiles().constFirst(), Access::ReadOnly);
    QVERIFY(backup);
    QCOMPARE((*backup)->value(QStringLiteral("SELECT word FROM precious"))->toString(),
             QStringLiteral("kept"));
    QCOMPARE((*backup)->value(QStringLiteral("PRAGMA user_version"))->toInt(), 0);
    QCOMPARE(open()->value(QStringLiteral("SELECT word FROM precious"))->toString(), QStringLiteral("kept"));
}

void TestMigrations::refusesANewerSchemaWithoutTouchingIt()
{
    VERIFY_OK(migrate(*open(), backups_));
    execute({QStringLiteral("PRAGMA user_version=%1").arg(schemaVersion + 1)});
    const QByteArray before = hash();

    const auto migrated = migrate(*open(), backups_);

    QVERIFY(!migrated);
    QCOMPARE(migrated.error().code, ErrorCode::SchemaTooNew);
    QCOMPARE(hash(), before);
}

void TestMigrations::refusesTheDatabaseOfAnotherProgram()
{
    execute({QStringLiteral("CREATE TABLE places (url TEXT)"), QStringLiteral("PRAGMA user_version=77")});
    const QByteArray before = hash();

    const auto migrated = migrate(*open(), backups_);

    QVERIFY(!migrated);
    QCOMPARE(migrated.error().code, ErrorCode::DatabaseCorrupt);
    QCOMPARE(hash(), before);
}

void TestMigrations::rollsBackAStepThatFails()
{
    // A table in the way makes the step fail at its end: nothing of it may stay.
    execute({QStringLiteral("PRAGMA application_id=%1").arg(applicationId),
             QStringLiteral("CREATE TABLE app_state (other TEXT)")});

    const auto connection = open();
    QVERIFY(!migrate(*connection, backups_));

    QCOMPARE(connection->value(QStringLiteral("SELECT count(*) FROM sqlite_schema"))->toInt(), 1);
    QCOMPARE(connection->value(QStringLiteral("PRAGMA user_version"))->toInt(), 0);
    QVERIFY(!connection->inTransaction());
}

void TestMigrations::bringsEveryOlderSchemaUpWithWhatIsInIt_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < schemaVersion; ++version)
        QTest::addRow("schema %d", version) << version;
}

void TestMigrations::bringsEveryOlderSchemaUpWithWhatIsInIt()
{
    QFETCH(const int, version);
    QFile old(QStringLiteral(NDAS_SCHEMAS "/%1.sql").arg(version));
    QVERIFY(old.open(QIODevice::ReadOnly));
    VERIFY_OK(open()->script(QString::fromUtf8(old.readAll())));
    const auto connection = open();
    QCOMPARE(number(*connection, "PRAGMA user_version"), version);

    VERIFY_OK(migrate(*connection, backups_));

    QCOMPARE(backupFiles().size(), 1);
    QCOMPARE(number(*connection, "PRAGMA user_version"), schemaVersion);
    VERIFY_OK(fullCheck(*connection));
    QVERIFY(!connection->value(QStringLiteral("PRAGMA foreign_key_check"))->isValid());
    QCOMPARE(schemaOf(*connection), schemaOfAFreshOne());
    QCOMPARE(connection->value(QStringLiteral("SELECT title FROM video WHERE id = 1"))->toString(),
             QStringLiteral("Visit"));
    QCOMPARE(number(*connection, "SELECT count(*) FROM job_event"), 4);
    QCOMPARE(number(*connection, "SELECT count(*) FROM video_change"), version >= 2 ? 1 : 0);
    QCOMPARE(number(*connection, "SELECT count(*) FROM checkpoint"), version >= 3 ? 1 : 0);
    QCOMPARE(number(*connection, "SELECT count(*) FROM rendition WHERE likeness > 0.9"),
             version >= 4 ? 1 : 0);
    QVERIFY(!connection->run(QStringLiteral("UPDATE rendition SET likeness = 98.7")));
    QCOMPARE(number(*connection, "SELECT count(*) FROM removed_file"), version >= 5 ? 1 : 0);
    QCOMPARE(number(*connection, "SELECT count(*) FROM video_deed"), 0);
    QCOMPARE(number(*connection, "SELECT count(*) FROM past_job"), 0);
}

void TestMigrations::programsThatStartTogetherMigrateOnce()
{
    std::atomic<int> failures{0};
    std::vector<std::thread> programs;
    for (int i = 0; i < 4; ++i) {
        programs.emplace_back([&] {
            const auto connection = Connection::open(path_);
            if (!connection || !migrate(**connection, backups_))
                ++failures;
        });
    }
    for (std::thread& program : programs)
        program.join();
    QCOMPARE(failures.load(), 0);
    VERIFY_OK(quickCheck(*open()));
}

void TestMigrations::schemaRefusesNonsense_data()
{
    QTest::addColumn<QString>("sql");
    const QString job =
        QStringLiteral("INSERT INTO job (kind, state, run_at, created_at%1) VALUES ('ingest', %2)");
    QTest::newRow("running without an owner") << job.arg(QString(), QStringLiteral("'running', 0, 0"));
    QTest::newRow("finished without a time") << job.arg(QString(), QStringLiteral("'succeeded', 0, 0"));
    QTest::newRow("failed without a reason")
        << job.arg(QStringLiteral(", finished_at"), QStringLiteral("'failed', 0, 0, 1"));
    QTest::newRow("unknown state") << job.arg(QString(), QStringLiteral("'sleeping', 0, 0"));
    QTest::newRow("progress above 1")
        << job.arg(QStringLiteral(", progress"), QStringLiteral("'queued', 0, 0, 1.5"));
    QTest::newRow("event of no job") << QStringLiteral(
        "INSERT INTO job_event (job_id, at, from_state, to_state, attempt) VALUES (9, 0, 'queued', "
        "'running', 1)");
    QTest::newRow("text where a number belongs")
        << QStringLiteral("INSERT INTO patient (code, created_at) VALUES ('P-1', 'today')");
}

void TestMigrations::schemaRefusesNonsense()
{
    QFETCH(const QString, sql);
    const auto connection = open();
    VERIFY_OK(migrate(*connection, backups_));
    VERIFY_OK(connection->run(QStringLiteral(
        "INSERT INTO job (kind, state, run_at, created_at) VALUES ('ingest', 'queued', 0, 0)")));
    QVERIFY(!connection->run(sql));
}

void TestMigrations::quickCheckFindsDamage()
{
    VERIFY_OK(migrate(*open(), backups_));
    QFile file(path_);
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qint64 pageSize = 4096;
    QVERIFY(file.size() > 6 * pageSize);
    for (qint64 page = 3; page < 6; ++page) {
        file.seek(page * pageSize);
        file.write(QByteArray(100, '\x5a'));
    }
    file.close();

    const auto checked = quickCheck(*open());

    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::DatabaseCorrupt);
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "test_migrations.moc"
