// A data folder of its own, the command line program at work in it, and what must hold afterwards.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/file_tools.h"
#include "core/db/database_pool.h"
#include "core/db/migrations.h"
#include "core/engine/journal/packet_journal_record.h"
#include "core/library/library_store.h"
#include "core/library/work_folder.h"
#include "tests/support/places.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace ndas::test {

class DataFolder {
public:
    /// In a temporary folder of its own, or in one that somebody else looks after.
    DataFolder() = default;

    explicit DataFolder(const QString& surroundings)
        : surroundings_(surroundings)
    {
    }

    AppPaths paths() const { return AppPaths::resolve(surroundings_ + QStringLiteral("/data")); }

    void fillFrom(const DataFolder& other) const
    {
        QProcess::execute(QStringLiteral("cp"),
                          {QStringLiteral("-a"), other.paths().dataDir, paths().dataDir});
    }

    std::unique_ptr<QProcess> start(const QStringList& arguments,
                                    const QProcessEnvironment& surroundings = {}) const
    {
        auto process = std::make_unique<QProcess>();
        if (!surroundings.isEmpty())
            process->setProcessEnvironment(surroundings);
        process->start(
            builtProgram("ndas-cli"),
            arguments + QStringList{QStringLiteral("--data-dir"), paths().dataDir, QStringLiteral("--json")});
        return process;
    }

    /// The program with a window, which nobody sees, and which never ends by itself.
    std::unique_ptr<QProcess> startWindow() const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
        surroundings.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        process->setProcessEnvironment(surroundings);
        process->setStandardErrorFile(QProcess::nullDevice());
        process->start(builtProgram("ndas"), {QStringLiteral("--data-dir"), paths().dataDir});
        return process;
    }

    struct Outcome {
        int exitCode = -1;
        QJsonObject json;
        QByteArray errors;
    };

    Outcome run(const QStringList& arguments) const { return finish(*start(arguments)); }

    static Outcome finish(QProcess& process, int atMostMs = 120'000)
    {
        const bool ended = process.state() == QProcess::NotRunning || process.waitForFinished(atMostMs);
        if (!ended || process.exitStatus() != QProcess::NormalExit)
            return {};
        return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
                process.readAllStandardError()};
    }

private:
    QTemporaryDir temporary_;
    QString surroundings_ = temporary_.path();
};

/// The stores over a data folder that no program uses just now.
class Library {
public:
    explicit Library(const AppPaths& paths)
        : paths_(paths)
        , pool_(paths.database())
        , jobs_(pool_, clock_)
        , videos_(pool_, jobs_, clock_)
    {
    }

    std::vector<jobs::Job> jobs() const { return jobs_.list().value_or(std::vector<jobs::Job>()); }

    /// The first job that makes a rendition.
    std::optional<jobs::Job> renditionJob() const
    {
        for (jobs::Job& job : jobs()) {
            if (job.kind == jobs::JobKind::Transcode)
                return std::move(job);
        }
        return std::nullopt;
    }

    std::vector<library::Video> videos() const
    {
        return videos_.list().value_or(std::vector<library::Video>());
    }

    std::vector<library::Video> readyVideos() const
    {
        std::vector<library::Video> ready = videos();
        std::erase_if(ready,
                      [](const library::Video& video) { return video.state != library::VideoState::Ready; });
        return ready;
    }

    std::vector<jobs::JobEvent> history(JobId id) const
    {
        return jobs_.history(id).value_or(std::vector<jobs::JobEvent>());
    }

    std::optional<jobs::Checkpoint> checkpointOf(JobId id) const
    {
        return jobs_.checkpoint(id).value_or(std::optional<jobs::Checkpoint>());
    }

    /// What the next attempt at an unfinished job will find.
    std::optional<engine::JournalContent> journalOf(JobId id) const
    {
        const QDir folder(library::workFolderPath(paths_, id));
        const QStringList names = folder.entryList({QStringLiteral("f*.journal")}, QDir::Files);
        if (names.isEmpty())
            return std::nullopt;
        const auto content = engine::readJournal(folder.filePath(names.constFirst()));
        return content.value_or(std::optional<engine::JournalContent>());
    }

    /// Breaches of I7: a checkpoint in the table without its bytes, one sentence each. Also of attempts
    /// before the last: no plan changes here, so no journal is begun anew.
    QStringList lostCheckpoints() const
    {
        QStringList found;
        for (const jobs::Job& job : jobs()) {
            const auto journal = journalOf(job.id);
            const qint64 there = journal ? journal->size : 0;
            if (there < promisedBytes(job.id))
                found << QStringLiteral("job %1: %2 bytes were promised, %3 are there")
                             .arg(job.id.value)
                             .arg(promisedBytes(job.id))
                             .arg(there);
        }
        return found;
    }

    /// Pictures in the journal behind its last checkpoint: they were encoded and will be once more.
    int picturesBehindCheckpoint(JobId id) const
    {
        const QDir folder(library::workFolderPath(paths_, id));
        const QStringList names = folder.entryList({QStringLiteral("f*.journal")}, QDir::Files);
        const auto content = journalOf(id);
        QFile file(folder.filePath(names.value(0)));
        if (!content || !file.open(QIODevice::ReadOnly) || !file.seek(content->size))
            return 0;
        int pictures = 0;
        while (const auto head = engine::record::headFrom(file.read(engine::record::headSize))) {
            if (file.read(head->entry.size).size() != head->entry.size)
                break;
            pictures += head->entry.size > 0 ? 1 : 0;
        }
        return pictures;
    }

