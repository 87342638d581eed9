// What the user decides about the recordings offered for import, one or many at a time; all of it can be
// taken back. GUI thread.
#pragma once

#include "ui/models/import_model.h"

#include <QtGui/QUndoStack>

namespace ndas::ui {

class ImportEdits : public QObject {
    Q_OBJECT
public:
    /// An exception made for one recording is no habit.
    enum class Scope { Exception, Habit };

    /// `habit`: how the last import was done.
    ImportEdits(ImportModel& model, ImportDecision habit, QObject* parent = nullptr);
    ~ImportEdits() override;

    using Rows = std::vector<int>; ///< of the model

    /// `pattern`: see titleFromPattern(); {number} counts along `rows`. For several, it becomes the habit.
    void setTitle(const Rows& rows, const QString& pattern);
    void setPatient(const Rows& rows, const QString& code);
    void setPreset(const Rows& rows, const QString& preset, bool on, Scope scope);
    void setChosen(const Rows& rows, bool chosen);
    /// Of several only the day is taken: each keeps its time of day.
    void setDate(const Rows& rows, const QDateTime& when);
    void resetDate(const Rows& rows); ///< to what the file says

    QUndoStack& stack() { return stack_; }

    /// Title pattern and presets as they were decided last and not taken back: for the next time.
    const ImportDecision& habit() const { return habit_; }

    /// Something was decided that is not taken back.
    bool any() const { return before_ || stack_.index() > 0; }

    void noteEarlier() { before_ = true; } ///< what was decided at another time is there too

private:
    enum Merge { Never = -1, Title = 1, Patient, Date };

    using Change = std::function<void(ImportDecision&, const ImportRow& row, int place)>;
    using Learn = std::function<void(ImportDecision& habit, const ImportDecision& decided)>;

    void change(const Rows& rows, const QString& text, Merge merge, const Change& change,
                const Learn& learn = {});

    ImportModel& model_;
    ImportDecision habit_;
    QUndoStack stack_;
    bool before_ = false; ///< decided before the rows last changed
};

} // namespace ndas::ui
