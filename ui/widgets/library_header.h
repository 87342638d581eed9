// The library's first line: its name, the search, and the way in for new recordings.
#pragma once

#include <QtWidgets/QWidget>

class QLineEdit;

namespace ndas::ui {

class LibraryHeader : public QWidget {
    Q_OBJECT
public:
    explicit LibraryHeader(QWidget* parent = nullptr);

    QStringList words() const; ///< case-folded
    void clearSearch();
    void focusSearch();

    QLineEdit& search() { return *search_; }

Q_SIGNALS:
    void searched();
    void addRequested();
    void folderRequested();

private:
    QLineEdit* search_;
};

} // namespace ndas::ui
