#include "core/base/durable_file.h"
#include "tests/support/small_volume.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace ndas;

class TestDurableFile : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void createNewRefusesATakenName();
    void createNewKeepsOthersOut();
    void appendsAndReportsItsSize();
    void openToAppendGoesOnAtTheEnd();
    void truncateCutsAndGoesOnThere();
    void movedFromFileIsClosedOnce();
    void publishMovesTheFile_data();
    void publishMovesTheFile();
    void publishNeverReplaces();
    void publishOfAMissingFileFails();
    void ofManyPublishersOneWins();
    void writeFileDurablyReplacesWhole();
    void writeNewFileDurablyLeavesAnExistingFileAlone();
    void failuresLeaveNoTemporaryFiles();
    void reportsAFullDevice();
    void reportsAFullDiskAndLeavesTheOldContent();
    void reportsAReadOnlyDisk();
    void syncingWhatIsMissingFails();

private:
    QString path(const QString& name) const { return folder_->filePath(name); }

    QByteArray content(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<unreadable>");
    }

    QStringList names() const { return QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestDurableFile::createNewRefusesATakenName()
{
    VERIFY_OK(writeNewFileDurably(path(QStringLiteral("a")), "old"));
    VERIFY_FAILS(DurableFile::createNew(path(QStringLiteral("a"))), ErrorCode::AlreadyExists);
    QCOMPARE(content(QStringLiteral("a")), QByteArray("old"));
}

void TestDurableFile::createNewKeepsOthersOut()
{
    VERIFY_OK(DurableFile::createNew(path(QStringLiteral("a"))));
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
    QCOMPARE(QFile::permissions(path(QStringLiteral("a"))) & others, QFileDevice::Permissions());
}

void TestDurableFile::appendsAndReportsItsSize()
{
    auto file = DurableFile::createNew(path(QStringLiteral("a")));
    VERIFY_OK(file);
    VERIFY_OK(file->append("one"));
    VERIFY_OK(file->append(""));
    VERIFY_OK(file->append("two"));
    VERIFY_OK(file->sync());
    QCOMPARE(file->size(), 6);
    VERIFY_OK(file->close());
    QCOMPARE(content(QStringLiteral("a")), QByteArray("onetwo"));
}

void TestDurableFile::openToAppendGoesOnAtTheEnd()
{
    VERIFY_OK(writeNewFileDurably(path(QStringLiteral("a")), "one"));
    auto file = DurableFile::openToAppend(path(QStringLiteral("a")));
    VERIFY_OK(file);
    QCOMPARE(file->size(), 3);
    VERIFY_OK(file->append("two"));
    VERIFY_OK(file->close());
    QCOMPARE(content(QStringLiteral("a")), QByteArray("onetwo"));
    VERIFY_FAILS(DurableFile::openToAppend(path(QStringLiteral("none"))), ErrorCode::NotFound);
}

void TestDurableFile::truncateCutsAndGoesOnThere()
{
    auto file = DurableFile::createNew(path(QStringLiteral("a")));
    VERIFY_OK(file);
    VERIFY_OK(file->append("complete|torn"));
    VERIFY_OK(file->truncate(9));
    VERIFY_OK(file->append("next"));
    QCOMPARE(file->size(), 13);
    VERIFY_OK(file->close());
    QCOMPARE(content(QStringLiteral("a")), QByteArray("complete|next"));
}

void TestDurableFile::movedFromFileIsClosedOnce()
{
    auto file = DurableFile::createNew(path(QStringLiteral("a")));
    VERIFY_OK(file);
    DurableFile moved = std::move(*file);
    VERIFY_OK(moved.append("x"));
    auto other = DurableFile::createNew(path(QStringLiteral("b")));
    VERIFY_OK(other);
    moved = std::move(*other);
    VERIFY_OK(moved.append("y"));
    VERIFY_OK(moved.close());
    QCOMPARE(content(QStringLiteral("b")), QByteArray("y"));
}

void TestDurableFile::publishMovesTheFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "rendition.mp4";
    QTest::newRow("spaces and accents") << QStringLiteral("Vidéo d'été № 1.mp4");
    QTest::newRow("quotes") << "a \"b\" 'c'.mp4";
    QTest::newRow("leading dash") << "-rf.mp4";
    QTest::newRow("looks like a protocol") << "file:clip #1?.mp4";
    QTest::newRow("emoji") << QStringLiteral("👶🏽.mp4");
#ifndef Q_OS_WIN
    QTest::newRow("newline") << "two\nlines.mp4";
    QTest::newRow("percent and backslash") << "100%25 \\ done.mp4";
#endif
}

void TestDurableFile::publishMovesTheFile()
{
    QFETCH(const QString, name);
    const QString target = QStringLiteral("to/") + name;
    QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("to")));
    VERIFY_OK(writeNewFileDurably(path(QStringLiteral("from")), "bytes"));
    VERIFY_OK(publishFile(path(QStringLiteral("from")), path(target)));
    QCOMPARE(content(target), QByteArray("bytes"));
    QVERIFY(!QFile::exists(path(QStringLiteral("from"))));
}

