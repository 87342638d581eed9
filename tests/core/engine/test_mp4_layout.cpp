// Whether a player can begin before it has all of an MP4, however large the file is.
#include "core/engine/container/mp4_layout.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

using namespace ndas;

namespace {

QByteArray box(const char* type, quint32 size)
{
    QByteArray head(8, '\0');
    qToBigEndian(size, head.data());
    head.replace(4, 4, type);
    return head;
}

/// The size follows in 64 bits.
QByteArray largeBox(const char* type, quint64 size)
{
    QByteArray head = box(type, 1) + QByteArray(8, '\0');
    qToBigEndian(size, head.data() + 8);
    return head;
}

struct Piece {
    QByteArray head;
    qint64 size = 0; ///< in the file; what the head does not fill is a hole
};

} // namespace

class TestMp4Layout : public QObject {
    Q_OBJECT

    static constexpr qint64 fiveGigabytes = qint64{5} << 30;

    Result<bool> indexIsInFront(const std::vector<Piece>& pieces) const
    {
        QFile file(folder_.filePath(QStringLiteral("film.mp4")));
        qint64 end = 0;
        bool isWritten = file.open(QIODevice::WriteOnly | QIODevice::Truncate);
        for (const Piece& piece : pieces) {
            isWritten = isWritten && file.seek(end) && file.write(piece.head) == piece.head.size();
            end += piece.size;
        }
        isWritten = isWritten && file.resize(end);
        file.close();
        return isWritten ? engine::hasIndexInFront(file.fileName())
                         : Result<bool>(fail(ErrorCode::Io, file.errorString()));
    }

private Q_SLOTS:

    void tellsWhatComesFirst_data()
    {
        QTest::addColumn<std::vector<Piece>>("pieces");
        QTest::addColumn<bool>("inFront");
        const Piece type{box("ftyp", 32), 32};
        const Piece index{box("moov", 600), 600};
        const Piece media{largeBox("mdat", fiveGigabytes), fiveGigabytes};
        const Piece hole{largeBox("free", fiveGigabytes), fiveGigabytes};
        using Pieces = std::vector<Piece>;
        QTest::newRow("index") << Pieces{type, index, media} << true;
        QTest::newRow("media") << Pieces{type, media, index} << false;
        QTest::newRow("index behind a large hole") << Pieces{type, hole, index, media} << true;
        QTest::newRow("media behind a large hole") << Pieces{type, hole, media, index} << false;
        QTest::newRow("neither") << Pieces{type, hole} << false;
        QTest::newRow("nothing") << Pieces{} << false;
        QTest::newRow("a box without an end") << Pieces{{box("free", 0), 100}, index} << false;
        QTest::newRow("smaller than its head") << Pieces{{box("free", 7), 100}, index} << false;
        QTest::newRow("no size") << Pieces{{largeBox("free", UINT64_MAX), 100}, index} << false;
        QTest::newRow("longer than any file") << Pieces{type, {largeBox("free", INT64_MAX), 100}} << false;
    }

    void tellsWhatComesFirst()
    {
        QFETCH(std::vector<Piece>, pieces);
        QFETCH(bool, inFront);
        const auto told = indexIsInFront(pieces);
        QVERIFY(told);
        QCOMPARE(*told, inFront);
    }

private:
    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestMp4Layout)
#include "test_mp4_layout.moc"
