// Phones that keep how far away things are beside the picture, in a track that looks like any other, and the
// sound in a track of its own for their own players.
#include "core/media/warnings.h"
#include "tests/core/engine/probe_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using ndas::test::bytesOf;
using ndas::test::clip;
using ndas::test::write;

namespace {

/// The small picture comes first and is the default.
QByteArray twoTracks()
{
    return bytesOf(clip("depth.mov",
                        "-f lavfi -i testsrc=size=160x120:rate=25 -f lavfi -i "
                        "testsrc2=size=320x240:rate=25 -t 1 -map 0 -map 1 -disposition:0 default "
                        "-disposition:1 0 -c:v libx264 -preset ultrafast -pix_fmt yuv420p"));
}

/// What kind of track the first one is said to be.
QByteArray handledAs(const char* kind, QByteArray mov)
{
    const qsizetype handler = mov.indexOf("vide", mov.lastIndexOf("moov"));
    return mov.replace(handler, 4, kind);
}

/// What a track refers to, the second one, stands in the place of its edit list.
QByteArray referringAs(const char* kind, QByteArray mov, qsizetype list)
{
    return mov.replace(list, 16, QByteArray("tref\0\0\0\x0c", 8) + kind + QByteArray("\0\0\0\2", 4))
        .replace(list + 16, 8, QByteArray("\0\0\0\x10", 4) + "free");
}

QByteArray referringAs(const char* kind, const QByteArray& mov)
{
    return referringAs(kind, mov, mov.indexOf("edts", mov.lastIndexOf("moov")));
}

/// Nobody but its maker reads the second of two sound tracks; it refers to the first.
QByteArray twoSounds(const char* kind)
{
    QByteArray mov = bytesOf(
        clip("sounds.mov", "-f lavfi -i testsrc=size=160x120:rate=25 -f lavfi -i sine -t 1 -map 0 -map 1 "
                           "-map 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"));
    mov.replace(mov.indexOf("mp4a", mov.lastIndexOf("stsd")), 4, "apac");
    mov.replace(mov.lastIndexOf("esds"), 4, "dapa");
    return referringAs(kind, mov, mov.lastIndexOf("edts"));
}

} // namespace

class TestAuxiliaryTracks : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void choosesThePicture_data()
    {
        QTest::addColumn<QByteArray>("recording");
        QTest::addColumn<int>("width");
        QTest::newRow("any other") << twoTracks() << 160;
        QTest::newRow("auxiliary") << handledAs("auxv", twoTracks()) << 320;
        QTest::newRow("depth") << handledAs("dpth", twoTracks()) << 320;
        QTest::newRow("referring as auxiliary") << referringAs("auxl", twoTracks()) << 320;
        QTest::newRow("referring as depth") << referringAs("vdep", twoTracks()) << 320;
        QTest::newRow("referring as copyright") << referringAs("cdsc", twoTracks()) << 160;
    }

    void choosesThePicture()
    {
        QFETCH(QByteArray, recording);
        const QTemporaryDir folder;
        const auto info = engine::probe(write(folder, QStringLiteral("depth.mov"), recording));
        QVERIFY(info);
        QTEST(info->mainVideo()->coded.width, "width");
        QCOMPARE(info->mainVideo()->frameCount, std::int64_t{25});
        QCOMPARE(info->video.size() + info->others.size(), std::size_t{2});
    }

    void missesNoSoundThatIsAlsoInAnotherTrack_data()
    {
        QTest::addColumn<QByteArray>("recording");
        QTest::addColumn<std::size_t>("sounds");
        QTest::newRow("in another track") << twoSounds("fall") << std::size_t{1};
        QTest::newRow("nowhere else") << twoSounds("cdsc") << std::size_t{2};
    }

    void missesNoSoundThatIsAlsoInAnotherTrack()
    {
        QFETCH(QByteArray, recording);
        QFETCH(std::size_t, sounds);
        const QTemporaryDir folder;
        const auto info = engine::probe(write(folder, QStringLiteral("sounds.mov"), recording));
        QVERIFY(info);
        QCOMPARE(info->audio.size(), sounds);
        QVERIFY(info->mainAudio()->decodable);
        QCOMPARE(info->warnings.contains(media::warning::audioUnreadable), sounds > 1);
        QCOMPARE(info->audio.size() + info->others.size(), std::size_t{2});
    }

    void takesTheOnlyPictureThereIs()
    {
        const QTemporaryDir folder;
        const QByteArray recording = handledAs("auxv", bytesOf(ndas::test::plainClip()));
        QVERIFY(engine::probe(write(folder, QStringLiteral("only.mp4"), recording)));
    }
};

QTEST_GUILESS_MAIN(TestAuxiliaryTracks)
#include "test_auxiliary_tracks.moc"
