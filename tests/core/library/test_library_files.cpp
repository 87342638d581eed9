#include "core/base/file_tools.h"
#include "core/library/disk_space.h"
#include "core/library/source_file.h"
#include "core/library/stored_names.h"
#include "core/library/work_folder.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas;
using namespace std::chrono_literals;

namespace {

bool writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

class TestLibraryFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsTheReserveFree_data();
    void keepsTheReserveFree();
    void fullDiskSaysHowMuchIsMissing();
    void storedNamesSayNothingAboutPeople_data();
    void storedNamesSayNothingAboutPeople();
    void presetThatIsNoFileNameIsRefused();
    void workFolderStartsEmptyAndGoesAway();
    void journalStaysForTheNextAttempt();
    void onlyOneWriterAtATime();
    void waitingForAWorkFolderCanBeCancelled();
    void lostShareIsNotAMissingFile();
    void pipeIsNotOpened();
    void changedOriginalIsNoticed_data();
    void changedOriginalIsNoticed();
    void contentIsReadAgainOnlyWhenTheFileWasTouched();
    void originalOutOfReachIsWaitedForAndABadOneIsNot();
    void workFolderOnALostDiskIsWaitedFor();
    void recordingDateComesFromTheBestSource_data();
    void recordingDateComesFromTheBestSource();

private:
    QString write(const QString& name, const QByteArray& content) const;
    std::unique_ptr<QTemporaryDir> folder_;
    AppPaths paths_;
};

void TestLibraryFiles::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
    paths_ = AppPaths{folder_->filePath(QStringLiteral("data"))};
    QVERIFY(paths_.create());
}

QString TestLibraryFiles::write(const QString& name, const QByteArray& content) const
{
    const QString path = folder_->filePath(name);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path : QString();
}

void TestLibraryFiles::keepsTheReserveFree_data()
{
    constexpr qint64 gib = qint64{1} << 30;
    QTest::addColumn<qint64>("total");
    QTest::addColumn<qint64>("free");
    QTest::addColumn<qint64>("setting");
    QTest::addColumn<qint64>("needed");
    QTest::addColumn<bool>("fits");
    QTest::newRow("small disk keeps 2 GiB") << 10 * gib << 3 * gib << qint64{0} << gib << true;
    QTest::newRow("one byte too many") << 10 * gib << 3 * gib << qint64{0} << gib + 1 << false;
    QTest::newRow("large disk keeps 5 %") << 1000 * gib << 40 * gib << qint64{0} << gib << false;
    QTest::newRow("large disk with room") << 1000 * gib << 51 * gib << qint64{0} << gib << true;
    QTest::newRow("the setting counts") << 10 * gib << gib << qint64{1} << gib - 1 << true;
}

void TestLibraryFiles::keepsTheReserveFree()
{
    QFETCH(qint64, total);
    QFETCH(qint64, free);
    QFETCH(qint64, setting);
    QFETCH(qint64, needed);
    settings::Settings settings;
    settings.diskReserveBytes = setting;
    const VolumeInfo volume{.name = QStringLiteral("Data"), .bytesFree = free, .bytesTotal = total};
    QTEST(library::checkSpace(volume, needed, settings).has_value(), "fits");
}

void TestLibraryFiles::fullDiskSaysHowMuchIsMissing()
{
    settings::Settings settings;
    settings.diskReserveBytes = 1000;
    const VolumeInfo volume{.name = QStringLiteral("CLINIC-DISK"), .bytesFree = 5000, .bytesTotal = 100'000};
    const auto checked = library::checkSpace(volume, 4001, settings);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::DiskFull);
    for (const char* part : {"CLINIC-DISK", "4001", "1000", "5000"})
        QVERIFY2(checked.error().detail.contains(QLatin1String(part)), qPrintable(checked.error().detail));
}

void TestLibraryFiles::storedNamesSayNothingAboutPeople_data()
{
    QTest::addColumn<QString>("original");
    QTest::addColumn<QString>("stored");
    QTest::newRow("plain") << "Anna Smith.mp4"
                           << "u.mp4";
    QTest::newRow("upper case") << "IMG_1.MOV"
                                << "u.mov";
    QTest::newRow("no extension") << "recording"
                                  << "u";
    QTest::newRow("a name after a dot") << "clip.Annabelle"
                                        << "u";
    QTest::newRow("not ASCII") << QString::fromUtf8("clip.m\xc3\xb6v") << "u";
    QTest::newRow("space") << "clip.mp 4"
                           << "u";
    QTest::newRow("newline") << "clip.mp4\n"
                             << "u";
}

