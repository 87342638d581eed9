// What can be told of hardware encoders on any machine: that asking them is harmless, and that their journals
// are not mixed with the processor's.
#include "core/engine/encode/hardware_encoder.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;
using media::VideoEncoder;

class TestHardwareEncoder : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { av_log_set_level(AV_LOG_QUIET); }

    void hardwareEncodesOrSaysThatItCannot_data()
    {
        QTest::addColumn<int>("encoder");
        for (const VideoEncoder encoder : {VideoEncoder::Nvenc, VideoEncoder::Qsv, VideoEncoder::VideoToolbox,
                                           VideoEncoder::MediaFoundation, VideoEncoder::Vaapi})
            QTest::newRow(media::name(encoder)) << static_cast<int>(encoder);
    }

    void hardwareEncodesOrSaysThatItCannot()
    {
        QFETCH(const int, encoder);
        auto request = bench_.request(ndas::test::plainClip(), "mobile");
        VERIFY_DONE(request);
        request->encoder = static_cast<VideoEncoder>(encoder);

        const auto tried = engine::tryEncoder(request->encoder);
        const auto made = bench_.run(*request);

        QVERIFY2(made.has_value() == tried.has_value(), why(made).constData());
        if (!made) {
            QVERIFY(made.error().code == ErrorCode::EncoderMissing ||
                    made.error().code == ErrorCode::ExternalLibrary);
            QVERIFY(!QFile::exists(bench_.output()));
        }
    }

    void processorFinishesWhatItHasBegun()
    {
        auto request = bench_.request(ndas::test::plainClip(), "mobile");
        VERIFY_DONE(request);
        request->plan.video.keyFrameInterval = std::chrono::milliseconds(400);
        request->journalPath = folder_.filePath(QStringLiteral("journal"));
        VERIFY_DONE(bench_.run(*request));
        QFile journal(request->journalPath);
        QVERIFY(journal.resize(journal.size() / 2)); // as if killed half-way

        request->encoder = VideoEncoder::Nvenc;
        const auto refused = bench_.run(*request);

        QVERIFY(!refused);
        QCOMPARE(refused.error().code, media::begunByProcessor);
        request->encoder = VideoEncoder::X264;
        std::vector<media::Micros> checkpoints;
        VERIFY_DONE(bench_.run(*request, {.onCheckpoint = [&](const media::CheckpointEvent& event) {
            checkpoints.push_back(event.at);
        }}));
        QVERIFY(checkpoints.front() > media::Micros(0));
    }

private:
    QTemporaryDir folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestHardwareEncoder)
#include "test_hardware_encoder.moc"
