// Changes by the user that can be taken back and done again. GUI thread; saves behind the gateway, in order.
#pragma once

#include "core/library/thumbnails.h"
#include "ui/support/gateway.h"

#include <QtGui/QUndoStack>

namespace ndas::ui {

class EditHistory : public QObject {
    Q_OBJECT
public:
    using Work = std::function<Result<void>(GatewayParts&)>;

    explicit EditHistory(Gateway& gateway, QObject* parent = nullptr);

    /// `text`: what was done, "Title changed".
    void edit(const std::vector<VideoId>& ids, const library::VideoEdit& change, const QString& text);
    void changePatient(const library::Patient& patient, const QString& text);
    void addPatient(const library::Patient& patient);
    void removePatient(const library::Patient& patient); ///< without recordings
    void changeThumbnail(VideoId id, const library::ThumbnailPicture& picture);
    /// Ended jobs off the list; their recordings and renditions stay.
    void removeJobs(const std::vector<JobId>& ids);

    QUndoStack& stack() { return stack_; }

Q_SIGNALS:
    void saved(const std::vector<VideoId>& ids); ///< these are others now; empty: any may be
    void done(const QString& text);              ///< something new is saved and can be taken back

private:
    /// Saves; what could be saved can be taken back. `then` after each time, also of undo and redo.
    void push(const QString& text, const Work& redo, const Work& undo, const std::function<void()>& then);
    std::function<void()> sayer(const std::vector<VideoId>& ids);

    QUndoStack stack_;
    Gateway& gateway_;
};

} // namespace ndas::ui
