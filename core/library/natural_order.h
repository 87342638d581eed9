// "clip 2" before "clip 10": the order people expect of names, the same on every machine and in every locale.
#pragma once

#include <QtCore/QStringView>

namespace ndas::library {

/// Runs of digits by value, all else by case-folded code points; names that differ in case or leading zeros
/// only are told apart by their code points, so that this is a strict order.
bool naturallyBefore(QStringView left, QStringView right);

} // namespace ndas::library
