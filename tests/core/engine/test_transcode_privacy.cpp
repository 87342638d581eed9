// Nothing a recording says about place, people or devices reaches a rendition; what may be copied stays as it
// is.
#include "core/engine/codec/h264_user_data.h"
#include "core/engine/frames/thumbnail.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/talking_sound.h"

#include <QtCore/QProcess>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

#include <algorithm>

using namespace ndas;
using namespace ndas::engine::test;
using ndas::test::bytesOf;

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

QString written(const QTemporaryDir& folder, const char* name, const QByteArray& bytes)
{
    const QString path = folder.filePath(QString::fromLatin1(name));
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

/// The same in every other place a container has: chapters, a position track, subtitles, attachments.
QString crowdedClip(const QTemporaryDir& folder, const char* name, const char* extra)
{
    const QString data = written(folder, "gps.txt", QByteArray("Kilroywashere 59.91N\n").repeated(20));
    const QString chapters = written(
        folder, "chapters.txt",
        ";FFMETADATA1\ntitle=Kilroywashere\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\n"
        "title=Kilroywashere\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=Kilroywashere\n");
    const QString subtitles =
        written(folder, "said.srt", "1\n00:00:00,000 --> 00:00:01,000\nKilroywashere\n");
    const QString path = folder.filePath(QString::fromLatin1(name));
    QStringList arguments = words("-v error -y -f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i "
                                  "sine=frequency=440:sample_rate=48000");
    arguments << QStringLiteral("-i") << chapters << QStringLiteral("-i") << subtitles << words("-f data -i")
              << data
              << words("-map 0 -map 1 -map 3 -map_metadata 2 -map_chapters 2 -t 1 -c:v libx264 -preset "
                       "ultrafast -pix_fmt yuv420p -c:a aac -bsf:v "
                       "h264_metadata=sei_user_data='086f3693-b7b3-4f2c-9653-21492feee5b8+Kilroywashere' "
                       "-metadata comment=Kilroywashere -metadata location=+59.91+010.75/Kilroywashere "
                       "-metadata make=Kilroywashere -metadata:s:v:0 handler_name=Kilroywashere "
                       "-metadata:s:v:0 title=Kilroywashere");
    for (const QString& word : words(extra))
        arguments << (word == QLatin1String("DATA") ? data : word);
    return QProcess::execute(QStringLiteral("ffmpeg"), arguments << path) == 0 ? path : QString();
}

/// The plain clip, every packet of its sound with something to say.
Result<QString> withTalkingSound(const QTemporaryDir& folder)
{
    NDAS_TRY(engine::Input input, engine::Input::open(ndas::test::plainClip()));
    const QString path = folder.filePath(QStringLiteral("talking.mp4"));
    AVFormatContext* raw = nullptr;
    avformat_alloc_output_context2(&raw, nullptr, "mp4", nullptr);
    const engine::OutputContextPtr output(raw);
    for (const AVStream* stream : input.streams()) {
        AVStream* copy = avformat_new_stream(raw, nullptr);
        avcodec_parameters_copy(copy->codecpar, stream->codecpar);
        copy->codecpar->codec_tag = 0;
        copy->time_base = stream->time_base;
    }
    if (avio_open(&raw->pb, path.toUtf8().constData(), AVIO_FLAG_WRITE) < 0 ||
        avformat_write_header(raw, nullptr) < 0)
        return fail(ErrorCode::Io);
    const engine::PacketPtr packet = engine::makePacket();
    while (input.read(*packet).value_or(false)) {
        const AVStream& stream = *input.stream(packet->stream_index);
        if (stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO) {
            const QByteArray content =
                ndas::test::withPlanted(QByteArray(reinterpret_cast<const char*>(packet->data), packet->size),
                                        QByteArray("Kilroywashere 59.91N"), ndas::test::Planted::DataBefore);
            const engine::PacketPtr talking = engine::makePacket();
            av_new_packet(talking.get(), static_cast<int>(content.size()));
            av_packet_copy_props(talking.get(), packet.get());
            std::copy(content.begin(), content.end(), talking->data);
            talking->stream_index = packet->stream_index;
            av_packet_unref(packet.get());
            av_packet_move_ref(packet.get(), talking.get());
        }
        av_packet_rescale_ts(packet.get(), stream.time_base, raw->streams[packet->stream_index]->time_base);
        if (av_interleaved_write_frame(raw, packet.get()) < 0)
            return fail(ErrorCode::Io);
    }
    av_write_trailer(raw);
    avio_closep(&raw->pb);
    return path;
}

/// The clip with a box of this name and content, at the end of these boxes, of which `moov` stands last.
QString withBox(const QTemporaryDir& folder, const char* name, const QByteArrayList& within,
                const QByteArray& content)
{
    QFile source(ndas::test::plainClip());
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = source.readAll();
    const auto box = [](const char* called, const QByteArray& inner) {
        QByteArray head(4, '\0');
        qToBigEndian<quint32>(static_cast<quint32>(8 + inner.size()), head.data());
        return head + called + inner;
    };
    const QByteArray told = box(name, content);
    const QByteArray added = within.contains("udta") ? box("udta", told) : told;
    qsizetype end = bytes.size();
    for (const QByteArray& outer : within) {
        if (outer == "udta")
            continue;
        const qsizetype at = bytes.lastIndexOf(outer) - 4;
        const quint32 size = at < 0 ? 0 : qFromBigEndian<quint32>(bytes.constData() + at);
        if (at < 0 || at + size > end)
            return {};
        end = at + size;
        qToBigEndian<quint32>(size + static_cast<quint32>(added.size()), bytes.data() + at);
    }
    return written(folder, "boxed.mp4", bytes.insert(end, added));
}

} // namespace

