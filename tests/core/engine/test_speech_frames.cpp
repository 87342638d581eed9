// Speech of phones: packets that hold several frames.
#include "core/engine/decode/decoder.h"

#include <QtCore/QByteArray>
#include <QtTest/QTest>

extern "C" {
#include <libavutil/log.h>
}

using namespace ndas;
using namespace ndas::engine;

namespace {

struct Heard {
    std::vector<std::int64_t> times;
    std::int64_t damaged = 0;
};

struct Recording {
    AVCodecID codec = AV_CODEC_ID_NONE;
    int sampleRate = 8000;
};

Result<Heard> hear(const Recording& recording, const QByteArray& bytes, std::int64_t time)
{
    const InputContextPtr container(avformat_alloc_context());
    AVStream* stream = avformat_new_stream(container.get(), nullptr);
    stream->codecpar->codec_type = AVMEDIA_TYPE_AUDIO;
    stream->codecpar->codec_id = recording.codec;
    stream->codecpar->sample_rate = recording.sampleRate;
    stream->codecpar->ch_layout = AV_CHANNEL_LAYOUT_MONO;
    stream->time_base = {1, 1000};
    NDAS_TRY(Decoder decoder, Decoder::open(*stream));
    const PacketPtr packet = makePacket();
    if (av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0)
        return fail(ErrorCode::OutOfMemory);
    std::ranges::copy(bytes, packet->data);
    packet->pts = packet->dts = time;
    Heard heard;
    const auto note = [&heard](AVFrame& frame) -> Result<void> {
        heard.times.push_back(frame.pts);
        return {};
    };
    NDAS_CHECK(decoder.feed(*packet, note));
    NDAS_CHECK(decoder.finish(note));
    heard.damaged = decoder.damagedPackets();
    return heard;
}

QByteArray frame(char kind, qsizetype size)
{
    return kind + QByteArray(size - 1, '\x21');
}

} // namespace

class TestSpeechFrames : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { av_log_set_level(AV_LOG_QUIET); }

    void decodesEachFrameOfAPacket_data()
    {
        QTest::addColumn<AVCodecID>("codec");
        QTest::addColumn<int>("sampleRate");
        QTest::addColumn<QByteArray>("packet");
        QTest::newRow("narrow band") << AV_CODEC_ID_AMR_NB << 8000
                                     << frame('\x3c', 32) + frame('\x04', 13) + frame('\x3c', 32);
        QTest::newRow("wide band") << AV_CODEC_ID_AMR_WB << 16000
                                   << frame('\x44', 61) + frame('\x04', 18) + frame('\x44', 61);
        QTest::newRow("qcelp") << AV_CODEC_ID_QCELP << 8000
                               << frame('\x03', 17) + frame('\x03', 17) + frame('\x03', 17);
        QTest::newRow("evrc") << AV_CODEC_ID_EVRC << 8000
                              << frame('\x04', 23) + frame('\x03', 11) + frame('\x04', 23);
        QTest::newRow("filled up") << AV_CODEC_ID_AMR_NB << 8000
                                   << frame('\x3c', 32) + frame('\x04', 13) + frame('\x04', 13) +
                                          QByteArray(100, '\0');
    }

    void decodesEachFrameOfAPacket()
    {
        QFETCH(AVCodecID, codec);
        QFETCH(int, sampleRate);
        QFETCH(QByteArray, packet);
        const auto heard = hear({codec, sampleRate}, packet, 500);

        QVERIFY(heard.has_value());
        QCOMPARE(heard->times, (std::vector<std::int64_t>{500, 520, 540}));
        QCOMPARE(heard->damaged, std::int64_t{0});
    }

    void keepsTheTimeOfPauses()
    {
        const QByteArray noise = frame('\x44', 6);
        const QByteArray nothing("\x7c");
        const auto heard = hear({AV_CODEC_ID_AMR_NB}, noise + nothing + nothing + frame('\x3c', 32), 500);

        QVERIFY(heard.has_value());
        QCOMPARE(heard->times, (std::vector<std::int64_t>{560}));
        QCOMPARE(heard->damaged, std::int64_t{0});
    }

    void leavesWhatIsNoRowOfFramesToTheDecoder()
    {
        const auto heard = hear({AV_CODEC_ID_AMR_NB}, frame('\x3c', 32) + frame('\x3c', 20), 500);

        QVERIFY(heard.has_value());
        QCOMPARE(heard->times, (std::vector<std::int64_t>{500}));
    }
};

QTEST_GUILESS_MAIN(TestSpeechFrames)
#include "test_speech_frames.moc"
