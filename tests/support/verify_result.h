// QVERIFY for a Result: a failed test says which error it was.
#pragma once

#include "core/base/result.h"

#include <QtTest/QtTest>

namespace ndas::test {

inline QByteArray describe(const Error& error)
{
    return QStringLiteral("%1 (%2): %3")
        .arg(QLatin1String(errorName(error.code)), QString::number(error.nativeCode), error.detail)
        .toUtf8();
}

} // namespace ndas::test

/// Fails the test, with the error's name and detail, unless `result` holds a value.
#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& verified_ = (expression);                                                                \
        QVERIFY2(verified_.has_value(),                                                                      \
                 verified_.has_value() ? "" : ndas::test::describe(verified_.error()).constData());          \
    } while (false)
/// Fails the test unless `result` holds an error of this code.
#define VERIFY_FAILS(expression, expectedCode)                                                               \
    do {                                                                                                     \
        const auto& verified_ = (expression);                                                                \
        QVERIFY2(!verified_.has_value(), "no error");                                                        \
        QCOMPARE(QLatin1String(ndas::errorName(verified_.error().code)),                                     \
                 QLatin1String(ndas::errorName(expectedCode)));                                              \
    } while (false)
