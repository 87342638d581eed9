#include "core/base/file_tools.h"
#include "core/base/same_file.h"
#include "tests/support/small_volume.h"
#include "tests/support/verify_result.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <filesystem>
#include <utility>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace ndas;

namespace {

/// Some megabytes that differ everywhere, so that lost or swapped chunks show.
QByteArray someBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

} // namespace

class TestFileTools : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void hashesKnownContent_data();
    void hashesKnownContent();
    void hashingRefusesWhatIsNoFile();
    void hashingStopsWhenCancelled();
    void copyIsEqualAndKeepsTheTime_data();
    void copyIsEqualAndKeepsTheTime();
    void copyNeverReplaces();
    void progressEndsAtTheTotal();
    void cancelledCopyLeavesNothing();
    void copyOfAFileThatChangesMeanwhileIsGivenUp();
    void copyOntoAFullDiskLeavesNothing();
    void missingSourceLeavesNothing();
    void tellsFactsAboutAVolume();
    void knowsSharedFoldersByTheirKind_data();
    void knowsSharedFoldersByTheirKind();
    void knowsAFileByAnyOfItsNames();
    void removesOldLeftoversAndNothingElse();
    void removesATree();
    void removalNeverFollowsLinks();
    void removalRefusesEverythingOutsideItsRoot();

private:
    QString path(const QString& name) const { return folder_->filePath(name); }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return path(name);
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestFileTools::hashesKnownContent_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("abc") << QByteArray("abc");
    QTest::newRow("exactly one buffer") << someBytes(1 << 20);
    QTest::newRow("a little more") << someBytes((1 << 20) + 1);
    QTest::newRow("several") << someBytes(3 * (1 << 20) + 77);
}

void TestFileTools::hashesKnownContent()
{
    QFETCH(const QByteArray, content);
    const auto hash = sha256OfFile(write(QStringLiteral("a"), content));
    VERIFY_OK(hash);
    QCOMPARE(hash->toLatin1(), QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
}

void TestFileTools::hashingRefusesWhatIsNoFile()
{
    VERIFY_FAILS(sha256OfFile(path(QStringLiteral("none"))), ErrorCode::NotFound);
    VERIFY_FAILS(sha256OfFile(folder_->path()), ErrorCode::NotReadable);
#ifdef Q_OS_UNIX
    // Opening a pipe nobody writes to would block.
    QCOMPARE(::mkfifo(QFile::encodeName(path(QStringLiteral("pipe"))).constData(), 0600), 0);
    VERIFY_FAILS(sha256OfFile(path(QStringLiteral("pipe"))), ErrorCode::NotReadable);
    if (::geteuid() == 0)
        return; // root may read everything
    const QString secret = write(QStringLiteral("secret"), "x");
    QVERIFY(QFile::setPermissions(secret, QFileDevice::WriteOwner));
    VERIFY_FAILS(sha256OfFile(secret), ErrorCode::NotReadable);
#endif
}

void TestFileTools::hashingStopsWhenCancelled()
{
    CancellationSource source;
    int calls = 0;
    const auto hash =
        sha256OfFile(write(QStringLiteral("a"), someBytes(4 << 20)), source.token(), [&](qint64, qint64) {
            ++calls;
            source.cancel();
        });
    VERIFY_FAILS(hash, ErrorCode::Cancelled);
    QCOMPARE(calls, 1);
}

void TestFileTools::copyIsEqualAndKeepsTheTime_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << "empty.mp4" << QByteArray();
    QTest::newRow("small") << "small.mp4" << QByteArray("abc");
    QTest::newRow("several buffers") << QStringLiteral("Vidéo d'été \"1\" 👶.mp4")
                                     << someBytes(2 * (1 << 20) + 5);
#ifndef Q_OS_WIN
    QTest::newRow("newline in the name") << "a\nb.mp4" << QByteArray("abc");
#endif
}

void TestFileTools::copyIsEqualAndKeepsTheTime()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, content);
    const QString from = write(name, content);
    const QDateTime recorded = QDateTime::fromMSecsSinceEpoch(1'500'000'000'123);
    {
        QFile file(from);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(recorded, QFileDevice::FileModificationTime));
    }

    const auto copied = copyFileVerified(from, path(QStringLiteral("copy")));

    VERIFY_OK(copied);
    QCOMPARE(copied->bytes, content.size());
    QCOMPARE(copied->sha256, *sha256OfFile(from));
    QCOMPARE(*sha256OfFile(path(QStringLiteral("copy"))), copied->sha256);
    QCOMPARE(QFileInfo(path(QStringLiteral("copy"))).lastModified(), recorded);
    QCOMPARE(QFileInfo(from).lastModified(), recorded);
}

