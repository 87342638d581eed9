#include "core/library/age.h"

#include <QtCore/QRegularExpression>

#include <array>

namespace ndas::library {

std::optional<AgeAtRecording> ageAtRecording(QDate recorded, QDate birth, int gestationDays)
{
    if (!recorded.isValid() || !birth.isValid() || gestationDays <= 0 || recorded < birth)
        return std::nullopt;
    const auto age = static_cast<int>(birth.daysTo(recorded));
    return AgeAtRecording{.pmaDays = gestationDays + age,
                          .correctedDays = age - std::max(0, termDays - gestationDays),
                          .days = age};
}

QString weeksAndDays(int days)
{
    const int size = std::abs(days);
    const QString text = QStringLiteral("%1+%2").arg(size / 7).arg(size % 7);
    return days < 0 ? QChar(0x2212) + text : text;
}

std::optional<int> daysFromWeeks(const QString& weeksAndDays)
{
    static const QRegularExpression form(QStringLiteral("^\\s*(\\d{1,2})\\s*(?:\\+\\s*([0-6]))?\\s*$"));
    const QRegularExpressionMatch match = form.match(weeksAndDays);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1).toInt() * 7 + match.captured(2).toInt();
}

std::span<const AssessmentWindow> assessmentWindows()
{
    static constexpr std::array windows{AssessmentWindow{"writhing", 37 * 7, 48 * 7 + 6},
                                        AssessmentWindow{"fidgety", 49 * 7, 60 * 7}};
    return windows;
}

const AssessmentWindow* windowAt(int pmaDays)
{
    for (const AssessmentWindow& window : assessmentWindows())
        if (pmaDays >= window.firstPmaDay && pmaDays <= window.lastPmaDay)
            return &window;
    return nullptr;
}

} // namespace ndas::library
