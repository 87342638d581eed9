// Keeps what is chosen in a library view when its rows are all put in another order. GUI thread.
#pragma once

#include "ui/models/library_model.h"

#include <QtCore/QItemSelectionModel>

namespace ndas::ui {

class KeptSelection : public QObject {
    Q_OBJECT
public:
    KeptSelection(LibraryModel& model, QItemSelectionModel& selection, QObject* parent = nullptr);

    std::vector<VideoId> chosen() const;

Q_SIGNALS:
    void restored();

private:
    void keep();
    void restore();

    LibraryModel& model_;
    QItemSelectionModel& selection_;
    std::vector<VideoId> kept_;
    VideoId current_;
};

} // namespace ndas::ui
