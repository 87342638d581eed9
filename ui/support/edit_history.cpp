#include "ui/support/edit_history.h"

#include <QtGui/QUndoCommand>

namespace ndas::ui {

namespace {

using Work = EditHistory::Work;

/// Already saved once. Both directions run on the database thread, one after the other: what redo leaves for
/// undo needs no lock.
class SavedChange final : public QUndoCommand {
public:
    SavedChange(const QString& text, std::function<void(Work)> save, Work redo, Work undo)
        : QUndoCommand(text)
        , save_(std::move(save))
        , redo_(std::move(redo))
        , undo_(std::move(undo))
    {
    }

    void redo() override
    {
        if (!std::exchange(isNew_, false))
            save_(redo_);
    }

    void undo() override { save_(undo_); }

private:
    std::function<void(Work)> save_;
    Work redo_;
    Work undo_;
    bool isNew_ = true; ///< as the stack takes it, which does it first
};

} // namespace

EditHistory::EditHistory(Gateway& gateway, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
{
    stack_.setUndoLimit(100);
}

void EditHistory::edit(const std::vector<VideoId>& ids, const library::VideoEdit& change, const QString& text)
{
    if (ids.empty() || change.isEmpty())
        return;
    using Inverses = std::vector<std::pair<VideoId, library::VideoEdit>>;
    auto inverses = std::make_shared<Inverses>();
    const Work redo = [ids, change, inverses](GatewayParts& parts) -> Result<void> {
        inverses->clear();
        for (const VideoId id : ids) {
            NDAS_TRY(auto inverse, parts.library.edit(id, change));
            inverses->emplace_back(id, std::move(inverse));
        }
        return {};
    };
    const Work undo = [inverses](GatewayParts& parts) -> Result<void> {
        for (const auto& entry : *inverses)
            NDAS_CHECK(parts.library.edit(entry.first, entry.second));
        return {};
    };
    push(text, redo, undo, sayer(ids));
}

void EditHistory::changePatient(const library::Patient& patient, const QString& text)
{
    auto before = std::make_shared<std::optional<library::Patient>>();
    const Work redo = [patient, before](GatewayParts& parts) -> Result<void> {
        before->reset();
        NDAS_TRY(*before, parts.library.changePatient(patient));
        return {};
    };
    const Work undo = [before](GatewayParts& parts) -> Result<void> {
        if (*before)
            NDAS_CHECK(parts.library.changePatient(**before));
        return {};
    };
    push(text, redo, undo, sayer({}));
}

void EditHistory::addPatient(const library::Patient& patient)
{
    auto added = std::make_shared<library::Patient>(patient);
    const Work redo = [added](GatewayParts& parts) -> Result<void> {
        NDAS_TRY(added->id, parts.library.addPatient(*added));
        return {};
    };
    const Work undo = [added](GatewayParts& parts) -> Result<void> {
        NDAS_CHECK(parts.library.removePatient(added->id));
        return {};
    };
    push(tr("Patient added"), redo, undo, sayer({}));
}

void EditHistory::removePatient(const library::Patient& patient)
{
    const Work redo = [id = patient.id](GatewayParts& parts) -> Result<void> {
        NDAS_CHECK(parts.library.removePatient(id));
        return {};
    };
    const Work undo = [patient](GatewayParts& parts) -> Result<void> {
        NDAS_CHECK(parts.library.addPatient(patient));
        return {};
    };
    push(tr("Patient removed"), redo, undo, sayer({}));
}

void EditHistory::changeThumbnail(VideoId id, const library::ThumbnailPicture& picture)
{
    auto before = std::make_shared<library::ThumbnailPicture>();
    const Work redo = [id, picture, before](GatewayParts& parts) -> Result<void> {
        NDAS_TRY(*before, library::replaceThumbnail(parts.paths, parts.library, id, picture));
        return {};
    };
    const Work undo = [id, before](GatewayParts& parts) -> Result<void> {
        NDAS_CHECK(library::replaceThumbnail(parts.paths, parts.library, id, *before));
        return {};
    };
    push(tr("Picture changed"), redo, undo, sayer({id}));
}

void EditHistory::push(const QString& text, const Work& redo, const Work& undo,
                       const std::function<void()>& then)
{
    const auto save = [this, then](const Work& work) { gateway_.change(work, then); };
    gateway_.change(redo, [guard = QPointer<EditHistory>(this), text, save, redo, undo, then] {
        if (!guard)
            return;
        then();
        guard->stack_.push(new SavedChange(text, save, redo, undo));
        Q_EMIT guard->done(text);
    });
}

std::function<void()> EditHistory::sayer(const std::vector<VideoId>& ids)
{
    return [guard = QPointer<EditHistory>(this), ids] {
        if (guard)
            Q_EMIT guard->saved(ids);
    };
}

void EditHistory::removeJobs(const std::vector<JobId>& ids)
{
    if (ids.empty())
        return;
    auto removed = std::make_shared<std::vector<jobs::Job>>();
    const Work redo = [ids, removed](GatewayParts& parts) -> Result<void> {
        jobs::JobFilter filter;
        filter.ids = ids;
        NDAS_TRY(*removed, parts.jobs.list(filter));
        for (const jobs::Job& job : *removed)
            if (jobs::isTerminal(job.state))
                NDAS_CHECK(parts.jobs.remove(job.id));
        return {};
    };
    const Work undo = [removed](GatewayParts& parts) { return parts.jobs.putBack(*removed); };
    const auto count = static_cast<int>(ids.size());
    push(count == 1 ? tr("Job taken off the list") : tr("%n jobs taken off the list", nullptr, count), redo,
         undo, [] {});
}

} // namespace ndas::ui
