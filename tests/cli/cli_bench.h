// ndas-cli on a library of its own for each test.
#pragma once

#include "tests/cli/cli_program.h"
#include "tests/support/test_media.h"
#include "tests/support/verify_result.h"

#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace ndas::test {

using namespace Qt::Literals::StringLiterals;

/// Another content than plainClip().
inline QString otherClip()
{
    return test::makeMedia(u"other.mp4"_s,
                           QString::fromLatin1("-f lavfi -i testsrc2=size=160x120:rate=10 -t 1 -c:v libx264 "
                                               "-preset ultrafast -pix_fmt yuv420p")
                               .split(u' '));
}

inline QJsonArray list(const CliResult& result, const char* key)
{
    return result.json().value(QLatin1String(key)).toArray();
}

/// makeMedia() before all tests, setUp() before each.
class CliLibraryTest : public QObject {
protected:
    static void makeMedia() { QVERIFY(!plainClip().isEmpty() && !otherClip().isEmpty()); }

    void setUp() { data_ = std::make_unique<QTemporaryDir>(); }

    CliResult run(const QStringList& arguments) { return runCli(arguments, data_->path()); }

    QJsonArray jobs() { return run({u"queue"_s, u"list"_s, u"--json"_s}).json().value("jobs"_L1).toArray(); }

    QStringList states(const QString& kind)
    {
        QStringList found;
        const QJsonArray all = jobs();
        for (const auto& job : all) {
            if (job.toObject().value("kind"_L1).toString() == kind)
                found << job.toObject().value("state"_L1).toString();
        }
        return found;
    }

    std::unique_ptr<QTemporaryDir> data_;
};

} // namespace ndas::test
