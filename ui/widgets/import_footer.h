// The import dialog's last lines: how far reading or adding is, what the chosen recordings come to, and the
// answers.
#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QUndoStack;

namespace ndas::ui {

class ImportFooter : public QWidget {
    Q_OBJECT
public:
    /// `changes`: what "Undo" takes back.
    explicit ImportFooter(QUndoStack& changes, QWidget* parent = nullptr);

    void showReading(int read, int found); ///< 0 found: still looking for them
    void showComparing();
    void showAdding(int added, int total);
    void hideProgress();
    void setSum(const QString& text);
    void setRecordings(int count); ///< that can be imported now
    /// While recordings are added, all there is to do is to stop.
    void setAdding(bool adding);
    void setCancelText(const QString& text);

Q_SIGNALS:
    void importRequested();
    void cancelRequested();
    void filesRequested();  ///< more recordings for the same import
    void folderRequested(); ///< the same with a folder or a memory card
    void pasteRequested();  ///< the same with what was copied in a file manager

private:
    void build();
    void connectUndo(QUndoStack& changes);
    void addMenu();
    void showProgress(const QString& text, int done, int total);

    QLabel* progressText_;
    QProgressBar* progress_;
    QLabel* sum_;
    QPushButton* add_;
    QPushButton* undo_;
    QPushButton* cancel_;
    QPushButton* import_;
    bool canUndo_ = false;
    bool adding_ = false;
    int recordings_ = 0;
};

} // namespace ndas::ui
