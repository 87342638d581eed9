// The clock of MPEG streams tells how long they are without reading them whole.
#include "core/engine/container/program_clock.h"
#include "core/engine/libav/file_io.h"
#include "core/engine/probe/probe.h"
#include "tests/support/test_media.h"

#include <QtCore/QFileInfo>
#include <QtTest/QTest>

#include <algorithm>

using namespace ndas;
using namespace std::chrono_literals;
using media::Micros;

namespace {

QString clip(const char* name, const QByteArray& arguments)
{
    return test::makeMedia(QString::fromLatin1(name),
                           QString::fromLatin1(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

std::vector<Micros> clockOf(const QString& path)
{
    const auto file = engine::FileIo::open(path, {});
    return file ? engine::clockAlong((*file)->io(), (*file)->contentSize(), {}) : std::vector<Micros>();
}

QString joined(const QString& first, const QString& second)
{
    return test::writeOnce(QFileInfo(first).completeBaseName() + QLatin1Char('+') +
                               QFileInfo(second).fileName(),
                           test::bytesOf(first) + test::bytesOf(second));
}

} // namespace

class TestProgramClock : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void runsFromTheStartToTheEnd_data()
    {
        const QByteArray picture("-f lavfi -i testsrc2=s=640x480:r=25:d=8 -f lavfi -i sine=d=8 -b:v 8M ");
        QTest::addColumn<QString>("path");
        QTest::addRow("TS") << clip("clock.ts", picture + "-c:v mpeg2video -c:a mp2");
        QTest::addRow("TS of cameras") << clip("clock.m2ts", picture + "-c:v mpeg2video -c:a ac3 -f mpegts "
                                                                       "-mpegts_m2ts_mode 1");
        QTest::addRow("TS, begun anew") << clip("clock anew.ts", picture + "-c:v mpeg2video -c:a mp2 "
                                                                           "-output_ts_offset 95440");
        QTest::addRow("MPEG-2 PS") << clip("clock.vob", picture + "-c:v mpeg2video -c:a mp2");
        QTest::addRow("MPEG-1 PS") << clip("clock.mpg", picture + "-c:v mpeg1video -c:a mp2");
    }

    void runsFromTheStartToTheEnd()
    {
        QFETCH(const QString, path);
        const std::vector<Micros> clock = clockOf(path);
        QVERIFY(!clock.empty());
        QVERIFY(std::ranges::is_sorted(clock));
        QVERIFY(clock.front() == Micros(0));
        QCOMPARE_GT(clock.back(), Micros(6s));
        QCOMPARE_LT(clock.back(), Micros(9s));
    }

    void fallsWhereAnotherBegins()
    {
        const QString part =
            clip("part.ts", "-f lavfi -i testsrc2=s=640x480:r=25:d=4 -c:v mpeg2video -b:v 10M "
                            "-muxrate 12M");
        const std::vector<Micros> clock = clockOf(joined(part, part));
        QVERIFY(!clock.empty());
        QVERIFY(!std::ranges::is_sorted(clock));
    }

    void shortRecordingBehindALargeOneCounts()
    {
        const QString first =
            clip("large.ts",
                 "-f lavfi -i testsrc2=s=640x480:r=25:d=14,noise=alls=20:allf=t -c:v mpeg2video -qscale:v 4");
        QVERIFY(QFileInfo(first).size() > 20'000'000); // else it is read whole
        const QString second = clip("second.ts", "-f lavfi -i testsrc2=s=160x120:r=25:d=2 -c:v mpeg2video");
        const QString path = joined(first, second);
        const auto info = engine::probe(path);
        QVERIFY(info);
        QVERIFY(std::chrono::abs(info->duration - 16s) <= 40ms);
    }

    void isMissingInOtherFiles() { QVERIFY(clockOf(test::plainClip()).empty()); }
};

QTEST_GUILESS_MAIN(TestProgramClock)
#include "test_program_clock.moc"
