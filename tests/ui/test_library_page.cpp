// The library page over a real database: what cards, filters and details say about a recording.
#include "tests/ui/gateway_bench.h"
#include "ui/pages/library_page.h"
#include "ui/support/sentences.h"

#include <QtGui/QPaintEvent>
#include <QtGui/QTextDocument>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>

using namespace ndas;
using namespace ndas::ui;

class TestLibraryPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void showsRecordingsOfTheDatabase();
    void aTitleCannotTurnItsReadingRound();
    void paneSaysWhatToDoWhileNothingIsChosen();
    void namesInTooltipsStayAsTheyAre();
    void scrollBarComesOnlyWhenThereIsMore();
    void wallClosesUpWhereRecordingsGo();
    void keyboardBeginsAtTheFirst();
    void searchIsLeftByKeyForWhatItFound();
    void keyboardFollowsToTheOtherLook();
    void listShowsTheRenditionsAtTheUsualSize();
    void listKeepsTheDateAndDropsTheEmptyColumn();
    void statesTakeNoMoreRoomThanTheirWords();
    void searchAndChipsNarrowTheWall();
    void daysNarrowTheWall();
    void nothingFoundOffersToShowAll();
    void refusalIsExplained();
    void rowsComeAndGoWithoutLosingTheSelection();
    void progressReachesTheCard();
    void thousandsOfRecordingsAreListedQuickly();

private:
    QAbstractItemView* cards() const
    {
        return page_->findChild<QAbstractItemView*>(QStringLiteral("libraryCards"));
    }

    template <class Widget>
    Widget* child(const char* name) const
    {
        return page_->findChild<Widget*>(QLatin1String(name));
    }

    QStringList titles() const;

    std::unique_ptr<test::GatewayBench> bench_;
    std::unique_ptr<ThumbnailCache> thumbnails_;
    std::unique_ptr<EditHistory> history_;
    std::unique_ptr<LibraryPage> page_;
    test::ScriptedDialogs dialogs_;
};

namespace {

/// What has been painted of a widget.
class PaintedRegion : public QObject {
public:
    QRegion region;

    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent*>(event)->region();
        return false;
    }
};

} // namespace

void TestLibraryPage::init()
{
    bench_ = std::make_unique<test::GatewayBench>();
    QVERIFY(bench_->ready);
    dialogs_ = {};
    thumbnails_ = std::make_unique<ThumbnailCache>(bench_->paths.thumbnailsDir());
    history_ = std::make_unique<EditHistory>(bench_->gateway);
    page_ = std::make_unique<LibraryPage>(bench_->gateway, *thumbnails_, dialogs_, *history_);
    page_->resize(1100, 700);
    page_->show();
    // The reading the page begins with is over: what follows is not seen half-made.
    QTRY_VERIFY(child<QWidget>("libraryEmpty")->isVisible());
}

void TestLibraryPage::cleanup()
{
    page_.reset();
    history_.reset();
    thumbnails_.reset();
    bench_.reset();
}

QStringList TestLibraryPage::titles() const
{
    QStringList titles;
    for (int row = 0; row < cards()->model()->rowCount(); ++row)
        titles << cards()->model()->index(row, 0).data().toString();
    return titles;
}

void TestLibraryPage::showsRecordingsOfTheDatabase()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles(), QStringList{QStringLiteral("Visit 1")});

    cards()->setCurrentIndex(cards()->model()->index(0, 0));

    QTRY_COMPARE(child<QLabel>("detailsTitle")->text(), QStringLiteral("Visit 1"));
    QTRY_VERIFY(child<QPushButton>("makeRendition")->isEnabled());
    const QString original = bench_->paths.originalsDir() + QStringLiteral("/a.mp4");
    QVERIFY(test::LibraryBench::write(original, "film"));
    child<QPushButton>("openOriginal")->click();
    QTRY_COMPARE(dialogs_.opened, QStringList{original});
}

void TestLibraryPage::aTitleCannotTurnItsReadingRound()
{
    bench_->addReadyVideo(QStringLiteral("Visit\u202e1"), {});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles(), QStringList{QStringLiteral("Visit□1")});
    QCOMPARE(cards()->model()->index(0, 0).data(Qt::EditRole).toString(), QStringLiteral("Visit\u202e1"));
}

