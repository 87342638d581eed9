#include "ui/support/edit_history.h"

#include <QtGui/QUndoCommand>

namespace ndas::ui {

namespace {

using Work = std::function<Result<void>(GatewayParts&)>;

/// Both directions run on the database thread, one after the other: what redo leaves for undo needs no lock.
class SavedChange final : public QUndoCommand {
public:
    SavedChange(const QString& text, std::function<void(Work)> save, Work redo, Work undo)
        : QUndoCommand(text)
        , save_(std::move(save))
        , redo_(std::move(redo))
        , undo_(std::move(undo))
    {
    }

    void redo() override { save_(redo_); }

    void undo() override { save_(undo_); }

private:
    std::function<void(Work)> save_;
    Work redo_;
    Work undo_;
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
    const auto save = [this, ids](const Work& work) {
        gateway_.change(work, [this, ids] { Q_EMIT saved(ids); });
    };
    stack_.push(new SavedChange(text, save, redo, undo));
    Q_EMIT done(text);
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
    const auto save = [this](const Work& work) { gateway_.change(work, [this] { Q_EMIT saved({}); }); };
    stack_.push(new SavedChange(text, save, redo, undo));
    Q_EMIT done(text);
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
    const QString text = tr("%n taken off the list", nullptr, static_cast<int>(ids.size()));
    stack_.push(new SavedChange(
        text, [this](const Work& work) { gateway_.change(work); }, redo, undo));
    Q_EMIT done(text);
}

} // namespace ndas::ui
