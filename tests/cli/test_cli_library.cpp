// Recordings come in by the command line, and what shall become of them is made.
#include "tests/cli/cli_bench.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

using namespace ndas;
using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliLibrary : public CliLibraryTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void importsAndMakesRenditions();
    void importsForPeople();
    void reportsDuplicatesByTitle();
    void refusesWhatIsNoRecording();
    void endsWithOneWhenSomeWereRefused();
    void importsFoldersAndTheirFolders();
    void queuesNothingWhenAskedTo();
    void processMakesMissingRenditions();
    void batchRunsThePresetAndNothingElse();
    void limitsNumberOfVideos();
    void dryRunChangesNothing();
};

void TestCliLibrary::importsAndMakesRenditions()
{
    const CliResult imported = run({u"import"_s, u"--json"_s, plainClip(), u"--preset"_s, u"low,mobile,low"_s,
                                    u"--patient"_s, u"P-7"_s});
    COMPARE_EXIT(imported, 0);
    const QJsonObject entry = list(imported, "imported").at(0).toObject();
    QCOMPARE(entry.value("presets"_L1).toArray(), (QJsonArray{u"low"_s, u"mobile"_s}));
    QCOMPARE(entry.value("path"_L1).toString(), plainClip());
    QCOMPARE(states(u"transcode"_s), (QStringList{u"queued"_s, u"queued"_s}));

    const CliResult processed = run({u"process"_s, u"--json"_s});
    COMPARE_EXIT(processed, 0);
    QCOMPARE(processed.json().value("succeeded"_L1).toInt(), 2);
    QVERIFY(processed.err.isEmpty());
    const QJsonArray done = list(processed, "jobs");
    QCOMPARE(done.size(), 2);
    for (const auto& job : done) {
        const QString output = job.toObject().value("output"_L1).toString();
        QVERIFY2(QFileInfo(output).size() > 0, qPrintable(output));
        COMPARE_EXIT(run({u"probe"_s, output}), 0);
    }
    const CliResult again = run({u"process"_s, u"--json"_s});
    COMPARE_EXIT(again, 0);
    QVERIFY(list(again, "jobs").isEmpty());
}

void TestCliLibrary::importsForPeople()
{
    const CliResult imported = run({u"import"_s, plainClip()});
    COMPARE_EXIT(imported, 0);
    QVERIFY2(imported.out.contains("imported as video 1, queued for medium"), imported.out.constData());
    const CliResult processed = run({u"process"_s});
    COMPARE_EXIT(processed, 0);
    QVERIFY2(processed.out.contains("1 done, 0 failed, 0 waiting"), processed.out.constData());
    QVERIFY(processed.out.contains("-medium.mp4"));
    QVERIFY(!processed.out.contains('\x1b'));
}

void TestCliLibrary::reportsDuplicatesByTitle()
{
    const QString copy = data_->filePath(u"same again.mp4"_s);
    QVERIFY(QFile::copy(plainClip(), copy));
    COMPARE_EXIT(run({u"import"_s, plainClip()}), 0);
    const CliResult second = run({u"import"_s, u"--json"_s, copy});
    COMPARE_EXIT(second, 0);
    QVERIFY(list(second, "imported").isEmpty());
    const QJsonObject entry = list(second, "duplicates").at(0).toObject();
    QCOMPARE(entry.value("video_id"_L1).toInt(), 1);
    QCOMPARE(entry.value("title"_L1).toString(), QFileInfo(plainClip()).completeBaseName());

    data_ = std::make_unique<QTemporaryDir>();
    const QString twin = data_->filePath(u"twin.mp4"_s);
    QVERIFY(QFile::copy(plainClip(), twin));
    const CliResult both = run({u"import"_s, u"--json"_s, plainClip(), twin});
    COMPARE_EXIT(both, 0);
    QCOMPARE(list(both, "imported").size(), 1);
    QCOMPARE(list(both, "duplicates").size(), 1);
    const QJsonArray all = jobs();
    for (const auto& job : all)
        if (job.toObject().value("state"_L1).toString() == "failed"_L1)
            COMPARE_EXIT(
                run({u"queue"_s, u"retry"_s, QString::number(job.toObject().value("id"_L1).toInt())}), 0);
    const CliResult retried = run({u"process"_s});
    COMPARE_EXIT(retried, 0);
    QVERIFY2(retried.out.endsWith("1 done, 0 failed, 0 waiting, 1 already in the library\n"),
             retried.out.constData());
    const CliResult told = run({u"import"_s, twin, textFile()});
    COMPARE_EXIT(told, 1);
    QVERIFY2(told.out.endsWith("0 imported, 1 already in the library, 1 refused\n"), told.out.constData());
}

