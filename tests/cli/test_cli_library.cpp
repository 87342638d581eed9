#include "core/db/database.h"
#include "tests/cli/cli_program.h"
#include "tests/support/test_media.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliLibrary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void importsAndMakesRenditions();
    void importsForPeople();
    void reportsDuplicatesByTitle();
    void refusesWhatIsNoRecording();
    void endsWithOneWhenSomeWereRefused();
    void importsFoldersAndTheirFolders();
    void queuesNothingWhenAskedTo();
    void processMakesMissingRenditions();
    void batchRunsThePresetAndNothingElse();
    void retriesFailedWhenAskedTo();
    void saysWhatBlocksAndEndsWithFour();
    void endsWithFourWhenItsTableCannotBeWritten();
    void limitsNumberOfVideos();
    void twoProgramsShareTheQueue();
    void dryRunChangesNothing();
    void pausedQueueIsSaid();
    void pausesResumesAndCancelsSingleJobs();
    void refusesImpossibleTransition();
    void goesOnBehindJobsThatCannotBeChanged();
    void statusShowsFullPaths();
    void verifyFindsWhatIsMissingOrChangedAndHasItMadeAgain();
    void keepsNamesOutOfLogsAndFolders();
    void doctorFindsEverything();
    void doctorLooksAtTheLibraryAndRepairsIt();
    void doctorSaysWhatIsMissing();

private:
    CliResult run(const QStringList& arguments) { return runCli(arguments, data_->path()); }

    QJsonArray jobs() { return run({u"queue"_s, u"list"_s, u"--json"_s}).json().value("jobs"_L1).toArray(); }

    QStringList states(const QString& kind)
    {
        QStringList found;
        const QJsonArray all = jobs();
        for (const auto& job : all) {
            if (job.toObject().value("kind"_L1).toString() == kind)
                found << job.toObject().value("state"_L1).toString();
        }
        return found;
    }

    std::unique_ptr<QTemporaryDir> data_;
};

namespace {

/// Another content than plainClip().
QString otherClip()
{
    return makeMedia(u"other.mp4"_s,
                     QString::fromLatin1("-f lavfi -i testsrc2=size=160x120:rate=10 -t 1 -c:v libx264 "
                                         "-preset ultrafast -pix_fmt yuv420p")
                         .split(u' '));
}

QJsonArray list(const CliResult& result, const char* key)
{
    return result.json().value(QLatin1String(key)).toArray();
}

} // namespace

void TestCliLibrary::initTestCase()
{
    QVERIFY(!plainClip().isEmpty() && !otherClip().isEmpty());
}

void TestCliLibrary::init()
{
    data_ = std::make_unique<QTemporaryDir>();
}

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

void TestCliLibrary::retriesFailedWhenAskedTo()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s}), 0);
    const QJsonObject video = run({u"status"_s, u"1"_s, u"--json"_s}).json().value("video"_L1).toObject();
    QFile stored(video.value("path"_L1).toString());
    QVERIFY(stored.open(QIODevice::ReadWrite));
    const QByteArray content = stored.readAll();
    QVERIFY(stored.resize(content.size() / 2));
    const CliResult failed = run({u"process"_s, u"--json"_s});
    COMPARE_EXIT(failed, 1);
    QCOMPARE(failed.json().value("failed"_L1).toInt(), 1);
    QVERIFY(list(failed, "jobs").at(0).toObject().contains("error"_L1));

    QVERIFY(stored.seek(0));
    QCOMPARE(stored.write(content), content.size());
    stored.close();
    QCOMPARE(run({u"process"_s, u"--json"_s}).json().value("succeeded"_L1).toInt(), 0);
    const CliResult again = run({u"process"_s, u"--json"_s, u"--status"_s, u"failed"_s});
    COMPARE_EXIT(again, 0);
    QCOMPARE(again.json().value("succeeded"_L1).toInt(), 1);
}

