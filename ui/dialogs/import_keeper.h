// Keeps what is in an import, and what is decided there, while it is not finished; a moment after it changed.
// GUI thread; writes behind the gateway, in order.
#pragma once

#include "ui/models/import_edits.h"
#include "ui/models/import_scan.h"
#include "ui/support/gateway.h"

namespace ndas::ui {

class ImportKeeper : public QObject {
    Q_OBJECT
public:
    ImportKeeper(Gateway& gateway, const ImportModel& model, ImportEdits& edits, const ImportScan& scan,
                 QObject* parent = nullptr);

    void drop(); ///< finished, or discarded

private:
    void keep();

    Gateway& gateway_;
    const ImportModel& model_;
    const ImportScan& scan_;
    QTimer soon_;
};

} // namespace ndas::ui
