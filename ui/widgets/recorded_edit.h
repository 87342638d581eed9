// When something was recorded, as staff say it: one time for one recording, one day for several.
#pragma once

#include "ui/models/import_row.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QDateTimeEdit;
class QLabel;

namespace ndas::ui {

class RecordedEdit : public QWidget {
    Q_OBJECT
public:
    explicit RecordedEdit(QWidget* parent = nullptr);

    /// `rows` is not empty.
    void show(const std::vector<const ImportRow*>& rows);

Q_SIGNALS:
    void started(); ///< another date than the file's shall count
    void typed(const QDateTime& when);
    void cleared(); ///< what the files say counts again

private:
    QCheckBox* corrected_;
    QDateTimeEdit* when_;
};

} // namespace ndas::ui
