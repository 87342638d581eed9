// The queue against a model of it: random moves by users and by several owners with live and stale fences;
// and two claimers on one table.
#include "tests/core/jobs/queue_fixture.h"

#include <QtCore/QThread>

#include <barrier>
#include <map>
#include <random>

using namespace ndas;
using namespace ndas::jobs;
using namespace ndas::jobs::test;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t seed = 20261123;
constexpr int mostSteps = 40'000;
#ifdef __SANITIZE_THREAD__
constexpr int enoughMoves = 2'000; // twenty times slower there, and of one thread only
#else
constexpr int enoughMoves = 10'000;
#endif
constexpr std::size_t mostJobs = 8;

/// What a job must look like, by the rules alone.
struct Expected {
    JobState state = JobState::Queued;
    std::int64_t fence = 0;
    int attempt = 0;
    int crashes = 0;
    bool cancel = false;
    bool pause = false;
    EpochMs runAt = 0;
    QString owner;
    ErrorCode error = ErrorCode::Internal; ///< of the last attempt
};

enum class Outcome { Done, Impossible, Lost };

Outcome outcomeOf(const Result<void>& result)
{
    if (result)
        return Outcome::Done;
    return result.error().code == ErrorCode::LostLease ? Outcome::Lost : Outcome::Impossible;
}

class Player {
public:
    void step()
    {
        using Move = void (Player::*)();
        static constexpr std::array<Move, 26> moves{
            &Player::claim,        &Player::claim,       &Player::claim,        &Player::claim,
            &Player::claim,        &Player::enqueue,     &Player::enqueue,      &Player::enqueue,
            &Player::requestPause, &Player::resume,      &Player::resume,       &Player::requestCancel,
            &Player::retry,        &Player::retry,       &Player::heartbeat,    &Player::succeed,
            &Player::retryLater,   &Player::retryLater,  &Player::release,      &Player::block,
            &Player::failForGood,  &Player::finishPause, &Player::finishCancel, &Player::unblock,
            &Player::advance,      &Player::advance};
        (this->*moves[below(moves.size())])();
        if (below(10) == 0)
            removeFinished();
        if (below(50) == 0)
            someOwnerDies();
    }

    /// "" or what is wrong with some row.
    QString compare()
    {
        const std::vector<Job> rows = queue.store.list().value_or(std::vector<Job>{});
        if (rows.size() != expected.size())
            return QStringLiteral("%1 rows, expected %2").arg(rows.size()).arg(expected.size());
        for (const Job& row : rows) {
            const Expected& job = expected.at(row.id);
            if (row.state != job.state || row.fence != job.fence || row.attempt != job.attempt ||
                row.crashes != job.crashes || row.cancelRequested != job.cancel ||
                row.pauseRequested != job.pause || row.owner != job.owner)
                return QStringLiteral("job %1 is %2, expected %3, after %4")
                    .arg(row.id.value)
                    .arg(QLatin1String(name(row.state)), QLatin1String(name(job.state)), lastMove);
        }
        return complaint;
    }

