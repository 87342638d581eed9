// Flashes and beeps that belong together stay together, and every picture keeps its time.
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/edited_media.h"

#include <QtTest/QTest>

#include <cmath>

using namespace ndas;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

/// A tenth of a second of white, and of a tone, at the beginning of every second.
constexpr const char* flashes =
    "color=black:s=64x64:r=50,drawbox=t=fill:c=white:enable='lt(mod(t\\,1)\\,0.1)'";
constexpr const char* beeps = "aevalsrc='if(lt(mod(t\\,1)\\,0.1)\\,0.9*sin(2*PI*1000*t)\\,0)':s=48000";
constexpr const char* h264 = "-c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p";

/// A clip of flashes and beeps; `video` and `sound` go before the inputs, `rest` before the output.
QString clip(const char* name, const char* video, const char* sound, const QStringList& rest)
{
    return ndas::test::makeMedia(
        QString::fromLatin1(name),
        words(video) + words("-f lavfi -i") + QStringList{QString::fromLatin1(flashes)} + words(sound) +
            words("-f lavfi -i") + QStringList{QString::fromLatin1(beeps)} + words("-t 4.5") + rest);
}

/// Silence between two beeps is cut out, the times of what follows stay.
QString withLostSound(int milliseconds)
{
    const QByteArray number = QByteArray::number(milliseconds);
    const QByteArray cut =
        "aselect='not(between(t\\,1.5\\," + QByteArray::number(1.5 + 0.001 * milliseconds) + "))'";
    return clip(("sync-lost-" + number + ".mkv").constData(), "", "",
                words(h264) + words("-af") + QStringList{QString::fromLatin1(cut)} + words("-c:a pcm_s16le"));
}

/// One recording behind the other.
QString joinedFiles(const QString& firstPath, const QString& secondPath)
{
    QFile first(firstPath);
    QFile second(secondPath);
    QFile both(secondPath + QStringLiteral(".joined"));
    if (!first.open(QIODevice::ReadOnly) || !second.open(QIODevice::ReadOnly) ||
        !both.open(QIODevice::WriteOnly))
        return {};
    both.write(first.readAll() + second.readAll());
    return both.fileName();
}

/// Two recordings as joined by copying: in the first the sound ends sooner. The clock of the second begins
/// at `offset`.
QString joined(const char* name, const char* offset)
{
    const QStringList aac = words(h264) + words("-c:a aac -output_ts_offset");
    const QByteArray suffix = QByteArray(name).right(3);
    const QString whole = clip(name, "", "", aac + words(offset));
    const QString shorter = clip(("sync-short-sound." + suffix).constData(), "", "",
                                 words("-af atrim=end=4.2") + aac + words("0"));
    return joinedFiles(shorter, whole);
}

/// Of the second, one PES packet holds several blocks of sound.
QString joinedAtAnotherRate()
{
    const auto at = [](const char* name, const char* rest) {
        return clip(name, "", "", words(h264) + words("-c:a aac") + words(rest));
    };
    return joinedFiles(at("sync-usual-rate.ts", "-output_ts_offset 0"),
                       at("sync-low-rate.ts", "-ar 16000 -output_ts_offset 4.5"));
}

/// Three pieces of one recording, put together by edit lists. Pictures are put in order by another distance
/// where each begins.
QString pieces()
{
    const QString whole =
        clip("sync-whole.mp4", "", "",
             words("-vf fps=25 -c:v libx264 -bf 3 -g 50 -x264-params b-adapt=0:b-pyramid=none -pix_fmt "
                   "yuv420p -c:a aac"));
    QFile file(whole);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = file.readAll();
    const auto edits = [](qint32 ticks, qint32 first) {
        std::vector<ndas::test::Edit> list;
        for (const qint32 milliseconds : {0, 2200, 1400})
            list.push_back({.duration = 1600, .from = first + milliseconds * (ticks / 100) / 10});
        return list;
    };
    const bool isSet = ndas::test::setEditList(bytes, edits(12800, 512), 0) &&
                       ndas::test::setEditList(bytes, edits(48000, 1024), 1);
    return isSet ? ndas::test::writeOnce(QStringLiteral("sync-pieces.mp4"), bytes) : QString();
}

