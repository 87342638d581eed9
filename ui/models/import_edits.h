// What the user decides about the recordings offered for import, one or many at a time; all of it can be
// taken back. GUI thread.
#pragma once

#include "ui/models/import_model.h"

#include <QtGui/QUndoStack>

namespace ndas::ui {

class ImportEdits : public QObject {
    Q_OBJECT
public:
    explicit ImportEdits(ImportModel& model, QObject* parent = nullptr);
    ~ImportEdits() override;

    using Rows = std::vector<int>; ///< of the model

    /// `pattern`: see titleFromPattern(); {number} counts along `rows`.
    void setTitle(const Rows& rows, const QString& pattern);
    void setPatient(const Rows& rows, const QString& code);
    void setPreset(const Rows& rows, const QString& preset, bool on);
    void setChosen(const Rows& rows, bool chosen);
    /// Of several only the day is taken: each keeps its time of day.
    void setDate(const Rows& rows, const QDateTime& when);
    void resetDate(const Rows& rows); ///< to what the file says

    QUndoStack& stack() { return stack_; }

    /// Something was decided that is not taken back.
    bool any() const { return before_ || stack_.index() > 0; }

    void noteEarlier() { before_ = true; } ///< what was decided at another time is there too

private:
    enum Merge { Never = -1, Title = 1, Patient, Date };

    using Change = std::function<void(ImportDecision&, const ImportRow& row, int place)>;

    void change(const Rows& rows, const QString& text, Merge merge, const Change& change);

    ImportModel& model_;
    QUndoStack stack_;
    bool before_ = false; ///< decided before the rows last changed
};

} // namespace ndas::ui