class TestTranscodePrivacy : public QObject {
    Q_OBJECT

    /// Of what has the planted words in it.
    void checkRemoval(const QString& recording, const QString& kind)
    {
        const auto request = bench_.request(recording, "original");
        VERIFY_DONE(request);
        QVERIFY(std::ranges::count(request->plan.notes, media::PlanNote::PrivateDataRemoved) == 1);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QVERIFY2(result->removed.contains(kind), qPrintable(result->removed.join(u',')));
        QCOMPARE(bench_.bytes().count(planted), 0);
    }

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
        for (const char* word : {"x264", "Lavf", "Lavc", "59.91"})
            QCOMPARE(bytes.count(word), 0);
        const auto info = bench_.probed();
        VERIFY_DONE(info);
        QVERIFY2(info->privateTags.isEmpty(), qPrintable(info->privateTags.join(u' ')));
        QVERIFY(!info->hasLocation);
        QVERIFY(!info->recordedAt || info->recordedAt->source != media::DateSource::Container);
        QCOMPARE(info->audio[0].language, QStringLiteral("nor"));
        for (const char* kind : {"title", "comment", "location", "device", "author"})
            QVERIFY2(result->removed.contains(QLatin1String(kind)), kind);
    }

    void leavesNothingInCopiedSound()
    {
        const auto recording = withTalkingSound(folder_);
        VERIFY_DONE(recording);
        QVERIFY(bytesOf(*recording).count(planted) > 50);
        const auto request = bench_.request(*recording, "original");
        VERIFY_DONE(request);
        QCOMPARE(request->plan.audio.at(0).action, media::StreamAction::Copy);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QVERIFY(result->notes.empty()); // taken over all the same
        QVERIFY(result->removed.contains(QStringLiteral("user data")));
        QCOMPARE(bench_.bytes().count(planted), 0);
        const auto source = play(*recording);
        const auto rendition = bench_.played();
        VERIFY_DONE(source);
        VERIFY_DONE(rendition);
        QCOMPARE(rendition->soundEnd, source->soundEnd);
        QCOMPARE(rendition->damaged, 0);
    }

    void leavesNothingOfAnyContainer_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<QStringList>("left");
        QTest::addColumn<QByteArray>("preset");
        const QString mov = crowdedClip(folder_, "crowded.mov",
                                        "-map 4 -c:d copy -tag:d gpmd -c:s mov_text -timecode 01:00:00:00 "
                                        "-movflags use_metadata_tags");
        const QString mp4 = crowdedClip(folder_, "crowded.mp4",
                                        "-c:s mov_text -timecode 01:00:00:00 -movflags use_metadata_tags");
        const QString mkv =
            crowdedClip(folder_, "crowded.mkv",
                        "-c:s srt -attach DATA -metadata:s:t mimetype=text/plain -metadata:s:t "
                        "filename=Kilroywashere.txt");
        const QStringList common = words("chapters comment device location title subtitle+track user+data");
        for (const char* preset : {"original", "low"}) {
            QTest::addRow("mov, %s", preset) << mov << common + words("data+track") << QByteArray(preset);
            QTest::addRow("mp4, %s", preset) << mp4 << common + words("data+track") << QByteArray(preset);
            QTest::addRow("mkv, %s", preset) << mkv << common + words("attachment") << QByteArray(preset);
        }
    }

    void leavesNothingOfAnyContainer()
    {
        QFETCH(QString, recording);
        QFETCH(QStringList, left);
        QFETCH(QByteArray, preset);
        QVERIFY(bytesOf(recording).count(planted) >= 8);
        const auto result = bench_.run(recording, preset.constData());
        VERIFY_DONE(result);
        const QByteArray bytes = bench_.bytes();
        for (const char* word : {planted, "59.91", "gpmd", "x264", "Lavf"})
            QCOMPARE(bytes.count(word), 0);
        QCOMPARE(bench_.probed()->others.size(), std::size_t{0});
        for (const QString& kind : left)
            QVERIFY2(result->removed.contains(QString(kind).replace(u'+', u' ')),
                     qPrintable(kind + QStringLiteral(" not in ") + result->removed.join(QLatin1Char(','))));
    }

    void saysThatItLeftOutWhatNobodyReads_data()
    {
        QTest::addColumn<QByteArray>("box");
        QTest::addColumn<QByteArrayList>("within");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char* name, const char* box, const QByteArrayList& within,
                            const QByteArray& content, const char* kind) {
            QTest::newRow(name) << QByteArray(box) << within << content + planted
                                << QString::fromLatin1(kind);
        };
        const QByteArray id = "sixteen_bytes_id";
        const QByteArray xmp = "<rdf exif:GPSLatitude='59,54.6N'/>";
        const QByteArray keys = "mdtacom.apple.quicktime.location.ISO6709";
        const QByteArrayList tables{"moov", "trak", "mdia", "minf", "stbl"};
        row("extension", "uuid", {"moov"}, id, "other");
        row("extension of the file", "uuid", {}, id, "other");
        row("extension below a track", "uuid", tables, id, "other");
        row("extension that tells the place", "uuid", {}, id + xmp, "location");
        row("xmp", "XMP_", {"moov", "udta"}, "", "other");
        row("xmp that tells the place", "XMP_", {"moov", "udta"}, xmp, "location");
        row("tags of music", "ID32", {"moov", "udta"}, "", "other");
        row("measurements", "GPMF", {"moov", "udta"}, "", "device");
        row("measured places", "gps ", {"moov"}, "", "location");
        row("keys of timed metadata", "keys", tables + QByteArrayList{"stsd"}, keys, "location");
        row("tag that nobody knows", "\xa9gpt", {"moov", "udta"}, "", "other");
        row("name of a track", "name", {"moov", "udta"}, "", "handler");
        row("title of a phone", "titl", {"moov", "udta"}, "", "title");
        row("of a track", "meta", {"moov", "trak"}, "", "other");
        row("of the file", "meta", {}, "", "other");
        row("previews of old cameras", "frea", {}, "", "other");
        row("of a phone behind the media", "sefd", {}, "", "other");
        row("hidden where nothing is", "free", {}, "", "other");
        row("places hidden where nothing is", "skip", {"moov"}, "freeGPS ", "location");
    }

    void saysThatItLeftOutWhatNobodyReads()
    {
        QFETCH(const QByteArray, box);
        QFETCH(const QByteArrayList, within);
        QFETCH(const QByteArray, content);
        QFETCH(const QString, kind);
        const QString recording = withBox(folder_, box.constData(), within, content);
        QVERIFY(bytesOf(recording).contains(planted));
        checkRemoval(recording, kind);
    }

    void saysThatItLeftOutWhatStandsBehindAllBoxes_data()
    {
        QTest::addColumn<QByteArray>("trailer");
        QTest::addColumn<QString>("kind");
        QTest::newRow("phone") << QByteArray("SEFH....SEFT") << QStringLiteral("other");
        QTest::newRow("camera that records all around")
            << QByteArray("\x10\0\0\0\3\0\0\08db42d694ccc418790edff439fe026bf", 40)
            << QStringLiteral("location");
    }

    void saysThatItLeftOutWhatStandsBehindAllBoxes()
    {
        QFETCH(const QByteArray, trailer);
        QFETCH(const QString, kind);
        checkRemoval(written(folder_, "trailer.mp4", bytesOf(ndas::test::plainClip()) + planted + trailer),
                     kind);
    }

    void knowsThePlaceInSubtitlesOfDrones()
    {
        const QString texts =
            written(folder_, "drone.srt",
                    "1\n00:00:00,000 --> 00:00:01,000\nF/2.8, SS 206, GPS (16.3, 48.2, 19), H 3m " +
                        QByteArray(planted) + "\n\n");
        const QString recording = ndas::test::makeMedia(
            QStringLiteral("drone.mp4"),
            QStringList{QStringLiteral("-i"), ndas::test::plainClip(), QStringLiteral("-i"), texts} +
                words("-c copy -c:s mov_text"));
        checkRemoval(recording, QStringLiteral("location"));
    }

    void leavesNothingInThumbnails_data()
    {
        QTest::addColumn<QByteArray>("clip");
        for (const char* clip : {"crowded.mov", "crowded.mkv"})
            QTest::newRow(clip) << QByteArray(clip);
    }

    void leavesNothingInThumbnails()
    {
        QFETCH(QByteArray, clip);
        const QString recording = folder_.filePath(QString::fromLatin1(clip));
        auto input = engine::Input::open(recording);
        VERIFY_DONE(input);
        const auto probed = engine::probe(*input, recording);
        VERIFY_DONE(probed);
        std::vector<media::ThumbnailSpec> specs;
        for (const auto format :
             {media::ImageFormat::Jpeg, media::ImageFormat::Png, media::ImageFormat::Webp})
            specs.push_back({.at = std::nullopt,
                             .box = {320, 320},
                             .format = format,
                             .outputPath = folder_.filePath(
                                 QStringLiteral("%1-%2").arg(QString::fromLatin1(clip)).arg(int(format)))});
        const auto thumbnails = engine::makeThumbnails(*input, probed->info, specs);
        VERIFY_DONE(thumbnails);
        for (const media::ThumbnailResult& thumbnail : *thumbnails) {
            const QByteArray bytes = bytesOf(thumbnail.path);
            QVERIFY(bytes.size() > 100);
            for (const char* word : {planted, "59.91", "Lavc", "Exif", "http", "tEXt"})
                QVERIFY2(bytes.count(word) == 0, word);
        }
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
