#include "ui/support/library_commands.h"

#include "core/base/log.h"
#include "core/library/age.h"
#include "ui/dialogs/edit_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/patient_dialog.h"
#include "ui/dialogs/thumbnail_dialog.h"
#include "ui/support/library_actions.h"
#include "ui/support/patient_entry.h"
#include "ui/support/recording_details.h"
#include "ui/support/recording_facts.h"
#include "ui/support/sentences.h"

#include <QtCore/QDir>

namespace ndas::ui {

namespace {

struct EditFacts {
    std::vector<library::Video> videos;
    std::vector<library::Patient> patients;
};

Result<EditFacts> readForEdit(GatewayParts& parts, const std::vector<VideoId>& ids)
{
    EditFacts facts;
    for (const VideoId id : ids) {
        NDAS_TRY(auto video, parts.library.find(id));
        facts.videos.push_back(std::move(video));
    }
    NDAS_TRY(facts.patients, parts.library.patients());
    return facts;
}

Result<std::vector<ExportItem>> readForExport(GatewayParts& parts, const std::vector<VideoId>& ids)
{
    std::vector<ExportItem> items;
    for (const VideoId id : ids) {
        NDAS_TRY(auto recording, readRecording(parts, id));
        const auto age = ageFacts(recording.video, recording.patient);
        const QString pma = age.empty() ? QString() : age.front().value.section(QLatin1Char(' '), 0, 0);
        items.push_back({.video = std::move(recording.video), .age = pma});
    }
    return items;
}

LibraryCommands::Ids idsOf(const ExportRequest& request)
{
    LibraryCommands::Ids ids;
    for (const ExportCopy& copy : request.copies)
        ids.push_back(copy.video);
    return ids;
}

/// The copy is there, whatever becomes of its line in the history.
void noteCopy(GatewayParts& parts, const ExportCopy& copy, const QString& folder)
{
    const auto noted = parts.library.noteCopy(copy.video, copy.preset, QDir::toNativeSeparators(folder));
    if (!noted)
        qCWarning(logCore, "a copy is not in the history: %s", qUtf8Printable(logText(noted.error())));
}

/// There or under way already, or a recording that cannot have one.
bool isLeftAlone(ErrorCode code)
{
    return code == ErrorCode::AlreadyExists || code == ErrorCode::InvalidTransition ||
           code == ErrorCode::NoSuchItem;
}

QString queuedText(int queued, int left, const QString& quality)
{
    QStringList text;
    if (queued > 0)
        text << (queued == 1
                     ? LibraryCommands::tr("1 rendition was added to the queue.")
                     : LibraryCommands::tr("%1 renditions were added to the queue.").arg(countText(queued)));
    if (left > 0)
        text << (left == 1
                     ? LibraryCommands::tr("1 recording has %1 already or is not ready.").arg(quoted(quality))
                     : LibraryCommands::tr("%1 recordings have %2 already or are not ready.")
                           .arg(countText(left), quoted(quality)));
    return text.join(QLatin1Char(' '));
}

template <class Dialog>
Dialog* show(Dialog* dialog)
{
    showOver(dialog);
    return dialog;
}

} // namespace

LibraryCommands::LibraryCommands(Gateway& gateway, Dialogs& dialogs, EditHistory& history, QWidget* window)
    : QObject(window)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , history_(history)
    , window_(window)
{
}

void LibraryCommands::rename(VideoId id, const QString& title)
{
    history_.edit({id}, {.title = title}, tr("Title changed"));
}

void LibraryCommands::edit(const Ids& ids)
{
    if (ids.empty())
        return;
    gateway_.run(
        this, [ids](GatewayParts& parts) { return readForEdit(parts, ids); },
        [this, ids](Result<EditFacts> facts) {
            if (!facts)
                return Q_EMIT gateway_.changeFailed(facts.error());
            auto* dialog =
                show(new EditDialog(std::move(facts->videos), std::move(facts->patients), window_));
            connect(dialog, &EditDialog::patientRequested, this, [this, dialog](const library::Patient& one) {
                askForPatient(gateway_, one, dialog,
                              [dialog](Patients patients) { dialog->setPatients(std::move(patients)); });
            });
            connect(dialog, &QDialog::accepted, this,
                    [this, ids, dialog] { history_.edit(ids, dialog->edit(), tr("Recording changed")); });
        });
}

void LibraryCommands::editPatient(PatientId id)
{
    gateway_.run(
        this, [](GatewayParts& parts) { return parts.library.patients(); },
        [this, id](const Result<std::vector<library::Patient>>& patients) {
            if (!patients)
                return Q_EMIT gateway_.changeFailed(patients.error());
            for (const library::Patient& patient : *patients) {
                if (patient.id != id)
                    continue;
                auto* dialog = show(new PatientDialog(patient, *patients, window_));
                connect(dialog, &QDialog::accepted, this,
                        [this, dialog] { history_.changePatient(dialog->patient(), tr("Patient changed")); });
            }
        });
}

void LibraryCommands::choosePicture(VideoId id)
{
    gateway_.run(
        this, [id](GatewayParts& parts) { return parts.library.find(id); },
        [this, id](const Result<library::Video>& video) {
            if (!video)
                return Q_EMIT gateway_.changeFailed(video.error());
            auto* dialog = show(new ThumbnailDialog(gateway_, *video, window_));
            connect(dialog, &QDialog::accepted, this,
                    [this, id, dialog] { history_.changeThumbnail(id, dialog->picture()); });
        });
}

void LibraryCommands::makeRenditions(const Ids& ids, const QString& preset)
{
    const auto queued = std::make_shared<int>(0);
    gateway_.change(
        [ids, preset, queued](GatewayParts& parts) -> Result<void> {
            for (const VideoId id : ids) {
                const auto job = parts.library.queueRendition(id, preset);
                if (!job && !isLeftAlone(job.error().code))
                    return fail(job.error());
                *queued += job ? 1 : 0;
            }
            return {};
        },
        [this, ids, preset, queued] {
            Q_EMIT changed(ids);
            Q_EMIT said(queuedText(*queued, static_cast<int>(ids.size()) - *queued, presetText(preset)));
        });
}

void LibraryCommands::saveCopies(const Ids& ids)
{
    if (ids.empty())
        return;
    gateway_.run(
        this, [ids](GatewayParts& parts) { return readForExport(parts, ids); },
        [this](Result<std::vector<ExportItem>> items) {
            if (!items)
                return Q_EMIT gateway_.changeFailed(items.error());
            auto* dialog = show(new ExportDialog(std::move(*items), gateway_, dialogs_, window_));
            connect(dialog, &QDialog::accepted, this, [this, dialog] { save(dialog->request()); });
        });
}

void LibraryCommands::save(const ExportRequest& request)
{
    auto* run = new CountedRun(
        gateway_, tr("Saving copies"), static_cast<int>(request.copies.size()),
        [request](GatewayParts& parts, int index, const CancellationToken& token) -> Result<void> {
            const ExportCopy& copy = request.copies[static_cast<std::size_t>(index)];
            NDAS_CHECK(library::exportCopy(copy.from, request.folder, copy.name, token));
            noteCopy(parts, copy, request.folder);
            return {};
        },
        this);
    connect(run, &CountedRun::finished, this, [this, request](const CountedOutcome& outcome) {
        Q_EMIT changed(idsOf(request)); // their history goes on
        const QString& folder = request.folder;
        const QString saved = outcome.done == 1
                                  ? tr("1 copy is in %1.").arg(quoted(folder))
                                  : tr("%1 copies are in %2.").arg(countText(outcome.done), quoted(folder));
        tellOutcome(outcome, saved, tr("Stopped."),
                    outcome.failed == 1 ? tr("1 could not be saved:")
                                        : tr("%1 could not be saved:").arg(countText(outcome.failed)));
    });
    Q_EMIT started(run);
}

/// What was done; that it was stopped, and why some failed, stand behind it.
void LibraryCommands::tellOutcome(const CountedOutcome& outcome, const QString& done, const QString& stopped,
                                  const QString& failed)
{
    QStringList text{done};
    if (outcome.isStopped)
        text << stopped;
    if (!outcome.first)
        return Q_EMIT said(text.join(QLatin1Char(' ')));
    text << failed << errorText(outcome.first->code) << adviceText(outcome.first->code);
    text.removeAll(QString());
    Q_EMIT warned(text.join(QLatin1Char(' ')), *outcome.first);
}

void LibraryCommands::remove(const Ids& ids, const RemovalText& text)
{
    if (ids.empty())
        return;
    const Question question{.title = text.heading,
                            .text = text.detail,
                            .yes = tr("Remove"),
                            .no = tr("Keep"),
                            .destructive = true};
    if (dialogs_.ask(window_, question))
        removeAll(ids);
}

void LibraryCommands::removeAll(const Ids& ids)
{
    auto* run = new CountedRun(
        gateway_, tr("Removing recordings"), static_cast<int>(ids.size()),
        [ids](GatewayParts& parts, int index, const CancellationToken&) {
            return removeVideo(parts, ids[static_cast<std::size_t>(index)]);
        },
        this);
    connect(run, &CountedRun::finished, this, [this, ids](const CountedOutcome& outcome) {
        Q_EMIT gateway_.queueChanged();
        Q_EMIT gateway_.libraryChanged();
        Q_EMIT changed(ids);
        tellOutcome(outcome,
                    outcome.done == 1 ? tr("1 recording is removed.")
                                      : tr("%1 recordings are removed.").arg(countText(outcome.done)),
                    tr("Stopped: the others stay."),
                    outcome.failed == 1 ? tr("1 could not be removed:")
                                        : tr("%1 could not be removed:").arg(countText(outcome.failed)));
    });
    Q_EMIT started(run);
}

void LibraryCommands::removeRendition(const library::Rendition& rendition)
{
    const QString name = presetText(rendition.preset);
    const Question question{
        .title = tr("Delete the rendition %1?").arg(quoted(name)),
        .text = tr("%1 become free once the trash is emptied, or at once where this computer has none. The "
                   "original recording stays, and the rendition can be made again.")
                    .arg(sizeText(rendition.sizeBytes)),
        .yes = tr("Delete"),
        .no = tr("Keep"),
        .destructive = true};
    if (!dialogs_.ask(window_, question))
        return;
    gateway_.changeSlowly(
        [id = rendition.video, preset = rendition.preset](GatewayParts& parts) {
            return ndas::ui::removeRendition(parts, id, preset);
        },
        [guard = QPointer<LibraryCommands>(this), id = rendition.video, name] {
            if (!guard)
                return;
            Q_EMIT guard->changed({id});
            Q_EMIT guard->said(tr("The rendition %1 is deleted. The original stays.").arg(quoted(name)));
        });
}

} // namespace ndas::ui
