// Adding a patient, or completing one, from where a recording is being given to them. GUI thread.
#pragma once

#include "ui/support/gateway.h"

class QWidget;

namespace ndas::ui {

using Patients = std::vector<library::Patient>;

/// Everybody the library knows, delivered while `context` lives; nothing where they cannot be read.
void readPatients(Gateway& gateway, QObject* context, std::function<void(Patients)> deliver);

/// Asks for the details of `patient` (without an id: a new one) over `window`, saves them, and delivers
/// everybody anew.
void askForPatient(Gateway& gateway, const library::Patient& patient, QWidget* window,
                   std::function<void(Patients)> deliver);

} // namespace ndas::ui
