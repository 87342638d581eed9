#include "core/media/transcode_plan.h"
#include "tests/core/media/sample_info.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace std::chrono_literals;

namespace {

Preset preset(const char* id)
{
    QFile file(QStringLiteral(NDAS_SOURCE_DIR "/resources/presets.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto presets = presetsFromJson(file.readAll());
    for (const Preset& candidate : *presets) {
        if (candidate.id == QLatin1String(id))
            return candidate;
    }
    return {};
}

bool says(const TranscodePlan& plan, PlanNote note)
{
    return std::find(plan.notes.begin(), plan.notes.end(), note) != plan.notes.end();
}

QString text(PixelSize size)
{
    return QStringLiteral("%1x%2").arg(size.width).arg(size.height);
}

using Change = std::function<void(MediaInfo&)>;

} // namespace

Q_DECLARE_METATYPE(ndas::media::MediaInfo)
Q_DECLARE_METATYPE(ndas::media::PlanNote)

class TestTranscodePlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void originalCopiesWhatComplies();
    void originalEncodesWhatMayNotBeCopied_data();
    void originalEncodesWhatMayNotBeCopied();
    void choosesOutputSize_data();
    void choosesOutputSize();
    void turnsPortraitPhoneVideoUpright();
    void mendsPicture_data();
    void mendsPicture();
    void choosesLevel_data();
    void choosesLevel();
    void choosesTimeBase_data();
    void choosesTimeBase();
    void choosesColourMatrix_data();
    void choosesColourMatrix();
    void capsRateWithTwoSecondsOfBuffer();
    void choosesAudio_data();
    void choosesAudio();
    void keepsAllReadableAudioForOriginal();
    void copiesAudioThatComplies();
    void fillsAudioThatDoesNotRunAlongside();
    void saysWhatIsLeftOut();
    void warnsWhenResultWouldBeLarger();
    void estimatesNearTheMeasuredTable_data();
    void estimatesNearTheMeasuredTable();
    void hashDependsOnTheOutputAlone();
    void survivesJsonWithoutLoss();
    void everyNoteHasItsOwnNameAndSentence();
    void isTotal();
};

void TestTranscodePlan::originalCopiesWhatComplies()
{
    const TranscodePlan plan = makePlan(test::compliantInfo(), preset("original"));
    QVERIFY(plan.video.action == StreamAction::Copy);
    QCOMPARE(text(plan.video.output), QStringLiteral("1920x1080"));
    QVERIFY(plan.video.scaler == Scaler::None && plan.video.turn.isUpright());
    QCOMPARE(plan.audio.size(), std::size_t{1});
    QVERIFY(plan.audio[0].action == StreamAction::Copy);
    QVERIFY(says(plan, PlanNote::Copied));
    QCOMPARE(plan.expectedBytes, test::compliantInfo().sizeBytes);
    QVERIFY(plan.expectedWork < 1s);
}

void TestTranscodePlan::originalEncodesWhatMayNotBeCopied_data()
{
    QTest::addColumn<MediaInfo>("info");
    QTest::addColumn<QString>("presetId");
    QTest::addColumn<PlanNote>("note");
    const auto row = [](const char* name, PlanNote note, const Change& change) {
        MediaInfo info = test::compliantInfo();
        change(info);
        QTest::newRow(name) << info << QStringLiteral("original") << note;
    };
    row("hevc", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].codec = QStringLiteral("hevc"); });
    row("ten bits", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].bitDepth = 10; });
    row("4:4:4", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].chroma = Chroma::Yuv444; });
    row("strange profile", PlanNote::NotCopiedCodec,
        [](MediaInfo& i) { i.video[0].profile = QStringLiteral("Extended"); });
    row("unknown profile", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].profile.clear(); });
    row("turned", PlanNote::NotCopiedTurned, [](MediaInfo& i) { i.video[0].orientation = {90, false}; });
    row("mirrored", PlanNote::NotCopiedTurned, [](MediaInfo& i) { i.video[0].orientation = {0, true}; });
    row("wide pixels", PlanNote::NotCopiedTurned, [](MediaInfo& i) { i.video[0].pixelAspect = {4, 3}; });
    row("interlaced", PlanNote::NotCopiedScan, [](MediaInfo& i) { i.video[0].scan = Scan::TopFieldFirst; });
    row("avi", PlanNote::NotCopiedTimestamps, [](MediaInfo& i) { i.container = QStringLiteral("avi"); });
    row("damaged", PlanNote::SourceDamaged,
        [](MediaInfo& i) { i.warnings = {QStringLiteral("damaged-packets")}; });
}

