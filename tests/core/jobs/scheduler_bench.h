// A scheduler over a queue of its own, whose jobs do what a test says.
#pragma once

#include "core/jobs/scheduler.h"
#include "tests/core/jobs/queue_fixture.h"

namespace ndas::jobs::test {

using namespace std::chrono_literals;

struct House;
/// What a job does, with the number of the run (from 1).
using Work = std::function<Result<void>(House&, JobContext&, int run)>;

class FakeHandler final : public JobHandler {
public:
    FakeHandler(House& house, Work work)
        : house_(house)
        , work_(std::move(work))
    {
    }

    Result<void> run(JobContext& context) override { return work_(house_, context, ++runs); }

    std::atomic<int> runs{0};

private:
    House& house_;
    Work work_;
};

struct House {
    explicit House(Work work, SchedulerOptions options = {})
        : handler(*this, std::move(work))
        , instance(*Instance::create(queue.folder.path()))
    {
        options.lookEvery = 5ms;
        options.heartbeatEvery = 0ms;
        scheduler = std::make_unique<Scheduler>(queue.store, queue.clock, *instance, events,
                                                Scheduler::Handlers{{JobKind::Ingest, &handler}}, options);
    }

    Queue queue;
    FakeHandler handler;
    std::unique_ptr<Instance> instance;
    JobEvents events;
    std::unique_ptr<Scheduler> scheduler;
};

inline Result<void> succeed(House& house, JobContext& context, int)
{
    return house.queue.store.succeed(context.claim());
}

inline Result<void> workUntilCancelled(House&, JobContext& context, int)
{
    while (!context.token().waitFor(10s)) {
    }
    return fail(ErrorCode::Cancelled);
}

inline Work failWith(ErrorCode code)
{
    return [code](House&, JobContext&, int) -> Result<void> { return fail(code); };
}

} // namespace ndas::jobs::test
