#include "app/desktop/single_instance.h"

#include "core/base/log.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtNetwork/QLocalSocket>

namespace ndas::app {

namespace {

constexpr int patienceMs = 3000;
constexpr qint64 longestMessage = 1 << 20;

QString serverNameFor(const QString& dataDir)
{
    const QByteArray key = QFileInfo(dataDir).canonicalFilePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().left(24);
    return QStringLiteral("ndas-") + QString::fromLatin1(hash);
}

} // namespace

SingleInstance::SingleInstance(const AppPaths& paths, QObject* parent)
    : QObject(parent)
    , dataDir_(paths.dataDir)
{
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::receive);
}

Result<bool> SingleInstance::becomeFirst()
{
    if (lock_)
        return true;
    NDAS_TRY(lock_, FileLock::tryTake(dataDir_ + QStringLiteral("/desktop.lock")));
    if (!lock_)
        return false;
    const QString name = serverNameFor(dataDir_);
    // Whatever carries the name now was left behind by a dead one: the lock is ours.
    QLocalServer::removeServer(name);
    if (!server_.listen(name))
        qCWarning(logCore, "cannot listen for later starts: error %d",
                  static_cast<int>(server_.serverError()));
    return true;
}

bool SingleInstance::handToFirst(const QStringList& recordings)
{
    QLocalSocket socket;
    socket.connectToServer(serverNameFor(dataDir_));
    if (!socket.waitForConnected(patienceMs))
        return false;
    socket.write(QJsonDocument(QJsonArray::fromStringList(recordings)).toJson(QJsonDocument::Compact) + '\n');
    if (!socket.waitForBytesWritten(patienceMs))
        return false;
    return socket.waitForReadyRead(patienceMs);
}

void SingleInstance::receive()
{
    QLocalSocket* socket = server_.nextPendingConnection();
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        if (!socket->canReadLine()) {
            if (socket->bytesAvailable() > longestMessage)
                socket->abort();
            return;
        }
        QStringList recordings;
        for (const QJsonValue& path : QJsonDocument::fromJson(socket->readLine()).array())
            recordings << path.toString();
        socket->write("ok\n");
        socket->flush();
        Q_EMIT startedAgain(recordings);
    });
}

} // namespace ndas::app
