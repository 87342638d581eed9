#include "core/base/log.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

#include <cstdio>
#include <cstring>
#include <mutex>
#include <utility>

namespace ndas {

Q_LOGGING_CATEGORY(logCore, "ndas.core", QtInfoMsg)
Q_LOGGING_CATEGORY(logJobs, "ndas.jobs", QtInfoMsg)
Q_LOGGING_CATEGORY(logWorker, "ndas.worker", QtInfoMsg)

namespace {

constexpr qint64 rotateAt = qint64{5} << 20;
constexpr int keptFiles = 3;

const char* levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "critical";
    case QtFatalMsg:
        return "fatal";
    }
    return "unknown";
}

/// Libraries quote file names in their warnings, and a file name may be a person's name.
QString withoutNames(const QString& message)
{
    static const QRegularExpression quotedOrPath(QStringLiteral(R"("[^"]*"|'[^']*'|\S*[/\\].*)"),
                                                 QRegularExpression::DotMatchesEverythingOption);
    return QString(message).replace(quotedOrPath, QStringLiteral("[...]"));
}

QString lineOf(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    const char* category = context.category ? context.category : "default";
    const bool isOurs = std::strncmp(category, "ndas.", 5) == 0;
    QString text = isOurs ? message : withoutNames(message);
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return QStringLiteral("%1 %2 %3 %4\n")
        .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs), QLatin1String(levelName(type)),
             QLatin1String(category), text);
}

class LogFile {
public:
    LogFile(const QString& folder, const QString& program, LogEcho echo)
        : path_(folder + QLatin1Char('/') + program + QStringLiteral(".log"))
        , echo_(echo)
        , file_(path_)
    {
        open();
    }

    void write(QtMsgType type, const QMessageLogContext& context, const QString& message)
    {
        const std::scoped_lock lock(mutex_);
        file_.write(lineOf(type, context, message).toUtf8());
        file_.flush();
        if (file_.size() >= rotateAt)
            rotate();
        if (isEchoed(type))
            std::fprintf(stderr, "%s: %s\n", levelName(type), message.toLocal8Bit().constData());
    }

private:
    bool isEchoed(QtMsgType type) const
    {
        const bool isMinor = type == QtDebugMsg || type == QtInfoMsg;
        return echo_ == LogEcho::Everything || (echo_ == LogEcho::Warnings && !isMinor);
    }

    void open()
    {
        if (file_.open(QIODevice::WriteOnly | QIODevice::Append))
            file_.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }

    QString numbered(int number) const { return path_ + QLatin1Char('.') + QString::number(number); }

    void rotate()
    {
        file_.close();
        QFile::remove(numbered(keptFiles - 1));
        for (int i = keptFiles - 1; i > 1; --i)
            QFile::rename(numbered(i - 1), numbered(i));
        QFile::rename(path_, numbered(1));
        open();
    }

    const QString path_;
    const LogEcho echo_;
    std::mutex mutex_;
    QFile file_;
};

// Qt's message handler is a plain function, so what it writes to must be found by name. Never destroyed:
// threads may log while the program ends.
LogFile*& installedLog()
{
    static LogFile* log = nullptr;
    return log;
}

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    installedLog()->write(type, context, message);
}

} // namespace

void startLogging(const QString& folder, const QString& program, LogEcho echo)
{
    delete std::exchange(installedLog(), new LogFile(folder, program, echo));
    qInstallMessageHandler(handleMessage);
}

QString logText(const Error& error)
{
    const char* path = error.where.file;
    const char* slash = std::strrchr(path, '/');
    return QStringLiteral("%1 (%2) %3:%4")
        .arg(QLatin1String(errorName(error.code)), QString::number(error.nativeCode),
             QLatin1String(slash ? slash + 1 : path), QString::number(error.where.line));
}

} // namespace ndas
