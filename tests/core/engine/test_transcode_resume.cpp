// A transcode that was stopped goes on from its journal and ends as if it had never been stopped.
#include "core/base/file_tools.h"
#include "tests/core/engine/resume_bench.h"
#include "tests/support/fielded_media.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using namespace std::chrono_literals;
using ndas::media::PlanNote;

class TestTranscodeResume : public QObject {
    Q_OBJECT

    QString journal() const { return folder_->filePath(QStringLiteral("f1.journal")); }

    Result<media::TranscodeRequest> request(const QString& recording, const char* preset = "low") const
    {
        NDAS_TRY(media::TranscodeRequest made, bench_.request(recording, preset));
        made.outputPath = folder_->filePath(QStringLiteral("f1.mp4"));
        made.journalPath = journal();
        checkpointEverySecond(made);
        return made;
    }

    static Result<media::TranscodeResult> start(const media::TranscodeRequest& request,
                                                const TranscodeWatch& watch = {})
    {
        QFile::remove(request.outputPath);
        return transcode(request, {}, watch);
    }

    static TranscodeWatch noting(std::vector<Micros>& checkpoints)
    {
        return {
            .onCheckpoint = [&](const media::CheckpointEvent& event) { checkpoints.push_back(event.at); }};
    }

    struct KeyFrame {
        Micros at;
        int size = 0; ///< bytes
    };

    static std::vector<KeyFrame> keyFrames(const QString& path)
    {
        auto input = Input::open(path);
        const PacketPtr packet = makePacket();
        std::vector<KeyFrame> found;
        while (input && *input->read(*packet)) {
            if (packet->stream_index == 0 && (packet->flags & AV_PKT_FLAG_KEY) != 0)
                found.push_back(
                    {Micros(av_rescale_q(packet->pts, input->stream(0)->time_base, {1, AV_TIME_BASE})),
                     packet->size});
            av_packet_unref(packet.get());
        }
        return found;
    }

    static std::vector<Micros> timesOf(const std::vector<KeyFrame>& keyFrames)
    {
        std::vector<Micros> times;
        for (const KeyFrame& keyFrame : keyFrames)
            times.push_back(keyFrame.at);
        return times;
    }

    /// As cameras do in the dark: 30 pictures a second, then 3.
    static QString darkeningClip()
    {
        return made("resume-darkening.mp4", "-f lavfi -i testsrc2=size=160x120:rate=30 -t 16 -vf "
                                            "select='lt(t\\,4)+not(mod(n\\,10))' -fps_mode passthrough "
                                            "-c:v libx264 -g 25 -pix_fmt yuv420p");
    }

    /// Bits in the player's buffer at its emptiest.
    static double lowestFill(const QString& path, const media::VideoPlan& plan)
    {
        auto input = Input::open(path);
        const PacketPtr packet = makePacket();
        const auto size = static_cast<double>(plan.bufferSize);
        double fill = 0.9 * size;
        double lowest = fill;
        std::optional<std::int64_t> last;
        while (input && *input->read(*packet)) {
            const auto ticks = static_cast<double>(packet->dts - last.value_or(packet->dts));
            last = packet->dts;
            const double seconds = ticks * av_q2d(input->stream(0)->time_base);
            fill = std::min(size, fill + seconds * static_cast<double>(plan.maxRate)) - 8.0 * packet->size;
            lowest = std::min(lowest, fill);
            av_packet_unref(packet.get());
        }
        return lowest;
    }

