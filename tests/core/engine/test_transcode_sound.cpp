// What becomes of sound: formats, channels, gaps, several tracks, none.
#include "core/engine/filter/sound_filter.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/edited_media.h"

#include <QtTest/QTest>

#include <array>
#include <climits>
#include <cstring>

extern "C" {
#include <libavutil/mem.h>
}

using namespace ndas;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* picture = "-f lavfi -i testsrc2=size=160x120:rate=25";
constexpr const char* pictureCodec = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

/// 36 s, of which two from the 16th on have sound: behind what is read for the headers, and before what is
/// read for the length.
QString withLateSound(const char* suffix)
{
    const QByteArray name = QByteArray("late-sound.") + suffix;
    return made(name.constData(),
                "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=duration=2 -filter_complex "
                "[1]asetpts=PTS+16/TB[a] -map 0:v -map [a] -t 36 -c:v mpeg2video -b:v 500k -minrate 500k "
                "-maxrate 500k -bufsize 1M -g 12 -c:a mp2");
}

/// Its header says that there are pictures only.
QString withUnannouncedSound()
{
    QFile file(made("unannounced.flv",
                    "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=duration=2 -filter_complex "
                    "[1]asetpts=PTS+16/TB[a] -map 0:v -map [a] -t 20 -c:v flv -c:a libmp3lame -flvflags "
                    "no_metadata"));
    QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    constexpr qsizetype flags = 4;
    bytes[flags] = 1;
    return ndas::test::writeOnce(QStringLiteral("pictures-only.flv"), bytes);
}

/// A silent one, one with sound and a silent one, of 16, 2 and 18 s.
QString joinedAroundSound()
{
    const QByteArray recipe =
        "-f lavfi -i testsrc2=size=160x120:rate=25 %1 -c:v mpeg2video -b:v 500k -minrate "
        "500k -maxrate 500k -bufsize 1M -g 12 -c:a mp2";
    QByteArray bytes;
    for (const char* part : {"-t 16", "-f lavfi -i sine -t 2", "-t 18"}) {
        QFile file(made("part.ts", QByteArray(recipe).replace("%1", part).constData()));
        bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    return ndas::test::writeOnce(QStringLiteral("around-sound.ts"), bytes);
}

} // namespace

