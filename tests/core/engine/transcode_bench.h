// What the tests of the transcoder share: made recordings, a run from probe to rendition, and a reader of the
// result.
#pragma once

#include "core/engine/decode/decoder.h"
#include "core/engine/input/input.h"
#include "core/engine/probe/probe.h"
#include "core/engine/transcode/transcode.h"
#include "core/media/preset.h"
#include "tests/support/places.h"
#include "tests/support/test_media.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <span>

extern "C" {
#include <libavutil/log.h>
}

namespace ndas::engine::test {

using media::Micros;

inline QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

inline QString made(const char* name, const char* arguments)
{
    return ndas::test::makeMedia(QString::fromLatin1(name), words(arguments));
}

/// `source` once more without encoding, e.g. to set a rotation.
inline QString remade(const char* name, const QString& source, const char* arguments)
{
    return ndas::test::makeMedia(QString::fromLatin1(name),
                                 QStringList{QStringLiteral("-i"), source} + words(arguments));
}

struct Yuv {
    int y = 0;
    int u = 0;
    int v = 0;
};

/// A rendition (or a recording) read back picture by picture.
struct Playback {
    std::vector<Micros> pictures; ///< presentation times
    FramePtr first;
    FramePtr last;
    std::vector<std::vector<int>> luma; ///< of each picture at 16 x 16 places
    std::optional<Micros> soundStart;
    Micros soundEnd{0};
    float loudest = 0; ///< sample of a rendition's sound
    std::int64_t damaged = 0;
    std::vector<QByteArray> videoPackets;

    /// Colour of the first picture at a place given in 0..1.
    Yuv at(double x, double y) const
    {
        const int column = static_cast<int>(x * (first->width - 1));
        const int row = static_cast<int>(y * (first->height - 1));
        const auto sample = [&](int plane, int shift) {
            return int{first->data[plane][(row >> shift) * first->linesize[plane] + (column >> shift)]};
        };
        return {sample(0, 0), sample(1, 1), sample(2, 1)};
    }
};

inline std::vector<int> lumaSamples(const AVFrame& frame)
{
    constexpr int steps = 16;
    std::vector<int> samples;
    for (int i = 0; i < steps * steps; ++i) {
        const int row = (i / steps) * frame.height / steps;
        const int column = (i % steps) * frame.width / steps;
        samples.push_back(frame.data[0][row * frame.linesize[0] + column]);
    }
    return samples;
}

inline void note(Playback& played, const AVStream& stream, const AVFrame& frame)
{
    const Micros time(av_rescale_q(frame.pts, stream.time_base, {1, AV_TIME_BASE}));
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO) {
        if (!played.first)
            played.first.reset(av_frame_clone(&frame));
        played.last.reset(av_frame_clone(&frame));
        played.pictures.push_back(time);
        played.luma.push_back(lumaSamples(frame));
        return;
    }
    if (!played.soundStart)
        played.soundStart = time;
    played.soundEnd = time + Micros(std::int64_t{frame.nb_samples} * AV_TIME_BASE / frame.sample_rate);
    if (frame.format != AV_SAMPLE_FMT_FLTP)
        return;
    for (int channel = 0; channel < frame.ch_layout.nb_channels; ++channel)
        for (const float sample : std::span(reinterpret_cast<const float*>(frame.extended_data[channel]),
                                            static_cast<std::size_t>(frame.nb_samples)))
            played.loudest = std::max(played.loudest, std::abs(sample));
}

inline Result<Playback> play(const QString& path)
{
    Playback played;
    NDAS_TRY(Input input, Input::open(path));
    std::vector<Decoder> decoders;
    for (AVStream* stream : input.streams()) {
        NDAS_TRY(Decoder decoder, Decoder::open(*stream));
        decoders.push_back(std::move(decoder));
    }
    const auto handler = [&](std::size_t index) {
        return [&, index](AVFrame& frame) -> Result<void> {
            note(played, *input.streams()[index], frame);
            return {};
        };
    };
    const PacketPtr packet = makePacket();
    for (;;) {
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            break;
        const auto index = static_cast<std::size_t>(packet->stream_index);
        if (input.streams()[index]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
            played.videoPackets.emplace_back(reinterpret_cast<const char*>(packet->data), packet->size);
        NDAS_CHECK(decoders[index].feed(*packet, handler(index)));
        av_packet_unref(packet.get());
    }
    for (std::size_t index = 0; index < decoders.size(); ++index) {
        NDAS_CHECK(decoders[index].finish(handler(index)));
        played.damaged += decoders[index].damagedPackets();
    }
    return played;
}

/// One recording made into one rendition in a folder of its own.
class TranscodeBench {
public:
    TranscodeBench()
    {
        av_log_set_level(AV_LOG_QUIET);
        QFile file(ndas::test::sourceFile("resources/presets.json"));
        if (file.open(QIODevice::ReadOnly))
            presets_ = media::presetsFromJson(file.readAll()).value_or(std::vector<media::Preset>{});
    }

    QString output() const { return folder_.filePath(QStringLiteral("rendition.mp4")); }

    media::Preset preset(const char* id) const
    {
        for (const media::Preset& preset : presets_)
            if (preset.id == QLatin1String(id))
                return preset;
        return {};
    }

    Result<media::TranscodeRequest> request(const QString& recording, const char* presetId) const
    {
        NDAS_TRY(const media::MediaInfo info, probe(recording));
        media::TranscodeRequest request;
        request.path = recording;
        request.outputPath = output();
        request.plan = media::makePlan(info, preset(presetId));
        request.plan.video.encoderPreset =
            QStringLiteral("veryfast"); // what x264 ponders is not what is tested
        return request;
    }

    Result<media::TranscodeResult> run(const media::TranscodeRequest& request,
                                       const TranscodeWatch& watch = {}) const
    {
        QFile::remove(output());
        return transcode(request, {}, watch);
    }

    Result<media::TranscodeResult> run(const QString& recording, const char* presetId) const
    {
        NDAS_TRY(const media::TranscodeRequest planned, request(recording, presetId));
        return run(planned);
    }

    Result<media::MediaInfo> probed() const { return probe(output()); }

    Result<Playback> played() const { return play(output()); }

    QByteArray bytes() const
    {
        QFile file(output());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QTemporaryDir folder_;
    std::vector<media::Preset> presets_;
};

/// Why a run failed, for QVERIFY2.
template <class T>
QByteArray why(const Result<T>& result)
{
    return result ? QByteArray("done")
                  : QByteArray(errorName(result.error().code)) + ": " + result.error().detail.toUtf8();
}

} // namespace ndas::engine::test

#define VERIFY_DONE(result)                                                                                  \
    do {                                                                                                     \
        const auto& done_ = (result);                                                                        \
        QVERIFY2(done_.has_value(), why(done_).constData());                                                 \
    } while (false)

namespace ndas::engine::test {

/// The rendition shows its pictures when the recording does, counted from the first.
inline void compareTimes(const TranscodeBench& bench, const QString& recording)
{
    const auto source = play(recording);
    VERIFY_DONE(source);
    const auto rendition = bench.played();
    VERIFY_DONE(rendition);
    QCOMPARE(rendition->pictures.size(), source->pictures.size());
    for (std::size_t i = 0; i < source->pictures.size(); ++i) {
        const Micros expected = source->pictures[i] - source->pictures[0] + rendition->pictures[0];
        QVERIFY2(std::chrono::abs(rendition->pictures[i] - expected) <= std::chrono::milliseconds(1),
                 QByteArray::number(i).constData());
    }
}

} // namespace ndas::engine::test
