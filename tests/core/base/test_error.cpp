#include "core/base/last_error.h"
#include "tests/support/verify_result.h"

#include <QtCore/QMap>
#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <cerrno>
#include <cstdio>

using namespace ndas;

Q_DECLARE_METATYPE(ndas::ErrorCode)
Q_DECLARE_METATYPE(ndas::ExitCode)
Q_DECLARE_METATYPE(ndas::RetryClass)

namespace {

constexpr int codeCount = static_cast<int>(ErrorCode::Internal) + 1;

ErrorCode codeAt(int index)
{
    return static_cast<ErrorCode>(index);
}

} // namespace

class TestError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnStableName();
    void everyCodeHasASentenceForUsers();
    void namesReadBack();
    void unknownNameIsInternal();
    void scriptsSeeTheNamesAndExitCodesOfTheContract_data();
    void scriptsSeeTheNamesAndExitCodesOfTheContract();
    void classesDecideWhatTheQueueDoes_data();
    void classesDecideWhatTheQueueDoes();
    void incompleteSpeaksForItself();
    void systemErrorsAreRecognised_data();
    void systemErrorsAreRecognised();
    void whatFailedBeforeIsNoReason();
    void checkReturnsTheFirstError();
    void tryUnpacksAValue();
    void errorsRememberWhereTheyArose();
};

void TestError::everyCodeHasItsOwnStableName()
{
    static const QRegularExpression shape(QStringLiteral("\\A[a-z]+(-[a-z]+)*\\z"));
    QMap<QString, int> seen;
    for (int i = 0; i < codeCount; ++i) {
        const QString name = QLatin1String(errorName(codeAt(i)));
        QVERIFY2(shape.match(name).hasMatch(), qPrintable(name));
        ++seen[name];
    }
    QCOMPARE(seen.value(QStringLiteral("damaged")), 2);   // Damaged and Incomplete
    QCOMPARE(seen.value(QStringLiteral("not-media")), 3); // NotMedia, EmptyFile and StillImage
    QCOMPARE(seen.size(), codeCount - 3);
}

void TestError::everyCodeHasASentenceForUsers()
{
    for (int i = 0; i < codeCount; ++i) {
        const QString sentence = QLatin1String(errorSentence(codeAt(i)));
        const QString advice = QLatin1String(errorAdvice(codeAt(i)));
        QVERIFY2(sentence.endsWith(QLatin1Char('.')), errorName(codeAt(i)));
        QVERIFY2(advice.isEmpty() || advice.endsWith(QLatin1Char('.')), errorName(codeAt(i)));
        QVERIFY2(!(sentence + advice).contains(QLatin1Char('!')), errorName(codeAt(i)));
    }
}

void TestError::namesReadBack()
{
    for (int i = 0; i < codeCount; ++i) {
        const ErrorCode code = codeAt(i);
        const bool isOfNoMedia = code == ErrorCode::EmptyFile || code == ErrorCode::StillImage;
        const ErrorCode expected = code == ErrorCode::Incomplete ? ErrorCode::Damaged
                                   : isOfNoMedia                 ? ErrorCode::NotMedia
                                                                 : code;
        QCOMPARE(errorFromName(QLatin1String(errorName(code))), expected);
    }
}

void TestError::unknownNameIsInternal()
{
    QCOMPARE(errorFromName(QStringLiteral("of-a-newer-version")), ErrorCode::Internal);
    QCOMPARE(errorFromName(QString()), ErrorCode::Internal);
}

void TestError::scriptsSeeTheNamesAndExitCodesOfTheContract_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("name");
    QTest::addColumn<ExitCode>("exit");
    const auto row = [](ErrorCode code, const char* name, ExitCode exit) {
        QTest::newRow(name) << code << QString::fromLatin1(name) << exit;
    };
    row(ErrorCode::NotFound, "not-found", ExitCode::Refused);
    row(ErrorCode::NotReadable, "not-readable", ExitCode::Refused);
    row(ErrorCode::NotMedia, "not-media", ExitCode::Refused);
    row(ErrorCode::NoVideoStream, "no-video-stream", ExitCode::Refused);
    row(ErrorCode::Damaged, "damaged", ExitCode::Refused);
    row(ErrorCode::UnsupportedCodec, "unsupported-codec", ExitCode::Refused);
    row(ErrorCode::TooLarge, "too-large", ExitCode::Refused);
    row(ErrorCode::TooLong, "too-long", ExitCode::Refused);
    row(ErrorCode::Protected, "protected", ExitCode::Refused);
    row(ErrorCode::DiskFull, "disk-full", ExitCode::Environment);
    row(ErrorCode::PermissionDenied, "permission-denied", ExitCode::Environment);
    row(ErrorCode::ReadOnly, "read-only", ExitCode::Environment);
    row(ErrorCode::NetworkLibrary, "network-library", ExitCode::Environment);
    row(ErrorCode::BadOption, "bad-option", ExitCode::Usage);
    row(ErrorCode::Cancelled, "cancelled", ExitCode::Interrupted);
}

