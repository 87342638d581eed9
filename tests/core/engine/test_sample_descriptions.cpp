// Clips joined without encoding: half of the samples of a track need other headers than the rest.
#include "core/engine/decode/decoder.h"
#include "core/engine/input/input.h"
#include "tests/core/engine/probe_bench.h"
#include "tests/support/edited_media.h"

#include <QtTest/QTest>

using namespace ndas;
using ndas::test::bytesOf;
using ndas::test::clip;
using ndas::test::write;

namespace {

QByteArray pictures(const char* size, const char* codec)
{
    return bytesOf(clip("half.mp4", "-f lavfi -i testsrc2=rate=25:size=" + QByteArray(size) +
                                        " -t 1 -pix_fmt yuv420p -preset ultrafast -g 1 -c:v " + codec));
}

QByteArray sound(const char* channels)
{
    return bytesOf(clip("half.m4a", "-f lavfi -i sine=sample_rate=48000 -t 1 -c:a aac -f mp4 -ac " +
                                        QByteArray(channels)));
}

} // namespace

class TestSampleDescriptions : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:

    void decodesEachSampleWithItsOwn_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("H.264") << pictures("160x120", "libx264")
                               << pictures("320x240", "libx264 -profile:v main");
        QTest::newRow("HEVC") << pictures("160x120", "libx265 -x265-params log-level=0")
                              << pictures("320x240", "libx265 -x265-params log-level=0");
        QTest::newRow("AAC") << sound("1") << sound("2");
    }

    /// A list of edits leaves out the beginning, and shows the end of the first half twice.
    void decodesEachSampleWithItsOwn()
    {
        QFETCH(const QByteArray, first);
        QFETCH(const QByteArray, second);
        QByteArray joined = test::joinedTracks(first, second);
        const qint32 ticks = first.contains("avc1") || first.contains("hev1") ? 12'800 : 48'000;
        QVERIFY(test::setEditList(
            joined, {{.duration = 400, .from = ticks / 2}, {.duration = 1200, .from = ticks * 4 / 5}}));
        auto input = engine::Input::open(write(folder_, QStringLiteral("joined.mp4"), joined), {});
        QVERIFY(input.has_value());
        auto decoder = engine::Decoder::open(*input->streams().front());
        QVERIFY(decoder.has_value());
        const qsizetype media = second.indexOf("mdat") + 4;
        const qsizetype joint = joined.indexOf(second.mid(media, second.lastIndexOf("moov") - 4 - media));
        int packetsBehind = 0;
        int framesBehind = 0;
        int damaged = 0;
        const engine::FrameHandler look = [&](AVFrame& frame) -> Result<void> {
            framesBehind += frame.width == 320 || frame.ch_layout.nb_channels == 2 ? 1 : 0;
            damaged += engine::isDamaged(frame) ? 1 : 0;
            return {};
        };
        const engine::PacketPtr packet = engine::makePacket();
        while (input->read(*packet).value_or(false)) {
            packetsBehind += packet->pos >= joint && (packet->flags & AV_PKT_FLAG_DISCARD) == 0 ? 1 : 0;
            QVERIFY(decoder->feed(*packet, look).has_value());
            av_packet_unref(packet.get());
        }
        QVERIFY(decoder->finish(look).has_value());
        QVERIFY(packetsBehind > 20);
        QCOMPARE(framesBehind, packetsBehind);
        QCOMPARE(damaged + decoder->damagedPackets(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSampleDescriptions)
#include "test_sample_descriptions.moc"
