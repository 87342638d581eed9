// Fragmented MP4 whose fragments say wrongly when they are decoded.
#include "core/engine/frames/frame_reader.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtCore/QtEndian>

#include <functional>

using namespace ndas;
using namespace ndas::engine::test;

namespace {

constexpr int picturesEach = 25;
constexpr int fragmentCount = 8;

/// Of a second each, of picture and sound.
QByteArray fragments(const char* extra)
{
    const QByteArray recipe =
        QByteArray("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=sample_rate=48000 -t 8 -c:v "
                   "libx264 -preset ultrafast -g 25 -bf 0 -pix_fmt yuv420p -c:a pcm_s16le -movflags "
                   "+frag_keyframe+empty_moov+default_base_moof") +
        extra;
    QFile file(made("fragments.mov", recipe.constData()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

using Change = std::function<quint64(quint64 time)>;

/// In the fragments from one number up to another, of the picture (0) and the sound (1).
bool change(QByteArray& mp4, int from, int to, const std::array<Change, 2>& changes)
{
    qsizetype at = 0;
    for (int i = 0; i < 2 * to; ++i) {
        at = mp4.indexOf("tfdt", at + 1);
        if (at < 0 || mp4[at + 4] != 1)
            return false;
        char* number = mp4.data() + at + 8;
        const Change& each = changes[static_cast<std::size_t>(i % 2)];
        if (i / 2 >= from && each)
            qToBigEndian(each(qFromBigEndian<quint64>(number)), number);
    }
    return true;
}

/// Where each begins, and the last one ends.
std::vector<qsizetype> placesOfFragments(const QByteArray& mp4)
{
    std::vector<qsizetype> places;
    for (qsizetype at = mp4.indexOf("moof"); at > 0; at = mp4.indexOf("moof", at + 4))
        places.push_back(at - 4);
    places.push_back(mp4.indexOf("mfra") - 4);
    return places;
}

} // namespace

class TestFragments : public QObject {
    Q_OBJECT

    QString written(const QByteArray& bytes) const
    {
        QFile file(folder_.filePath(QStringLiteral("fragments.mov")));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

private Q_SLOTS:

    void initTestCase() { av_log_set_level(AV_LOG_QUIET); }

    void keepsTimesOfFragmentsOutOfStep_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, int from, int to, const Change& picture, const Change& sound,
                            const char* extra = "") {
            QByteArray bytes = fragments(extra);
            QVERIFY(change(bytes, from, to, {picture, sound}));
            QTest::newRow(name) << bytes;
        };
        const auto flipped = [](int bit) {
            return [bit](quint64 time) { return time ^ (quint64{1} << bit); };
        };
        const auto to = [](quint64 time) { return [time](quint64) { return time; }; };
        const auto later = [](quint64 ticks) { return [ticks](quint64 time) { return time + ticks; }; };
        row("flipped bit of the picture", 3, 4, flipped(30), {});
        row("flipped bit of the sound", 3, 4, {}, flipped(31));
        row("flipped bit beside an index of fragments", 3, 4, flipped(30), {}, "+global_sidx");
        row("flipped bit of the first", 0, 1, flipped(30), {});
        row("flipped bit of the last", 7, 8, flipped(30), flipped(35));
        row("beyond all numbers", 4, 5, to(UINT64_MAX / 2), {});
        row("at the beginning once more", 5, 6, to(0), {});
        row("clock set ten hours ahead", 4, 8, later(36'000 * 12'800), later(36'000 * 48'000));
        row("clock that begins anew", 4, 8, later(-std::uint64_t{4 * 12'800}),
            later(-std::uint64_t{4 * 48'000}));
    }

    void keepsTimesOfFragmentsOutOfStep()
    {
        QFETCH(const QByteArray, bytes);
        const QString recording = written(bytes);
        const auto reader = engine::FrameReader::open(recording);
        VERIFY_DONE(reader);
        QCOMPARE(reader->times().size(), std::size_t{fragmentCount * picturesEach});
        for (std::size_t i = 0; i < reader->times().size(); ++i)
            QCOMPARE(reader->times()[i], Micros(40'000) * static_cast<int>(i));
        QVERIFY(reader->info().warnings.contains(QStringLiteral("damaged-packets")));
        const auto played = play(recording);
        VERIFY_DONE(played);
        QCOMPARE(*played->soundStart, Micros(0));
        QVERIFY(std::chrono::abs(played->soundEnd - std::chrono::seconds(8)) < std::chrono::milliseconds(50));
    }

    void readsWhatIsBeforeAFragmentThatIsCutOff_data()
    {
        QTest::addColumn<int>("bytesOfIt");
        QTest::newRow("behind its name") << 8;
        QTest::newRow("amid what it says of its samples") << 150;
    }

    void readsWhatIsBeforeAFragmentThatIsCutOff()
    {
        QFETCH(const int, bytesOfIt);
        const QByteArray whole = fragments("");
        const QString recording = written(whole.left(whole.lastIndexOf("moof") - 4 + bytesOfIt));
        const auto reader = engine::FrameReader::open(recording);
        VERIFY_DONE(reader);
        QCOMPARE(reader->times().size(), std::size_t{(fragmentCount - 1) * picturesEach});
        QVERIFY(reader->info().warnings.contains(QStringLiteral("truncated")));
    }

    void tellsOfFragmentsThatAreNotThere_data()
    {
        QTest::addColumn<bool>("numberedAnew");
        QTest::newRow("lost on the way") << false;
        QTest::newRow("never recorded, as in a pause") << true;
    }

    void tellsOfFragmentsThatAreNotThere()
    {
        QFETCH(const bool, numberedAnew);
        QByteArray bytes = fragments("");
        const std::vector<qsizetype> places = placesOfFragments(bytes);
        QCOMPARE(places.size(), std::size_t{fragmentCount + 1});
        for (std::size_t i = 5; numberedAnew && i < fragmentCount; ++i) {
            char* number = bytes.data() + bytes.indexOf("mfhd", places[i]) + 8;
            qToBigEndian(qFromBigEndian<quint32>(number) - 2, number);
        }
        bytes.remove(places[3], places[5] - places[3]);
        const auto reader = engine::FrameReader::open(written(bytes));
        VERIFY_DONE(reader);
        QCOMPARE(reader->times().size(), std::size_t{(fragmentCount - 2) * picturesEach});
        QCOMPARE(reader->times().back(), Micros(7'960'000));
        QCOMPARE(reader->info().warnings.contains(QStringLiteral("damaged-packets")), !numberedAnew);
    }

    void leavesFragmentsAloneThatMayBeMeant_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("lastMs");
        const auto row = [](const char* name, int from, const Change& picture, const Change& sound,
                            int lastMs) {
            QByteArray bytes = fragments("");
            QVERIFY(change(bytes, from, fragmentCount, {picture, sound}));
            QTest::newRow(name) << bytes << lastMs;
        };
        row("as they are", 0, {}, {}, 7960);
        row(
            "pause of a minute", 4, [](quint64 time) { return time + 60 * 12'800; },
            [](quint64 time) { return time + 60 * 48'000; }, 67'960);
        // each picture said to be shown for longer than until the next
        row(
            "fragments that overlap", 0, [](quint64 time) { return time / 2; },
            [](quint64 time) { return time / 2; }, 3500 + 960);
    }

    void leavesFragmentsAloneThatMayBeMeant()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, lastMs);
        const auto reader = engine::FrameReader::open(written(bytes));
        VERIFY_DONE(reader);
        QCOMPARE(reader->times().back(), Micros(lastMs * 1000));
        QVERIFY(!reader->info().warnings.contains(QStringLiteral("damaged-packets")));
    }

private:
    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestFragments)
#include "test_fragments.moc"
