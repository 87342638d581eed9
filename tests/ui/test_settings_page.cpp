// The page over settings in memory: what is chosen is kept, and what is not offered is left alone.
#include "tests/ui/gateway_bench.h"
#include "ui/pages/settings_page.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QPushButton>

using namespace ndas;
using namespace ndas::ui;
using namespace std::chrono_literals;

class TestSettingsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void init()
    {
        bench_ = std::make_unique<test::GatewayBench>();
        dialogs_ = std::make_unique<test::ScriptedDialogs>();
    }

    void cleanup()
    {
        page_.reset();
        bench_.reset();
    }

    void everyChoiceIsKept_data();
    void everyChoiceIsKept();
    void computerStaysAwakeUnlessToldOtherwise();
    void limitsOnRecordingsCanBeRaised();
    void valuesOfTheFileThatAreNotOfferedStay();
    void showsWhatAnotherWindowChose();
    void limitsThatContradictEachOtherFollow();
    void whatTheProgramComesWithIsRestored();

private:
    void open() { page_ = std::make_unique<SettingsPage>(bench_->gateway, *dialogs_); }

    QComboBox* box(const char* name) const { return page_->findChild<QComboBox*>(QLatin1String(name)); }

    settings::Settings& kept() { return bench_->settings; }

    std::unique_ptr<test::GatewayBench> bench_;
    std::unique_ptr<test::ScriptedDialogs> dialogs_;
    std::unique_ptr<SettingsPage> page_;
};

void TestSettingsPage::everyChoiceIsKept_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"storageChoice", "presetChoice", "longestChoice", "largestChoice", "jobsChoice", "hardwareChoice",
          "likenessChoice", "awakeChoice", "reserveChoice", "themeChoice", "memoryChoice", "softLimitChoice",
          "hardLimitChoice", "retriesChoice"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestSettingsPage::everyChoiceIsKept()
{
    QFETCH(const QString, name);
    open();
    const QByteArray objectName = name.toLatin1();
    for (int index = box(objectName.constData())->count() - 1; index >= 0; --index) {
        box(objectName.constData())->setCurrentIndex(index);
        const QString chosen = box(objectName.constData())->currentText();
        QSignalSpy saved(&bench_->gateway, &Gateway::settingsChanged);
        QVERIFY(!saved.isEmpty() || saved.wait());

        open();

        QCOMPARE(box(objectName.constData())->currentIndex(), index);
        QCOMPARE(box(objectName.constData())->currentText(), chosen);
    }
}

void TestSettingsPage::computerStaysAwakeUnlessToldOtherwise()
{
    open();
    QCOMPARE(box("awakeChoice")->currentText(), QStringLiteral("Yes"));

    box("awakeChoice")->setCurrentIndex(box("awakeChoice")->findText(QStringLiteral("No")));

    QTRY_VERIFY(!kept().keepAwake);
}

void TestSettingsPage::limitsOnRecordingsCanBeRaised()
{
    open();
    QCOMPARE(box("longestChoice")->currentText(), QStringLiteral("1 h"));
    QCOMPARE(box("largestChoice")->currentText(), QStringLiteral("2 GB"));

    box("longestChoice")->setCurrentIndex(box("longestChoice")->findText(QStringLiteral("8 h")));
    box("largestChoice")->setCurrentIndex(box("largestChoice")->findText(QStringLiteral("50 GB")));

    QTRY_COMPARE(kept().limits.maxBytes, std::int64_t{50'000'000'000});
    QCOMPARE(kept().limits.maxDuration, media::Micros(8h));
}

void TestSettingsPage::valuesOfTheFileThatAreNotOfferedStay()
{
    kept().maxJobs = 12;
    kept().defaultPreset = QStringLiteral("medium,low");
    open();
    QCOMPARE(box("jobsChoice")->currentText(), QStringLiteral("12"));
    QVERIFY(box("presetChoice")->currentText().contains(QStringLiteral("Low")));

    box("themeChoice")->setCurrentIndex(2);

    QTRY_COMPARE(kept().theme, settings::Theme::Dark);
    QCOMPARE(kept().maxJobs, 12);
    QCOMPARE(kept().defaultPreset, QStringLiteral("medium,low"));
}

void TestSettingsPage::showsWhatAnotherWindowChose()
{
    open();
    kept().diskReserveBytes = 20'000'000'000;

    Q_EMIT bench_->gateway.settingsChanged();

    QCOMPARE(box("reserveChoice")->currentText(), QStringLiteral("20 GB"));
}

void TestSettingsPage::limitsThatContradictEachOtherFollow()
{
    open();
    const auto choose = [this](const char* name, const char* text) {
        box(name)->setCurrentIndex(box(name)->findText(QLatin1String(text)));
    };
    choose("softLimitChoice", "4 h");
    QTRY_COMPARE(kept().softTimeLimit, std::chrono::seconds(4h));
    QTRY_COMPARE(box("hardLimitChoice")->currentText(), QStringLiteral("4 h"));
    choose("hardLimitChoice", "30 min");
    QTRY_COMPARE(kept().hardTimeLimit, std::chrono::seconds(30min));
    QTRY_COMPARE(box("softLimitChoice")->currentText(), QStringLiteral("30 min"));
}

void TestSettingsPage::whatTheProgramComesWithIsRestored()
{
    kept().maxRetries = 0;
    kept().jobMemoryBytes = qint64{2} << 30;
    kept().extensions = {QStringLiteral("mp4")}; // is not on this page
    open();
    QCOMPARE(box("memoryChoice")->currentText(), QStringLiteral("2 GB"));
    QCOMPARE(box("retriesChoice")->currentText(), QStringLiteral("Not at all"));
    dialogs_->answer = false;
    page_->findChild<QPushButton*>(QStringLiteral("restoreSettings"))->click();
    QCOMPARE(dialogs_->asked.size(), std::size_t{1});
    QCOMPARE(kept().maxRetries, 0);

    dialogs_->answer = true;
    page_->findChild<QPushButton*>(QStringLiteral("restoreSettings"))->click();

    QTRY_COMPARE(box("retriesChoice")->currentText(), QStringLiteral("3 times"));
    QCOMPARE(box("memoryChoice")->currentText(), QStringLiteral("512 MB"));
    QCOMPARE(kept().jobMemoryBytes, settings::Settings().jobMemoryBytes);
    QCOMPARE(kept().extensions, QStringList{QStringLiteral("mp4")});
}

QTEST_MAIN(TestSettingsPage)
#include "test_settings_page.moc"
