// Sound stays bit by bit; whatever else stands in its packets goes.
#include "core/engine/codec/aac_user_data.h"
#include "core/engine/libav/side_data.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/talking_sound.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using ndas::test::Planted;

namespace {

struct Sound {
    std::optional<AacFormat> format;
    QByteArrayList packets;
};

std::span<const std::uint8_t> view(const QByteArray& bytes)
{
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

QByteArray cleaned(const QByteArray& packet, AacFormat format)
{
    const auto clean = soundOnly(view(packet), format);
    return clean ? QByteArray(reinterpret_cast<const char*>(clean->data()),
                              static_cast<qsizetype>(clean->size()))
                 : QByteArray();
}

/// What ffmpeg makes of `source`: steps and noise, so that every kind of window and of coding occurs.
Result<Sound> soundOf(const QByteArray& source, const QByteArray& codec)
{
    const QString path = made("sound.m4a", ("-f lavfi -i " + source + " -t 3 -c:a aac " + codec).constData());
    const PacketPtr packet = makePacket();
    AVFormatContext* raw = nullptr; // a file without a picture is no recording, so Input refuses it
    if (avformat_open_input(&raw, path.toUtf8().constData(), nullptr, nullptr) < 0)
        return fail(ErrorCode::NotMedia);
    const InputContextPtr input(raw);
    Sound sound{.format = AacFormat::ofExtradata(extradataOf(*input->streams[0]->codecpar)), .packets = {}};
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        sound.packets << QByteArray(reinterpret_cast<const char*>(packet->data), packet->size);
        av_packet_unref(packet.get());
    }
    return sound;
}

} // namespace

class TestAacUserData : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void leavesTheSound_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("codec");
        const QByteArray steps("aevalsrc='0.8*sin(2*PI*440*t)*lt(mod(t\\,0.13)\\,0.02)+0.3*(random(0)-0.5)*"
                               "gt(mod(t\\,1)\\,0.5)|0.5*sin(2*PI*3000*t)*lt(mod(t\\,0.3)\\,0.1)':s=");
        for (const char* rate :
             {"96000", "64000", "48000", "44100", "32000", "24000", "16000", "11025", "8000"})
            QTest::addRow("stereo, %s", rate) << steps + rate << QByteArray("-b:a 96k");
        QTest::newRow("loud") << steps + "48000" << QByteArray("-b:a 320k");
        QTest::newRow("quiet") << steps + "48000" << QByteArray("-b:a 32k");
        QTest::newRow("mono") << steps + "48000" << QByteArray("-ac 1");
        QTest::newRow("surround") << steps + "48000" << QByteArray("-ac 6");
        QTest::newRow("plain") << steps + "48000"
                               << QByteArray("-aac_tns 0 -aac_pns 0 -aac_is 0 -aac_ms 0 -aac_coder fast");
    }

    void leavesTheSound()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, codec);
        const auto sound = soundOf(source, codec);
        VERIFY_DONE(sound);
        QVERIFY(sound->format && sound->packets.size() > 20);
        for (const QByteArray& packet : sound->packets) {
            const QByteArray clean = cleaned(packet, *sound->format);
            QCOMPARE(contentOf(view(clean), *sound->format), AacContent::SoundOnly);
            QCOMPARE(cleaned(clean, *sound->format), clean);
            const bool namesItsEncoder = packet.contains("Lavc"); // where it says so first, bytes are whole
            QCOMPARE(contentOf(view(packet), *sound->format),
                     namesItsEncoder ? AacContent::UserData : AacContent::SoundOnly);
            QCOMPARE(clean == packet, !namesItsEncoder);
            QVERIFY(!clean.contains("Lavc"));
            for (const Planted where :
                 {Planted::DataBefore, Planted::DataBehind, Planted::FillBehind, Planted::BehindTheEnd}) {
                const QByteArray planted = ndas::test::withPlanted(clean, "Kilroy was here", where);
                QCOMPARE(contentOf(view(planted), *sound->format), AacContent::UserData);
                QCOMPARE(cleaned(planted, *sound->format), clean);
            }
        }
    }

    void whatIsTornIsUnreadable()
    {
        const auto sound = soundOf("sine=sample_rate=48000", "-b:a 128k");
        VERIFY_DONE(sound);
        const QByteArray& packet = sound->packets[5];
        QCOMPARE(contentOf(view(packet.first(packet.size() / 2)), *sound->format), AacContent::Unreadable);
        QCOMPARE(contentOf({}, *sound->format), AacContent::Unreadable);
        QCOMPARE(contentOf(view(QByteArray(64, '\xff')), *sound->format), AacContent::Unreadable);
    }

    void knowsWhatItCanTakeApart_data()
    {
        QTest::addColumn<QByteArray>("extradata");
        QTest::addColumn<bool>("known");
        QTest::newRow("AAC-LC") << QByteArray::fromHex("1190") << true;
        QTest::newRow("and no band replication") << QByteArray::fromHex("119056e500") << true;
        QTest::newRow("HE-AAC") << QByteArray::fromHex("2b118800") << true;
        QTest::newRow("960 samples") << QByteArray::fromHex("1194") << false;
        QTest::newRow("own channels, maybe a comment") << QByteArray::fromHex("1180") << false;
        QTest::newRow("low delay") << QByteArray::fromHex("b98c00") << false;
        QTest::newRow("much more") << QByteArray::fromHex("1190") + QByteArray("Kilroy was here") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }

    void knowsWhatItCanTakeApart()
    {
        QFETCH(QByteArray, extradata);
        QTEST(AacFormat::ofExtradata(view(extradata)).has_value(), "known");
    }
};

QTEST_GUILESS_MAIN(TestAacUserData)
#include "test_aac_user_data.moc"