void TestCliLibrary::refusesWhatIsNoRecording()
{
    const CliResult result =
        run({u"import"_s, u"--json"_s, textFile(), truncatedClip(), data_->filePath(u"gone.mp4"_s)});
    COMPARE_EXIT(result, 3);
    QStringList codes;
    const QJsonArray refused = list(result, "refused");
    for (const auto& entry : refused)
        codes << entry.toObject().value("error"_L1).toObject().value("code"_L1).toString();
    codes.sort();
    QCOMPARE(codes, (QStringList{u"damaged"_s, u"not-found"_s, u"not-media"_s}));
    QVERIFY(jobs().isEmpty());
}

void TestCliLibrary::endsWithOneWhenSomeWereRefused()
{
    const CliResult result = run({u"import"_s, plainClip(), textFile()});
    COMPARE_EXIT(result, 1);
    QVERIFY(result.out.contains("imported as video"));
    QVERIFY(result.out.contains("This is not a video file."));
}

void TestCliLibrary::importsFoldersAndTheirFolders()
{
    const QTemporaryDir card;
    QVERIFY(QDir(card.path()).mkpath(u"DCIM/100"_s));
    QVERIFY(QFile::copy(plainClip(), card.filePath(u"clip.mp4"_s)));
    QVERIFY(QFile::copy(textFile(), card.filePath(u"readme.txt"_s)));
    QVERIFY(QFile::copy(otherClip(), card.filePath(u"DCIM/100/deep.MP4"_s)));
    const CliResult flat = run({u"import"_s, u"--json"_s, card.path()});
    COMPARE_EXIT(flat, 0);
    QCOMPARE(list(flat, "imported").size(), 1);
    const CliResult deep = run({u"import"_s, u"--json"_s, u"-r"_s, card.path()});
    COMPARE_EXIT(deep, 0);
    QCOMPARE(list(deep, "imported").size(), 1);
    QCOMPARE(list(deep, "duplicates").size(), 1);
}

void TestCliLibrary::queuesNothingWhenAskedTo()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"none"_s}), 0);
    QVERIFY(states(u"transcode"_s).isEmpty());
}

void TestCliLibrary::processMakesMissingRenditions()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), otherClip(), u"--preset"_s, u"none"_s}), 0);
    const CliResult one =
        run({u"process"_s, u"--json"_s, u"--video-id"_s, u"1"_s, u"--quality"_s, u"mobile"_s});
    COMPARE_EXIT(one, 0);
    QCOMPARE(one.json().value("succeeded"_L1).toInt(), 1);
    const CliResult again =
        run({u"process"_s, u"--json"_s, u"--video-id"_s, u"1"_s, u"--quality"_s, u"mobile"_s});
    COMPARE_EXIT(again, 0);
    QCOMPARE(again.json().value("succeeded"_L1).toInt(), 0);
}

void TestCliLibrary::batchRunsThePresetAndNothingElse()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"high"_s}), 0);
    COMPARE_EXIT(run({u"import"_s, otherClip(), u"--preset"_s, u"mobile"_s}), 0);
    const CliResult batch = run({u"process"_s, u"--json"_s, u"--batch"_s, u"--quality"_s, u"mobile"_s});
    COMPARE_EXIT(batch, 0);
    QCOMPARE(batch.json().value("succeeded"_L1).toInt(), 2);
    const QStringList left = states(u"transcode"_s);
    QCOMPARE(left.count(u"queued"_s), 1);
    QCOMPARE(left.count(u"succeeded"_s), 2);
}

void TestCliLibrary::limitsNumberOfVideos()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), otherClip(), u"--preset"_s, u"mobile"_s}), 0);
    const CliResult one = run({u"process"_s, u"--json"_s, u"--max-videos"_s, u"1"_s});
    COMPARE_EXIT(one, 0);
    QCOMPARE(one.json().value("succeeded"_L1).toInt(), 1);
    QCOMPARE(states(u"transcode"_s).count(u"queued"_s), 1);
}

void TestCliLibrary::dryRunChangesNothing()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"low"_s}), 0);
    const QJsonArray before = jobs();
    const CliResult dry = run({u"process"_s, u"--json"_s, u"--dry-run"_s, u"--quality"_s, u"mobile"_s});
    COMPARE_EXIT(dry, 0);
    QStringList presets;
    const QJsonArray planned = list(dry, "planned");
    for (const auto& entry : planned)
        presets << entry.toObject().value("plan"_L1).toObject().value("preset"_L1).toString();
    QCOMPARE(presets, (QStringList{u"low"_s, u"mobile"_s}));
    QCOMPARE(jobs(), before);
}

QTEST_GUILESS_MAIN(TestCliLibrary)
#include "test_cli_library.moc"
