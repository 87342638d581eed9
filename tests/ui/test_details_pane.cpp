// The details of one recording: all that is in its file, in words, every one of which can be taken along; and
// what can be done with its renditions.
#include "tests/ui/gateway_bench.h"
#include "ui/pages/details_pane.h"
#include "ui/support/library_actions.h"
#include "ui/support/library_commands.h"
#include "ui/support/recording_history.h"
#include "ui/support/technical_facts.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/fact_sheet.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QLabel>

using namespace ndas;
using namespace ndas::ui;

class TestDetailsPane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void everythingInTheFileIsSaid();
    void everyTrackIsListed();
    void languagesAreNamed_data();
    void languagesAreNamed();
    void pixelsAndColoursAreSaidInWords();
    void technicalDetailsAreFoldedUntilAskedFor();
    void everyValueIsCopiedByKeyboard();
    void longCheckSumsAreCopiedWhole();
    void longNamesBreakWhereTheirPartsMeet();
    void noLastWordStandsAlone();
    void copyAllTakesEverything();
    void removingAndSavingAreInSight();
    void keyboardStaysWhereItWas();
    void oneThatCannotHaveARenditionHoldsUpNoOther();
    void renditionIsDeletedOnceThatIsConfirmed();
    void renditionStaysWhenTheAnswerIsNo();
    void whatWasDoneStaysInTheHistory();
    void fileThatIsGoneIsSaid();
    void missingProgramIsNotAMissingFile();

private:
    library::Rendition makeRendition(VideoId id, const QString& preset);

    RecordingDetails read(VideoId id)
    {
        GatewayParts parts = bench_->gateway.parts();
        return readRecording(parts, id).value();
    }

    void show(VideoId id)
    {
        pane_->showRecording(read(id));
        pane_->show();
    }

    template <class Widget>
    Widget* child(const char* name) const
    {
        return pane_->findChild<Widget*>(QLatin1String(name));
    }

    static QString valueOf(const FactGroup& group, const char* name)
    {
        for (const Fact& fact : group.facts)
            if (fact.name == QLatin1String(name))
                return fact.value;
        return {};
    }

    std::unique_ptr<test::GatewayBench> bench_;
    std::unique_ptr<ThumbnailCache> thumbnails_;
    test::ScriptedDialogs dialogs_;
    std::unique_ptr<DetailsPane> pane_;
};

void TestDetailsPane::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    bench_ = std::make_unique<test::GatewayBench>();
    QVERIFY(bench_->ready);
    dialogs_ = {};
    thumbnails_ = std::make_unique<ThumbnailCache>(bench_->paths.thumbnailsDir());
    pane_ = std::make_unique<DetailsPane>(bench_->gateway, *thumbnails_, dialogs_);
    pane_->resize(340, 700);
}

void TestDetailsPane::cleanup()
{
    pane_.reset();
    thumbnails_.reset();
    bench_.reset();
}

/// Ready, with its file in the library; its job is over.
library::Rendition TestDetailsPane::makeRendition(VideoId id, const QString& preset)
{
    library::Rendition rendition;
    rendition.video = id;
    rendition.preset = preset;
    rendition.fileName = QStringLiteral("r-%1.mp4").arg(preset);
    rendition.sizeBytes = 150;
    rendition.sha256 = QString(64, QLatin1Char('b'));
    rendition.planHash = QStringLiteral("plan");
    rendition.size = {640, 360};
    rendition.duration = std::chrono::seconds(2);
    rendition.frames = 50;
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    const QString file = renditionFile(bench_->paths, rendition);
    if (!bench_->store.recordPublishing(claim, id, rendition) ||
        !bench_->store.finishRendition(claim, id, preset) || !test::LibraryBench::write(file, "picture"))
        return {};
    return rendition;
}

void TestDetailsPane::everythingInTheFileIsSaid()
{
    library::Video video;
    video.originalName = QStringLiteral("a.mp4");
    video.sizeBytes = 45'000'000;
    video.sha256 = QString(64, QLatin1Char('a'));
    video.info = test::someInfo();
    video.info->bitRate = 4'200'000;
    video.info->video.front().bitRate = 800'000;
    video.info->privateTags << QStringLiteral("location");

    const auto groups = technicalFacts(video);

    QCOMPARE(groups.front().title, QStringLiteral("File"));
    QCOMPARE(valueOf(groups[0], "Format"), QStringLiteral("MP4 / QuickTime"));
    QCOMPARE(valueOf(groups[0], "Data rate"), QStringLiteral("4.2 Mbit/s"));
    QCOMPARE(valueOf(groups[0], "SHA-256"), video.sha256);
    QCOMPARE(valueOf(groups[0], "Also carries"), QStringLiteral("place"));
    QCOMPARE(groups[1].title, QStringLiteral("Picture"));
    QCOMPARE(valueOf(groups[1], "Shown as"), QStringLiteral("1080 × 1920"));
    QCOMPARE(valueOf(groups[1], "Stored as"), QStringLiteral("1920 × 1080"));
    QCOMPARE(valueOf(groups[1], "Turned"), QStringLiteral("90° clockwise"));
    QCOMPARE(valueOf(groups[1], "Data rate"), QStringLiteral("800 kbit/s"));
    QCOMPARE(valueOf(groups[1], "Depth"), QStringLiteral("8 bits, 4:2:0"));
    QCOMPARE(valueOf(groups[1], "Scanning"), QStringLiteral("whole pictures"));
}

