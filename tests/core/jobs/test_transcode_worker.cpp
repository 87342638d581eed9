// Graphics hardware is asked before it is believed, and what it cannot do the processor does.
#include "core/jobs/transcode_worker.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;
using media::PlanNote;
using media::VideoEncoder;

namespace {

/// A machine with Quick Sync whose driver has this fate (fake_worker.cpp).
WorkerOptions machine(const char* fate)
{
    return {.program = QStringLiteral(NDAS_FAKE_WORKER),
            .arguments = {QStringLiteral("quick-sync"), QLatin1String(fate)},
            .limits = {},
            .inheritedLocks = {},
            .graceful = 100ms};
}

Result<media::TranscodeResult> transcodeAlone(const WorkerOptions& options,
                                              const media::TranscodeRequest& request, Hardware hardware,
                                              const CancellationToken& token = {})
{
    Result<media::TranscodeResult> outcome = fail(ErrorCode::Internal, QStringLiteral("no end"));
    KeptWorker worker;
    transcodeInWorker(
        worker, options, {request}, hardware, {{.token = token}},
        [&](std::size_t, Result<media::TranscodeResult> result) { outcome = std::move(result); });
    return outcome;
}

} // namespace

class TestTranscodeWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void takesWhatCanBeHad_data()
    {
        QTest::addColumn<bool>("wished");
        QTest::addColumn<QByteArray>("encoder");
        QTest::addColumn<int>("note");
        const auto row = [](const char* fate, bool wished, const char* encoder, int note) {
            QTest::newRow(fate) << wished << QByteArray(encoder) << note;
        };
        row("not-wished-for", false, "libx264", -1);
        row("works", true, "h264_qsv", static_cast<int>(PlanNote::HardwareUsed));
        row("crashes-beside", true, "h264_qsv", static_cast<int>(PlanNote::HardwareUsed));
        row("is-missing", true, "libx264", static_cast<int>(PlanNote::HardwareFailed));
        row("crashes", true, "libx264", static_cast<int>(PlanNote::HardwareFailed));
        row("fails", true, "libx264", static_cast<int>(PlanNote::HardwareFailed));
        row("comes-too-late", true, "libx264", static_cast<int>(PlanNote::HardwareTooLate));
    }

    void takesWhatCanBeHad()
    {
        QFETCH(const bool, wished);
        QFETCH(const QByteArray, encoder);
        QFETCH(const int, note);

        const auto made = transcodeAlone(machine(QTest::currentDataTag()), request(),
                                         wished ? Hardware::WhereItWorks : Hardware::Unused);

        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        QCOMPARE(made->removed, QStringList{QString::fromLatin1(encoder)});
        QCOMPARE(made->notes, note < 0 ? std::vector<PlanNote>() : std::vector{static_cast<PlanNote>(note)});
    }

    void copyAsksNoHardware()
    {
        media::TranscodeRequest copy = request();
        copy.plan.video.action = media::StreamAction::Copy;
        const auto made = transcodeAlone(machine("works"), copy, Hardware::WhereItWorks);
        QVERIFY(made);
        QCOMPARE(made->removed, QStringList{QStringLiteral("libx264")});
        QVERIFY(made->notes.empty());
    }

    void whatTheRecordingBringsAboutIsNotTriedTwice()
    {
        const auto made = transcodeAlone(machine("meets-damage"), request(), Hardware::WhereItWorks);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Damaged);
    }

    void cancelledBeforeItBeginsMakesNothing()
    {
        CancellationSource source;
        source.cancel();
        const auto made = transcodeAlone(machine("works"), request(), Hardware::WhereItWorks, source.token());
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Cancelled);
    }

    void triesEachAndSaysWhyNot()
    {
        const std::vector<EncoderTrial> trials = tryHardwareEncoders(machine("crashes-beside"), {});
        QCOMPARE(trials.size(), std::size_t{5});
        for (const EncoderTrial& trial : trials)
            QCOMPARE(trial.problem.has_value(), trial.encoder != VideoEncoder::Qsv);
        QCOMPARE(trials.front().encoder, VideoEncoder::Nvenc);
        QCOMPARE(trials.front().problem->code, ErrorCode::WorkerCrashed);
        QCOMPARE(reasonText(*trials.front().problem), QStringLiteral("its driver crashed"));
    }

private:
    media::TranscodeRequest request()
    {
        media::TranscodeRequest request;
        request.outputPath = folder_.filePath(QStringLiteral("%1.mp4").arg(++count_));
        return request;
    }

    QTemporaryDir folder_;
    int count_ = 0;
};

QTEST_GUILESS_MAIN(TestTranscodeWorker)
#include "test_transcode_worker.moc"
