// Frame times and the offset of picture and sound survive a transcode.
#include "core/engine/frames/frame_reader.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/edited_media.h"

#include <QtCore/QtEndian>
#include <QtTest/QTest>

#include <algorithm>

using namespace ndas;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* tone = "-f lavfi -i sine=frequency=440:sample_rate=48000";

/// Clusters of a Matroska file from the second on say that they begin earlier, by so often 256 ms.
bool setClockBack(QByteArray& bytes, char by)
{
    const QByteArray cluster = QByteArray::fromHex("1f43b675");
    qsizetype at = bytes.indexOf(cluster);
    int moved = 0;
    while (at >= 0 && (at = bytes.indexOf(cluster, at + 1)) >= 0) {
        const qsizetype time = bytes.indexOf(QByteArray::fromHex("e782"), at); // Timestamp, two bytes
        if (time < 0 || time > at + 16 || bytes[time + 2] < by)
            return false;
        bytes[time + 2] = static_cast<char>(bytes[time + 2] - by);
        ++moved;
    }
    return moved > 0;
}

/// Of a Matroska file as a live stream, where nothing tells how long it is but each cluster, in two bytes.
bool stampCluster(QByteArray& bytes, int number, qint64 time)
{
    const QByteArray cluster = QByteArray::fromHex("1f43b675");
    qsizetype at = bytes.indexOf(cluster);
    for (; number > 0 && at >= 0; --number)
        at = bytes.indexOf(cluster, at + 1);
    const qsizetype length = at + cluster.size();
    const qsizetype stamp = length + 2;
    if (at < 0 || (bytes.at(length) & 0xc0) != 0x40 || bytes.at(stamp) != '\xe7')
        return false;
    QByteArray made = QByteArray::fromHex("e788") + QByteArray(8, '\0');
    qToBigEndian(time, made.data() + 2);
    const qsizetype before = 2 + (bytes.at(stamp + 1) & 0x7f);
    const int grown = qFromBigEndian<quint16>(bytes.constData() + length) + int(made.size() - before);
    qToBigEndian(static_cast<quint16>(grown), bytes.data() + length);
    bytes.replace(stamp, before, made);
    return true;
}

Micros distance(Micros a, Micros b)
{
    return std::chrono::abs(a - b);
}

} // namespace

class TestTranscodeTime : public QObject {
    Q_OBJECT

    /// Two seconds of 25 pictures a second and sound, of which an edit list may choose.
    static QString uncut()
    {
        return ndas::test::makeMedia(QStringLiteral("uncut.mp4"),
                                     words("-f lavfi -i testsrc2=size=160x120:rate=25") + words(tone) +
                                         words("-t 2 -c:v libx264 -preset veryfast -g 25 -bf 2 -pix_fmt "
                                               "yuv420p -c:a aac"));
    }

    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:

