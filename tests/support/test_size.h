// How much a test does: little at every change, more when ./dev torture says so.
#pragma once

#include <QtCore/QRandomGenerator>
#include <QtCore/QtGlobal>

namespace ndas::test {

/// The number in this environment variable, else `little`.
inline int sizeFrom(const char* variable, int little)
{
    bool isSet = false;
    const int value = qEnvironmentVariableIntValue(variable, &isSet);
    return isSet ? value : little;
}

/// Random moments, the same again with NDAS_CRASH_SEED, which is printed.
inline QRandomGenerator seededRandom()
{
    const int seed = sizeFrom("NDAS_CRASH_SEED", QRandomGenerator::global()->bounded(1'000'000));
    qInfo("NDAS_CRASH_SEED=%d", seed);
    return QRandomGenerator(static_cast<quint32>(seed));
}

} // namespace ndas::test
