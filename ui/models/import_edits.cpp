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
    /// `habit`: where `learnt` is kept while this stands.
    Decided(ImportModel& model, std::vector<Step> steps, ImportDecision& habit, ImportDecision learnt,
            const QString& text, int merge)
        : QUndoCommand(text)
        , model_(model)
        , steps_(std::move(steps))
        , habit_(habit)
        , before_(habit)
        , learnt_(std::move(learnt))
        , merge_(merge)
    {
    }

    void redo() override
    {
        for (const Step& step : steps_)
            take(step.row, step.before, step.after);
        habit_ = learnt_;
    }

    void undo() override
    {
        for (const Step& step : steps_)
            take(step.row, step.after, step.before);
        habit_ = before_;
    }

    int id() const override { return merge_; }

    /// Letters typed one after the other into the same field are one change.
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* decided = static_cast<const Decided*>(other);
        const auto& later = decided->steps_;
        const auto sameRow = [](const Step& a, const Step& b) { return a.row == b.row; };
        if (!std::equal(steps_.begin(), steps_.end(), later.begin(), later.end(), sameRow))
            return false;
        for (std::size_t i = 0; i < steps_.size(); ++i)
            steps_[i].after = later[i].after;
        learnt_ = decided->learnt_;
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
    ImportDecision& habit_;
    ImportDecision before_; ///< of the habit
    ImportDecision learnt_;
    int merge_;
};

/// A day without a time of day stays one.
QDateTime onDay(const QDate& day, const std::optional<media::RecordingDate>& known)
{
    return QDateTime(day, known ? media::wallClock(*known).time() : QTime(0, 0));
}

} // namespace

ImportEdits::ImportEdits(ImportModel& model, ImportDecision habit, QObject* parent)
    : QObject(parent)
    , model_(model)
    , habit_(std::move(habit))
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

void ImportEdits::change(const Rows& rows, const QString& text, Merge merge, const Change& change,
                         const Learn& learn)
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
    if (!other)
        return;
    ImportDecision learnt = habit_;
    if (learn)
        learn(learnt, steps.front().after);
    stack_.push(new Decided(model_, std::move(steps), habit_, std::move(learnt), text, merge));
}

void ImportEdits::setTitle(const Rows& rows, const QString& pattern)
{
    const QString kept = pattern.trimmed().isEmpty() ? QString::fromLatin1(usualTitlePattern) : pattern;
    const auto set = [&](ImportDecision& decision, const ImportRow&, int place) {
        decision.title = kept;
        if (rows.size() > 1)
            decision.number = place + 1;
    };
    const auto learn = [](ImportDecision& habit, const ImportDecision& decided) {
        habit.title = decided.title;
    };
    change(rows, tr("Title changed"), Title, set, rows.size() > 1 ? Learn(learn) : Learn());
}

void ImportEdits::setPatient(const Rows& rows, const QString& code)
{
    change(rows, tr("Patient changed"), Patient,
           [&](ImportDecision& decision, const ImportRow&, int) { decision.patientCode = code; });
}

void ImportEdits::setPreset(const Rows& rows, const QString& preset, bool on, Scope scope)
{
    const auto set = [&](ImportDecision& decision, const ImportRow&, int) {
        decision.presets.removeAll(preset);
        if (on)
            decision.presets.append(preset);
    };
    const auto learn = [](ImportDecision& habit, const ImportDecision& decided) {
        habit.presets = decided.presets;
    };
    change(rows, tr("Renditions changed"), Never, set, scope == Scope::Habit ? Learn(learn) : Learn());
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
