// Names and files of exported copies.
#include "core/library/export.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using namespace ndas;
using namespace ndas::library;

class TestExport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesFollowThePattern_data();
    void namesFollowThePattern();
    void neverReplacesWhatIsThere();
    void leavesNothingBehindWhenItFails();
};

void TestExport::namesFollowThePattern_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("name");
    const QString usual = QString::fromLatin1(usualExportPattern);
    QTest::newRow("usual") << usual << QStringLiteral("Visit 2, supine")
                           << QStringLiteral("P-0042 2026-11-12 Visit 2, supine High.mp4");
    QTest::newRow("what no system takes")
        << QStringLiteral("{title}") << QStringLiteral("a/b: \"c\"?\n") << QStringLiteral("a-b- -c-.mp4");
    QTest::newRow("reserved on Windows")
        << QStringLiteral("{title}") << QStringLiteral("NUL") << QStringLiteral("_NUL.mp4");
    QTest::newRow("nothing left") << QStringLiteral("{title}") << QStringLiteral("...")
                                  << QStringLiteral("recording.mp4");
    QTest::newRow("out of the folder")
        << QStringLiteral("../{title}") << QStringLiteral("x") << QStringLiteral("-x.mp4");
    QTest::newRow("too long") << QStringLiteral("{title}") << QString(400, QLatin1Char('n'))
                              << QString(200, QLatin1Char('n')) + QStringLiteral(".mp4");
    const QString camera = QString::fromUtf8("\U0001F3A5"); // four bytes, two of QChar
    QTest::newRow("too long in other scripts") << QStringLiteral("{title}") << QString(100, QChar(0x65E5))
                                               << QString(66, QChar(0x65E5)) + QStringLiteral(".mp4");
    QTest::newRow("too long, cut between characters")
        << QStringLiteral("{title}") << QLatin1Char('a') + camera.repeated(60)
        << QLatin1Char('a') + camera.repeated(49) + QStringLiteral(".mp4");
}

void TestExport::namesFollowThePattern()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, title);
    const ExportFacts facts{.patientCode = QStringLiteral("P-0042"),
                            .title = title,
                            .quality = QStringLiteral("High"),
                            .age = {},
                            .recorded = QDate(2026, 11, 12),
                            .suffix = QStringLiteral("mp4")};
    QTEST(exportFileName(pattern, facts), "name");
}

void TestExport::neverReplacesWhatIsThere()
{
    const QTemporaryDir folder;
    QFile from(folder.filePath(QStringLiteral("from.mp4")));
    QVERIFY(from.open(QIODevice::WriteOnly));
    from.write("new");
    from.close();
    QDir(folder.path()).mkdir(QStringLiteral("to"));
    const QString to = folder.filePath(QStringLiteral("to"));
    QFile there(to + QStringLiteral("/a.mp4"));
    QVERIFY(there.open(QIODevice::WriteOnly));
    there.write("old");
    there.close();

    const auto path = exportCopy(from.fileName(), to, QStringLiteral("a.mp4"), {});

    VERIFY_OK(path);
    QCOMPARE(*path, to + QStringLiteral("/a (2).mp4"));
    QVERIFY(there.open(QIODevice::ReadOnly));
    QCOMPARE(there.readAll(), QByteArray("old"));
    QCOMPARE(QDir(to).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void TestExport::leavesNothingBehindWhenItFails()
{
    const QTemporaryDir folder;
    VERIFY_FAILS(
        exportCopy(folder.filePath(QStringLiteral("gone.mp4")), folder.path(), QStringLiteral("a.mp4"), {}),
        ErrorCode::NotFound);
    QVERIFY(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
}

QTEST_GUILESS_MAIN(TestExport)
#include "test_export.moc"
