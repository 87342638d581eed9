// Puts chosen recordings into the queue, one transaction each, in the background. Stops after the one under
// way when cancelled or destroyed; what was added stays. GUI thread.
#pragma once

#include "ui/models/import_row.h"
#include "ui/support/gateway.h"

#include <QtCore/QTimer>

#include <atomic>

namespace ndas::ui {

struct ImportOutcome {
    QStringList added; ///< paths
    std::optional<Error> error;
};

class ImportRun : public QObject {
    Q_OBJECT
public:
    /// Begins at once with the chosen ones among `rows`.
    ImportRun(Gateway& gateway, const std::vector<ImportRow>& rows, QObject* parent = nullptr);
    ~ImportRun() override;

    void cancel();

Q_SIGNALS:
    void progressed(int done, int total);
    void finished(const ndas::ui::ImportOutcome& outcome);

private:
    struct Shared {
        std::atomic<int> added{0};
        ImportOutcome outcome; ///< the background thread's until it has ended
    };

    static void addAll(const std::vector<library::NewVideo>& videos, library::LibraryStore& store,
                       const CancellationToken& token, Shared& shared);

    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    CancellationSource cancel_;
    QTimer timer_;
};

} // namespace ndas::ui
