// A patient's name, a title and a path are planted, work goes wrong in several ways, and none of the three is
// found where only ids belong: in logs, in crash output, in work folders, in what a worker was started with.
#include "tests/crash/data_folder.h"
#include "tests/crash/process_tree.h"
#include "tests/support/test_media.h"

#include <QtCore/QDirIterator>
#include <QtTest/QtTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace ndas;
using namespace ndas::test;

namespace {

const QString person = QStringLiteral("Zebulon Quuxley");
const QString code = QStringLiteral("QX-7731");
const QString title = QStringLiteral("Plover wakes");
const QString pathPart = QStringLiteral("Ward Xyzzy");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The planted words in this text, whatever it is.
QStringList plantedIn(const QByteArray& text)
{
    QStringList found;
    for (const QString& word : {person, person.section(QLatin1Char(' '), 1), code, title, pathPart}) {
        if (text.contains(word.toUtf8()))
            found << word;
    }
    return found;
}

/// Names and contents of everything below a folder.
QStringList plantedBelow(const QString& folder, int& files)
{
    QStringList found;
    QDirIterator entries(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString path = entries.next();
        const QStringList here = plantedIn(path.mid(folder.size()).toUtf8() + '\n' + contentOf(path));
        for (const QString& word : here)
            found << word + QStringLiteral(" in ") + path;
        ++files;
    }
    return found;
}

} // namespace

class TestPlantedNames : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("looks at processes in /proc");
#endif
        const QString folder = recordings_.filePath(pathPart);
        QVERIFY(QDir().mkpath(folder));
        recording_ = folder + QLatin1Char('/') + title + QStringLiteral(".mp4");
        QVERIFY(QFile::copy(longClip(8), recording_));
        const QString broken = folder + QLatin1Char('/') + title + QStringLiteral(" 2.mp4");
        QVERIFY(QFile::copy(textFile(), broken));
        const auto imported =
            folder_.run({QStringLiteral("import"), recording_, broken, QStringLiteral("--patient"), code,
                         QStringLiteral("--preset"), QStringLiteral("mobile")});
        QCOMPARE(imported.exitCode, 1); // one of the two is no recording
        VERIFY_OK(Library(folder_.paths()).namePatient(code, person));
    }

    void noneIsSeenWhileWorkersCrash()
    {
        const auto program = folder_.start({QStringLiteral("process")});
        QVERIFY(program->waitForStarted());
        std::vector<qint64> workers;
        QTRY_VERIFY(!(workers = childrenOf(program->processId())).empty());
        QTRY_VERIFY(QDir(folder_.paths().workDir()).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs).size() >
                    0);
        QTRY_VERIFY(Library(folder_.paths()).journalOf(Library(folder_.paths()).renditionJob()->id));

        for (const qint64 worker : workers) {
            const QByteArray arguments = contentOf(QStringLiteral("/proc/%1/cmdline").arg(worker));
            QVERIFY(arguments.contains("ndas-worker"));
            QCOMPARE(plantedIn(arguments), QStringList());
            QCOMPARE(plantedIn(contentOf(QStringLiteral("/proc/%1/environ").arg(worker))), QStringList());
        }
        int filesAtWork = 0;
        QCOMPARE(plantedBelow(folder_.paths().workDir(), filesAtWork), QStringList());
        QVERIFY(filesAtWork > 0);
        for (const qint64 worker : workers) {
            for (const qint64 copy : childrenOf(worker))
                ::kill(static_cast<pid_t>(copy), SIGSEGV);
            ::kill(static_cast<pid_t>(worker), SIGSEGV);
        }
        const auto outcome = DataFolder::finish(*program);

        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(Library(folder_.paths()).renditionJob()->crashes, 1);
        verifyNothingPlanted();
    }

    void noneIsSeenWhenTheProgramCrashes()
    {
        VERIFY_OK(Library(folder_.paths()).makeEverythingDue());
        const auto program = folder_.start({QStringLiteral("process")});
        QTRY_VERIFY(!childrenOf(program->processId()).empty());
        ::kill(static_cast<pid_t>(program->processId()), SIGSEGV);
        QVERIFY(program->waitForFinished());
        QCOMPARE(plantedIn(program->readAllStandardError()), QStringList());
        verifyNothingPlanted();
    }

    void noneIsSeenInWhatDoctorReports()
    {
        const QString unreadable = recording_ + QStringLiteral(".gone");
        for (const QString& file : {QString(), recording_, unreadable}) {
            const auto report = folder_.run(QStringList(QStringLiteral("doctor")) +
                                            (file.isEmpty() ? QStringList() : QStringList(file)));
            QVERIFY(report.json.contains(QLatin1String("checks")));
            QCOMPARE(plantedIn(QJsonDocument(report.json).toJson()), QStringList());
        }
    }

    void noneIsSeenInTheEnd()
    {
        const auto window = folder_.startWindow();
        QTRY_VERIFY(!contentOf(folder_.paths().logDir() + QStringLiteral("/ndas.log")).isEmpty() ||
                    !childrenOf(window->processId()).empty());
        window->kill();
        QVERIFY(window->waitForFinished());
        VERIFY_OK(Library(folder_.paths()).makeEverythingDue());
        QCOMPARE(folder_.run({QStringLiteral("process")}).exitCode, 0);
        QFile::remove(recording_);
        folder_.run({QStringLiteral("verify")});
        verifyNothingPlanted();
    }

private:
    void verifyNothingPlanted()
    {
        int logs = 0;
        QCOMPARE(plantedBelow(folder_.paths().logDir(), logs), QStringList());
        QVERIFY2(logs > 0, "there is no log to look at");
        int others = 0;
        QCOMPARE(plantedBelow(folder_.paths().instancesDir(), others), QStringList());
        QCOMPARE(plantedBelow(folder_.paths().workDir(), others), QStringList());
        QCOMPARE(plantedBelow(folder_.paths().renditionsDir(), others), QStringList());
        QCOMPARE(plantedBelow(folder_.paths().thumbnailsDir(), others), QStringList());
    }

    QTemporaryDir recordings_;
    DataFolder folder_;
    QString recording_;
};

QTEST_GUILESS_MAIN(TestPlantedNames)
#include "test_planted_names.moc"
