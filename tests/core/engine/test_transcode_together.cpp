// Several renditions of one recording from a single decode: each is what it would have been alone.
#include "tests/core/engine/resume_bench.h"

#include <array>
#include <atomic>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

using Outcome = Result<media::TranscodeResult>;

constexpr std::array presets{"high", "medium", "low", "mobile"};

std::vector<Outcome> runTogether(std::vector<RenditionOrder> orders)
{
    std::vector<Outcome> outcomes(orders.size(), fail(ErrorCode::Internal, QStringLiteral("no end")));
    for (std::size_t index = 0; index < orders.size(); ++index)
        orders[index].onEnd = [&outcome = outcomes[index]](Outcome result) { outcome = std::move(result); };
    transcodeTogether(orders);
    return outcomes;
}

} // namespace

class TestTranscodeTogether : public QObject {
    Q_OBJECT

    QString file(const QString& name) const { return folder_->filePath(name); }

    /// One order for each preset, with a journal and a key frame every second.
    std::vector<RenditionOrder> orders(const QString& recording) const
    {
        std::vector<RenditionOrder> all;
        for (const char* id : presets) {
            auto request = bench_.request(recording, id);
            if (!request)
                return {};
            const QString name = QString::fromLatin1(id);
            request->outputPath = file(name + QStringLiteral(".mp4"));
            request->journalPath = file(name + QStringLiteral(".journal"));
            checkpointEverySecond(*request);
            request->threads = 1;
            all.push_back({.request = std::move(*request), .onEnd = {}});
        }
        return all;
    }

    /// The first finds a journal of another plan, so that it has to be tried another way.
    std::vector<RenditionOrder> waitingBesideAnother() const
    {
        auto all = orders(constantClip());
        all.resize(2);
        runTogether({all[0]});
        QFile::remove(all[0].request.outputPath);
        all[0].request.plan.video.crf += 1;
        return all;
    }

    /// Larger than some of the presets' boxes.
    static QString turnedClip()
    {
        return remade("together-turned.mp4",
                      made("together-wide.mp4",
                           "-f lavfi -i testsrc2=size=960x540:rate=25 -f lavfi -i sine "
                           "-t 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"),
                      "-c copy -metadata:s:v:0 rotate=270");
    }

    static void isAsAlone(const media::TranscodeRequest& request)
    {
        const auto wanted = undisturbed(request);
        VERIFY_DONE(wanted);
        const auto found = play(request.outputPath);
        VERIFY_DONE(found);
        compare(*found, *wanted);
    }

private Q_SLOTS:

    void init() { folder_.emplace(); }

