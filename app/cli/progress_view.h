// Progress for people: bars that are redrawn on a terminal, a line per tenth elsewhere, nothing with --json.
#pragma once

#include "app/cli/output.h"

#include <memory>

namespace ndas::cli {

struct Progress {
    qint64 id = 0; ///< tells one piece of work from another
    QString label;
    QString stage;
    double fraction = 0;
    double speed = 0;        ///< media seconds per second; 0 = not known
    qint64 secondsLeft = -1; ///< -1 = not known
};

class ProgressView {
public:
    static std::unique_ptr<ProgressView> create(const Output& output);

    virtual ~ProgressView() = default;
    /// What is under way just now; replaces what was shown before.
    virtual void show(const std::vector<Progress>& running) = 0;
    /// A line that stays.
    virtual void say(const QString& text) = 0;
};

} // namespace ndas::cli
