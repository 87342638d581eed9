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

    /// `rows` is not empty; the first that can be imported stands as the example.
    void show(const std::vector<const ImportRow*>& rows);

Q_SIGNALS:
    void edited(const QString& pattern);

private:
    void buildMenu();
    void showPreview(const std::vector<const ImportRow*>& rows);

    QLabel* label_;
    QLineEdit* edit_;
    QToolButton* help_;
    QLabel* preview_;
    QString shownFor_;   ///< path of the first row
    QString emptiedFor_; ///< the same while the user has just emptied the field
};

} // namespace ndas::ui
