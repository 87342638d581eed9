// Everything about the chosen recording: picture, whose, when, renditions, what it is, what went wrong; and
// what can be done with it.
#pragma once

#include "ui/models/library_choice.h"
#include "ui/support/dialogs.h"
#include "ui/support/recording_details.h"
#include "ui/support/recording_facts.h"
#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QScrollArea>

class QFormLayout;
class QGridLayout;
class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace ndas::ui {

class EmptyState;
class PictureFrame;

class DetailsPane : public QScrollArea {
    Q_OBJECT
public:
    DetailsPane(Gateway& gateway, ThumbnailCache& thumbnails, Dialogs& dialogs, QWidget* parent = nullptr);

    /// Cheap when nothing changed.
    void showRecording(RecordingDetails details);
    void showNone();
    void showSeveral(const ChoiceText& text);

Q_SIGNALS:
    void revealRequested(ndas::VideoId id);
    void removeRequested(ndas::VideoId id);
    void editRequested(ndas::VideoId id);
    void patientRequested(ndas::PatientId id);
    void pictureRequested(ndas::VideoId id);
    void editSeveralRequested();
    void saveSeveralRequested();

private:
    void buildFrame();
    void buildHints();
    void showOnly(QWidget* hint); ///< null: the recording
    void rebuild();
    QVBoxLayout* addSection(const QString& title);
    void addProblem();
    void addRefusal(QVBoxLayout* box, ErrorCode code);
    void addJobProblem(QVBoxLayout* box, const jobs::Job& job);
    void addDuplicate(QVBoxLayout* box);
    void addButtons();
    QPushButton* makeRenditionButton();
    void addRenditions();
    void addRendition(QGridLayout* grid, int row, const library::Rendition& rendition);
    void addAge();
    void addNotes();
    void addFactSection(const QString& title, const std::vector<Fact>& facts);
    void addCopyButton();
    void fillPresetMenu(QMenu* menu);
    void openOrSay(bool opened);

    Gateway& gateway_;
    Dialogs& dialogs_;
    RecordingDetails details_;
    library::Video video_;        ///< of details_
    std::vector<jobs::Job> jobs_; ///< of details_
    QString shown_;               ///< fingerprint of what is on the screen
    QWidget* content_ = nullptr;
    QVBoxLayout* sections_ = nullptr;
    PictureFrame* picture_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* subtitle_ = nullptr;
    EmptyState* none_ = nullptr;
    EmptyState* several_ = nullptr;
    QWidget* sectionsHost_ = nullptr;
};

} // namespace ndas::ui
