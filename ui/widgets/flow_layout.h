// Widgets side by side, on as many lines as they need: rows of buttons that survive large type.
#pragma once

#include <QtWidgets/QLayout>

namespace ndas::ui {

class FlowLayout : public QLayout {
    Q_OBJECT
public:
    /// What was added with addTrailing() and after it stands at the end of the line when all fit on one, else
    /// begins a new one.
    explicit FlowLayout(int gap, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addTrailing(QWidget* widget);

    /// All as wide as the widest, in columns that fill the line: for buttons that belong together.
    void setEven(bool even) { even_ = even; }

    void addItem(QLayoutItem* item) override;

    int count() const override { return static_cast<int>(items_.size()); }

    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;

    Qt::Orientations expandingDirections() const override { return {}; }

    bool hasHeightForWidth() const override { return true; }

    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    int arrange(const QRect& rect, bool apply) const;
    int arrangeEvenly(const QRect& area, bool apply) const;
    int widthOfAll() const;

    std::vector<QLayoutItem*> items_;
    int gap_;
    bool even_ = false;
    int trailing_ = -1; ///< index of the first that stands at the end; -1 = none
};

} // namespace ndas::ui
