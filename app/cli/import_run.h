// One run of `import`: finds recordings, registers them, and says for each path what became of it.
#pragma once

#include "app/cli/progress_view.h"
#include "app/cli/session.h"
#include "app/cli/verdict.h"

#include <QtCore/QJsonArray>

#include <map>

namespace ndas::cli {

struct ImportWish {
    QStringList presets; ///< queued for each recording
    QString patient;     ///< code; "" = none
    bool recursive = false;
};

class ImportRun {
public:
    ImportRun(const Session& session, app::Workspace& workspace, ImportWish wish);

    /// Recordings below `paths`; those that are not there are refused one by one, the others go on.
    QStringList find(const QStringList& paths);
    /// Looks at a recording and queues its ingest job, or refuses it. Errors: those of the library.
    Result<void> registerFile(const QString& path);
    std::vector<JobId> jobs() const; ///< ingest jobs queued so far

    ProgressView& view() { return *view_; }

    /// An ingest job has ended.
    void report(const jobs::Job& job, const library::LibraryStore& store);
    /// The job stays in the queue: nothing is lost, but nothing was taken in yet either.
    void reportLeft(const jobs::Job& job);
    /// The JSON document and the exit code.
    ExitCode finish() const;

private:
    void refuse(const QString& path, const Error& error);
    void reportImported(const QString& path, const library::Video& video);
    void reportDuplicate(const QString& path, const library::Video& first);

    const Session& session_;
    app::Workspace& workspace_;
    const ImportWish wish_;
    const std::unique_ptr<ProgressView> view_;
    std::map<JobId, QString> paths_; ///< of registered files, by their ingest job
    QJsonArray imported_;
    QJsonArray duplicates_;
    QJsonArray refused_;
    QJsonArray waiting_;
    Verdict verdict_;
};

} // namespace ndas::cli
