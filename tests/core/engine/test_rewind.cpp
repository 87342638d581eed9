// Back to the very first packet, from wherever reading has come to.
#include "tests/core/engine/transcode_bench.h"

using namespace ndas;
using namespace ndas::engine::test;

namespace {

struct Seen {
    int stream = 0;
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    QByteArray bytes;

    bool operator==(const Seen&) const = default;
};

std::vector<Seen> readAll(engine::Input& input)
{
    std::vector<Seen> seen;
    const engine::PacketPtr packet = engine::makePacket();
    while (input.read(*packet).value_or(false)) {
        seen.push_back({.stream = packet->stream_index,
                        .pts = packet->pts,
                        .dts = packet->dts,
                        .bytes = QByteArray(reinterpret_cast<const char*>(packet->data), packet->size)});
        av_packet_unref(packet.get());
    }
    return seen;
}

/// The later half of its clusters stands first: the clock jumps back, and no index says so.
QString withClockSetBack(const QString& path)
{
    QFile from(path);
    const QByteArray all = from.open(QIODevice::ReadOnly) ? from.readAll() : QByteArray();
    const QByteArray mark = QByteArray::fromHex("1f43b675");
    std::vector<qsizetype> clusters;
    for (qsizetype at = all.indexOf(mark); at >= 0; at = all.indexOf(mark, at + 1))
        clusters.push_back(at);
    if (clusters.size() < 2)
        return {};
    const qsizetype first = clusters.front();
    const qsizetype middle = clusters[clusters.size() / 2];
    QFile to(path + QStringLiteral(".back.mkv"));
    const QByteArray turned = all.left(first) + all.mid(middle) + all.mid(first, middle - first);
    return to.open(QIODevice::WriteOnly) && to.write(turned) == turned.size() ? to.fileName() : QString();
}

constexpr const char* h264 = "-c:v libx264 -preset ultrafast -g 25 -bf 2 -pix_fmt yuv420p -c:a aac ";

QString film(const char* name, const QByteArray& coded)
{
    const QByteArray pictures = "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=r=48000 -t 2 ";
    return made(name, (pictures + coded).constData());
}

} // namespace

class TestRewind : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void readsTheSameAgain_data()
    {
        QTest::addColumn<QString>("path");
        const QByteArray usual(h264);
        QTest::newRow("Matroska") << film("r.mkv", usual);
        QTest::newRow("Matroska without an index") << film("live.mkv", usual + "-live 1");
        QTest::newRow("Matroska, clock set back")
            << withClockSetBack(film("back.mkv", usual + "-cluster_time_limit 500 -live 1"));
        QTest::newRow("WebM without an index")
            << film("live.webm", "-c:v libvpx -g 25 -deadline realtime -c:a libopus -live 1");
        QTest::newRow("MP4") << film("r.mp4", usual);
        QTest::newRow("MP4 in fragments")
            << film("fragments.mp4", usual + "-movflags frag_keyframe+empty_moov");
        QTest::newRow("MOV whose sound begins first")
            << film("r.mov", "-filter:v setpts=PTS+0.5/TB -fps_mode passthrough " + usual);
        QTest::newRow("transport stream") << film("r.ts", usual);
        QTest::newRow("program stream") << film("r.mpg", "-c:v mpeg2video -g 15 -bf 2 -c:a mp2");
        QTest::newRow("FLV") << film("r.flv", usual);
        QTest::newRow("AVI") << film("r.avi", "-c:v mpeg4 -bf 2 -g 25 -c:a mp3");
        QTest::newRow("Ogg") << film("r.ogv", "-c:v libtheora -g 25 -c:a libvorbis");
        QTest::newRow("ASF") << film("r.asf", "-c:v wmv2 -g 25 -c:a wmav2");
        QTest::newRow("MXF") << film("r.mxf", "-c:v mpeg2video -g 15 -bf 2 -c:a pcm_s16le");
        QTest::newRow("DV") << film("r.dv", "-s 720x576 -pix_fmt yuv420p -c:v dvvideo -ac 2");
    }

    void readsTheSameAgain()
    {
        QFETCH(const QString, path);
        for (const engine::Depth depth : {engine::Depth::Full, engine::Depth::Headers}) {
            auto input = engine::Input::open(path, {}, depth);
            QVERIFY(input.has_value());
            const std::vector<Seen> before = readAll(*input);
            QVERIFY(before.size() > 80);
            for (int time = 0; time < 2; ++time) {
                QVERIFY(input->rewind().has_value());
                const std::vector<Seen> again = readAll(*input);
                QCOMPARE(again.size(), before.size());
                QVERIFY(again == before);
            }
        }
    }

    void readsOnlyWhatIsSelected()
    {
        auto input = engine::Input::open(film("r.mkv", h264));
        QVERIFY(input.has_value());
        const int chosen = 1;
        input->select({&chosen, 1});
        QVERIFY(input->rewind().has_value());
        const std::vector<Seen> seen = readAll(*input);
        QVERIFY(!seen.empty());
        QVERIFY(std::ranges::all_of(seen, [](const Seen& packet) { return packet.stream == 1; }));
    }
};

QTEST_GUILESS_MAIN(TestRewind)
#include "test_rewind.moc"
