// Looking after a library by the command line: status, verify, doctor, and what its logs must not say.
#include "tests/cli/cli_bench.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>

using namespace ndas;
using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliCare : public CliLibraryTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void statusShowsFullPaths();
    void verifyFindsWhatIsMissingOrChangedAndHasItMadeAgain();
    void keepsNamesOutOfLogsAndFolders();
    void doctorFindsEverything();
    void doctorLooksAtTheLibraryAndRepairsIt();
    void doctorSaysWhatIsMissing();
};

void TestCliCare::statusShowsFullPaths()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s, u"--patient"_s, u"P-7"_s}), 0);
    COMPARE_EXIT(run({u"process"_s}), 0);
    const CliResult result = run({u"status"_s, u"1"_s, u"--json"_s});
    COMPARE_EXIT(result, 0);
    const QJsonObject video = result.json().value("video"_L1).toObject();
    QCOMPARE(video.value("state"_L1).toString(), u"ready"_s);
    QCOMPARE(video.value("patient"_L1).toString(), u"P-7"_s);
    QCOMPARE(video.value("media"_L1).toObject().value("display_width"_L1).toInt(), 320);
    QVERIFY(QFile::exists(video.value("path"_L1).toString()));
    const QJsonObject rendition = list(result, "renditions").at(0).toObject();
    QCOMPARE(rendition.value("state"_L1).toString(), u"ready"_s);
    QVERIFY(QFile::exists(rendition.value("path"_L1).toString()));
    QCOMPARE(list(result, "jobs").size(), 2);
    const CliResult words = run({u"status"_s, u"1"_s});
    QVERIFY(words.out.contains(rendition.value("path"_L1).toString().toUtf8()));
}

void TestCliCare::verifyFindsWhatIsMissingOrChangedAndHasItMadeAgain()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"low,mobile"_s}), 0);
    COMPARE_EXIT(run({u"process"_s}), 0);
    COMPARE_EXIT(run({u"verify"_s}), 0);
    const QDir renditions(data_->filePath(u"library/renditions"_s));
    const QStringList names = renditions.entryList(QDir::Files, QDir::Name);
    QCOMPARE(names.size(), 2);
    QVERIFY(QFile::remove(renditions.filePath(names[0])));
    QFile changed(renditions.filePath(names[1]));
    QVERIFY(changed.open(QIODevice::ReadWrite) && changed.seek(changed.size() / 2) &&
            changed.write("?!") == 2);
    changed.close();

    const CliResult quick = run({u"verify"_s, u"--quick"_s, u"--json"_s});
    COMPARE_EXIT(quick, 1);
    QCOMPARE(list(quick, "faulty").size(), 1);
    const CliResult found = run({u"verify"_s, u"--repair"_s, u"--json"_s});
    COMPARE_EXIT(found, 1);
    QCOMPARE(found.json().value("checked"_L1).toInt(), 3);
    QStringList states;
    for (const auto& file : list(found, "faulty"))
        states << file.toObject().value("preset"_L1).toString() + u' ' +
                      file.toObject().value("state"_L1).toString();
    states.sort();
    QCOMPARE(states, (QStringList{u"low missing"_s, u"mobile changed"_s}));
    QCOMPARE(found.json().value("queued"_L1).toInt(), 2);

    COMPARE_EXIT(run({u"process"_s}), 0);
    COMPARE_EXIT(run({u"verify"_s, u"1"_s}), 0);
    COMPARE_EXIT(run({u"verify"_s, u"99"_s}), 2);
}

