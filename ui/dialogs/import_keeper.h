// Keeps what is decided in an import while it is not finished, a moment after the last decision. GUI thread;
// writes behind the gateway, in order.
#pragma once

#include "ui/models/import_edits.h"
#include "ui/support/gateway.h"

namespace ndas::ui {

class ImportKeeper : public QObject {
    Q_OBJECT
public:
    ImportKeeper(Gateway& gateway, const ImportModel& model, ImportEdits& edits, QObject* parent = nullptr);

    void drop(); ///< finished, or discarded

private:
    void keep();

    Gateway& gateway_;
    const ImportModel& model_;
    const ImportEdits& edits_;
    QTimer soon_;
};

} // namespace ndas::ui
