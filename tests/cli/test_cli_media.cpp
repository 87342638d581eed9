#include "tests/cli/cli_program.h"
#include "tests/support/test_media.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <filesystem>

using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliMedia : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void probesForScripts();
    void probesForPeople();
    void refusesWithCodeAndExitThree_data();
    void refusesWithCodeAndExitThree();
    void refusesWhatTheSettingsForbid();
    void acceptsOddNames_data();
    void acceptsOddNames();
    void showsPlan();
    void savesThumbnail_data();
    void savesThumbnail();
    void thumbnailNeverReplacesFile();
    void savesContactSheet();
    void savesExactFrames();
    void savesSeveralFramesFromOneOpening();
    void turnsPortraitPhoneVideoUpright();
    void transcodesAllAndNeverOverwrites();
    void longNamesAreCutBetweenCharacters();
    void outputIsNeverTheRecording_data();
    void outputIsNeverTheRecording();
    void recordingThatChangesMeanwhileIsNoticed();
    void folderThatVanishesMeanwhileIsNotTakenForTheRecording();
    void saysWhetherHardwareEncodedAndHowAlikeItIs();
    void goesOnAfterRefusedFile();
    void saysWhenEverythingWasRefused();
    void makesNothingInTheDataFolder();

private:
    QString fresh(const QString& name) { return scratch_.filePath(name); }

    QTemporaryDir scratch_;
    QTemporaryDir data_;
};

namespace {

QJsonObject probe(const QString& path, const QString& dataDir)
{
    return runCli({u"probe"_s, u"--json"_s, path}, dataDir).json();
}

QString soundOnly()
{
    return makeMedia(u"sound.mp4"_s, QStringList{u"-f"_s, u"lavfi"_s, u"-i"_s, u"sine=frequency=440"_s,
                                                 u"-t"_s, u"1"_s, u"-c:a"_s, u"aac"_s});
}

QJsonArray resultsOf(const CliResult& result)
{
    return result.json().value("results"_L1).toArray();
}

} // namespace

void TestCliMedia::initTestCase()
{
    QVERIFY(!plainClip().isEmpty());
    QVERIFY(!portraitPhoneClip().isEmpty());
    QVERIFY(!soundOnly().isEmpty());
}

void TestCliMedia::probesForScripts()
{
    const CliResult result = runCli({u"probe"_s, u"--json"_s, plainClip()}, data_.path());
    COMPARE_EXIT(result, 0);
    QVERIFY2(result.err.isEmpty() || result.err.contains("less protection"), result.err.constData());
    const QJsonObject report = result.json();
    for (const char* key : {"container", "size_bytes", "duration_s", "display_width", "display_height",
                            "rotation_deg", "pixel_aspect", "frame_rate", "variable_frame_rate",
                            "video_codec", "bit_depth", "hdr", "interlaced", "has_audio", "audio_tracks",
                            "audio_codec", "recorded_at", "recorded_at_source", "has_location"})
        QVERIFY2(report.contains(QLatin1String(key)), key);
    QCOMPARE(report.value("display_width"_L1).toInt(), 320);
    QCOMPARE(report.value("display_height"_L1).toInt(), 240);
    QCOMPARE(report.value("frame_rate"_L1).toDouble(), 25.0);
    QCOMPARE(report.value("audio_codec"_L1).toString(), u"aac"_s);
    QVERIFY(qAbs(report.value("duration_s"_L1).toDouble() - 2.0) < 0.1);
}

void TestCliMedia::probesForPeople()
{
    const CliResult result = runCli({u"probe"_s, plainClip()}, data_.path());
    COMPARE_EXIT(result, 0);
    QVERIFY(result.out.contains("320 x 240"));
    QVERIFY(!result.out.contains('{'));
}

void TestCliMedia::refusesWithCodeAndExitThree_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    QTest::newRow("page of text") << textFile() << "not-media";
    QTest::newRow("cut off") << truncatedClip() << "damaged";
    QTest::newRow("not there") << fresh(u"nothing.mp4"_s) << "not-found";
    QTest::newRow("folder not there") << fresh(u"no/such/nothing.mp4"_s) << "not-found";
    QTest::newRow("no name") << QString() << "not-found";
    QTest::newRow("folder") << scratch_.path() << "not-readable";
    QTest::newRow("sound only") << soundOnly() << "no-video-stream";
}

