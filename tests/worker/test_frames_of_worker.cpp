// Frames read over a session with the real worker: the right ones, while the file stays what it was.
#include "core/jobs/frame_session.h"
#include "core/media/frame_times.h"
#include "tests/crash/process_tree.h"
#include "tests/support/numbered_media.h"
#include "tests/support/places.h"
#include "tests/support/verify_result.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#ifdef Q_OS_LINUX
#include <csignal>
#endif

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;

namespace {

WorkerOptions real(const char* isolation = "2")
{
    WorkerOptions options;
    options.program = test::builtProgram("ndas-worker");
    options.arguments = {QStringLiteral("--isolation"), QLatin1String(isolation)};
    return options;
}

int numberIn(const Frame& frame)
{
    return test::numberIn(reinterpret_cast<const std::uint8_t*>(frame.bytes.constData()), frame.size.width,
                          frame.size.height, 4L * frame.size.width);
}

QStringList exchangeFolders()
{
    QStringList found;
    for (const QString& place : {QStringLiteral("/dev/shm"), QDir::tempPath()})
        for (const QString& name : QDir(place).entryList({QStringLiteral("ndas-frames-*")}))
            found << place + QLatin1Char('/') + name;
    return found;
}

} // namespace

class TestFramesOfWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void endsWhenTheFileIsAnotherOne_data()
    {
        QTest::addColumn<QString>("deed");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("replaced") << QStringLiteral("replace") << ErrorCode::OriginalChanged;
        QTest::newRow("written to") << QStringLiteral("write") << ErrorCode::OriginalChanged;
        QTest::newRow("removed") << QStringLiteral("remove") << ErrorCode::NotFound;
        QTest::newRow("gone with its folder") << QStringLiteral("unplug") << ErrorCode::SourceUnreachable;
    }

    void endsWhenTheFileIsAnotherOne()
    {
        QFETCH(const QString, deed);
        QFETCH(const ErrorCode, code);
        QTemporaryDir place;
        const QString path = place.filePath(QStringLiteral("clip.mp4"));
        QVERIFY(QFile::copy(test::numberedConstantRate(), path));
        const auto session = FrameSession::open(real(), {.path = path});
        VERIFY_OK(session);
        VERIFY_OK((*session)->read({.index = 10}));

        if (deed == QLatin1String("replace")) {
            const QString other = place.filePath(QStringLiteral("other.mp4"));
            QVERIFY(QFile::copy(test::numberedVariableRate(), other) && QFile::remove(path));
            QVERIFY(QFile::rename(other, path));
        } else if (deed == QLatin1String("write")) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::Append) && file.write("more") == 4);
        } else if (deed == QLatin1String("remove")) {
            QVERIFY(QFile::remove(path));
        } else {
            QVERIFY(place.remove());
        }

        VERIFY_FAILS((*session)->read({.index = 11}), code);
        VERIFY_FAILS((*session)->read({.index = 11}), code);
        if (code == ErrorCode::OriginalChanged)
            VERIFY_OK(FrameSession::open(real(), {.path = path}));
        else
            VERIFY_FAILS(FrameSession::open(real(), {.path = path}), ErrorCode::NotFound);
    }

    void readsExactlyTheFrameAskedFor_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("isolation");
        QTest::addColumn<int>("reads");
        QTest::newRow("constant rate") << test::numberedConstantRate() << QByteArray("2") << 1000;
        QTest::newRow("variable rate") << test::numberedVariableRate() << QByteArray("2") << 1000;
        QTest::newRow("not isolated") << test::numberedConstantRate() << QByteArray("0") << 200;
    }

    void readsExactlyTheFrameAskedFor()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, isolation);
        QFETCH(const int, reads);
        const auto session = FrameSession::open(real(isolation.constData()), {.path = path});
        VERIFY_OK(session);
        const std::vector<media::Micros>& times = (*session)->facts().times;
        QCOMPARE(times.size(), std::size_t{test::numberedFrames});
        QVERIFY((*session)->facts().info.mainVideo());

        test::FrameWalk walk(test::numberedFrames);
        for (int i = 0; i < reads; ++i) {
            const std::int64_t wanted = walk.next();
            const media::Micros at = times[static_cast<std::size_t>(wanted)];
            const auto frame = (*session)->read({.index = media::frameOnScreen(times, at + 3ms)});
            VERIFY_OK(frame);
            QCOMPARE(frame->index, wanted);
            QCOMPARE(frame->at, at);
            QCOMPARE(numberIn(*frame), static_cast<int>(wanted));
        }
    }

    void takesARelativePath()
    {
        const QString path = QDir().relativeFilePath(test::numberedConstantRate());
        const auto session = FrameSession::open(real(), {.path = path});
        VERIFY_OK(session);
        VERIFY_OK((*session)->read({.index = 0}));
    }

    void readsSmallerPicturesAndImageFilesInTurn()
    {
        const auto session =
            FrameSession::open(real(), {.path = test::numberedConstantRate(), .cacheBytes = 0});
        VERIFY_OK(session);
        for (int round = 0; round < 3; ++round) {
            const auto whole = (*session)->read({.index = 5});
            VERIFY_OK(whole);
            QCOMPARE(whole->size, (media::PixelSize{160, 32}));
            QCOMPARE(whole->bytes.size(), 160 * 32 * 4);
            QCOMPARE(numberIn(*whole), 5);
            const auto small = (*session)->read({.index = 5, .box = {50, 50}});
            VERIFY_OK(small);
            QCOMPARE(small->size, (media::PixelSize{50, 10}));
            QCOMPARE(small->bytes.size(), 50 * 10 * 4);
            const auto image = (*session)->read({.index = 5, .format = media::ImageFormat::Png});
            VERIFY_OK(image);
            QVERIFY(image->bytes.startsWith("\x89PNG"));
        }
        VERIFY_FAILS((*session)->read({.index = test::numberedFrames}), ErrorCode::BadOption);
        VERIFY_OK((*session)->read({.index = test::numberedFrames - 1}));
    }

    void leavesNothingBehind()
    {
        const QStringList before = exchangeFolders();
        {
            const auto session = FrameSession::open(real(), {.path = test::numberedConstantRate()});
            VERIFY_OK(session);
            VERIFY_OK((*session)->read({.index = 5}));
        }
        for (const QString& folder : exchangeFolders())
            QTRY_VERIFY(before.contains(folder) || !QFile::exists(folder)); // others may be at it, too
#ifdef Q_OS_LINUX
        QVERIFY(test::childrenOf(QCoreApplication::applicationPid()).empty());
#endif
    }

    void stopsOpeningWhenCancelled()
    {
        CancellationSource user;
        user.cancel();
        VERIFY_FAILS(FrameSession::open(real(), {.path = test::numberedConstantRate()}, user.token()),
                     ErrorCode::Cancelled);
    }