void TestLibraryPage::paneSaysWhatToDoWhileNothingIsChosen()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    Q_EMIT bench_->gateway.libraryChanged();

    QTRY_COMPARE(titles().size(), 1);

    QTRY_VERIFY(child<QWidget>("detailsNone")->isVisible());
    QVERIFY(!child<QLabel>("detailsTitle")->isVisible());
}

void TestLibraryPage::namesInTooltipsStayAsTheyAre()
{
    QVERIFY(Qt::mightBeRichText(tipText(QStringLiteral("Mother & child")))); // or "&amp;" would be shown
    QTextDocument shown;
    shown.setHtml(tipText(QStringLiteral("Mother & <b>child</b>\nP-0042")));
    QCOMPARE(shown.toPlainText(), QStringLiteral("Mother & <b>child</b>\nP-0042"));

    bench_->addReadyVideo(QStringLiteral("Mother & child"), {});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);
    shown.setHtml(cards()->model()->index(0, 0).data(Qt::ToolTipRole).toString());
    const QStringList lines = shown.toPlainText().split(QLatin1Char('\n'));
    QCOMPARE(lines.first(), QStringLiteral("Mother & child"));
    QVERIFY(lines.contains(QStringLiteral("P-0042"))); // a card may cut it short
}

void TestLibraryPage::scrollBarComesOnlyWhenThereIsMore()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);
    const auto cardWidth = [this] { return cards()->visualRect(cards()->model()->index(0, 0)).width(); };
    const int alone = cardWidth();
    QVERIFY(!cards()->verticalScrollBar()->isVisible());

    for (int i = 0; i < 30; ++i)
        QVERIFY(bench_->store.registerVideo(test::newVideo(QStringLiteral("/recordings/%1.mp4").arg(i), {})));
    Q_EMIT bench_->gateway.libraryChanged();

    QTRY_VERIFY(cards()->verticalScrollBar()->isVisible());
    QVERIFY(std::abs(cardWidth() - alone) <= 1); // a third of the bar would be more
}

void TestLibraryPage::wallClosesUpWhereRecordingsGo()
{
    for (const char digit : {'a', 'b', 'c'})
        bench_->addReadyVideo(QStringLiteral("Visit %1").arg(QLatin1Char(digit)), {}, digit);
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 3);
    const QPoint third = cards()->visualRect(cards()->model()->index(2, 0)).center();
    PaintedRegion painted;
    cards()->viewport()->installEventFilter(&painted);
    cards()->viewport()->update();
    QTRY_VERIFY(painted.region.contains(third));
    painted.region = {};

    child<QLineEdit>("librarySearch")->setText(QStringLiteral("Visit c"));

    QCOMPARE(titles().size(), 1);
    QTRY_VERIFY(painted.region.contains(third)); // or it would stay on the screen
}

void TestLibraryPage::keyboardBeginsAtTheFirst()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {}, 'a');
    bench_->addReadyVideo(QStringLiteral("Visit 2"), {}, 'b');
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 2);
    cards()->selectionModel()->clear();

    QFocusEvent comes(QEvent::FocusIn, Qt::TabFocusReason);
    QCoreApplication::sendEvent(cards(), &comes);

    QCOMPARE(cards()->currentIndex().row(), 0);
}

void TestLibraryPage::searchIsLeftByKeyForWhatItFound()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {}, 'a');
    bench_->addReadyVideo(QStringLiteral("Visit 2"), {}, 'b');
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 2);
    page_->activateWindow();
    auto* search = child<QLineEdit>("librarySearch");
    page_->focusSearch();
    QTRY_VERIFY(search->hasFocus());

    QTest::keyClicks(search, QStringLiteral("1"));
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(cards()->hasFocus());
    QVERIFY(cards()->selectionModel()->isRowSelected(0));

    page_->focusSearch();
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(search->text(), QString());
    QCOMPARE(titles().size(), 2);
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(cards()->hasFocus());
}

void TestLibraryPage::keyboardFollowsToTheOtherLook()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {QStringLiteral("high")});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);
    page_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(page_.get()));
    cards()->setFocus();

    child<QAbstractButton>("showList")->click();
    QVERIFY(child<QAbstractItemView>("libraryList")->hasFocus());
    child<QAbstractButton>("showCards")->click();
    QVERIFY(cards()->hasFocus());
}

