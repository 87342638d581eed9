// The import dialog over the real worker, with a card of recordings of its own.
#pragma once

#include "core/base/file_tools.h"
#include "tests/support/places.h"
#include "tests/support/test_media.h"
#include "tests/ui/gateway_bench.h"
#include "ui/dialogs/import_dialog.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

namespace ndas::test {

/// What tests of the dialog begin with: init() before each and cleanup() after it.
class ImportTest : public QObject {
protected:
    static QString worker() { return builtProgram("ndas-worker"); }

    void makeMedia()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        plain_ = plainClip();
        QVERIFY(!plain_.isEmpty());
        QVERIFY(QFile::exists(worker()));
    }

    void setUp()
    {
        card_ = std::make_unique<QTemporaryDir>();
        bench_ = std::make_unique<GatewayBench>(worker());
        dialogs_ = {};
        QVERIFY(bench_->ready);
    }

    void tearDown()
    {
        dialog_.reset();
        bench_.reset();
        card_.reset();
    }

    void openDialog(const QStringList& paths)
    {
        dialog_ = std::make_unique<ui::ImportDialog>(bench_->gateway, dialogs_, paths);
        dialog_->show();
    }

    void waitUntilRead() { QTRY_VERIFY_WITH_TIMEOUT(!dialog_->isReading(), 20'000); }

    void selectFile(const QString& name)
    {
        auto* table = dialog_->findChild<QTableView*>();
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, ui::ImportModel::NameColumn).data().toString() == name)
                table->selectRow(row);
    }

    template <class Widget>
    Widget* child(const char* name) const
    {
        return dialog_->findChild<Widget*>(QLatin1String(name));
    }

    void click(const char* button) { child<QPushButton>(button)->click(); }

    QString sum() const { return child<QLabel>("sumText")->text(); }

    const ui::ImportRow& rowOf(const QString& name) const
    {
        static const ui::ImportRow none;
        for (const ui::ImportRow& row : dialog_->model().rows())
            if (row.path.endsWith(QLatin1Char('/') + name))
                return row;
        return none;
    }

    /// Like `source`, but no twin of it: its name stands in a box at the end that nobody reads.
    QString copyOf(const QString& source, const QString& name) const
    {
        const QString path = twinOf(source, name);
        const QByteArray own = name.toUtf8();
        QByteArray box("\0\0\0\0free", 8);
        box[3] = static_cast<char>(own.size() + box.size());
        QFile file(path);
        if (file.open(QIODevice::Append))
            file.write(box + own);
        return path;
    }

    QString twinOf(const QString& source, const QString& name) const
    {
        QFile::copy(source, card_->filePath(name));
        return card_->filePath(name);
    }

    QString plain_;
    std::unique_ptr<QTemporaryDir> card_;
    std::unique_ptr<GatewayBench> bench_;
    ScriptedDialogs dialogs_;
    std::unique_ptr<ui::ImportDialog> dialog_;
};

} // namespace ndas::test
