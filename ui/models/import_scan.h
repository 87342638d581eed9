// Finds recordings below dropped paths and looks at each, in the background; tells in batches, at most ten a
// second. Ends with its owner: what is under way is cancelled. GUI thread.
#pragma once

#include "core/library/preview_folder.h"
#include "ui/models/import_row.h"
#include "ui/support/learnt.h"

#include <QtCore/QTimer>

#include <mutex>

namespace ndas::ui {

struct ImportProblem {
    QString path;
    Error error;
};

class ImportScan : public QObject {
    Q_OBJECT
public:
    explicit ImportScan(Gateway& gateway, QObject* parent = nullptr);
    ~ImportScan() override;

    void add(const QStringList& paths);

    bool isFinding() const { return !unsearched_.isEmpty(); }

    /// In which there may be more than was found.
    QStringList unsearched() const { return unsearched_; }

    /// Full-size preview of a file looked at; "" = none. Lives as long as this.
    QString previewOf(const QString& path) const { return previews_.value(path); }

Q_SIGNALS:
    void found(const QStringList& paths);
    void refused(const std::vector<ndas::ui::ImportProblem>& problems);
    void looked(const std::vector<ndas::ui::ImportFacts>& facts);
    void searching();  ///< more, or less, is unsearched
    void progressed(); ///< after each batch, and when finding ended

private:
    /// Written by background threads, emptied by the timer.
    struct Mailbox {
        std::mutex mutex;
        QStringList found;
        std::vector<ImportProblem> problems;
    };

    struct Looked {
        ImportFacts facts;
        QString preview;
    };

    void find(const QStringList& paths);
    void lookAtNext();
    void takeMail();

    Gateway& gateway_;
    CancellationSource cancel_;
    std::shared_ptr<Learnt> learnt_ = std::make_shared<Learnt>();
    std::shared_ptr<Mailbox> mail_ = std::make_shared<Mailbox>();
    std::shared_ptr<library::PreviewFolder> previewFolder_;
    QHash<QString, QString> previews_;
    QTimer timer_;
    QStringList toLookAt_;
    qsizetype next_ = 0;
    std::vector<ImportFacts> done_;
    QSet<QString> known_;
    int lookingAt_ = 0;
    QStringList unsearched_;
};

} // namespace ndas::ui
