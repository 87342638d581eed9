// What tests of the queue's page begin with: the page over a real queue.
#pragma once

#include "tests/ui/gateway_bench.h"
#include "ui/pages/queue_page.h"
#include "ui/widgets/queue_view.h"

namespace ndas::test {

/// setUp() before each test and tearDown() after it. Rows: two waiting transcodes above the finished import.
class QueuePageTest : public QObject {
protected:
    void setUp()
    {
        bench_ = std::make_unique<GatewayBench>();
        QVERIFY(bench_->ready);
        QVERIFY(bench_->addReadyVideo(QStringLiteral("Visit 3"),
                                      {QStringLiteral("high"), QStringLiteral("low")}));
        dialogs_ = {};
        thumbnails_ = std::make_unique<ui::ThumbnailCache>(bench_->paths.thumbnailsDir());
        history_ = std::make_unique<ui::EditHistory>(bench_->gateway);
        page_ = std::make_unique<ui::QueuePage>(bench_->gateway, dialogs_, *thumbnails_, *history_);
        view_ = page_->findChild<ui::QueueView*>();
        page_->resize(1000, 600);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
        waitForRows(3);
    }

    void tearDown()
    {
        page_.reset();
        history_.reset();
        thumbnails_.reset();
        bench_.reset();
    }

    void selectRows(const QList<int>& rows)
    {
        view_->setFocus();
        view_->clearSelection();
        for (const int row : rows)
            view_->selectionModel()->setCurrentIndex(view_->model()->index(row, 0),
                                                     QItemSelectionModel::Select);
    }

    void pressKey(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(view_, key, modifiers);
    }

    template <class Widget>
    Widget* child(const char* name) const
    {
        return page_->findChild<Widget*>(QLatin1String(name));
    }

    jobs::Job job(int row) const { return page_->model().rowAt(row).job; }

    jobs::JobState stateInDatabase(JobId id) const { return bench_->job(id).state; }

    void failRunning(const jobs::Job& running, ErrorCode code = ErrorCode::Incomplete)
    {
        QVERIFY(bench_->giveUp(running, code));
        Q_EMIT bench_->gateway.queueChanged();
        QTRY_COMPARE(page_->model().counts().failed, 1);
    }

    void waitForRows(int count) { QTRY_COMPARE(page_->model().rowCount(), count); }

    std::unique_ptr<GatewayBench> bench_;
    ScriptedDialogs dialogs_;
    std::unique_ptr<ui::ThumbnailCache> thumbnails_;
    std::unique_ptr<ui::EditHistory> history_;
    std::unique_ptr<ui::QueuePage> page_;
    ui::QueueView* view_ = nullptr;
};

} // namespace ndas::test