void TestCliMedia::refusesWithCodeAndExitThree()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    const CliResult forScripts = runCli({u"probe"_s, u"--json"_s, path}, data_.path());
    COMPARE_EXIT(forScripts, 3);
    QCOMPARE(forScripts.errorCode(), code);
    QVERIFY(!forScripts.json().value("error"_L1).toObject().value("message"_L1).toString().isEmpty());
    const CliResult words = runCli({u"probe"_s, path}, data_.path());
    COMPARE_EXIT(words, 3);
    QVERIFY(words.out.isEmpty() && !words.err.isEmpty());
}

void TestCliMedia::refusesWhatTheSettingsForbid()
{
    constexpr qint64 mebibyte = 1 << 20;
    const QTemporaryDir strict;
    QFile settings(strict.filePath(u"settings.json"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write(
        QJsonDocument(QJsonObject{{u"max_recording_bytes"_s, mebibyte}, {u"max_recording_s"_s, 1}}).toJson());
    settings.close();
    const CliResult tooLong = runCli({u"probe"_s, u"--json"_s, plainClip()}, strict.path());
    COMPARE_EXIT(tooLong, 3);
    QCOMPARE(tooLong.errorCode(), u"too-long"_s);
    QFile large(strict.filePath(u"large.mp4"_s));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(mebibyte + 1));
    const CliResult tooLarge = runCli({u"probe"_s, u"--json"_s, large.fileName()}, strict.path());
    COMPARE_EXIT(tooLarge, 3);
    QCOMPARE(tooLarge.errorCode(), u"too-large"_s);
}

void TestCliMedia::acceptsOddNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("behindDashes");
    QTest::newRow("begins with a dash") << "-clip.mp4" << false;
    QTest::newRow("begins with two") << "--clip.mp4" << false;
    QTest::newRow("looks like an option") << "--json" << true;
    QTest::newRow("brackets") << "[clip]" << false;
    QTest::newRow("blanks and quotes") << "my \"clip\" (1) 100%.mp4" << false;
    QTest::newRow("other scripts") << QString::fromUtf8("日本語 été №1 🎥.mp4") << false;
#ifndef Q_OS_WIN
    QTest::newRow("line break") << "two\nlines.mp4" << false;
    QTest::newRow("like an address") << "file:clip #1?.mp4" << false;
    QTest::newRow("like a pattern") << "clip-%03d.mp4" << false;
#endif
}

void TestCliMedia::acceptsOddNames()
{
    QFETCH(QString, name);
    QFETCH(bool, behindDashes);
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(plainClip(), folder.filePath(name)));
    const QStringList file = behindDashes ? QStringList{u"--"_s, name} : QStringList{name};
    const CliResult result = runCli(QStringList{u"probe"_s, u"--json"_s} + file, data_.path(), folder.path());
    COMPARE_EXIT(result, 0);
    QCOMPARE(result.json().value("display_width"_L1).toInt(), 320);
}

void TestCliMedia::showsPlan()
{
    const CliResult result =
        runCli({u"plan"_s, u"--json"_s, portraitPhoneClip(), u"--preset"_s, u"medium"_s}, data_.path());
    COMPARE_EXIT(result, 0);
    const QJsonObject plan = result.json();
    QCOMPARE(plan.value("video"_L1).toObject().value("output"_L1).toArray(), (QJsonArray{720, 1280}));
    QVERIFY(plan.value("notes"_L1).toArray().contains(u"turned"_s));
    QVERIFY(plan.value("expected_bytes"_L1).toInteger() > 0);
    const CliResult words =
        runCli({u"plan"_s, portraitPhoneClip(), u"--preset"_s, u"Medium"_s}, data_.path());
    COMPARE_EXIT(words, 0);
    QVERIFY(words.out.contains("720 x 1280") && words.out.contains("turned upright"));
}

void TestCliMedia::savesThumbnail_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("magic");
    QTest::newRow("jpeg") << "a.jpg" << QByteArray("\xff\xd8\xff");
    QTest::newRow("png") << "a.PNG" << QByteArray("\x89PNG");
    QTest::newRow("webp") << "a.webp" << QByteArray("RIFF");
}

void TestCliMedia::savesThumbnail()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, magic);
    const QString output = fresh(name);
    const CliResult result = runCli({u"thumbnail"_s, u"--json"_s, portraitPhoneClip(), u"-o"_s, output,
                                     u"--at"_s, u"0.5"_s, u"--size"_s, u"200x200"_s},
                                    data_.path());
    COMPARE_EXIT(result, 0);
    QCOMPARE(result.json().value("height"_L1).toInt(), 200);
    QVERIFY(result.json().value("width"_L1).toInt() < 120);
    QFile picture(output);
    QVERIFY(picture.open(QIODevice::ReadOnly));
    QVERIFY(picture.read(16).startsWith(magic));
}

