#include "ui/dialogs/export_dialog.h"

#include "ui/support/layout_file.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"
#include "ui/widgets/menu_button.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
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

const QLatin1String folderKey("export/folder");
const QLatin1String patternKey("export/names");

/// Where the last copies went, else where people keep such files; not everybody has folders for them.
QString likelyFolder(const QString& last)
{
    for (const QString& folder : {last, QStandardPaths::writableLocation(QStandardPaths::MoviesLocation),
                                  QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)})
        if (!folder.isEmpty() && QDir(folder).exists())
            return folder;
    return QDir::homePath();
}

struct NamePart {
    const char* mark;
    const char* meaning;
};

constexpr std::array nameParts{
    NamePart{"{patient}", QT_TRANSLATE_NOOP("Export", "Patient")},
    NamePart{"{date}", QT_TRANSLATE_NOOP("Export", "Day of the recording")},
    NamePart{"{title}", QT_TRANSLATE_NOOP("Export", "Title")},
    NamePart{"{quality}", QT_TRANSLATE_NOOP("Export", "Quality")},
    NamePart{"{age}", QT_TRANSLATE_NOOP("Export", "Age in weeks and days (PMA)")},
};

} // namespace

ExportDialog::ExportDialog(std::vector<ExportItem> items, Gateway& gateway, Dialogs& dialogs, QWidget* parent)
    : QDialog(parent)
    , items_(std::move(items))
    , gateway_(gateway)
    , dialogs_(dialogs)
    , quality_(new QComboBox(this))
    , pattern_(new QLineEdit(this))
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
    auto* choose = new QPushButton(tr("Choose…"), this);
    choose->setAccessibleName(tr("Choose the folder"));
    QPushButton* insert = makeInsertButton();
    save_->setObjectName(QStringLiteral("saveCopies"));
    fillQualities();
    recall();

    auto* place = new QHBoxLayout;
    place->addWidget(folder_, 1);
    place->addWidget(choose);
    QFormLayout* form = makeDialogForm(this);
    form->addRow(tr("&What"), quality_);
    auto* folderLabel = new QLabel(tr("&Folder"), this);
    folderLabel->setBuddy(folder_);
    form->addRow(folderLabel, place);
    auto* names = new QHBoxLayout;
    names->addWidget(pattern_, 1);
    names->addWidget(insert);
    auto* namesLabel = new QLabel(tr("&Names"), this);
    namesLabel->setBuddy(pattern_);
    form->addRow(namesLabel, names);
    form->addRow(QString(), preview_);
    form->addRow(makeAnswers(this, save_));
    levelLabels(form);
    setTabOrder(quality_, folder_);
    setTabOrder(folder_, choose);
    setTabOrder(choose, pattern_);
    setTabOrder(pattern_, insert);
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

/// What names may be made from, put in where the cursor stands.
QPushButton* ExportDialog::makeInsertButton()
{
    auto* insert = new QPushButton(tr("Insert…"), this);
    insert->setObjectName(QStringLiteral("insertPart"));
    insert->setAccessibleName(tr("Insert a part of the names"));
    insert->setToolTip(tr("What stands in braces is filled in for each recording"));
    auto* menu = new QMenu(insert);
    for (const NamePart& part : nameParts) {
        const QString mark = QLatin1String(part.mark);
        const QString meaning = QCoreApplication::translate("Export", part.meaning);
        menu->addAction(QStringLiteral("%1\t%2").arg(meaning, mark), this, [this, mark] {
            const QString before = pattern_->text().left(pattern_->cursorPosition());
            const bool apart =
                before.isEmpty() || before.endsWith(QLatin1Char(' ')) || pattern_->hasSelectedText();
            pattern_->insert(apart ? mark : QLatin1Char(' ') + mark);
            pattern_->setFocus();
        });
    }
    openOnClick(insert, menu);
    return insert;
}

/// As the last copies were named; a pattern that was emptied is none.
void ExportDialog::recall()
{
    const QString kept = layoutFile(gateway_).value(patternKey).toString();
    pattern_->setText(kept.trimmed().isEmpty() ? QString::fromLatin1(library::usualExportPattern) : kept);
}

void ExportDialog::accept()
{
    QSettings file = layoutFile(gateway_);
    file.setValue(patternKey, pattern_->text());
    file.setValue(folderKey, folder_->text());
    QDialog::accept();
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
        this,
        [last = layoutFile(gateway_).value(folderKey).toString()](GatewayParts&) {
            return likelyFolder(last);
        },
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
        preview_->setText(previewOf(asked));
}

QString ExportDialog::previewOf(const ExportRequest& asked) const
{
    if (asked.copies.empty())
        return {};
    QStringList lines{tr("For example: %1").arg(breakable(asked.copies.front().name))};
    if (const auto without = items_.size() - asked.copies.size(); without > 0)
        lines << (without == 1 ? tr("1 recording is not ready in this quality and is left out.")
                               : tr("%1 recordings are not ready in this quality and are left out.")
                                     .arg(countText(static_cast<qint64>(without))));
    return lines.join(QLatin1Char('\n'));
}

} // namespace ndas::ui