void TestTranscodePlan::originalEncodesWhatMayNotBeCopied()
{
    QFETCH(MediaInfo, info);
    QFETCH(PlanNote, note);
    const TranscodePlan plan = makePlan(info, preset("original"));
    QVERIFY(plan.video.action == StreamAction::Encode);
    QCOMPARE(plan.video.crf, 17);
    QCOMPARE(plan.video.maxRate, 0);
    QVERIFY(says(plan, note));
    QVERIFY(!says(plan, PlanNote::Copied));
}

void TestTranscodePlan::choosesOutputSize_data()
{
    QTest::addColumn<MediaInfo>("info");
    QTest::addColumn<QString>("presetId");
    QTest::addColumn<QString>("output");
    QTest::addColumn<int>("scaler");
    const auto row = [](const char* name, PixelSize coded, const char* id, const char* output,
                        Scaler scaler) {
        MediaInfo info = test::compliantInfo();
        info.video[0].coded = coded;
        QTest::newRow(name) << info << QString::fromLatin1(id) << QString::fromLatin1(output) << int(scaler);
    };
    row("unchanged", {1920, 1080}, "high", "1920x1080", Scaler::None);
    row("medium", {1920, 1080}, "medium", "1280x720", Scaler::Bicubic);
    row("low", {1920, 1080}, "low", "854x480", Scaler::Area);
    row("mobile", {1280, 720}, "mobile", "640x360", Scaler::Area);
    row("4K to high", {3840, 2160}, "high", "1920x1080", Scaler::Area);
    row("small stays small", {320, 240}, "high", "320x240", Scaler::None);
    row("odd", {321, 241}, "high", "320x240", Scaler::Bicubic);
    row("icon is enlarged", {4, 4}, "high", "16x16", Scaler::Bicubic);
    row("thin is enlarged", {40, 10}, "high", "80x20", Scaler::Bicubic);
    row("sliver stays within reason", {10000, 10}, "medium", "10240x16", Scaler::Bicubic);
}

void TestTranscodePlan::choosesOutputSize()
{
    QFETCH(MediaInfo, info);
    QFETCH(QString, presetId);
    const TranscodePlan plan = makePlan(info, preset(qPrintable(presetId)));
    QTEST(text(plan.video.output), "output");
    QTEST(int(plan.video.scaler), "scaler");
}

void TestTranscodePlan::turnsPortraitPhoneVideoUpright()
{
    MediaInfo info = test::compliantInfo();
    info.video[0].orientation = {90, false};
    const TranscodePlan plan = makePlan(info, preset("medium"));
    QCOMPARE(text(plan.video.output), QStringLiteral("720x1280"));
    QCOMPARE(plan.video.turn.clockwiseDegrees, 90);
    QVERIFY(says(plan, PlanNote::Turned) && says(plan, PlanNote::Scaled));
    QVERIFY(!says(plan, PlanNote::Mirrored));
    QVERIFY(makePlan(info, preset("high")).video.scaler == Scaler::None);
}

