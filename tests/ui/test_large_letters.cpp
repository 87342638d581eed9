// Large letters on a small screen: what is written on buttons, chips and in dialogs is there in full.
#include "tests/ui/gateway_bench.h"
#include "ui/delegates/queue_delegate.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/date_range_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/patient_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/main_window.h"
#include "ui/support/theme.h"

#include <QtGui/QScreen>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLayout>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>

using namespace ndas;
using namespace ndas::ui;

class TestLargeLetters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void pagesShowTheirButtonsInFull();
    void longNamesDoNotWidenTheDetails();
    void dialogsAreAsHighAsTheirContent();
    void sheetOfShortcutsCutsNoLine();
    void importShowsLengthAndDateOnASmallScreen();
    void buttonsOfJobsGrowWithTheLetters();
    void wordsOfJobsTakeThePicturesRoom();

private:
    static QStringList cutOffIn(const QWidget& window);

    test::GatewayBench bench_;
    test::ScriptedDialogs dialogs_;
};

void TestLargeLetters::initTestCase()
{
    QVERIFY(bench_.ready);
    QFont large = QApplication::font();
    large.setPointSizeF(16);
    QApplication::setFont(large);
    applyTheme(*qApp, settings::Theme::Light, QGuiApplication::palette());
    QVERIFY(bench_.addReadyVideo(QStringLiteral("VID_20260301_101112345_slowmotion_of_the_left_hand"),
                                 {QStringLiteral("medium")}));
}

/// Buttons that are narrower than what they say, or reach beyond what scrolls around them.
QStringList TestLargeLetters::cutOffIn(const QWidget& window)
{
    QStringList cutOff;
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
        if (!button->isVisible() || button->text().isEmpty())
            continue;
        bool fits = button->width() >= button->sizeHint().width();
        for (const QWidget* around = button->parentWidget(); around; around = around->parentWidget())
            if (const auto* scroll = qobject_cast<const QScrollArea*>(around))
                fits = fits && button->mapTo(scroll, QPoint(button->width(), 0)).x() <= scroll->width();
        if (!fits)
            cutOff << QStringLiteral("%1 \"%2\": %3 of %4")
                          .arg(button->objectName(), button->text())
                          .arg(button->width())
                          .arg(button->sizeHint().width());
    }
    return cutOff;
}

void TestLargeLetters::pagesShowTheirButtonsInFull()
{
    QVERIFY(bench_.jobs.setQueuePaused(true)); // which the queue says beside its chips
    MainWindow window(bench_.gateway, dialogs_);
    window.resize(1280, 800);
    window.show();
    auto* cards = window.findChild<QAbstractItemView*>(QStringLiteral("libraryCards"));
    QTRY_COMPARE(cards->model()->rowCount(), 1);
    cards->setCurrentIndex(cards->model()->index(0, 0));
    QTRY_VERIFY(window.findChild<QWidget*>(QStringLiteral("editRecording")));
    QTRY_VERIFY(window.findChild<QWidget*>(QStringLiteral("pausedNote"))
                    ->isVisibleTo(window.findChild<QWidget*>(QStringLiteral("queuePage"))));
    for (const auto page : {MainWindow::Library, MainWindow::Queue, MainWindow::Patients}) {
        window.showPage(page);
        QTRY_COMPARE(cutOffIn(window).join(QLatin1Char('\n')), QString());
    }
}

void TestLargeLetters::longNamesDoNotWidenTheDetails()
{
    MainWindow window(bench_.gateway, dialogs_);
    window.resize(1280, 800);
    window.show();
    auto* cards = window.findChild<QAbstractItemView*>(QStringLiteral("libraryCards"));
    QTRY_COMPARE(cards->model()->rowCount(), 1);
    cards->setCurrentIndex(cards->model()->index(0, 0));
    const auto* pane = window.findChild<QScrollArea*>(QStringLiteral("detailsPane"));
    QTRY_VERIFY(window.findChild<QLabel*>(QStringLiteral("detailsTitle"))->isVisible());
    QTRY_COMPARE(pane->widget()->width(), pane->viewport()->width());
    QVERIFY2(pane->width() < window.width() / 3, qPrintable(QString::number(pane->width())));
}

