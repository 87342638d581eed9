// Lets progress bars grow smoothly between reports. Asks what is shown now for a job; signals while anything
// still moves. With reduced motion, what is reported is what is shown.
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <unordered_map>

namespace ndas::ui {

class BarMotion : public QObject {
    Q_OBJECT
public:
    explicit BarMotion(bool reduceMotion, QObject* parent = nullptr);

    /// The fraction to paint for this job while its real progress is `target`. A bar that was not painted
    /// before starts at its target; one that fell back jumps.
    double shown(qint64 job, double target);

Q_SIGNALS:
    void moved(qint64 job);

private:
    struct Bar {
        double shown = 0;
        double target = 0;
    };

    void step();

    const bool reduceMotion_;
    QTimer timer_;
    QElapsedTimer sinceStep_;
    std::unordered_map<qint64, Bar> bars_;
};

} // namespace ndas::ui