    void eachIsAsAlone_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::newRow("with sound") << constantClip();
        QTest::newRow("turned") << turnedClip();
        QTest::newRow("variable") << variableClip();
        QTest::newRow("interlaced") << interlacedClip();
        QTest::newRow("hdr") << hdrClip();
    }

    void eachIsAsAlone()
    {
        QFETCH(QString, recording);
        const auto all = orders(recording);
        QCOMPARE(all.size(), presets.size());
        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);
        for (const RenditionOrder& order : all)
            isAsAlone(order.request);
    }

    void oneThatFailsDoesNotHurtTheOthers()
    {
        auto all = orders(constantClip());
        QFile taken(all[0].request.outputPath);
        QVERIFY(taken.open(QIODevice::WriteOnly));
        all[1].request.outputPath = file(QStringLiteral("no such folder/medium.mp4"));
        CancellationSource source;
        all[3].token = source.token();
        all[3].watch.onCheckpoint = [&source](const media::CheckpointEvent& event) {
            if (event.at > 0us)
                source.cancel();
        };

        const std::vector<Outcome> outcomes = runTogether(all);

        QVERIFY(!outcomes[0] && outcomes[0].error().code == ErrorCode::AlreadyExists);
        QVERIFY(!outcomes[1]);
        QVERIFY(!outcomes[3] && outcomes[3].error().code == ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(all[3].request.outputPath));
        VERIFY_DONE(outcomes[2]);
        isAsAlone(all[2].request);
    }

    void noneIsLeftWaitingWhenTheRecordingCannotBeRead()
    {
        auto all = orders(constantClip());
        for (RenditionOrder& order : all)
            order.request.path = file(QStringLiteral("gone.mp4"));
        for (const Outcome& outcome : runTogether(all))
            QVERIFY(!outcome && outcome.error().code == ErrorCode::NotFound);
    }

    void goOnFromDifferentCheckpoints()
    {
        auto all = orders(constantClip());
        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);
        const std::array parts{0.3, 0.6, 0.9, 0.5};
        std::vector<Micros> wanted;
        for (std::size_t i = 0; i < all.size(); ++i) {
            QVERIFY(cutJournal(all[i].request, parts[i]));
            wanted.push_back(lastCheckpoint(all[i].request));
        }
        QVERIFY(wanted[0] > 0us && wanted[0] < wanted[2]);
        std::vector<std::optional<Micros>> firsts(all.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].watch.onCheckpoint = [&first = firsts[i]](const media::CheckpointEvent& event) {
                first = first.value_or(event.at);
            };

        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);

        for (std::size_t i = 0; i < all.size(); ++i) {
            QVERIFY(firsts[i] && std::chrono::abs(*firsts[i] - wanted[i]) <= 1us);
            isAsAlone(all[i].request);
        }
    }

    void oneThatBeginsAnewDoesNotThrowTheOthersBack()
    {
        auto all = orders(constantClip());
        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);
        for (const RenditionOrder& order : all)
            QVERIFY(cutJournal(order.request, 0.7));
        QVERIFY(QFile::remove(all[1].request.journalPath));
        std::optional<Micros> first;
        all[2].watch.onCheckpoint = [&](const media::CheckpointEvent& event) {
            first = first.value_or(event.at);
        };

        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);

        QVERIFY(first && *first > 2s);
        for (const RenditionOrder& order : all)
            isAsAlone(order.request);
    }

    /// Else whoever watches takes it for stuck, and ends all of them.
    void oneThatWaitsForItsNextTryShowsThatItIsNotStuck()
    {
        auto all = waitingBesideAnother();
        std::atomic<int> heard = 0;
        all[0].watch.onProgress = [&heard](const media::ProgressEvent&) { ++heard; };
        bool isAlive = false;
        all[1].watch.onCheckpoint = [&](const media::CheckpointEvent&) {
            heard = 0;
            isAlive = isAlive || QTest::qWaitFor([&] { return heard > 1; });
        };

        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);

        QVERIFY(isAlive);
        isAsAlone(all[0].request);
    }

    void oneThatWaitsForItsNextTryCanBeStopped_data()
    {
        QTest::addColumn<ErrorCode>("end");
        QTest::newRow("cancelled") << ErrorCode::Cancelled;
        QTest::newRow("paused") << ErrorCode::Paused;
    }

    void oneThatWaitsForItsNextTryCanBeStopped()
    {
        QFETCH(const ErrorCode, end);
        auto all = waitingBesideAnother();
        CancellationSource source;
        (end == ErrorCode::Paused ? all[0].watch.pause : all[0].token) = source.token();
        std::atomic<int> ended = 0;
        all[0].onEnd = [&](const Outcome& outcome) {
            ended = !outcome && outcome.error().code == end ? 1 : -1;
        };
        bool isStopped = false;
        all[1].watch.onCheckpoint = [&](const media::CheckpointEvent&) {
            source.cancel();
            isStopped = isStopped || QTest::qWaitFor([&] { return ended != 0; });
        };
        all[1].onEnd = [](const Outcome& outcome) { VERIFY_DONE(outcome); };

        transcodeTogether(all);

        QVERIFY(isStopped);
        QCOMPARE(ended, 1);
        isAsAlone(all[1].request);
    }

    void aPauseOfOneLetsTheOthersGoOn()
    {
        auto all = orders(constantClip());
        CancellationSource pause;
        all[0].watch.pause = pause.token();
        all[0].watch.onCheckpoint = [&](const media::CheckpointEvent&) { pause.cancel(); };

        const std::vector<Outcome> outcomes = runTogether(all);

        QVERIFY(!outcomes[0] && outcomes[0].error().code == ErrorCode::Paused);
        for (std::size_t i = 1; i < all.size(); ++i)
            VERIFY_DONE(outcomes[i]);
        all[0].watch = {};
        const std::vector<Outcome> continued = runTogether({all[0]});
        VERIFY_DONE(continued.front());
        isAsAlone(all[0].request);
    }

    void whatIsCopiedSharesTheReading()
    {
        auto all = orders(constantClip());
        const auto original = bench_.request(constantClip(), "original");
        VERIFY_DONE(original);
        QVERIFY(original->plan.video.action == media::StreamAction::Copy);
        all[0].request.plan = original->plan;
        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);
        for (const RenditionOrder& order : all)
            isAsAlone(order.request);
    }

private:
    std::optional<QTemporaryDir> folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodeTogether)
#include "test_transcode_together.moc"
