#include "core/settings/settings.h"
#include "tests/support/verify_result.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::settings;

class TestSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("settings.json"));
    }

    void missingFileGivesTheDefaults();
    void whatIsSavedIsLoaded();
    void keysOfANewerVersionSurvive();
    void wrongValueIsReportedAndReplacedByItsDefault_data();
    void wrongValueIsReportedAndReplacedByItsDefault();
    void brokenFileIsSetAsideBeforeItIsReplaced();
    void saveIntoAMissingFolderFails();
    void automaticJobsAreAtLeastOne();
    void everyPresetOfTheProgramIsThere();
    void findsPresetsInAnyCaseAndListsThemOtherwise();

private:
    void write(const QByteArray& text)
    {
        QFile file(path_);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    QJsonObject object() const
    {
        QFile file(path_);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }

    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;
};

void TestSettings::missingFileGivesTheDefaults()
{
    const auto loaded = SettingsFile(path_).read();
    VERIFY_OK(loaded);
    QVERIFY(loaded->settings == Settings());
    QVERIFY(loaded->problems.empty());
    QVERIFY(!QFileInfo::exists(path_));
}

void TestSettings::whatIsSavedIsLoaded()
{
    Settings settings;
    settings.storage = StoragePolicy::InPlace;
    settings.maxJobs = 5;
    settings.limits.maxBytes = qint64{5} << 30;
    settings.limits.maxDuration = std::chrono::hours(2);
    settings.jobMemoryBytes = qint64{1} << 31;
    settings.softTimeLimit = std::chrono::minutes(7);
    settings.hardTimeLimit = std::chrono::minutes(8);
    settings.maxRetries = 1;
    settings.diskReserveBytes = 123;
    settings.extensions = {QStringLiteral("mts")};
    settings.defaultPreset = QStringLiteral("ward");
    settings.theme = Theme::Dark;
    settings.useHardware = true;
    settings.checkLikeness = true;

    VERIFY_OK(SettingsFile(path_).save(settings));
    const auto loaded = SettingsFile(path_).load();

    VERIFY_OK(loaded);
    QVERIFY(*loaded == settings);
    QVERIFY(!(*loaded == Settings()));
    QCOMPARE(loaded->limits.maxDuration, settings.limits.maxDuration);
}

void TestSettings::keysOfANewerVersionSurvive()
{
    write(R"({"future": {"a": [1, 2]}, "max_jobs": 3})");
    auto settings = SettingsFile(path_).load();
    VERIFY_OK(settings);
    settings->maxJobs = 4;
    VERIFY_OK(SettingsFile(path_).save(*settings));
    QCOMPARE(object().value(QStringLiteral("future")).toObject().value(QStringLiteral("a")).toArray().size(),
             2);
    QCOMPARE(object().value(QStringLiteral("max_jobs")).toInt(), 4);
}

void TestSettings::wrongValueIsReportedAndReplacedByItsDefault_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("text for a number") << QByteArray(R"({"max_jobs": "many"})");
    QTest::newRow("negative") << QByteArray(R"({"max_jobs": -1})");
    QTest::newRow("a fraction") << QByteArray(R"({"max_retries": 1.5})");
    QTest::newRow("far too large") << QByteArray(R"({"job_memory_bytes": 1e300})");
    QTest::newRow("number for a switch") << QByteArray(R"({"use_hardware": 1})");
    QTest::newRow("unknown word") << QByteArray(R"({"theme": "purple"})");
    QTest::newRow("null") << QByteArray(R"({"storage": null})");
    QTest::newRow("path as an extension") << QByteArray(R"({"extensions": ["mp4", "../x"]})");
    QTest::newRow("no extensions") << QByteArray(R"({"extensions": []})");
    QTest::newRow("hard limit below the soft one")
        << QByteArray(R"({"soft_time_limit_s": 600, "hard_time_limit_s": 60})");
    QTest::newRow("no JSON") << QByteArray("max_jobs = 3");
    QTest::newRow("a list") << QByteArray("[1]");
    QTest::newRow("empty file") << QByteArray();
}

void TestSettings::wrongValueIsReportedAndReplacedByItsDefault()
{
    QFETCH(const QByteArray, text);
    write(text);
    const auto loaded = SettingsFile(path_).read();
    VERIFY_OK(loaded);
    QCOMPARE(loaded->problems.size(), std::size_t{1});
    QCOMPARE(loaded->problems.front().code, ErrorCode::BadOption);
    QVERIFY(loaded->settings == Settings());
}

void TestSettings::brokenFileIsSetAsideBeforeItIsReplaced()
{
    write("{ half");
    VERIFY_OK(SettingsFile(path_).save(Settings()));
    QFile broken(path_ + QStringLiteral(".broken"));
    QVERIFY(broken.open(QIODevice::ReadOnly));
    QCOMPARE(broken.readAll(), QByteArray("{ half"));
    QVERIFY(SettingsFile(path_).read()->problems.empty());
}

void TestSettings::saveIntoAMissingFolderFails()
{
    QVERIFY(!SettingsFile(folder_->filePath(QStringLiteral("none/settings.json"))).save(Settings()));
}

void TestSettings::automaticJobsAreAtLeastOne()
{
    Settings settings;
    QCOMPARE(settings.effectiveMaxJobs(), 2);
    settings.maxJobs = 0;
    QVERIFY(settings.effectiveMaxJobs() >= 1);
}

void TestSettings::everyPresetOfTheProgramIsThere()
{
    QStringList ids;
    for (const media::Preset& preset : builtInPresets())
        ids << preset.id;
    QCOMPARE(ids, QStringList({QStringLiteral("original"), QStringLiteral("high"), QStringLiteral("medium"),
                               QStringLiteral("low"), QStringLiteral("mobile")}));
}

void TestSettings::findsPresetsInAnyCaseAndListsThemOtherwise()
{
    const auto presets = builtInPresets();
    QCOMPARE(findPreset(presets, QStringLiteral("MEDIUM"))->id, QStringLiteral("medium"));
    const auto missing = findPreset(presets, QStringLiteral("ultra"));
    VERIFY_FAILS(missing, ErrorCode::BadOption);
    QVERIFY(missing.error().detail.contains(QStringLiteral("original, high")));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
