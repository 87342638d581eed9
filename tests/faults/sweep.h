// One piece of work, done again and again in fresh folders, each time with another of its calls failing:
// those that change something, those that read, those that remove.
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
#include <vector>

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
        QVERIFY2(watched_ > 0, "no call was watched");
        tryFaults(work, Calls::Changing, atMost_);
        tryFaults(work, Calls::Reading, atMost_ / 3);
        tryFaults(work, Calls::Removing, atMost_ / 3);
    }

private:
    struct Kind {
        int error;
        Span span;
    };

    static std::vector<Kind> kindsOf(Calls calls)
    {
        switch (calls) {
        case Calls::Changing:
            return {{EIO, Span::Once},       {EIO, Span::Lasting}, {ENOSPC, Span::Once},
                    {ENOSPC, Span::Lasting}, {ENOMEM, Span::Once}, {ENOMEM, Span::Lasting}};
        case Calls::Reading:
            return {{EIO, Span::Once}, {EIO, Span::Lasting}};
        case Calls::Removing:
            break;
        }
        return {{EACCES, Span::Once}};
    }

    static const char* nameOf(Calls calls)
    {
        if (calls == Calls::Changing)
            return "changing";
        return calls == Calls::Reading ? "reading" : "removing";
    }

    void tryFaults(const Work& work, Calls which, int atMost)
    {
        done_ = 0;
        attempt(work, {.withoutExclusiveRename = work.withoutExclusiveRename, .calls = which});
        const int calls = watched_;
        if (calls == 0)
            return;
        const std::vector<Kind> kinds = kindsOf(which);
        const int all = calls * static_cast<int>(kinds.size());
        const int faults = std::min(all, atMost);
        for (int i = 0; i < faults && !QTest::currentTestFailed(); ++i) {
            const auto number = static_cast<std::size_t>(qint64{i} * all / faults);
            const Kind& kind = kinds[number % kinds.size()];
            attempt(work, {.at = static_cast<int>(number / kinds.size()) + 1,
                           .error = kind.error,
                           .span = kind.span,
                           .withoutExclusiveRename = work.withoutExclusiveRename,
                           .calls = which});
        }
        qInfo("%d %s calls, %d of %d faults tried: %d ended in an error, %d did not matter", calls,
              nameOf(which), faults, all, faults + 1 - done_, done_ - 1);
    }

    /// Real syncs would be most of the time, and a failing one is failed before it gets anywhere.
    static QString inMemory()
    {
        const QString volume = QStringLiteral("/dev/shm");
        return (QFileInfo(volume).isWritable() ? volume : QDir::tempPath()) +
               QStringLiteral("/ndas-faults-XXXXXX");
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
            qPrintable(QStringLiteral("%1 call %2, errno %3, %4, %5: %6")
                           .arg(QLatin1String(nameOf(fault.calls)))
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
