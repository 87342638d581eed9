// The import dialog: what it finds, refuses, foretells and adds to the queue, and that two thousand files do
// not hold up the screen.
#include "tests/ui/import_bench.h"
#include "ui/support/sentences.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QDropEvent>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

using namespace ndas;
using namespace ndas::ui;

class TestImportDialog : public test::ImportTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void sumsUpAndImportsWhatIsGood();
    void refusesWithAReasonOnTop();
    void refusesWhatIsLargerThanTheSettingsAllow();
    void tellsWhereTheDateIsFrom();
    void sortsNamesAsPeopleDo();
    void offersKnownRecordingAgainAsACopy();
    void leavesOutWhatIsTwiceInTheImport();
    void firstOfTwinsIsTheOneFurtherUp();
    void asksBeforeDecisionsAreLost();
    void moreIsAddedFromItsMenu();
    void moreIsPastedAndDroppedAndNeverMoved();
    void knowsWhereThereMayBeMore();
    void whatIsReadCanBeImportedBeforeTheRest();
    void saysWhatWillHappen();
    void expectsWhatThisComputerHasShown();
    void namesGetTheRoomThereIs();
    void showsNamesWithLineBreaksOnOneLine();
    void saysWhenThereIsNothing();
    void closesWhileReading();
    void stopsWhileAdding();
    void hundredsOfFilesDoNotHoldUpTheScreen();

private:
    VideoId addToLibrary(const QString& path);
    void finishMedium(int times);
};

VideoId TestImportDialog::addToLibrary(const QString& path)
{
    library::NewVideo video = test::newVideo(path);
    video.title = QStringLiteral("Visit 2");
    video.sizeBytes = QFileInfo(path).size();
    const auto registered = bench_->store.registerVideo(video);
    library::IngestedFacts facts = test::someFacts();
    facts.sha256 = sha256OfFile(path).value_or(QString());
    facts.sizeBytes = video.sizeBytes;
    const auto done = bench_->store.finishIngest(test::LibraryBench::claimOf(bench_->claim()),
                                                 registered->video, facts, {});
    return done ? registered->video : VideoId();
}