    /// False: a program was killed before it had made the tables.
    bool isMade() const
    {
        const auto connection = pool_.connection();
        const auto version = connection ? (*connection)->value(QStringLiteral("PRAGMA user_version"))
                                        : fail(connection.error());
        return version && version->toInt() > 0;
    }

    QStringList queueBreaches() const
    {
        return jobs_.checkInvariants().value_or(QStringList(QStringLiteral("unreadable")));
    }

    /// Lets the time of back-off pass.
    Result<int> makeEverythingDue()
    {
        NDAS_TRY(db::Connection* const connection, pool_.connection());
        return connection->change(
            QStringLiteral("UPDATE job SET run_at = 0 WHERE state IN ('queued', 'blocked')"));
    }

    /// A new database with so many recordings to take in, in one transaction.
    Result<void> fillQueue(int jobs)
    {
        NDAS_TRY(db::Connection* const connection, pool_.connection());
        NDAS_CHECK(db::migrate(*connection, {}));
        NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
        for (int number = 0; number < jobs; ++number) {
            library::NewVideo video;
            video.originalPath = QStringLiteral("/recordings/%1.mp4").arg(number);
            NDAS_CHECK(videos_.registerVideo(video));
        }
        return transaction.commit();
    }

    Result<void> namePatient(const QString& code, const QString& name)
    {
        NDAS_TRY(const std::vector<library::Patient> patients, videos_.patients());
        for (library::Patient patient : patients) {
            if (patient.code != code)
                continue;
            patient.name = name;
            NDAS_CHECK(videos_.changePatient(patient));
            return {};
        }
        return fail(ErrorCode::NoSuchItem, code);
    }

    Result<void> retry(JobId id) { return jobs_.retry(id); }

    /// Breaches of I1 to I9 that can be seen from outside, one sentence each; empty = sound.
    QStringList breaches()
    {
        QStringList found = queueBreaches();
        note(found, checkDatabase());
        QStringList renditions;
        for (const library::Video& video : videos()) {
            if (video.state == library::VideoState::Ready)
                note(found,
                     checkFile(paths_.originalsDir(), video.storedName, video.sizeBytes, video.sha256));
            for (const library::Rendition& rendition : video.renditions) {
                if (rendition.state != library::RenditionState::Ready)
                    continue;
                renditions << rendition.fileName;
                note(found, checkFile(paths_.renditionsDir(), rendition.fileName, rendition.sizeBytes,
                                      rendition.sha256));
            }
        }
        renditions.sort();
        const QStringList onDisk = filesIn(paths_.renditionsDir());
        if (onDisk != renditions)
            found << QStringLiteral("renditions on disk: %1; in the library: %2")
                         .arg(onDisk.join(QLatin1Char(' ')), renditions.join(QLatin1Char(' ')));
        return found;
    }

    static QStringList filesIn(const QString& folder)
    {
        return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
    }

private:
    qint64 promisedBytes(JobId id) const
    {
        const auto connection = pool_.connection();
        const auto bytes = connection ? (*connection)
                                            ->value(QStringLiteral("SELECT journal_bytes FROM checkpoint "
                                                                   "WHERE job_id = ?"),
                                                    {static_cast<qint64>(id.value)})
                                      : fail(connection.error());
        return bytes ? bytes->toLongLong() : 0;
    }

    static void note(QStringList& found, const Result<void>& checked)
    {
        if (!checked)
            found << QString::fromUtf8(describe(checked.error()));
    }

    Result<void> checkDatabase()
    {
        NDAS_TRY(db::Connection* const connection, pool_.connection());
        NDAS_TRY(const QVariant answer, connection->value(QStringLiteral("PRAGMA integrity_check")));
        if (answer.toString() != QLatin1String("ok"))
            return fail(ErrorCode::DatabaseCorrupt, answer.toString());
        NDAS_TRY(const QVariant dangling,
                 connection->value(QStringLiteral("SELECT count(*) FROM pragma_foreign_key_check")));
        return dangling.toInt() == 0 ? Result<void>()
                                     : fail(ErrorCode::DatabaseCorrupt, QStringLiteral("dangling"));
    }

    static Result<void> checkFile(const QString& folder, const QString& name, qint64 size,
                                  const QString& sha256)
    {
        const QString path = folder + QLatin1Char('/') + name;
        NDAS_TRY(const QString hash, sha256OfFile(path));
        if (QFileInfo(path).size() != size || hash != sha256)
            return fail(ErrorCode::VerificationFailed, path);
        return {};
    }

    const AppPaths paths_;
    SystemClock clock_;
    mutable db::DatabasePool pool_;
    jobs::JobStore jobs_;
    library::LibraryStore videos_;
};

} // namespace ndas::test

/// Fails the test, with what was found, unless nothing was.
#define VERIFY_NONE(list)                                                                                    \
    do {                                                                                                     \
        const QStringList found_ = (list);                                                                   \
        QVERIFY2(found_.isEmpty(), qPrintable(found_.join(QStringLiteral("; "))));                           \
    } while (false)
