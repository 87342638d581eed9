#include "ui/dialogs/about_dialog.h"

#include "ui/dialogs/licence_dialog.h"
#include "ui/support/dialogs.h"
#include "ui/support/icons.h"
#include "ui/support/recording_facts.h"
#include "ui/widgets/detail_parts.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

struct Library {
    const char* name;
    const char* licence;
};

constexpr std::array libraries{
    Library{"FFmpeg", "LGPL 2.1 or later, GPL 2 or later"},
    Library{"x264", "GPL 2 or later"},
    Library{"SQLite", "public domain"},
    Library{"expected (Simon Brand)", "CC0"},
    Library{"CLI11", "BSD, 3 clauses"},
    Library{"libseccomp", "LGPL 2.1"},
    Library{"OpenSSL", "Apache 2.0"},
};

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About NDAS"));
    auto* picture = new QLabel(this);
    picture->setPixmap(applicationIcon().pixmap(64, 64));
    picture->setAccessibleName(tr("NDAS"));
    auto* names = new QVBoxLayout;
    names->addWidget(makeText(tr("NDAS %1").arg(QCoreApplication::applicationVersion()), TextStep::Heading,
                              "", this, QFont::DemiBold));
    names->addWidget(makeText(tr("Recordings of infants, prepared for developmental assessment."),
                              TextStep::Body, "", this));
    names->addWidget(makeText(tr("Free software under the GNU General Public License, version 3 or later. "
                                 "It comes without any warranty."),
                              TextStep::Small, "dimmed", this));
    auto* head = new QHBoxLayout;
    head->setSpacing(space::margin);
    head->addWidget(picture, 0, Qt::AlignTop);
    head->addLayout(names, 1);

    std::vector<Fact> facts{{QStringLiteral("Qt %1").arg(QLatin1String(qVersion())), tr("LGPL 3, GPL 3")}};
    for (const Library& library : libraries)
        facts.push_back({QString::fromLatin1(library.name), QString::fromLatin1(library.licence)});
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::margin);
    grid->setVerticalSpacing(4);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        grid->addWidget(makeText(facts[i].name, TextStep::Body, "", this), static_cast<int>(i), 0);
        grid->addWidget(makeText(facts[i].value, TextStep::Body, "dimmed", this), static_cast<int>(i), 1);
    }
    auto* licences = new QPushButton(tr("Licence texts…"), this);
    licences->setObjectName(QStringLiteral("showLicences"));
    connect(licences, &QPushButton::clicked, this, [this] { showOver(new LicenceDialog(this)); });
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, space::margin);
    layout->setSpacing(space::margin);
    layout->addLayout(head);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeText(tr("Built on"), TextStep::Small, "dimmed", this, QFont::DemiBold));
    layout->addLayout(grid);
    layout->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(licences);
    buttons->addStretch();
    buttons->addWidget(close);
    layout->addLayout(buttons);
    setMinimumWidth(460);
}

} // namespace ndas::ui
