// Numbers are rounded to what matters; names stay on one line; every code has its words.
#include "ui/support/sentences.h"

#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::ui;

class TestSentences : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void roundsTimes_data();
    void roundsTimes();
    void roundsSizes_data();
    void roundsSizes();
    void numbersKeepTheirUnitsInRightToLeft();
    void writesDurations_data();
    void writesDurations();
    void saysHundredPercentOnlyWhenDone();
    void keepsNamesOnOneLine();
    void everyErrorHasASentence();
    void onlyWhatGoesOnByItselfSaysSo();
    void everyPlanNoteIsFoundByItsStoredName();
    void everyBuiltInPresetHasWords();
    void saysTheYearOnlyWhenItIsAnother();
};

void TestSentences::roundsTimes_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << 0 << QStringLiteral("a few seconds");
    QTest::newRow("seconds") << 37 << QStringLiteral("about 40 seconds");
    QTest::newRow("a minute") << 58 << QStringLiteral("about a minute");
    QTest::newRow("minutes") << 239 << QStringLiteral("about 4 minutes");
    QTest::newRow("an hour") << 3590 << QStringLiteral("about 1 h");
    QTest::newRow("hours") << 4800 << QStringLiteral("about 1 h 20 min");
    QTest::newRow("many hours") << 40000 << QStringLiteral("about 11 hours");
    QTest::newRow("days") << 260000 << QStringLiteral("about 3 days");
}

void TestSentences::roundsTimes()
{
    QFETCH(int, seconds);
    QTEST(roughTime(std::chrono::seconds(seconds)), "text");
}

void TestSentences::roundsSizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64{0} << QStringLiteral("0 bytes");
    QTest::newRow("small") << qint64{12'345} << QStringLiteral("12 kB");
    QTest::newRow("megabytes") << qint64{44'700'000} << QStringLiteral("45 MB");
    QTest::newRow("rounds up a unit") << qint64{999'700'000} << QStringLiteral("1.0 GB");
    QTest::newRow("gigabytes") << qint64{12'400'000'000} << QStringLiteral("12.4 GB");
}

void TestSentences::roundsSizes()
{
    QFETCH(qint64, bytes);
    QTEST(sizeText(bytes), "text");
}

void TestSentences::numbersKeepTheirUnitsInRightToLeft()
{
    const auto stands = [](const QString& text) {
        return text.startsWith(QChar(0x2068)) && text.endsWith(QChar(0x2069));
    };
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    const QStringList mirrored{sizeText(300'000), percentText(0.64), speedText(1.8),
                               pictureText({1080, 1920})};
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    for (const QString& text : mirrored)
        QVERIFY2(stands(text), qPrintable(text));
    QCOMPARE(sizeText(300'000), QStringLiteral("300 kB"));
}

void TestSentences::writesDurations_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << 7 << QStringLiteral("0:07");
    QTest::newRow("minutes") << 222 << QStringLiteral("3:42");
    QTest::newRow("hours") << 3727 << QStringLiteral("1:02:07");
}

void TestSentences::writesDurations()
{
    QFETCH(int, seconds);
    QTEST(durationText(std::chrono::seconds(seconds)), "text");
}

void TestSentences::saysHundredPercentOnlyWhenDone()
{
    QCOMPARE(percentText(0.999), QStringLiteral("99 %"));
    QCOMPARE(percentText(1.0), QStringLiteral("100 %"));
}

void TestSentences::keepsNamesOnOneLine()
{
    QCOMPARE(oneLine(QStringLiteral("a\r\nb\tc")), QStringLiteral("a↵b⇥c"));
    QVERIFY(!oneLine(QStringLiteral("gpj.\u202Eexe")).contains(QChar(0x202E)));
}

void TestSentences::everyErrorHasASentence()
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        QVERIFY(errorText(static_cast<ErrorCode>(code)).endsWith(QLatin1Char('.')));
}

void TestSentences::onlyWhatGoesOnByItselfSaysSo()
{
    for (const ErrorCode code : {ErrorCode::DiskFull, ErrorCode::PermissionDenied,
                                 ErrorCode::SourceUnreachable, ErrorCode::Busy, ErrorCode::TimedOut})
        QVERIFY(!adviceText(code).contains(QStringLiteral("by itself")));

    jobs::Job job;
    QCOMPARE(adviceText(job), QString());
    job.hasError = true;
    job.errorCode = ErrorCode::DiskFull;
    job.state = jobs::JobState::Blocked;
    QCOMPARE(adviceText(job), QStringLiteral("Free some space. It goes on by itself."));
    job.errorCode = ErrorCode::Busy;
    job.state = jobs::JobState::Queued;
    QVERIFY(adviceText(job).endsWith(QStringLiteral("It is tried again by itself.")));
    job.state = jobs::JobState::Failed;
    QCOMPARE(adviceText(job), adviceText(ErrorCode::Busy));

    const auto hindrance = [](ErrorCode code) {
        return hindranceText({.code = code, .detail = {}, .nativeCode = 0, .where = {}});
    };
    QVERIFY(hindrance(ErrorCode::DiskFull).endsWith(QStringLiteral("The queue goes on by itself.")));
    QVERIFY(!hindrance(ErrorCode::Database).contains(QStringLiteral("goes on")));
}

void TestSentences::everyPlanNoteIsFoundByItsStoredName()
{
    for (int i = 0; i <= static_cast<int>(media::PlanNote::SourceDamaged); ++i) {
        const auto note = static_cast<media::PlanNote>(i);
        QCOMPARE(planNoteText(QLatin1String(media::name(note))), planNoteText(note));
    }
    QCOMPARE(planNoteText(QStringLiteral("no-such-note")), QString());
}

void TestSentences::everyBuiltInPresetHasWords()
{
    for (const char* id : {"original", "high", "medium", "low", "mobile"})
        QVERIFY(!presetDescription(QLatin1String(id)).isEmpty());
    QCOMPARE(presetText(QStringLiteral("ward"), QStringLiteral("Ward 3")), QStringLiteral("Ward 3"));
}

void TestSentences::saysTheYearOnlyWhenItIsAnother()
{
    const QDateTime day(QDate(2026, 11, 3), QTime(10, 24));
    QCOMPARE(dayText(day.toMSecsSinceEpoch(), QDate(2026, 12, 1)), QStringLiteral("3 November"));
    QCOMPARE(dayText(day.toMSecsSinceEpoch(), QDate(2027, 1, 1)), QStringLiteral("3 November 2026"));
    QCOMPARE(whenText(day.toMSecsSinceEpoch(), day.date()), QStringLiteral("10:24"));
}

QTEST_MAIN(TestSentences)
#include "test_sentences.moc"
