// What a plan makes of the picture.
#include "tests/core/media/plan_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace ndas::test;
using namespace std::chrono_literals;

class TestPlanPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void choosesOutputSize_data()
    {
        QTest::addColumn<MediaInfo>("info");
        QTest::addColumn<QString>("presetId");
        QTest::addColumn<QString>("output");
        QTest::addColumn<int>("scaler");
        const auto row = [](const char* name, PixelSize coded, const char* id, const char* output,
                            Scaler scaler) {
            MediaInfo info = compliantInfo();
            info.video[0].coded = coded;
            QTest::newRow(name) << info << QString::fromLatin1(id) << QString::fromLatin1(output)
                                << int(scaler);
        };
        row("unchanged", {1920, 1080}, "high", "1920x1080", Scaler::None);
        row("medium", {1920, 1080}, "medium", "1280x720", Scaler::Bicubic);
        row("low", {1920, 1080}, "low", "854x480", Scaler::Bicubic);
        row("mobile", {1280, 720}, "mobile", "640x360", Scaler::Bicubic);
        row("4K to high", {3840, 2160}, "high", "1920x1080", Scaler::Bicubic);
        row("small stays small", {320, 240}, "high", "320x240", Scaler::None);
        row("odd", {321, 241}, "high", "320x240", Scaler::Bicubic);
        row("icon is enlarged", {4, 4}, "high", "16x16", Scaler::Bicubic);
        row("thin is enlarged", {40, 10}, "high", "80x20", Scaler::Bicubic);
        row("sliver stays within reason", {10000, 10}, "medium", "1280x2", Scaler::Bicubic);
    }

    void choosesOutputSize()
    {
        QFETCH(MediaInfo, info);
        QFETCH(QString, presetId);
        const TranscodePlan plan = makePlan(info, preset(qPrintable(presetId)));
        QTEST(text(plan.video.output), "output");
        QTEST(int(plan.video.scaler), "scaler");
    }

    void turnsPortraitPhoneVideoUpright()
    {
        MediaInfo info = compliantInfo();
        info.video[0].orientation = {90, false};
        const TranscodePlan plan = makePlan(info, preset("medium"));
        QCOMPARE(text(plan.video.output), QStringLiteral("720x1280"));
        QCOMPARE(plan.video.turn.clockwiseDegrees, 90);
        QVERIFY(says(plan, PlanNote::Turned) && says(plan, PlanNote::Scaled));
        QVERIFY(!says(plan, PlanNote::Mirrored));
        QVERIFY(makePlan(info, preset("high")).video.scaler == Scaler::None);
    }

    void turnsEveryOrientation_data()
    {
        QTest::addColumn<int>("degrees");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<QString>("output");
        for (const bool mirrored : {false, true})
            for (const int degrees : {0, 90, 180, 270})
                QTest::addRow("%d%s", degrees, mirrored ? " mirrored" : "")
                    << degrees << mirrored << (degrees % 180 == 0 ? "1280x720" : "720x1280");
    }

    void turnsEveryOrientation()
    {
        QFETCH(int, degrees);
        QFETCH(bool, mirrored);
        const MediaInfo info = changed([&](MediaInfo& i) { i.video[0].orientation = {degrees, mirrored}; });
        const TranscodePlan plan = makePlan(info, preset("medium"));
        QTEST(text(plan.video.output), "output");
        QVERIFY(plan.video.turn == (Orientation{degrees, mirrored}));
        QCOMPARE(says(plan, PlanNote::Turned), degrees != 0);
        QCOMPARE(says(plan, PlanNote::Mirrored), mirrored);
        const bool copied = makePlan(info, preset("original")).video.action == StreamAction::Copy;
        QCOMPARE(copied, degrees == 0 && !mirrored);
    }

    void keepsFieldOrderOfTheSource()
    {
        const MediaInfo info = changed([](MediaInfo& i) { i.video[0].scan = Scan::BottomFieldFirst; });
        const VideoPlan video = makePlan(info, preset("low")).video;
        QVERIFY(video.deinterlace);
        QVERIFY(video.scan == Scan::BottomFieldFirst);
    }

    void mapsEveryHdrToSdr_data()
    {
        QTest::addColumn<int>("hdr");
        QTest::addColumn<bool>("uncertain");
        QTest::newRow("HDR10") << int(Hdr::Pq) << false;
        QTest::newRow("HLG, Dolby Vision 8.4") << int(Hdr::Hlg) << false;
        QTest::newRow("Dolby Vision 5") << int(Hdr::DolbyVision) << true;
    }

    void mapsEveryHdrToSdr()
    {
        QFETCH(int, hdr);
        const MediaInfo info = changed([&](MediaInfo& i) {
            i.video[0].hdr = static_cast<Hdr>(hdr);
            i.video[0].bitDepth = 10;
            i.video[0].colorMatrix = QStringLiteral("bt2020nc");
        });
        const TranscodePlan plan = makePlan(info, preset("mobile"));
        QVERIFY(plan.video.toneMapFrom == static_cast<Hdr>(hdr));
        QCOMPARE(plan.video.colorMatrix, QStringLiteral("bt709"));
        QVERIFY(says(plan, PlanNote::HdrToSdr) && !says(plan, PlanNote::DepthReduced));
        QTEST(says(plan, PlanNote::ColoursUncertain), "uncertain");
    }

    void mendsPicture_data()
    {
        QTest::addColumn<MediaInfo>("info");
        QTest::addColumn<PlanNote>("note");
        const auto row = [](const char* name, PlanNote note, const Change& change) {
            MediaInfo info = compliantInfo();
            change(info);
            QTest::newRow(name) << info << note;
        };
        row("interlaced", PlanNote::Deinterlaced,
            [](MediaInfo& i) { i.video[0].scan = Scan::InterlacedUnknownOrder; });
        row("PQ", PlanNote::HdrToSdr, [](MediaInfo& i) { i.video[0].hdr = Hdr::Pq; });
        row("ten bits", PlanNote::DepthReduced, [](MediaInfo& i) { i.video[0].bitDepth = 10; });
        row("4:2:2", PlanNote::ChromaReduced, [](MediaInfo& i) { i.video[0].chroma = Chroma::Yuv422; });
        row("4:4:4", PlanNote::ChromaReduced, [](MediaInfo& i) { i.video[0].chroma = Chroma::Yuv444; });
        row("RGB", PlanNote::ChromaReduced, [](MediaInfo& i) { i.video[0].chroma = Chroma::Rgb; });
        row("full range", PlanNote::RangeReduced, [](MediaInfo& i) { i.video[0].fullRange = true; });
        row("slow motion", PlanNote::HighFrameRateKept, [](MediaInfo& i) {
            i.video[0].frameRate = {240, 1};
        });
        row("changing size", PlanNote::SizeUnified,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("size-changes")}; });
        row("alpha", PlanNote::AlphaFlattened, [](MediaInfo& i) { i.video[0].alpha = true; });
        row("mirrored", PlanNote::Mirrored, [](MediaInfo& i) { i.video[0].orientation = {180, true}; });
        row("wide pixels", PlanNote::SquarePixels, [](MediaInfo& i) { i.video[0].pixelAspect = {4, 3}; });
        row("slanted", PlanNote::OrientationRounded,
            [](MediaInfo& i) { i.video[0].orientationRounded = true; });
        row("edges to be hidden", PlanNote::EdgesShown,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("hidden-edges")}; });
        row("other speeds", PlanNote::SpeedAsRecorded,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("other-speeds")}; });
        row("variable rate", PlanNote::VariableFrameRateKept,
            [](MediaInfo& i) { i.video[0].variableFrameRate = true; });
        row("odd size", PlanNote::MadeEven, [](MediaInfo& i) { i.video[0].coded = {641, 361}; });
        row("tiny", PlanNote::Padded, [](MediaInfo& i) { i.video[0].coded = {8, 8}; });
    }

    void mendsPicture()
    {
        QFETCH(MediaInfo, info);
        QFETCH(PlanNote, note);
        const TranscodePlan plan = makePlan(info, preset("high"));
        QVERIFY(says(plan, note));
        QVERIFY(!says(makePlan(compliantInfo(), preset("high")), note));
        QCOMPARE(plan.video.deinterlace, note == PlanNote::Deinterlaced);
        QCOMPARE(plan.video.toneMapFrom == Hdr::Pq, note == PlanNote::HdrToSdr);
    }

    void staysWithinWhatPlayersShow_data()
    {
        QTest::addColumn<QString>("presetId");
        QTest::addColumn<PixelSize>("coded");
        QTest::addColumn<PixelSize>("output");
        QTest::newRow("a thread, High") << "high" << PixelSize{16, 8192} << PixelSize{4, 1920};
        QTest::newRow("a thread, Original") << "original" << PixelSize{16, 8192} << PixelSize{16, 8192};
        QTest::newRow("a longer one") << "original" << PixelSize{16384, 64} << PixelSize{8192, 32};
        QTest::newRow("larger than any level")
            << "original" << PixelSize{8192, 8192} << PixelSize{5968, 5968};
        QTest::newRow("8K") << "original" << PixelSize{7680, 4320} << PixelSize{7680, 4320};
    }

    void staysWithinWhatPlayersShow()
    {
        QFETCH(QString, presetId);
        QFETCH(PixelSize, coded);
        MediaInfo info = compliantInfo();
        info.video[0].codec = QStringLiteral("hevc");
        info.video[0].coded = coded;
        const TranscodePlan plan = makePlan(info, preset(qPrintable(presetId)));
        QTEST(plan.video.output, "output");
        QCOMPARE(says(plan, PlanNote::Scaled), plan.video.output != coded);
    }

    void choosesLevel_data()
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

    void choosesLevel()
    {
        QFETCH(QString, presetId);
        QFETCH(int, rate);
        QFETCH(int, width);
        MediaInfo info = compliantInfo();
        info.video[0].codec = QStringLiteral("hevc");
        info.video[0].frameRate = {rate, 1};
        info.video[0].coded = {width, width * 9 / 16};
        QTEST(makePlan(info, preset(qPrintable(presetId))).video.level, "level");
    }

    void choosesTimeBase_data()
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

    void choosesTimeBase()
    {
        QFETCH(qint64, num);
        QFETCH(qint64, den);
        QFETCH(qint64, ticks);
        MediaInfo info = compliantInfo();
        info.video[0].timeBase = {num, den};
        const Rational chosen = makePlan(info, preset("high")).video.timeBase;
        QCOMPARE(chosen.num, 1);
        QCOMPARE(chosen.den, ticks);
    }

    void choosesColourMatrix_data()
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

    void choosesColourMatrix()
    {
        QFETCH(QString, source);
        QFETCH(int, width);
        MediaInfo info = compliantInfo();
        info.video[0].colorMatrix = source;
        info.video[0].coded = {width, width * 9 / 16};
        QTEST(makePlan(info, preset("low")).video.colorMatrix, "matrix");
    }

    void capsRateWithTwoSecondsOfBuffer()
    {
        const VideoPlan video = makePlan(compliantInfo(), preset("medium")).video;
        QCOMPARE(video.crf, 23);
        QCOMPARE(video.maxRate, 2'500'000);
        QCOMPARE(video.bufferSize, 5'000'000);
        QCOMPARE(video.encoderPreset, QStringLiteral("medium"));
        QCOMPARE(video.profile, QStringLiteral("high"));
        QVERIFY(video.keyFrameInterval == 5s);
    }
};

QTEST_APPLESS_MAIN(TestPlanPicture)
#include "test_plan_picture.moc"