void TestTranscodePlan::mendsPicture_data()
{
    QTest::addColumn<MediaInfo>("info");
    QTest::addColumn<PlanNote>("note");
    const auto row = [](const char* name, PlanNote note, const Change& change) {
        MediaInfo info = test::compliantInfo();
        change(info);
        QTest::newRow(name) << info << note;
    };
    row("interlaced", PlanNote::Deinterlaced,
        [](MediaInfo& i) { i.video[0].scan = Scan::InterlacedUnknownOrder; });
    row("PQ", PlanNote::HdrToSdr, [](MediaInfo& i) { i.video[0].hdr = Hdr::Pq; });
    row("ten bits", PlanNote::DepthReduced, [](MediaInfo& i) { i.video[0].bitDepth = 10; });
    row("alpha", PlanNote::AlphaFlattened, [](MediaInfo& i) { i.video[0].alpha = true; });
    row("mirrored", PlanNote::Mirrored, [](MediaInfo& i) { i.video[0].orientation = {180, true}; });
    row("wide pixels", PlanNote::SquarePixels, [](MediaInfo& i) { i.video[0].pixelAspect = {4, 3}; });
    row("slanted", PlanNote::OrientationRounded, [](MediaInfo& i) { i.video[0].orientationRounded = true; });
    row("variable rate", PlanNote::VariableFrameRateKept,
        [](MediaInfo& i) { i.video[0].variableFrameRate = true; });
    row("odd size", PlanNote::MadeEven, [](MediaInfo& i) { i.video[0].coded = {641, 361}; });
    row("tiny", PlanNote::Padded, [](MediaInfo& i) { i.video[0].coded = {8, 8}; });
}

void TestTranscodePlan::mendsPicture()
{
    QFETCH(MediaInfo, info);
    QFETCH(PlanNote, note);
    const TranscodePlan plan = makePlan(info, preset("high"));
    QVERIFY(says(plan, note));
    QVERIFY(!says(makePlan(test::compliantInfo(), preset("high")), note));
    QCOMPARE(plan.video.deinterlace, note == PlanNote::Deinterlaced);
    QCOMPARE(plan.video.toneMapFrom == Hdr::Pq, note == PlanNote::HdrToSdr);
}

void TestTranscodePlan::choosesLevel_data()
{
    QTest::addColumn<QString>("presetId");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("level");
    QTest::newRow("1080p30") << "high" << 30 << 1920 << 40;
    QTest::newRow("1080p60") << "high" << 60 << 1920 << 42;
    QTest::newRow("720p30") << "medium" << 30 << 1920 << 31;
    QTest::newRow("720p60") << "medium" << 60 << 1920 << 32;
    QTest::newRow("480p30") << "low" << 30 << 1920 << 31;
    QTest::newRow("360p30") << "mobile" << 30 << 1920 << 30;
    QTest::newRow("4K30") << "original" << 30 << 3840 << 51;
    QTest::newRow("beyond every level") << "original" << 1000 << 16000 << 62;
}

void TestTranscodePlan::choosesLevel()
{
    QFETCH(QString, presetId);
    QFETCH(int, rate);
    QFETCH(int, width);
    MediaInfo info = test::compliantInfo();
    info.video[0].codec = QStringLiteral("hevc");
    info.video[0].frameRate = {rate, 1};
    info.video[0].coded = {width, width * 9 / 16};
    QTEST(makePlan(info, preset(qPrintable(presetId))).video.level, "level");
}

