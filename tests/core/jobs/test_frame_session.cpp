// Frames read over a session: what the client does with a worker that misbehaves.
#include "core/jobs/frame_session.h"
#include "tests/support/verify_result.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <atomic>
#include <thread>

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;

namespace {

/// Numbers with a meaning of their own, see the fake worker.
constexpr std::int64_t damagedFrame = 4;
constexpr std::int64_t frameThatTakesForEver = 6;

WorkerOptions fake(const char* fate = "frames", const QString& sign = {})
{
    return {.program = QStringLiteral(NDAS_FAKE_WORKER),
            .arguments = {QLatin1String(fate), sign},
            .limits = {},
            .inheritedLocks = {},
            .startTimeout = 10s,
            .pingAfter = 10s,
            .stallAfter = 30s,
            .hardLimit = 30s,
            .graceful = 5s};
}

bool writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

class TestFrameSession : public QObject {
    Q_OBJECT

private:
    QString recording(const char* name)
    {
        const QString path = folder_.filePath(QLatin1String(name));
        return writeFile(path, "ten frames") ? path : QString();
    }

    QTemporaryDir folder_;

private Q_SLOTS:

    void endsWithTheReasonAndIsOpenedAnew_data()
    {
        QTest::addColumn<qint64>("index");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("the worker crashes") << qint64{5} << ErrorCode::WorkerCrashed;
        QTest::newRow("half a picture") << qint64{7} << ErrorCode::ProtocolError;
        QTest::newRow("more than there is") << qint64{8} << ErrorCode::ProtocolError;
        QTest::newRow("nonsense") << qint64{9} << ErrorCode::ProtocolError;
    }

    void endsWithTheReasonAndIsOpenedAnew()
    {
        QFETCH(const qint64, index);
        QFETCH(const ErrorCode, code);
        const QString path = recording("clip");
        auto session = FrameSession::open(fake(), {.path = path});
        VERIFY_OK(session);
        VERIFY_OK((*session)->read({.index = 1}));

        VERIFY_FAILS((*session)->read({.index = index}), code);
        VERIFY_FAILS((*session)->read({.index = 1}), code);

        session = FrameSession::open(fake(), {.path = path});
        VERIFY_OK(session);
        const auto frame = (*session)->read({.index = 2});
        VERIFY_OK(frame);
        QCOMPARE(frame->bytes, QByteArray(4, '\2'));
    }

    void refusesAWorkerThatOpensNothing_data()
    {
        QTest::addColumn<QByteArray>("fate");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("refuses") << QByteArray("refuses") << ErrorCode::NotMedia;
        QTest::newRow("no exchange file") << QByteArray("leaves-nothing") << ErrorCode::NotFound;
        QTest::newRow("fewer times than said") << QByteArray("says-more") << ErrorCode::ProtocolError;
        QTest::newRow("times that go back") << QByteArray("goes-back") << ErrorCode::ProtocolError;
        QTest::newRow("leaves at once") << QByteArray("leave-at-start") << ErrorCode::WorkerCrashed;
    }

    void refusesAWorkerThatOpensNothing()
    {
        QFETCH(const QByteArray, fate);
        QFETCH(const ErrorCode, code);
        VERIFY_FAILS(FrameSession::open(fake(fate.constData()), {.path = recording("clip")}), code);
    }

    void goesOnAfterAFrameThatIsDamaged()
    {
        const auto session = FrameSession::open(fake(), {.path = recording("clip")});
        VERIFY_OK(session);
        VERIFY_FAILS((*session)->read({.index = damagedFrame}), ErrorCode::Damaged);
        VERIFY_OK((*session)->read({.index = 1}));
    }

    void goesOnAfterACancelledRead()
    {
        const auto session = FrameSession::open(fake(), {.path = recording("clip")});
        VERIFY_OK(session);
        CancellationSource user;
        std::optional<Result<Frame>> cancelled;
        std::thread caller(
            [&] { cancelled = (*session)->read({.index = frameThatTakesForEver}, user.token()); });

        user.cancel();
        caller.join();

        VERIFY_FAILS(*cancelled, ErrorCode::Cancelled);
        VERIFY_OK((*session)->read({.index = 1}));
    }

    void newerReadsTakeThePlaceOfTheOneThatWaits()
    {
        constexpr int callers = 20;
        const QString sign = folder_.filePath(QStringLiteral("under way"));
        const auto session = FrameSession::open(fake("frames", sign), {.path = recording("clip")});
        VERIFY_OK(session);
        CancellationSource user;
        std::thread first(
            [&] { static_cast<void>((*session)->read({.index = frameThatTakesForEver}, user.token())); });
        QTRY_VERIFY(QFile::exists(sign));
        std::atomic<int> superseded{0};
        std::atomic<int> served{0};
        std::vector<std::thread> dragging;
        for (int i = 0; i < callers; ++i)
            dragging.emplace_back([&] {
                const auto frame = (*session)->read({.index = 3});
                served += frame ? 1 : 0;
                superseded += !frame && frame.error().code == ErrorCode::Cancelled ? 1 : 0;
            });
        QTRY_COMPARE(superseded.load(), callers - 1);

        user.cancel();
        first.join();
        for (std::thread& caller : dragging)
            caller.join();

        QCOMPARE(served.load(), 1);
    }

    void closingLetsEverybodyGo()
    {
        const QString sign = folder_.filePath(QStringLiteral("reading"));
        const auto session = FrameSession::open(fake("frames", sign), {.path = recording("clip")});
        VERIFY_OK(session);
        std::optional<Result<Frame>> left;
        std::thread caller([&] { left = (*session)->read({.index = frameThatTakesForEver}); });
        QTRY_VERIFY(QFile::exists(sign));

        (*session)->close();
        caller.join();

        VERIFY_FAILS(*left, ErrorCode::Cancelled);
        VERIFY_FAILS((*session)->read({.index = 1}), ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFrameSession)
#include "test_frame_session.moc"
