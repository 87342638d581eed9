#include "core/media/media_info.h"
#include "tests/core/media/sample_info.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace std::chrono_literals;

class TestMediaInfo : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void survivesJsonWithoutLoss();
    void readsWhatAnOlderProgramWrote();
    void refusesNonsense_data();
    void refusesNonsense();
    void reportsWhatScriptsRelyOn();
    void reportsSilentRecordingWithNulls();
    void checksLimits();
    void limitsAdmitTheirOwnValue();
};

static QJsonObject throughText(const QJsonObject& object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson(QJsonDocument::Compact)).object();
}

static MediaInfo unusualInfo()
{
    MediaInfo info = test::compliantInfo();
    VideoStream& video = info.video[0];
    video.coded = {720, 576};
    video.pixelAspect = {64, 45};
    video.orientation = {270, true};
    video.orientationRounded = true;
    video.frameRate = {30000, 1001};
    video.variableFrameRate = true;
    video.bitDepth = 10;
    video.chroma = Chroma::Yuv422;
    video.alpha = true;
    video.fullRange = true;
    video.hdr = Hdr::Hlg;
    video.scan = Scan::BottomFieldFirst;
    video.start = Micros(-21'333);
    video.language = QStringLiteral("deu");
    info.video.push_back(VideoStream());
    info.audio[0].decodable = false;
    info.others = {OtherStream{.index = 2, .kind = QStringLiteral("cover"), .codec = QStringLiteral("png")}};
    info.sizeBytes = (std::int64_t{1} << 53) + 1; // beyond a double
    info.recordedAt = RecordingDate{QStringLiteral("2026-11-03T10:24:00Z"), DateSource::FileName};
    info.hasLocation = true;
    info.privateTags = {QStringLiteral("location"), QStringLiteral("Gerät \"7\"\n")};
    info.warnings = {QStringLiteral("truncated")};
    return info;
}

void TestMediaInfo::survivesJsonWithoutLoss()
{
    const MediaInfo before = unusualInfo();
    const auto after = mediaInfoFromJson(throughText(toJson(before)));
    QVERIFY(after);
    QCOMPARE(toJson(*after), toJson(before));
    QCOMPARE(after->sizeBytes, before.sizeBytes);
    QCOMPARE(after->video[0].orientation.clockwiseDegrees, 270);
    QVERIFY(after->video[0].orientation.mirrored);
    QCOMPARE(after->video[0].start.count(), -21'333);
    QCOMPARE(after->video[0].pixelAspect.num, 64);
    QVERIFY(after->video[0].hdr == Hdr::Hlg && after->video[0].scan == Scan::BottomFieldFirst);
    QVERIFY(after->recordedAt && after->recordedAt->source == DateSource::FileName);
    QCOMPARE(after->privateTags, before.privateTags);
    QCOMPARE(after->others[0].kind, QStringLiteral("cover"));
}

void TestMediaInfo::readsWhatAnOlderProgramWrote()
{
    QJsonObject old = toJson(test::compliantInfo());
    old.remove(QStringLiteral("warnings"));
    const auto info = mediaInfoFromJson(old);
    QVERIFY(info && info->warnings.isEmpty());
}

void TestMediaInfo::refusesNonsense_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("text for number") << "size_bytes" << QJsonValue(QStringLiteral("many"));
    QTest::newRow("fraction for number") << "size_bytes" << QJsonValue(1.5);
    QTest::newRow("out of range") << "chosen_video" << QJsonValue(qint64{1} << 40);
    QTest::newRow("stream that is not there") << "chosen_video" << QJsonValue(7);
    QTest::newRow("negative stream") << "chosen_audio" << QJsonValue(-2);
    QTest::newRow("no list") << "video" << QJsonValue(3);
    QTest::newRow("list of numbers") << "audio" << QJsonValue(QJsonArray{1, 2});
    QTest::newRow("list of objects as texts") << "warnings" << QJsonValue(QJsonArray{QJsonObject()});
    QTest::newRow("slanted") << "video"
                             << QJsonValue(
                                    QJsonArray{QJsonObject{{QStringLiteral("orientation"),
                                                            QJsonObject{{QStringLiteral("degrees"), 45}}}}});
    QTest::newRow("unknown word") << "video"
                                  << QJsonValue(QJsonArray{
                                         QJsonObject{{QStringLiteral("hdr"), QStringLiteral("ultra")}}});
    QTest::newRow("half a size") << "video"
                                 << QJsonValue(
                                        QJsonArray{QJsonObject{{QStringLiteral("coded"), QJsonArray{1}}}});
}

void TestMediaInfo::refusesNonsense()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QJsonObject object = toJson(test::compliantInfo());
    object.insert(key, value);
    const auto info = mediaInfoFromJson(object);
    QVERIFY(!info);
    QCOMPARE(info.error().code, ErrorCode::ProtocolError);
}

