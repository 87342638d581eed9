// The processes a process has started, found in /proc (Linux).
#pragma once

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <vector>

namespace ndas::test {

struct ProcessFacts {
    qint64 parent = 0;
    char state = 0; ///< 0: gone; 'Z': ended, but not collected by its parent
};

inline ProcessFacts factsOf(qint64 id)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(id));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // "id (name) state parent ...", where the name may hold anything
    const QByteArray line = file.readAll();
    const QList<QByteArray> words = line.mid(line.lastIndexOf(')') + 2).split(' ');
    return words.size() < 2 ? ProcessFacts{} : ProcessFacts{words[1].toLongLong(), words[0].at(0)};
}

inline bool isAlive(qint64 id)
{
    const char state = factsOf(id).state;
    return state != 0 && state != 'Z' && state != 'X';
}

inline std::vector<qint64> childrenOf(qint64 parent)
{
    std::vector<qint64> children;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const qint64 id = name.toLongLong();
        if (id > 0 && factsOf(id).parent == parent && isAlive(id))
            children.push_back(id);
    }
    return children;
}

} // namespace ndas::test