void TestImportDialog::sumsUpAndImportsWhatIsGood()
{
    copyOf(plain_, QStringLiteral("IMG_0042.mp4"));
    copyOf(test::textFile(), QStringLiteral("page.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTRY_VERIFY2(sum().startsWith(QStringLiteral("1 recording, ")), qPrintable(sum()));
    QTRY_VERIFY2(sum().endsWith(QStringLiteral("1 cannot be imported.")), qPrintable(sum()));
    QVERIFY(!rowOf(QStringLiteral("IMG_0042.mp4")).facts.preview.isNull());
    auto* button = dialog_->findChild<QPushButton*>(QStringLiteral("importButton"));
    QCOMPARE(button->text(), QStringLiteral("Import 1 recording"));

    QSignalSpy imported(dialog_.get(), &ImportDialog::imported);
    button->click();
    QTRY_COMPARE(imported.count(), 1);
    QCOMPARE(dialog_->result(), static_cast<int>(QDialog::Accepted));
    const auto waiting = bench_->jobsThatAre(jobs::JobState::Queued);
    QCOMPARE(waiting.size(), std::size_t{1});
    QCOMPARE(bench_->video(waiting.front().video).title, QStringLiteral("IMG_0042"));
}

void TestImportDialog::refusesWithAReasonOnTop()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    copyOf(test::textFile(), QStringLiteral("z.mp4"));
    const QString gone = card_->filePath(QStringLiteral("gone.mp4"));
    openDialog({card_->path(), gone});
    waitUntilRead();
    QTRY_COMPARE(rowOf(QStringLiteral("gone.mp4")).facts.problem.value_or(Error{}).code, ErrorCode::NotFound);
    QCOMPARE(rowOf(QStringLiteral("z.mp4")).facts.problem.value_or(Error{}).code, ErrorCode::NotMedia);
    const QAbstractItemModel* shown = dialog_->findChild<QTableView*>()->model();
    QTRY_COMPARE(shown->index(2, ImportModel::NameColumn).data().toString(), QStringLiteral("a.mp4"));
    const QModelIndex refused = shown->index(1, ImportModel::NameColumn);
    QCOMPARE(refused.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
    QVERIFY(!refused.flags().testFlag(Qt::ItemIsUserCheckable));
    QCOMPARE(shown->index(1, ImportModel::StatusColumn).data().toString(),
             QStringLiteral("This is not a video file."));
}

void TestImportDialog::refusesWhatIsLargerThanTheSettingsAllow()
{
    bench_->settings.limits.maxBytes = 1000;
    openDialog({copyOf(plain_, QStringLiteral("large.mp4"))});
    waitUntilRead();
    const QModelIndex status = dialog_->model().index(0, ImportModel::StatusColumn);
    QCOMPARE(status.data().toString(), errorText(ErrorCode::TooLarge));
    QVERIFY(!dialog_->model().rows().front().isChosen());
    QVERIFY(
        status.data(Qt::ToolTipRole).toString().contains(adviceText(ErrorCode::TooLarge).toHtmlEscaped()));
    QVERIFY(!dialog_->model().index(0, ImportModel::SizeColumn).data().toString().isEmpty());
}

void TestImportDialog::tellsWhereTheDateIsFrom()
{
    openDialog({copyOf(plain_, QStringLiteral("VID_20261103_142209.mp4"))});
    waitUntilRead();
    const QModelIndex recorded = dialog_->model().index(0, ImportModel::RecordedColumn);
    QTRY_VERIFY(!recorded.data().toString().isEmpty());
    const QString source = recorded.data(ImportModel::SecondLineRole).toString();
    QCOMPARE(source, dateSourceText(dateOf(dialog_->model().rows().front())->source));
    for (const int role : {int{Qt::ToolTipRole}, int{Qt::AccessibleTextRole}})
        QVERIFY2(recorded.data(role).toString().contains(source), qPrintable(recorded.data(role).toString()));
}

void TestImportDialog::sortsNamesAsPeopleDo()
{
    for (const char* name : {"b.mp4", "Clip.mp4", "A.mp4"})
        copyOf(test::textFile(), QLatin1String(name));
    openDialog({card_->path()});
    waitUntilRead();
    const auto shown = [this] {
        QStringList names;
        const QAbstractItemModel* model = child<QTableView>("importTable")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            names << model->index(row, ImportModel::NameColumn).data().toString();
        return names;
    };
    QTRY_COMPARE(shown(),
                 (QStringList{QStringLiteral("A.mp4"), QStringLiteral("b.mp4"), QStringLiteral("Clip.mp4")}));
}

void TestImportDialog::offersKnownRecordingAgainAsACopy()
{
    const QString path = copyOf(plain_, QStringLiteral("again.mp4"));
    QVERIFY(addToLibrary(path));
    openDialog({path});
    waitUntilRead();
    QTRY_VERIFY(rowOf(QStringLiteral("again.mp4")).facts.known);
    QVERIFY(!rowOf(QStringLiteral("again.mp4")).chosen);
    QVERIFY(!dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    const QModelIndex status =
        dialog_->findChild<QTableView*>()->model()->index(0, ImportModel::StatusColumn);
    QVERIFY(status.data().toString().startsWith(QStringLiteral("Already imported on ")));
    QVERIFY(status.data().toString().contains(QStringLiteral("Visit 2")));

    selectFile(QStringLiteral("again.mp4"));
    dialog_->findChild<QCheckBox*>(QStringLiteral("copyCheck"))->click();
    QTRY_VERIFY(dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{1});
    QVERIFY(bench_->jobsThatAre(jobs::JobState::Queued)
                .front()
                .payload[QLatin1String("evenIfDuplicate")]
                .toBool());
}

void TestImportDialog::leavesOutWhatIsTwiceInTheImport()
{
    const QString first = twinOf(plain_, QStringLiteral("IMG_1.mp4"));
    const QString second = twinOf(plain_, QStringLiteral("IMG_2.mp4"));
    openDialog({first, second});
    waitUntilRead();
    QTRY_VERIFY(!rowOf(QStringLiteral("IMG_2.mp4")).twinOf.isEmpty());
    QVERIFY(rowOf(QStringLiteral("IMG_1.mp4")).isChosen());
    QVERIFY(!rowOf(QStringLiteral("IMG_2.mp4")).isChosen());
    const QModelIndex status = dialog_->model().index(1, ImportModel::StatusColumn);
    QCOMPARE(status.data().toString(),
             QStringLiteral("Twice here: the same as %1.").arg(quoted(QStringLiteral("IMG_1.mp4"))));
    QCOMPARE(status.data(ImportModel::LookRole).value<StateLook>().tone, Tone::Attention);
    QTRY_VERIFY2(sum().endsWith(QStringLiteral("1 is the same as another.")), qPrintable(sum()));
    QVERIFY(sum().startsWith(QStringLiteral("1 recording, ")));

    selectFile(QStringLiteral("IMG_2.mp4"));
    QTRY_VERIFY(child<QCheckBox>("copyCheck")->isVisible());
    child<QCheckBox>("copyCheck")->click();
    QVERIFY(rowOf(QStringLiteral("IMG_2.mp4")).isChosen());
    QTRY_COMPARE(child<QPushButton>("importButton")->text(), QStringLiteral("Import 2 recordings"));
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{2});
    int copies = 0;
    for (const jobs::Job& job : bench_->jobsThatAre(jobs::JobState::Queued))
        copies += job.payload[QLatin1String("evenIfDuplicate")].toBool() ? 1 : 0;
    QCOMPARE(copies, 1);
}

void TestImportDialog::firstOfTwinsIsTheOneFurtherUp()
{
    ImportModel model(bench_->clock, {});
    const QStringList paths{QStringLiteral("/a"), QStringLiteral("/b"), QStringLiteral("/c")};
    model.addPaths(paths);
    std::vector<ImportFacts> facts;
    for (const QString& path : paths) {
        facts.emplace_back();
        facts.back().path = path;
    }
    model.setFacts(std::move(facts));
    const auto contentOf = [](const QString& path) {
        return ImportContent{.path = path, .sha256 = QStringLiteral("f00d")};
    };
    const auto chosen = [&model] {
        QStringList names;
        for (const ImportRow& row : model.rows())
            if (row.isChosen())
                names << row.path;
        return names.join(QLatin1Char(' '));
    };
    model.setContents({contentOf(paths[1]), contentOf(paths[2])});
    QCOMPARE(chosen(), QStringLiteral("/a /b"));
    ImportDecision wanted = model.rows()[2].decision();
    wanted.chosen = true;
    model.decide(2, wanted);
    model.setContents({contentOf(paths[0])});
    QCOMPARE(chosen(), QStringLiteral("/a /c")); // what somebody decided stays
    QCOMPARE(model.rows()[1].twinOf, QStringLiteral("/a"));
    QCOMPARE(model.rows()[2].twinOf, QStringLiteral("/a"));
    QVERIFY(model.rows()[0].twinOf.isEmpty());

    model.removePaths({paths[0]}); // imported
    model.addPaths({QStringLiteral("/d")});
    ImportFacts late;
    late.path = QStringLiteral("/d");
    std::vector<ImportFacts> one;
    one.push_back(std::move(late));
    model.setFacts(std::move(one));
    model.setContents({contentOf(QStringLiteral("/d"))});
    QCOMPARE(chosen(), QStringLiteral("/c"));
}

void TestImportDialog::asksBeforeDecisionsAreLost()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTest::keyClicks(child<QLineEdit>("patientEdit"), QStringLiteral("P-0042"));
    dialogs_.answer = false;
    QTest::keyClick(dialog_.get(), Qt::Key_Escape);
    QCOMPARE(dialogs_.asked.size(), std::size_t{1});
    QVERIFY(dialogs_.asked.front().destructive);
    QVERIFY(dialog_->isVisible());

    child<QPushButton>("undoButton")->click(); // nothing decided, nothing to ask
    QTest::keyClick(dialog_.get(), Qt::Key_Escape);
    QCOMPARE(dialogs_.asked.size(), std::size_t{1});
    QVERIFY(!dialog_->isVisible());
}

void TestImportDialog::moreIsAddedFromItsMenu()
{
    openDialog({copyOf(plain_, QStringLiteral("a.mp4"))});
    waitUntilRead();
    const QTemporaryDir other;
    QVERIFY(QFile::copy(plain_, other.filePath(QStringLiteral("b.mp4"))));
    dialogs_.folder = other.path();
    child<QAction>("addMoreFolder")->trigger();
    QTRY_COMPARE(dialog_->model().rowCount(), 2);
    dialogs_.recordings = {copyOf(plain_, QStringLiteral("c.mp4"))};
    child<QAction>("addMoreFiles")->trigger();
    QTRY_COMPARE(dialog_->model().rowCount(), 3);
    waitUntilRead();
}

void TestImportDialog::moreIsPastedAndDroppedAndNeverMoved()
{
    openDialog({copyOf(test::textFile(), QStringLiteral("a.mp4"))});
    waitUntilRead();
    auto* copied = new QMimeData;
    copied->setUrls({QUrl::fromLocalFile(copyOf(test::textFile(), QStringLiteral("b.mp4")))});
    QGuiApplication::clipboard()->setMimeData(copied);
    dialog_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(dialog_.get()));
    QTest::keyClick(child<QTableView>("importTable"), Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(dialog_->model().rowCount(), 2);

    QMimeData dragged;
    dragged.setUrls({QUrl::fromLocalFile(copyOf(test::textFile(), QStringLiteral("c.mp4")))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction | Qt::MoveAction, &dragged, Qt::LeftButton,
                          Qt::ShiftModifier);
    QCoreApplication::sendEvent(dialog_.get(), &enter);
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction | Qt::MoveAction, &dragged, Qt::LeftButton,
                    Qt::ShiftModifier);
    drop.setDropAction(Qt::MoveAction);
    QCoreApplication::sendEvent(dialog_.get(), &drop);
    QCOMPARE(drop.dropAction(), Qt::CopyAction); // else the file manager deletes it
    QTRY_COMPARE(dialog_->model().rowCount(), 3);
    waitUntilRead();
}

void TestImportDialog::knowsWhereThereMayBeMore()
{
    ImportScan scan(bench_->gateway);
    QSignalSpy searching(&scan, &ImportScan::searching);
    scan.add({card_->path()});
    QCOMPARE(scan.unsearched(), QStringList{card_->path()});
    QTRY_VERIFY(!scan.isFinding());
    QCOMPARE(scan.unsearched(), QStringList());
    QCOMPARE(searching.count(), 2);
}

void TestImportDialog::whatIsReadCanBeImportedBeforeTheRest()
{
    constexpr std::size_t files = 40;
    for (std::size_t i = 0; i < files; ++i)
        copyOf(plain_, QStringLiteral("%1.mp4").arg(i));
    openDialog({card_->path()});
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("importButton")->isEnabled(), 20'000);
    QVERIFY(dialog_->isReading());
    click("importButton");
    QTRY_VERIFY(child<QTableView>("importTable")->isEnabled() || dialog_->result() == QDialog::Accepted);
    const std::size_t added = bench_->jobsThatAre(jobs::JobState::Queued).size();
    QVERIFY(added > 0);
    if (added == files)
        QSKIP("everything was read while the click was on its way");
    QCOMPARE(dialog_->model().rows().size(), files - added);
    QTRY_VERIFY2(sum().contains(QStringLiteral("The rest is still here.")), qPrintable(sum()));
    waitUntilRead();
    QTRY_COMPARE(sumOf(dialog_->model().rows()).recordings, static_cast<int>(files - added));
}

void TestImportDialog::saysWhatWillHappen()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    auto* plan = child<QLabel>("planText");
    QVERIFY(!plan->isVisibleTo(dialog_.get()));
    child<QToolButton>("planToggle")->click();
    QVERIFY(plan->isVisibleTo(dialog_.get()));
    QTRY_VERIFY2(plan->text().contains(QStringLiteral("Medium")), qPrintable(plan->text()));
    QVERIFY2(plan->text().contains(QStringLiteral("about ")), qPrintable(plan->text()));
    QTRY_VERIFY(plan->visibleRegion().boundingRect().bottom() >= plan->height() - 1); // scrolled to
    child<QCheckBox>("preset-medium")->click();
    QVERIFY2(plan->text().contains(QStringLiteral("Only the original is kept.")), qPrintable(plan->text()));
    dialog_->close();
    openDialog({card_->path()});
    QVERIFY(child<QToolButton>("planToggle")->isChecked());
}

