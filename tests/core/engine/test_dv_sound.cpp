// Tapes whose takes were recorded with different sound.
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/avi_media.h"

#include <QtCore/QtEndian>

#include <algorithm>
#include <cmath>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

constexpr int tone = 600; // Hz

/// 0 = nothing was recorded.
QByteArray take(int sampleRate)
{
    const QByteArray picture = "-f lavfi -i testsrc2=size=720x576:rate=25 ";
    const QByteArray sound = "-f lavfi -i sine=frequency=" + QByteArray::number(tone) +
                             ":sample_rate=" + QByteArray::number(sampleRate) + " -ac 2 -c:a pcm_s16le";
    const QByteArray recipe =
        picture + (sampleRate > 0 ? sound : QByteArray()) + " -t 1 -c:v dvvideo -pix_fmt yuv420p";
    QFile file(made("take.dv", recipe.constData()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A second of each.
QByteArray takes(std::initializer_list<int> sampleRates)
{
    QByteArray bytes;
    for (const int rate : sampleRates)
        bytes += take(rate);
    return bytes;
}

QString tape(std::initializer_list<int> sampleRates)
{
    return ndas::test::writeOnce(QStringLiteral("takes.dv"), takes(sampleRates));
}

/// As most programs took it from the camera: picture and sound in one stream.
QString tapeInAvi(std::initializer_list<int> sampleRates)
{
    constexpr qsizetype frameSize = 144'000;
    const QByteArray bytes = takes(sampleRates);
    std::vector<QByteArray> frames;
    for (qsizetype at = 0; at < bytes.size(); at += frameSize)
        frames.push_back(bytes.mid(at, frameSize));
    return ndas::test::writeOnce(QStringLiteral("takes.avi"), ndas::test::avi(frames, "iavsdvsd", 720, 576));
}

QByteArray number16(quint16 value)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

/// Of two tracks of pictures the second becomes one of sound.
QString tapeInMov(std::initializer_list<int> sampleRates)
{
    QFile file(remade("takes.mov", tape(sampleRates), "-map 0:v -map 0:v -c copy -write_tmcd 0"));
    QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    bytes.replace(bytes.lastIndexOf("vide", bytes.lastIndexOf("vmhd")), 4, "soun");
    const qsizetype entry = bytes.lastIndexOf("dvcp") - 4;
    constexpr int soundEntry = 36;
    const auto rest = static_cast<quint16>(qFromBigEndian<quint32>(bytes.constData() + entry) - soundEntry);
    bytes.replace(entry + 4, 4, "dvca");
    bytes.replace(entry + 16, soundEntry - 16,
                  QByteArray(8, '\0') + number16(4) + number16(16) + QByteArray(4, '\0') + number16(48000) +
                      number16(0));
    bytes.replace(entry + soundEntry, 8, number16(0) + number16(rest) + "free");
    return ndas::test::writeOnce(QStringLiteral("takes-sound.mov"), bytes);
}

struct Heard {
    std::vector<int> rates; ///< of each frame
    std::vector<int> waves; ///< of each second
};

float valueOf(const AVFrame& sound, int sample)
{
    return sound.format == AV_SAMPLE_FMT_FLTP
               ? reinterpret_cast<const float*>(sound.data[0])[sample]
               : reinterpret_cast<const std::int16_t*>(sound.data[0])[sample * sound.ch_layout.nb_channels];
}

class Ear {
public:
    Result<void> listen(const AVFrame& sound)
    {
        heard.rates.push_back(sound.sample_rate);
        for (int i = 0; i < sound.nb_samples; ++i, time_ += 1.0 / sound.sample_rate) {
            const float value = valueOf(sound, i);
            const auto second = static_cast<std::size_t>(time_ + 1e-6);
            heard.waves.resize(std::max(heard.waves.size(), second + 1));
            heard.waves[second] += last_ < 0 && value >= 0 ? 1 : 0;
            last_ = value;
        }
        return {};
    }

    Heard heard;

private:
    double time_ = 0;
    float last_ = 0;
};

Result<Heard> hear(const QString& path, std::initializer_list<Micros> from = {0s})
{
    NDAS_TRY(Input input, Input::open(path));
    const AVStream* stream = input.stream(1);
    NDAS_TRY(Decoder decoder, Decoder::open(*stream));
    Ear ear;
    const auto listen = [&ear](AVFrame& sound) { return ear.listen(sound); };
    const PacketPtr packet = makePacket();
    for (const Micros begin : from) {
        NDAS_CHECK(input.seek(1, av_rescale_q(begin.count(), {1, AV_TIME_BASE}, stream->time_base)));
        decoder.reset();
        for (bool more = true; more; av_packet_unref(packet.get())) {
            NDAS_TRY(more, input.read(*packet));
            if (more && packet->stream_index == 1)
                NDAS_CHECK(decoder.feed(*packet, listen));
        }
        NDAS_CHECK(decoder.finish(listen));
        decoder.reset();
    }
    return ear.heard;
}

std::vector<int> repeated(std::initializer_list<int> sampleRates)
{
    std::vector<int> rates;
    for (const int rate : sampleRates)
        rates.insert(rates.end(), 25, rate);
    return rates;
}

} // namespace

class TestDvSound : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void changesRateWithEachTake()
    {
        const auto heard = hear(tape({48000, 32000, 44100, 48000}));
        VERIFY_DONE(heard);
        QCOMPARE(heard->rates, repeated({48000, 32000, 44100, 48000}));
    }

    void changesItInAviToo()
    {
        const auto heard = hear(tapeInAvi({48000, 32000, 48000}));
        VERIFY_DONE(heard);
        QCOMPARE(heard->rates, repeated({48000, 32000, 48000}));
    }

    /// A sound track whose samples are whole frames, and which is said to have four channels at one rate.
    void isNotAsQuickTimeSaysItIs()
    {
        const auto heard = hear(tapeInMov({48000, 32000, 48000}));
        VERIFY_DONE(heard);
        QCOMPARE(heard->rates, repeated({48000, 32000, 48000}));
        QCOMPARE(heard->waves.size(), std::size_t{3});
        for (const int waves : heard->waves)
            QVERIFY2(std::abs(waves - tone) < tone / 20, QByteArray::number(waves).constData());
    }

    void hasTheRateOfWhereReadingGoesOn()
    {
        const auto heard = hear(tape({48000, 32000, 44100, 48000}), {3s, 1s, 2s});
        VERIFY_DONE(heard);
        QCOMPARE(heard->rates, repeated({48000, 32000, 44100, 48000, 44100, 48000}));
    }

    void keepsItsPitchAndTime()
    {
        const QString recording = tape({48000, 32000, 44100, 48000});
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto heard = hear(bench_.output());
        VERIFY_DONE(heard);
        QVERIFY(heard->waves.size() >= 4);
        for (std::size_t second = 0; second < 4; ++second)
            QVERIFY2(std::abs(heard->waves[second] - tone) < tone / 20,
                     QByteArray::number(heard->waves[second]).constData());
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(std::chrono::abs(played->soundEnd - 4s) <= 45ms);
    }

    void isKeptWhereItBeginsLate_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::newRow("DV") << tape({0, 0, 0, 48000, 0});
        QTest::newRow("AVI") << tapeInAvi({0, 0, 0, 48000, 0});
    }

    void isKeptWhereItBeginsLate()
    {
        QFETCH(QString, recording);
        const auto info = probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->audio.size(), std::size_t{1});
        QCOMPARE(info->audio.front().sampleRate, 48000);
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{125});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::AudioUnreadable), 0);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->soundStart && std::chrono::abs(*played->soundStart - 3s) <= 45ms);
        QVERIFY(std::chrono::abs(played->soundEnd - 4s) <= 45ms);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestDvSound)
#include "test_dv_sound.moc"
