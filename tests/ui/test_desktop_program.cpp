// The program from outside: exit codes, messages, and two starts on one data folder.
#include "tests/support/places.h"
#include "tests/support/test_media.h"

#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTemporaryFile>
#include <QtTest/QtTest>

using namespace ndas;

class TestDesktopProgram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutDisplaySaysWhatToDo_data();
    void withoutDisplaySaysWhatToDo();
    void folderThatIsAFileIsNoSecondStart();
    void unknownOptionIsAUsageError();
    void selfTestFindsEverything();
    void secondStartHandsItsRecordingsToTheFirst();
    void startsAgainAfterAKill();

private:
    struct Ended {
        int exitCode = -1;
        QString output;
    };

    static Ended run(const QStringList& arguments, const QProcessEnvironment& environment);
    static std::unique_ptr<QProcess> startWindow(const QString& dataDir);
    static QProcessEnvironment offscreen();
    static QStringList instancesOf(const QString& dataDir);
};

QProcessEnvironment TestDesktopProgram::offscreen()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    return environment;
}

TestDesktopProgram::Ended TestDesktopProgram::run(const QStringList& arguments,
                                                  const QProcessEnvironment& environment)
{
    QProcess program;
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(test::builtProgram("ndas"), arguments);
    if (!program.waitForFinished(60'000))
        return {};
    return {program.exitCode(), QString::fromUtf8(program.readAll())};
}

std::unique_ptr<QProcess> TestDesktopProgram::startWindow(const QString& dataDir)
{
    auto program = std::make_unique<QProcess>();
    program->setProcessEnvironment(offscreen());
    program->start(test::builtProgram("ndas"), {QStringLiteral("--data-dir"), dataDir});
    return program;
}

/// One lock file for each program that has opened the library.
QStringList TestDesktopProgram::instancesOf(const QString& dataDir)
{
    return QDir(dataDir + QStringLiteral("/instances")).entryList(QDir::Files);
}

void TestDesktopProgram::withoutDisplaySaysWhatToDo_data()
{
    QTest::addColumn<QString>("display");
    QTest::newRow("none") << QString();
    QTest::newRow("one that does not answer") << QStringLiteral(":9999");
}

void TestDesktopProgram::withoutDisplaySaysWhatToDo()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    QSKIP("There is always a display here.");
#endif
    QProcessEnvironment environment = offscreen();
    for (const char* name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
        environment.remove(QLatin1String(name));
    QFETCH(QString, display);
    if (!display.isEmpty())
        environment.insert(QStringLiteral("DISPLAY"), display);
    const Ended ended = run({}, environment);
    QCOMPARE(ended.exitCode, 4);
    QVERIFY(ended.output.contains(QStringLiteral("ndas-cli")));
}

void TestDesktopProgram::unknownOptionIsAUsageError()
{
    const Ended ended = run({QStringLiteral("--colour")}, offscreen());
    QCOMPARE(ended.exitCode, 2);
    QVERIFY(ended.output.contains(QStringLiteral("colour")));
}

void TestDesktopProgram::selfTestFindsEverything()
{
    const QTemporaryDir folder;
    const Ended ended =
        run({QStringLiteral("--data-dir"), folder.path(), QStringLiteral("--self-test")}, offscreen());
    QVERIFY2(ended.exitCode == 0, qPrintable(ended.output));
    QVERIFY(!ended.output.contains(QStringLiteral("MISSING")));
}

void TestDesktopProgram::folderThatIsAFileIsNoSecondStart()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const auto program = startWindow(file.fileName());
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += program->readAllStandardError()).contains("cannot open the library"),
                             20'000);
    QVERIFY2(!said.contains("already running"), said.constData());
    QCOMPARE(program->state(), QProcess::Running); // its window tells
    program->terminate();
    QVERIFY(program->waitForFinished(30'000));
}

void TestDesktopProgram::secondStartHandsItsRecordingsToTheFirst()
{
    const QTemporaryDir folder;
    const auto first = startWindow(folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(!instancesOf(folder.path()).isEmpty(), 20'000);

    const Ended second = run(
        {QStringLiteral("--data-dir"), folder.path() + QStringLiteral("/."), test::plainClip()}, offscreen());

    QVERIFY2(second.exitCode == 0, qPrintable(second.output));
    QVERIFY(second.output.contains(QStringLiteral("already running")));
    QCOMPARE(first->state(), QProcess::Running);
    first->terminate();
    QVERIFY(first->waitForFinished(30'000));
    QCOMPARE(first->exitStatus(), QProcess::NormalExit);
}

void TestDesktopProgram::startsAgainAfterAKill()
{
    const QTemporaryDir folder;
    const auto killed = startWindow(folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(!instancesOf(folder.path()).isEmpty(), 20'000);
    killed->kill();
    QVERIFY(killed->waitForFinished(10'000));

    const QStringList before = instancesOf(folder.path());
    const auto next = startWindow(folder.path());
    const auto opened = [&] {
        const QStringList now = instancesOf(folder.path());
        return std::any_of(now.begin(), now.end(),
                           [&](const QString& name) { return !before.contains(name); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(opened(), 20'000);

    QCOMPARE(run({QStringLiteral("--data-dir"), folder.path()}, offscreen()).exitCode, 0);
    QCOMPARE(next->state(), QProcess::Running);
    next->terminate();
    QVERIFY(next->waitForFinished(30'000));
}

QTEST_MAIN(TestDesktopProgram)
#include "test_desktop_program.moc"
