#include "tests/support/test_media.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>

namespace ndas::test {

namespace {

QString cacheFolder()
{
    const QString folder = QDir::tempPath() + QStringLiteral("/ndas-test-media");
    QDir().mkpath(folder);
    return folder;
}

QString cachedPath(const QString& name, const QByteArray& recipe)
{
    const QByteArray key = QCryptographicHash::hash(recipe, QCryptographicHash::Sha1).toHex().left(10);
    return cacheFolder() + QLatin1Char('/') + QString::fromLatin1(key) + QLatin1Char('-') + name;
}

/// Tests run side by side: each writes its own temporary file and renames it into place.
QString temporaryFor(const QString& path)
{
    return cacheFolder() + QStringLiteral("/part-%1-").arg(QCoreApplication::applicationPid()) +
           QFileInfo(path).fileName();
}

} // namespace

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString writeOnce(const QString& name, const QByteArray& content)
{
    const QString path = cachedPath(name, content);
    if (QFile::exists(path))
        return path;
    QFile file(temporaryFor(path));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    file.close();
    file.rename(path);
    return path;
}

QString makeMedia(const QString& name, const QStringList& ffmpegArguments)
{
    const QString path = cachedPath(name, ffmpegArguments.join(QLatin1Char('\n')).toUtf8());
    if (QFile::exists(path))
        return path;
    const QString part = temporaryFor(path);
    QProcess ffmpeg;
    ffmpeg.setProcessChannelMode(QProcess::MergedChannels);
    ffmpeg.start(QStringLiteral("ffmpeg"),
                 QStringList{QStringLiteral("-hide_banner"), QStringLiteral("-nostdin"), QStringLiteral("-y"),
                             QStringLiteral("-v"), QStringLiteral("error")} +
                     ffmpegArguments + QStringList{part});
    if (!ffmpeg.waitForFinished(120'000) || ffmpeg.exitCode() != 0) {
        qWarning("ffmpeg could not make %s: %s", qPrintable(name), ffmpeg.readAll().constData());
        return {};
    }
    QFile::rename(part, path);
    return path;
}

static QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QString plainClip()
{
    return makeMedia(
        QStringLiteral("plain.mp4"),
        words("-f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000 "
              "-t 2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -ac 1"));
}

QString portraitPhoneClip()
{
    const QString upright =
        makeMedia(QStringLiteral("landscape.mp4"),
                  words("-f lavfi -i testsrc2=size=1920x1080:rate=30 -f lavfi -i "
                        "sine=frequency=440:sample_rate=48000 -t 0.5 "
                        "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -ac 1"));
    return upright.isEmpty()
               ? QString()
               : makeMedia(QStringLiteral("portrait.mp4"), QStringList{QStringLiteral("-i"), upright} +
                                                               words("-c copy -metadata:s:v:0 rotate=270"));
}

static QString noisyClip(const QString& name, int seconds, const char* crf)
{
    return makeMedia(
        name, words("-f lavfi -i testsrc2=size=1280x720:rate=30,noise=alls=12:allf=t -f lavfi -i "
                    "sine=frequency=440:sample_rate=48000") +
                  QStringList{QStringLiteral("-t"), QString::number(seconds)} +
                  words("-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -ac 1 -crf") + words(crf));
}

QString longClip(int seconds)
{
    return noisyClip(QStringLiteral("long%1.mp4").arg(seconds), seconds, "32");
}

QString largeClip()
{
    return noisyClip(QStringLiteral("large.mp4"), 6, "23");
}

QString tinyClip(int seconds)
{
    return makeMedia(QStringLiteral("tiny%1.mp4").arg(seconds),
                     words("-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine") +
                         QStringList{QStringLiteral("-t"), QString::number(seconds)} +
                         words("-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -ac 1"));
}

QString textFile()
{
    return writeOnce(QStringLiteral("page.mp4"), "<!DOCTYPE html><html><body>404 not found</body></html>\n");
}

QString truncatedClip()
{
    QFile whole(plainClip());
    if (!whole.open(QIODevice::ReadOnly))
        return {};
    return writeOnce(QStringLiteral("truncated.mp4"), whole.read(whole.size() * 6 / 10));
}

} // namespace ndas::test
