// Ages at a recording, with the examples people check a program by.
#include "core/library/age.h"

#include <QtTest/QtTest>

using namespace ndas::library;

class TestAge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWeeksAndDays_data();
    void countsWeeksAndDays();
    void saysNothingItDoesNotKnow();
    void readsWeeksAndDays_data();
    void readsWeeksAndDays();
    void windowsBeginAndEndOnTheirDay();
};

void TestAge::countsWeeksAndDays_data()
{
    QTest::addColumn<QString>("gestation");
    QTest::addColumn<int>("ageDays");
    QTest::addColumn<QString>("pma");
    QTest::addColumn<QString>("corrected");
    const auto row = [](const char* gestation, int days, const char* pma, const char* corrected) {
        QTest::addRow("%s at %d days", gestation, days)
            << QString::fromUtf8(gestation) << days << QString::fromUtf8(pma) << QString::fromUtf8(corrected);
    };
    row("30+3", 4, "31+0", "−9+0");
    row("28+0", 147, "49+0", "9+0");
    row("40+0", 0, "40+0", "0+0");
    row("40+0", 6, "40+6", "0+6");
    row("41+2", 10, "42+5", "1+3"); // born after term: nothing to correct
    row("39+6", 0, "39+6", "−0+1");
}

void TestAge::countsWeeksAndDays()
{
    QFETCH(const QString, gestation);
    QFETCH(const int, ageDays);
    const QDate birth(2024, 2, 20); // over a leap day
    const auto age = ageAtRecording(birth.addDays(ageDays), birth, daysFromWeeks(gestation).value_or(0));
    QVERIFY(age);
    QTEST(weeksAndDays(age->pmaDays), "pma");
    QTEST(weeksAndDays(age->correctedDays), "corrected");
    QCOMPARE(age->days, ageDays);
}

void TestAge::saysNothingItDoesNotKnow()
{
    const QDate birth(2026, 3, 1);
    QVERIFY(!ageAtRecording(birth.addDays(-1), birth, 280));
    QVERIFY(!ageAtRecording({}, birth, 280));
    QVERIFY(!ageAtRecording(birth, {}, 280));
    QVERIFY(!ageAtRecording(birth, birth, 0));
}

void TestAge::readsWeeksAndDays_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("days");
    QTest::newRow("usual") << QStringLiteral("30+3") << 213;
    QTest::newRow("with spaces") << QStringLiteral(" 28 + 0 ") << 196;
    QTest::newRow("whole weeks") << QStringLiteral("40") << 280;
    QTest::newRow("no such day") << QStringLiteral("30+7") << -1;
    QTest::newRow("empty") << QString() << -1;
    QTest::newRow("a decimal") << QStringLiteral("30.3") << -1;
}

void TestAge::readsWeeksAndDays()
{
    QFETCH(const QString, typed);
    QTEST(daysFromWeeks(typed).value_or(-1), "days");
}

void TestAge::windowsBeginAndEndOnTheirDay()
{
    const auto nameAt = [](const char* pma) {
        const AssessmentWindow* window = windowAt(daysFromWeeks(QString::fromLatin1(pma)).value_or(0));
        return QString::fromLatin1(window ? window->name : "");
    };
    QCOMPARE(nameAt("36+6"), QString());
    QCOMPARE(nameAt("37+0"), QStringLiteral("writhing"));
    QCOMPARE(nameAt("48+6"), QStringLiteral("writhing"));
    QCOMPARE(nameAt("49+0"), QStringLiteral("fidgety"));
    QCOMPARE(nameAt("60+0"), QStringLiteral("fidgety"));
    QCOMPARE(nameAt("60+1"), QString());
}

QTEST_GUILESS_MAIN(TestAge)
#include "test_age.moc"