    void keepsFrameTimes_data()
    {
        QTest::addColumn<QString>("recording");
        // every third picture left out, the rest later and later
        QTest::newRow("variable") << made(
            "variable.mp4", "-f lavfi -i testsrc2=size=160x120:rate=30 -t 4 -vf "
                            "select='mod(n\\,3)',setpts=PTS+N*N*8/TB/1000 -fps_mode passthrough "
                            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        QTest::newRow("variable, webm")
            << made("variable.webm", "-f lavfi -i testsrc2=size=160x120:rate=30 -t 3 -vf "
                                     "select='mod(n\\,3)' -fps_mode passthrough -c:v libvpx "
                                     "-deadline realtime -cpu-used 8");
        QTest::newRow("ntsc") << made("ntsc.mov", "-f lavfi -i testsrc2=size=160x120:rate=30000/1001 -t 2 "
                                                  "-c:v mpeg4 -bf 2");
        QTest::newRow("very slow") << made("slow.mkv", "-f lavfi -i testsrc2=size=160x120:rate=1 -t 8 -c:v "
                                                       "libx264 -preset ultrafast -pix_fmt yuv420p");
        QTest::newRow("very fast") << made("fast.mp4", "-f lavfi -i testsrc2=size=160x120:rate=240 -t 1 -c:v "
                                                       "libx264 -preset ultrafast -pix_fmt yuv420p");
    }

    void keepsFrameTimes()
    {
        QFETCH(QString, recording);
        QVERIFY(!recording.isEmpty());
        VERIFY_DONE(bench_.run(recording, "low"));
        compareTimes(bench_, recording);
        QCOMPARE(bench_.played()->pictures.front(), 0us);
    }

    /// libavformat takes these apart once more, and says of each what holds for the one behind it.
    void showsThePicturesOfMpeg1ThatAnEditListChooses()
    {
        const QString whole = made("mpeg1.mov", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v "
                                                "mpeg1video -bf 2 -g 12");
        const QString cut = ndas::test::makeMedia(QStringLiteral("mpeg1-cut.mov"),
                                                  words("-ss 0.2 -i") << whole << words("-t 1 -c copy"));
        VERIFY_DONE(bench_.run(cut, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->pictures.size() >= 25);
        for (std::size_t i = 0; i < played->pictures.size(); ++i)
            QVERIFY(distance(played->pictures[i], Micros(40'000 * i)) < 1ms);
    }

    /// Of a screen that hardly changes, by a recorder that does not say how long a picture lasts.
    void picturesFarApartAreNoLeaps()
    {
        const QString recording = remade(
            "still-screen.mkv",
            made("still-screen.mp4", "-f lavfi -i testsrc2=size=160x120:rate=1:duration=60 -f lavfi -i "
                                     "sine=duration=60:sample_rate=48000 -vf "
                                     "select='eq(n\\,0)+eq(n\\,7)+eq(n\\,8)+eq(n\\,31)+eq(n\\,59)' -fps_mode "
                                     "passthrough -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"),
            "-c copy");
        for (const char* preset : {"original", "low"}) {
            const auto planned = bench_.request(recording, preset);
            VERIFY_DONE(planned);
            QVERIFY(std::chrono::abs(planned->plan.duration - 60s) < 1s);
            const auto result = bench_.run(*planned);
            VERIFY_DONE(result);
            QCOMPARE(result->frames, 5);
            compareTimes(bench_, recording);
        }
        QVERIFY(std::chrono::abs(bench_.probed()->duration - 60s) < 1s);
    }

    void copiesEveryPicture_data()
    {
        QTest::addColumn<QString>("recording");
        const char* reordered =
            "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 2 -c:v libx264 "
            "-g 25 -bf 3 -pix_fmt yuv420p -c:a aac";
        for (const char* name :
             {"reordered.mp4", "reordered.mov", "reordered.mkv", "reordered.flv", "reordered.ts"})
            QTest::newRow(name) << made(name, reordered);
        QTest::newRow("one group") << made("reordered-once.mkv",
                                           (QByteArray(reordered) + " -g 250").constData());
        QTest::newRow("two pictures")
            << made("reordered-two.mkv", (QByteArray(reordered) + " -frames:v 2").constData());
    }

    /// Of pictures that are not shown in the order they are decoded in the first have no decoding time in
    /// Matroska.
    void copiesEveryPicture()
    {
        QFETCH(QString, recording);
        const auto result = bench_.run(recording, "original");
        VERIFY_DONE(result);
        QVERIFY(result->notes.empty());
        compareTimes(bench_, recording);
        const auto source = play(recording);
        const auto played = bench_.played();
        VERIFY_DONE(source);
        VERIFY_DONE(played);
        QCOMPARE(played->luma, source->luma);
        const Micros offset = source->pictures.front() - *source->soundStart;
        QVERIFY(distance(played->pictures.front() - *played->soundStart, offset) <= 1ms);
    }

    /// The decoder finds out only when the first of them comes, and must not have gone ahead by then.
    void losesNoPictureWhereNobodySaysThatTheyHaveToBePutInOrder()
    {
        const QString announced =
            made("announced.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v libx264 -bf 4 -g 250 "
                                  "-sc_threshold 0 -force_key_frames expr:lt(t,3) -pix_fmt yuv420p "
                                  "-movflags +frag_keyframe+empty_moov");
        QFile file(announced);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        QVERIFY(ndas::test::hideReordering(bytes));
        QFile unannounced(folder_.filePath(QStringLiteral("unannounced.mp4")));
        QVERIFY(unannounced.open(QIODevice::WriteOnly) && unannounced.write(bytes) == bytes.size());
        unannounced.close();
        const auto result = bench_.run(unannounced.fileName(), "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 150);
        QCOMPARE(result->damagedPackets, 0);
        compareTimes(bench_, announced);
    }

    void copiesPicturesOfWhichOneHasNoTime_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        QTest::newRow("in order") << QByteArray("-bf 0");
        QTest::newRow("put in order") << QByteArray("-bf 3");
    }

    /// Its neighbours leave room for it.
    void copiesPicturesOfWhichOneHasNoTime()
    {
        QFETCH(QByteArray, encoding);
        const QString timed =
            made("timed.ts",
                 (QByteArray(
                      "-f lavfi -i testsrc2=size=160x120:rate=25 -t 4 -c:v libx264 -g 25 -pix_fmt yuv420p ") +
                  encoding)
                     .constData());
        for (const int picture : {2, 31, 32, 33, 34, 35}) {
            QFile file(timed);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QByteArray bytes = file.readAll();
            QVERIFY(ndas::test::takeTimeAway(bytes, picture));
            QFile untimed(folder_.filePath(QStringLiteral("untimed.ts")));
            QVERIFY(untimed.open(QIODevice::WriteOnly) && untimed.write(bytes) == bytes.size());
            untimed.close();
            const auto request = bench_.request(untimed.fileName(), "original");
            VERIFY_DONE(request);
            QCOMPARE(std::ranges::count(request->plan.notes, media::PlanNote::VariableFrameRateKept), 0);
            const auto result = bench_.run(*request);
            VERIFY_DONE(result);
            QVERIFY2(result->notes.empty(), QByteArray::number(picture).constData());
            compareTimes(bench_, timed);
        }
    }

    void copiesNothingLessWhereTheClockWasSetBack_data()
    {
        QTest::addColumn<QByteArray>("codecs");
        QTest::addColumn<char>("by");
        // what is shown before the first key frame may refer to what is not there; what comes later does not
        QTest::newRow("picture") << QByteArray(
                                        "-output_ts_offset 20 -c:v libx264 -g 25 -bf 0 -pix_fmt yuv420p")
                                 << '\x40';
        QTest::newRow("sound") << QByteArray("-c:v mpeg4 -c:a aac") << '\x01';
    }

    void copiesNothingLessWhereTheClockWasSetBack()
    {
        QFETCH(QByteArray, codecs);
        QFETCH(char, by);
        const bool hasSound = codecs.contains("-c:a");
        QFile file(ndas::test::makeMedia(
            QStringLiteral("set-back-%1.mkv").arg(hasSound),
            words("-f lavfi -i testsrc2=size=160x120:rate=25") + (hasSound ? words(tone) : QStringList()) +
                words("-t 4 -cluster_time_limit 900") + words(codecs.constData())));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        QVERIFY(setClockBack(bytes, by));
        QFile setBack(folder_.filePath(QStringLiteral("set-back.mkv")));
        QVERIFY(setBack.open(QIODevice::WriteOnly) && setBack.write(bytes) == bytes.size());
        setBack.close();
        const auto result = bench_.run(setBack.fileName(), "original");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 100);
        if (hasSound)
            QVERIFY(distance(bench_.played()->soundEnd, 4s) < 100ms);
    }

    void spacesFramesThatHaveNoTimes()
    {
        const QString recording =
            made("bframes.avi", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v mpeg4 -bf 2");
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.size(), std::size_t{50});
        for (std::size_t i = 0; i < played->pictures.size(); ++i)
            QCOMPARE(played->pictures[i].count(), static_cast<std::int64_t>(i) * 40'000);
    }

    void keepsVideoThatStartsLaterThanSound_data() { presets(); }

    void keepsVideoThatStartsLaterThanSound()
    {
        QFETCH(QByteArray, preset);
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("late-video.mp4"),
            words(tone) + words("-itsoffset 0.4 -f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v libx264 "
                                "-preset ultrafast -pix_fmt yuv420p -fps_mode passthrough -c:a aac"));
        VERIFY_DONE(bench_.run(recording, preset.constData()));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY2(distance(played->pictures.front(), 400ms) <= 1ms,
                 QByteArray::number(static_cast<qlonglong>(played->pictures.front().count())).constData());
        QVERIFY(played->soundStart.value() <= 22ms);
        compareTimes(bench_, recording);
    }

    void keepsSoundThatStartsLaterThanVideo_data() { presets(); }

    void keepsSoundThatStartsLaterThanVideo()
    {
        QFETCH(QByteArray, preset);
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("late-sound.mkv"),
            words("-f lavfi -i testsrc2=size=160x120:rate=25 -itsoffset 0.7") + words(tone) +
                words("-t 2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"));
        VERIFY_DONE(bench_.run(recording, preset.constData()));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.front(), 0us);
        // an AAC track that starts late shows its encoder's run-up of 21 ms, here once more than the
        // recording
        QVERIFY2(distance(played->soundStart.value(), 700ms) <= 44ms,
                 QByteArray::number(static_cast<qlonglong>(played->soundStart->count())).constData());
    }

    void honoursEditList_data() { presets(); }

    void honoursEditList()
    {
        QFETCH(QByteArray, preset);
        // cut by copying: the container hides what comes before 0.5 s, but holds it from the key frame on
        const QString whole = ndas::test::makeMedia(
            QStringLiteral("whole.mp4"), words("-f lavfi -i testsrc2=size=160x120:rate=25") + words(tone) +
                                             words("-t 3 -c:v libx264 -g 50 -pix_fmt yuv420p -c:a aac"));
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("edited.mp4"),
            QStringList{QStringLiteral("-ss"), QStringLiteral("0.5"), QStringLiteral("-i"), whole} +
                words("-c copy"));
        VERIFY_DONE(bench_.run(recording, preset.constData()));
        const auto source = play(recording);
        VERIFY_DONE(source);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.size(), source->pictures.size());
        compareTimes(bench_, recording);
        const Micros offset = *source->soundStart - source->pictures.front();
        QVERIFY(distance(*played->soundStart - played->pictures.front(), offset) <= 24ms);
    }

