// The way in, on every page that shows recordings: adds recordings, or a folder or memory card.
#pragma once

#include <QtWidgets/QPushButton>

namespace ndas::ui {

class AddButton : public QPushButton {
    Q_OBJECT
public:
    explicit AddButton(QWidget* parent = nullptr);

Q_SIGNALS:
    void recordingsRequested();
    void folderRequested();
};

} // namespace ndas::ui
