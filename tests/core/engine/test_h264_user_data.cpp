// User data goes, everything else in an H.264 packet stays byte for byte.
#include "core/engine/codec/h264_user_data.h"

#include <QtCore/QByteArray>
#include <QtTest/QTest>

namespace engine = ndas::engine;
using ndas::engine::hasUserData;
using ndas::engine::NalFraming;
using ndas::engine::withoutUserData;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes hex(const char* text)
{
    const QByteArray bytes = QByteArray::fromHex(text);
    return Bytes(bytes.begin(), bytes.end());
}

constexpr NalFraming startCodes{};
constexpr NalFraming lengths{4};

} // namespace

class TestH264UserData : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void removes_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<QByteArray>("clean"); // "" = unchanged
        QTest::addColumn<bool>("startCodes");
        const auto row = [](const char* name, bool codes, const char* packet, const char* clean) {
            QTest::newRow(name) << QByteArray(packet) << QByteArray(clean) << codes;
        };
        row("a slice alone", false, "00000003 658840", "");
        row("unregistered user data", false, "00000007 060503aabbcc80 00000003 658840", "00000003 658840");
        row("registered user data", false, "00000006 060402b50080 00000002 6588", "00000002 6588");
        row("recovery point alone", false, "00000005 0606018480 00000002 6588", "");
        row("recovery point and user data", false, "00000009 060601840502112280 00000002 6588",
            "00000005 0606018480 00000002 6588");
        row("start codes", true, "00000001 060503aabbcc80 00000001 658840", "00000001 658840");
        row("short start codes", true, "000001 060503aabbcc80 000001 658840", "00000001 658840");
        row("message cut short", false, "00000005 06057faabb 00000002 6588", "00000002 6588");
        row("escaped zeros inside", false, "0000000b 060505000003000003aa80 00000002 6588", "00000002 6588");
        row("picture timing with a time of day", false, "00000006 0601022a8080 00000002 6588",
            "00000002 6588");
        row("a unit nobody defined", false, "00000003 7eaabb 00000002 6588", "00000002 6588");
        row("filler that fills with something", false, "00000003 0caabb 00000002 6588", "00000002 6588");
        row("parameter sets stay", false, "00000002 6764 00000002 68ee 00000002 6588", "");
        row("nothing", false, "", "");
    }

    void removes()
    {
        QFETCH(QByteArray, packet);
        QFETCH(QByteArray, clean);
        QFETCH(bool, startCodes);
        const NalFraming framing = startCodes ? ::startCodes : lengths;
        const Bytes bytes = hex(packet.constData());
        const auto result = withoutUserData(bytes, framing);
        QCOMPARE(result.has_value(), !clean.isEmpty());
        QCOMPARE(hasUserData(bytes, framing), !clean.isEmpty());
        if (result) {
            QVERIFY(*result == hex(clean.constData()));
            QVERIFY(!hasUserData(*result, framing));
        }
    }

    /// Nobody can say what is in it: it stays as it is and does not count as clean.
    void lengthsThatDoNotAddUpAreNotTrusted()
    {
        const Bytes packet = hex("000000ff 0605");
        QVERIFY(!withoutUserData(packet, lengths));
        QVERIFY(hasUserData(packet, lengths));
    }

    void leavesParameterSetsInTheHeadersOnly()
    {
        const auto plain = [](const char* text) { return engine::plainDecoderConfiguration(hex(text)); };
        const char* baseline = "0142c01effe1 0002 6742 01 0002 68ee";
        QVERIFY(*plain(baseline) == hex(baseline));
        QVERIFY(*plain("0142c01effe1 0002 6742 01 0002 68ee 4b696c726f79") == hex(baseline));
        const char* high = "0164001fffe1 0002 6764 01 0002 68ee fdf8f8 00";
        QVERIFY(*plain(high) == hex(high));
        QVERIFY(*plain("0164001fffe1 0002 6764 01 0002 68ee fdf8f8 00 4b696c") == hex(high));
        QVERIFY(!plain("0142c01effe1 0005 0605016b80 01 0002 68ee")); // no parameter set
        QVERIFY(!plain("0142c01effe1 00ff 6742 01"));
        QVERIFY(*plain("00000001674200") == hex("00000001674200"));
    }

    void findsWhatWritersOfHevcAdd_data()
    {
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<bool>("found");
        QTest::newRow("a slice alone") << QByteArray("00000004 26016b88") << false;
        QTest::newRow("words in front") << QByteArray("00000007 4e01 0502abcd 80 00000004 26016b88") << true;
        QTest::newRow("words behind") << QByteArray("00000004 26016b88 00000007 5001 0502abcd 80") << true;
        QTest::newRow("words of another view") << QByteArray("00000007 4e09 0502abcd 80") << true;
        QTest::newRow("brightness of the scene") << QByteArray("00000007 4e01 0402b500 80") << false;
        QTest::newRow("lengths that do not add up") << QByteArray("000000ff 4e010502") << false;
    }

    void findsWhatWritersOfHevcAdd()
    {
        QFETCH(QByteArray, packet);
        QFETCH(bool, found);
        QCOMPARE(engine::hasHevcUserData(hex(packet.constData()), lengths), found);
    }

    void readsFramingFromExtradata()
    {
        QCOMPARE(NalFraming::ofExtradata(hex("0164001fffe10000")).lengthBytes, 4);
        QCOMPARE(NalFraming::ofExtradata(hex("0164001ffde10000")).lengthBytes, 2);
        QCOMPARE(NalFraming::ofExtradata(hex("000000016764001f")).lengthBytes, 0);
        QCOMPARE(NalFraming::ofExtradata({}).lengthBytes, 0);
        QCOMPARE(
            NalFraming::ofHevcExtradata(hex("0101600000009000000000003cf000fcfdf8f800000f03")).lengthBytes,
            4);
        QCOMPARE(NalFraming::ofHevcExtradata(hex("0000000140010c01")).lengthBytes, 0);
    }
};

QTEST_GUILESS_MAIN(TestH264UserData)
#include "test_h264_user_data.moc"
