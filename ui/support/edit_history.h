// Changes by the user that can be taken back and done again. GUI thread; saves behind the gateway, in order.
#pragma once

#include "ui/support/gateway.h"

#include <QtGui/QUndoStack>

namespace ndas::ui {

class EditHistory : public QObject {
    Q_OBJECT
public:
    explicit EditHistory(Gateway& gateway, QObject* parent = nullptr);

    /// `text`: what was done, "Title changed".
    void edit(const std::vector<VideoId>& ids, const library::VideoEdit& change, const QString& text);
    void changePatient(const library::Patient& patient, const QString& text);
    /// Ended jobs off the list; their recordings and renditions stay.
    void removeJobs(const std::vector<JobId>& ids);

    QUndoStack& stack() { return stack_; }

Q_SIGNALS:
    void saved(const std::vector<VideoId>& ids); ///< these are others now; empty: any may be
    void done(const QString& text);              ///< something new can be taken back

private:
    QUndoStack stack_;
    Gateway& gateway_;
};

} // namespace ndas::ui
