// The ways recordings come in: file dialogs, the clipboard, what is dropped, a sample of our own, and an
// import that was cut short; all lead to one import dialog. GUI thread.
#pragma once

#include "ui/models/import_draft.h"
#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

#include <QtCore/QPointer>

class QMimeData;

namespace ndas::ui {

class ImportDialog;

/// The files and folders of this computer among it.
QStringList localPaths(const QMimeData* data);
/// Of files copied in a file manager.
QStringList copiedPaths();

class ImportEntrance : public QObject {
    Q_OBJECT
public:
    /// `window`: what the dialogs stand over; owns this.
    ImportEntrance(Gateway& gateway, Dialogs& dialogs, QWidget* window);

    /// Shows the import dialog for these files and folders, or adds them to the one that is open.
    void offer(const QStringList& paths);
    /// Asks whether to go on with an import that the program's end cut short, if there is one.
    void offerDraft();
    void addRecordings();
    void addFolder();
    void addSample();
    void paste(); ///< files copied in a file manager

    bool isOpen() const { return !dialog_.isNull(); }

Q_SIGNALS:
    void opened();
    void failed(const ndas::Error& error);

private:
    ImportDialog* open(const QStringList& paths);
    void askToGoOn(const ImportDraft& draft);

    Gateway& gateway_;
    Dialogs& dialogs_;
    QWidget* window_;
    QPointer<ImportDialog> dialog_;
};

} // namespace ndas::ui