/// A recording whose medium rendition took so many times as long as one guesses.
void TestImportDialog::finishMedium(int times)
{
    const QString preset = QStringLiteral("medium");
    const VideoId video = bench_->addReadyVideo(QStringLiteral("Visit 1"), {preset});
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    const media::TranscodePlan plan = media::makePlan(
        *bench_->video(video).info, *settings::findPreset(settings::builtInPresets(), preset));
    library::Rendition rendition;
    rendition.preset = preset;
    rendition.planHash = media::planHash(plan);
    rendition.fileName = QStringLiteral("a.mp4");
    rendition.sha256 = QString(64, QLatin1Char('b'));
    rendition.sizeBytes = 1000;
    rendition.size = {720, 1280};
    QVERIFY(bench_->store.recordPublishing(claim, video, rendition));
    bench_->clock.advance(std::chrono::ceil<std::chrono::milliseconds>(times * plan.expectedWork));
    QVERIFY(bench_->store.finishRendition(claim, video, preset));
}

void TestImportDialog::expectsWhatThisComputerHasShown()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    const auto expected = [this] {
        openDialog({card_->path()});
        waitUntilRead();
        return rowOf(QStringLiteral("a.mp4")).facts.estimates.at(QStringLiteral("medium")).work;
    };
    const auto firstGuess = expected();

    finishMedium(20);

    QVERIFY(expected() > 5 * firstGuess);
}

