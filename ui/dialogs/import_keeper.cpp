#include "ui/dialogs/import_keeper.h"

#include "ui/models/import_draft.h"

namespace ndas::ui {

ImportKeeper::ImportKeeper(Gateway& gateway, const ImportModel& model, ImportEdits& edits,
                           const ImportScan& scan, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
    , model_(model)
    , scan_(scan)
{
    soon_.setSingleShot(true);
    soon_.setInterval(std::chrono::seconds(1));
    connect(&soon_, &QTimer::timeout, this, &ImportKeeper::keep);
    const auto keepSoon = [this] {
        if (!soon_.isActive()) // put off again and again, it would never come while a large folder is read
            soon_.start();
    };
    connect(&edits.stack(), &QUndoStack::indexChanged, this, keepSoon);
    connect(&model, &QAbstractItemModel::rowsInserted, this, keepSoon);
    connect(&model, &QAbstractItemModel::modelReset, this, keepSoon); // some were imported
    connect(&scan, &ImportScan::searching, this, keepSoon);
}

/// Without a draft the import goes on as well: a failure is not worth a word.
void ImportKeeper::keep()
{
    ImportDraft draft{.unsearched = scan_.unsearched()};
    for (const ImportRow& row : model_.rows())
        draft.recordings.push_back({.path = row.path, .decision = row.decision()});
    gateway_.run(
        this, [draft = std::move(draft)](GatewayParts& parts) { return keepDraft(parts.paths, draft); },
        [](const Result<void>&) {});
}

void ImportKeeper::drop()
{
    soon_.stop();
    gateway_.run(
        &gateway_, [](GatewayParts& parts) { return dropDraft(parts.paths); }, [](bool) {});
}

} // namespace ndas::ui
