// Time between two rounds of the event loop, while something else goes on in it.
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>

namespace ndas::test {

class StallWatch : public QObject {
public:
    StallWatch()
    {
        since_.start();
        startTimer(0);
    }

    qint64 longestMs() const { return longest_; }

    void reset()
    {
        longest_ = 0;
        since_.restart();
    }

protected:
    void timerEvent(QTimerEvent*) override { longest_ = std::max(longest_, since_.restart()); }

private:
    QElapsedTimer since_;
    qint64 longest_ = 0;
};

} // namespace ndas::test
