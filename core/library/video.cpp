#include "core/library/video.h"

namespace ndas::library {

const Patient* patientWithCode(const std::vector<Patient>& patients, const QString& code)
{
    const Patient* alike = nullptr;
    for (const Patient& patient : patients) {
        if (patient.code == code)
            return &patient;
        if (!alike && patient.code.compare(code, Qt::CaseInsensitive) == 0)
            alike = &patient;
    }
    return alike;
}

const char* name(VideoState state)
{
    switch (state) {
    case VideoState::Importing:
        return "importing";
    case VideoState::Ready:
        return "ready";
    case VideoState::Refused:
        return "refused";
    case VideoState::Duplicate:
        return "duplicate";
    }
    return "";
}

const char* name(RenditionState state)
{
    switch (state) {
    case RenditionState::Pending:
        return "pending";
    case RenditionState::Publishing:
        return "publishing";
    case RenditionState::Ready:
        return "ready";
    case RenditionState::Failed:
        return "failed";
    }
    return "";
}

} // namespace ndas::library
