#include "ui/models/import_edits.h"

#include "core/media/recording_date.h"

#include <QtGui/QUndoCommand>

namespace ndas::ui {

namespace {

struct Step {
    int row = 0;
    ImportDecision before;
    ImportDecision after;
};

class Decided final : public QUndoCommand {
public:
    Decided(ImportModel& model, std::vector<Step> steps, const QString& text, int merge)
        : QUndoCommand(text)
        , model_(model)
        , steps_(std::move(steps))
        , merge_(merge)
    {
    }

    void redo() override
    {
        for (const Step& step : steps_)
            take(step.row, step.before, step.after);
    }

    void undo() override
    {
        for (const Step& step : steps_)
            take(step.row, step.after, step.before);
    }

    int id() const override { return merge_; }

    /// Letters typed one after the other into the same field are one change.
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto& later = static_cast<const Decided*>(other)->steps_;
        const auto sameRow = [](const Step& a, const Step& b) { return a.row == b.row; };
        if (!std::equal(steps_.begin(), steps_.end(), later.begin(), later.end(), sameRow))
            return false;
        for (std::size_t i = 0; i < steps_.size(); ++i)
            steps_[i].after = later[i].after;
        return true;
    }

private:
    /// A file that turned out to be known meanwhile is not chosen again by taking back another change.
    void take(int row, const ImportDecision& from, ImportDecision to)
    {
        if (from.chosen == to.chosen)
            to.chosen = model_.rows()[static_cast<std::size_t>(row)].chosen;
        model_.decide(row, std::move(to));
    }

    ImportModel& model_;
    std::vector<Step> steps_;
    int merge_;
};

/// A day without a time of day stays one.
QDateTime onDay(const QDate& day, const std::optional<media::RecordingDate>& known)
{
    return QDateTime(day, known ? media::wallClock(*known).time() : QTime(0, 0));
}

} // namespace

ImportEdits::ImportEdits(ImportModel& model, QObject* parent)
    : QObject(parent)
    , model_(model)
{
    stack_.setUndoLimit(100);
    connect(&model_, &QAbstractItemModel::modelReset, this, [this] {
        before_ = any();
        stack_.clear();
    });
    connect(&model_, &ImportModel::chooseRequested, this,
            [this](int row, bool chosen) { setChosen({row}, chosen); });
}

ImportEdits::~ImportEdits()
{
    stack_.blockSignals(true); // who listens may be half gone
}

void ImportEdits::change(const Rows& rows, const QString& text, Merge merge, const Change& change)
{
    std::vector<Step> steps;
    steps.reserve(rows.size());
    bool other = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ImportRow& row = model_.rows()[static_cast<std::size_t>(rows[i])];
        const ImportDecision& decided = row;
        Step step{.row = rows[i], .before = decided, .after = decided};
        change(step.after, row, static_cast<int>(i));
        other = other || step.before != step.after;
        steps.push_back(std::move(step));
    }
    if (other)
        stack_.push(new Decided(model_, std::move(steps), text, merge));
}

void ImportEdits::setTitle(const Rows& rows, const QString& pattern)
{
    const QString kept = pattern.trimmed().isEmpty() ? QString::fromLatin1(usualTitlePattern) : pattern;
    change(rows, tr("Title changed"), Title, [&](ImportDecision& decision, const ImportRow&, int place) {
        decision.title = kept;
        if (rows.size() > 1)
            decision.number = place + 1;
    });
}

void ImportEdits::setPatient(const Rows& rows, const QString& code)
{
    change(rows, tr("Patient changed"), Patient,
           [&](ImportDecision& decision, const ImportRow&, int) { decision.patientCode = code; });
}

void ImportEdits::setPreset(const Rows& rows, const QString& preset, bool on)
{
    change(rows, tr("Renditions changed"), Never, [&](ImportDecision& decision, const ImportRow&, int) {
        decision.presets.removeAll(preset);
        if (on)
            decision.presets.append(preset);
    });
}

void ImportEdits::setChosen(const Rows& rows, bool chosen)
{
    change(rows, chosen ? tr("Chosen") : tr("Left out"), Never,
           [&](ImportDecision& decision, const ImportRow& row, int) {
               decision.chosen = chosen && (!row.looked || row.isImportable());
           });
}

void ImportEdits::setDate(const Rows& rows, const QDateTime& when)
{
    change(
        rows, tr("Recording date changed"), Date, [&](ImportDecision& decision, const ImportRow& row, int) {
            decision.typedDate = media::typedDate(rows.size() == 1 ? when : onDay(when.date(), dateOf(row)));
        });
}

void ImportEdits::resetDate(const Rows& rows)
{
    change(rows, tr("Recording date changed"), Never,
           [](ImportDecision& decision, const ImportRow&, int) { decision.typedDate.reset(); });
}

} // namespace ndas::ui
