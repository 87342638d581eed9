// How old an infant was at a recording, as developmental assessment counts it. Pure.
#pragma once

#include <QtCore/QDate>
#include <QtCore/QString>

#include <optional>
#include <span>

namespace ndas::library {

inline constexpr int termDays = 280; ///< 40 weeks

struct AgeAtRecording {
    int pmaDays = 0;       ///< postmenstrual age: gestation at birth + age
    int correctedDays = 0; ///< age less what was missing to term; negative before term
    int days = 0;          ///< since birth

    friend bool operator==(const AgeAtRecording&, const AgeAtRecording&) = default;
};

/// nullopt when a date is not valid, the gestation not known (0) or the recording older than the infant.
std::optional<AgeAtRecording> ageAtRecording(QDate recorded, QDate birth, int gestationDays);

/// "49+3": whole weeks and days, never rounded up; "−1+4" is one week and four days before term.
QString weeksAndDays(int days);
/// Days of "30+3"; nullopt for anything else, also for a day above 6.
std::optional<int> daysFromWeeks(const QString& weeksAndDays);

/// When spontaneous movements are assessed, by postmenstrual age.
struct AssessmentWindow {
    const char* name; ///< stable: "writhing", "fidgety"
    int firstPmaDay;
    int lastPmaDay;
};

std::span<const AssessmentWindow> assessmentWindows();
const AssessmentWindow* windowAt(int pmaDays); ///< null between and outside of them

} // namespace ndas::library