void TestDurableFile::publishNeverReplaces()
{
    VERIFY_OK(writeNewFileDurably(path(QStringLiteral("taken")), "old"));
    VERIFY_OK(writeNewFileDurably(path(QStringLiteral("new")), "new"));
    VERIFY_FAILS(publishFile(path(QStringLiteral("new")), path(QStringLiteral("taken"))),
                 ErrorCode::AlreadyExists);
    QCOMPARE(content(QStringLiteral("taken")), QByteArray("old"));
    QCOMPARE(content(QStringLiteral("new")), QByteArray("new"));
}

void TestDurableFile::publishOfAMissingFileFails()
{
    VERIFY_FAILS(publishFile(path(QStringLiteral("none")), path(QStringLiteral("to"))), ErrorCode::NotFound);
}

void TestDurableFile::ofManyPublishersOneWins()
{
    constexpr int count = 8;
    for (int i = 0; i < count; ++i)
        VERIFY_OK(writeNewFileDurably(path(QString::number(i)), QByteArray::number(i)));
    std::atomic<int> winners{0};
    std::atomic<int> refused{0};
    std::atomic<int> winner{-1};

    std::vector<std::thread> publishers;
    for (int i = 0; i < count; ++i) {
        publishers.emplace_back([&, i] {
            const auto published = publishFile(path(QString::number(i)), path(QStringLiteral("final")));
            if (published) {
                ++winners;
                winner = i;
            } else if (published.error().code == ErrorCode::AlreadyExists) {
                ++refused;
            }
        });
    }
    for (std::thread& publisher : publishers)
        publisher.join();

    QCOMPARE(winners.load(), 1);
    QCOMPARE(refused.load(), count - 1);
    QCOMPARE(content(QStringLiteral("final")), QByteArray::number(winner.load()));
    QCOMPARE(names().size(), count);
}

void TestDurableFile::writeFileDurablyReplacesWhole()
{
    VERIFY_OK(writeFileDurably(path(QStringLiteral("a")), "a long first version"));
    VERIFY_OK(writeFileDurably(path(QStringLiteral("a")), "short"));
    QCOMPARE(content(QStringLiteral("a")), QByteArray("short"));
    QCOMPARE(names(), QStringList(QStringLiteral("a")));
}

void TestDurableFile::writeNewFileDurablyLeavesAnExistingFileAlone()
{
    VERIFY_OK(writeNewFileDurably(path(QStringLiteral("a")), "first"));
    VERIFY_FAILS(writeNewFileDurably(path(QStringLiteral("a")), "second"), ErrorCode::AlreadyExists);
    QCOMPARE(content(QStringLiteral("a")), QByteArray("first"));
    QCOMPARE(names(), QStringList(QStringLiteral("a")));
}

void TestDurableFile::failuresLeaveNoTemporaryFiles()
{
    QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("folder")));
    QVERIFY(!writeFileDurably(path(QStringLiteral("folder")), "x"));
    QVERIFY(!writeFileDurably(path(QStringLiteral("none/a")), "x"));
    QCOMPARE(names(), QStringList());
}

void TestDurableFile::reportsAFullDevice()
{
    if (!QFile::exists(QStringLiteral("/dev/full")))
        QSKIP("this system has no /dev/full");
    auto file = DurableFile::openToAppend(QStringLiteral("/dev/full"));
    VERIFY_OK(file);
    VERIFY_FAILS(file->append("x"), ErrorCode::DiskFull);
    QCOMPARE(file->size(), 0);
}

void TestDurableFile::reportsAFullDiskAndLeavesTheOldContent()
{
    const test::SmallVolume volume(256);
    if (!volume.isMounted())
        QSKIP("mounting a small volume needs root on Linux");
    const QString file = volume.filePath(QStringLiteral("a"));
    VERIFY_OK(writeFileDurably(file, "old"));

    VERIFY_FAILS(writeFileDurably(file, QByteArray(512 * 1024, 'x')), ErrorCode::DiskFull);

    QFile old(file);
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("old"));
    QCOMPARE(QDir(QFileInfo(file).path()).entryList(QDir::Files), QStringList(QStringLiteral("a")));
}

void TestDurableFile::reportsAReadOnlyDisk()
{
    test::SmallVolume volume(256);
    if (!volume.isMounted() || !volume.makeReadOnly())
        QSKIP("mounting a small volume needs root on Linux");
    VERIFY_FAILS(writeFileDurably(volume.filePath(QStringLiteral("a")), "x"), ErrorCode::ReadOnly);
}

void TestDurableFile::syncingWhatIsMissingFails()
{
    VERIFY_FAILS(syncFile(path(QStringLiteral("none"))), ErrorCode::NotFound);
#ifndef Q_OS_WIN
    VERIFY_FAILS(syncFolder(path(QStringLiteral("none"))), ErrorCode::NotFound);
#endif
    VERIFY_OK(syncFolder(folder_->path()));
}

QTEST_GUILESS_MAIN(TestDurableFile)
#include "test_durable_file.moc"
