// Facts, a line each, every one of which can be copied: marked with the mouse or chosen with the arrow keys,
// then Ctrl+C; or from the menu.
#pragma once

#include "ui/support/recording_facts.h"

#include <QtWidgets/QWidget>

class QGridLayout;
class QLabel;

namespace ndas::ui {

class FactSheet : public QWidget {
    Q_OBJECT
public:
    /// `title`: what the facts are about; is not shown.
    FactSheet(const QString& title, const std::vector<Fact>& facts, QWidget* parent = nullptr);

    QString marked() const; ///< what Ctrl+C copies

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* value, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void addFact(QGridLayout* grid, const Fact& fact);
    void choose(int place);
    void unmark();
    void copyMarked() const;
    QString everything() const;

    QString title_;
    std::vector<Fact> facts_;
    std::vector<QLabel*> values_;
    int chosen_ = 0;
};

} // namespace ndas::ui
