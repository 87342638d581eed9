#include "ui/dialogs/import_entrance.h"

#include "ui/dialogs/import_dialog.h"
#include "ui/support/sentences.h"

#include <QtCore/QMimeData>
#include <QtCore/QUrl>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>

namespace ndas::ui {

QStringList localPaths(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

QStringList copiedPaths()
{
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    return copied ? localPaths(copied) : QStringList();
}

ImportEntrance::ImportEntrance(Gateway& gateway, Dialogs& dialogs, QWidget* window)
    : QObject(window)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , window_(window)
{
}

void ImportEntrance::addRecordings()
{
    const QStringList paths = dialogs_.chooseRecordings(window_, gateway_.settings().extensions);
    if (!paths.isEmpty())
        offer(paths);
}

void ImportEntrance::addFolder()
{
    const QString folder = dialogs_.chooseFolder(window_, tr("Add a folder"), {});
    if (!folder.isEmpty())
        offer({folder});
}

void ImportEntrance::addSample()
{
    gateway_.runLong(
        this, [](GatewayParts& parts) { return parts.makeSample(); },
        [this](const Result<QString>& file) {
            if (file)
                offer({*file});
            else
                Q_EMIT failed(file.error());
        });
}

void ImportEntrance::paste()
{
    if (const QStringList paths = copiedPaths(); !paths.isEmpty())
        offer(paths);
}

void ImportEntrance::offer(const QStringList& paths)
{
    if (dialog_)
        dialog_->add(paths);
    else
        open(paths);
}

ImportDialog* ImportEntrance::open(const QStringList& paths)
{
    dialog_ = new ImportDialog(gateway_, dialogs_, paths, window_);
    showOver(dialog_);
    Q_EMIT opened();
    return dialog_;
}

void ImportEntrance::offerDraft()
{
    gateway_.run(
        this, [](GatewayParts& parts) { return readDraft(parts.paths); },
        [this](const ImportDraft& draft) {
            if (!draft.isEmpty())
                askToGoOn(draft);
        });
}

void ImportEntrance::askToGoOn(const ImportDraft& draft)
{
    const auto count = static_cast<qint64>(draft.recordings.size());
    Question question;
    question.title = count == 0   ? tr("An import was not finished.")
                     : count == 1 ? tr("An import was not finished: 1 recording.")
                                  : tr("An import was not finished: %1 recordings.").arg(countText(count));
    question.text = tr("What was decided for it is kept. The files are where they were.");
    question.yes = tr("Discard");
    question.no = tr("Go on");
    question.destructive = true;
    if (!dialogs_.ask(window_, question))
        (dialog_ ? dialog_.data() : open({}))->restore(draft);
    else
        gateway_.run(
            this, [](GatewayParts& parts) { return dropDraft(parts.paths); }, [](bool) {});
}

} // namespace ndas::ui