    void cutsAsTheEditListSays_data()
    {
        QTest::addColumn<std::vector<ndas::test::Edit>>("edits");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<QByteArray>("preset");
        constexpr int picture = 512; // ticks of the track
        constexpr int first = 1024;  // where the first is shown
        for (const char* preset : {"low", "original"}) {
            const QByteArray id(preset);
            QTest::addRow("begins in mid-group, %s", preset)
                << std::vector<ndas::test::Edit>{{1000, first + 10 * picture}} << 25 << id;
            QTest::addRow("ends in mid-group, %s", preset)
                << std::vector<ndas::test::Edit>{{1000, first}} << 25 << id;
            QTest::addRow("cut out of the middle, %s", preset)
                << std::vector<ndas::test::Edit>{{400, first}, {800, first + 30 * picture}} << 30 << id;
            QTest::addRow("nothing in the middle, %s", preset)
                << std::vector<ndas::test::Edit>{{400, first}, {600, -1}, {800, first + 30 * picture}} << 30
                << id;
            QTest::addRow("without lengths, %s", preset)
                << std::vector<ndas::test::Edit>{{0, first}} << 50 << id;
        }
    }

    void cutsAsTheEditListSays()
    {
        QFETCH(std::vector<ndas::test::Edit>, edits);
        QFETCH(int, pictures);
        QFETCH(QByteArray, preset);
        QByteArray bytes = contentOf(uncut());
        QVERIFY(ndas::test::setEditList(bytes, edits));
        QFile cut(folder_.filePath(QStringLiteral("cut.mp4")));
        QVERIFY(cut.open(QIODevice::WriteOnly) && cut.write(bytes) == bytes.size());
        cut.close();

        const auto result = bench_.run(cut.fileName(), preset.constData());
        VERIFY_DONE(result);
        QCOMPARE(result->frames, pictures);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(distance(played->pictures.front(), 0us) <= 1ms);
        QVERIFY(*played->soundStart <= 22ms);
        compareTimes(bench_, cut.fileName());
    }

