#include "core/db/backups.h"
#include "core/db/migrations.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::db;

namespace {

QDateTime at(const char* time)
{
    return QDateTime::fromString(QLatin1String(time), Qt::ISODate);
}

QString dayName(const QDate& day, const char* time = "120000-000")
{
    return QStringLiteral("ndas-%1-%2.db").arg(day.toString(QStringLiteral("yyyyMMdd")), QLatin1String(time));
}

} // namespace

class TestBackups : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("ndas.db"));
        backups_ = folder_->filePath(QStringLiteral("backups"));
        QVERIFY(QDir().mkpath(backups_));
        VERIFY_OK(migrate(*open(), {}));
        setWord(QStringLiteral("first"));
    }

    void isWholeWhileOthersWrite()
    {
        const auto writer = open();
        const auto transaction = Transaction::begin(*writer);
        QVERIFY(transaction);

        const auto made = backUp(*open(), backups_, at("2026-03-01T10:00:00Z"));

        VERIFY_OK(made);
        QCOMPARE(names(), QStringList(QStringLiteral("ndas-20260301-100000-000.db")));
        QCOMPARE(wordIn(*made), QStringLiteral("first"));
        QCOMPARE(QFile::permissions(*made) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void ofAMigrationSaysWhatIsInIt()
    {
        VERIFY_OK(open()->run(QStringLiteral("PRAGMA user_version=3")));
        VERIFY_OK(backUp(*open(), backups_, at("2026-03-01T10:00:00Z"), Occasion::Migration));
        QCOMPARE(names(), QStringList(QStringLiteral("ndas-20260301-100000-000-schema-3.db")));
    }

    void leavesNothingWhenItFails()
    {
        const QString missing = folder_->filePath(QStringLiteral("no such folder"));
        QVERIFY(!backUp(*open(), missing, at("2026-03-01T10:00:00Z")));
        QVERIFY(!QDir(missing).exists());
    }

    void isNotKeptWhenItIsNotSound()
    {
        VERIFY_OK(open()->run(QStringLiteral("PRAGMA application_id=99")));
        QVERIFY(!backUp(*open(), backups_, at("2026-03-01T10:00:00Z")));
        QVERIFY(names().isEmpty());
    }

    void isDueOnceADay()
    {
        QVERIFY(isBackupDue(backups_, at("2026-03-01T10:00:00Z")));
        QVERIFY(!hasBackups(backups_));
        VERIFY_OK(backUp(*open(), backups_, at("2026-03-01T10:00:00Z")));
        QVERIFY(!isBackupDue(backups_, at("2026-03-01T23:00:00Z")));
        QVERIFY(isBackupDue(backups_, at("2026-03-02T00:30:00Z")));
        QVERIFY(hasBackups(backups_));
    }

    void keepsSevenDaysAndFourWeeks()
    {
        QStringList names;
        const QDate monday(2026, 3, 2);
        for (int day = 0; day < 60; ++day)
            names << dayName(monday.addDays(-day)) << dayName(monday.addDays(-day), "080000-000");
        names << QStringLiteral("ndas-20250101-000000-000-schema-1.db")
              << QStringLiteral("ndas-20250102-000000-000-schema-1.db")
              << QStringLiteral("ndas-20250103-000000-000-schema-2.db");

        const QStringList superfluous = superfluousBackups(names);

        QStringList kept = names;
        for (const QString& name : superfluous)
            kept.removeAll(name);
        QStringList expected;
        for (int day = 0; day < 7; ++day)
            expected << dayName(monday.addDays(-day));
        // This week's and last week's newest are among the days; two more Sundays remain.
        expected << dayName(QDate(2026, 2, 22)) << dayName(QDate(2026, 2, 15))
                 << QStringLiteral("ndas-20250102-000000-000-schema-1.db")
                 << QStringLiteral("ndas-20250103-000000-000-schema-2.db");
        kept.sort();
        expected.sort();
        QCOMPARE(kept, expected);
    }

    void deletesOnlyItsOwn()
    {
        for (const char* name : {"ndas-20200101-000000-000.db", "ndas-20200101-000001-000.db", "notes.db",
                                 "ndas-holiday.db", "ndas-20200101-000000-000.db.part"})
            QVERIFY(write(backups_ + QLatin1Char('/') + QLatin1String(name), "x"));
        QCOMPARE(thinOutBackups(backups_), 1);
        QCOMPARE(names().size(), 4);
        QVERIFY(!names().contains(QStringLiteral("ndas-20200101-000000-000.db")));
    }

    void restoresTheNewestSoundOne()
    {
        VERIFY_OK(backUp(*open(), backups_, at("2026-03-01T10:00:00Z")));
        setWord(QStringLiteral("second"));
        VERIFY_OK(backUp(*open(), backups_, at("2026-03-02T10:00:00Z")));
        QVERIFY(write(backups_ + QStringLiteral("/ndas-20260303-100000-000.db"), "not a database at all"));
        QVERIFY(write(path_, "garbage where a database was"));
        QVERIFY(write(path_ + QStringLiteral("-journal"), "its journal"));

        const auto restored = restoreNewestBackup(path_, backups_, at("2026-03-04T10:00:00Z"));

        VERIFY_OK(restored);
        QCOMPARE(restored->backup, QStringLiteral("ndas-20260302-100000-000.db"));
        QCOMPARE(wordIn(path_), QStringLiteral("second"));
        QCOMPARE(QDir(restored->asideFolder).entryList(QDir::Files),
                 QStringList({QStringLiteral("ndas.db"), QStringLiteral("ndas.db-journal")}));
        QVERIFY(!QFile::exists(path_ + QStringLiteral("-journal")));
        QCOMPARE(names().size(), 3);
    }

    void saysWhenNoBackupIsSound()
    {
        QVERIFY(write(path_, "garbage"));
        const auto restored = restoreNewestBackup(path_, backups_, at("2026-03-04T10:00:00Z"));
        VERIFY_OK(restored);
        QVERIFY(restored->backup.isEmpty());
        QVERIFY(!QFile::exists(path_));
    }

private:
    std::unique_ptr<Connection> open() { return std::move(*Connection::open(path_)); }

    void setWord(const QString& word)
    {
        VERIFY_OK(open()->run(QStringLiteral("INSERT OR REPLACE INTO app_state VALUES ('word', ?)"), {word}));
    }

    static QString wordIn(const QString& path)
    {
        const auto connection = Connection::open(path, Access::ReadOnly);
        return connection ? (*connection)->value(QStringLiteral("SELECT value FROM app_state"))->toString()
                          : QString();
    }

    static bool write(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }

    QStringList names() const { return QDir(backups_).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;
    QString backups_;
};

QTEST_GUILESS_MAIN(TestBackups)
#include "test_backups.moc"
