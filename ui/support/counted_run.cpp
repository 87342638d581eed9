#include "ui/support/counted_run.h"

#include "ui/support/sentences.h"

namespace ndas::ui {

CountedRun::CountedRun(Gateway& gateway, QString purpose, int count, Step step, QObject* parent)
    : QObject(parent)
    , purpose_(std::move(purpose))
    , count_(count)
{
    timer_.setInterval(std::chrono::milliseconds(200));
    connect(&timer_, &QTimer::timeout, this, &CountedRun::progressed);
    timer_.start();
    gateway.runLong(
        this,
        [count, step = std::move(step), over = over_, token = stop_.token()](GatewayParts& parts) {
            return workThrough(parts, count, step, token, *over);
        },
        [this](const CountedOutcome& outcome) {
            timer_.stop();
            Q_EMIT finished(outcome);
            deleteLater();
        });
}

CountedRun::~CountedRun()
{
    stop_.cancel();
}

void CountedRun::stop()
{
    stop_.cancel();
}

QString CountedRun::text() const
{
    return tr("%1: %2 of %3").arg(purpose_, countText(over_->load()), countText(count_));
}

CountedOutcome CountedRun::workThrough(GatewayParts& parts, int count, const Step& step,
                                       const CancellationToken& token, std::atomic<int>& over)
{
    CountedOutcome outcome;
    for (int index = 0; index < count; ++index) {
        const Result<void> result =
            token.isCancelled() ? fail(ErrorCode::Cancelled) : step(parts, index, token);
        if (!result && result.error().code == ErrorCode::Cancelled) {
            outcome.isStopped = true;
            break;
        }
        if (result) {
            ++outcome.done;
        } else {
            ++outcome.failed;
            outcome.first = outcome.first.value_or(result.error());
        }
        ++over;
    }
    return outcome;
}

} // namespace ndas::ui
