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

/// "2 renditions (45 MB)"; "" where there are none.
QString renditionsOf(const std::vector<const LibraryRow*>& rows)
{
    qint64 count = 0;
    qint64 bytes = 0;
    for (const LibraryRow* row : rows)
        for (const library::RenditionMark& mark : row->video.renditions)
            if (mark.state == library::RenditionState::Ready) {
                ++count;
                bytes += mark.sizeBytes;
            }
    if (count == 0)
        return {};
    const QString text = count == 1 ? say(QT_TRANSLATE_NOOP("LibraryChoice", "1 rendition (%1)"))
                                    : say(QT_TRANSLATE_NOOP("LibraryChoice", "%2 renditions (%1)"));
    return count == 1 ? text.arg(sizeText(bytes)) : text.arg(sizeText(bytes), countText(count));
}

QString removalHeading(const std::vector<const LibraryRow*>& rows)
{
    if (rows.size() == 1)
        return say(QT_TRANSLATE_NOOP("LibraryChoice", "Remove %1 from the library?"))
            .arg(quoted(oneLine(rows.front()->video.title)));
    return say(QT_TRANSLATE_NOOP("LibraryChoice", "Remove %1 recordings from the library?"))
        .arg(countText(static_cast<qint64>(rows.size())));
}

/// What goes to the trash; of recordings that stay in their own folders nothing else.
QString trashedText(const std::vector<const LibraryRow*>& rows)
{
    const QString copies = rows.size() == 1
                               ? say(QT_TRANSLATE_NOOP("LibraryChoice", "the copy that the library keeps"))
                               : say(QT_TRANSLATE_NOOP("LibraryChoice", "the copies that the library keeps"));
    const QString renditions = renditionsOf(rows);
    const QString all = renditions.isEmpty()
                            ? copies
                            : say(QT_TRANSLATE_NOOP("LibraryChoice", "%1 and %2")).arg(copies, renditions);
    return say(QT_TRANSLATE_NOOP("LibraryChoice", "Into the trash, where this computer has one: %1."))
        .arg(all);
}

bool isUnderWay(const LibraryCatalog& catalog, const std::vector<VideoId>& ids)
{
    for (const VideoId id : ids)
        for (const jobs::Job& job : catalog.jobsOf(id))
            if (!jobs::isTerminal(job.state))
                return true;
    return false;
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

RemovalText removalText(const LibraryCatalog& catalog, const std::vector<VideoId>& chosen)
{
    std::vector<const LibraryRow*> rows;
    for (const VideoId id : chosen)
        if (const LibraryRow* row = catalog.find(id))
            rows.push_back(row);
    QStringList lines{trashedText(rows),
                      say(QT_TRANSLATE_NOOP("LibraryChoice", "Notes and history are deleted."))};
    if (isUnderWay(catalog, chosen))
        lines << say(QT_TRANSLATE_NOOP("LibraryChoice", "What waits or is under way is cancelled."));
    lines << say(QT_TRANSLATE_NOOP("LibraryChoice", "Files outside the library's folder are not touched."));
    return {.heading = removalHeading(rows), .detail = lines.join(QLatin1Char(' '))};
}

} // namespace ndas::ui
