#include "tests/cli/cli_program.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliUsage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCommandExplainsItself_data();
    void everyCommandExplainsItself();
    void wrongUseEndsWithTwo_data();
    void wrongUseEndsWithTwo();
    void namesWhatItDoesNotKnow();
    void saysItsVersion();

private:
    QTemporaryDir data_;
};

void TestCliUsage::everyCommandExplainsItself_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QStringList>("mentions");
    const auto row = [](const char* command, const QStringList& mentions) {
        QTest::newRow(command) << QString::fromLatin1(command) << mentions;
    };
    row("import", {u"PATH"_s, u"--preset"_s, u"--patient"_s, u"--recursive"_s});
    row("process", {u"--video-id"_s, u"--batch"_s, u"--status"_s, u"--quality"_s, u"--max-videos"_s,
                    u"--dry-run"_s, u"--wait"_s});
    row("queue", {u"list"_s, u"pause"_s, u"resume"_s, u"cancel"_s, u"retry"_s});
    row("status", {u"VIDEO_ID"_s});
    row("probe", {u"FILE"_s});
    row("plan", {u"FILE"_s, u"--preset"_s});
    row("thumbnail", {u"FILE"_s, u"-o"_s, u"--at"_s, u"--size"_s, u"--contact-sheet"_s});
    row("frame", {u"FILE"_s, u"--index"_s, u"--at"_s});
    row("frames", {u"FILE"_s});
    row("transcode", {u"FILE"_s, u"--preset"_s, u"--output"_s});
    row("verify", {u"VIDEO_ID"_s, u"--quick"_s, u"--repair"_s});
    row("doctor", {});
}

void TestCliUsage::everyCommandExplainsItself()
{
    QFETCH(QString, command);
    QFETCH(QStringList, mentions);
    const CliResult result = runCli({command, u"--help"_s}, data_.path());
    COMPARE_EXIT(result, 0);
    for (const QString& word : mentions + QStringList{u"--data-dir"_s, u"--json"_s, u"--help"_s})
        QVERIFY2(result.out.contains(word.toUtf8()), qPrintable(word));
}

void TestCliUsage::wrongUseEndsWithTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown command") << QStringList{u"dance"_s};
    QTest::newRow("unknown option") << QStringList{u"probe"_s, u"x"_s, u"--loudly"_s};
    QTest::newRow("no file") << QStringList{u"probe"_s};
    QTest::newRow("unknown preset") << QStringList{u"plan"_s, u"x"_s, u"--preset"_s, u"ultra"_s};
    QTest::newRow("unknown action") << QStringList{u"queue"_s, u"shuffle"_s};
    QTest::newRow("cancel nothing") << QStringList{u"queue"_s, u"cancel"_s};
    QTest::newRow("no such video") << QStringList{u"status"_s, u"7"_s};
    QTest::newRow("id is no number") << QStringList{u"status"_s, u"seven"_s};
    QTest::newRow("unknown picture format")
        << QStringList{u"thumbnail"_s, u"x"_s, u"-o"_s, data_.filePath(u"a.bmp"_s)};
    QTest::newRow("half a size") << QStringList{u"thumbnail"_s, u"x"_s,  u"-o"_s, data_.filePath(u"a.png"_s),
                                                u"--size"_s,    u"640"_s};
    QTest::newRow("a contact sheet of nothing") << QStringList{
        u"thumbnail"_s, u"x"_s, u"-o"_s, data_.filePath(u"a.png"_s), u"--contact-sheet"_s, u"0x3"_s};
    QTest::newRow("a contact sheet of one moment") << QStringList{
        u"thumbnail"_s, u"x"_s, u"-o"_s, data_.filePath(u"a.png"_s), u"--contact-sheet"_s, u"--at"_s, u"1"_s};
    QTest::newRow("time before the start")
        << QStringList{u"thumbnail"_s, u"x"_s, u"-o"_s, data_.filePath(u"a.png"_s), u"--at"_s, u"-1"_s};
    QTest::newRow("a frame by number and by time") << QStringList{
        u"frame"_s, u"x"_s, u"-o"_s, data_.filePath(u"a.png"_s), u"--index"_s, u"1"_s, u"--at"_s, u"1"_s};
    QTest::newRow("unknown preset to import")
        << QStringList{u"import"_s, u"x"_s, u"--preset"_s, u"high,ultra"_s};
    QTest::newRow("unknown quality") << QStringList{u"process"_s, u"--quality"_s, u"ultra"_s};
    QTest::newRow("unknown status") << QStringList{u"process"_s, u"--status"_s, u"sleepy"_s};
}

void TestCliUsage::wrongUseEndsWithTwo()
{
    QFETCH(QStringList, arguments);
    const CliResult words = runCli(arguments, data_.path());
    COMPARE_EXIT(words, 2);
    QVERIFY(!words.err.isEmpty());
    const CliResult forScripts = runCli(arguments + QStringList{u"--json"_s}, data_.path());
    COMPARE_EXIT(forScripts, 2);
    QVERIFY2(!forScripts.errorCode().isEmpty(), forScripts.out.constData());
    QVERIFY2(forScripts.err.isEmpty(), forScripts.err.constData());
}

void TestCliUsage::namesWhatItDoesNotKnow()
{
    QVERIFY(runCli({u"dance"_s}, data_.path()).err.contains("dance"));
    QVERIFY(runCli({u"probe"_s, u"--loudly"_s}, data_.path()).err.contains("--loudly"));
}

void TestCliUsage::saysItsVersion()
{
    const CliResult result = runCli({u"--version"_s}, data_.path());
    COMPARE_EXIT(result, 0);
    QVERIFY(result.out.count('.') == 2);
}

QTEST_GUILESS_MAIN(TestCliUsage)
#include "test_cli_usage.moc"
