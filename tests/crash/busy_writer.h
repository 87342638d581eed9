// What busy_writer writes, and what it says when it is on disk to stay.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace ndas::test {

inline QByteArray fileContent(int number)
{
    return QByteArray::number(number).repeated(5000);
}

inline QString fileName(int number)
{
    return QStringLiteral("%1.bin").arg(number);
}

inline QByteArray packetContent(int number)
{
    return QByteArray::number(number).repeated(300);
}

const inline QString journalName = QStringLiteral("f1.journal");

} // namespace ndas::test