void TestCliLibrary::saysWhatBlocksAndEndsWithFour()
{
    const QTemporaryDir card;
    const QString clip = card.filePath(u"card/clip.mp4"_s);
    QVERIFY(QDir(card.path()).mkpath(u"card"_s) && QFile::copy(plainClip(), clip));
    QFile settings(data_->filePath(u"settings.json"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("{\"storage\": \"in-place\"}");
    settings.close();
    COMPARE_EXIT(run({u"import"_s, clip, u"--preset"_s, u"mobile"_s}), 0);
    QVERIFY(QDir(card.path()).rename(u"card"_s, u"unplugged"_s));
    const CliResult result = run({u"process"_s});
    COMPARE_EXIT(result, 4);
    QVERIFY2(result.out.contains("cannot be reached"), result.out.constData());
    QVERIFY(result.out.contains("1 waiting"));
}

void TestCliLibrary::endsWithFourWhenItsTableCannotBeWritten()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s}), 0);
    const auto table = db::Connection::open(data_->filePath(u"ndas.db"_s));
    VERIFY_OK(table);
    VERIFY_OK(
        (*table)->run(u"CREATE TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, ''); END"_s));

    const CliResult stuck = run({u"process"_s});

    COMPARE_EXIT(stuck, 4);
    QVERIFY2(stuck.out.contains("The queue cannot go on."), stuck.out.constData());
    QVERIFY2(stuck.out.contains("no job is lost"), stuck.out.constData());
    QVERIFY(stuck.out.contains("1 waiting"));
    VERIFY_OK((*table)->run(u"DROP TRIGGER full"_s));
    COMPARE_EXIT(run({u"process"_s}), 0);
}

void TestCliLibrary::limitsNumberOfVideos()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), otherClip(), u"--preset"_s, u"mobile"_s}), 0);
    const CliResult one = run({u"process"_s, u"--json"_s, u"--max-videos"_s, u"1"_s});
    COMPARE_EXIT(one, 0);
    QCOMPARE(one.json().value("succeeded"_L1).toInt(), 1);
    QCOMPARE(states(u"transcode"_s).count(u"queued"_s), 1);
}

void TestCliLibrary::twoProgramsShareTheQueue()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), otherClip(), u"--preset"_s, u"mobile,low,medium"_s}), 0);
    const auto first = startCli({u"process"_s, u"--json"_s}, data_->path());
    const auto second = startCli({u"process"_s, u"--json"_s, u"--wait"_s}, data_->path());
    QVERIFY(first->waitForFinished(60'000) && second->waitForFinished(60'000));
    QCOMPARE(first->exitCode(), 0);
    QCOMPARE(second->exitCode(), 0);
    QCOMPARE(states(u"transcode"_s), QStringList(6, u"succeeded"_s));
    const QJsonArray all = jobs();
    for (const auto& job : all)
        QCOMPARE(job.toObject().value("attempt"_L1).toInt(), 1);
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

void TestCliLibrary::pausedQueueIsSaid()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"pause"_s}), 0);
    const CliResult idle = run({u"process"_s});
    COMPARE_EXIT(idle, 0);
    QVERIFY2(idle.out.contains("The queue is paused"), idle.out.constData());
    COMPARE_EXIT(run({u"queue"_s, u"resume"_s}), 0);
    QCOMPARE(run({u"process"_s, u"--json"_s}).json().value("succeeded"_L1).toInt(), 1);
}