void TestDetailsPane::everyTrackIsListed()
{
    library::Video video;
    video.info = test::someInfo();
    video.info->audio.push_back(video.info->audio.front());
    video.info->audio.back().language = QStringLiteral("deu");
    video.info->others = {
        {.index = 3, .kind = QStringLiteral("subtitle"), .codec = QStringLiteral("mov_text")}};

    const auto groups = technicalFacts(video);

    QStringList titles;
    for (const FactGroup& group : groups)
        titles << group.title;
    QCOMPARE(titles,
             (QStringList{QStringLiteral("File"), QStringLiteral("Picture"), QStringLiteral("Sound 1 (used)"),
                          QStringLiteral("Sound 2"), QStringLiteral("Also in the file")}));
    QCOMPARE(valueOf(groups[3], "Language"), QStringLiteral("German"));
    QCOMPARE(valueOf(groups[4], "Track 4"), QStringLiteral("subtitles, mov_text"));
}

void TestDetailsPane::languagesAreNamed_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("three letters") << QStringLiteral("eng") << QStringLiteral("English");
    QTest::newRow("for books") << QStringLiteral("ger") << QStringLiteral("German");
    QTest::newRow("two letters") << QStringLiteral("fr") << QStringLiteral("French");
    QTest::newRow("not determined") << QStringLiteral("und") << QString();
    QTest::newRow("not said") << QString() << QString();
    QTest::newRow("not known to us") << QStringLiteral("qaa") << QStringLiteral("qaa");
}

void TestDetailsPane::languagesAreNamed()
{
    QFETCH(QString, code);
    QTEST(languageText(code), "name");
}

void TestDetailsPane::pixelsAndColoursAreSaidInWords()
{
    QCOMPARE(pixelShapeText({1, 1}), QStringLiteral("square"));
    QCOMPARE(pixelShapeText({0, 1}), QStringLiteral("square"));
    QCOMPARE(pixelShapeText({64, 45}), QStringLiteral("64:45, wider than high"));
    QCOMPARE(pixelShapeText({16, 22}), QStringLiteral("8:11, higher than wide"));
    media::VideoStream stream;
    QCOMPARE(colourText(stream), QStringLiteral("standard"));
    stream.hdr = media::Hdr::Hlg;
    stream.colorPrimaries = QStringLiteral("bt2020");
    stream.fullRange = true;
    QCOMPARE(colourText(stream), QStringLiteral("high dynamic range (HLG), BT.2020, full range"));
}

void TestDetailsPane::technicalDetailsAreFoldedUntilAskedFor()
{
    show(bench_->addReadyVideo(QStringLiteral("A"), {}, 'a'));
    auto* fold = child<QAbstractButton>("technicalFacts");
    QVERIFY(fold);
    const auto sheetShown = [this] {
        const auto sheets = pane_->findChildren<FactSheet*>();
        return std::any_of(sheets.begin(), sheets.end(), [](const FactSheet* sheet) {
            return sheet->accessibleName() == QLatin1String("File") && sheet->isVisible();
        });
    };
    QVERIFY(!sheetShown());
    fold->click();
    QVERIFY(sheetShown());

    show(bench_->addReadyVideo(QStringLiteral("B"), {}, 'b'));
    QTRY_VERIFY(sheetShown()); // who looks at them looks at them for the next one too
}

void TestDetailsPane::everyValueIsCopiedByKeyboard()
{
    FactSheet sheet(QStringLiteral("Recording"), {{QStringLiteral("Picture"), QStringLiteral("1080 × 1920")},
                                                  {QStringLiteral("Length"), QStringLiteral("3:42")}});
    sheet.show();
    QVERIFY(QTest::qWaitForWindowActive(&sheet));
    sheet.clearFocus();
    sheet.setFocus(Qt::TabFocusReason);
    QCOMPARE(sheet.marked(), QStringLiteral("1080 × 1920"));
    QTest::keyClick(&sheet, Qt::Key_Down);
    QCOMPARE(sheet.accessibleDescription(), QStringLiteral("Length: 3:42"));
    QTest::keySequence(&sheet, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("3:42"));
    QTest::keyClick(&sheet, Qt::Key_Up);
    QTest::keySequence(&sheet, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("1080 × 1920"));
}

