// One of several hands at a queue: a real instance with a real scheduler, whose work is to write down which
// job it did. Ends when nothing is left. usage: queue_hand DATABASE INSTANCES_FOLDER DIARY
#include "core/jobs/scheduler.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QTimer>

#include <mutex>

namespace {

using namespace ndas;

class Diary final : public jobs::JobHandler {
public:
    Diary(jobs::JobStore& store, const QString& path)
        : store_(store)
        , file_(path)
    {
    }

    bool open() { return file_.open(QIODevice::WriteOnly | QIODevice::Append); }

    Result<void> run(jobs::JobContext& context) override
    {
        {
            const std::lock_guard guard(mutex_);
            file_.write(QByteArray::number(context.job().id.value) + '\n');
            file_.flush();
        }
        return store_.succeed(context.claim());
    }

private:
    jobs::JobStore& store_;
    std::mutex mutex_;
    QFile file_;
};

Result<void> work(const QStringList& arguments)
{
    const SystemClock clock;
    db::DatabasePool pool(arguments[1]);
    jobs::JobStore store(pool, clock);
    NDAS_TRY(const auto instance, jobs::Instance::create(arguments[2]));
    Diary diary(store, arguments[3]);
    if (!diary.open())
        return fail(ErrorCode::PermissionDenied, arguments[3]);
    jobs::JobEvents events;
    jobs::Scheduler scheduler(store, clock, *instance, events, {{jobs::JobKind::Ingest, &diary}}, {});
    scheduler.start();
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, qApp, [&] {
        const auto due = store.nextDue();
        if (due && !*due && scheduler.running() == 0)
            QCoreApplication::quit();
    });
    timer.start(50);
    QCoreApplication::exec();
    scheduler.stop();
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    return argc == 4 && work(QCoreApplication::arguments()) ? 0 : 1;
}
