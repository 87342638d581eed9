#include "ui/dialogs/export_dialog.h"

#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

#include <set>

namespace ndas::ui {

namespace {

bool isReady(const library::Rendition& rendition)
{
    return rendition.state == library::RenditionState::Ready;
}

QString originalOf(const library::Video& video, const QString& libraryFolder)
{
    return video.storedName.isEmpty() ? video.originalPath
                                      : libraryFolder + QStringLiteral("/originals/") + video.storedName;
}

/// Where people keep their files; not everybody has a folder for documents.
QString usualFolder()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(documents).exists() ? documents : QDir::homePath();
}

} // namespace

ExportDialog::ExportDialog(std::vector<ExportItem> items, Gateway& gateway, Dialogs& dialogs, QWidget* parent)
    : QDialog(parent)
    , items_(std::move(items))
    , gateway_(gateway)
    , dialogs_(dialogs)
    , quality_(new QComboBox(this))
    , pattern_(new QLineEdit(QString::fromLatin1(library::usualExportPattern), this))
    , folder_(new QLineEdit(this))
    , preview_(new QLabel(this))
    , save_(new QPushButton(this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Save copies"));
    quality_->setObjectName(QStringLiteral("exportQuality"));
    quality_->setAccessibleName(tr("What to save"));
    pattern_->setObjectName(QStringLiteral("exportPattern"));
    pattern_->setAccessibleName(tr("Names"));
    folder_->setObjectName(QStringLiteral("exportFolder"));
    folder_->setAccessibleName(tr("Folder"));
    preview_->setObjectName(QStringLiteral("exportPreview"));
    preview_->setTextFormat(Qt::PlainText);
    preview_->setWordWrap(true);
    setKind(preview_, "dimmed");
    auto* marks = new QLabel(tr("{patient} {date} {title} {quality} {age} are filled in."), this);
    marks->setWordWrap(true);
    setKind(marks, "dimmed");
    auto* choose = new QPushButton(tr("Choose…"), this);
    choose->setAccessibleName(tr("Choose the folder"));
    save_->setObjectName(QStringLiteral("saveCopies"));
    fillQualities();

    auto* place = new QHBoxLayout;
    place->addWidget(folder_, 1);
    place->addWidget(choose);
    QFormLayout* form = makeDialogForm(this);
    form->addRow(tr("&What"), quality_);
    auto* folderLabel = new QLabel(tr("&Folder"), this);
    folderLabel->setBuddy(folder_);
    form->addRow(folderLabel, place);
    form->addRow(tr("&Names"), pattern_);
    form->addRow(QString(), marks);
    form->addRow(QString(), preview_);
    form->addRow(makeAnswers(this, save_));
    levelLabels(form);
    setTabOrder(quality_, folder_);
    setTabOrder(folder_, choose);
    setTabOrder(choose, pattern_);
    setMinimumWidth(fontMetrics().horizontalAdvance(QLatin1Char('n')) * 64);
    connect(quality_, &QComboBox::currentIndexChanged, this, &ExportDialog::update);
    connect(pattern_, &QLineEdit::textChanged, this, &ExportDialog::update);
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::lookForFolder);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    update();
    suggestFolder();
}

void ExportDialog::fillQualities()
{
    std::set<QString> presets;
    for (const ExportItem& item : items_)
        for (const library::Rendition& rendition : item.video.renditions)
            if (isReady(rendition))
                presets.insert(rendition.preset);
    for (const QString& preset : presets)
        quality_->addItem(presetText(preset), preset);
    quality_->addItem(tr("The recordings as they were imported"), QString());
}

void ExportDialog::chooseFolder()
{
    const QString folder = dialogs_.chooseFolder(this, tr("Save copies in"), folder_->text());
    if (!folder.isEmpty())
        folder_->setText(folder);
}

void ExportDialog::suggestFolder()
{
    gateway_.runLong(
        this, [](GatewayParts&) { return usualFolder(); },
        [this](const QString& folder) {
            if (folder_->text().isEmpty())
                folder_->setText(folder);
        });
}

/// In the background: a share that does not answer holds up nothing, and one look waits for it at most.
void ExportDialog::lookForFolder()
{
    state_ = Folder::Unknown;
    update();
    if (std::exchange(looking_, true))
        return; // the folder is looked at again when this one is known
    gateway_.runLong(
        this,
        [folder = folder_->text()](GatewayParts&) { return std::pair(folder, QFileInfo(folder).isDir()); },
        [this](const std::pair<QString, bool>& looked) {
            looking_ = false;
            if (looked.first != folder_->text())
                return lookForFolder();
            state_ = looked.second ? Folder::There : Folder::Missing;
            update();
        });
}

ExportRequest ExportDialog::request() const
{
    const QString library = gateway_.parts().paths.libraryDir();
    ExportRequest request{.folder = folder_->text(), .copies = {}};
    const QString preset = quality_->currentData().toString();
    for (const ExportItem& item : items_) {
        const library::Video& video = item.video;
        const bool dated = video.info && video.info->recordedAt;
        library::ExportFacts facts{
            .patientCode = video.patientCode,
            .title = video.title,
            .quality = preset.isEmpty() ? tr("original") : presetText(preset),
            .age = item.age,
            .recorded =
                dated ? QDateTime::fromString(video.info->recordedAt->iso, Qt::ISODate).date() : QDate(),
            .suffix = preset.isEmpty() ? QFileInfo(video.originalName).suffix() : QStringLiteral("mp4")};
        const QString name = library::exportFileName(pattern_->text(), facts);
        if (preset.isEmpty())
            request.copies.push_back({video.id, preset, originalOf(video, library), name});
        for (const library::Rendition& rendition : video.renditions)
            if (isReady(rendition) && rendition.preset == preset)
                request.copies.push_back(
                    {video.id, preset, library + QStringLiteral("/renditions/") + rendition.fileName, name});
    }
    return request;
}

void ExportDialog::update()
{
    const ExportRequest asked = request();
    const auto count = static_cast<qint64>(asked.copies.size());
    save_->setText(count == 1 ? tr("Save 1 copy") : tr("Save %1 copies").arg(countText(count)));
    save_->setEnabled(count > 0 && state_ == Folder::There);
    if (state_ == Folder::Missing)
        preview_->setText(tr("This folder does not exist."));
    else
        preview_->setText(count > 0 ? tr("For example: %1").arg(asked.copies.front().name) : QString());
}

} // namespace ndas::ui
