// What can be done with recordings from the library's menus, keys and details: asks where something is lost,
// then works in the background. GUI thread.
#pragma once

#include "ui/models/library_choice.h"
#include "ui/support/counted_run.h"
#include "ui/support/dialogs.h"
#include "ui/support/edit_history.h"

class QWidget;

namespace ndas::ui {

struct ExportRequest;

class LibraryCommands : public QObject {
    Q_OBJECT
public:
    using Ids = std::vector<VideoId>;

    /// `window`: what dialogs stand over; owns them.
    LibraryCommands(Gateway& gateway, Dialogs& dialogs, EditHistory& history, QWidget* window);

    void rename(VideoId id, const QString& title);
    void edit(const Ids& ids);
    void editPatient(PatientId id);
    void choosePicture(VideoId id);
    void makeRenditions(const Ids& ids,
                        const QString& preset); ///< those that have it or cannot are left alone
    void saveCopies(const Ids& ids);
    void remove(const Ids& ids, const RemovalText& text);
    void removeRendition(const library::Rendition& rendition);

Q_SIGNALS:
    void changed(const std::vector<VideoId>& ids); ///< read these again
    void said(const QString& text);                ///< something has been done
    void warned(const QString& text, const ndas::Error& error);
    void started(ndas::ui::CountedRun* run); ///< goes by itself once it has finished

private:
    void save(const ExportRequest& request);
    void removeAll(const Ids& ids);
    void tellOutcome(const CountedOutcome& outcome, const QString& done, const QString& stopped,
                     const QString& failed);

    Gateway& gateway_;
    Dialogs& dialogs_;
    EditHistory& history_;
    QWidget* window_;
};

} // namespace ndas::ui
