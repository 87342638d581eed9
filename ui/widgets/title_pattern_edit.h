// A title, or the pattern titles of several recordings are made from, with what comes of it and a menu of
// the marks it may hold.
#pragma once

#include "ui/models/import_row.h"

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace ndas::ui {

class TitlePatternEdit : public QWidget {
    Q_OBJECT
public:
    explicit TitlePatternEdit(QWidget* parent = nullptr);

    /// `rows` is not empty; the first stands as the example.
    void show(const std::vector<const ImportRow*>& rows);

Q_SIGNALS:
    void edited(const QString& pattern);

private:
    void buildMenu();

    QLabel* label_;
    QLineEdit* edit_;
    QToolButton* help_;
    QLabel* preview_;
};

} // namespace ndas::ui
