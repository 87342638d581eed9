// The strip below the queue: what happened to the chosen job, what to do about it, and the technical details,
// folded and copyable.
#pragma once

#include "ui/models/queue_row.h"

#include <QtWidgets/QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ndas::ui {

class JobDetails : public QFrame {
    Q_OBJECT
public:
    explicit JobDetails(QWidget* parent = nullptr);

    /// Something went wrong with this job, or it waits for something: worth a strip of its own accord.
    static bool isWorthShowing(const jobs::Job& job);

    void show(const QueueRow& row);
    void unfold(bool open);
    bool isUnfolded() const;

Q_SIGNALS:
    void retryRequested(ndas::JobId job);
    void originalRequested(ndas::JobId job);
    void copyRequested(ndas::JobId job);      ///< import again what the library has already
    void videoRequested(ndas::VideoId video); ///< show that one
    void closed();

private:
    void build();
    QLayout* buildButtons();

    JobId job_;
    QLabel* icon_ = nullptr;
    QLabel* sentence_ = nullptr;
    QLabel* advice_ = nullptr;
    VideoId duplicateOf_;
    QPushButton* retry_ = nullptr;
    QPushButton* showTwin_ = nullptr;
    QPushButton* importCopy_ = nullptr;
    QPushButton* original_ = nullptr;
    QPushButton* fold_ = nullptr;
    QPushButton* copy_ = nullptr;
    QPlainTextEdit* technical_ = nullptr;
};

} // namespace ndas::ui
