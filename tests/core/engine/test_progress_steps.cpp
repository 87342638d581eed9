// What the watchdog goes by: whatever moves on shows, also where no media time does.
#include "core/engine/input/input.h"
#include "core/engine/input/progress_meter.h"
#include "tests/support/test_media.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine;
using namespace std::chrono_literals;

class TestProgressSteps : public QObject {
    Q_OBJECT

    std::vector<media::ProgressEvent> events_;
    ProgressMeter meter_{1s, [this](const media::ProgressEvent& event) { events_.push_back(event); }};

    /// Until it was told of.
    void repeat(const std::function<void()>& step)
    {
        const std::size_t before = events_.size();
        QElapsedTimer timer;
        timer.start();
        while (events_.size() == before && timer.elapsed() < 10'000)
            step();
        QVERIFY(events_.size() > before);
    }

private Q_SLOTS:

    void init() { events_.clear(); }

    void writingAFileMovesOnWithoutASpeed()
    {
        meter_.enter(media::Stage::Finishing);
        repeat([this] { meter_.tick(); });
        const media::Micros first = events_.back().done;
        repeat([this] { meter_.tick(); });
        QVERIFY(first > 0us);
        QVERIFY(events_.back().done > first);
        QCOMPARE(events_.back().speed, 0.0);
    }

    /// As where a check of the whole file, or the search for what is lost, takes a slow disk minutes.
    void readingAloneMovesOn()
    {
        int reads = 0;
        auto input = Input::open(test::plainClip(), {}, Depth::Full, [&reads] { ++reads; });
        QVERIFY(input);
        QVERIFY(std::exchange(reads, 0) > 0);
        QVERIFY(input->rewind());
        const PacketPtr packet = makePacket();
        while (input->read(*packet).value_or(false))
            av_packet_unref(packet.get());
        QVERIFY(reads > 0);
    }

    void nothingIsToldAfterTheEnd()
    {
        ProgressMeter meter(1s, [this](const media::ProgressEvent& event) { events_.push_back(event); });
        meter.enter(media::Stage::Encoding);
        const std::size_t told = events_.size();
        meter.end();
        meter.tick();
        meter.enter(media::Stage::Checking);
        QCOMPARE(events_.size(), told);
    }

    void whatWasDoneBeforeIsNoSpeedOfNow()
    {
        meter_.enter(media::Stage::Encoding, 3600s);
        QVERIFY(events_.back().done == 3600s);
        repeat([this] { meter_.reached(3600s + 10ms); });
        QVERIFY(events_.back().done > 3600s);
        QVERIFY(events_.back().speed > 0 && events_.back().speed < 1);
    }

    void recordingThatIsLongerThanItSaysMovesOn()
    {
        meter_.enter(media::Stage::Checking);
        repeat([this] { meter_.reached(2s); });
        repeat([this] { meter_.reached(3s); });
        QVERIFY(events_.back().done == 3s);
        QVERIFY(events_.back().speed > 0);
        QCOMPARE(media::fractionOf(events_.back()), 0.99);
    }
};

QTEST_GUILESS_MAIN(TestProgressSteps)
#include "test_progress_steps.moc"
