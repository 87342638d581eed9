// A rendition is compared with its recording: the same pictures, at their exact times, through the same
// filters.
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;

class TestLikeness : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void nothingIsComparedUnasked()
    {
        const auto made = bench_.run(ndas::test::plainClip(), "mobile");
        VERIFY_DONE(made);
        QVERIFY(!made->likeness);
    }

    /// Noise shows a picture that is one too early or late, or mirrored: it is not like the others at all.
    void findsTheSamePicturesAgain_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("pictures");
        const auto row = [](const char* name, const QString& recording, int pictures) {
            QTest::newRow(name) << recording << pictures;
        };
        const QString noise =
            made("noise.mp4", "-f lavfi -i testsrc2=s=160x120:r=25:d=3,noise=alls=40:allf=t "
                              "-c:v libx264 -preset ultrafast -g 25 -crf 12");
        row("constant frame rate", noise, 32);
        row("turned", remade("noise-turned.mp4", noise, "-map 0 -c copy -metadata:s:v rotate=90"), 32);
        row("starts late", remade("noise-late.mp4", noise, "-map 0 -c copy -output_ts_offset 5"), 32);
        row("cut at no key frame", remade("noise-cut.mov", noise, "-ss 0.7 -map 0 -c copy"), 32);
        row("transport stream", remade("noise.ts", noise, "-map 0 -c copy"), 32);
        row("Matroska", remade("noise.mkv", noise, "-map 0 -c copy"), 32);
        row("variable frame rate",
            made("noise-vfr.mp4", "-f lavfi -i testsrc2=s=160x120:r=25:d=3,noise=alls=40:allf=t "
                                  "-vf select=not(eq(mod(n\\,7)\\,3)) -vsync vfr -c:v libx264 "
                                  "-preset ultrafast -g 25 -crf 12"),
            32);
        row("interlaced",
            made("noise-fields.mp4", "-f lavfi -i testsrc2=s=160x120:r=25:d=3,noise=alls=40:allf=t "
                                     "-vf interlace -flags +ilme+ildct -c:v libx264 -preset ultrafast -g 25 "
                                     "-crf 12"),
            32);
        row("few pictures",
            made("noise-short.mp4", "-f lavfi -i testsrc2=s=160x120:r=25:d=0.4,noise=alls=40:allf=t "
                                    "-c:v libx264 -preset ultrafast -crf 12"),
            10);
    }

    void findsTheSamePicturesAgain()
    {
        QFETCH(const QString, recording);
        QFETCH(const int, pictures);
        auto request = bench_.request(recording, "mobile");
        VERIFY_DONE(request);
        request->plan.video.crf = 10;
        request->plan.video.maxRate = request->plan.video.bufferSize = 0;
        request->checkLikeness = true;

        const auto made = bench_.run(*request);

        VERIFY_DONE(made);
        QVERIFY(made->likeness);
        QCOMPARE(made->likeness->pictures, pictures);
        QVERIFY2(made->likeness->all > 0.97, qPrintable(QString::number(made->likeness->all)));
    }

    void lessIsLeftOfACoarserRendition()
    {
        auto request = bench_.request(ndas::test::plainClip(), "mobile");
        VERIFY_DONE(request);
        request->checkLikeness = true;
        const auto fine = bench_.run(*request);
        request->plan.video.crf = 45;
        const auto coarse = bench_.run(*request);

        VERIFY_DONE(fine);
        VERIFY_DONE(coarse);
        QVERIFY(fine->likeness && coarse->likeness);
        QVERIFY(coarse->likeness->all < fine->likeness->all - 0.01);
        QVERIFY(coarse->likeness->luma < fine->likeness->luma - 0.01);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestLikeness)
#include "test_likeness.moc"