    void spoilJournal(qint64 offset) const
    {
        QFile file(journal());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(offset));
        QCOMPARE(file.write("????"), 4);
    }

    /// The same journal with another header and other packets, all of them sound.
    static Result<void> rewrite(const media::TranscodeRequest& request,
                                const std::function<void(JournalHeader&)>& changeHeader,
                                const std::function<void(AVPacket&)>& changePacket)
    {
        NDAS_TRY(std::optional<JournalContent> content, readJournal(request.journalPath));
        NDAS_TRY(JournalReader reader, JournalReader::open(request.journalPath));
        const QString path = request.journalPath + QStringLiteral(".spoilt");
        changeHeader(content->header);
        NDAS_TRY(PacketJournal spoilt, PacketJournal::create(path, content->header));
        const PacketPtr packet = makePacket();
        for (const JournalEntry& entry : content->packets) {
            NDAS_CHECK(reader.read(entry, *packet));
            changePacket(*packet);
            NDAS_CHECK(spoilt.append(*packet));
            av_packet_unref(packet.get());
        }
        NDAS_CHECK(spoilt.mark(content->pts));
        NDAS_CHECK(spoilt.sync());
        QFile::remove(request.journalPath);
        return QFile::rename(path, request.journalPath) ? Result<void>{} : fail(ErrorCode::Io);
    }

    /// What the records hold is no picture.
    static Result<void> spoilPictures(const media::TranscodeRequest& request)
    {
        const auto spoil = [](AVPacket& packet) {
            if ((packet.flags & AV_PKT_FLAG_KEY) == 0)
                std::fill(packet.data + packet.size / 4, packet.data + packet.size, 0x2a);
        };
        return rewrite(
            request, [](JournalHeader&) {}, spoil);
    }

    /// They are of an encoder whose parameter sets, which stand last, differ in their last byte.
    static Result<void> spoilParameterSets(const media::TranscodeRequest& request)
    {
        const auto spoil = [](JournalHeader& header) { header.identity.back() ^= 1; };
        return rewrite(request, spoil, [](AVPacket&) {});
    }

    /// Without its table of key frames, every picture counts as one.
    static QString falseKeys()
    {
        const QString whole = made("resume-false-keys.mp4",
                                   "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v libx264 -g 1000 "
                                   "-bf 0 -sc_threshold 0 -pix_fmt yuv420p");
        QFile file(whole);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray bytes = file.readAll();
        bytes.replace("stss", "skip");
        const QString spoiled = QFileInfo(whole).path() + QStringLiteral("/resume-all-keys.mp4");
        QFile copy(spoiled);
        return copy.open(QIODevice::WriteOnly) && copy.write(bytes) == bytes.size() ? spoiled : QString();
    }

    static QString shorter()
    {
        return withTone("resume-short.mp4", "-t 4 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac");
    }

    static QString fieldsOfTheirOwn(const char* suffix)
    {
        return ndas::test::recordedFields(QStringLiteral("resume-fields.") + QString::fromLatin1(suffix),
                                          ndas::test::fieldPairs(150));
    }

    /// One picture of the first second is damaged.
    static QString damagedEarly()
    {
        QFile file(made("resume-zlib.avi", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v zlib"));
        QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        qsizetype packet = 0;
        for (int picture = 0; picture < 10; ++picture)
            packet = bytes.indexOf("00dc", packet + 4);
        bytes.replace(packet + 30, 200, QByteArray(200, '\x55'));
        return ndas::test::writeOnce(QStringLiteral("resume-damaged.avi"), bytes);
    }

    /// Of pictures, a key frame among them: those that refer to it come out of order, and some not at all.
    static QString withGap()
    {
        return remade("resume-gap.mkv",
                      withTone("resume-long.mp4", "-t 8 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac"),
                      "-c copy -bsf:v noise=drop='between(n\\,60\\,75)'");
    }

    /// Only for a while, and behind what is looked at beforehand.
    static QString interlacedAmid()
    {
        QByteArray bytes;
        const QString whole = made("resume-whole.ts", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v "
                                                      "libx264 -g 25 -pix_fmt yuv420p");
        const QString fields =
            made("resume-fielded.ts", "-f lavfi -i testsrc2=size=160x120:rate=50 -t 1 -vf interlace -c:v "
                                      "libx264 -g 25 -flags +ilme+ildct -pix_fmt yuv420p");
        for (const QString& path : {whole, fields, whole, whole}) {
            QFile file(path);
            bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        }
        return remade("resume-mixed.mkv", ndas::test::writeOnce(QStringLiteral("resume-mixed.ts"), bytes),
                      "-c copy");
    }

    static QString several(const char* name, const QString& first, const QString& second)
    {
        QByteArray bytes;
        for (const QString& path : {first, second}) {
            QFile file(path);
            bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        }
        return ndas::test::writeOnce(QString::fromLatin1(name), bytes);
    }

    static QString mpeg2(const char* name, const char* size, const char* pixelAspect)
    {
        const QByteArray filter = QByteArray(" -vf setsar=") + pixelAspect;
        return made(name, (QByteArray("-f lavfi -i testsrc2=rate=25:size=") + size + filter +
                           " -t 3 -c:v mpeg2video -g 25")
                              .constData());
    }

    /// As a broadcast is before and behind a film.
    static QString ofTwoShapes()
    {
        return several("resume-shapes.ts", mpeg2("resume-narrow.ts", "160x120", "1/1"),
                       mpeg2("resume-wide.ts", "160x120", "4/3"));
    }

    /// Which no packet tells of.
    static QString ofTwoSizes()
    {
        return several("resume-sizes.ts", mpeg2("resume-large.ts", "160x120", "1/1"),
                       mpeg2("resume-small.ts", "128x96", "1/1"));
    }

    static void recordings()
    {
        QTest::addColumn<QString>("recording");
        QTest::newRow("constant") << constantClip();
        QTest::newRow("variable") << variableClip();
        QTest::newRow("interlaced") << interlacedClip();
        QTest::newRow("hdr") << hdrClip();
        QTest::newRow("mpeg-ts") << withTone("resume.ts",
                                             "-t 6 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac");
        QTest::newRow("mpeg-ps") << withTone("resume.mpg",
                                             "-t 6 -c:v mpeg2video -bf 2 -g 25 -c:a mp2 -f vob");
        QTest::newRow("open gop") << made(
            "resume-open.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v libx264 -g 25 -bf 3 "
                               "-x264-params open-gop=1:scenecut=0 -pix_fmt yuv420p");
        const QString whole =
            withTone("resume-whole.mp4", "-t 7 -c:v libx264 -g 50 -pix_fmt yuv420p -c:a aac");
        QTest::newRow("edit list") << ndas::test::makeMedia(
            QStringLiteral("resume-edited.mp4"),
            QStringList{QStringLiteral("-ss"), QStringLiteral("0.5"), QStringLiteral("-i"), whole} +
                words("-c copy"));
        QTest::newRow("matroska") << withTone("resume.mkv",
                                              "-t 6 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac");
        QTest::newRow("no times") << made("resume.avi",
                                          "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v mpeg4 -bf 2");
        QTest::newRow("repeated times")
            << remade("resume-repeating.mkv",
                      made("resume-regular.mkv", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v mjpeg"),
                      "-c copy -bsf:v setts=ts=floor(TS/80)*80");
        QTest::newRow("one key frame") << made(
            "resume-one-key.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v libx264 -g 1000 "
                                  "-sc_threshold 0 -pix_fmt yuv420p");
        QTest::newRow("false key frames") << falseKeys();
        QTest::newRow("sound first") << ndas::test::makeMedia(
            QStringLiteral("resume-late.mp4"),
            words("-f lavfi -i sine=frequency=440:sample_rate=48000 -itsoffset 0.4 -f lavfi -i "
                  "testsrc2=size=160x120:rate=25 -t 6 -c:v libx264 "
                  "-g 25 -pix_fmt yuv420p -fps_mode passthrough -c:a aac"));
        QTest::newRow("several recordings") << several("resume-several.mp4", shorter(), shorter());
        QTest::newRow("several recordings, unlike")
            << several("resume-unlike.mp4", shorter(),
                       made("resume-large.mp4", "-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine "
                                                "-t 4 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac"));
        QTest::newRow("another shape") << ofTwoShapes();
        for (const char* suffix : {"mkv", "ts", "mp4"})
            QTest::addRow("two fields, each by itself, %s", suffix) << fieldsOfTheirOwn(suffix);
        QTest::newRow("clock restarts")
            << ndas::test::makeMedia(QStringLiteral("resume-restart.mkv"),
                                     words("-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v mjpeg -bsf:v "
                                           "setts=ts=if(gte(N\\,75)\\,TS-2000\\,TS)"));
    }

private Q_SLOTS:

    void init() { folder_.emplace(); }

    void endsAsIfNeverStopped_data() { recordings(); }

    void endsAsIfNeverStopped()
    {
        QFETCH(QString, recording);
        QVERIFY(!recording.isEmpty());
        const auto asked = request(recording);
        VERIFY_DONE(asked);
        const auto whole = undisturbed(*asked);
        VERIFY_DONE(whole);

        std::vector<Micros> checkpoints;
        const TranscodeWatch watch{
            .onCheckpoint = [&](const media::CheckpointEvent& event) { checkpoints.push_back(event.at); }};
        const auto unstopped = start(*asked, watch);
        VERIFY_DONE(unstopped);
        QVERIFY(cutJournal(*asked, 0.4));
        const Micros first = lastCheckpoint(*asked);
        QVERIFY2(first > 0ms, "no checkpoint");

        checkpoints.clear();
        QVERIFY(start(*asked, watch));
        QVERIFY(std::chrono::abs(checkpoints.front() - first) <= 1us); // nothing before it was encoded again
        QVERIFY(cutJournal(*asked, 0.8));
        const Micros second = lastCheckpoint(*asked);
        QVERIFY2(second > first, "no progress");
        checkpoints.clear();
        const auto result = start(*asked, watch);
        QVERIFY(std::chrono::abs(checkpoints.front() - second) <= 1us);

        VERIFY_DONE(result);
        QCOMPARE(result->frames, static_cast<std::int64_t>(whole->pictures.size()));
        QCOMPARE(result->removed, unstopped->removed);
        const auto played = play(asked->outputPath);
        VERIFY_DONE(played);
        compare(*played, *whole);
    }

    void startsOverWhereNothingCanBeContinued_data()
    {
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("another plan") << QByteArray("plan");
        QTest::newRow("another recording") << QByteArray("recording");
        QTest::newRow("another picture size") << QByteArray("size");
        QTest::newRow("other parameter sets") << QByteArray("sets");
        QTest::newRow("header spoiled") << QByteArray("header");
        QTest::newRow("no journal") << QByteArray("foreign");
    }

    void startsOverWhereNothingCanBeContinued()
    {
        QFETCH(QByteArray, reason);
        auto asked = request(constantClip());
        VERIFY_DONE(asked);
        QVERIFY(start(*asked));
        if (reason == "plan")
            asked->plan.video.crf += 1;
        if (reason == "recording")
            asked->path = shorter();
        if (reason == "size")
            asked->plan.video.output = {80, 60};
        if (reason == "sets")
            QVERIFY(spoilParameterSets(*asked).has_value());
        if (reason == "header" || reason == "foreign")
            spoilJournal(reason == "header" ? 20 : 0);
        const auto whole = undisturbed(*asked);
        VERIFY_DONE(whole);

        std::vector<Micros> checkpoints;
        const auto result = start(*asked, noting(checkpoints));

        VERIFY_DONE(result);
        QVERIFY(std::chrono::abs(checkpoints.front() - asked->plan.video.keyFrameInterval) <= 1us);
        const auto played = play(asked->outputPath);
        VERIFY_DONE(played);
        compare(*played, *whole);
    }

    /// As long, changed at the same moment, another recording all the same.
    void beginsAnewWhereAnotherRecordingTookThePlace()
    {
        const QString place = folder_->filePath(QStringLiteral("recording.mp4"));
        QVERIFY(QFile::copy(constantClip(), place));
        const QDateTime changed = QFileInfo(place).lastModified();
        const auto asked = request(place);
        VERIFY_DONE(asked);
        QVERIFY(start(*asked));
        QVERIFY(cutJournal(*asked, 0.7));
        QVERIFY(lastCheckpoint(*asked) > asked->plan.video.keyFrameInterval);

        QFile file(place);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(file.size() - 40)); // behind what is played
        QCOMPARE(file.write("!"), 1);
        file.flush();
        QVERIFY(file.setFileTime(changed, QFileDevice::FileModificationTime));
        file.close();
        std::vector<Micros> checkpoints;
        VERIFY_DONE(start(*asked, noting(checkpoints)));

        QVERIFY(std::chrono::abs(checkpoints.front() - asked->plan.video.keyFrameInterval) <= 1us);
    }

    void beginsAnewOnceWhereWhatWasKeptFailsTheCheck()
    {
        auto asked = request(constantClip());
        VERIFY_DONE(asked);
        for (media::AudioPlan& audio : asked->plan.audio) // no copy that could be to blame
            audio.action = media::StreamAction::Encode;
        QVERIFY(start(*asked));
        QVERIFY(cutJournal(*asked, 0.7));
        VERIFY_DONE(spoilPictures(*asked));
        const Micros kept = lastCheckpoint(*asked);
        QVERIFY(kept > asked->plan.video.keyFrameInterval);
        const auto whole = undisturbed(*asked);
        VERIFY_DONE(whole);

        std::vector<Micros> checkpoints;
        const auto result = start(*asked, noting(checkpoints));

        VERIFY_DONE(result);
        QVERIFY(checkpoints.front() >= kept);                                         // it went on,
        QVERIFY(std::ranges::min(checkpoints) < kept);                                // then began anew
        QVERIFY(std::ranges::count(checkpoints, std::ranges::max(checkpoints)) <= 2); // and only once
        const auto played = play(asked->outputPath);
        VERIFY_DONE(played);
        compare(*played, *whole);
    }

    void tellsOfWhatWasFoundBeforeAKill_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<PlanNote>("note");
        QTest::newRow("damaged") << damagedEarly() << PlanNote::SourceDamaged;
        QTest::newRow("out of order behind a gap") << withGap() << PlanNote::SourceDamaged;
        QTest::newRow("interlaced for a while") << interlacedAmid() << PlanNote::Deinterlaced;
        QTest::newRow("another size") << ofTwoSizes() << PlanNote::SizeUnified;
        QTest::newRow("another shape") << ofTwoShapes() << PlanNote::SizeUnified;
    }

    void tellsOfWhatWasFoundBeforeAKill()
    {
        QFETCH(const QString, recording);
        QFETCH(const PlanNote, note);
        auto asked = request(recording);
        VERIFY_DONE(asked);
        std::erase(asked->plan.notes, note); // where a look beforehand missed it
        const auto unstopped = start(*asked);
        VERIFY_DONE(unstopped);
        QCOMPARE(std::ranges::count(unstopped->notes, note), 1);
        for (const double part : {0.75, 0.9}) { // one kill, and another behind it
            QVERIFY(cutJournal(*asked, part));
            const Micros kept = lastCheckpoint(*asked);
            QVERIFY2(kept > 2s, QByteArray::number(static_cast<qint64>(kept.count())).constData());
            std::vector<Micros> checkpoints;
            const auto result = start(*asked, noting(checkpoints));
            VERIFY_DONE(result);
            QVERIFY(std::chrono::abs(checkpoints.front() - kept) <= 1us);
            QVERIFY(result->notes == unstopped->notes);
            QCOMPARE(result->damagedPackets, unstopped->damagedPackets);
            QCOMPARE(result->frames, unstopped->frames);
        }
    }

    void pauseLosesNothing()
    {
        const auto asked = request(constantClip());
        VERIFY_DONE(asked);
        const auto whole = undisturbed(*asked);
        VERIFY_DONE(whole);
        CancellationSource pause;
        std::vector<Micros> checkpoints;
        const TranscodeWatch watch{.onCheckpoint =
                                       [&](const media::CheckpointEvent& event) {
                                           checkpoints.push_back(event.at);
                                           pause.cancel();
                                       },
                                   .pause = pause.token()};

        const auto paused = start(*asked, watch);

        QVERIFY(!paused && paused.error().code == ErrorCode::Paused);
        QVERIFY(!QFile::exists(asked->outputPath));
        const Micros reached = checkpoints.back();
        QVERIFY(reached > 0us);
        checkpoints.clear();
        QVERIFY(start(*asked, noting(checkpoints)));
        QCOMPARE(checkpoints.front(), reached);
        const auto played = play(asked->outputPath);
        VERIFY_DONE(played);
        compare(*played, *whole);
    }

    void pauseBeforeTheFirstNewPictureLosesNothing()
    {
        const auto asked = request(constantClip());
        VERIFY_DONE(asked);
        QVERIFY(start(*asked));
        QVERIFY(cutJournal(*asked, 0.7));
        const Micros before = lastCheckpoint(*asked);
        CancellationSource pause;
        pause.cancel();

        const auto paused = start(*asked, {.pause = pause.token()});

        QVERIFY(!paused && paused.error().code == ErrorCode::Paused);
        QCOMPARE(lastCheckpoint(*asked), before);
    }

    void keepsTheBitrateCapThroughTenKills()
    {
        const QString noise =
            made("resume-noise.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 11 -vf "
                                     "noise=alls=15:allf=t -c:v libx264 -preset ultrafast -crf 20 "
                                     "-pix_fmt yuv420p");
        auto asked = request(noise);
        VERIFY_DONE(asked);
        asked->plan.video.maxRate = 120'000;
        asked->plan.video.bufferSize = 180'000;
        auto whole = *asked;
        whole.journalPath.clear();
        QVERIFY(start(whole));
        const qint64 wholeSize = QFileInfo(whole.outputPath).size();
        QVERIFY(lowestFill(whole.outputPath, whole.plan.video) >= 0);

        QVERIFY(start(*asked));
        const double steps = 11;
        for (int kill = 1; kill <= 10; ++kill) {
            QVERIFY(cutJournal(*asked, kill / steps));
            QVERIFY(start(*asked));
        }

        const double size = static_cast<double>(QFileInfo(asked->outputPath).size());
        QVERIFY2(size < 1.03 * static_cast<double>(wholeSize), QByteArray::number(size).constData());
    }

    void keyFramesAreAsFineBehindAKill_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addRow("constant frame rate") << constantClip();
        QTest::addRow("30 and 10 a second") << pulsingClip();
    }

    void keyFramesAreAsFineBehindAKill()
    {
        QFETCH(const QString, path);
        const auto asked = request(path);
        VERIFY_DONE(asked);
        QVERIFY(start(*asked));
        const std::vector<KeyFrame> whole = keyFrames(asked->outputPath);
        QVERIFY(cutJournal(*asked, 0.6));
        QVERIFY(lastCheckpoint(*asked) > 0ms);
        QVERIFY(start(*asked));
        const std::vector<KeyFrame> killed = keyFrames(asked->outputPath);
        QCOMPARE(killed.size(), whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY2(
                std::abs(killed[i].size - whole[i].size) < whole[i].size / 20,
                qPrintable(QStringLiteral("%1: %2, not %3").arg(i).arg(killed[i].size).arg(whole[i].size)));
    }

    void keyFramesAreNoFartherApartWherePicturesBecomeFew()
    {
        const auto asked = request(darkeningClip());
        VERIFY_DONE(asked);
        QVERIFY(start(*asked));
        const std::vector<Micros> whole = timesOf(keyFrames(asked->outputPath));
        const Micros most = asked->plan.video.keyFrameInterval + 334ms; // one picture more
        for (std::size_t i = 1; i < whole.size(); ++i)
            QVERIFY2(whole[i] - whole[i - 1] <= most,
                     QByteArray::number(qint64{whole[i].count()}).constData());
        QVERIFY(cutJournal(*asked, 0.6));
        QVERIFY(lastCheckpoint(*asked) > 0ms);
        QVERIFY(start(*asked));
        QCOMPARE(timesOf(keyFrames(asked->outputPath)), whole);
    }

    void leavesOnlyJournalAndRendition()
    {
        const auto asked = request(constantClip());
        VERIFY_DONE(asked);
        QVERIFY(start(*asked));
        const QStringList names = QDir(folder_->path()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(names, QStringList({QStringLiteral("f1.journal"), QStringLiteral("f1.mp4")}));
    }

private:
    std::optional<QTemporaryDir> folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodeResume)
#include "test_transcode_resume.moc"