void TestFileTools::copyNeverReplaces()
{
    const QString from = write(QStringLiteral("from"), "new");
    const QString to = write(QStringLiteral("to"), "old");
    VERIFY_FAILS(copyFileVerified(from, to), ErrorCode::AlreadyExists);
    QCOMPARE(*sha256OfFile(to), *sha256OfFile(write(QStringLiteral("same"), "old")));
}

void TestFileTools::progressEndsAtTheTotal()
{
    qint64 last = 0;
    qint64 whole = -1;
    VERIFY_OK(copyFileVerified(write(QStringLiteral("a"), someBytes(3 << 20)), path(QStringLiteral("b")), {},
                               [&](qint64 done, qint64 total) {
                                   QVERIFY(done > last);
                                   last = done;
                                   whole = total;
                               }));
    QCOMPARE(last, whole);
}

void TestFileTools::cancelledCopyLeavesNothing()
{
    CancellationSource source;
    const QString from = write(QStringLiteral("a"), someBytes(3 << 20));
    VERIFY_FAILS(copyFileVerified(from, path(QStringLiteral("b")), source.token(),
                                  [&](qint64, qint64) { source.cancel(); }),
                 ErrorCode::Cancelled);
    QVERIFY(!QFile::exists(path(QStringLiteral("b"))));
    QVERIFY(QFile::exists(from));
}

void TestFileTools::copyOfAFileThatChangesMeanwhileIsGivenUp()
{
    const QString from = write(QStringLiteral("a"), someBytes(2 << 20));
    bool grown = false;
    const auto copied = copyFileVerified(from, path(QStringLiteral("b")), {}, [&](qint64, qint64) {
        QFile file(from);
        if (!std::exchange(grown, true) && file.open(QIODevice::Append))
            file.write("still being copied from the camera");
    });
    VERIFY_FAILS(copied, ErrorCode::Busy);
    QVERIFY(!QFile::exists(path(QStringLiteral("b"))));
}

void TestFileTools::copyOntoAFullDiskLeavesNothing()
{
    const test::SmallVolume volume(256);
    if (!volume.isMounted())
        QSKIP("mounting a small volume needs root on Linux");
    const QString to = volume.filePath(QStringLiteral("b"));
    VERIFY_FAILS(copyFileVerified(write(QStringLiteral("a"), someBytes(1 << 20)), to), ErrorCode::DiskFull);
    QVERIFY(!QFile::exists(to));
}

void TestFileTools::missingSourceLeavesNothing()
{
    VERIFY_FAILS(copyFileVerified(path(QStringLiteral("none")), path(QStringLiteral("b"))),
                 ErrorCode::NotFound);
    QVERIFY(!QFile::exists(path(QStringLiteral("b"))));
}

void TestFileTools::tellsFactsAboutAVolume()
{
    const auto here = volumeOf(folder_->path());
    VERIFY_OK(here);
    QVERIFY(here->bytesTotal > 0);
    QVERIFY(here->bytesFree >= 0 && here->bytesFree <= here->bytesTotal);
    QVERIFY(!here->name.isEmpty());
    QVERIFY(!here->isNetwork);

    const auto future = volumeOf(path(QStringLiteral("not/there/yet")));
    VERIFY_OK(future);
    QCOMPARE(future->bytesTotal, here->bytesTotal);
}

void TestFileTools::knowsSharedFoldersByTheirKind_data()
{
    QTest::addColumn<quint32>("magic");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isNetwork");
    QTest::newRow("ext4") << quint32{0xEF53} << QByteArray("ext4") << false;
    QTest::newRow("tmpfs") << quint32{0x01021994} << QByteArray("tmpfs") << false;
    QTest::newRow("a stick through FUSE") << quint32{0x65735546} << QByteArray("fuseblk") << false;
    QTest::newRow("NFS") << quint32{0x6969} << QByteArray("nfs4") << true;
    QTest::newRow("SMB") << quint32{0xFE534D42} << QByteArray("cifs") << true;
    QTest::newRow("9p by number") << quint32{0x01021997} << QByteArray() << true;
    QTest::newRow("9p by name") << quint32{0} << QByteArray("9p") << true;
    QTest::newRow("VirtualBox") << quint32{0x786F4256} << QByteArray() << true;
    QTest::newRow("VMware") << quint32{0xBACBACBC} << QByteArray() << true;
    QTest::newRow("virtiofs") << quint32{0x65735546} << QByteArray("virtiofs") << true;
    QTest::newRow("sshfs") << quint32{0x65735546} << QByteArray("fuse.sshfs") << true;
    QTest::newRow("Ceph") << quint32{0x00C36400} << QByteArray("ceph") << true;
    QTest::newRow("GPFS") << quint32{0x47504653} << QByteArray("gpfs") << true;
}