class TestTranscodeSound : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void makesAacOf_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("sound");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("sampleRate");
        QTest::newRow("pcm") << QByteArray("pcm.mov")
                             << QByteArray("-f lavfi -i sine=sample_rate=44100 -c:a pcm_s16le") << 1 << 44100;
        QTest::newRow("telephone") << QByteArray("g726.avi")
                                   << QByteArray("-f lavfi -i sine=sample_rate=8000 -c:a g726 -ac 1") << 1
                                   << 48000;
        QTest::newRow("low rate") << QByteArray("pcm8.avi")
                                  << QByteArray("-f lavfi -i sine=sample_rate=11025 -c:a pcm_u8") << 1
                                  << 48000;
        QTest::newRow("5.1") << QByteArray("surround.mkv")
                             << QByteArray("-f lavfi -i sine=sample_rate=48000 -af pan=5.1|c0=c0|c1=c0|c2=c0 "
                                           "-c:a ac3")
                             << 2 << 48000;
        QTest::newRow("96 kHz") << QByteArray("hires.mkv")
                                << QByteArray("-f lavfi -i sine=sample_rate=96000 -ac 2 -c:a flac") << 2
                                << 48000;
        QTest::newRow("opus") << QByteArray("opus.mkv")
                              << QByteArray("-f lavfi -i sine=sample_rate=48000 -ac 2 -c:a libopus") << 2
                              << 48000;
    }

    void makesAacOf()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, sound);
        const QString recording =
            ndas::test::makeMedia(QString::fromLatin1(name), words(picture) + words(sound.constData()) +
                                                                 words(pictureCodec) + words("-t 2"));
        VERIFY_DONE(bench_.run(recording, "medium"));
        const auto info = bench_.probed();
        VERIFY_DONE(info);
        QCOMPARE(info->audio.size(), std::size_t{1});
        QCOMPARE(info->audio[0].codec, QStringLiteral("aac"));
        QCOMPARE(info->audio[0].profile, QStringLiteral("LC"));
        QTEST(info->audio[0].channels, "channels");
        QTEST(info->audio[0].sampleRate, "sampleRate");
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(*played->soundStart <= 1ms);
        QVERIFY(std::chrono::abs(played->soundEnd - 2s) <= 45ms); // whole blocks, once more
    }

    /// libav takes the third of three, or the fourth of six, for the effects of a film.
    void mixesInEveryChannelThatHasNoName_data()
    {
        QTest::addColumn<QByteArray>("spoken");
        QTest::newRow("three.mkv") << QByteArray("pan=2.1|c2=c0");
        QTest::newRow("six.mkv") << QByteArray("pan=5.1|c3=c0");
    }

    void mixesInEveryChannelThatHasNoName()
    {
        QFETCH(QByteArray, spoken);
        const QString recording = ndas::test::makeMedia(
            QString::fromLatin1(QTest::currentDataTag()),
            words(picture) + words("-f lavfi -i sine -c:a pcm_s16le -af") +
                QStringList{QString::fromLatin1(spoken)} + words(pictureCodec) + words("-t 0.5"));
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->loudest > 0.02);
    }

    /// As cameras that look all around record it; it comes from the left here.
    void mixesSoundFromAllAround()
    {
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("all-around.mkv"),
            words(picture) +
                QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                            QStringLiteral("aevalsrc=0.5*sin(2500*t)|0.5*sin(2500*t)|0|0:c=ambisonic 1")} +
                words("-c:a libopus -mapping_family 2") + words(pictureCodec) + words("-t 1"));
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->loudest > 0.4);
    }

    /// Channels that libswresample does not mix: too many to have names, or of one side or the back alone.
    void mixesWhatHasNoUsualArrangement_data()
    {
        QTest::addColumn<QByteArray>("spoken");
        QTest::newRow("ten.mov") << QByteArray("0.5*sin(2500*t)|0|0|0|0|0|0|0|0|0");
        QTest::newRow("behind.mov") << QByteArray("0.5*sin(2500*t)|0:c=BL+BR");
        QTest::newRow("one-sided.mov") << QByteArray("0.5*sin(2500*t)|0|0:c=FL+FR+BL");
    }

    void mixesWhatHasNoUsualArrangement()
    {
        QFETCH(const QByteArray, spoken);
        const QString recording = ndas::test::makeMedia(
            QString::fromLatin1(QTest::currentDataTag()),
            words(picture) +
                QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                            QStringLiteral("aevalsrc=") + QString::fromLatin1(spoken)} +
                words("-c:a pcm_s16le") + words(pictureCodec) + words("-t 0.5"));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::AudioUnreadable), 0);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->loudest > 0.02);
    }

    void silentStaysSilent()
    {
        const QString recording = ndas::test::makeMedia(QStringLiteral("silent.mp4"),
                                                        words(picture) + words(pictureCodec) + words("-t 1"));
        VERIFY_DONE(bench_.run(recording, "medium"));
        QCOMPARE(bench_.probed()->audio.size(), std::size_t{0});
    }

    void keepsOneTrackOrAll_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<std::size_t>("tracks");
        QTest::newRow("original") << QByteArray("original") << std::size_t{2};
        QTest::newRow("high") << QByteArray("high") << std::size_t{1};
    }

    void keepsOneTrackOrAll()
    {
        QFETCH(QByteArray, preset);
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("two-tracks.mkv"),
            words(picture) +
                words("-f lavfi -i sine=sample_rate=48000 -f lavfi -i sine=sample_rate=44100 "
                      "-map 0:v -map 1:a -map 2:a -metadata:s:a:0 language=nor "
                      "-metadata:s:a:1 language=eng -c:a flac") +
                words(pictureCodec) + words("-t 1"));
        VERIFY_DONE(bench_.run(recording, preset.constData()));
        const auto info = bench_.probed();
        VERIFY_DONE(info);
        QTEST(info->audio.size(), "tracks");
        QCOMPARE(info->audio[0].language, QStringLiteral("nor"));
        QCOMPARE(info->chosenAudio, 0);
    }

    void fillsGaps()
    {
        // a second of sound is missing in the middle
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("gap.mkv"),
            words(picture) +
                words("-f lavfi -i sine=sample_rate=48000 -af aselect='lt(t\\,1)+gt(t\\,2)' -c:a pcm_s16le") +
                words(pictureCodec) + words("-t 3"));
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY2(std::chrono::abs(played->soundEnd - 3s) <= 30ms,
                 QByteArray::number(static_cast<qlonglong>(played->soundEnd.count())).constData());
    }

    /// A microphone that was off for ten minutes.
    void fillsALongGapPieceByPiece()
    {
        constexpr int rate = 8000;
        constexpr int block = 1024;
        constexpr std::int64_t gap = std::int64_t{600} * rate;
        engine::SoundFilter filter({.sampleRate = rate, .channels = 1, .blockSize = block}, {1, rate});
        std::int64_t samples = 0;
        const engine::FrameHandler count = [&samples](AVFrame& filled) -> Result<void> {
            samples += filled.nb_samples;
            return {};
        };
        const auto feed = [&](std::int64_t pts) -> Result<void> {
            const engine::FramePtr sound = engine::makeFrame();
            sound->format = AV_SAMPLE_FMT_S16;
            sound->sample_rate = rate;
            sound->nb_samples = block;
            sound->ch_layout = AV_CHANNEL_LAYOUT_MONO;
            sound->pts = pts;
            if (av_frame_get_buffer(sound.get(), 0) < 0)
                return fail(ErrorCode::OutOfMemory);
            std::memset(sound->data[0], 0, std::size_t{2} * block);
            return filter.feed(*sound, count);
        };
        av_max_alloc(1 << 20); // all of it takes 19 MB
        const std::array outcomes{feed(0), feed(gap), filter.finish(count)};
        av_max_alloc(INT_MAX);
        for (const Result<void>& outcome : outcomes)
            VERIFY_DONE(outcome);
        QCOMPARE(samples, gap + block);
    }

    void soundThatAnEditListSkipsAsAWholeIsToldOf_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::newRow("Low") << QByteArray("low");
        QTest::newRow("Original") << QByteArray("original");
    }

    void soundThatAnEditListSkipsAsAWholeIsToldOf()
    {
        QFETCH(QByteArray, preset);
        QFile file(ndas::test::makeMedia(QStringLiteral("sound-to-skip.mp4"),
                                         words(picture) +
                                             words("-f lavfi -i sine=sample_rate=48000 -c:a aac") +
                                             words(pictureCodec) + words("-t 2")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        QVERIFY(ndas::test::setEditList(bytes, {{.duration = 2000, .from = -1}}, 1));
        const auto result =
            bench_.run(ndas::test::writeOnce(QStringLiteral("sound-skipped.mp4"), bytes), preset.constData());
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 50);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::AudioUnreadable), 1);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->loudest < 0.001F);
        QVERIFY(played->pictures.front() == 0us && played->pictures.back() == 1'960'000us);
    }

    void brokenSoundNeverCostsThePicture()
    {
        const QString whole =
            ndas::test::makeMedia(QStringLiteral("sound.mkv"),
                                  words(picture) + words("-f lavfi -i sine=sample_rate=48000 -c:a ac3") +
                                      words(pictureCodec) + words("-t 2"));
        auto request = bench_.request(whole, "low");
        VERIFY_DONE(request);
        QCOMPARE(request->plan.audio.size(), std::size_t{1});
        request->plan.audio[0].streamIndex = 7; // as if the track were gone
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 50);
        QCOMPARE(bench_.probed()->audio.size(), std::size_t{0});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::AudioUnreadable), 1);
    }

    void encodesTheSoundAloneWhereItsCopyIsDamaged()
    {
        const auto spoiled = withSpoiledSound(ndas::test::plainClip());
        VERIFY_DONE(spoiled);
        const auto request = bench_.request(*spoiled, "original");
        VERIFY_DONE(request);
        QCOMPARE(request->plan.audio.at(0).action, media::StreamAction::Copy);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::AudioReencoded), 1);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::CopyAbandoned), 0);
        const auto played = bench_.played();
        const auto source = play(*spoiled);
        VERIFY_DONE(played);
        VERIFY_DONE(source);
        QCOMPARE(played->damaged, 0);
        QCOMPARE(played->videoPackets.back(), source->videoPackets.back()); // taken over
        QVERIFY(std::chrono::abs(played->soundEnd - 2s) < 50ms);
    }

    /// One after the other they turn out to be no good as copies.
    void encodesBothWhereNeitherCanBeCopied()
    {
        const auto spoiled = withSpoiledSound(ndas::test::plainClip());
        VERIFY_DONE(spoiled);
        QFile file(*spoiled);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        QVERIFY(ndas::test::setEditList(bytes, {{400, 0}, {400, 30 * 512}}));
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const auto result = bench_.run(*spoiled, "original");
        VERIFY_DONE(result);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::AudioReencoded), 1);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::CopyAbandoned), 1);
        QCOMPARE(result->frames, 20);
    }

    void copiesWhatItCanBesideWhatItCannot()
    {
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("two-kinds.mov"),
            words(picture) + words("-f lavfi -i sine=sample_rate=48000 -t 2 -map 0 -map 1 -map 1") +
                words(pictureCodec) + words("-c:a:0 aac -c:a:1 pcm_s16le"));
        const auto request = bench_.request(recording, "original");
        VERIFY_DONE(request);
        QCOMPARE(request->plan.video.action, media::StreamAction::Copy);
        QCOMPARE(request->plan.audio.size(), std::size_t{2});
        QCOMPARE(request->plan.audio[0].action, media::StreamAction::Copy);
        QCOMPARE(request->plan.audio[1].action, media::StreamAction::Encode);
        VERIFY_DONE(bench_.run(*request));
        const auto made = bench_.probed();
        VERIFY_DONE(made);
        QCOMPARE(made->audio.size(), std::size_t{2});
        for (const media::AudioStream& audio : made->audio)
            QCOMPARE(audio.codec, QStringLiteral("aac"));
    }

    /// How long its tracks are stands in its tags only.
    void copiesTheSoundOfMatroska()
    {
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("screen.mkv"), words(picture) + words("-f lavfi -i sine=sample_rate=48000 -t 2") +
                                              words(pictureCodec) + words("-c:a aac"));
        const auto request = bench_.request(recording, "original");
        VERIFY_DONE(request);
        QCOMPARE(request->plan.audio.at(0).action, media::StreamAction::Copy);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QVERIFY(result->notes.empty());
        const auto played = bench_.played();
        const auto source = play(recording);
        VERIFY_DONE(played);
        VERIFY_DONE(source);
        const auto offset = [](const Playback& of) { return *of.soundStart - of.pictures.front(); };
        QVERIFY(std::chrono::abs(offset(*played) - offset(*source)) <= 1ms);
        QVERIFY(std::chrono::abs(played->soundEnd - *played->soundStart - source->soundEnd +
                                 *source->soundStart) <= 25ms);
    }

    void announcedSoundThatNeverComesHoldsNothingUp_data()
    {
        QTest::addColumn<QByteArray>("file");
        for (const char* file : {"no-packets.mp4", "no-packets.mkv", "no-packets.ts"})
            QTest::newRow(file) << QByteArray(file);
    }

    void announcedSoundThatNeverComesHoldsNothingUp()
    {
        QFETCH(QByteArray, file);
        const bool isMp4 = file.endsWith("mp4"); // else its muxer leaves such a track out
        const QString recording =
            remade(file.constData(), ndas::test::plainClip(),
                   isMp4 ? "-c copy -bsf:a noise=drop=1 -movflags frag_keyframe+empty_moov"
                         : "-c copy -bsf:a noise=drop=1");
        for (const char* preset : {"low", "original"}) {
            VERIFY_DONE(bench_.run(recording, preset));
            const auto played = bench_.played();
            VERIFY_DONE(played);
            QCOMPARE(played->pictures.size(), std::size_t{50});
            QCOMPARE(played->pictures.front(), Micros(0));
            QVERIFY(!played->soundStart);
        }
    }

    void keepsSoundThatComesLate_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::newRow("announced") << withLateSound("ts");
        QTest::newRow("not announced") << withLateSound("mpg");
        QTest::newRow("joined") << joinedAroundSound();
    }

    void keepsSoundThatComesLate()
    {
        QFETCH(QString, recording);
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->audio.size(), std::size_t{1});
        QCOMPARE(info->audio.front().channels, 1);
        QCOMPARE(info->audio.front().sampleRate, 44100);
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{900});
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->soundStart && std::chrono::abs(*played->soundStart - 16s) < 100ms);
        QVERIFY(std::chrono::abs(played->soundEnd - 18s) < 200ms);
    }

    void tellsOfSoundThatNobodyKnewOf()
    {
        const auto result = bench_.run(withUnannouncedSound(), "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{500});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 1);
    }

private:
    /// A packet of its sound, far enough from the beginning, is no longer one.
    Result<QString> withSpoiledSound(const QString& recording) const
    {
        NDAS_TRY(engine::Input input, engine::Input::open(recording));
        const engine::PacketPtr packet = engine::makePacket();
        std::int64_t position = -1;
        int size = 0;
        while (input.read(*packet).value_or(false)) {
            if (packet->stream_index == 1 && packet->pts > 48'000 && position < 0) {
                position = packet->pos;
                size = packet->size;
            }
            av_packet_unref(packet.get());
        }
        const QString path = folder_.filePath(QStringLiteral("spoiled.mp4"));
        QFile::copy(recording, path);
        QFile file(path);
        const QByteArray nonsense(size, '\xff');
        if (position < 0 || !file.open(QIODevice::ReadWrite) || !file.seek(position) ||
            file.write(nonsense) != size)
            return fail(ErrorCode::Io);
        return path;
    }

    QTemporaryDir folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodeSound)
#include "test_transcode_sound.moc"
