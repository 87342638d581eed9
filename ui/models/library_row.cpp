#include "ui/models/library_row.h"

#include "core/library/age.h"
#include "ui/support/sentences.h"

#include <QtCore/QLocale>

namespace ndas::ui {

LibraryRowPtr makeLibraryRow(library::VideoSummary video, std::span<const jobs::Job> jobs)
{
    auto row = std::make_shared<LibraryRow>();
    row->state = libraryState(video, jobs);
    row->searched = QStringList{video.title, video.patientCode, video.notes, video.originalName}
                        .join(QLatin1Char('\n'))
                        .toCaseFolded();
    row->video = std::move(video);
    return row;
}

QDate recordedDay(const library::VideoSummary& video)
{
    return QDateTime::fromString(video.recordedAt, Qt::ISODate).date();
}

QString recordedDayText(const library::VideoSummary& video)
{
    const QDate day = recordedDay(video);
    return day.isValid() ? QLocale().toString(day, QStringLiteral("d MMM yyyy")) : QString();
}

static auto ageOf(const library::VideoSummary& video)
{
    return library::ageAtRecording(recordedDay(video), video.birthDate, video.gestationDays);
}

QString ageText(const library::VideoSummary& video)
{
    const auto age = ageOf(video);
    return age ? library::weeksAndDays(age->pmaDays) : QString();
}

QString correctedText(const library::VideoSummary& video)
{
    const auto age = ageOf(video);
    return age ? library::weeksAndDays(age->correctedDays) : QString();
}

QString renditionsText(const library::VideoSummary& video)
{
    QStringList names;
    for (const library::RenditionMark& mark : video.renditions)
        if (mark.state == library::RenditionState::Ready)
            names << presetText(mark.preset);
    return names.join(QStringLiteral(", "));
}

} // namespace ndas::ui