void TestDetailsPane::longCheckSumsAreCopiedWhole()
{
    const QString hash(64, QLatin1Char('a'));
    FactSheet sheet(QStringLiteral("File"), {{QStringLiteral("SHA-256"), hash}});
    sheet.resize(260, 100);
    sheet.show();
    QVERIFY(sheet.minimumSizeHint().width() <= 260); // it wraps
    QVERIFY(QTest::qWaitForWindowActive(&sheet));
    sheet.clearFocus();
    sheet.setFocus(Qt::TabFocusReason);
    QTest::keySequence(&sheet, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), hash);
}

void TestDetailsPane::longNamesBreakWhereTheirPartsMeet()
{
    const QString name = QStringLiteral("VID_20260301_left_hand of P-0042");
    QCOMPARE(breakable(name).split(mayBreak),
             (QStringList{QStringLiteral("VID_"), QStringLiteral("20260301_"), QStringLiteral("left_"),
                          QStringLiteral("hand of P-0042")}));
    const QString sum(40, QLatin1Char('e'));
    QCOMPARE(breakable(sum).split(mayBreak).first().size(), 16);
    QCOMPARE(breakable(sum).remove(mayBreak), sum);
}

void TestDetailsPane::noLastWordStandsAlone()
{
    QCOMPARE(heldTogether(QStringLiteral("larger than the original")),
             QStringLiteral("larger than\u00a0the\u00a0original"));
    QCOMPARE(heldTogether(QStringLiteral("39 kB")), QStringLiteral("39\u00a0kB"));
    QCOMPARE(heldTogether(QStringLiteral("none")), QStringLiteral("none"));
}

void TestDetailsPane::copyAllTakesEverything()
{
    show(bench_->addReadyVideo(QStringLiteral("Visit 1"), {}));
    child<QAbstractButton>("copyFacts")->click();
    const QString text = QGuiApplication::clipboard()->text();
    for (const char* part :
         {"Visit 1", "P-0042", "Frame rate: 25", "Format: MP4 / QuickTime", "SHA-256: aaaa", "Imported"})
        QVERIFY2(text.contains(QLatin1String(part)), qPrintable(QLatin1String(part) + u'\n' + text));
}

void TestDetailsPane::removingAndSavingAreInSight()
{
    show(bench_->addReadyVideo(QStringLiteral("Visit 1"), {}));
    QSignalSpy removed(pane_.get(), &DetailsPane::removeRequested);
    QSignalSpy saved(pane_.get(), &DetailsPane::saveCopiesRequested);
    QVERIFY(child<QAbstractButton>("removeRecording")->isVisible());
    child<QAbstractButton>("removeRecording")->click();
    child<QAbstractButton>("saveCopies")->click();
    QCOMPARE(removed.count(), 1);
    QCOMPARE(saved.count(), 1);
}

void TestDetailsPane::keyboardStaysWhereItWas()
{
    const VideoId id = bench_->addReadyVideo(QStringLiteral("A"), {});
    show(id);
    pane_->activateWindow();
    child<QAbstractButton>("editRecording")->setFocus();
    QTRY_VERIFY(child<QAbstractButton>("editRecording")->hasFocus());

    QVERIFY(bench_->store.edit(id, {.title = QStringLiteral("B")}));
    show(id); // as after the dialog that the button opened

    QCOMPARE(child<QLabel>("detailsTitle")->text(), QStringLiteral("B"));
    QVERIFY(child<QAbstractButton>("editRecording")->hasFocus());
}

void TestDetailsPane::oneThatCannotHaveARenditionHoldsUpNoOther()
{
    const VideoId ready = bench_->addReadyVideo(QStringLiteral("A"), {});
    const auto importing = bench_->store.registerVideo(test::newVideo(QStringLiteral("/recordings/b.mp4")));
    QVERIFY(importing);
    EditHistory history(bench_->gateway);
    LibraryCommands commands(bench_->gateway, dialogs_, history, pane_.get());
    QSignalSpy said(&commands, &LibraryCommands::said);

    commands.makeRenditions({importing->video, ready}, QStringLiteral("high"));

    QTRY_COMPARE(said.count(), 1);
    QCOMPARE(said.front().front().toString(),
             QStringLiteral(
                 "1 rendition was added to the queue. 1 recording has “High” already or is not ready."));
    QCOMPARE(bench_->video(ready).renditions.size(), std::size_t{1});
}

