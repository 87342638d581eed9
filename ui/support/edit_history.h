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
    void done(const QString& text);              ///< something new can be taken back

private:
    void push(const QString& text, const std::vector<VideoId>& ids, const Work& redo, const Work& undo);

    QUndoStack stack_;
    Gateway& gateway_;
};

} // namespace ndas::ui
