// Whether a rendition shows all that its recording's packets promise, and when they promise it.
#include "core/engine/tracks/broadcast.h"
#include "core/engine/tracks/source_witness.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/fielded_media.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;
using engine::PromisedPictures;
using engine::SourceTime;
using engine::TrackRecord;

namespace {

constexpr AVRational source{1, 25};
constexpr SourceTime start{.time = 100, .timeBase = source};

/// Ten pictures from the start on, in milliseconds.
TrackRecord rendition()
{
    TrackRecord record{.isVideo = true, .timeBase = {1, 1000}, .pts = {}, .end = 400};
    for (int i = 0; i < 10; ++i)
        record.pts.push_back(40 * i);
    return record;
}

PromisedPictures recording()
{
    PromisedPictures promised{.timeBase = source, .times = {}, .decodableFrom = 100};
    for (int i = 0; i < 10; ++i)
        promised.times.push_back(100 + i);
    return promised;
}

std::optional<PromisedPictures> promisedBy(const QString& path)
{
    auto input = engine::Input::open(path);
    if (!input)
        return std::nullopt;
    const AVStream& stream = *input->stream(0);
    engine::SourceWitness witness(*input, stream);
    const engine::PacketPtr packet = engine::makePacket();
    while (*input->read(*packet)) {
        if (packet->stream_index == stream.index)
            witness.see(*packet);
        av_packet_unref(packet.get());
    }
    return witness.promised();
}

} // namespace

class TestSourceWitness : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { av_log_set_level(AV_LOG_QUIET); }

    void countsWhatIsMissing()
    {
        const auto missing = [](const TrackRecord& shown) {
            return engine::picturesMissing(recording(), shown, start).value_or(-1);
        };
        TrackRecord record = rendition();
        QCOMPARE(missing(record), 0);
        record.pts.pop_back();
        record.pts.erase(record.pts.begin() + 4);
        QCOMPARE(missing(record), 2);
        record.pts.erase(record.pts.begin());
        QCOMPARE(missing(record), 3);
    }

    /// What the first key frame does not come before cannot be decoded, but may be.
    void picturesBeforeTheFirstKeyFrameMayBeMissing()
    {
        PromisedPictures promised = recording();
        promised.decodableFrom = 102;
        TrackRecord record = rendition();
        QCOMPARE(engine::picturesMissing(promised, record, start).value_or(-1), 0);
        record.pts.erase(record.pts.begin(), record.pts.begin() + 2);
        QCOMPARE(engine::picturesMissing(promised, record, start).value_or(-1), 0);
    }

    /// Some decoders show them, and some files mark no key frame.
    void countsWhatTheStartLacks()
    {
        const engine::UndecodableStart before{.timeBase = source, .times = {98, 96, 97, 99}};
        QCOMPARE(engine::picturesMissing(before, rendition(), start), 4);
        const SourceTime earlier{.time = 97, .timeBase = source};
        QCOMPARE(engine::picturesMissing(before, rendition(), earlier), 1);
    }

    /// A decoder may not have been able to; whoever copies has no excuse.
    void aCopyLacksNone()
    {
        TrackRecord record = rendition();
        record.isCopy = true;
        QCOMPARE(engine::picturesMissing(recording(), record, start).value_or(-1), 0);
        record.pts.erase(record.pts.begin() + 4);
        const auto missing = engine::picturesMissing(recording(), record, start);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::VerificationFailed);
    }

    void seesWhatIsCopied()
    {
        const QString path = made("witness-copied.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 1 -c:v "
                                                        "libx264 -bf 3 -pix_fmt yuv420p");
        auto input = engine::Input::open(path);
        QVERIFY(input.has_value());
        engine::Broadcast broadcast(*input, 0, nullptr, 1);
        broadcast.addListener({.packetsOf = {0}, .pictures = false});
        broadcast.run({});
        QVERIFY(broadcast.promised().has_value());
        QCOMPARE(broadcast.promised()->times.size(), 25U);
    }

    void refusesWhatTheRecordingDoesNotShow_data()
    {
        QTest::addColumn<int>("picture");
        QTest::addColumn<int>("milliseconds");
        QTest::newRow("late") << 4 << 2;
        QTest::newRow("early") << 4 << -2;
        QTest::newRow("after the end") << 9 << 30;
    }

    void refusesWhatTheRecordingDoesNotShow()
    {
        QFETCH(const int, picture);
        QFETCH(const int, milliseconds);
        TrackRecord record = rendition();
        record.pts[static_cast<std::size_t>(picture)] += milliseconds;
        const auto moved = engine::picturesMissing(recording(), record, start);
        QVERIFY(!moved);
        QCOMPARE(moved.error().code, ErrorCode::VerificationFailed);
    }

    void knowsWhatPacketsPromise_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("pictures"); ///< -1: nobody can say
        const char* reordered =
            "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v libx264 -bf 3 -pix_fmt yuv420p";
        QTest::newRow("mp4") << made("witness.mp4", reordered) << 50;
        QTest::newRow("mkv") << made("witness.mkv", reordered) << 50;
        QTest::newRow("pictures in two fields")
            << ndas::test::recordedFields(QStringLiteral("witness-fields.mp4"), ndas::test::fieldPairs(20))
            << 20;
        QTest::newRow("cut by an edit list")
            << ndas::test::makeMedia(QStringLiteral("witness-cut.mp4"), words("-ss 0.4 -i")
                                                                            << made("witness.mp4", reordered)
                                                                            << words("-c copy"))
            << 40;
        QTest::newRow("counted, not timed")
            << made("witness.avi", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v mpeg4 -bf 2") << -1;
        QTest::newRow("repeated times")
            << remade("witness-repeating.mkv", made("witness-regular.mkv", reordered),
                      "-c copy -bsf:v setts=ts=floor(TS/80)*80")
            << -1;
        QTest::newRow("pictures that are never shown")
            << made("witness.webm", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v libvpx "
                                    "-auto-alt-ref 1 -lag-in-frames 16")
            << -1;
    }

    void knowsWhatPacketsPromise()
    {
        QFETCH(const QString, recording);
        QFETCH(const int, pictures);
        QVERIFY(!recording.isEmpty());
        const auto promised = promisedBy(recording);
        QCOMPARE(promised ? static_cast<int>(promised->times.size()) : -1, pictures);
    }
};

QTEST_GUILESS_MAIN(TestSourceWitness)
#include "test_source_witness.moc"
