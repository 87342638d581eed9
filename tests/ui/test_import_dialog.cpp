// The import dialog over the real worker: what it finds, refuses, edits and adds to the queue, and that two
// thousand files do not hold up the screen.
#include "core/base/file_tools.h"
#include "tests/support/test_media.h"
#include "tests/ui/gateway_bench.h"
#include "ui/dialogs/import_dialog.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

using namespace ndas;
using namespace ndas::ui;

namespace {

const QString worker = QStringLiteral(NDAS_BIN_DIR "/ndas-worker");

} // namespace

class TestImportDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void sumsUpAndImportsWhatIsGood();
    void refusesWithAReasonOnTop();
    void offersKnownRecordingAgainAsACopy();
    void editsOneOrManyOrAll();
    void remembersTheChosenPresets();
    void showsNamesWithLineBreaksOnOneLine();
    void saysWhenThereIsNothing();
    void closesWhileReading();
    void stopsWhileAdding();
    void twoThousandFilesDoNotHoldUpTheScreen();

private:
    void openDialog(const QStringList& paths);

    void waitUntilRead() { QTRY_VERIFY_WITH_TIMEOUT(!dialog_->isReading(), 20'000); }

    void selectFile(const QString& name);

    void click(const char* button) { dialog_->findChild<QPushButton*>(QLatin1String(button))->click(); }

    QString sum() const { return dialog_->findChild<QLabel*>(QStringLiteral("sumText"))->text(); }

    const ImportRow& rowOf(const QString& name) const;
    QString copyOf(const QString& source, const QString& name) const;
    VideoId addToLibrary(const QString& path);

    QString plain_;
    std::unique_ptr<QTemporaryDir> card_;
    std::unique_ptr<test::GatewayBench> bench_;
    std::unique_ptr<ImportDialog> dialog_;
};

void TestImportDialog::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    plain_ = test::plainClip();
    QVERIFY(!plain_.isEmpty());
    QVERIFY(QFile::exists(worker));
}

void TestImportDialog::init()
{
    card_ = std::make_unique<QTemporaryDir>();
    bench_ = std::make_unique<test::GatewayBench>(worker);
    QVERIFY(bench_->ready);
}

void TestImportDialog::cleanup()
{
    dialog_.reset();
    bench_.reset();
    card_.reset();
}

void TestImportDialog::openDialog(const QStringList& paths)
{
    dialog_ = std::make_unique<ImportDialog>(bench_->gateway, paths);
    dialog_->show();
}

const ImportRow& TestImportDialog::rowOf(const QString& name) const
{
    static const ImportRow none;
    for (const ImportRow& row : dialog_->model().rows())
        if (row.path.endsWith(QLatin1Char('/') + name))
            return row;
    return none;
}

void TestImportDialog::selectFile(const QString& name)
{
    auto* table = dialog_->findChild<QTableView*>();
    for (int row = 0; row < table->model()->rowCount(); ++row)
        if (table->model()->index(row, ImportModel::NameColumn).data().toString() == name)
            table->selectRow(row);
}

QString TestImportDialog::copyOf(const QString& source, const QString& name) const
{
    QFile::copy(source, card_->filePath(name));
    return card_->filePath(name);
}

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
    QVERIFY2(sum().endsWith(QStringLiteral("1 cannot be imported.")), qPrintable(sum()));
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

void TestImportDialog::editsOneOrManyOrAll()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    copyOf(plain_, QStringLiteral("b.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTRY_COMPARE(dialog_->model().rowCount(), 2);
    QTest::keyClicks(dialog_->findChild<QLineEdit*>(QStringLiteral("patientEdit")), QStringLiteral("P-0042"));
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).patientCode, QStringLiteral("P-0042"));
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).patientCode, QStringLiteral("P-0042"));

    selectFile(QStringLiteral("b.mp4"));
    auto* title = dialog_->findChild<QLineEdit*>(QStringLiteral("titleEdit"));
    QVERIFY(title->isVisibleTo(dialog_.get()));
    title->selectAll();
    QTest::keyClicks(title, QStringLiteral("Visit 3"));
    dialog_->findChild<QCheckBox*>(QStringLiteral("preset-mobile"))->click();
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).title, QStringLiteral("Visit 3"));
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).presets,
             (QStringList{QStringLiteral("medium"), QStringLiteral("mobile")}));
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).presets, QStringList{QStringLiteral("medium")});

    dialog_->findChild<QTableView*>()->selectAll();
    QCOMPARE(dialog_->findChild<QCheckBox*>(QStringLiteral("preset-mobile"))->checkState(),
             Qt::PartiallyChecked);
    QVERIFY(!title->isVisibleTo(dialog_.get()));
}

void TestImportDialog::remembersTheChosenPresets()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    dialog_->findChild<QCheckBox*>(QStringLiteral("preset-high"))->click();
    QTRY_VERIFY(dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->settings.defaultPreset, QStringLiteral("medium,high"));
    openDialog({card_->path()});
    QVERIFY(dialog_->findChild<QCheckBox*>(QStringLiteral("preset-high")) != nullptr);
    waitUntilRead();
    QTRY_COMPARE(rowOf(QStringLiteral("a.mp4")).presets,
                 (QStringList{QStringLiteral("medium"), QStringLiteral("high")}));
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
    QCOMPARE(dialog_->model().rows().front().title, QStringLiteral("two lines"));
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

void TestImportDialog::twoThousandFilesDoNotHoldUpTheScreen()
{
    constexpr int files = 2000;
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
    QTRY_COMPARE(sum(), QStringLiteral("2,000 cannot be imported."));
}

QTEST_MAIN(TestImportDialog)
#include "test_import_dialog.moc"