void TestCliLibrary::pausesResumesAndCancelsSingleJobs()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile,low"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"pause"_s, u"2"_s, u"3"_s}), 0);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"paused"_s, u"paused"_s}));
    COMPARE_EXIT(run({u"queue"_s, u"resume"_s, u"2"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"postpone"_s, u"2"_s}), 2);
    COMPARE_EXIT(run({u"queue"_s, u"postpone"_s, u"2"_s, u"--until"_s, u"25:00"_s}), 2);
    const QDateTime before = QDateTime::currentDateTimeUtc();
    const QString later = QDateTime::currentDateTime().addSecs(12 * 3600).toString(u"HH:mm");
    const CliResult postponed = run({u"queue"_s, u"postpone"_s, u"2"_s, u"--until"_s, later, u"--json"_s});
    COMPARE_EXIT(postponed, 0);
    const QString runAt =
        postponed.json().value("jobs"_L1).toArray().at(0).toObject().value("run_at"_L1).toString();
    QVERIFY2(QDateTime::fromString(runAt, Qt::ISODateWithMs) > before, qPrintable(runAt));
    QCOMPARE(run({u"process"_s, u"--json"_s}).json().value("left"_L1).toInt(), 2);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"queued"_s, u"paused"_s}));
    COMPARE_EXIT(run({u"queue"_s, u"cancel"_s, u"--all"_s}), 0);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"cancelled"_s, u"cancelled"_s}));
    const CliResult retried = run({u"queue"_s, u"retry"_s, u"3"_s, u"--json"_s});
    COMPARE_EXIT(retried, 0);
    QCOMPARE(list(retried, "jobs").at(0).toObject().value("state"_L1).toString(), u"queued"_s);
}

void TestCliLibrary::refusesImpossibleTransition()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"none"_s}), 0);
    const CliResult result = run({u"queue"_s, u"pause"_s, u"1"_s, u"--json"_s});
    COMPARE_EXIT(result, 1);
    QCOMPARE(result.errorCode(), u"invalid-transition"_s);
    COMPARE_EXIT(run({u"queue"_s, u"pause"_s, u"99"_s}), 2);
}

void TestCliLibrary::goesOnBehindJobsThatCannotBeChanged()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile,low"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"cancel"_s, u"2"_s, u"3"_s}), 0);

    const CliResult result = run({u"queue"_s, u"retry"_s, u"1"_s, u"2"_s, u"99"_s, u"3"_s, u"--json"_s});

    COMPARE_EXIT(result, 1);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"queued"_s, u"queued"_s}));
    QCOMPARE(list(result, "jobs").size(), 2);
    const QJsonArray refused = list(result, "refused");
    QCOMPARE(refused.size(), 2);
    QCOMPARE(refused.at(0).toObject().value("id"_L1).toInt(), 1);
    QCOMPARE(refused.at(0).toObject().value("error"_L1).toObject().value("code"_L1).toString(),
             u"invalid-transition"_s);
    QCOMPARE(refused.at(1).toObject().value("error"_L1).toObject().value("code"_L1).toString(),
             u"no-such-item"_s);
    const CliResult words = run({u"queue"_s, u"pause"_s, u"1"_s, u"2"_s});
    COMPARE_EXIT(words, 1);
    QVERIFY2(words.err.contains("job 1: This cannot be done"), words.err.constData());
    QVERIFY2(words.out.contains("1 of 2 jobs could not be changed"), words.out.constData());
    QCOMPARE(states(u"transcode"_s), (QStringList{u"paused"_s, u"queued"_s}));
}

void TestCliLibrary::statusShowsFullPaths()
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

void TestCliLibrary::verifyFindsWhatIsMissingOrChangedAndHasItMadeAgain()
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

void TestCliLibrary::keepsNamesOutOfLogsAndFolders()
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

void TestCliLibrary::doctorFindsEverything()
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

void TestCliLibrary::doctorLooksAtTheLibraryAndRepairsIt()
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

void TestCliLibrary::doctorSaysWhatIsMissing()
{
    const QByteArray before = qgetenv("NDAS_WORKER");
    qputenv("NDAS_WORKER", NDAS_BIN_DIR "/ndas-cli"); // a program, but no worker
    const CliResult result = run({u"doctor"_s});
    before.isEmpty() ? qunsetenv("NDAS_WORKER") : qputenv("NDAS_WORKER", before);
    COMPARE_EXIT(result, 4);
    QVERIFY2(result.out.contains("MISSING  worker"), result.out.constData());
}

QTEST_GUILESS_MAIN(TestCliLibrary)
#include "test_cli_library.moc"
