#include "core/base/cancellation.h"

#include <QtTest/QtTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace ndas;
using namespace std::chrono_literals;

class TestCancellation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultTokenIsNeverCancelled();
    void cancelReachesEveryToken();
    void parentCancelsItsChildrenAndTheirs();
    void childDoesNotCancelItsParent();
    void childOfACancelledParentIsBornCancelled();
    void waitingEndsWhenTheTimeIsOver();
    void cancellingWakesAllWaiters();
    void cancellingTheParentWakesWhoWaitsForTheChild();
    void waitsForAllOfItsParents();
    void tokenOutlivesItsSource();
    void manyThreadsMayCancelAndAdoptAtOnce();
};

void TestCancellation::defaultTokenIsNeverCancelled()
{
    const CancellationToken token;
    QVERIFY(!token.isCancelled());
    QVERIFY(!token.waitFor(1ms));
}

void TestCancellation::cancelReachesEveryToken()
{
    CancellationSource source;
    const CancellationToken first = source.token();
    CancellationToken second;
    second = first;
    QVERIFY(!second.isCancelled());
    source.cancel();
    source.cancel();
    QVERIFY(first.isCancelled());
    QVERIFY(second.isCancelled());
    QVERIFY(source.token().isCancelled());
}

void TestCancellation::parentCancelsItsChildrenAndTheirs()
{
    CancellationSource parent;
    const CancellationSource child(parent.token());
    const CancellationSource grandchild(child.token());
    parent.cancel();
    QVERIFY(child.token().isCancelled());
    QVERIFY(grandchild.token().isCancelled());
}

void TestCancellation::childDoesNotCancelItsParent()
{
    const CancellationSource parent;
    CancellationSource child(parent.token());
    const CancellationSource sibling(parent.token());
    child.cancel();
    QVERIFY(!parent.token().isCancelled());
    QVERIFY(!sibling.token().isCancelled());
}

void TestCancellation::childOfACancelledParentIsBornCancelled()
{
    CancellationSource parent;
    parent.cancel();
    QVERIFY(CancellationSource(parent.token()).token().isCancelled());
    QVERIFY(!CancellationSource(CancellationToken()).token().isCancelled());
}

void TestCancellation::waitingEndsWhenTheTimeIsOver()
{
    const CancellationSource source;
    QVERIFY(!source.token().waitFor(1ms));
}

void TestCancellation::cancellingWakesAllWaiters()
{
    CancellationSource source;
    std::atomic<int> woken{0};
    std::vector<std::thread> waiters;
    for (int i = 0; i < 3; ++i)
        waiters.emplace_back([&, token = source.token()] { woken += token.waitFor(1h) ? 1 : 0; });
    source.cancel();
    for (std::thread& waiter : waiters)
        waiter.join();
    QCOMPARE(woken.load(), 3);
}

void TestCancellation::cancellingTheParentWakesWhoWaitsForTheChild()
{
    CancellationSource parent;
    const CancellationSource child(parent.token());
    bool woken = false;
    std::thread waiter([&] { woken = child.token().waitFor(1h); });
    parent.cancel();
    waiter.join();
    QVERIFY(woken);
}

void TestCancellation::waitsForAllOfItsParents()
{
    CancellationSource first;
    CancellationSource second;
    const CancellationToken both = CancellationSource::whenAll({first.token(), second.token()}).token();
    first.cancel();
    first.cancel();
    QVERIFY(!both.isCancelled());
    second.cancel();
    QVERIFY(both.isCancelled());
    QVERIFY(CancellationSource::whenAll({first.token(), second.token()}).token().isCancelled());
    QVERIFY(!CancellationSource::whenAll({first.token(), CancellationToken()}).token().isCancelled());
}

void TestCancellation::tokenOutlivesItsSource()
{
    CancellationToken token;
    {
        CancellationSource source;
        token = source.token();
        source.cancel();
    }
    QVERIFY(token.isCancelled());
}

void TestCancellation::manyThreadsMayCancelAndAdoptAtOnce()
{
    CancellationSource parent;
    std::atomic<int> missed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            std::vector<CancellationSource> children;
            for (int n = 0; n < 200; ++n)
                children.emplace_back(parent.token());
            parent.cancel();
            for (const CancellationSource& child : children)
                missed += child.token().waitFor(1min) ? 0 : 1;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(missed.load(), 0);
}

QTEST_GUILESS_MAIN(TestCancellation)
#include "test_cancellation.moc"
