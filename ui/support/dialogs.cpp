#include "ui/support/dialogs.h"

#include "ui/support/icons.h"
#include "ui/support/window_room.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QUrl>
#include <QtGui/QDesktopServices>
#include <QtGui/QGuiApplication>
#include <QtGui/QScreen>
#include <QtWidgets/QDialog>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLayout>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSystemTrayIcon>

namespace ndas::ui {

static QString tr(const char* text)
{
    return QCoreApplication::translate("Dialogs", text);
}

/// Without a window manager, or with a forgetful one, nobody has the keyboard after a dialog. Not taken from
/// another program, should the user have gone there.
static void giveKeyboardBackTo(QWidget* widget)
{
    if (widget && QGuiApplication::applicationState() == Qt::ApplicationActive)
        widget->activateWindow();
}

/// By itself a dialog takes at most two thirds of the screen and cuts off what does not fit; with large
/// letters that is not enough.
static void fitContent(QDialog* dialog)
{
    const QLayout* layout = dialog->layout();
    if (!layout || !layout->hasHeightForWidth() || dialog->testAttribute(Qt::WA_Resized))
        return;
    dialog->ensurePolished();
    dialog->adjustSize();
    const int room = windowRoom(dialog->screen()->availableSize()).height();
    const int needed = std::min(layout->totalHeightForWidth(dialog->width()), room);
    if (needed > dialog->height())
        dialog->resize(dialog->width(), needed);
}

void showOver(QDialog* dialog)
{
    fitContent(dialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::finished, dialog,
                     [dialog] { giveKeyboardBackTo(dialog->parentWidget()); });
    dialog->open();
}

SystemDialogs::SystemDialogs() = default;
SystemDialogs::~SystemDialogs() = default;

void SystemDialogs::tell(QWidget* parent, const QString& text, const QString& technical)
{
    auto* box = new QMessageBox(parent);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(QCoreApplication::applicationName());
    box->setText(text);
    box->setDetailedText(technical);
    box->addButton(tr("Close"), QMessageBox::RejectRole);
    showOver(box);
}

void SystemDialogs::notify(const QString& title, const QString& text, std::function<void()> clicked)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!tray_) {
        tray_ = std::make_unique<QSystemTrayIcon>(applicationIcon());
        tray_->setToolTip(QCoreApplication::applicationName());
        const auto answer = [this] {
            if (clicked_)
                clicked_();
        };
        QObject::connect(tray_.get(), &QSystemTrayIcon::messageClicked, answer);
        QObject::connect(tray_.get(), &QSystemTrayIcon::activated, answer);
    }
    clicked_ = std::move(clicked);
    tray_->show();
    tray_->showMessage(title, text, applicationIcon());
}

void SystemDialogs::showProgress(QWidget* window, const TaskbarLook& look)
{
    if (!taskbar_)
        taskbar_ = systemTaskbar(window);
    taskbar_->show(look);
}

QStringList SystemDialogs::chooseRecordings(QWidget* parent, const QStringList& extensions)
{
    QStringList patterns;
    for (const QString& extension : extensions)
        patterns << QStringLiteral("*.") + extension << QStringLiteral("*.") + extension.toUpper();
    const QString filters = tr("Recordings (%1)").arg(patterns.join(QLatin1Char(' '))) +
                            QStringLiteral(";;") + tr("All files (*)");
    const QStringList files = QFileDialog::getOpenFileNames(parent, tr("Add recordings"), QString(), filters);
    giveKeyboardBackTo(parent);
    return files;
}

QString SystemDialogs::chooseFolder(QWidget* parent, const QString& title, const QString& startIn)
{
    const QString folder = QFileDialog::getExistingDirectory(parent, title, startIn);
    giveKeyboardBackTo(parent);
    return folder;
}

bool SystemDialogs::ask(QWidget* parent, const Question& question)
{
    QMessageBox box(parent);
    box.setWindowModality(Qt::WindowModal);
    box.setIcon(QMessageBox::NoIcon);
    box.setWindowTitle(QCoreApplication::applicationName());
    box.setText(question.title);
    box.setInformativeText(question.text);
    QPushButton* yes = box.addButton(question.yes, QMessageBox::AcceptRole);
    QPushButton* no = box.addButton(question.no, QMessageBox::RejectRole);
    box.setDefaultButton(question.destructive ? no : yes);
    box.setEscapeButton(no);
    box.exec();
    giveKeyboardBackTo(parent);
    return box.clickedButton() == yes;
}

bool SystemDialogs::openFile(const QString& path)
{
    return QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

bool SystemDialogs::showInFolder(const QString& path)
{
#if defined(Q_OS_WIN)
    return QProcess::startDetached(QStringLiteral("explorer.exe"),
                                   {QStringLiteral("/select,"), QDir::toNativeSeparators(path)});
#elif defined(Q_OS_MACOS)
    return QProcess::startDetached(QStringLiteral("/usr/bin/open"), {QStringLiteral("-R"), path});
#else
    return QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
#endif
}

} // namespace ndas::ui
