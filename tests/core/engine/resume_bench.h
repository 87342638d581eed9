// What the tests of journals share: recordings worth continuing, what a kill leaves, and whether a rendition
// is what an undisturbed run would have made.
#pragma once

#include "core/engine/journal/journal_sink.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

namespace ndas::engine::test {

inline QString withTone(const char* name, const char* arguments)
{
    return ndas::test::makeMedia(
        QString::fromLatin1(name),
        words("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000") +
            words(arguments));
}

inline QString constantClip()
{
    return withTone("resume.mp4", "-t 6 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac");
}

inline QString variableClip()
{
    return made("resume-variable.mp4", "-f lavfi -i testsrc2=size=160x120:rate=30 -t 6 -vf "
                                       "select='mod(n\\,3)',setpts=PTS+N*N*4/TB/1000 -fps_mode passthrough "
                                       "-c:v libx264 -g 25 -pix_fmt yuv420p");
}

/// Of each second half has 30 pictures a second, the other half 10.
inline QString pulsingClip()
{
    return made("resume-pulsing.mp4", "-f lavfi -i testsrc2=size=320x240:rate=30 -t 6 -vf "
                                      "select='lt(mod(t\\,1)\\,0.5)+not(mod(n\\,3))' -fps_mode passthrough "
                                      "-c:v libx264 -g 25 -pix_fmt yuv420p");
}

inline QString interlacedClip()
{
    return made("resume-interlaced.mp4",
                "-f lavfi -i testsrc2=size=160x120:rate=50 -t 6 -vf interlace -c:v libx264 -g 25 -flags "
                "+ilme+ildct -pix_fmt yuv420p");
}

inline QString hdrClip()
{
    return made("resume-hdr.mp4",
                "-f lavfi -i testsrc2=size=160x120:rate=25 -t 6 -c:v libx265 -preset ultrafast -pix_fmt "
                "yuv420p10le -x265-params "
                "log-level=none:keyint=25:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc");
}

/// Many checkpoints in a short recording.
inline void checkpointEverySecond(media::TranscodeRequest& request)
{
    request.plan.video.keyFrameInterval = std::chrono::seconds(1);
    request.plan.video.encoderPreset = QStringLiteral("veryfast");
}

/// Where the next run goes on; negative: from the start.
inline Micros lastCheckpoint(const media::TranscodeRequest& request)
{
    const auto content = readJournal(request.journalPath);
    if (!content || !*content)
        return Micros(-1);
    const media::Rational base = request.plan.video.timeBase;
    return Micros((**content).pts * 1'000'000 * base.num / base.den);
}

/// What a kill leaves when so much of the journal had been written.
inline bool cutJournal(const media::TranscodeRequest& request, double part)
{
    QFile file(request.journalPath);
    QFile::remove(request.outputPath);
    return file.resize(static_cast<qint64>(part * static_cast<double>(file.size())));
}

/// What a run makes that nothing disturbs and nothing shares.
inline Result<Playback> undisturbed(media::TranscodeRequest request)
{
    request.outputPath += QStringLiteral(".undisturbed.mp4");
    request.journalPath.clear();
    NDAS_CHECK(transcode(request, {}));
    return play(request.outputPath);
}

/// Mean difference of brightness.
inline double distance(const std::vector<int>& a, const std::vector<int>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

inline void compare(const Playback& found, const Playback& wanted)
{
    QCOMPARE(found.damaged, std::int64_t{0});
    QCOMPARE(found.pictures.size(), wanted.pictures.size());
    for (std::size_t i = 0; i < wanted.pictures.size(); ++i)
        QVERIFY2(found.pictures[i] == wanted.pictures[i] && distance(found.luma[i], wanted.luma[i]) < 8,
                 QByteArray::number(i).constData());
    QCOMPARE(found.soundStart, wanted.soundStart);
    QCOMPARE(found.soundEnd, wanted.soundEnd);
}

} // namespace ndas::engine::test