void TestTranscodePlan::choosesTimeBase_data()
{
    QTest::addColumn<qint64>("num");
    QTest::addColumn<qint64>("den");
    QTest::addColumn<qint64>("ticks");
    const auto row = [](const char* name, qint64 num, qint64 den, qint64 ticks) {
        QTest::newRow(name) << num << den << ticks;
    };
    row("kept", 1, 15360, 15360);
    row("matroska", 1, 1000, 1000);
    row("microseconds", 1, 1'000'000, 1'000'000);
    row("too fine", 1, 1'000'000'000, 90000);
    row("frames of 25", 1, 25, 90000);
    row("frames of NTSC, exact", 1001, 30000, 30000);
    row("film NTSC, exact", 1001, 24000, 24000);
    row("frames of 17, exact", 1, 17, 17000);
    row("reduced first", 2, 50, 90000);
    row("unknown", 0, 1, 90000);
    row("negative", -1, 90, 90000);
}

void TestTranscodePlan::choosesTimeBase()
{
    QFETCH(qint64, num);
    QFETCH(qint64, den);
    QFETCH(qint64, ticks);
    MediaInfo info = test::compliantInfo();
    info.video[0].timeBase = {num, den};
    const Rational chosen = makePlan(info, preset("high")).video.timeBase;
    QCOMPARE(chosen.num, 1);
    QCOMPARE(chosen.den, ticks);
}

void TestTranscodePlan::choosesColourMatrix_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("matrix");
    QTest::newRow("HD, not said") << "" << 1280 << "bt709";
    QTest::newRow("SD, not said") << "" << 720 << "smpte170m";
    QTest::newRow("HD in BT.601") << "smpte170m" << 1920 << "bt709";
    QTest::newRow("SD in BT.601") << "bt470bg" << 640 << "smpte170m";
    QTest::newRow("SD in BT.709 stays") << "bt709" << 640 << "bt709";
    QTest::newRow("HD in BT.2020") << "bt2020nc" << 1920 << "bt709";
}

void TestTranscodePlan::choosesColourMatrix()
{
    QFETCH(QString, source);
    QFETCH(int, width);
    MediaInfo info = test::compliantInfo();
    info.video[0].colorMatrix = source;
    info.video[0].coded = {width, width * 9 / 16};
    QTEST(makePlan(info, preset("low")).video.colorMatrix, "matrix");
}

void TestTranscodePlan::capsRateWithTwoSecondsOfBuffer()
{
    const VideoPlan video = makePlan(test::compliantInfo(), preset("medium")).video;
    QCOMPARE(video.crf, 23);
    QCOMPARE(video.maxRate, 2'500'000);
    QCOMPARE(video.bufferSize, 5'000'000);
    QCOMPARE(video.encoderPreset, QStringLiteral("medium"));
    QCOMPARE(video.profile, QStringLiteral("high"));
    QVERIFY(video.keyFrameInterval == 5s);
}

void TestTranscodePlan::choosesAudio_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channelsOut");
    QTest::addColumn<int>("rateOut");
    QTest::newRow("mono stays mono") << 1 << 48000 << 1 << 48000;
    QTest::newRow("stereo") << 2 << 44100 << 2 << 44100;
    QTest::newRow("surround") << 6 << 48000 << 2 << 48000;
    QTest::newRow("phone call") << 1 << 8000 << 1 << 48000;
    QTest::newRow("studio") << 2 << 96000 << 2 << 48000;
    QTest::newRow("odd camera") << 1 << 11024 << 1 << 48000;
    QTest::newRow("not said") << 0 << 0 << 2 << 48000;
}

void TestTranscodePlan::choosesAudio()
{
    QFETCH(int, channels);
    QFETCH(int, rate);
    MediaInfo info = test::compliantInfo();
    info.audio[0].codec = QStringLiteral("pcm_s16le");
    info.audio[0].channels = channels;
    info.audio[0].sampleRate = rate;
    const TranscodePlan plan = makePlan(info, preset("low"));
    QCOMPARE(plan.audio.size(), std::size_t{1});
    QVERIFY(plan.audio[0].action == StreamAction::Encode);
    QTEST(plan.audio[0].channels, "channelsOut");
    QTEST(plan.audio[0].sampleRate, "rateOut");
    QCOMPARE(plan.audio[0].kbps, 96);
    QVERIFY(says(plan, PlanNote::AudioReencoded));
    QCOMPARE(says(plan, PlanNote::AudioDownmixed), channels > 2);
}