#ifdef Q_OS_LINUX
    void endsWithItsWorkerAndIsOpenedAnew_data()
    {
        QTest::addColumn<bool>("isCopy");
        QTest::newRow("the worker is killed") << false;
        QTest::newRow("a hostile file crashes the copy that reads it") << true;
    }

    void endsWithItsWorkerAndIsOpenedAnew()
    {
        QFETCH(const bool, isCopy);
        const QString path = test::numberedConstantRate();
        auto session = FrameSession::open(real(), {.path = path});
        VERIFY_OK(session);
        VERIFY_OK((*session)->read({.index = 100}));
        const std::vector<qint64> workers = test::childrenOf(QCoreApplication::applicationPid());
        QCOMPARE(workers.size(), std::size_t{1});
        if (isCopy) {
            for (const qint64 copy : test::childrenOf(workers.front()))
                ::kill(static_cast<pid_t>(copy), SIGSEGV);
        } else {
            ::kill(static_cast<pid_t>(workers.front()), SIGKILL);
        }

        const auto lost = (*session)->read({.index = 101});
        QVERIFY(!lost);
        const QLatin1String code(errorName(lost.error().code));
        QVERIFY2(isCopy ? lost.error().code == ErrorCode::WorkerCrashed
                        : retryClass(lost.error().code) == RetryClass::Crash ||
                              retryClass(lost.error().code) == RetryClass::Resource,
                 code.data());
        VERIFY_FAILS((*session)->read({.index = 100}), lost.error().code);

        session = FrameSession::open(real(), {.path = path});
        VERIFY_OK(session);
        const auto frame = (*session)->read({.index = 101});
        VERIFY_OK(frame);
        QCOMPARE(numberIn(*frame), 101);
    }
#endif
};

QTEST_GUILESS_MAIN(TestFramesOfWorker)
#include "test_frames_of_worker.moc"