void TestLargeLetters::dialogsAreAsHighAsTheirContent()
{
    QWidget window;
    window.show();
    for (QDialog* dialog : std::initializer_list<QDialog*>{
             new AboutDialog(&window), new PatientDialog({}, {}, &window),
             new DateRangeDialog(QDate(2026, 1, 1), QDate(2026, 2, 1), &window)}) {
        showOver(dialog);
        const QLayout* layout = dialog->layout();
        const int needed = layout->hasHeightForWidth() ? layout->totalHeightForWidth(dialog->width())
                                                       : layout->totalMinimumSize().height();
        const int most = dialog->screen()->availableSize().height() - 48;
        QVERIFY2(
            dialog->height() >= std::min(needed, most),
            qPrintable(
                QStringLiteral("%1: %2 of %3").arg(dialog->objectName()).arg(dialog->height()).arg(needed)));
        dialog->close();
    }
}

void TestLargeLetters::importShowsLengthAndDateOnASmallScreen()
{
    ImportDialog dialog(bench_.gateway, dialogs_, {});
    dialog.resize(972, 665); // what a screen of 1024x700 has room for
    dialog.show();
    auto* table = dialog.findChild<QTableView*>(QStringLiteral("importTable"));
    QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width());
    for (const int column : {ImportModel::NameColumn, ImportModel::LengthColumn, ImportModel::RecordedColumn,
                             ImportModel::StatusColumn})
        QVERIFY2(!table->isColumnHidden(column), qPrintable(QString::number(column)));
    const QFontMetrics letters(textFont(table->font(), TextStep::Small));
    QVERIFY(table->columnWidth(ImportModel::NameColumn) >
            table->iconSize().width() + 40 + letters.horizontalAdvance(QStringLiteral("IMG_42")));
    QVERIFY(table->columnWidth(ImportModel::LengthColumn) >
            letters.horizontalAdvance(QStringLiteral("0:00:00")) + 2 * space::gap);
    QVERIFY(table->columnWidth(ImportModel::RecordedColumn) >
            letters.horizontalAdvance(QStringLiteral("30 Nov 2026,")) + 2 * space::gap);
    auto* pane = dialog.findChild<QScrollArea*>();
    QVERIFY(pane->widget()->width() <= pane->viewport()->width());
    QCOMPARE(cutOffIn(dialog).join(QLatin1Char('\n')), QString());
}

/// What its screen has no room for is reached by keys.
void TestLargeLetters::sheetOfShortcutsCutsNoLine()
{
    MainWindow window(bench_.gateway, dialogs_);
    window.show();
    auto* sheet = new ShortcutSheet(*window.findChild<QMenuBar*>(), &window);
    showOver(sheet);
    QVERIFY(QTest::qWaitForWindowActive(sheet));
    const QSize screen = sheet->screen()->availableSize();
    QVERIFY(sheet->width() <= screen.width() && sheet->height() <= screen.height());
    auto* scroll = sheet->findChild<QScrollArea*>();
    const QRect shown = scroll->viewport()->rect();
    for (const QLabel* label : scroll->widget()->findChildren<QLabel*>()) {
        const QRect row(label->mapTo(scroll->viewport(), QPoint()), label->size());
        const QRect letters = row.adjusted(0, 3, 0, -3);
        QVERIFY2(letters.top() > shown.bottom() || shown.contains(letters), qPrintable(label->text()));
    }
    QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
    QVERIFY(scroll->hasFocus());
    QTest::keyClick(scroll, Qt::Key_Down);
    QVERIFY(scroll->verticalScrollBar()->value() > 0);
    sheet->close();
}

void TestLargeLetters::buttonsOfJobsGrowWithTheLetters()
{
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, 1000, 80);
    const QueueRowPlaces at = QueueDelegate::places(option);
    QVERIFY(at.mainButton.width() > 32 && at.mainButton.height() > 32);
    QVERIFY(!at.mainButton.intersects(at.menuButton) && option.rect.contains(at.menuButton));
}

void TestLargeLetters::wordsOfJobsTakeThePicturesRoom()
{
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, 1000, 80);
    QVERIFY(!QueueDelegate::places(option).picture.isEmpty());

    option.rect.setWidth(option.fontMetrics.averageCharWidth() * 70);
    const QueueRowPlaces narrow = QueueDelegate::places(option);
    QVERIFY(narrow.picture.isEmpty());
    QVERIFY(narrow.title.left() < option.fontMetrics.averageCharWidth() * 5);
}

QTEST_MAIN(TestLargeLetters)
#include "test_large_letters.moc"