void TestLibraryFiles::storedNamesSayNothingAboutPeople()
{
    QFETCH(QString, original);
    library::Video video;
    video.uuid = QStringLiteral("u");
    video.originalName = original;
    QTEST(library::originalFileName(video), "stored");
}

void TestLibraryFiles::presetThatIsNoFileNameIsRefused()
{
    library::Video video;
    video.uuid = QStringLiteral("u");
    QCOMPARE(library::renditionFileName(video, QStringLiteral("medium")).value(),
             QStringLiteral("u-medium.mp4"));
    for (const char* preset : {"", "../medium", "a b", "Medium"})
        QVERIFY(!library::renditionFileName(video, QString::fromLatin1(preset)));
}

void TestLibraryFiles::workFolderStartsEmptyAndGoesAway()
{
    const QString folder = paths_.workDir() + QStringLiteral("/7");
    QVERIFY(QDir().mkpath(folder));
    QFile left(folder + QStringLiteral("/f1.mp4"));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    {
        auto work = library::WorkFolder::open(paths_, JobId{7}, {});
        QVERIFY(work);
        QVERIFY(QDir(folder).isEmpty());
        QFile own(work->file(QStringLiteral("f2.mp4")));
        QVERIFY(own.open(QIODevice::WriteOnly));
    }
    QVERIFY(!QFile::exists(folder));
    {
        auto work = library::WorkFolder::open(paths_, JobId{7}, {});
        QVERIFY(work);
        work->finish();
    }
    QVERIFY(QDir(paths_.workDir()).isEmpty());
}

void TestLibraryFiles::journalStaysForTheNextAttempt()
{
    const QString folder = paths_.workDir() + QStringLiteral("/7");
    {
        auto work = library::WorkFolder::open(paths_, JobId{7}, {});
        QVERIFY(work);
        const auto journal = work->journal(3);
        QVERIFY(journal);
        QVERIFY(writeFile(*journal, "packets"));
        QVERIFY(writeFile(work->file(QStringLiteral("f3.mp4")), "half"));
    }
    QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList(QStringLiteral("f3.journal")));
    {
        auto work = library::WorkFolder::open(paths_, JobId{7}, {});
        QVERIFY(work);
        const auto journal = work->journal(5);
        QVERIFY(journal);
        QFile file(*journal);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("packets"));
        QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList(QStringLiteral("f5.journal")));
        work->discard();
    }
    QVERIFY(!QFile::exists(folder));
}

void TestLibraryFiles::onlyOneWriterAtATime()
{
    auto first = library::WorkFolder::open(paths_, JobId{7}, {});
    QVERIFY(first);
    const auto second = library::WorkFolder::open(paths_, JobId{7}, {}, 60ms);
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Busy);
    QVERIFY(QFile::exists(paths_.workDir() + QStringLiteral("/7")));
    QVERIFY(library::WorkFolder::open(paths_, JobId{8}, {}));
}

void TestLibraryFiles::waitingForAWorkFolderCanBeCancelled()
{
    auto first = library::WorkFolder::open(paths_, JobId{7}, {});
    QVERIFY(first);
    CancellationSource source;
    source.cancel();
    const auto second = library::WorkFolder::open(paths_, JobId{7}, source.token(), 1h);
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Cancelled);
}

void TestLibraryFiles::lostShareIsNotAMissingFile()
{
    const auto missing = library::openSource(folder_->filePath(QStringLiteral("gone.mp4")));
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const auto lost = library::openSource(folder_->filePath(QStringLiteral("share/gone.mp4")));
    QCOMPARE(lost.error().code, ErrorCode::SourceUnreachable);
}

void TestLibraryFiles::pipeIsNotOpened()
{
    const auto device = library::openSource(QStringLiteral("/dev/null"));
    QVERIFY(!device);
    QCOMPARE(library::openSource(folder_->path()).error().code, ErrorCode::NotReadable);
}

void TestLibraryFiles::changedOriginalIsNoticed_data()
{
    QTest::addColumn<int>("sizeChange");
    QTest::addColumn<int>("timeChange");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("unchanged") << 0 << 0 << QByteArray("content") << true;
    QTest::newRow("longer now") << -1 << 0 << QByteArray("content") << false;
    QTest::newRow("written again") << 0 << -1 << QByteArray("CONTENT") << false;
    QTest::newRow("only its time") << 0 << 3'600'000 << QByteArray("content") << true;
}

