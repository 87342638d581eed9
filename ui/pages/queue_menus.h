// The parts of a queue row's menu that offer a choice. GUI thread; what is chosen is done behind the gateway.
#pragma once

#include "ui/models/queue_row.h"

#include <QtCore/QCoreApplication>

class QMenu;
class QWidget;

namespace ndas::ui {

class Gateway;

class QueueMenus {
    Q_DECLARE_TR_FUNCTIONS(QueueMenus)
public:
    /// "Start": when waiting jobs may start at the earliest; another time is asked for over `page`. What the
    /// menu had before goes.
    static void fillStart(QMenu& menu, Gateway& gateway, const std::vector<QueueRow>& rows, QWidget* page);
    /// "Change quality": of jobs that have not started.
    static void fillPresets(QMenu& menu, Gateway& gateway, const std::vector<QueueRow>& rows);
    static bool canChangePreset(const jobs::Job& job);
};

} // namespace ndas::ui