void TestTranscodePlan::keepsAllReadableAudioForOriginal()
{
    MediaInfo info = test::compliantInfo();
    info.audio.push_back(info.audio[0]);
    info.audio[1].index = 2;
    info.audio.push_back(info.audio[0]);
    info.audio[2].decodable = false;
    const TranscodePlan original = makePlan(info, preset("original"));
    QCOMPARE(original.audio.size(), std::size_t{2});
    QVERIFY(says(original, PlanNote::AudioUnreadable) && !says(original, PlanNote::OtherAudioDropped));
    const TranscodePlan high = makePlan(info, preset("high"));
    QCOMPARE(high.audio.size(), std::size_t{1});
    QCOMPARE(high.audio[0].streamIndex, 1);
    QVERIFY(says(high, PlanNote::OtherAudioDropped));
}

void TestTranscodePlan::copiesAudioThatComplies()
{
    MediaInfo info = test::compliantInfo();
    QVERIFY(makePlan(info, preset("high")).audio[0].action == StreamAction::Copy);
    QVERIFY(makePlan(info, preset("mobile")).audio[0].action == StreamAction::Encode);
    info.audio[0].profile = QStringLiteral("HE-AAC");
    QVERIFY(makePlan(info, preset("high")).audio[0].action == StreamAction::Encode);
    QVERIFY(makePlan(info, preset("original")).audio[0].action == StreamAction::Copy);
}

void TestTranscodePlan::fillsAudioThatDoesNotRunAlongside()
{
    MediaInfo late = test::compliantInfo();
    late.audio[0].start = 5s;
    QVERIFY(makePlan(late, preset("high")).audio[0].action == StreamAction::Encode);
    MediaInfo brief = test::compliantInfo();
    brief.audio[0].duration = 40s;
    QVERIFY(makePlan(brief, preset("original")).audio[0].action == StreamAction::Encode);
    MediaInfo transport = test::compliantInfo();
    transport.container = QStringLiteral("mpegts");
    QVERIFY(makePlan(transport, preset("high")).audio[0].action == StreamAction::Encode);
}

void TestTranscodePlan::saysWhatIsLeftOut()
{
    MediaInfo info = test::compliantInfo();
    info.audio.clear();
    info.chosenAudio = -1;
    info.others = {OtherStream{2, QStringLiteral("data"), QString()}};
    info.hasLocation = true;
    info.warnings = {QStringLiteral("truncated")};
    const TranscodePlan plan = makePlan(info, preset("high"));
    QVERIFY(plan.audio.empty());
    for (const PlanNote note :
         {PlanNote::Silent, PlanNote::StreamsDropped, PlanNote::PrivateDataRemoved, PlanNote::SourceDamaged})
        QVERIFY2(says(plan, note), name(note));
}

void TestTranscodePlan::warnsWhenResultWouldBeLarger()
{
    MediaInfo info = test::compliantInfo();
    QVERIFY(!says(makePlan(info, preset("high")), PlanNote::LargerThanSource));
    info.sizeBytes = 1'000'000;
    QVERIFY(says(makePlan(info, preset("high")), PlanNote::LargerThanSource));
    QVERIFY(!says(makePlan(info, preset("original")), PlanNote::LargerThanSource));
}

void TestTranscodePlan::estimatesNearTheMeasuredTable_data()
{
    QTest::addColumn<QString>("presetId");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<double>("megabytes");
    QTest::newRow("high") << "high" << 27.3 << 533.0;
    QTest::newRow("medium") << "medium" << 15.0 << 305.0;
    QTest::newRow("low") << "low" << 8.1 << 193.0;
    QTest::newRow("mobile") << "mobile" << 6.0 << 156.0;
}

