#include "core/jobs/media_service.h"

#include <QtTest/QTest>

#include <thread>

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;

namespace {

WorkerOptions fake()
{
    return {.program = QStringLiteral(NDAS_FAKE_WORKER),
            .arguments = {QStringLiteral("by-path")},
            .limits = {},
            .inheritedLocks = {},
            .startTimeout = 10s,
            .pingAfter = 100ms,
            .stallAfter = 300ms,
            .hardLimit = 30s,
            .graceful = 100ms};
}

media::ProbeRequest file(const char* path)
{
    return {.path = QLatin1String(path), .thumbnails = {}};
}

} // namespace

class TestMediaService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesABadFileAndServesTheNext_data();
    void survivesABadFileAndServesTheNext();
    void tellsCapabilities();
    void servesManyCallersAtOnce();
    void letsAWaitingCallerGoWhenCancelled();
    void lettingGoOfTheServiceEndsItsCallers();
    void reportsAMissingWorker();
};

void TestMediaService::survivesABadFileAndServesTheNext_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("crash") << ErrorCode::WorkerCrashed;
    QTest::newRow("hang") << ErrorCode::WorkerHung;
    QTest::newRow("garbage") << ErrorCode::ProtocolError;
    QTest::newRow("killed") << ErrorCode::OutOfMemory;
    QTest::newRow("refuse") << ErrorCode::NotMedia;
    QTest::newRow("succeed") << ErrorCode::ProtocolError; // answers another question
}

void TestMediaService::survivesABadFileAndServesTheNext()
{
    QFETCH(ErrorCode, code);
    MediaService service(fake(), 1);

    QVERIFY(service.probe(file("good")));
    const Result<media::ProbeResult> bad = service.probe(file(QTest::currentDataTag()));
    QVERIFY(!bad);
    QCOMPARE(errorName(bad.error().code), errorName(code));

    QVERIFY(service.probe(file("good")));
    QVERIFY(service.probe(file("good")));
}

void TestMediaService::tellsCapabilities()
{
    MediaService service(fake(), 1);

    const Result<media::CapabilitiesResult> capabilities = service.capabilities();

    QVERIFY(capabilities);
    QCOMPARE(capabilities->versions.first(), QStringLiteral("by-path"));
}

void TestMediaService::servesManyCallersAtOnce()
{
    MediaService service(fake(), 2);
    std::atomic<int> served{0};
    std::atomic<int> crashed{0};
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 6; ++caller) {
        callers.emplace_back([&, caller] {
            for (int i = 0; i < 10; ++i) {
                if (caller == 0 && i % 5 == 0)
                    crashed += service.probe(file("crash")) ? 0 : 1;
                else
                    served += service.probe(file("good")) ? 1 : 0;
            }
        });
    }
    for (std::thread& caller : callers)
        caller.join();

    QCOMPARE(crashed, 2);
    QCOMPARE(served, 58);
}

void TestMediaService::letsAWaitingCallerGoWhenCancelled()
{
    WorkerOptions patient = fake();
    patient.stallAfter = 30s;
    MediaService service(patient, 1);
    CancellationSource user;
    std::atomic<int> cancelled{0};
    const auto call = [&] {
        const auto result = service.probe(file("pings-only"), user.token());
        cancelled += !result && result.error().code == ErrorCode::Cancelled ? 1 : 0;
    };
    std::thread served(call);
    std::thread waiting(call);

    user.cancel();
    served.join();
    waiting.join();

    QCOMPARE(cancelled, 2);
    QVERIFY(service.probe(file("good")));
}

void TestMediaService::lettingGoOfTheServiceEndsItsCallers()
{
    WorkerOptions patient = fake();
    patient.stallAfter = 30s;
    auto service = std::make_unique<MediaService>(patient, 1);
    QVERIFY(service->probe(file("good")));
    std::atomic<bool> asked{false};
    ErrorCode code = ErrorCode::Internal;
    std::thread caller([&, raw = service.get()] {
        asked = true;
        const auto result = raw->probe(file("pings-only"));
        code = result ? ErrorCode::Internal : result.error().code;
    });
    while (!asked)
        std::this_thread::yield();

    service->stop();
    caller.join();

    QCOMPARE(errorName(code), errorName(ErrorCode::Cancelled));
}

void TestMediaService::reportsAMissingWorker()
{
    WorkerOptions options = fake();
    options.program = QStringLiteral("/nowhere/ndas-worker");
    MediaService service(options, 1);

    const auto result = service.probe(file("good"));

    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::WorkerMissing);
}

QTEST_GUILESS_MAIN(TestMediaService)
#include "test_media_service.moc"