void TestLibraryPage::listShowsTheRenditionsAtTheUsualSize()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {QStringLiteral("high")});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);
    page_->resize(1122, 756); // what a window of 1280x800 leaves
    child<QAbstractButton>("showList")->click();
    auto* list = child<QTableView>("libraryList");
    const auto isShown = [list](int column) { return !list->isColumnHidden(column); };
    QTRY_VERIFY(isShown(LibraryModel::RenditionsColumn));
    const int before = list->columnWidth(LibraryModel::RenditionsColumn);

    QFont large = list->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    list->setFont(large);

    QVERIFY(list->verticalHeader()->defaultSectionSize() >= 2 * list->fontMetrics().height());
    QVERIFY(isShown(LibraryModel::StateColumn));
    QVERIFY(!isShown(LibraryModel::RenditionsColumn) ||
            list->columnWidth(LibraryModel::RenditionsColumn) > before);
}

void TestLibraryPage::listKeepsTheDateAndDropsTheEmptyColumn()
{
    const VideoId id = bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);
    page_->resize(866, 656); // what a window of 1024x700 leaves
    child<QAbstractButton>("showList")->click();
    auto* list = child<QTableView>("libraryList");
    list->selectRow(0); // opens the details
    const auto isShown = [list](int column) { return !list->isColumnHidden(column); };
    QTRY_VERIFY(isShown(LibraryModel::PatientColumn));
    QVERIFY(isShown(LibraryModel::RecordedColumn));

    QVERIFY(bench_->store.edit(id, {.patientCode = QString()}));
    Q_EMIT bench_->gateway.libraryChanged();

    QTRY_VERIFY(!isShown(LibraryModel::PatientColumn));
    QVERIFY(isShown(LibraryModel::RecordedColumn));
    QVERIFY(isShown(LibraryModel::StateColumn));
}

void TestLibraryPage::statesTakeNoMoreRoomThanTheirWords()
{
    const VideoId id = bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    QVERIFY(bench_->store.edit(id, {.patientCode = QString()}));
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);
    page_->resize(866, 656); // what a window of 1024x700 leaves
    child<QAbstractButton>("showList")->click();
    auto* list = child<QTableView>("libraryList");
    list->selectRow(0);
    QTRY_VERIFY(!list->isColumnHidden(LibraryModel::LengthColumn));
    QVERIFY(!list->isColumnHidden(LibraryModel::StateColumn));
    QVERIFY(list->isColumnHidden(LibraryModel::AgeColumn)); // nobody's
    const int ready = list->columnWidth(LibraryModel::StateColumn);

    QVERIFY(bench_->store.queueRendition(id, QStringLiteral("high")));
    Q_EMIT bench_->events.queueChanged();
    QTRY_VERIFY(list->columnWidth(LibraryModel::StateColumn) > ready);
}

void TestLibraryPage::searchAndChipsNarrowTheWall()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1, supine"), {}, 'a');
    bench_->addReadyVideo(QStringLiteral("Visit 2, prone"), {QStringLiteral("high")}, 'b');
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 2);

    auto* search = child<QLineEdit>("librarySearch");
    search->setText(QStringLiteral("SUPINE visit"));
    QCOMPARE(titles(), QStringList{QStringLiteral("Visit 1, supine")});
    search->setText(QStringLiteral("p-0042"));
    QCOMPARE(titles().size(), 2);

    search->clear();
    child<QPushButton>("chip2")->click();
    QCOMPARE(titles(), QStringList{QStringLiteral("Visit 2, prone")});
    QVERIFY(child<QPushButton>("chip2")->text().endsWith(QLatin1Char('1')));
}

