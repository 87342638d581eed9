// What is held back until the start is known is bounded in bytes as in number.
#include "core/engine/tracks/start_gate.h"

#include <QtTest/QTest>

using namespace ndas;
using engine::MediaItem;

namespace {

MediaItem packetOf(int bytes, std::int64_t pts)
{
    MediaItem item;
    item.packet = engine::makePacket();
    item.packet->size = bytes; // that many are promised; nobody reads them here
    item.timeBase = {1, 25};
    item.pts = item.shownFrom = pts;
    return item;
}

} // namespace

class TestStartGate : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void holdsNoMoreThanFitsIntoMemory_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("held");
        QTest::newRow("small") << 1'000 << 17;
        QTest::newRow("large") << (16 << 20) << 4;
    }

    void holdsNoMoreThanFitsIntoMemory()
    {
        QFETCH(int, bytes);
        QFETCH(int, held);
        engine::StartGate gate(std::vector{engine::TrackStart{.isCopy = true, .timeBase = {1, 25}}});
        int passed = 0;
        const engine::ItemHandler onward = [&passed](MediaItem&&) -> Result<void> {
            ++passed;
            return {};
        };
        for (int i = 1; i < held; ++i)
            QVERIFY(gate.take(packetOf(bytes, i), onward));
        QCOMPARE(passed, 0);
        QVERIFY(gate.take(packetOf(bytes, held), onward));
        QCOMPARE(passed, held);
    }
};

QTEST_GUILESS_MAIN(TestStartGate)
#include "test_start_gate.moc"
