// Everything about the chosen recording: picture, whose, when, renditions, what it is, what went wrong; and
// what can be done with it.
#pragma once

#include "ui/models/library_choice.h"
#include "ui/support/dialogs.h"
#include "ui/support/recording_details.h"
#include "ui/support/recording_facts.h"
#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QScrollArea>

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

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void revealRequested(ndas::VideoId id);
    void removeRequested(); ///< what is chosen, one or several
    void removeRenditionRequested(const ndas::library::Rendition& rendition);
    void saveCopiesRequested(); ///< of what is chosen
    void editRequested(ndas::VideoId id);
    void patientRequested(ndas::PatientId id);
    void pictureRequested(ndas::VideoId id);
    void editSeveralRequested();

private:
    void buildFrame();
    void buildHints();
    void showOnly(QWidget* hint); ///< null: the recording
    void rebuild();
    void focusPart(const QString& place);
    QVBoxLayout* addSection(const QString& title);
    void addProblem();
    void addButtons();
    QPushButton* makeRenditionButton();
    void addRenditions();
    void addTechnical();
    void addAge();
    void addNotes();
    void addFactSection(const QString& title, const std::vector<Fact>& facts);
    void addCopyButton();
    void fillPresetMenu(QMenu* menu);

    Gateway& gateway_;
    Dialogs& dialogs_;
    RecordingDetails details_;
    library::Video video_;        ///< of details_
    std::vector<jobs::Job> jobs_; ///< of details_
    QString shown_;               ///< fingerprint of what is on the screen
    bool showsTechnical_ = false; ///< unfolded, also for the next recording
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
