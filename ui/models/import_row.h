// One recording offered for import: what was found out about it, and what the user decided. Values.
#pragma once

#include "core/library/importer.h"
#include "core/media/experience.h"
#include "ui/models/import_title.h"
#include "ui/support/state_look.h"

#include <QtCore/QDate>
#include <QtCore/QSet>
#include <QtGui/QImage>

#include <map>

namespace ndas::ui {

struct ImportEstimate {
    qint64 bytes = 0;
    std::chrono::microseconds work{0};
    media::PixelSize picture{};
    std::vector<media::PlanNote> notes{};
};

struct KnownRecording {
    VideoId id;
    QString title;
    EpochMs importedAt = 0;
};

/// What looking at the file told; made on a background thread.
struct ImportFacts {
    QString path;
    qint64 sizeBytes = 0;
    EpochMs fileModifiedAt = 0;
    media::Micros duration{0};
    media::PixelSize picture;
    std::optional<media::RecordingDate> recordedAt;
    bool damaged = false; ///< parts of it cannot be read; the rest can be imported
    bool silent = false;
    double frameRate = 0; ///< pictures a second; 0 = not known
    std::optional<Error> problem;
    std::optional<KnownRecording> known;         ///< the same content is in the library
    std::map<QString, ImportEstimate> estimates; ///< by preset
    QImage preview;                              ///< small, upright; null when there is none
};

/// `experience`: what this computer's finished jobs took.
ImportFacts importFactsOf(const library::Candidate& candidate, const std::vector<media::Preset>& presets,
                          const media::Experience& experience);

/// What is in a file, for telling files with the same content.
struct ImportContent {
    QString path;
    QString sha256;
};

/// What the user wants done with it.
struct ImportDecision {
    bool chosen = true;
    QString title = QString::fromLatin1(usualTitlePattern); ///< may hold marks, see titleFromPattern()
    int number = 1;                                         ///< what {number} stands for
    QString patientCode{};
    QStringList presets{};
    std::optional<media::RecordingDate> typedDate{}; ///< stands above what the file says

    friend bool operator==(const ImportDecision&, const ImportDecision&) = default;
};

struct ImportRow : ImportDecision {
    const ImportDecision& decision() const { return *this; }

    QString path;
    bool looked = false;
    ImportFacts facts;         ///< once looked at
    bool isNewPatient = false; ///< the library does not know the code yet
    QDate birthDate;           ///< of the patient; invalid = not known

    QString twinOf; ///< path of a recording of the same import with the same content; "" = none

    bool isImportable() const { return looked && !facts.problem; }

    /// In the library, or in this import, already: imported again only when asked for.
    bool isCopy() const { return facts.known || !twinOf.isEmpty(); }

    /// Wanted, but recorded before the infant was born: to be corrected first.
    bool isTooEarly() const;

    bool isChosen() const { return chosen && isImportable() && !isTooEarly(); }
};

/// The file's name without its ending, fit to be a title.
QString titleFromPath(const QString& path);
/// As it will stand in the library.
QString titleOf(const ImportRow& row);
/// What is worth knowing although it can be imported: "Very short", "No sound"; the first is the gravest.
QStringList remarksOn(const ImportFacts& facts);
/// As the user or else the file says.
const std::optional<media::RecordingDate>& dateOf(const ImportRow& row);
/// Invalid = not known.
QDate recordedDay(const ImportRow& row);
/// "IMG_0042.MOV", on one line.
QString nameText(const ImportRow& row);
/// Of what is the same; "" = of nothing.
QString copyText(const ImportRow& row, const QDate& today);
StateLook lookOf(const ImportRow& row, const QDate& today);
/// What to do about its problem; "" = nothing.
QString adviceFor(const ImportRow& row);

/// What all chosen rows come to.
struct ImportSum {
    int recordings = 0;
    int reading = 0;
    int refused = 0;
    int known = 0;    ///< already imported and not chosen again
    int twins = 0;    ///< the same as another of this import, and not chosen
    int tooEarly = 0; ///< recorded before birth
    int found = 0;
    qint64 sourceBytes = 0;
    qint64 renditionBytes = 0;
    std::chrono::microseconds work{0};
    bool makesRenditions = false;
    QHash<QString, QString> newPatients{}; ///< their codes, by the folded code
};

ImportSum sumOf(const std::vector<ImportRow>& rows);
/// "48 recordings, 12.4 GB → about 3.1 GB, about 1 h 20 min. 2 cannot be imported."
QString sumText(const ImportSum& sum);

} // namespace ndas::ui
