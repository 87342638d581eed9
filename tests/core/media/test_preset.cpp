#include "core/media/preset.h"
#include "tests/support/places.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;

class TestPreset : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheBuiltInPresets();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
};

static QByteArray file(const char* preset)
{
    return QByteArray("{\"version\":1,\"presets\":[") + preset + "]}";
}

void TestPreset::readsTheBuiltInPresets()
{
    QFile builtIn(ndas::test::sourceFile("resources/presets.json"));
    QVERIFY(builtIn.open(QIODevice::ReadOnly));
    const auto presets = presetsFromJson(builtIn.readAll());
    QVERIFY(presets);
    QCOMPARE(presets->size(), std::size_t{5});
    QVERIFY(presets->at(0).copyWhenCompliant && presets->at(0).keepAllAudio && presets->at(0).box.isEmpty());
    const Preset& medium = presets->at(2);
    QCOMPARE(medium.id, QStringLiteral("medium"));
    QCOMPARE(medium.box.width, 1280);
    QCOMPARE(medium.videoKbps, 2500);
    QCOMPARE(medium.crf, 23);
    QCOMPARE(medium.audioKbps, 128);
    QVERIFY(!medium.copyWhenCompliant);
}

void TestPreset::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("mention");
    QTest::newRow("no JSON") << QByteArray("{") << QString();
    QTest::newRow("other version") << QByteArray("{\"version\":2,\"presets\":[]}") << "version";
    QTest::newRow("no list") << QByteArray("{\"version\":1}") << "presets";
    QTest::newRow("no id") << file(R"({"name":"A"})") << "\"id\"";
    QTest::newRow("id is a path") << file(R"({"id":"../a","name":"A"})") << "\"id\"";
    QTest::newRow("same id twice") << file(R"({"id":"a","name":"A"},{"id":"a","name":"B"})") << "\"a\"";
    QTest::newRow("no name") << file(R"({"id":"a","name":" "})") << "\"name\"";
    QTest::newRow("crf too high") << file(R"({"id":"a","name":"A","crf":52})") << "\"crf\"";
    QTest::newRow("crf a text") << file(R"({"id":"a","name":"A","crf":"20"})") << "\"crf\"";
    QTest::newRow("half a box") << file(R"({"id":"a","name":"A","box":[640]})") << "\"box\"";
    QTest::newRow("empty box") << file(R"({"id":"a","name":"A","box":[0,0]})") << "\"box\"";
    QTest::newRow("negative rate") << file(R"({"id":"a","name":"A","video_kbps":-1})") << "\"video_kbps\"";
    QTest::newRow("no audio rate") << file(R"({"id":"a","name":"A","audio_kbps":0})") << "\"audio_kbps\"";
    QTest::newRow("flag a number") << file(R"({"id":"a","name":"A","keep_all_audio":1})")
                                   << "\"keep_all_audio\"";
    QTest::newRow("entry is no object") << file("7") << "\"id\"";
}

void TestPreset::namesWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, mention);
    const auto presets = presetsFromJson(json);
    QVERIFY(!presets);
    QCOMPARE(presets.error().code, ErrorCode::BadOption);
    QVERIFY2(presets.error().detail.contains(mention), qPrintable(presets.error().detail));
}

QTEST_APPLESS_MAIN(TestPreset)
#include "test_preset.moc"
#include "tests/support/places.h"