void TestCliMedia::savesExactFrames()
{
    const CliResult list = runCli({u"frames"_s, u"--json"_s, plainClip()}, data_.path());
    COMPARE_EXIT(list, 0);
    const QJsonArray times = list.json().value("times_s"_L1).toArray();
    QCOMPARE(times.size(), 50);
    QCOMPARE(times.at(7).toDouble(), 0.28);

    const QString byNumber = fresh(u"seven.png"_s);
    const QString byTime = fresh(u"at.png"_s);
    COMPARE_EXIT(runCli({u"frame"_s, plainClip(), u"-o"_s, byNumber, u"--index"_s, u"7"_s}, data_.path()), 0);
    const CliResult at =
        runCli({u"frame"_s, u"--json"_s, plainClip(), u"-o"_s, byTime, u"--at"_s, u"0.299"_s}, data_.path());
    COMPARE_EXIT(at, 0);
    QCOMPARE(at.json().value("index"_L1).toInt(), 7);
    QFile first(byNumber);
    QFile second(byTime);
    QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
    const QByteArray picture = first.readAll();
    QVERIFY(picture.startsWith("\x89PNG"));
    QCOMPARE(second.readAll(), picture);
}

void TestCliMedia::savesSeveralFramesFromOneOpening()
{
    const QString output = fresh(u"several.png"_s);
    const CliResult result = runCli({u"frame"_s, u"--json"_s, u"--at"_s, u"0.5"_s, u"--at"_s, u"0.299"_s,
                                     u"--at"_s, u"0.28"_s, plainClip(), u"-o"_s, output},
                                    data_.path());
    COMPARE_EXIT(result, 0);
    const QJsonArray pictures = result.json().value("pictures"_L1).toArray();
    QCOMPARE(pictures.size(), 2);
    QCOMPARE(pictures.at(0).toObject().value("index"_L1).toInt(), 12);
    QCOMPARE(pictures.at(1).toObject().value("index"_L1).toInt(), 7);
    for (const char* name : {"several-12.png", "several-7.png"}) {
        QFile picture(fresh(QString::fromLatin1(name)));
        QVERIFY(picture.open(QIODevice::ReadOnly));
        QVERIFY(picture.read(4).startsWith("\x89PNG"));
    }
    const CliResult again = runCli(
        {u"frame"_s, plainClip(), u"-o"_s, output, u"--index"_s, u"3"_s, u"--index"_s, u"7"_s}, data_.path());
    QVERIFY(again.exitCode != 0);
    QVERIFY(!QFile::exists(fresh(u"several-3.png"_s)));
}

void TestCliMedia::savesContactSheet()
{
    const QString output = fresh(u"sheet.picture"_s);
    const CliResult result = runCli({u"thumbnail"_s, u"--json"_s, plainClip(), u"-o"_s, output, u"--format"_s,
                                     u"webp"_s, u"--contact-sheet"_s, u"3x2"_s, u"--size"_s, u"160x120"_s},
                                    data_.path());
    COMPARE_EXIT(result, 0);
    QCOMPARE(result.json().value("columns"_L1).toInt(), 3);
    QCOMPARE(result.json().value("rows"_L1).toInt(), 2);
    QCOMPARE(result.json().value("width"_L1).toInt(), 3 * 160 + 2 * 4);
    QCOMPARE(result.json().value("tiles_s"_L1).toArray().size(), 6);
    QFile picture(output);
    QVERIFY(picture.open(QIODevice::ReadOnly));
    QVERIFY(picture.read(16).startsWith("RIFF"));
}

void TestCliMedia::thumbnailNeverReplacesFile()
{
    QFile mine(fresh(u"mine.jpg"_s));
    QVERIFY(mine.open(QIODevice::WriteOnly));
    mine.write("mine");
    mine.close();
    const CliResult result =
        runCli({u"thumbnail"_s, u"--json"_s, plainClip(), u"-o"_s, mine.fileName()}, data_.path());
    COMPARE_EXIT(result, 4);
    QCOMPARE(result.errorCode(), u"already-exists"_s);
    QVERIFY(mine.open(QIODevice::ReadOnly));
    QCOMPARE(mine.readAll(), QByteArray("mine"));
}

