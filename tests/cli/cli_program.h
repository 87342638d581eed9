// Runs the built ndas-cli the way a script does.
#pragma once

#include "tests/support/places.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QStringList>

#include <memory>

namespace ndas::test {

struct CliResult {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    /// Empty unless standard output is exactly one JSON object.
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }

    QString errorCode() const
    {
        return json().value(QLatin1String("error")).toObject().value(QLatin1String("code")).toString();
    }
};

inline std::unique_ptr<QProcess> startCli(const QStringList& arguments, const QString& dataDir,
                                          const QString& workingDirectory = {})
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NDAS_DATA_DIR"), dataDir);
    process->setProcessEnvironment(environment);
    if (!workingDirectory.isEmpty())
        process->setWorkingDirectory(workingDirectory);
    process->start(builtProgram("ndas-cli"), arguments);
    return process;
}

inline CliResult runCli(const QStringList& arguments, const QString& dataDir,
                        const QString& workingDirectory = {})
{
    const auto process = startCli(arguments, dataDir, workingDirectory);
    if (!process->waitForFinished(60'000) || process->exitStatus() != QProcess::NormalExit)
        return {};
    return {process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()};
}

} // namespace ndas::test

/// Compares an exit code and, when it differs, shows what the program said. Evaluates `result` once.
#define COMPARE_EXIT(result, expected)                                                                       \
    do {                                                                                                     \
        const auto& cliResult_ = (result);                                                                   \
        QVERIFY2(                                                                                            \
            cliResult_.exitCode == (expected),                                                               \
            qPrintable(QStringLiteral("exit code %1\n%2\n%3")                                                \
                           .arg(cliResult_.exitCode)                                                         \
                           .arg(QString::fromUtf8(cliResult_.out), QString::fromUtf8(cliResult_.err))));     \
    } while (false)
