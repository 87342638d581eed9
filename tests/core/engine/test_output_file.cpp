// What libav writes goes into a new file of ours; what the system says when that fails is not lost.
#include "core/engine/libav/output_file.h"
#include "tests/support/small_volume.h"
#include "tests/support/verify_result.h"

#include <QtTest/QTest>

using namespace ndas;
using engine::OutputFile;

class TestOutputFile : public QObject {
    Q_OBJECT

    QString path() const { return folder_.filePath(QStringLiteral("film.mp4")); }

private Q_SLOTS:

    void cleanup() { QFile::remove(path()); }

    void isRemovedUnlessKept()
    {
        {
            const auto file = OutputFile::createNew(path());
            VERIFY_OK(file);
            QVERIFY(QFile::exists(path()));
        }
        QVERIFY(!QFile::exists(path()));

        auto kept = OutputFile::createNew(path());
        VERIFY_OK(kept);
        avio_write((*kept)->io(), reinterpret_cast<const unsigned char*>("film"), 4);
        VERIFY_OK((*kept)->close());
        (*kept)->keep();
        kept->reset();
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("film"));
    }

    void neverReplacesAnotherFile()
    {
        const auto first = OutputFile::createNew(path());
        VERIFY_OK(first);
        const auto second = OutputFile::createNew(path());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::AlreadyExists);
        QVERIFY(QFile::exists(path()));
    }

    void saysThatTheDiskIsFull()
    {
        const ndas::test::SmallVolume volume(64);
        if (!volume.isMounted())
            QSKIP("no volume of its own");
        const auto file = OutputFile::createNew(volume.filePath(QStringLiteral("film.mp4")));
        VERIFY_OK(file);
        const QByteArray bytes(1'000'000, 'x');
        avio_write((*file)->io(), reinterpret_cast<const unsigned char*>(bytes.constData()),
                   static_cast<int>(bytes.size()));
        const auto closed = (*file)->close();
        QVERIFY(!closed);
        QCOMPARE(closed.error().code, ErrorCode::DiskFull);
    }

    void saysWhyItCannotBeReadOnceMore()
    {
        const auto file = OutputFile::createNew(path());
        VERIFY_OK(file);
        QVERIFY(QFile::remove(path()));
        QVERIFY(!(*file)->openReader());
        QVERIFY((*file)->writeError());
        QCOMPARE((*file)->writeError()->code, ErrorCode::NotFound);
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestOutputFile)
#include "test_output_file.moc"
