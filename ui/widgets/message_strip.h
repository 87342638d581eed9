// One message across the top of the page area: what happened and what to do. Problems stay until closed.
#pragma once

#include "core/base/error.h"
#include "ui/support/theme.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace ndas::ui {

class MessageStrip : public QWidget {
    Q_OBJECT
public:
    explicit MessageStrip(QWidget* parent = nullptr);

    /// What happened and what to do.
    static QString textOf(const Error& error);

    /// Stays until closed; technical details can be copied.
    void say(const Error& error);
    /// The same in words of one's own.
    void warn(const QString& text, const Error& error);
    /// Goes by itself.
    void tell(const QString& text);
    /// The same, with one thing that can be done about it.
    void offer(const QString& text, const QString& button, std::function<void()> action);
    /// Stays until the next message: something goes on that can be stopped.
    void follow(const QString& text, const QString& button, std::function<void()> action);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void show(const QString& text, Tone tone);

    QLabel* text_;
    QPushButton* copy_;
    QPushButton* action_;
    QTimer goes_;
    Tone tone_ = Tone::Attention;
    bool follows_ = false;
    std::function<void()> onAction_;
    QString technical_;
};

} // namespace ndas::ui
