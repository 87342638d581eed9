// Words of the import dialog that need no window: titles from patterns, what will become of a recording, what
// the taskbar shows.
#include "ui/models/import_plan.h"
#include "ui/models/queue_summary.h"
#include "ui/support/taskbar.h"

#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::ui;

class TestImportPlan : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void titlesAreMadeFromPatterns_data();
    void titlesAreMadeFromPatterns();
    void whatAllRenditionsShareIsSaidOnce();
    void namesOfPresetsAreNoMarkup();
    void remarksNameWhatIsUnusual();
    void damageIsSaidFirstAndStandsOut();
    void taskbarFollowsTheQueue();

private:
    static ImportRow rowWith(std::map<QString, ImportEstimate> estimates);
};

void TestImportPlan::titlesAreMadeFromPatterns_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("patient");
    QTest::addColumn<QString>("title");
    QTest::newRow("usual") << "{name}"
                           << "P-1"
                           << "IMG_0042";
    QTest::newRow("all") << "{patient} {date} {number} {name}"
                         << "P-1"
                         << "P-1 2026-11-03 7 IMG_0042";
    QTest::newRow("nothing known leaves no gap") << "{patient} {name}"
                                                 << ""
                                                 << "IMG_0042";
    QTest::newRow("nothing left") << "{patient}"
                                  << ""
                                  << "IMG_0042";
    QTest::newRow("no marks") << "Visit 2, supine"
                              << "P-1"
                              << "Visit 2, supine";
    QTest::newRow("unknown marks stay") << "{ward} {number}"
                                        << "P-1"
                                        << "{ward} 7";
    QTest::newRow("too long") << QString(300, QLatin1Char('x')) << "" << QString(200, QLatin1Char('x'));
}

void TestImportPlan::titlesAreMadeFromPatterns()
{
    QFETCH(QString, pattern);
    QFETCH(QString, patient);
    const TitleFacts facts{.patientCode = patient,
                           .recorded = QDate(2026, 11, 3),
                           .name = QStringLiteral("IMG_0042"),
                           .number = 7};
    QTEST(titleFromPattern(pattern, facts), "title");
}

ImportRow TestImportPlan::rowWith(std::map<QString, ImportEstimate> estimates)
{
    ImportRow row;
    row.looked = true;
    for (const auto& entry : estimates)
        row.presets << entry.first;
    row.facts.estimates = std::move(estimates);
    return row;
}

void TestImportPlan::whatAllRenditionsShareIsSaidOnce()
{
    using media::PlanNote;
    const ImportRow row = rowWith({{QStringLiteral("high"),
                                    {.bytes = 45'000'000,
                                     .work = std::chrono::seconds(90),
                                     .picture = {1080, 1920},
                                     .notes = {PlanNote::Turned}}},
                                   {QStringLiteral("mobile"),
                                    {.bytes = 9'000'000,
                                     .work = std::chrono::seconds(30),
                                     .picture = {360, 640},
                                     .notes = {PlanNote::Turned, PlanNote::Scaled}}}});
    media::Preset high;
    high.id = QStringLiteral("high");
    media::Preset mobile;
    mobile.id = QStringLiteral("mobile");

    const ImportPlan plan = planOf(row, {high, mobile});

    QCOMPARE(plan.renditions.size(), std::size_t{2});
    QVERIFY(plan.renditions[0].facts.startsWith(QStringLiteral("1080 × 1920 · about 45 MB")));
    QVERIFY(plan.renditions[0].notes.isEmpty());
    QCOMPARE(plan.renditions[1].notes.size(), qsizetype{1});
    QCOMPARE(plan.shared.size(), qsizetype{1});
}

void TestImportPlan::namesOfPresetsAreNoMarkup()
{
    const ImportRow row = rowWith({{QStringLiteral("own"), {}}});
    media::Preset own;
    own.id = QStringLiteral("own");
    own.name = QStringLiteral("<b>x");
    QVERIFY(planHtml(planOf(row, {own})).contains(QStringLiteral("&lt;b&gt;x")));
}

void TestImportPlan::remarksNameWhatIsUnusual()
{
    ImportFacts facts;
    facts.duration = std::chrono::minutes(3);
    facts.frameRate = 29.97;
    facts.recordedAt = media::RecordingDate{.iso = QStringLiteral("2026-11-03"), .source = {}};
    QVERIFY(remarksOn(facts).isEmpty());
    facts.duration = std::chrono::seconds(4);
    facts.frameRate = 240;
    facts.silent = true;
    QCOMPARE(remarksOn(facts),
             (QStringList{QStringLiteral("Very short."), QStringLiteral("Unusual: 240 pictures a second."),
                          QStringLiteral("No sound.")}));
}

void TestImportPlan::damageIsSaidFirstAndStandsOut()
{
    ImportRow row;
    row.looked = true;
    row.facts.duration = std::chrono::seconds(4);
    row.facts.frameRate = 30;
    row.facts.silent = true;
    const QDate day(2026, 11, 28);
    QCOMPARE(lookOf(row, day).tone, Tone::Good);
    QVERIFY(lookOf(row, day).word.startsWith(QStringLiteral("Will be imported. Very short.")));
    row.facts.damaged = true;
    QCOMPARE(lookOf(row, day).tone, Tone::Attention);
    QVERIFY(lookOf(row, day).word.startsWith(QStringLiteral("Damaged or cut off; the rest is kept.")));
    QVERIFY(lookOf(row, day).word.contains(QStringLiteral("No sound.")));
}

void TestImportPlan::taskbarFollowsTheQueue()
{
    QueueFigures figures;
    QVERIFY(taskbarLook(figures) == TaskbarLook());
    figures.working = 1;
    figures.waiting = 2;
    figures.fraction = 0.5;
    QVERIFY(taskbarLook(figures).state == TaskbarLook::State::Working);
    QCOMPARE(taskbarLook(figures).unfinished, 3);
    figures.queuePaused = true;
    QVERIFY(taskbarLook(figures).state == TaskbarLook::State::Paused);
    figures = {};
    figures.blocked = 1;
    QVERIFY(taskbarLook(figures).state == TaskbarLook::State::NeedsAttention);
}

QTEST_GUILESS_MAIN(TestImportPlan)
#include "test_import_plan.moc"