void TestLibraryPage::daysNarrowTheWall()
{
    QVERIFY(bench_->addReadyVideo(QStringLiteral("Reaching"), {})); // recorded on 3 November 2026
    Q_EMIT bench_->events.queueChanged();
    QTRY_COMPARE(titles().size(), qsizetype{1});
    auto* date = child<QComboBox>("dateFilter");
    const auto between = [&](const QDate& from, const QDate& to) {
        const int row = date->findText(QStringLiteral("Between two days…"));
        date->setCurrentIndex(row);
        Q_EMIT date->activated(row);
        auto* dialog = child<QDialog>("dateRangeDialog");
        dialog->findChild<QDateEdit*>(QStringLiteral("rangeFrom"))->setDate(from);
        dialog->findChild<QDateEdit*>(QStringLiteral("rangeTo"))->setDate(to);
        dialog->findChild<QPushButton*>(QStringLiteral("useRange"))->click();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    between(QDate(2026, 11, 4), QDate(2026, 11, 9));
    QTRY_VERIFY(titles().isEmpty());
    between(QDate(2026, 11, 1), QDate(2026, 11, 3));
    QTRY_COMPARE(titles().size(), qsizetype{1});
    between(QDate(2026, 10, 1), QDate(2026, 11, 2));
    QTRY_VERIFY(titles().isEmpty());
    date->setCurrentIndex(0);
    QTRY_COMPARE(titles().size(), qsizetype{1});
}

void TestLibraryPage::nothingFoundOffersToShowAll()
{
    bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);

    child<QLineEdit>("librarySearch")->setText(QStringLiteral("nobody"));
    QVERIFY(!cards()->isVisible());
    const auto buttons = page_->findChildren<QPushButton*>(QStringLiteral("emptyStateButton"));
    const auto shown = std::find_if(buttons.begin(), buttons.end(), [](auto* b) { return b->isVisible(); });
    QVERIFY(shown != buttons.end());
    (*shown)->click();

    QVERIFY(cards()->isVisible());
    QCOMPARE(titles().size(), 1);
}

void TestLibraryPage::refusalIsExplained()
{
    const auto registered =
        bench_->store.registerVideo(test::newVideo(QStringLiteral("/recordings/song.mp4")));
    QVERIFY(registered);
    Error reason;
    reason.code = ErrorCode::NoVideoStream;
    QVERIFY(bench_->store.refuse(test::LibraryBench::claimOf(bench_->claim()), registered->video, reason));
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);

    cards()->setCurrentIndex(cards()->model()->index(0, 0));

    QTRY_VERIFY(child<QLabel>("refusalReason"));
    QCOMPARE(child<QLabel>("refusalReason")->text(), QStringLiteral("This file has sound but no picture."));
    QVERIFY(!child<QPushButton>("makeRendition"));
}

void TestLibraryPage::rowsComeAndGoWithoutLosingTheSelection()
{
    bench_->addReadyVideo(QStringLiteral("A"), {}, 'a');
    const VideoId second = bench_->addReadyVideo(QStringLiteral("B"), {}, 'b');
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 2);
    page_->reveal(VideoId{second});

    bench_->addReadyVideo(QStringLiteral("C"), {}, 'c');
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 3);
    QCOMPARE(cards()->currentIndex().data().toString(), QStringLiteral("B"));

    QVERIFY(bench_->store.removeVideo(VideoId{1}));
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 2);
    QCOMPARE(cards()->currentIndex().data().toString(), QStringLiteral("B"));
}

void TestLibraryPage::progressReachesTheCard()
{
    bench_->addReadyVideo(QStringLiteral("A"), {QStringLiteral("high")});
    const jobs::Job running = bench_->claim();
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE(titles().size(), 1);

    Q_EMIT bench_->gateway.progressed({{.id = running.id,
                                        .progress = 0.5,
                                        .stage = QStringLiteral("encoding"),
                                        .speed = 2,
                                        .secondsLeft = 9}});

    const auto state = cards()->model()->index(0, 0).data(LibraryModel::StateRole).value<LibraryState>();
    QCOMPARE(state.look.word, QStringLiteral("Encoding 50 %"));
    QCOMPARE(state.progress, 0.5);
}

void TestLibraryPage::thousandsOfRecordingsAreListedQuickly()
{
    constexpr int many = 2000;
    {
        auto* const connection = bench_->pool.connection().value();
        auto transaction = db::Transaction::begin(*connection).value();
        for (int i = 0; i < many; ++i)
            QVERIFY(bench_->store.registerVideo(test::newVideo(QStringLiteral("/recordings/%1.mp4").arg(i))));
        QVERIFY(transaction.commit());
    }
    QElapsedTimer time;
    time.start();
    Q_EMIT bench_->gateway.libraryChanged();
    QTRY_COMPARE_WITH_TIMEOUT(cards()->model()->rowCount(), many, 10'000);

    // No read, no layout and no search may be felt; generous for a loaded machine.
    time.restart();
    child<QLineEdit>("librarySearch")->setText(QStringLiteral("1999"));
    QCOMPARE(cards()->model()->rowCount(), 1);
    QVERIFY2(time.elapsed() < 500, qPrintable(QString::number(time.elapsed())));
}

QTEST_MAIN(TestLibraryPage)
#include "test_library_page.moc"
