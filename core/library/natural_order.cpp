#include "core/library/natural_order.h"

namespace ndas::library {

namespace {

bool isDigit(QChar character)
{
    return character >= QLatin1Char('0') && character <= QLatin1Char('9');
}

/// The digits at the start of `rest`, without leading zeros, taken off it.
QStringView takeNumber(QStringView& rest)
{
    qsizetype end = 0;
    while (end < rest.size() && isDigit(rest[end]))
        ++end;
    QStringView number = rest.first(end);
    while (number.size() > 1 && number.front() == QLatin1Char('0'))
        number = number.sliced(1);
    rest = rest.sliced(end);
    return number;
}

/// Of numbers without leading zeros the longer one is the larger one.
int compareNumbers(QStringView left, QStringView right)
{
    return left.size() != right.size() ? (left.size() < right.size() ? -1 : 1) : left.compare(right);
}

int compareNaturally(QStringView left, QStringView right)
{
    while (!left.isEmpty() && !right.isEmpty()) {
        int order = 0;
        if (isDigit(left.front()) && isDigit(right.front())) {
            order = compareNumbers(takeNumber(left), takeNumber(right));
        } else {
            order = left.first(1).compare(right.first(1), Qt::CaseInsensitive);
            left = left.sliced(1);
            right = right.sliced(1);
        }
        if (order != 0)
            return order;
    }
    return left.isEmpty() ? (right.isEmpty() ? 0 : -1) : 1;
}

} // namespace

bool naturallyBefore(QStringView left, QStringView right)
{
    const int order = compareNaturally(left, right);
    return order != 0 ? order < 0 : left.compare(right) < 0;
}

} // namespace ndas::library
