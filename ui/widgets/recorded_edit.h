// When something was recorded, as staff say it: one time for one recording, one day for several. What nobody
// enters stays as the files say it.
#pragma once

#include "ui/models/import_row.h"

#include <QtWidgets/QWidget>

class QCheckBox;

namespace ndas::ui {

class DateEntry;

class RecordedEdit : public QWidget {
    Q_OBJECT
public:
    explicit RecordedEdit(QWidget* parent = nullptr);

    /// `rows` is not empty.
    void show(const std::vector<const ImportRow*>& rows);

Q_SIGNALS:
    void typed(const QDateTime& when);
    void cleared(); ///< what the files say counts again

private:
    void start(bool on);

    QCheckBox* corrected_;
    DateEntry* when_;
    QString shownFor_;   ///< path of the first row
    QString startedFor_; ///< the same once the user has asked for the field
};

} // namespace ndas::ui
