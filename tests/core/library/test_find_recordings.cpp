#include "core/library/importer.h"
#include "core/library/natural_order.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas;

class TestFindRecordings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sortsNamesAsPeopleDo_data();
    void sortsNamesAsPeopleDo();
    void takesOnlyTheExtensionsAskedForInsideFolders();
    void alwaysTakesAFileNamedDirectly();
    void staysOutOfSubfoldersUnlessAsked();
    void leavesHiddenFilesAndFoldersOut();
    void followsNoLinksOutOfAFolder();
    void leavesOurOwnLibraryOut();
    void refusesWhatIsNamedInsideOurLibrary();
    void takesEachFileOnce();
    void keepsStrangeNamesWhole();
    void findsThousandsOfFilesInOrder();
    void reportsEachFileAsItTurnsUp();
    void missingPathIsNotFound();
    void stopsWhenCancelled();

private:
    QString touch(const QString& name) const;
    QStringList namesFound(const QStringList& paths, library::ScanOptions options = {}) const;
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestFindRecordings::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
}

QString TestFindRecordings::touch(const QString& name) const
{
    const QString path = folder_->filePath(name);
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) ? path : QString();
}

QStringList TestFindRecordings::namesFound(const QStringList& paths, library::ScanOptions options) const
{
    if (options.extensions.isEmpty())
        options.extensions = {QStringLiteral("mp4"), QStringLiteral("mov")};
    const auto found = library::findRecordings(paths, options, {});
    QStringList names;
    for (const QString& path : found.value_or(QStringList()))
        names << QDir(folder_->path()).relativeFilePath(path);
    return names;
}

void TestFindRecordings::sortsNamesAsPeopleDo_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("number by value") << "clip 2.mp4"
                                     << "clip 10.mp4";
    QTest::newRow("several numbers") << "a1b9"
                                     << "a1b10";
    QTest::newRow("longer than any integer") << "99999999999999999999999999999"
                                             << "100000000000000000000000000000";
    QTest::newRow("case does not separate") << "a.mp4"
                                            << "B.mp4";
    QTest::newRow("case tells equal names apart") << "A.mp4"
                                                  << "a.mp4";
    QTest::newRow("leading zeros tell equal numbers apart") << "007"
                                                            << "7";
    QTest::newRow("shorter first") << "clip"
                                   << "clip1";
    QTest::newRow("empty first") << ""
                                 << "a";
}

void TestFindRecordings::sortsNamesAsPeopleDo()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QVERIFY(library::naturallyBefore(first, second));
    QVERIFY(!library::naturallyBefore(second, first));
    QVERIFY(!library::naturallyBefore(first, first));
}

void TestFindRecordings::takesOnlyTheExtensionsAskedForInsideFolders()
{
    for (const char* name : {"a.mp4", "b.MOV", "c.txt", "d", "mp4"})
        touch(QString::fromLatin1(name));
    QCOMPARE(namesFound({folder_->path()}), (QStringList{QStringLiteral("a.mp4"), QStringLiteral("b.MOV")}));
}

void TestFindRecordings::alwaysTakesAFileNamedDirectly()
{
    const QString file = touch(QStringLiteral("recording.dat"));
    QCOMPARE(namesFound({file}), QStringList{QStringLiteral("recording.dat")});
}

void TestFindRecordings::staysOutOfSubfoldersUnlessAsked()
{
    touch(QStringLiteral("a.mp4"));
    touch(QStringLiteral("card/b.mp4"));
    library::ScanOptions flat;
    flat.recursive = false;
    QCOMPARE(namesFound({folder_->path()}, flat), QStringList{QStringLiteral("a.mp4")});
    QCOMPARE(namesFound({folder_->path()}).size(), 2);
}

void TestFindRecordings::leavesHiddenFilesAndFoldersOut()
{
#ifdef Q_OS_WIN
    QSKIP("a leading dot hides nothing on Windows");
#endif
    touch(QStringLiteral("._IMG_0001.MOV")); // what macOS leaves on memory cards
    touch(QStringLiteral(".Trashes/gone.mp4"));
    touch(QStringLiteral("seen.mp4"));
    QCOMPARE(namesFound({folder_->path()}), QStringList{QStringLiteral("seen.mp4")});
}

