// One piece of work, done again and again in fresh folders, each time with another of its writing calls
// failing.
#pragma once

#include "tests/faults/failing_calls.h"
#include "tests/support/test_size.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <functional>

namespace ndas::test {

struct Work {
    std::function<void(const QDir&)> prepare;              ///< nothing fails yet
    std::function<bool(const QDir&)> run;                  ///< true: says that it succeeded
    std::function<QString(const QDir&, bool)> findFault{}; ///< nothing fails any more; "" = all is sound
    bool withoutExclusiveRename = false;
};

class Sweep {
public:
    /// NDAS_FAULTS: how many faults per piece of work (./dev torture: every one).
    explicit Sweep(int fewFaults)
        : atMost_(sizeFrom("NDAS_FAULTS", fewFaults))
    {
    }

    void operator()(const Work& work)
    {
        done_ = 0;
        attempt(work, {.withoutExclusiveRename = work.withoutExclusiveRename});
        QVERIFY2(done_ == 1, "it does not even succeed when nothing fails");
        const int calls = watched_;
        QVERIFY2(calls > 0, "no call was watched");
        const int all = calls * kinds;
        const int faults = std::min(all, atMost_);
        for (int i = 0; i < faults && !QTest::currentTestFailed(); ++i)
            attempt(work, faultNumber(static_cast<int>(qint64{i} * all / faults), work));
        qInfo("%d writing calls, %d of %d faults tried: %d ended in an error, %d did not matter", calls,
              faults, all, faults + 1 - done_, done_ - 1);
    }

private:
    static constexpr int errors[] = {EIO, ENOSPC, ENOMEM};
    static constexpr int kinds = 2 * std::size(errors);

    /// Real syncs would be most of the time, and a failing one is failed before it gets anywhere.
    static QString inMemory()
    {
        const QString volume = QStringLiteral("/dev/shm");
        return (QFileInfo(volume).isWritable() ? volume : QDir::tempPath()) +
               QStringLiteral("/ndas-faults-XXXXXX");
    }

    static Fault faultNumber(int number, const Work& work)
    {
        const int kind = number % kinds;
        return {.at = number / kinds + 1,
                .error = errors[kind / 2],
                .span = kind % 2 == 0 ? Span::Once : Span::Lasting,
                .withoutExclusiveRename = work.withoutExclusiveRename};
    }

    void attempt(const Work& work, const Fault& fault)
    {
        const QTemporaryDir folder(inMemory());
        const QDir dir(folder.path());
        work.prepare(dir);
        inject(fault);
        const bool done = work.run(dir);
        watched_ = watchedCalls();
        inject({});
        done_ += done ? 1 : 0;
        const QString found = work.findFault(dir, done);
        QVERIFY2(
            found.isEmpty(),
            qPrintable(QStringLiteral("call %1, errno %2, %3, %4: %5")
                           .arg(fault.at)
                           .arg(fault.error)
                           .arg(fault.span == Span::Once ? QLatin1String("once") : QLatin1String("lasting"),
                                done ? QLatin1String("succeeded") : QLatin1String("failed"), found)));
    }

    int atMost_;
    int watched_ = 0;
    int done_ = 0;
};

inline QByteArray contentOf(const QDir& folder, const QString& name)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<unreadable>");
}

inline void put(const QDir& folder, const QString& name, const QByteArray& content)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

inline QStringList namesIn(const QDir& folder)
{
    return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace ndas::test
