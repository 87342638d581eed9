#include "core/media/recording_date.h"

#include <QtTest/QTest>

using namespace ndas;

class TestRecordingDate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheDateInAName_data();
    void readsTheDateInAName();
    void readsAnHourThatThisComputersClockSkips();
    void showsTheClockOnTheWall();
};

void TestRecordingDate::readsTheDateInAName_data()
{
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QString>("iso");
    const std::initializer_list<std::pair<const char*, const char*>> cases = {
        {"20261103_102400.mp4", "2026-11-03T10:24:00"},
        {"2026-11-03 10.24.00.mp4", "2026-11-03T10:24:00"},
        {"VID_20261103_102400.mp4", "2026-11-03T10:24:00"},
        {"VID20261103102400.mp4", "2026-11-03T10:24:00"},
        {"IMG-20261103-WA0001.mp4", "2026-11-03"},
        {"VID-20261103-WA0012.mp4", "2026-11-03"},
        {"PXL_20261103_102400123.mp4", "2026-11-03T10:24:00Z"},
        {"Screen Recording 2026-11-03 at 10.24.00.mov", "2026-11-03T10:24:00"},
        {"Screen Recording 2026-11-03 at 9.24.07 PM.mov", "2026-11-03T21:24:07"},
        {"Screen Recording 2026-11-03 at 12.05.00\u202fAM.mov", "2026-11-03T00:05:00"},
        {"WhatsApp Video 2026-11-03 at 10.24.00.mp4", "2026-11-03T10:24:00"},
        {"signal-2026-11-03-10-24-00-123.mp4", "2026-11-03T10:24:00"},
        {"2026_11_03_10_24_00.mp4", "2026-11-03T10:24:00"},
        {"2026-11-03T10:24:00.mkv", "2026-11-03T10:24:00"},
        {"baby 2026.11.03.avi", "2026-11-03"},
        {"-20261103.mp4", "2026-11-03"},
        {"take 2\n20261103_102400.mp4", "2026-11-03T10:24:00"},
        {"20260229_102400.mp4", ""},           // no leap year
        {"20241301_102400.mp4", ""},           // month 13
        {"20261103_256199.mp4", "2026-11-03"}, // no such time: the date stands
        {"19010101.mp4", ""},                  // before there were such files
        {"99991231.mp4", ""},
        {"1202611031.mp4", ""}, // part of a longer number
        {"Screen Recording 2026-11-03 at 13.05.00 PM.mov", "2026-11-03"},
        {"99999999_20261103_102400.mp4", "2026-11-03T10:24:00"}, // the number in front is no date
        {"IMG_0001.MOV", ""},
        {"clip.mp4", ""},
        {"", ""},
    };
    for (const auto& [name, iso] : cases)
        QTest::newRow(*name ? name : "no name") << QString::fromUtf8(name) << QString::fromUtf8(iso);
}

void TestRecordingDate::readsTheDateInAName()
{
    QFETCH(QString, fileName);
    QFETCH(QString, iso);
    const auto date = media::recordingDateFromFileName(fileName);
    QCOMPARE(date ? date->iso : QString(), iso);
    QVERIFY(!date || date->source == media::DateSource::FileName);
}

void TestRecordingDate::readsAnHourThatThisComputersClockSkips()
{
    qputenv("TZ", "Europe/Berlin");
    const auto date = media::recordingDateFromFileName(QStringLiteral("PXL_20260329_023000123.mp4"));
    QVERIFY(date);
    QCOMPARE(date->iso, QStringLiteral("2026-03-29T02:30:00Z"));
}

void TestRecordingDate::showsTheClockOnTheWall()
{
    qputenv("TZ", "Asia/Tokyo");
    const auto clock = [](const char* iso) {
        return media::wallClock({.iso = QLatin1String(iso)}).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    };
    QCOMPARE(clock("2026-11-03T10:24:00"), QStringLiteral("2026-11-03 10:24"));
    QCOMPARE(clock("2026-11-03T10:24:00Z"), QStringLiteral("2026-11-03 19:24"));
    QCOMPARE(clock("2026-11-03T10:24:00-05:00"), QStringLiteral("2026-11-03 10:24"));
    QCOMPARE(clock("2026-11-03"), QStringLiteral("2026-11-03 00:00"));
    QCOMPARE(clock("some day"), QString());
}

QTEST_GUILESS_MAIN(TestRecordingDate)
#include "test_recording_date.moc"
