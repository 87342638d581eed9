// Several renditions of one recording from a single decode: each is what it would have been alone.
#include "core/engine/journal_sink.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

#include <array>
#include <mutex>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using namespace std::chrono_literals;

namespace {

using Outcome = Result<media::TranscodeResult>;

constexpr const char* tone = "-f lavfi -i sine=frequency=440:sample_rate=48000";
constexpr const char* picture = "-f lavfi -i testsrc2=size=160x120:rate=25";
constexpr std::array presets{"high", "medium", "low", "mobile"};

QString withTone(const char* name, const char* arguments)
{
    return ndas::test::makeMedia(QString::fromLatin1(name), words(picture) + words(tone) + words(arguments));
}

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
            request->plan.video.keyFrameInterval = 1s;
            request->plan.video.encoderPreset = QStringLiteral("veryfast");
            request->threads = 1;
            all.push_back({.request = std::move(*request), .onEnd = {}});
        }
        return all;
    }

    Result<Playback> alone(media::TranscodeRequest request) const
    {
        request.outputPath = file(request.plan.preset + QStringLiteral(".alone.mp4"));
        request.journalPath.clear();
        NDAS_CHECK(transcode(request, {}));
        return play(request.outputPath);
    }

    static double distance(const std::vector<int>& a, const std::vector<int>& b)
    {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            sum += std::abs(a[i] - b[i]);
        return sum / static_cast<double>(a.size());
    }

    void isAsAlone(const media::TranscodeRequest& request) const
    {
        const auto wanted = alone(request);
        VERIFY_DONE(wanted);
        const auto found = play(request.outputPath);
        VERIFY_DONE(found);
        QCOMPARE(found->damaged, std::int64_t{0});
        QVERIFY(found->pictures == wanted->pictures);
        for (std::size_t i = 0; i < wanted->pictures.size(); ++i)
            QVERIFY2(distance(found->luma[i], wanted->luma[i]) < 8, QByteArray::number(i).constData());
        QCOMPARE(found->soundStart, wanted->soundStart);
        QCOMPARE(found->soundEnd, wanted->soundEnd);
    }

    void cutJournal(const RenditionOrder& order, double part) const
    {
        QFile journal(order.request.journalPath);
        QVERIFY(journal.resize(static_cast<qint64>(part * static_cast<double>(journal.size()))));
        QVERIFY(QFile::remove(order.request.outputPath));
    }

    static QString plain()
    {
        return withTone("together.mp4", "-t 6 -c:v libx264 -g 25 -pix_fmt yuv420p -c:a aac");
    }

private Q_SLOTS:

    void init() { folder_.emplace(); }

    void eachIsAsAlone_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::newRow("with sound") << plain();
        QTest::newRow("turned") << ndas::test::portraitPhoneClip();
        QTest::newRow("variable") << made(
            "together-variable.mp4", "-f lavfi -i testsrc2=size=160x120:rate=30 -t 4 -vf "
                                     "select='mod(n\\,3)',setpts=PTS+N*N*4/TB/1000 -fps_mode passthrough "
                                     "-c:v libx264 -g 25 -pix_fmt yuv420p");
        QTest::newRow("interlaced") << made(
            "together-interlaced.mp4",
            "-f lavfi -i testsrc2=size=160x120:rate=50 -t 4 -vf interlace -c:v libx264 -g 25 -flags "
            "+ilme+ildct -pix_fmt yuv420p");
        QTest::newRow("hdr") << made(
            "together-hdr.mp4",
            "-f lavfi -i testsrc2=size=160x120:rate=25 -t 4 -c:v libx265 -preset ultrafast -pix_fmt "
            "yuv420p10le -x265-params "
            "log-level=none:keyint=25:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc");
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
        auto all = orders(plain());
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
        auto all = orders(plain());
        for (RenditionOrder& order : all)
            order.request.path = file(QStringLiteral("gone.mp4"));
        for (const Outcome& outcome : runTogether(all))
            QVERIFY(!outcome && outcome.error().code == ErrorCode::NotFound);
    }

    void goOnFromDifferentCheckpoints()
    {
        auto all = orders(plain());
        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);
        const std::array parts{0.3, 0.6, 0.9, 0.5};
        std::vector<Micros> wanted;
        for (std::size_t i = 0; i < all.size(); ++i) {
            cutJournal(all[i], parts[i]);
            const auto content = readJournal(all[i].request.journalPath);
            QVERIFY(content && *content);
            const media::Rational base = all[i].request.plan.video.timeBase;
            wanted.emplace_back((**content).pts * 1'000'000 * base.num / base.den);
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
        auto all = orders(plain());
        for (const Outcome& outcome : runTogether(all))
            VERIFY_DONE(outcome);
        for (const RenditionOrder& order : all)
            cutJournal(order, 0.7);
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

    void aPauseOfOneLetsTheOthersGoOn()
    {
        auto all = orders(plain());
        CancellationSource pause;
        all[0].watch.pause = pause.token();
        all[0].watch.onCheckpoint = [&](const media::CheckpointEvent&) { pause.cancel(); };

        const std::vector<Outcome> outcomes = runTogether(all);

        QVERIFY(!outcomes[0] && outcomes[0].error().code == ErrorCode::Paused);
        for (std::size_t i = 1; i < all.size(); ++i)
            VERIFY_DONE(outcomes[i]);
        all[0].watch = {};
        VERIFY_DONE(runTogether({all[0]}).front());
        isAsAlone(all[0].request);
    }

    void whatIsCopiedSharesTheReading()
    {
        auto all = orders(plain());
        const auto original = bench_.request(plain(), "original");
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