void TestDetailsPane::renditionIsDeletedOnceThatIsConfirmed()
{
    const QTemporaryDir trash;
    qputenv("XDG_DATA_HOME", trash.path().toUtf8()); // the trash of this test
    const VideoId id = bench_->addReadyVideo(QStringLiteral("A"), {QStringLiteral("high")});
    const library::Rendition rendition = makeRendition(id, QStringLiteral("high"));
    QVERIFY(rendition.video);
    EditHistory history(bench_->gateway);
    LibraryCommands commands(bench_->gateway, dialogs_, history, pane_.get());
    connect(pane_.get(), &DetailsPane::removeRenditionRequested, &commands,
            &LibraryCommands::removeRendition);
    QSignalSpy said(&commands, &LibraryCommands::said);
    show(id);

    child<QAbstractButton>("delete_high")->click();

    QTRY_COMPARE(said.count(), 1);
    QCOMPARE(dialogs_.asked.front().title, QStringLiteral("Delete the rendition “High”?"));
    QVERIFY(dialogs_.asked.front().text.contains(QStringLiteral("The original recording stays")));
    QVERIFY(bench_->video(id).renditions.empty());
    QVERIFY(!QFile::exists(renditionFile(bench_->paths, rendition)));
    QVERIFY(bench_->store.removedFiles()->isEmpty());
    QCOMPARE(bench_->video(id).state, library::VideoState::Ready);
    QCOMPARE(bench_->store.deedsOf(id)->front().deed, library::Deed::RenditionDeleted);
}

void TestDetailsPane::renditionStaysWhenTheAnswerIsNo()
{
    const VideoId id = bench_->addReadyVideo(QStringLiteral("A"), {QStringLiteral("high")});
    const library::Rendition rendition = makeRendition(id, QStringLiteral("high"));
    EditHistory history(bench_->gateway);
    LibraryCommands commands(bench_->gateway, dialogs_, history, pane_.get());
    dialogs_.answer = false;

    commands.removeRendition(bench_->video(id).renditions.front());

    QCOMPARE(dialogs_.asked.size(), std::size_t{1});
    QCOMPARE(bench_->video(id).renditions.size(), std::size_t{1});
    QVERIFY(QFile::exists(renditionFile(bench_->paths, rendition)));
}

void TestDetailsPane::whatWasDoneStaysInTheHistory()
{
    const VideoId id = bench_->addReadyVideo(QStringLiteral("A"), {QStringLiteral("high")});
    QVERIFY(makeRendition(id, QStringLiteral("high")).video);
    QVERIFY(bench_->store.noteCopy(id, QStringLiteral("high"), QStringLiteral("/media/stick")));
    QVERIFY(bench_->store.setThumbnail(id, {}));
    QVERIFY(bench_->store.removeRendition(id, QStringLiteral("high")));
    QVERIFY(bench_->jobs.removeFinished()); // off the queue's list

    QStringList lines;
    for (const Fact& fact : historyFacts(read(id), QDate::currentDate()))
        lines << fact.value;

    for (const char* line : {"High: deleted, 150 bytes", "High: copy saved in “/media/stick”",
                             "Another picture chosen", "High: ready", "Imported"})
        QVERIFY2(lines.contains(QString::fromUtf8(line)),
                 qPrintable(QString::fromUtf8(line) + u'\n' + lines.join(u'\n')));
}

void TestDetailsPane::fileThatIsGoneIsSaid()
{
    QSignalSpy failed(&bench_->gateway, &Gateway::changeFailed);
    show(bench_->addReadyVideo(QStringLiteral("A"), {}));
    child<QAbstractButton>("openOriginal")->click();
    QVERIFY(failed.isEmpty()); // it is looked for elsewhere: a share that sleeps does not hold up the window
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(dialogs_.opened.isEmpty());
}

void TestDetailsPane::missingProgramIsNotAMissingFile()
{
    QSignalSpy failed(&bench_->gateway, &Gateway::changeFailed);
    const VideoId id = bench_->addReadyVideo(QStringLiteral("A"), {});
    const QString file = originalFile(bench_->paths, bench_->video(id));
    QVERIFY(test::LibraryBench::write(file, "picture"));
    dialogs_.opens = false;
    show(id);
    child<QAbstractButton>("openOriginal")->click();
    QTRY_COMPARE(dialogs_.told.size(), qsizetype{1});
    QVERIFY(dialogs_.told.front().startsWith(QStringLiteral("This computer has no program for that.")));
    QVERIFY(failed.isEmpty());
}

QTEST_MAIN(TestDetailsPane)
#include "test_details_pane.moc"
