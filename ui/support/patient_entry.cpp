#include "ui/support/patient_entry.h"

#include "ui/dialogs/patient_dialog.h"
#include "ui/support/dialogs.h"

namespace ndas::ui {

namespace {

Result<void> save(library::LibraryStore& store, const library::Patient& patient)
{
    if (patient.id)
        NDAS_CHECK(store.changePatient(patient));
    else
        NDAS_CHECK(store.addPatient(patient));
    return {};
}

} // namespace

void readPatients(Gateway& gateway, QObject* context, std::function<void(Patients)> deliver)
{
    gateway.run(
        context, [](GatewayParts& parts) { return parts.library.patients(); },
        [deliver = std::move(deliver)](Result<Patients> patients) {
            if (patients)
                deliver(std::move(*patients));
        });
}

void askForPatient(Gateway& gateway, const library::Patient& patient, QWidget* window,
                   std::function<void(Patients)> deliver)
{
    readPatients(gateway, window, [&gateway, patient, window, deliver = std::move(deliver)](Patients others) {
        auto* dialog = new PatientDialog(patient, std::move(others), window);
        QObject::connect(dialog, &QDialog::accepted, window, [&gateway, dialog, window, deliver] {
            gateway.change(
                [entered = dialog->patient()](GatewayParts& parts) { return save(parts.library, entered); },
                [&gateway, guard = QPointer<QWidget>(window), deliver] {
                    if (guard)
                        readPatients(gateway, guard, deliver);
                });
        });
        showOver(dialog);
    });
}

} // namespace ndas::ui
