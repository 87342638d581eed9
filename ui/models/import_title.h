// Titles of recordings that are imported, made from a pattern. Pure.
#pragma once

#include <QtCore/QDate>
#include <QtCore/QString>

namespace ndas::ui {

inline constexpr const char* usualTitlePattern = "{name}";
inline constexpr int longestTitle = 200;

struct TitleFacts {
    QString patientCode; ///< "" = none
    QDate recorded;      ///< invalid = not known
    QString name;        ///< of the file, fit to be a title; never empty
    int number = 1;      ///< among those the pattern was given to
};

/// `pattern` with {patient} {date} {name} {number} filled in; what is not known leaves no gap. The name when
/// nothing would be left.
QString titleFromPattern(const QString& pattern, const TitleFacts& facts);

/// One of the marks, and what it stands for in words.
struct TitleMark {
    QString mark;
    QString meaning;
};

std::vector<TitleMark> titleMarks();

} // namespace ndas::ui
