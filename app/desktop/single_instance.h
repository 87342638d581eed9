// One window per data folder. The first program on a folder listens; later ones hand it their recordings.
// GUI thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/file_lock.h"

#include <QtCore/QObject>
#include <QtNetwork/QLocalServer>

namespace ndas::app {

class SingleInstance : public QObject {
    Q_OBJECT
public:
    explicit SingleInstance(const AppPaths& paths, QObject* parent = nullptr);

    /// True: this is the first, and it listens from now on. False: another one has the folder. The folder
    /// must exist. May be called again.
    Result<bool> becomeFirst();
    /// Blocks for at most a few seconds; false when the first does not answer (it may be closing).
    bool handToFirst(const QStringList& recordings);

Q_SIGNALS:
    /// Another start: come to the front, and offer these for import.
    void startedAgain(const QStringList& recordings);

private:
    void receive();

    QString dataDir_;
    std::optional<FileLock> lock_;
    QLocalServer server_;
};

} // namespace ndas::app