void TestError::scriptsSeeTheNamesAndExitCodesOfTheContract()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, name);
    QFETCH(const ExitCode, exit);
    QCOMPARE(QLatin1String(errorName(code)), name);
    QCOMPARE(exitCode(code), exit);
}

void TestError::classesDecideWhatTheQueueDoes_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<RetryClass>("expected");
    QTest::newRow("a bad recording fails at once") << ErrorCode::Damaged << RetryClass::Input;
    QTest::newRow("a missing encoder fails at once")
        << ErrorCode::EncoderMissing << RetryClass::Configuration;
    QTest::newRow("a full disk is waited for") << ErrorCode::DiskFull << RetryClass::Environment;
    QTest::newRow("a share that is gone is waited for")
        << ErrorCode::SourceUnreachable << RetryClass::Environment;
    QTest::newRow("a busy file is tried again") << ErrorCode::Busy << RetryClass::Transient;
    QTest::newRow("too little memory") << ErrorCode::OutOfMemory << RetryClass::Resource;
    QTest::newRow("a crash") << ErrorCode::WorkerCrashed << RetryClass::Crash;
    QTest::newRow("a violation") << ErrorCode::SandboxViolation << RetryClass::Violation;
    QTest::newRow("a hang") << ErrorCode::WorkerHung << RetryClass::Timeout;
    QTest::newRow("the user's wish") << ErrorCode::Cancelled << RetryClass::Cancelled;
}

void TestError::classesDecideWhatTheQueueDoes()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const RetryClass, expected);
    QCOMPARE(retryClass(code), expected);
}

void TestError::incompleteSpeaksForItself()
{
    QVERIFY(QLatin1String(errorSentence(ErrorCode::Incomplete)) !=
            QLatin1String(errorSentence(ErrorCode::Damaged)));
}

void TestError::systemErrorsAreRecognised_data()
{
#ifndef Q_OS_WIN
    QTest::addColumn<int>("native");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("ENOENT") << ENOENT << ErrorCode::NotFound;
    QTest::newRow("ENOSPC") << ENOSPC << ErrorCode::DiskFull;
    QTest::newRow("EDQUOT") << EDQUOT << ErrorCode::DiskFull;
    QTest::newRow("EFBIG") << EFBIG << ErrorCode::OutputTooLarge;
    QTest::newRow("EROFS") << EROFS << ErrorCode::ReadOnly;
    QTest::newRow("EACCES") << EACCES << ErrorCode::PermissionDenied;
    QTest::newRow("ESTALE") << ESTALE << ErrorCode::SourceUnreachable;
    QTest::newRow("EEXIST") << EEXIST << ErrorCode::AlreadyExists;
    QTest::newRow("EAGAIN") << EAGAIN << ErrorCode::Busy;
    QTest::newRow("ETIMEDOUT") << ETIMEDOUT << ErrorCode::TimedOut;
    QTest::newRow("ENOMEM") << ENOMEM << ErrorCode::OutOfMemory;
    QTest::newRow("EIO") << EIO << ErrorCode::Io;
    QTest::newRow("anything else") << ELOOP << ErrorCode::Io;
#endif
}

void TestError::systemErrorsAreRecognised()
{
#ifdef Q_OS_WIN
    QSKIP("errno is not what Windows reports");
#else
    QFETCH(const int, native);
    QFETCH(const ErrorCode, expected);
    const Error error = systemError(native, QStringLiteral("write x"));
    QCOMPARE(error.code, expected);
    QCOMPARE(error.nativeCode, native);
    QVERIFY(error.detail.startsWith(QStringLiteral("write x: ")));
#endif
}

void TestError::whatFailedBeforeIsNoReason()
{
    QVERIFY(!std::fopen("there is no such file", "rb"));
    QCOMPARE(lastSystemError({}).code, ErrorCode::NotFound);
    clearLastSystemError();
    QCOMPARE(lastSystemError({}).nativeCode, 0);
    QCOMPARE(lastSystemError({}).code, ErrorCode::Io);
}

void TestError::checkReturnsTheFirstError()
{
    int reached = 0;
    const auto steps = [&]() -> Result<void> {
        NDAS_CHECK(Result<void>());
        ++reached;
        NDAS_CHECK(Result<void>(fail(ErrorCode::DiskFull)));
        ++reached;
        return {};
    };
    VERIFY_FAILS(steps(), ErrorCode::DiskFull);
    QCOMPARE(reached, 1);
}

void TestError::tryUnpacksAValue()
{
    const auto doubled = [](const Result<int>& source) -> Result<int> {
        NDAS_TRY(const int value, source);
        return value * 2;
    };
    QCOMPARE(*doubled(21), 42);
    VERIFY_FAILS(doubled(fail(ErrorCode::Busy)), ErrorCode::Busy);
}

void TestError::errorsRememberWhereTheyArose()
{
    const Result<void> failed = fail(ErrorCode::Io);
    QVERIFY(QByteArray(failed.error().where.file).endsWith("test_error.cpp"));
}

QTEST_GUILESS_MAIN(TestError)
#include "test_error.moc"