void TestCliMedia::turnsPortraitPhoneVideoUpright()
{
    const QString folder = fresh(u"upright/made/on/the/way"_s);
    const CliResult result = runCli(
        {u"transcode"_s, u"--json"_s, portraitPhoneClip(), u"--preset"_s, u"medium"_s, u"--output"_s, folder},
        data_.path());
    COMPARE_EXIT(result, 0);
    const QJsonObject entry = resultsOf(result).at(0).toObject();
    const QString output = entry.value("output"_L1).toString();
    QVERIFY(output.startsWith(folder) && output.endsWith(u".medium.mp4"_s));
    const QJsonObject made = probe(output, data_.path());
    QCOMPARE(made.value("display_width"_L1).toInt(), 720);
    QCOMPARE(made.value("display_height"_L1).toInt(), 1280);
    QCOMPARE(made.value("rotation_deg"_L1).toInt(), 0);
    QCOMPARE(made.value("pixel_aspect"_L1).toString(), u"1:1"_s);
    QCOMPARE(made.value("audio_codec"_L1).toString(), u"aac"_s);
    QCOMPARE(made.value("size_bytes"_L1).toInteger(), entry.value("size_bytes"_L1).toInteger());
    QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestCliMedia::outputIsNeverTheRecording_data()
{
    QTest::addColumn<bool>("symbolic");
    QTest::newRow("hard link") << false;
    QTest::newRow("symbolic link") << true;
}

/// Every name of a result leads to the recording already.
void TestCliMedia::outputIsNeverTheRecording()
{
    QFETCH(bool, symbolic);
    const QTemporaryDir folder;
    const QString recording = folder.filePath(u"clip.mp4"_s);
    QVERIFY(QFile::copy(plainClip(), recording));
    for (const QString& name : {u"clip.mobile.mp4"_s, u"picture.jpg"_s}) {
        const QString taken = folder.filePath(name);
        if (symbolic)
            QVERIFY(QFile::link(recording, taken));
        else
            std::filesystem::create_hard_link(recording.toStdString(), taken.toStdString());
    }
    const CliResult made = runCli(
        {u"transcode"_s, u"--json"_s, recording, u"--preset"_s, u"mobile"_s, u"--output"_s, folder.path()},
        data_.path());
    COMPARE_EXIT(made, 0);
    QCOMPARE(resultsOf(made).at(0).toObject().value("output"_L1).toString(),
             folder.filePath(u"clip.mobile (2).mp4"_s));
    const CliResult picture =
        runCli({u"thumbnail"_s, recording, u"-o"_s, folder.filePath(u"picture.jpg"_s)}, data_.path());
    QVERIFY(picture.exitCode != 0);
    QFile before(plainClip());
    QFile after(recording);
    QVERIFY(before.open(QIODevice::ReadOnly) && after.open(QIODevice::ReadOnly));
    QCOMPARE(after.readAll(), before.readAll());
}

void TestCliMedia::saysWhetherHardwareEncodedAndHowAlikeItIs()
{
    const QString folder = fresh(u"wishes"_s);
    const CliResult result = runCli({u"transcode"_s, u"--json"_s, plainClip(), u"-p"_s, u"mobile"_s, u"-o"_s,
                                     folder, u"--hardware"_s, u"--check-likeness"_s},
                                    data_.path());
    COMPARE_EXIT(result, 0);
    const QJsonObject entry = resultsOf(result).at(0).toObject();
    const QJsonArray notes = entry.value("notes"_L1).toArray();
    QVERIFY(notes.contains(u"hardware-failed"_s) != notes.contains(u"hardware-used"_s));
    QCOMPARE(entry.value("frames"_L1).toInt(), 50);
    QVERIFY(entry.value("quality"_L1).toObject().value("ssim"_L1).toDouble() > 0.8);
    QVERIFY(entry.value("quality"_L1).toObject().value("pictures"_L1).toInt() > 0);
}

void TestCliMedia::recordingThatChangesMeanwhileIsNoticed()
{
    const QString folder = fresh(u"changed"_s);
    const QString recording = fresh(u"changing.mp4"_s);
    QVERIFY(QDir().mkpath(folder) && QFile::copy(plainClip(), recording));
    const auto program = startCli(
        {u"transcode"_s, u"--json"_s, recording, u"-p"_s, u"mobile"_s, u"-o"_s, folder}, data_.path());
    const QDir::Filters all = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;
    while (QDir(folder).isEmpty(all) && !program->waitForFinished(1)) {
    } // until it is read

    QFile file(recording);
    QVERIFY(file.open(QIODevice::Append) && file.write("?") == 1);
    file.close();

    QVERIFY(program->waitForFinished(60'000));
    const QJsonObject result = QJsonDocument::fromJson(program->readAllStandardOutput()).object();
    const QJsonObject first = result.value("results"_L1).toArray().at(0).toObject();
    QCOMPARE(first.value("error"_L1).toObject().value("code"_L1).toString(), u"busy"_s);
    QCOMPARE(program->exitCode(), 1);
    QVERIFY(QDir(folder).isEmpty(all));
}

/// A disk that is pulled out: "this file does not exist" was said of the recording.
void TestCliMedia::folderThatVanishesMeanwhileIsNotTakenForTheRecording()
{
    const QString folder = fresh(u"vanishing"_s);
    const QString elsewhere = fresh(u"vanished"_s);
    QVERIFY(QDir().mkpath(folder));
    const auto program = startCli(
        {u"transcode"_s, u"--json"_s, plainClip(), u"-p"_s, u"mobile"_s, u"-o"_s, folder}, data_.path());
    const QDir::Filters all = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;
    while (QDir(folder).isEmpty(all) && !program->waitForFinished(1)) {
    } // until it is written into

    QVERIFY(QDir().rename(folder, elsewhere));

    QVERIFY(program->waitForFinished(60'000));
    const QJsonObject result = QJsonDocument::fromJson(program->readAllStandardOutput()).object();
    const QJsonObject first = result.value("results"_L1).toArray().at(0).toObject();
    QCOMPARE(first.value("error"_L1).toObject().value("code"_L1).toString(), u"io"_s);
    QCOMPARE(program->exitCode(), 4);
}

/// Half of a character in a name: no script found the file under the name that it was told.
void TestCliMedia::longNamesAreCutBetweenCharacters()
{
    const QString folder = fresh(u"long"_s);
    const QString recording = fresh(u'a' + QString::fromUtf8("\U0001F3A5").repeated(60) + u".mp4"_s);
    QVERIFY(QFile::copy(plainClip(), recording));
    const CliResult done =
        runCli({u"transcode"_s, u"--json"_s, recording, u"-p"_s, u"mobile"_s, u"-o"_s, folder}, data_.path());
    COMPARE_EXIT(done, 0);
    const QJsonObject result = QJsonDocument::fromJson(done.out).object();
    const QString output =
        result.value("results"_L1).toArray().at(0).toObject().value("output"_L1).toString();
    QVERIFY2(QFile::exists(output), qPrintable(output));
    QVERIFY2(output.endsWith(QString::fromUtf8("\U0001F3A5.mobile.mp4")), qPrintable(output));
}

void TestCliMedia::transcodesAllAndNeverOverwrites()
{
    const QString folder = fresh(u"twice"_s);
    const QStringList call{u"transcode"_s, plainClip(), plainClip(), u"-p"_s, u"mobile"_s, u"-o"_s, folder};
    COMPARE_EXIT(runCli(call, data_.path()), 0);
    const QString base = QFileInfo(plainClip()).completeBaseName();
    QFile first(folder + u'/' + base + u".mobile.mp4"_s);
    QVERIFY(first.open(QIODevice::ReadOnly));
    const QByteArray before = first.readAll();
    COMPARE_EXIT(runCli(call, data_.path()), 0);
    first.seek(0);
    QCOMPARE(first.readAll(), before);
    const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    QVERIFY2(names.size() == 4, qPrintable(names.join(u"; "_s)));
    for (const char* counter : {" (2)", " (3)", " (4)"})
        QVERIFY(names.contains(base + u".mobile"_s + QLatin1String(counter) + u".mp4"_s));
}

void TestCliMedia::goesOnAfterRefusedFile()
{
    const CliResult result = runCli({u"transcode"_s, u"--json"_s, textFile(), plainClip(),
                                     fresh(u"gone.mp4"_s), u"-p"_s, u"low"_s, u"-o"_s, fresh(u"some"_s)},
                                    data_.path());
    COMPARE_EXIT(result, 1);
    const QJsonArray results = resultsOf(result);
    QCOMPARE(results.size(), 3);
    QVERIFY(results.at(0).toObject().contains("error"_L1));
    QVERIFY(results.at(1).toObject().contains("output"_L1));
    QCOMPARE(results.at(2).toObject().value("error"_L1).toObject().value("code"_L1).toString(),
             u"not-found"_s);
}

void TestCliMedia::saysWhenEverythingWasRefused()
{
    const QString folder = fresh(u"none"_s);
    const CliResult result =
        runCli({u"transcode"_s, textFile(), soundOnly(), u"-p"_s, u"low"_s, u"-o"_s, folder}, data_.path());
    COMPARE_EXIT(result, 3);
    QCOMPARE(result.err.count(textFile().toUtf8()), 1);
    QCOMPARE(result.err.count(soundOnly().toUtf8()), 1);
    QVERIFY(QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestCliMedia::makesNothingInTheDataFolder()
{
    QVERIFY(QDir(data_.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestCliMedia)
#include "test_cli_media.moc"
