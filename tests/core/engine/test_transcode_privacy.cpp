// Nothing a recording says about place, people or devices reaches a rendition; what may be copied stays as it
// is.
#include "core/engine/h264_user_data.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;

namespace {

/// Planted in every place ffmpeg can write: tags of the file and of its tracks, chapters, SEI.
constexpr const char* planted = "Kilroywashere";

QString talkativeClip()
{
    return ndas::test::makeMedia(
        QStringLiteral("talkative.mp4"),
        words(
            "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000 -t 1 "
            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -bsf:v "
            "h264_metadata=sei_user_data='086f3693-b7b3-4f2c-9653-21492feee5b8+Kilroywashere' "
            "-c:a aac -movflags use_metadata_tags -metadata title=Kilroywashere -metadata "
            "comment=Kilroywashere -metadata location=+59.91+010.75/Kilroywashere -metadata "
            "make=Kilroywashere -metadata artist=Kilroywashere -metadata:s:v:0 "
            "handler_name=Kilroywashere -metadata:s:a:0 handler_name=Kilroywashere -metadata:s:a:0 "
            "language=nor -metadata creation_time=2024-05-06T07:08:09Z"));
}

} // namespace

class TestTranscodePrivacy : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void leavesNothingPlanted_data()
    {
        QTest::addColumn<QByteArray>("preset");
        for (const char* preset : {"original", "high", "mobile"})
            QTest::newRow(preset) << QByteArray(preset);
    }

    void leavesNothingPlanted()
    {
        QFETCH(QByteArray, preset);
        QFile source(talkativeClip());
        QVERIFY(source.open(QIODevice::ReadOnly));
        QVERIFY(source.readAll().count(planted) >= 6);

        const auto result = bench_.run(talkativeClip(), preset.constData());
        VERIFY_DONE(result);
        const QByteArray bytes = bench_.bytes();
        QCOMPARE(bytes.count(planted), 0);
        for (const char* word : {"x264", "Lavf", "59.91"})
            QCOMPARE(bytes.count(word), 0);
        if (preset == "mobile") // copied sound keeps its encoder's mark between the samples
            QCOMPARE(bytes.count("Lavc"), 0);
        const auto info = bench_.probed();
        VERIFY_DONE(info);
        QVERIFY2(info->privateTags.isEmpty(), qPrintable(info->privateTags.join(u' ')));
        QVERIFY(!info->hasLocation);
        QVERIFY(!info->recordedAt || info->recordedAt->source != media::DateSource::Container);
        QCOMPARE(info->audio[0].language, QStringLiteral("nor"));
        for (const char* kind : {"title", "comment", "location", "device", "author"})
            QVERIFY2(result->removed.contains(QLatin1String(kind)), kind);
    }

    void copiesCompliantVideoUnchangedButForItsUserData()
    {
        const auto request = bench_.request(talkativeClip(), "original");
        VERIFY_DONE(request);
        QCOMPARE(request->plan.video.action, media::StreamAction::Copy);
        VERIFY_DONE(bench_.run(*request));
        const auto source = play(talkativeClip());
        const auto rendition = bench_.played();
        VERIFY_DONE(source);
        VERIFY_DONE(rendition);
        QCOMPARE(rendition->videoPackets.size(), source->videoPackets.size());
        const engine::NalFraming framing{4};
        int scrubbed = 0;
        for (std::size_t i = 0; i < source->videoPackets.size(); ++i) {
            const QByteArray& packet = source->videoPackets[i];
            const auto clean = engine::withoutUserData(
                {reinterpret_cast<const std::uint8_t*>(packet.constData()), std::size_t(packet.size())},
                framing);
            scrubbed += clean ? 1 : 0;
            const QByteArray expected =
                clean ? QByteArray(reinterpret_cast<const char*>(clean->data()), qsizetype(clean->size()))
                      : packet;
            QCOMPARE(rendition->videoPackets[i], expected);
        }
        QVERIFY(scrubbed > 0);
    }

    void dropsDataTracksSubtitlesAndCovers()
    {
        QFile subtitles(folder_.filePath(QStringLiteral("a.srt")));
        QVERIFY(subtitles.open(QIODevice::WriteOnly));
        subtitles.write("1\n00:00:00,000 --> 00:00:01,000\nKilroywashere\n");
        subtitles.close();
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("subtitled.mkv"),
            words("-f lavfi -i testsrc2=size=160x120:rate=25 -i") + QStringList{subtitles.fileName()} +
                words("-t 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:s srt"));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QVERIFY(result->removed.contains(QStringLiteral("subtitle track")));
        QCOMPARE(bench_.probed()->others.size(), std::size_t{0});
        QCOMPARE(bench_.bytes().count(planted), 0);
    }

private:
    QTemporaryDir folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodePrivacy)
#include "test_transcode_privacy.moc"
