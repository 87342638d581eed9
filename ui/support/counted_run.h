// The same done with many, one after the other, in the background: how far it is, a way to stop, and what
// went wrong with some. Stops when destroyed; what is done stays. GUI thread.
#pragma once

#include "ui/support/gateway.h"

#include <QtCore/QTimer>

#include <atomic>

namespace ndas::ui {

struct CountedOutcome {
    int done = 0;
    int failed = 0;
    std::optional<Error> first; ///< of the failures
    bool isStopped = false;     ///< some were not begun
};

class CountedRun : public QObject {
    Q_OBJECT
public:
    /// Number `index` on a background thread; Cancelled when asked to stop in the middle.
    using Step = std::function<Result<void>(GatewayParts&, int index, const CancellationToken&)>;

    /// Begins at once. `purpose`: "Saving copies".
    CountedRun(Gateway& gateway, QString purpose, int count, Step step, QObject* parent = nullptr);
    ~CountedRun() override;

    void stop();

    /// "Saving copies: 3 of 12"
    QString text() const;

Q_SIGNALS:
    void progressed();
    void finished(const ndas::ui::CountedOutcome& outcome);

private:
    static CountedOutcome workThrough(GatewayParts& parts, int count, const Step& step,
                                      const CancellationToken& token, std::atomic<int>& over);

    QString purpose_;
    int count_;
    std::shared_ptr<std::atomic<int>> over_ = std::make_shared<std::atomic<int>>(0); ///< done or failed
    CancellationSource stop_;
    QTimer timer_;
};

} // namespace ndas::ui