/// An MP4 or MOV whose track of that number has another edit list.
QString edited(const char* name, const char* codecs, int track, const std::vector<ndas::test::Edit>& edits)
{
    QFile file(clip(name, "", "", words(codecs)));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = file.readAll();
    return ndas::test::setEditList(bytes, edits, track)
               ? ndas::test::writeOnce(QStringLiteral("edited-") + QString::fromLatin1(name), bytes)
               : QString();
}

/// Edit lists that cannot be meant, of recordings without them in time.
void addSenselessEdits()
{
    constexpr const char* pcm = "-c:v libx264 -preset ultrafast -bf 2 -g 50 -pix_fmt yuv420p -c:a pcm_s16le";
    const QByteArray fragments = QByteArray(pcm) + " -movflags frag_keyframe+delay_moov+default_base_moof";
    constexpr qint32 minutesBehind = 30'000'000; // in ticks of either track
    constexpr quint32 whole = 4500;
    QTest::newRow("edit list of the picture that begins behind its end")
        << edited("sync-picture-behind.mov", pcm, 0, {{.duration = whole, .from = minutesBehind}}) << 0;
    QTest::newRow("edit list of the sound that begins behind its end")
        << edited("sync-sound-behind.mov", pcm, 1, {{.duration = whole, .from = minutesBehind}}) << 0;
    QTest::newRow("edit list of sound without lengths")
        << edited("sync-no-length.mov", pcm, 1, {{.duration = 0, .from = 0}}) << 0;
    QTest::newRow("edit list of the picture that begins behind the last fragment")
        << edited("sync-picture-fragments.mov", fragments.constData(), 0,
                  {{.duration = 0, .from = minutesBehind}})
        << 0;
    QTest::newRow("edit list of the sound that begins behind the last fragment")
        << edited("sync-sound-fragments.mov", fragments.constData(), 1, {{.duration = 0, .from = 360'000}})
        << 0;
}

/// When something begins after at least half of a period without it.
class Onsets {
public:
    void at(Micros time, bool isOn)
    {
        if (isOn && (times.empty() || time - lastOn_ > 500ms))
            times.push_back(time);
        if (isOn)
            lastOn_ = time;
    }

    std::vector<Micros> times;

private:
    Micros lastOn_{0};
};

struct Heard {
    Onsets flashes;
    Onsets beeps;
};

void watch(Heard& heard, const AVStream& stream, const AVFrame& frame)
{
    const Micros time(av_rescale_q(frame.pts, stream.time_base, {1, AV_TIME_BASE}));
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
        heard.flashes.at(time, frame.data[0][32 * frame.linesize[0] + 32] > 128);
        return;
    }
    const auto* samples = reinterpret_cast<const float*>(frame.data[0]);
    for (int i = 0; i < frame.nb_samples; ++i)
        heard.beeps.at(time + Micros(std::int64_t{i} * AV_TIME_BASE / frame.sample_rate),
                       std::abs(samples[i]) > 0.3F);
}

Result<Heard> playThrough(const QString& path)
{
    Heard heard;
    NDAS_TRY(engine::Input input, engine::Input::open(path));
    const engine::PacketPtr packet = engine::makePacket();
    std::vector<engine::Decoder> decoders;
    for (AVStream* stream : input.streams()) {
        NDAS_TRY(engine::Decoder decoder, engine::Decoder::open(*stream));
        decoders.push_back(std::move(decoder));
    }
    const auto watcher = [&](int index) {
        return [&heard, stream = input.stream(index)](AVFrame& frame) -> Result<void> {
            watch(heard, *stream, frame);
            return {};
        };
    };
    for (;;) {
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            break;
        const int index = packet->stream_index;
        NDAS_CHECK(decoders[static_cast<std::size_t>(index)].feed(*packet, watcher(index)));
        av_packet_unref(packet.get());
    }
    for (std::size_t index = 0; index < decoders.size(); ++index)
        NDAS_CHECK(decoders[index].finish(watcher(static_cast<int>(index))));
    return heard;
}

} // namespace

class TestTranscodeSync : public QObject {
    Q_OBJECT

    static void recordings()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("offset"); // of beeps behind flashes, ms
        const QStringList aac = words(h264) + words("-c:a aac");
        const QStringList uneven{QStringLiteral("-vf"),
                                 QStringLiteral("select='lt(mod(t\\,1)\\,0.2)+not(mod(n\\,4))'"),
                                 QStringLiteral("-fps_mode"), QStringLiteral("passthrough")};
        QTest::newRow("constant") << clip("sync.mp4", "", "", aac) << 0;
        QTest::newRow("variable") << clip("sync-variable.mp4", "", "", uneven + aac) << 0;
        QTest::newRow("variable, Matroska, PCM")
            << clip("sync-variable.mkv", "", "", uneven + words(h264) + words("-c:a pcm_s16le")) << 0;
        QTest::newRow("WebM, Opus")
            << clip("sync.webm", "", "",
                    words("-c:v libvpx -deadline realtime -cpu-used 8 -b:v 500k -c:a libopus"))
            << 0;
        QTest::newRow("AMV, of tiny players") << clip("sync.amv", "", "",
                                                      words("-vf fps=15 -c:v amv -pix_fmt yuvj420p -c:a "
                                                            "adpcm_ima_amv -ar 22050 -ac 1 -block_size 1470"))
                                              << 0;
        QTest::newRow("late sound") << clip("sync-sound.mkv", "", "-itsoffset 0.3", aac) << 300;
        QTest::newRow("late sound, MP4") << clip("sync-sound.mp4", "", "-itsoffset 0.3", aac) << 300;
        QTest::newRow("late picture")
            << clip("sync-picture.mp4", "-itsoffset 0.4", "", words("-fps_mode passthrough") + aac) << -400;
        QTest::newRow("huge start") << clip("sync.ts", "", "", words("-output_ts_offset 80000") + aac) << 0;
        QTest::newRow("negative start") << clip("sync-negative.mp4", "-itsoffset -0.3", "-itsoffset -0.3",
                                                words("-copyts -avoid_negative_ts disabled") + aac)
                                        << -40; // ffmpeg itself cuts them two pictures apart
        QTest::newRow("edit list") << ndas::test::makeMedia(QStringLiteral("sync-edited.mp4"),
                                                            words("-ss 0.6 -i") +
                                                                QStringList{clip("sync.mp4", "", "", aac)} +
                                                                words("-c copy"))
                                   << 0;
        QTest::newRow("edit list that skips more than a second of sound")
            << ndas::test::makeMedia(
                   QStringLiteral("sync-skipped.mp4"),
                   words("-ss 1.5 -i") +
                       QStringList{clip("sync-long-group.mp4", "", "",
                                        words("-c:v libx264 -preset ultrafast -g 250 -pix_fmt "
                                              "yuv420p -c:a libopus"))} +
                       words("-c copy"))
            << 0;
        QTest::newRow("pieces of an edit list") << pieces() << 0;
        addSenselessEdits();
        for (const int lost : {15, 40, 80})
            QTest::addRow("%d ms of sound lost", lost) << withLostSound(lost) << 0;
        QTest::newRow("joined") << joined("sync-whole.ts", "0") << 0;
        QTest::newRow("joined FLV") << joined("sync-whole.flv", "0") << 0;
        QTest::newRow("joined Matroska") << joined("sync-whole.mkv", "0") << 0;
        QTest::newRow("joined MP4") << joined("sync-whole.mp4", "0") << 0;
        QTest::newRow("joined, the clock set on") << joined("sync-later.ts", "5000") << 0;
        // A sound card that counts 1 % slow: by the end its samples alone would be 45 ms early.
        QTest::newRow("drifting sound")
            << clip("sync-drift.mkv", "", "",
                    words(h264) + words("-c:a pcm_s16le -bsf:v setts=ts=TS*1.01 -bsf:a setts=ts=TS*1.01"))
            << 0;
    }

private Q_SLOTS:

    void keepsPictureAndSoundTogether_data() { recordings(); }

    void keepsPictureAndSoundTogether() { check("low"); }

    void keepsThemTogetherWhenCopied_data() { recordings(); }

    void keepsThemTogetherWhenCopied() { check("original"); }

    /// AVI counts pictures in the order in which they are decoded, and players put them in order.
    void picturesPutInOrderAreNotLate_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("offset");
        const auto avi = [](const char* name, const char* codec) {
            return clip(name, "", "", words(codec) + words("-pix_fmt yuv420p -c:a pcm_s16le"));
        };
        QTest::newRow("MPEG-4") << avi("sync-mpeg4.avi", "-c:v mpeg4 -bf 2 -g 50") << 0;
        QTest::newRow("H.264") << avi("sync-h264.avi", "-c:v libx264 -bf 3 -g 50") << 0;
        QTest::newRow("H.264 copied to MP4")
            << ndas::test::makeMedia(QStringLiteral("sync-copied.mp4"),
                                     words("-i") +
                                         QStringList{avi("sync-h264.avi", "-c:v libx264 -bf 3 -g 50")} +
                                         words("-c:v copy -c:a aac"))
            << 0;
        QTest::newRow("H.264, decoded by two threads")
            << avi("sync-large.avi", "-vf scale=1920:1080 -c:v libx264 -preset ultrafast -bf 3 -g 50") << 0;
        QTest::newRow("H.264, a place left out behind each")
            << ndas::test::makeMedia(QStringLiteral("sync-places.avi"),
                                     words("-i") +
                                         QStringList{clip("sync-order.mp4", "", "",
                                                          words("-vf fps=25 -c:v libx264 -bf 3 -g 50"))} +
                                         words("-c:v copy -c:a pcm_s16le"))
            << 0;
        QTest::newRow("H.264 in order") << avi("sync-plain.avi", "-c:v libx264 -bf 0 -g 50") << 0;
        QTest::newRow("H.265") << avi("sync-h265.avi",
                                      "-c:v libx265 -x265-params log-level=none:bframes=3 -tag:v HEVC")
                               << 0;
    }

    void picturesPutInOrderAreNotLate() { listenToo("low"); }

    void recordingsThatOverlapStayInTime_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("offset");
        QTest::newRow("60 ms of both at once") << joined("sync-overlap.ts", "4.44") << 0;
        QTest::newRow("sound at another rate") << joinedAtAnotherRate() << 0;
    }

    void recordingsThatOverlapStayInTime() { listenToo("low"); }

private:
    void check(const char* preset)
    {
        listenToo(preset);
        QFETCH(QString, recording);
        if (!QTest::currentTestFailed())
            compareTimes(bench_, recording);
    }

    void listenToo(const char* preset)
    {
        QFETCH(QString, recording);
        QFETCH(int, offset);
        QVERIFY(!recording.isEmpty());
        VERIFY_DONE(bench_.run(recording, preset));
        const auto heard = playThrough(bench_.output());
        VERIFY_DONE(heard);
        QVERIFY(heard->flashes.times.size() >= 3 && heard->beeps.times.size() >= 3);
        int pairs = 0;
        for (const Micros beep : heard->beeps.times)
            for (const Micros flash : heard->flashes.times) {
                const Micros error = beep - flash - std::chrono::milliseconds(offset);
                if (std::chrono::abs(error) > 450ms)
                    continue;
                ++pairs;
                QVERIFY2(std::chrono::abs(error) <= 20ms,
                         QByteArray::number(static_cast<qlonglong>(error.count())).constData());
            }
        QVERIFY(pairs >= 3);
    }

    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodeSync)
#include "test_transcode_sync.moc"
