#include "core/jobs/hindrance.h"
#include "tests/support/manual_clock.h"

#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;

class TestHindrance : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void oneFailedLookIsNone() { QVERIFY(!lookThatFails(ErrorCode::DiskFull)); }

    void theSameForAWhileIsOne()
    {
        lookThatFails(ErrorCode::DiskFull);
        clock_.advance(3s);
        const std::optional<Error> hindrance = lookThatFails(ErrorCode::DiskFull);
        QVERIFY(hindrance);
        QCOMPARE(hindrance->code, ErrorCode::DiskFull);
    }

    void aLookThatFailsNowhereEndsIt()
    {
        lookThatFails(ErrorCode::DiskFull);
        clock_.advance(3s);
        lookThatFails(ErrorCode::DiskFull);
        hindrance_.endLook();
        QVERIFY(!hindrance_.lasting());
        clock_.advance(3s);
        QVERIFY(!lookThatFails(ErrorCode::DiskFull));
    }

    void othersAtWorkAreNone()
    {
        lookThatFails(ErrorCode::Busy);
        clock_.advance(1h);
        QVERIFY(!lookThatFails(ErrorCode::Busy));
    }

    void damageIsOneAtOnceAndForGood()
    {
        Hindrance hindrance(clock_, 3s);
        const auto note = [&](ErrorCode code, int native) {
            return hindrance.noteDamage({.code = code, .detail = {}, .nativeCode = native, .where = {}});
        };
        QVERIFY(!note(ErrorCode::DiskFull, 13));
        QVERIFY(!note(ErrorCode::DatabaseCorrupt, 0)); // another program's file
        QVERIFY(!hindrance.isForGood());
        QVERIFY(note(ErrorCode::DatabaseCorrupt, 11));
        QVERIFY(!note(ErrorCode::DatabaseCorrupt, 11));
        hindrance.endLook();
        QVERIFY(hindrance.isForGood());
        QCOMPARE(hindrance.lasting()->code, ErrorCode::DatabaseCorrupt);
    }

    void init() { hindrance_.endLook(); }

private:
    std::optional<Error> lookThatFails(ErrorCode code)
    {
        hindrance_.note({.code = code, .detail = {}, .nativeCode = 0, .where = {}});
        hindrance_.endLook();
        return hindrance_.lasting();
    }

    test::ManualClock clock_;
    Hindrance hindrance_{clock_, 3s};
};

QTEST_GUILESS_MAIN(TestHindrance)
#include "test_hindrance.moc"