void TestCliCare::keepsNamesOutOfLogsAndFolders()
{
    const QTemporaryDir card;
    const QString clip = card.filePath(u"Kanarienvogel visit.mp4"_s);
    const QString broken = card.filePath(u"Kanarienvogel broken.mp4"_s);
    QVERIFY(QFile::copy(plainClip(), clip));
    QFile clipFile(clip);
    QVERIFY(clipFile.open(QIODevice::ReadOnly));
    const QByteArray half = clipFile.read(clipFile.size() / 2);
    QFile brokenFile(broken);
    QVERIFY(brokenFile.open(QIODevice::WriteOnly) && brokenFile.write(half) == half.size());
    brokenFile.close();
    run({u"import"_s, clip, broken, u"--patient"_s, u"Kanarienvogel-7"_s, u"--preset"_s, u"low"_s});
    run({u"process"_s});
    run({u"verify"_s});

    int logs = 0;
    QDirIterator files(data_->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY2(!file.fileName().contains("kanarien"_L1, Qt::CaseInsensitive), qPrintable(file.fileName()));
        const bool mayKnow = file.fileName().contains("ndas.db"_L1) || file.fileName().endsWith(".db"_L1);
        if (mayKnow || file.fileName().contains("/originals/"_L1))
            continue;
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().toLower().contains("kanarien"), qPrintable(file.fileName()));
        logs += file.fileName().endsWith(".log"_L1) ? 1 : 0;
    }
    QVERIFY(logs > 0);
}

void TestCliCare::doctorFindsEverything()
{
    const CliResult result = run({u"doctor"_s, u"--json"_s});
    COMPARE_EXIT(result, 0);
    QVERIFY(result.json().value("ok"_L1).toBool());
    QCOMPARE(list(result, "checks").size(), 10);
    const QString hardware = list(result, "checks").at(6).toObject().value("detail"_L1).toString();
    for (const char* encoder : {"h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_mf", "h264_vaapi"})
        QVERIFY2(hardware.contains(QLatin1String(encoder)), qPrintable(hardware));
    QVERIFY(QDir(data_->filePath(u"library/.work"_s)).isEmpty());
}

void TestCliCare::doctorLooksAtTheLibraryAndRepairsIt()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"low"_s}), 0);
    const QDir thumbnails(data_->filePath(u"library/thumbnails"_s));
    QFile database(data_->filePath(u"ndas.db"_s));
    const CliResult sound = run({u"doctor"_s});
    COMPARE_EXIT(sound, 0);
    QVERIFY2(sound.out.contains("1 videos, 1 files, 0 missing or changed"), sound.out.constData());
    QVERIFY2(sound.out.contains("ok       queue: 2 jobs, all consistent"), sound.out.constData());
    QVERIFY2(sound.out.contains("ok       thumbnails: 1 pictures, 0 missing"), sound.out.constData());
    QVERIFY2(sound.out.contains("ok       free space: "), sound.out.constData());
    QVERIFY(!sound.out.contains("clip"));
    QVERIFY(QFile::remove(thumbnails.filePath(thumbnails.entryList(QDir::Files).constFirst())));
    const CliResult lacking = run({u"doctor"_s});
    COMPARE_EXIT(lacking, 4);
    QVERIFY2(lacking.out.contains("MISSING  thumbnails: 1 pictures, 1 missing"), lacking.out.constData());
    QVERIFY(database.open(QIODevice::WriteOnly) && database.write(QByteArray(8192, 'x')) == 8192);
    database.close();
    COMPARE_EXIT(run({u"doctor"_s}), 4);

    const CliResult repaired = run({u"doctor"_s, u"--repair"_s});

    COMPARE_EXIT(repaired, 0);
    QVERIFY2(repaired.err.contains("restored from a backup"), repaired.err.constData());
    COMPARE_EXIT(run({u"process"_s}), 0);
    COMPARE_EXIT(run({u"verify"_s}), 0);
    QCOMPARE(QDir(data_->filePath(u"library/originals"_s)).entryList(QDir::Files).size(), 1);
}

void TestCliCare::doctorSaysWhatIsMissing()
{
    const QByteArray before = qgetenv("NDAS_WORKER");
    qputenv("NDAS_WORKER", QFile::encodeName(test::builtProgram("ndas-cli"))); // a program, but no worker
    const CliResult result = run({u"doctor"_s});
    before.isEmpty() ? qunsetenv("NDAS_WORKER") : qputenv("NDAS_WORKER", before);
    COMPARE_EXIT(result, 4);
    QVERIFY2(result.out.contains("MISSING  worker"), result.out.constData());
}

QTEST_GUILESS_MAIN(TestCliCare)
#include "test_cli_care.moc"
#include "tests/support/places.h"