void TestImportDialog::namesGetTheRoomThereIs()
{
    const QString name = QStringLiteral("half-downloaded-recording.mp4");
    copyOf(plain_, name);
    openDialog({card_->path()});
    dialog_->resize(1240, 700);
    waitUntilRead();
    auto* table = dialog_->findChild<QTableView*>();
    const int room = table->columnWidth(ImportModel::NameColumn) - table->iconSize().width() - 40;
    QVERIFY2(room >= table->fontMetrics().horizontalAdvance(name), qPrintable(QString::number(room)));
    QCOMPARE(table->horizontalHeader()->length(), table->viewport()->width());
}

void TestImportDialog::showsNamesWithLineBreaksOnOneLine()
{
    const QString path = copyOf(test::textFile(), QStringLiteral("two\nlines.mp4"));
    if (!QFile::exists(path))
        QSKIP("this file system takes no line breaks in names");
    openDialog({path});
    waitUntilRead();
    QTRY_COMPARE(dialog_->model().rowCount(), 1);
    QCOMPARE(dialog_->model().index(0, ImportModel::NameColumn).data().toString(),
             QStringLiteral("two↵lines.mp4"));
    QCOMPARE(titleOf(dialog_->model().rows().front()), QStringLiteral("two lines"));
}

void TestImportDialog::saysWhenThereIsNothing()
{
    openDialog({card_->path()});
    QTRY_COMPARE(sum(), QStringLiteral("There are no recordings here."));
}