    Queue queue;
    int moved = 0;
    int refused = 0;
    QString lastMove;

private:
    std::size_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    }

    JobId anyJob()
    {
        if (expected.empty())
            return {};
        return std::next(expected.begin(), static_cast<std::ptrdiff_t>(below(expected.size())))->first;
    }

    /// Mostly of a job that runs, sometimes one that may be long stale.
    Claim anyClaim()
    {
        if (claims.empty())
            return {.job = JobId{12345}, .fence = 1};
        std::vector<Claim> live;
        for (const auto& [id, job] : expected) {
            if (job.state == JobState::Running)
                live.push_back({.job = id, .fence = job.fence});
        }
        return live.empty() || below(6) == 0 ? claims[below(claims.size())] : live[below(live.size())];
    }

    void judge(const char* move, const Result<void>& result, Outcome wanted)
    {
        lastMove = QLatin1String(move);
        const Outcome outcome = outcomeOf(result);
        if (outcome != wanted && complaint.isEmpty())
            complaint = QStringLiteral("%1 went another way than expected").arg(lastMove);
        ++(outcome == Outcome::Done ? moved : refused);
    }

    // --- by the user

    void enqueue()
    {
        if (expected.size() >= mostJobs)
            return;
        const JobId id = queue.addJob(static_cast<int>(below(3)));
        expected.emplace(id, Expected{});
        lastMove = QStringLiteral("enqueue");
        ++moved;
    }

    template <class Rule>
    void byUser(const char* move, Result<void> (JobStore::*wish)(JobId), const Rule& rule)
    {
        const JobId id = anyJob();
        if (!id)
            return;
        Expected after = expected.at(id);
        const bool possible = rule(after);
        judge(move, (queue.store.*wish)(id), possible ? Outcome::Done : Outcome::Impossible);
        if (possible)
            expected.at(id) = after;
    }

    void requestPause()
    {
        byUser("pause", &JobStore::requestPause, [](Expected& job) {
            if (job.state == JobState::Queued || job.state == JobState::Blocked)
                job.state = JobState::Paused;
            else if (job.state == JobState::Running && job.cancel)
                return job.pause;
            else if (job.state == JobState::Running)
                job.pause = true;
            return job.state == JobState::Paused || job.state == JobState::Running;
        });
    }

    void resume()
    {
        byUser("resume", &JobStore::resume, [](Expected& job) {
            if (job.state == JobState::Running)
                return std::exchange(job.pause, false);
            if (job.state == JobState::Paused) {
                job.state = JobState::Queued;
                job.runAt = 0;
            }
            return job.state == JobState::Queued;
        });
    }

    void requestCancel()
    {
        byUser("cancel", &JobStore::requestCancel, [](Expected& job) {
            if (job.state == JobState::Running)
                job.cancel = true;
            else if (!isTerminal(job.state))
                job.state = JobState::Cancelled;
            return job.state == JobState::Running || job.state == JobState::Cancelled;
        });
    }

    void retry()
    {
        byUser("retry", &JobStore::retry, [](Expected& job) {
            if (job.state != JobState::Failed && job.state != JobState::Cancelled)
                return false;
            job = {.state = JobState::Queued, .fence = job.fence, .owner = {}};
            return true;
        });
    }

    void removeFinished()
    {
        const Result<int> removed = queue.store.removeFinished();
        const std::size_t wanted = std::erase_if(expected, [](const auto& entry) {
            return entry.second.state == JobState::Succeeded || entry.second.state == JobState::Cancelled;
        });
        if (!removed || static_cast<std::size_t>(*removed) != wanted)
            complaint = QStringLiteral("removed other rows than the finished ones");
    }

    // --- by owners

    void claim()
    {
        const QString owner = QStringLiteral("owner-%1").arg(below(3));
        const Result<std::optional<Job>> claimed = queue.store.claimNext(owner);
        lastMove = QStringLiteral("claim");
        if (!claimed || !*claimed) {
            for (const auto& [id, job] : expected) {
                if (job.state == JobState::Queued && job.runAt <= queue.clock.now())
                    complaint = QStringLiteral("job %1 was due, but not claimed").arg(id.value);
            }
            return;
        }
        noteClaimed(**claimed, owner);
        if (below(3) == 0)
            claimBeside(**claimed);
    }

    /// Of any jobs, in whatever states, those that may run now.
    void claimBeside(const Job& first)
    {
        std::vector<JobId> others;
        std::size_t due = 0;
        for (const auto& [id, job] : expected) {
            if (below(2) == 0)
                continue;
            others.push_back(id);
            due += job.state == JobState::Queued && job.runAt <= queue.clock.now() ? 1 : 0;
        }
        const Result<std::vector<Job>> claimed = queue.store.claimBeside(first, others);
        lastMove = QStringLiteral("claim beside");
        if (!claimed || claimed->size() != due)
            complaint = QStringLiteral("claimed others than those that were due");
        for (const Job& job : claimed.value_or(std::vector<Job>{})) {
            if (job.startedAt != first.startedAt)
                complaint = QStringLiteral("began at another time than the first");
            noteClaimed(job, first.owner);
        }
    }

    void noteClaimed(const Job& claimed, const QString& owner)
    {
        Expected& job = expected.at(claimed.id);
        if (job.state != JobState::Queued || job.runAt > queue.clock.now())
            complaint = QStringLiteral("claimed a job that does not wait");
        job.state = JobState::Running;
        job.owner = owner;
        ++job.fence;
        ++job.attempt;
        claims.push_back({.job = claimed.id, .fence = claimed.fence});
        ++moved;
    }

    Expected* ownedBy(const Claim& claim)
    {
        const auto found = expected.find(claim.job);
        const bool owned = found != expected.end() && found->second.state == JobState::Running &&
                           found->second.fence == claim.fence;
        return owned ? &found->second : nullptr;
    }

    static void leave(Expected& job, JobState to)
    {
        job.state = to;
        job.cancel = job.pause = false;
        job.owner.clear();
    }

    static JobState unlessIntended(const Expected& job, JobState to)
    {
        return job.cancel ? JobState::Cancelled : job.pause ? JobState::Paused : to;
    }

    template <class Write, class Rule>
    void byOwner(const char* move, const Write& write, const Rule& rule)
    {
        const Claim claim = anyClaim();
        Expected* const job = ownedBy(claim);
        judge(move, write(claim), job ? Outcome::Done : Outcome::Lost);
        if (job)
            rule(*job);
    }

    void heartbeat()
    {
        byOwner(
            "heartbeat", [this](const Claim& claim) { return queue.store.heartbeat(claim); },
            [](Expected&) {});
    }

    void succeed()
    {
        byOwner(
            "succeed", [this](const Claim& claim) { return queue.store.succeed(claim); },
            [](Expected& job) {
                leave(job, JobState::Succeeded);
                job.error = ErrorCode::Internal;
            });
    }

    void retryLater()
    {
        const bool isCrash = below(2) == 0;
        const EpochMs runAt = queue.clock.now() + static_cast<EpochMs>(below(5'000));
        byOwner(
            "retry later",
            [&](const Claim& claim) {
                return queue.store.retryLater(claim, errorOf(ErrorCode::Busy), runAt, isCrash);
            },
            [&](Expected& job) {
                leave(job, unlessIntended(job, JobState::Queued));
                job.error = ErrorCode::Busy;
                job.crashes += isCrash ? 1 : 0;
                job.runAt = runAt;
            });
    }

    void release()
    {
        byOwner(
            "release", [this](const Claim& claim) { return queue.store.release(claim); }, refund);
    }

    static void refund(Expected& job)
    {
        leave(job, unlessIntended(job, JobState::Queued));
        --job.attempt;
        job.runAt = 0;
    }

    void block()
    {
        const EpochMs probeAt = queue.clock.now() + static_cast<EpochMs>(below(5'000));
        byOwner(
            "block",
            [&](const Claim& claim) {
                return queue.store.block(claim, errorOf(ErrorCode::DiskFull), probeAt);
            },
            [&](Expected& job) {
                leave(job, unlessIntended(job, JobState::Blocked));
                job.error = ErrorCode::DiskFull;
                --job.attempt;
                job.runAt = probeAt;
            });
    }

    void failForGood()
    {
        byOwner(
            "fail",
            [this](const Claim& claim) {
                return queue.store.failForGood(claim, errorOf(ErrorCode::Damaged));
            },
            [](Expected& job) {
                leave(job, JobState::Failed);
                job.error = ErrorCode::Damaged;
            });
    }

    void finishPause()
    {
        byOwner(
            "finish pause", [this](const Claim& claim) { return queue.store.finishPause(claim); },
            [](Expected& job) {
                leave(job, JobState::Paused);
                --job.attempt;
            });
    }

    void finishCancel()
    {
        byOwner(
            "finish cancel", [this](const Claim& claim) { return queue.store.finishCancel(claim); },
            [](Expected& job) { leave(job, JobState::Cancelled); });
    }

    void unblock()
    {
        Expected* first = nullptr;
        bool isTime = true;
        for (auto& [id, job] : expected) {
            const bool isLooking = (job.state == JobState::Queued || job.state == JobState::Running) &&
                                   job.error == ErrorCode::DiskFull;
            const bool isBlocked = job.state == JobState::Blocked;
            isTime = isTime && !isLooking && !(isBlocked && job.runAt > queue.clock.now());
            if (isBlocked && (!first || job.runAt < first->runAt))
                first = &job;
        }
        const int wanted = first && isTime ? 1 : 0;
        if (wanted > 0)
            first->state = JobState::Queued;
        lastMove = QStringLiteral("unblock");
        if (queue.store.unblockDue().value_or(-1) != wanted)
            complaint = QStringLiteral("unblocked others than the one that looks again");
        moved += wanted;
    }

    void someOwnerDies()
    {
        const QString owner = QStringLiteral("owner-%1").arg(below(3));
        int wanted = 0;
        for (auto& [id, job] : expected) {
            if (job.owner != owner)
                continue;
            refund(job);
            ++wanted;
        }
        lastMove = QStringLiteral("rescue");
        if (queue.store.rescueJobsOf(owner).value_or(-1) != wanted)
            complaint = QStringLiteral("rescued other jobs than those of the dead owner");
        moved += wanted;
    }

    void advance() { queue.clock.advance(std::chrono::milliseconds(below(4'000))); }

    std::mt19937 random{seed};
    std::map<JobId, Expected> expected;
    std::vector<Claim> claims;
    QString complaint;
};

} // namespace

class TestJobProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheInvariantsUnderRandomMoves();
    void givesEachJobToOneOfTwoClaimers();
};

void TestJobProperties::keepsTheInvariantsUnderRandomMoves()
{
    qInfo("seed %u", seed);
    Player player;
    for (int step = 0; player.moved < enoughMoves; ++step) {
        QVERIFY(step < mostSteps);
        player.step();
        if (step % 4 != 0) // reading all rows takes longer than moving one
            continue;
        const QString complaint = player.compare();
        QVERIFY2(complaint.isEmpty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(complaint)));
        if (step % 500 == 0)
            QVERIFY(player.queue.isSound());
    }
    QVERIFY(player.queue.isSound());
    qInfo("%d moves done, %d refused", player.moved, player.refused);
    QVERIFY(player.refused >= enoughMoves / 10);
}

void TestJobProperties::givesEachJobToOneOfTwoClaimers()
{
    constexpr int count = 500;
    Queue queue;
    for (int i = 0; i < count; ++i)
        queue.addJob(i % 3);
    std::array<std::vector<JobId>, 2> done;
    std::barrier<> together(2);
    std::vector<std::unique_ptr<QThread>> claimers;
    for (std::vector<JobId>& mine : done) {
        claimers.emplace_back(QThread::create([&queue, &mine, &together] {
            queue.dontSync();
            while (true) {
                together.arrive_and_wait(); // both reach for the same job
                const Result<std::optional<Job>> job = queue.store.claimNext(QStringLiteral("claimer"));
                if (job && !*job)
                    break;
                if (job && queue.store.succeed({.job = (*job)->id, .fence = (*job)->fence}))
                    mine.push_back((*job)->id);
            }
            together.arrive_and_drop();
        }));
        claimers.back()->start();
    }
    for (const auto& claimer : claimers)
        claimer->wait();

    std::vector<JobId> all = done[0];
    all.insert(all.end(), done[1].begin(), done[1].end());
    std::sort(all.begin(), all.end());
    qInfo("%zu and %zu jobs", done[0].size(), done[1].size());
    QVERIFY(!done[0].empty() && !done[1].empty());
    QCOMPARE(all.size(), std::size_t{count});
    QVERIFY(std::adjacent_find(all.begin(), all.end()) == all.end());
    QVERIFY(queue.isSound());
}

QTEST_GUILESS_MAIN(TestJobProperties)
#include "test_job_properties.moc"
