// A wall of cards that always fills its width: as many columns of at least 184 as fit.
#pragma once

#include "ui/delegates/card_delegate.h"

#include <QtWidgets/QListView>

namespace ndas::ui {

class CardView : public QListView {
    Q_OBJECT
public:
    explicit CardView(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitColumns();

    CardDelegate* delegate_;
};

} // namespace ndas::ui
