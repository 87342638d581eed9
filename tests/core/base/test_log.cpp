#include "core/base/log.h"
#include "core/base/result.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace ndas;

class TestLog : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        // QtTest has a message handler of its own, which comes back after each test.
        previous_ = qInstallMessageHandler(nullptr);
        startLogging(folder_->path(), QStringLiteral("ndas-test"), LogEcho::Off);
    }

    void cleanup() { qInstallMessageHandler(previous_); }

    void linesCarryTimeLevelAndCategory();
    void aMessageStaysOnOneLine();
    void librariesDoNotLeakNames_data();
    void librariesDoNotLeakNames();
    void debugMessagesAreOffByDefault();
    void errorsAreLoggedWithoutTheirDetail();
    void rotatesAndKeepsThreeFiles();
    void othersMayNotRead();

private:
    QString text(const QString& name = QStringLiteral("ndas-test.log")) const
    {
        QFile file(folder_->filePath(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    std::unique_ptr<QTemporaryDir> folder_;
    QtMessageHandler previous_ = nullptr;
};

void TestLog::linesCarryTimeLevelAndCategory()
{
    qCInfo(logJobs) << "job" << 42 << "claimed";
    static const QRegularExpression shape(QStringLiteral(
        "\\A\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z info ndas\\.jobs job 42 claimed\n\\z"));
    QVERIFY2(shape.match(text()).hasMatch(), qPrintable(text()));
}

void TestLog::aMessageStaysOnOneLine()
{
    qCWarning(logCore, "one\ntwo");
    QCOMPARE(text().count(QLatin1Char('\n')), 1);
}

void TestLog::librariesDoNotLeakNames_data()
{
    QTest::addColumn<QString>("message");
    QTest::newRow("path") << "cannot open /home/ward/Anna Muster 2026.mp4";
    QTest::newRow("relative path") << "cannot open Anna/Muster.mp4";
    QTest::newRow("Windows path") << "cannot open C:\\ward\\Muster.mp4";
    QTest::newRow("double quotes") << "QFile: \"Anna Muster.mp4\" is gone";
    QTest::newRow("single quotes") << "file 'Anna Muster.mp4' is gone";
}

void TestLog::librariesDoNotLeakNames()
{
    QFETCH(const QString, message);
    qWarning("%s", qPrintable(message));
    QVERIFY2(!text().contains(QStringLiteral("Muster")), qPrintable(text()));
    QVERIFY(text().contains(QStringLiteral("[...]")));
}

void TestLog::debugMessagesAreOffByDefault()
{
    qCDebug(logCore) << "details";
    QCOMPARE(text(), QString());
}

void TestLog::errorsAreLoggedWithoutTheirDetail()
{
    const Error error = fail(ErrorCode::DiskFull, QStringLiteral("write /home/ward/Anna.mp4"), 28).value();
    static const QRegularExpression shape(QStringLiteral("\\Adisk-full \\(28\\) test_log\\.cpp:\\d+\\z"));
    QVERIFY2(shape.match(logText(error)).hasMatch(), qPrintable(logText(error)));
}

void TestLog::rotatesAndKeepsThreeFiles()
{
    const QByteArray filler(64 * 1024, 'x');
    for (int i = 0; i < 4 * 5 * 16 + 8; ++i)
        qCInfo(logCore, "%s", filler.constData());
    const QStringList names = QDir(folder_->path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(names, QStringList({QStringLiteral("ndas-test.log"), QStringLiteral("ndas-test.log.1"),
                                 QStringLiteral("ndas-test.log.2")}));
    for (const QString& name : names)
        QVERIFY(QFileInfo(folder_->filePath(name)).size() < (5 << 20) + 2 * filler.size());
}

void TestLog::othersMayNotRead()
{
    qCInfo(logCore, "x");
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
    QCOMPARE(QFile::permissions(folder_->filePath(QStringLiteral("ndas-test.log"))) & others,
             QFileDevice::Permissions());
}

QTEST_GUILESS_MAIN(TestLog)
#include "test_log.moc"
