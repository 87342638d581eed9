#include "ui/dialogs/licence_dialog.h"

#include "ui/support/theme.h"
#include "ui/support/window_room.h"

#include <QtCore/QFile>
#include <QtGui/QFontDatabase>
#include <QtGui/QScreen>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

struct Licence {
    const char* name; ///< and who is under it
    const char* file;
};

constexpr std::array licences{
    Licence{"GPL 3\nNDAS", "gpl-3.0"},          Licence{"GPL 2\nFFmpeg, x264", "gpl-2.0"},
    Licence{"LGPL 3\nQt", "lgpl-3.0"},          Licence{"LGPL 2.1\nFFmpeg, libseccomp", "lgpl-2.1"},
    Licence{"BSD, 3 clauses\nCLI11", "cli11"},  Licence{"CC0\nexpected", "cc0-1.0"},
    Licence{"Public domain\nSQLite", "sqlite"}, Licence{"Apache 2.0\nOpenSSL", "apache-2.0"},
};

QString textOf(const char* file)
{
    QFile text(QStringLiteral(":/ndas/licences/%1.txt").arg(QLatin1String(file)));
    return text.open(QIODevice::ReadOnly) ? QString::fromUtf8(text.readAll()) : QString();
}

} // namespace

LicenceDialog::LicenceDialog(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("licenceDialog"));
    setWindowTitle(tr("Licence texts"));
    auto* names = new QListWidget(this);
    names->setObjectName(QStringLiteral("licenceNames"));
    names->setAccessibleName(tr("Licences"));
    names->setFixedWidth(fontMetrics().horizontalAdvance(QString(22, QLatin1Char('n'))));
    setKind(names, "framed");
    auto* text = new QPlainTextEdit(this);
    text->setObjectName(QStringLiteral("licenceText"));
    text->setAccessibleName(tr("Text of the licence"));
    text->setReadOnly(true);
    text->setLayoutDirection(Qt::LeftToRight);
    text->setFont(textFont(QFontDatabase::systemFont(QFontDatabase::FixedFont), TextStep::Body));
    for (const Licence& licence : licences)
        names->addItem(QString::fromLatin1(licence.name));
    connect(names, &QListWidget::currentRowChanged, text,
            [text](int row) { text->setPlainText(textOf(licences[static_cast<std::size_t>(row)].file)); });
    names->setCurrentRow(0);
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::wide);
    columns->addWidget(names);
    columns->addWidget(text, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addLayout(columns, 1);
    layout->addWidget(close, 0, Qt::AlignRight);
    // Licences are written in lines of eighty letters.
    const int widest = text->fontMetrics().horizontalAdvance(QString(84, QLatin1Char('n')));
    const QSize wanted(names->width() + widest + 4 * space::margin, fontMetrics().height() * 32);
    resize(firstWindowSize(wanted, screen()->availableSize()));
}

} // namespace ndas::ui
