#include "ui/models/library_choice.h"

#include "ui/support/sentences.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QSet>

namespace ndas::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("LibraryChoice", text);
}

QString patientsText(const QSet<QString>& codes)
{
    if (codes.isEmpty())
        return say(QT_TRANSLATE_NOOP("LibraryChoice", "No patient"));
    if (codes.size() == 1)
        return *codes.begin();
    return say(QT_TRANSLATE_NOOP("LibraryChoice", "%1 patients")).arg(countText(codes.size()));
}

} // namespace

ChoiceText choiceText(const LibraryCatalog& catalog, const std::vector<VideoId>& chosen)
{
    QSet<QString> patients;
    media::Micros length{0};
    qint64 bytes = 0;
    for (const VideoId id : chosen) {
        const LibraryRow* row = catalog.find(id);
        if (!row)
            continue;
        if (!row->video.patientCode.isEmpty())
            patients << row->video.patientCode;
        length += row->video.duration;
        bytes += row->video.sizeBytes;
    }
    return {.heading = say(QT_TRANSLATE_NOOP("LibraryChoice", "%1 recordings chosen"))
                           .arg(countText(static_cast<qint64>(chosen.size()))),
            .detail = QStringList{patientsText(patients), durationText(length), sizeText(bytes)}.join(
                QStringLiteral(" · "))};
}

} // namespace ndas::ui
