// What is wrong with a recording, in a sentence, and what can be done about it.
#pragma once

#include "ui/support/recording_details.h"

#include <QtWidgets/QWidget>

class QPushButton;
class QVBoxLayout;

namespace ndas::ui {

class RecordingProblem : public QWidget {
    Q_OBJECT
public:
    /// Null: all is well.
    static RecordingProblem* of(const RecordingDetails& details, QWidget* parent);

Q_SIGNALS:
    void retryRequested(ndas::JobId job);
    void otherRequested(ndas::VideoId original); ///< of which this is a duplicate
    void copyRequested();                        ///< import it although it is there already
    void removeRequested();

private:
    explicit RecordingProblem(QWidget* parent);

    void sayDuplicate(VideoId original);
    void sayRefused(ErrorCode code);
    void sayFailed(const jobs::Job& job);
    void sayWhy(ErrorCode code, const QString& advice, const QString& objectName);
    QPushButton* addButton(const QString& text, const QString& objectName);

    QVBoxLayout* box_;
    QWidget* row_; ///< of buttons, below everything
};

} // namespace ndas::ui