void TestLibraryFiles::changedOriginalIsNoticed()
{
    QFETCH(int, sizeChange);
    QFETCH(int, timeChange);
    QFETCH(QByteArray, content);
    library::Video video;
    video.sha256 = sha256OfFile(write(QStringLiteral("then.mp4"), content)).value_or(QString());
    video.originalPath = write(QStringLiteral("a.mp4"), "content");
    const QFileInfo file(video.originalPath);
    video.sizeBytes = file.size() + sizeChange;
    video.fileModifiedAt = file.lastModified().toMSecsSinceEpoch() + timeChange;
    const auto source = library::openUnchanged(video, {});
    QTEST(source.has_value(), "accepted");
    if (!source)
        QCOMPARE(source.error().code, ErrorCode::OriginalChanged);
}

void TestLibraryFiles::contentIsReadAgainOnlyWhenTheFileWasTouched()
{
    library::Video video;
    video.storage = library::Storage::InPlace;
    video.originalPath = write(QStringLiteral("a.mp4"), "content");
    video.sha256 = sha256OfFile(video.originalPath).value_or(QString());
    library::ContentCheck check(video, paths_);
    QVERIFY(check.run({}));
    CancellationSource stopped;
    stopped.cancel();
    QVERIFY(check.run(stopped.token())); // nothing is read

    const QFileInfo before(video.originalPath);
    const QDateTime time = before.lastModified();
    const QDateTime changedAt = before.metadataChangeTime();
    do
        write(QStringLiteral("a.mp4"), "CONTENT");
    while (QFileInfo(video.originalPath).metadataChangeTime() == changedAt); // clocks of file systems tick
    QFile file(video.originalPath);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.setFileTime(time, QFile::FileModificationTime));
    file.close();

    const auto changed = check.run({});
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, ErrorCode::OriginalChanged);
}

void TestLibraryFiles::originalOutOfReachIsWaitedForAndABadOneIsNot()
{
    const QString there = write(QStringLiteral("a.mp4"), "content");
    const QString gone = folder_->filePath(QStringLiteral("gone.mp4"));
    const auto seenAs = [](ErrorCode code, const QString& original) {
        return library::causeOf({.code = code, .detail = {}, .nativeCode = 0, .where = {}}, original).code;
    };
    QCOMPARE(seenAs(ErrorCode::NotFound, gone), ErrorCode::SourceUnreachable);
    QCOMPARE(seenAs(ErrorCode::NotFound, there), ErrorCode::Io); // what is missing is a file of ours
    for (const ErrorCode code : {ErrorCode::Damaged, ErrorCode::NotReadable, ErrorCode::Io}) {
        QCOMPARE(seenAs(code, gone), ErrorCode::SourceUnreachable);
        QCOMPARE(seenAs(code, there), code);
    }
    QCOMPARE(seenAs(ErrorCode::AlreadyImported, gone), ErrorCode::AlreadyImported);
    QCOMPARE(seenAs(ErrorCode::DiskFull, gone), ErrorCode::DiskFull);
    QCOMPARE(seenAs(ErrorCode::WorkerCrashed, gone), ErrorCode::WorkerCrashed);
    if (QFile::setPermissions(there, {}) && !QFileInfo(there).isReadable())
        QCOMPARE(seenAs(ErrorCode::NotReadable, there), ErrorCode::PermissionDenied);
}

void TestLibraryFiles::workFolderOnALostDiskIsWaitedFor()
{
    QVERIFY(QDir(paths_.libraryDir()).removeRecursively());
    const auto folder = library::WorkFolder::open(paths_, JobId{7}, {});
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::SourceUnreachable);
}

void TestLibraryFiles::recordingDateComesFromTheBestSource_data()
{
    QTest::addColumn<QString>("container");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("iso");
    QTest::addColumn<QString>("source");
    QTest::newRow("container") << "2026-01-02T03:04:05Z"
                               << "20261103_102400.mp4"
                               << "2026-01-02T03:04:05Z"
                               << "container";
    QTest::newRow("file name") << ""
                               << "20261103_102400.mp4"
                               << "2026-11-03T10:24:00"
                               << "file name";
    QTest::newRow("file time") << ""
                               << "clip.mp4"
                               << "1970-01-02T00:00:00Z"
                               << "file time";
    QTest::newRow("folders do not count") << ""
                                          << "/card/20261103_102400/clip.mp4"
                                          << "1970-01-02T00:00:00Z"
                                          << "file time";
}

void TestLibraryFiles::recordingDateComesFromTheBestSource()
{
    QFETCH(QString, container);
    QFETCH(QString, name);
    media::MediaInfo info;
    if (!container.isEmpty())
        info.recordedAt = media::RecordingDate{.iso = container};
    const auto dated = library::datedInfo(info, name, 86'400'000);
    QTEST(dated.recordedAt->iso, "iso");
    QTEST(QString::fromLatin1(media::name(dated.recordedAt->source)), "source");
}

QTEST_GUILESS_MAIN(TestLibraryFiles)
#include "test_library_files.moc"
