#include "ui/dialogs/welcome_dialog.h"

#include "core/base/file_tools.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"

#include <QtCore/QDir>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

WelcomeDialog::WelcomeDialog(Gateway& gateway, QWidget* parent)
    : QDialog(parent)
    , gateway_(gateway)
    , room_(makeText(tr("Looking at the disk…"), TextStep::Body, "dimmed", this))
{
    setObjectName(QStringLiteral("welcomeDialog"));
    setWindowTitle(tr("Welcome"));
    room_->setObjectName(QStringLiteral("welcomeRoom"));
    auto* picture = new QLabel(this);
    picture->setPixmap(applicationIcon().pixmap(64, 64));
    picture->setAccessibleName(tr("NDAS"));
    const QString folder = QDir::toNativeSeparators(gateway_.parts().paths.libraryDir());
    auto* texts = new QVBoxLayout;
    texts->setSpacing(space::gap);
    texts->addWidget(makeText(tr("Welcome to NDAS"), TextStep::Heading, "", this, QFont::DemiBold));
    texts->addWidget(
        makeText(tr("Recordings you add are copied into a library on this computer, checked, and "
                    "made ready for review. The files you add are never changed."),
                 TextStep::Body, "", this));
    texts->addSpacing(space::gap);
    texts->addWidget(
        makeText(tr("The library is kept in"), TextStep::Small, "dimmed", this, QFont::DemiBold));
    texts->addWidget(makeText(folder, TextStep::Body, "", this));
    texts->addWidget(room_);
    texts->addStretch();
    auto* head = new QHBoxLayout;
    head->setSpacing(space::margin);
    head->addWidget(picture, 0, Qt::AlignTop);
    head->addLayout(texts, 1);
    auto* start = new QPushButton(tr("Start"), this);
    start->setObjectName(QStringLiteral("welcomeStart"));
    start->setDefault(true);
    setKind(start, "primary");
    connect(start, &QPushButton::clicked, this, &QDialog::accept);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, space::margin);
    layout->setSpacing(24);
    layout->addLayout(head);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::gap);
    buttons->addStretch();
    if (gateway_.parts().makeSample) {
        auto* sample = new QPushButton(tr("Try it with a sample recording"), this);
        sample->setObjectName(QStringLiteral("welcomeSample"));
        connect(sample, &QPushButton::clicked, this, [this] {
            accept();
            Q_EMIT sampleRequested();
        });
        buttons->addWidget(sample);
        setTabOrder(sample, start);
    }
    buttons->addWidget(start);
    layout->addLayout(buttons);
    start->setFocus();
    setMinimumWidth(520);
    readFreeSpace();
}

void WelcomeDialog::readFreeSpace()
{
    gateway_.runLong(
        this, [](GatewayParts& parts) { return volumeOf(parts.paths.libraryDir()); },
        [this](const Result<VolumeInfo>& volume) {
            room_->setText(volume ? tr("%1 are free there.").arg(sizeText(volume->bytesFree)) : QString());
        });
}

} // namespace ndas::ui