void TestFindRecordings::followsNoLinksOutOfAFolder()
{
#ifdef Q_OS_WIN
    QSKIP("links need a privilege on Windows");
#endif
    touch(QStringLiteral("elsewhere/other.mp4"));
    touch(QStringLiteral("card/a.mp4"));
    QVERIFY(QFile::link(folder_->filePath(QStringLiteral("elsewhere")),
                        folder_->filePath(QStringLiteral("card/out"))));
    QVERIFY(QFile::link(folder_->filePath(QStringLiteral("card")),
                        folder_->filePath(QStringLiteral("card/loop"))));
    QVERIFY(QFile::link(folder_->filePath(QStringLiteral("elsewhere/other.mp4")),
                        folder_->filePath(QStringLiteral("card/linked.mp4"))));
    QVERIFY(QFile::link(QStringLiteral("/nowhere"), folder_->filePath(QStringLiteral("card/broken.mp4"))));
    QCOMPARE(namesFound({folder_->filePath(QStringLiteral("card"))}),
             QStringList{QStringLiteral("card/a.mp4")});
}

void TestFindRecordings::leavesOurOwnLibraryOut()
{
    touch(QStringLiteral("data/ndas.db"));
    touch(QStringLiteral("data/library/originals/0123.mp4"));
    touch(QStringLiteral("data/dropped here.mp4"));
    touch(QStringLiteral("library/a clinic's own folder.mp4"));
    QCOMPARE(namesFound({folder_->path()}),
             (QStringList{QStringLiteral("data/dropped here.mp4"),
                          QStringLiteral("library/a clinic's own folder.mp4")}));
}

void TestFindRecordings::refusesWhatIsNamedInsideOurLibrary()
{
    touch(QStringLiteral("data/ndas.db"));
    touch(QStringLiteral("data/library/renditions/0123-low.mp4"));
    for (const char* name :
         {"data/library", "data/library/renditions", "data/library/renditions/0123-low.mp4"}) {
        const auto found = library::findRecordings({folder_->filePath(QLatin1String(name))}, {}, {});
        QVERIFY2(!found, name);
        QCOMPARE(found.error().code, ErrorCode::InsideLibrary);
    }
}

void TestFindRecordings::takesEachFileOnce()
{
    const QString file = touch(QStringLiteral("a.mp4"));
    QCOMPARE(namesFound({file, folder_->path(), folder_->path() + QStringLiteral("/./a.mp4")}).size(), 1);
}

void TestFindRecordings::keepsStrangeNamesWhole()
{
    const QStringList names = {QStringLiteral("-rf.mp4"), QStringLiteral("two\nlines.mp4"),
                               QString::fromUtf8("\xf0\x9f\x91\xb6 baby.mp4"),
                               QString::fromUtf8("\xc3\xa4 %1 'quote\".mp4"), QStringLiteral(" spaces .mp4")};
    for (const QString& name : names)
        QVERIFY(!touch(name).isEmpty());
    const QStringList found = namesFound({folder_->path()});
    QCOMPARE(QSet<QString>(found.begin(), found.end()), QSet<QString>(names.begin(), names.end()));
}

void TestFindRecordings::findsThousandsOfFilesInOrder()
{
    constexpr int count = 2'400;
    for (int i = count; i > 0; --i)
        touch(QStringLiteral("day %1/clip %2.mp4").arg((i - 1) / 800 + 1).arg(i));
    QElapsedTimer timer;
    timer.start();
    const QStringList found = namesFound({folder_->path()});
    QCOMPARE(found.size(), count);
    for (int i = 0; i < count; ++i)
        QCOMPARE(found[i], QStringLiteral("day %1/clip %2.mp4").arg(i / 800 + 1).arg(i + 1));
    QVERIFY2(timer.elapsed() < 5'000, "thousands of files must not take seconds");
}

void TestFindRecordings::reportsEachFileAsItTurnsUp()
{
    touch(QStringLiteral("a.mp4"));
    touch(QStringLiteral("b/c.mp4"));
    QStringList seen;
    const auto found = library::findRecordings({folder_->path()}, {.extensions = {QStringLiteral("MP4")}}, {},
                                               [&](const QString& path) { seen << path; });
    QVERIFY(found);
    QCOMPARE(seen, *found);
    QCOMPARE(seen.size(), 2);
}

void TestFindRecordings::missingPathIsNotFound()
{
    const auto found = library::findRecordings({folder_->filePath(QStringLiteral("gone"))}, {}, {});
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::NotFound);
}

void TestFindRecordings::stopsWhenCancelled()
{
    touch(QStringLiteral("a.mp4"));
    CancellationSource source;
    source.cancel();
    const auto found = library::findRecordings({folder_->path()}, {}, source.token());
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestFindRecordings)
#include "test_find_recordings.moc"
