// What tests of the whole window begin with: a data folder that outlives the program, ways to fill it.
#pragma once

#include "tests/support/places.h"
#include "tests/support/test_media.h"
#include "tests/ui/desktop_bench.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/models/queue_model.h"

#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QPushButton>

namespace ndas::test {

/// setUp() before each test and tearDown() after it; close() and open() are a restart.
class WindowTest : public QObject {
protected:
    void makeMedia()
    {
        useBuiltWorker();
        QVERIFY(!plainClip().isEmpty());
    }

    void setUp()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        open();
        QVERIFY(desk_->workspace);
    }

    void tearDown()
    {
        close();
        folder_.reset();
    }

    void open() { desk_ = std::make_unique<DesktopBench>(folder_->filePath(QStringLiteral("data"))); }

    void close() { desk_.reset(); }

    ui::ImportDialog* importDialog() const { return desk_->window->findChild<ui::ImportDialog*>(); }

    QAbstractItemView* cards() const { return desk_->child<QAbstractItemView>("libraryCards"); }

    QAbstractItemView* queue() const { return desk_->child<QAbstractItemView>("queueView"); }

    /// Whether a transcode is in this state.
    bool queueHas(jobs::JobState state) const
    {
        const QAbstractItemModel* model = queue()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex index = model->index(row, 0);
            const bool transcode =
                index.data(ui::QueueModel::KindRole).toInt() == static_cast<int>(jobs::JobKind::Transcode);
            if (transcode && index.data(ui::QueueModel::StateRole).toInt() == static_cast<int>(state))
                return true;
        }
        return false;
    }

    void importByDrop(const QString& file, const QString& preset)
    {
        settings::Settings settings = desk_->workspace->settings();
        settings.defaultPreset = preset;
        QVERIFY(desk_->workspace->saveSettings(settings));
        desk_->drop({file});
        QTRY_VERIFY(importDialog());
        auto* accept = importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"));
        QTRY_VERIFY_WITH_TIMEOUT(accept->isEnabled(), 20'000);
        accept->click();
        QTRY_VERIFY(!importDialog());
    }

    /// A recording in the library, without a worker's work.
    void addReadyVideo()
    {
        importByDrop(plainClip(), QStringLiteral("mobile"));
        QTRY_VERIFY_WITH_TIMEOUT(queueHas(jobs::JobState::Succeeded), 30'000);
        QTRY_COMPARE(cards()->model()->rowCount(), 1);
        cards()->setCurrentIndex(cards()->model()->index(0, 0));
        desk_->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
        cards()->setFocus();
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<DesktopBench> desk_;
};

} // namespace ndas::test
