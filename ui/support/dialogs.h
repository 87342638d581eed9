// Questions, file dialogs and other programs: behind an interface, so that tests answer them.
#pragma once

#include "ui/support/taskbar.h"

#include <QtCore/QStringList>

#include <functional>
#include <memory>

class QDialog;
class QSystemTrayIcon;
class QWidget;

namespace ndas::ui {

/// Opens it over the window it belongs to; it deletes itself when it is closed, and the keyboard comes back.
void showOver(QDialog* dialog);

struct Question {
    QString title; ///< one sentence: what is about to happen
    QString text;  ///< what goes and what stays
    QString yes;   ///< verbs, not "OK"
    QString no;
    bool destructive = false; ///< "no" is the default then
};

class Dialogs {
public:
    virtual ~Dialogs() = default;
    /// Empty when the user changed their mind.
    virtual QStringList chooseRecordings(QWidget* parent, const QStringList& extensions) = 0;
    virtual QString chooseFolder(QWidget* parent, const QString& title, const QString& startIn) = 0;
    virtual bool ask(QWidget* parent, const Question& question) = 0;
    /// With the program the system has for it; false when there is none. The file is there: asking that may
    /// take long, so it is the caller's, elsewhere.
    virtual bool openFile(const QString& path) = 0;
    virtual bool showInFolder(const QString& path) = 0;
    /// What went wrong while `parent`, a dialog, hides the window's own messages; does not wait.
    virtual void tell(QWidget* parent, const QString& text, const QString& technical) = 0;
    /// Through the desktop, for people who look elsewhere; does nothing where it has no such thing.
    /// `clicked`: once they come.
    virtual void notify(const QString& title, const QString& text, std::function<void()> clicked) = 0;
    /// On the window's button in the taskbar or dock, where there is such a thing.
    virtual void showProgress(QWidget* window, const TaskbarLook& look) = 0;
};

class SystemDialogs final : public Dialogs {
public:
    SystemDialogs();
    ~SystemDialogs() override;
    QStringList chooseRecordings(QWidget* parent, const QStringList& extensions) override;
    QString chooseFolder(QWidget* parent, const QString& title, const QString& startIn) override;
    bool ask(QWidget* parent, const Question& question) override;
    bool openFile(const QString& path) override;
    bool showInFolder(const QString& path) override;
    void tell(QWidget* parent, const QString& text, const QString& technical) override;
    void notify(const QString& title, const QString& text, std::function<void()> clicked) override;
    void showProgress(QWidget* window, const TaskbarLook& look) override;

private:
    std::unique_ptr<Taskbar> taskbar_;
    std::unique_ptr<QSystemTrayIcon> tray_; ///< only once there was something to say
    std::function<void()> clicked_;         ///< what a click on the newest notification does
};

} // namespace ndas::ui
