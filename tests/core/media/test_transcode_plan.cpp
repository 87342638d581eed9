// What is copied, what is said, and that every recording gets a plan.
#include "tests/core/media/plan_bench.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace ndas::test;
using namespace std::chrono_literals;

class TestTranscodePlan : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void originalCopiesWhatComplies()
    {
        const TranscodePlan plan = makePlan(compliantInfo(), preset("original"));
        QVERIFY(plan.video.action == StreamAction::Copy);
        QCOMPARE(text(plan.video.output), QStringLiteral("1920x1080"));
        QVERIFY(plan.video.scaler == Scaler::None && plan.video.turn.isUpright());
        QCOMPARE(plan.audio.size(), std::size_t{1});
        QVERIFY(plan.audio[0].action == StreamAction::Copy);
        QVERIFY(says(plan, PlanNote::Copied));
        QCOMPARE(plan.expectedBytes, compliantInfo().sizeBytes);
        QVERIFY(plan.expectedWork < 1s);
    }

    void copiesDespite_data()
    {
        QTest::addColumn<MediaInfo>("info");
        const auto row = [](const char* name, const Change& change) {
            QTest::newRow(name) << changed(change);
        };
        row("odd size", [](MediaInfo& i) { i.video[0].coded = {641, 361}; });
        row("full range", [](MediaInfo& i) { i.video[0].fullRange = true; });
        row("variable rate", [](MediaInfo& i) { i.video[0].variableFrameRate = true; });
        row("slow motion", [](MediaInfo& i) { i.video[0].frameRate = {240, 1}; });
        row("negative start", [](MediaInfo& i) { i.video[0].start = -500ms; });
        row("huge start", [](MediaInfo& i) { i.start = i.video[0].start = 26h; });
        row("unknown length", [](MediaInfo& i) { i.durationMeasured = true; });
        row("other tracks", [](MediaInfo& i) { i.others = {OtherStream{2, QStringLiteral("cover"), {}}}; });
    }

    void copiesDespite()
    {
        QFETCH(MediaInfo, info);
        QVERIFY(makePlan(info, preset("original")).video.action == StreamAction::Copy);
    }

    void followsTheChosenTrackOnly()
    {
        MediaInfo info = test::compliantInfo();
        VideoStream still = info.video[0]; // listed first and larger: the picture of a motion photo
        still.coded = {4032, 3024};
        info.video[0].index = 3;
        info.video.insert(info.video.begin(), still);
        info.chosenVideo = 1;
        const TranscodePlan plan = makePlan(info, preset("high"));
        QCOMPARE(plan.video.streamIndex, 3);
        QCOMPARE(text(plan.video.output), QStringLiteral("1920x1080"));
        QVERIFY(says(plan, PlanNote::OtherVideoDropped) && !says(plan, PlanNote::StreamsDropped));
    }

    void saysThatTheLengthWasMeasured()
    {
        QVERIFY(says(makePlan(changed([](MediaInfo& i) { i.durationMeasured = true; }), preset("low")),
                     PlanNote::LengthMeasured));
    }

    void tellsWhatOnlyTheWorkShowed()
    {
        const std::vector<PlanNote> planned{PlanNote::Copied, PlanNote::Silent};
        QVERIFY(withFound(planned, {}) == planned);
        const std::vector<PlanNote> told{PlanNote::Silent, PlanNote::CopyAbandoned};
        QVERIFY(withFound(planned, {PlanNote::CopyAbandoned, PlanNote::Silent}) == told);
    }

    void originalEncodesWhatMayNotBeCopied_data()
    {
        QTest::addColumn<MediaInfo>("info");
        QTest::addColumn<QString>("presetId");
        QTest::addColumn<PlanNote>("note");
        const auto row = [](const char* name, PlanNote note, const Change& change) {
            MediaInfo info = compliantInfo();
            change(info);
            QTest::newRow(name) << info << QStringLiteral("original") << note;
        };
        row("hevc", PlanNote::NotCopiedCodec,
            [](MediaInfo& i) { i.video[0].codec = QStringLiteral("hevc"); });
        row("ten bits", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].bitDepth = 10; });
        row("4:4:4", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].chroma = Chroma::Yuv444; });
        row("strange profile", PlanNote::NotCopiedCodec,
            [](MediaInfo& i) { i.video[0].profile = QStringLiteral("Extended"); });
        row("unknown profile", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].profile.clear(); });
        row("turned", PlanNote::NotCopiedTurned, [](MediaInfo& i) { i.video[0].orientation = {90, false}; });
        row("mirrored", PlanNote::NotCopiedTurned, [](MediaInfo& i) { i.video[0].orientation = {0, true}; });
        row("wide pixels", PlanNote::NotCopiedTurned, [](MediaInfo& i) { i.video[0].pixelAspect = {4, 3}; });
        row("absurd pixels", PlanNote::NotCopiedTurned, [](MediaInfo& i) {
            i.video[0].pixelAspect = {100, 1};
        });
        row("interlaced", PlanNote::NotCopiedScan,
            [](MediaInfo& i) { i.video[0].scan = Scan::TopFieldFirst; });
        row("avi", PlanNote::NotCopiedTimestamps, [](MediaInfo& i) { i.container = QStringLiteral("avi"); });
        row("bare stream", PlanNote::NotCopiedTimestamps,
            [](MediaInfo& i) { i.container = QStringLiteral("h264"); });
        row("repeated times", PlanNote::NotCopiedTimestamps,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("timestamps")}; });
        row("HDR", PlanNote::NotCopiedCodec, [](MediaInfo& i) { i.video[0].hdr = Hdr::Hlg; });
        row("changing size", PlanNote::NotCopiedSize,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("size-changes")}; });
        row("damaged", PlanNote::SourceDamaged,
            [](MediaInfo& i) { i.warnings = {QStringLiteral("damaged-packets")}; });
    }

    void originalEncodesWhatMayNotBeCopied()
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

    void saysWhatIsLeftOut()
    {
        MediaInfo info = compliantInfo();
        info.audio.clear();
        info.chosenAudio = -1;
        info.others = {OtherStream{2, QStringLiteral("data"), QString()}};
        info.hasLocation = true;
        info.warnings = {QStringLiteral("truncated")};
        const TranscodePlan plan = makePlan(info, preset("high"));
        QVERIFY(plan.audio.empty());
        for (const PlanNote note : {PlanNote::Silent, PlanNote::StreamsDropped, PlanNote::PrivateDataRemoved,
                                    PlanNote::SourceDamaged})
            QVERIFY2(says(plan, note), name(note));
    }

    void hashDependsOnTheOutputAlone()
    {
        const TranscodePlan plan = makePlan(compliantInfo(), preset("high"));
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

    void everyNoteHasItsOwnNameAndSentence()
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

    void isTotal()
    {
        QCOMPARE(makePlan(MediaInfo(), preset("high")).video.streamIndex, -1);
        QRandomGenerator random(1);
        const auto anything = [&] {
            const std::array values{0, 1, -1, 3, 16, 1920, 2147483647, -2147483647 - 1};
            return values[random.bounded(static_cast<quint32>(values.size()))];
        };
        for (int round = 0; round < 20'000; ++round) {
            MediaInfo info = compliantInfo();
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
};

QTEST_APPLESS_MAIN(TestTranscodePlan)
#include "test_transcode_plan.moc"