void TestMediaInfo::reportsWhatScriptsRelyOn()
{
    const QJsonObject report = toReport(unusualInfo());
    const auto value = [&](const char* key) { return report.value(QLatin1String(key)); };
    QCOMPARE(value("container").toString(), QStringLiteral("mov,mp4,m4a,3gp,3g2,mj2"));
    QCOMPARE(value("duration_s").toDouble(), 75.0);
    QCOMPARE(value("display_width").toInt(), 576);
    QCOMPARE(value("display_height").toInt(), 1024);
    QCOMPARE(value("rotation_deg").toInt(), 270);
    QVERIFY(value("mirrored").toBool());
    QCOMPARE(value("pixel_aspect").toString(), QStringLiteral("64:45"));
    QCOMPARE(value("frame_rate").toDouble(), 29.97);
    QVERIFY(value("variable_frame_rate").toBool());
    QCOMPARE(value("video_codec").toString(), QStringLiteral("h264"));
    QCOMPARE(value("bit_depth").toInt(), 10);
    QCOMPARE(value("hdr"), QJsonValue(true));
    QCOMPARE(value("hdr_format").toString(), QStringLiteral("hlg"));
    QCOMPARE(value("interlaced"), QJsonValue(true));
    QCOMPARE(value("has_audio"), QJsonValue(true));
    QCOMPARE(value("audio_tracks").toInt(), 1);
    QCOMPARE(value("audio_codec").toString(), QStringLiteral("aac"));
    QCOMPARE(value("recorded_at").toString(), QStringLiteral("2026-11-03T10:24:00Z"));
    QCOMPARE(value("recorded_at_source").toString(), QStringLiteral("file name"));
    QCOMPARE(value("has_location"), QJsonValue(true));
    QCOMPARE(value("streams").toArray().size(), 4);
}

void TestMediaInfo::reportsSilentRecordingWithNulls()
{
    MediaInfo info = test::compliantInfo();
    info.audio.clear();
    info.chosenAudio = -1;
    const QJsonObject report = toReport(info);
    QCOMPARE(report.value(QLatin1String("has_audio")), QJsonValue(false));
    for (const char* key : {"audio_codec", "recorded_at", "recorded_at_source"})
        QVERIFY2(report.contains(QLatin1String(key)) && report.value(QLatin1String(key)).isNull(), key);
    QCOMPARE(report.value(QLatin1String("hdr")), QJsonValue(false));
    QCOMPARE(report.value(QLatin1String("pixel_aspect")).toString(), QStringLiteral("1:1"));
}

void TestMediaInfo::checksLimits()
{
    MediaInfo large = test::compliantInfo();
    large.sizeBytes = Limits().maxBytes + 1;
    QCOMPARE(checkLimits(large, {}).error().code, ErrorCode::TooLarge);
    MediaInfo lengthy = test::compliantInfo();
    lengthy.duration = std::chrono::hours(1) + 1us;
    QCOMPARE(checkLimits(lengthy, {}).error().code, ErrorCode::TooLong);
    MediaInfo sound = test::compliantInfo();
    sound.chosenVideo = -1;
    QCOMPARE(checkLimits(sound, {}).error().code, ErrorCode::NoVideoStream);
}

void TestMediaInfo::limitsAdmitTheirOwnValue()
{
    MediaInfo info = test::compliantInfo();
    info.sizeBytes = Limits().maxBytes;
    info.duration = Limits().maxDuration;
    QVERIFY(checkLimits(info, {}));
}

QTEST_APPLESS_MAIN(TestMediaInfo)
#include "test_media_info.moc"