void TestImportDialog::closesWhileReading()
{
    for (int i = 0; i < 20; ++i)
        copyOf(plain_, QStringLiteral("%1.mp4").arg(i));
    openDialog({card_->path()});
    QTRY_COMPARE(dialog_->model().rowCount(), 20);
    QElapsedTimer timer;
    timer.start();
    dialog_.reset();
    bench_.reset(); // waits for what is under way, which the dialog's end has cancelled
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestImportDialog::stopsWhileAdding()
{
    for (int i = 0; i < 3; ++i)
        copyOf(plain_, QStringLiteral("%1.mp4").arg(i));
    openDialog({card_->path()});
    waitUntilRead();
    QTRY_VERIFY(dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    click("importButton");
    click("cancelButton");
    const auto ended = [this] {
        return dialog_->result() == QDialog::Accepted || dialog_->findChild<QTableView*>()->isEnabled();
    };
    QTRY_VERIFY(ended());
    const std::size_t added = bench_->jobsThatAre(jobs::JobState::Queued).size();
    if (dialog_->result() == QDialog::Accepted)
        QCOMPARE(added, std::size_t{3}); // the click came too late
    else
        QCOMPARE(dialog_->model().rows().size(), 3 - added);
}

void TestImportDialog::hundredsOfFilesDoNotHoldUpTheScreen()
{
    constexpr int files = 250;
    for (int i = 0; i < files; ++i)
        QVERIFY(test::LibraryBench::write(card_->filePath(QStringLiteral("clip%1.mp4").arg(i)),
                                          "no video at all"));
    QElapsedTimer sinceTick;
    qint64 longestGap = 0;
    QTimer tick;
    tick.setInterval(10);
    connect(&tick, &QTimer::timeout, this, [&] { longestGap = std::max(longestGap, sinceTick.restart()); });
    openDialog({card_->path()});
    QTest::qWait(50); // showing the window itself is not what is measured
    sinceTick.start();
    tick.start();
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(dialog_->model().rows()).refused, files, 60'000);
    tick.stop();
    QVERIFY2(longestGap <= 200, qPrintable(QStringLiteral("%1 ms").arg(longestGap)));
    QTRY_COMPARE(sum(), QStringLiteral("250 cannot be imported."));
}

QTEST_MAIN(TestImportDialog)
#include "test_import_dialog.moc"