    void hidesWhatTheEditListLeavesOut_data()
    {
        QTest::addColumn<QByteArray>("encoder");
        QTest::newRow("AV1") << QByteArray("libaom-av1 -cpu-used 8 -usage realtime -g 50");
        QTest::newRow("Motion JPEG") << QByteArray("mjpeg -q:v 5");
    }

    /// These decoders hand over all they decode.
    void hidesWhatTheEditListLeavesOut()
    {
        QFETCH(const QByteArray, encoder);
        const QByteArray arguments = "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v " + encoder;
        const QString whole = made("whole.mp4", arguments.constData());
        QByteArray bytes = contentOf(whole);
        constexpr int picture = 512; // ticks of the track
        QVERIFY(ndas::test::setEditList(bytes, {{1000, 10 * picture + picture / 2}}));
        const QString cut = folder_.filePath(QStringLiteral("cut-within.mp4"));
        QFile file(cut);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();

        VERIFY_DONE(bench_.run(cut, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.size(), std::size_t{25});
        for (std::size_t i = 0; i < played->pictures.size(); ++i)
            QVERIFY(distance(played->pictures[i], i * 40ms) <= 1ms);
    }

    void showsOnceAndAsRecordedWhatIsToBeSeenAtOtherSpeeds_data()
    {
        QTest::addColumn<std::vector<ndas::test::Edit>>("edits");
        QTest::addColumn<bool>("isSaid");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<QByteArray>("preset");
        constexpr int first = 1024;
        constexpr int second = 12'800;
        constexpr quint32 usual = 0x10000;
        for (const char* preset : {"low", "original"}) {
            const QByteArray id(preset);
            QTest::addRow("faster, %s", preset)
                << std::vector<ndas::test::Edit>{{1000, first, 2 * usual}} << true << 50 << id;
            QTest::addRow("slower, %s", preset)
                << std::vector<ndas::test::Edit>{{4000, first, usual / 2}} << true << 50 << id;
            QTest::addRow("slower from the middle on, %s", preset)
                << std::vector<ndas::test::Edit>{{2000, first + second, usual / 2}} << true << 25 << id;
            QTest::addRow("a still in the middle, %s", preset)
                << std::vector<ndas::test::Edit>{{1000, first, usual},
                                                 {2000, first + second, 0},
                                                 {1000, first + second, usual}}
                << true << 50 << id;
            QTest::addRow("not filled in, %s", preset)
                << std::vector<ndas::test::Edit>{{2000, first, 0}} << false << 50 << id;
        }
    }

    void showsOnceAndAsRecordedWhatIsToBeSeenAtOtherSpeeds()
    {
        QFETCH(std::vector<ndas::test::Edit>, edits);
        QFETCH(bool, isSaid);
        QFETCH(int, pictures);
        QFETCH(QByteArray, preset);
        QByteArray bytes = contentOf(uncut());
        QVERIFY(ndas::test::setEditList(bytes, edits));
        const Micros cutOff = (50 - pictures) * 40ms;
        const auto soundFrom = static_cast<qint32>(1024 + cutOff.count() * 48 / 1000);
        QVERIFY(ndas::test::setEditList(bytes, {{2000, soundFrom}}, 1));
        QFile other(folder_.filePath(QStringLiteral("speed.mp4")));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write(bytes) == bytes.size());
        other.close();

        const auto planned = bench_.request(other.fileName(), preset.constData());
        VERIFY_DONE(planned);
        const auto& notes = planned->plan.notes;
        QCOMPARE(std::ranges::count(notes, media::PlanNote::SpeedAsRecorded), isSaid ? 1 : 0);
        const auto result = bench_.run(*planned);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, pictures);
        const auto source = play(uncut());
        const auto played = bench_.played();
        VERIFY_DONE(source);
        VERIFY_DONE(played);
        for (std::size_t i = 0; i < played->pictures.size(); ++i)
            QCOMPARE(played->pictures[i], source->pictures[i]);
        QVERIFY(*played->soundStart <= 22ms);
        QVERIFY(distance(played->soundEnd, source->soundEnd - cutOff) <= 44ms);
    }

    void timesBeyondAllMeasureAreNone_data()
    {
        QTest::addColumn<qint64>("time");
        QTest::newRow("far ahead") << (qint64{1} << 62);
        QTest::newRow("as far as can be") << qint64{INT64_MAX} - 500;
    }

    /// One cluster in the middle is stamped so that sums with its times overflow.
    void timesBeyondAllMeasureAreNone()
    {
        QFETCH(qint64, time);
        QFile file(made("stamped.mkv", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 3 -c:v libx264 -g 25 "
                                       "-pix_fmt yuv420p -live 1 -write_crc32 0 -cluster_time_limit 500"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        QVERIFY(stampCluster(bytes, 1, time));
        QFile stamped(folder_.filePath(QStringLiteral("stamped.mkv")));
        QVERIFY(stamped.open(QIODevice::WriteOnly) && stamped.write(bytes) == bytes.size());
        stamped.close();

        const auto planned = bench_.request(stamped.fileName(), "low");
        VERIFY_DONE(planned);
        QVERIFY(distance(planned->plan.duration, 3s) <= 500ms);
        const auto result = bench_.run(*planned);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 75);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(distance(played->pictures.back(), 2960ms) <= 500ms);
    }

    void repairsTimesThatRepeat()
    {
        const QString recording = remade(
            "repeating.mkv", made("regular.mkv", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v mjpeg"),
            "-c copy -bsf:v setts=ts=floor(TS/80)*80");
        QVERIFY(!recording.isEmpty());
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        for (std::size_t i = 1; i < played->pictures.size(); ++i)
            QVERIFY(played->pictures[i] > played->pictures[i - 1]);
    }

    void exactFramesAreTimedAsThoseOfTheRendition_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("codecs");
        QTest::newRow("WMA") << QByteArray("wma.wmv") << QByteArray("-c:v wmv2 -c:a wmav2");
        QTest::newRow("Vorbis") << QByteArray("vorbis.ogv") << QByteArray("-c:v libtheora -c:a libvorbis");
        QTest::newRow("Vorbis in Matroska")
            << QByteArray("vorbis.mkv") << QByteArray("-c:v libx264 -c:a libvorbis");
        QTest::newRow("Opus") << QByteArray("opus.mkv") << QByteArray("-c:v libx264 -c:a libopus");
        QTest::newRow("MPEG audio") << QByteArray("mpeg.ts") << QByteArray("-c:v libx264 -c:a mp2");
        QTest::newRow("AAC") << QByteArray("aac.ts") << QByteArray("-c:v libx264 -c:a aac");
    }

    /// Of some codecs the first packet of sound is not heard.
    void exactFramesAreTimedAsThoseOfTheRendition()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, codecs);
        const QByteArray source("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine -t 1 ");
        const QString recording = made(name.constData(), (source + codecs).constData());
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        const auto reader = engine::FrameReader::open(recording);
        VERIFY_DONE(reader);
        QCOMPARE(reader->times().size(), played->pictures.size());
        for (std::size_t i = 0; i < played->pictures.size(); ++i)
            QVERIFY(std::chrono::abs(reader->times()[i] - played->pictures[i]) < 1ms);
    }

    void soundShorterThanVideoDoesNotCutIt()
    {
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("short-sound.mp4"),
            words("-f lavfi -t 3 -i testsrc2=size=160x120:rate=25 -f lavfi -t 1 -i sine=frequency=440 -c:v "
                  "libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 75);
        QVERIFY(bench_.played()->soundEnd < 1100ms);
    }

private:
    static void presets()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::newRow("encoded") << QByteArray("low");
        QTest::newRow("copied") << QByteArray("original");
    }

    QTemporaryDir folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodeTime)
#include "test_transcode_time.moc"