void TestFileTools::knowsSharedFoldersByTheirKind()
{
    QFETCH(quint32, magic);
    QFETCH(QByteArray, type);
    QTEST(isNetworkFileSystem(magic, type), "isNetwork");
}

void TestFileTools::knowsAFileByAnyOfItsNames()
{
    const QString file = write(QStringLiteral("a"), "x");
    const QString other = write(QStringLiteral("b"), "x");
    QVERIFY(QFile::link(file, path(QStringLiteral("symbolic"))));
    std::filesystem::create_hard_link(file.toStdString(), path(QStringLiteral("hard")).toStdString());
    QVERIFY(isSameFile(file, file));
    QVERIFY(isSameFile(path(QStringLiteral("symbolic")), file));
    QVERIFY(isSameFile(path(QStringLiteral("hard")), path(QStringLiteral("symbolic"))));
    QVERIFY(!isSameFile(file, other));
    QVERIFY(!isSameFile(file, path(QStringLiteral("gone"))));
    QVERIFY(!isSameFile(path(QStringLiteral("gone")), path(QStringLiteral("gone"))));
}

void TestFileTools::removesOldLeftoversAndNothingElse()
{
    const QString pattern = QStringLiteral(R"(\.part-[0-9]+)");
    write(QStringLiteral(".part-1"), "x");
    write(QStringLiteral(".part-1.txt"), "x");
    write(QStringLiteral("kept"), "x");
    QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral(".part-2")));
    write(QStringLiteral(".part-2/result"), "x");
    QVERIFY(QFile::link(path(QStringLiteral("kept")), path(QStringLiteral(".part-3"))));
    const QDateTime now = QDateTime::currentDateTime();
    QCOMPARE(removeLeftovers(folder_->path(), pattern, now.addDays(-1)), 0);
    QCOMPARE(removeLeftovers(folder_->path(), pattern, now.addDays(1)), 3);
    QCOMPARE(QDir(folder_->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
             2);
}

void TestFileTools::removesATree()
{
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("root/job/deep")));
    write(QStringLiteral("root/job/deep/a"), "x");
    write(QStringLiteral("root/other"), "x");
    VERIFY_OK(removeTree(path(QStringLiteral("root/job")), path(QStringLiteral("root"))));
    QVERIFY(!QFile::exists(path(QStringLiteral("root/job"))));
    QVERIFY(QFile::exists(path(QStringLiteral("root/other"))));
    VERIFY_OK(removeTree(path(QStringLiteral("root/job")), path(QStringLiteral("root"))));
}

void TestFileTools::removalNeverFollowsLinks()
{
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("root/job")));
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("precious")));
    const QString original = write(QStringLiteral("precious/original"), "x");
    QVERIFY(QFile::link(path(QStringLiteral("precious")), path(QStringLiteral("root/job/link"))));
    QVERIFY(QFile::link(path(QStringLiteral("precious")), path(QStringLiteral("root/direct"))));

    VERIFY_OK(removeTree(path(QStringLiteral("root/job")), path(QStringLiteral("root"))));
    VERIFY_OK(removeTree(path(QStringLiteral("root/direct")), path(QStringLiteral("root"))));

    QVERIFY(QFile::exists(original));
    QVERIFY(!QFileInfo(path(QStringLiteral("root/direct"))).isSymLink());
    // A link inside the root that leads out of it is no way around.
    QVERIFY(QFile::link(path(QStringLiteral("precious")), path(QStringLiteral("root/way-out"))));
    VERIFY_FAILS(removeTree(path(QStringLiteral("root/way-out/original")), path(QStringLiteral("root"))),
                 ErrorCode::Internal);
    QVERIFY(QFile::exists(original));
}

void TestFileTools::removalRefusesEverythingOutsideItsRoot()
{
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("root/job")));
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("root-2")));
    const QString root = path(QStringLiteral("root"));
    for (const QString& outside :
         {path(QStringLiteral("root-2")), root, root + QStringLiteral("/"), root + QStringLiteral("/."),
          root + QStringLiteral("/job/.."), root + QStringLiteral("/../root-2"), folder_->path()})
        VERIFY_FAILS(removeTree(outside, root), ErrorCode::Internal);
    VERIFY_FAILS(removeTree(root + QStringLiteral("/job"), path(QStringLiteral("none"))),
                 ErrorCode::Internal);
    QVERIFY(QFile::exists(path(QStringLiteral("root/job"))));
    QVERIFY(QFile::exists(path(QStringLiteral("root-2"))));
}

QTEST_GUILESS_MAIN(TestFileTools)
#include "test_file_tools.moc"