void TestTranscodePlan::estimatesNearTheMeasuredTable()
{
    QFETCH(QString, presetId);
    QFETCH(double, seconds);
    QFETCH(double, megabytes);
    const TranscodePlan plan = makePlan(test::compliantInfo(), preset(qPrintable(presetId)));
    const double work = double(plan.expectedWork.count()) / 1e6;
    const double memory = double(plan.expectedMemory) / 1e6;
    QVERIFY2(std::abs(work / seconds - 1) < 0.1, qPrintable(QString::number(work)));
    QVERIFY2(std::abs(memory / megabytes - 1) < 0.1, qPrintable(QString::number(memory)));
    const std::int64_t atMost = (plan.video.maxRate + 128'000) * 75 / 8 * 101 / 100;
    QVERIFY(plan.expectedBytes > 0 && plan.expectedBytes <= atMost);
}

void TestTranscodePlan::hashDependsOnTheOutputAlone()
{
    const TranscodePlan plan = makePlan(test::compliantInfo(), preset("high"));
    TranscodePlan sameOutput = plan;
    sameOutput.expectedBytes += 1;
    sameOutput.expectedWork += 1s;
    sameOutput.notes.clear();
    QCOMPARE(planHash(sameOutput), planHash(plan));
    QCOMPARE(planHash(plan).size(), 64);
    TranscodePlan other = plan;
    other.video.crf += 1;
    QVERIFY(planHash(other) != planHash(plan));
    TranscodePlan silent = plan;
    silent.audio.clear();
    QVERIFY(planHash(silent) != planHash(plan));
}

void TestTranscodePlan::survivesJsonWithoutLoss()
{
    MediaInfo info = test::compliantInfo();
    info.video[0].orientation = {270, true};
    info.video[0].hdr = Hdr::Hlg;
    info.video[0].scan = Scan::TopFieldFirst;
    const TranscodePlan before = makePlan(info, preset("low"));
    const auto after = planFromJson(toJson(before));
    QVERIFY(after);
    QCOMPARE(toJson(*after), toJson(before));
    QVERIFY(after->notes == before.notes);
    QCOMPARE(planHash(*after), planHash(before));
}

void TestTranscodePlan::everyNoteHasItsOwnNameAndSentence()
{
    QSet<QString> seen;
    const int last = static_cast<int>(PlanNote::SourceDamaged);
    for (int i = 0; i <= last; ++i) {
        const auto note = static_cast<PlanNote>(i);
        seen.insert(QLatin1String(name(note)));
        seen.insert(QLatin1String(sentence(note)));
        QVERIFY(QLatin1String(sentence(note)).endsWith(QLatin1Char('.')));
    }
    QCOMPARE(seen.size(), 2 * (last + 1));
}

void TestTranscodePlan::isTotal()
{
    QCOMPARE(makePlan(MediaInfo(), preset("high")).video.streamIndex, -1);
    QRandomGenerator random(1);
    const auto anything = [&] {
        const std::array values{0, 1, -1, 3, 16, 1920, 2147483647, -2147483647 - 1};
        return values[random.bounded(static_cast<quint32>(values.size()))];
    };
    for (int round = 0; round < 20'000; ++round) {
        MediaInfo info = test::compliantInfo();
        VideoStream& video = info.video[0];
        video.coded = {anything(), anything()};
        video.pixelAspect = {anything(), anything()};
        video.orientation = {90 * random.bounded(4), random.bounded(2) == 1};
        video.frameRate = {anything(), anything()};
        video.timeBase = {anything(), anything()};
        video.frameCount = anything();
        video.start = video.duration = info.duration = Micros(std::int64_t{anything()} * anything());
        info.audio[0].channels = anything();
        info.audio[0].start = Micros(std::int64_t{anything()} * anything());
        info.sizeBytes = anything();
        const Preset wish{.id = {},
                          .name = {},
                          .box = {anything(), anything()},
                          .videoKbps = anything(),
                          .crf = anything(),
                          .audioKbps = anything(),
                          .copyWhenCompliant = round % 2 == 0};
        const TranscodePlan plan = makePlan(info, wish);
        QVERIFY(!plan.video.output.isEmpty());
        QVERIFY(plan.video.timeBase.isPositive() && plan.video.level <= 62);
        QVERIFY(plan.expectedBytes >= 0 || plan.video.action == StreamAction::Copy);
        if (plan.video.action == StreamAction::Encode)
            QVERIFY(plan.video.output.width % 2 == 0 && plan.video.output.height % 2 == 0);
    }
}

QTEST_APPLESS_MAIN(TestTranscodePlan)
#include "test_transcode_plan.moc"
