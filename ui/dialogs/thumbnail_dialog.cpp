#include "ui/dialogs/thumbnail_dialog.h"

#include "ui/support/library_actions.h"
#include "ui/support/sentences.h"
#include "ui/support/window_room.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"
#include "ui/widgets/whole_picture.h"

#include <QtCore/QFile>
#include <QtCore/QSignalBlocker>
#include <QtGui/QScreen>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSlider>
#include <QtWidgets/QTimeEdit>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

constexpr media::SheetGrid grid{4, 4};
constexpr media::PixelSize tileBox{192, 144};
constexpr media::PixelSize pictureBox{640, 640}; // as at the import
constexpr int sheetGap = 4;                      // pixels the worker leaves between pictures
constexpr int timeRole = Qt::UserRole;

qint64 milliseconds(media::Micros time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

/// A chosen picture keeps its colours.
QIcon untinted(const QImage& image)
{
    const QPixmap pixmap = QPixmap::fromImage(image);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

/// The pictures of a sheet, as they stand in it.
std::vector<QImage> cut(const QImage& sheet, const media::ThumbnailResult& made)
{
    std::vector<QImage> tiles;
    if (sheet.isNull() || made.grid.isEmpty())
        return tiles;
    const int width = (sheet.width() + sheetGap) / made.grid.columns - sheetGap;
    const int height = (sheet.height() + sheetGap) / made.grid.rows - sheetGap;
    for (int i = 0; i < static_cast<int>(made.tiles.size()); ++i)
        tiles.push_back(sheet.copy(i % made.grid.columns * (width + sheetGap),
                                   i / made.grid.columns * (height + sheetGap), width, height));
    return tiles;
}

} // namespace

ThumbnailDialog::ThumbnailDialog(Gateway& gateway, const library::Video& video, QWidget* parent)
    : QDialog(parent)
    , gateway_(gateway)
    , path_(originalFile(gateway.parts().paths, video))
    , duration_(video.info ? video.info->duration : media::Micros(0))
    , folder_(std::make_shared<library::PreviewFolder>(gateway.parts().paths))
    , tiles_(new QListWidget(this))
    , preview_(new WholePicture(this))
    , hint_(makeText(tr("Looking through the recording…"), TextStep::Body, "dimmed", this))
    , slider_(new QSlider(Qt::Horizontal, this))
    , time_(new QTimeEdit(this))
    , use_(new QPushButton(tr("Use this picture"), this))
{
    setObjectName(QStringLiteral("thumbnailDialog"));
    setWindowTitle(tr("Another picture"));
    build();
    soon_.setSingleShot(true);
    soon_.setInterval(std::chrono::milliseconds(150));
    connect(&soon_, &QTimer::timeout, this, &ThumbnailDialog::shoot);
    connect(tiles_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item)
            choose(media::Micros(item->data(timeRole).toLongLong()));
    });
    connect(slider_, &QSlider::valueChanged, this,
            [this](int value) { choose(std::chrono::milliseconds(value)); });
    connect(time_, &QTimeEdit::timeChanged, this,
            [this](QTime time) { choose(std::chrono::milliseconds(time.msecsSinceStartOfDay())); });
    readTiles();
}

ThumbnailDialog::~ThumbnailDialog()
{
    cancel_.cancel();
}

void ThumbnailDialog::build()
{
    tiles_->setObjectName(QStringLiteral("thumbnailTiles"));
    tiles_->setAccessibleName(tr("Pictures of the recording"));
    tiles_->setViewMode(QListView::IconMode);
    tiles_->setMovement(QListView::Static);
    tiles_->setResizeMode(QListView::Adjust);
    tiles_->setUniformItemSizes(true);
    tiles_->setSpacing(space::gap / 2);
    tiles_->setIconSize({128, 96});
    tiles_->setMinimumSize(620, 424);
    setKind(tiles_, "framed");
    preview_->setObjectName(QStringLiteral("thumbnailPreview"));
    preview_->setAccessibleName(tr("Chosen picture"));
    preview_->setMinimumSize(320, 240);
    slider_->setObjectName(QStringLiteral("thumbnailSlider"));
    slider_->setAccessibleName(tr("Time in the recording"));
    if (isRightToLeft())
        setKind(slider_, "mirrored"); // style sheets know no reading direction
    slider_->setRange(0, static_cast<int>(std::max<qint64>(0, milliseconds(duration_) - 1)));
    slider_->setSingleStep(100);
    slider_->setPageStep(std::max(100, slider_->maximum() / 20));
    time_->setObjectName(QStringLiteral("thumbnailTime"));
    time_->setAccessibleName(tr("Time in the recording"));
    time_->setLayoutDirection(Qt::LeftToRight); // its parts are not mirrored
    time_->setDisplayFormat(duration_ >= std::chrono::hours(1) ? QStringLiteral("H:mm:ss.zzz")
                                                               : QStringLiteral("m:ss.zzz"));
    time_->setMaximumTime(QTime::fromMSecsSinceStartOfDay(slider_->maximum()));
    time_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    use_->setObjectName(QStringLiteral("usePicture"));
    use_->setEnabled(false);

    auto* line = new QHBoxLayout;
    line->setSpacing(space::wide);
    line->addWidget(slider_, 1);
    line->addWidget(time_);
    auto* right = new QVBoxLayout;
    right->setSpacing(space::wide);
    right->addWidget(preview_, 1);
    right->addLayout(line);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(space::margin);
    upper->addWidget(tiles_);
    upper->addLayout(right, 1);
    QHBoxLayout* answers = makeAnswers(this, use_);
    answers->insertWidget(0, hint_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    layout->setSpacing(space::wide);
    layout->addLayout(upper, 1);
    layout->addLayout(answers);
}

Result<ThumbnailDialog::Shot> ThumbnailDialog::shotOf(jobs::MediaService& media, const QString& path,
                                                      const media::ThumbnailSpec& spec,
                                                      const CancellationToken& token)
{
    media::ProbeRequest request;
    request.path = path;
    request.thumbnails.push_back(spec);
    NDAS_TRY(const media::ProbeResult result, media.probe(request, token));
    if (result.thumbnails.empty() || result.thumbnails.front().path.isEmpty())
        return fail(ErrorCode::Damaged, QStringLiteral("no picture could be made"));
    Shot shot{.made = result.thumbnails.front(), .jpeg = {}, .image = {}};
    QFile file(shot.made.path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, file.errorString());
    shot.jpeg = file.readAll();
    shot.image = QImage::fromData(shot.jpeg);
    file.remove();
    return shot;
}

void ThumbnailDialog::make(media::ThumbnailSpec spec, std::function<void(Result<Shot>)> deliver)
{
    spec.outputPath = QStringLiteral("%1/%2.jpg").arg(folder_->path()).arg(++shots_);
    const auto work = [path = path_, folder = folder_, spec, token = cancel_.token()](GatewayParts& parts) {
        return shotOf(parts.media, path, spec, token);
    };
    gateway_.runLong(this, work, std::move(deliver));
}

void ThumbnailDialog::readTiles()
{
    media::ThumbnailSpec spec;
    spec.grid = grid;
    spec.box = tileBox;
    make(spec, [this](const Result<Shot>& sheet) {
        if (!sheet)
            return sayProblem(sheet.error());
        hint_->setText(tr("Choose a picture, or any time."));
        addTiles(*sheet);
    });
}

void ThumbnailDialog::addTiles(const Shot& sheet)
{
    const std::vector<QImage> tiles = cut(sheet.image, sheet.made);
    {
        const QSignalBlocker blocker(tiles_);
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            const media::Micros at = sheet.made.tiles[i];
            auto* item = new QListWidgetItem(untinted(tiles[i]), timeText(at));
            item->setData(timeRole, QVariant::fromValue<qint64>(at.count()));
            tiles_->addItem(item);
        }
    }
    if (tiles.empty())
        return;
    fitTiles();
    tiles_->setFocus();
    tiles_->setCurrentRow(0);
}

/// As the field beside it says it: pictures of a short recording lie within the same second.
QString ThumbnailDialog::timeText(media::Micros at) const
{
    return QTime::fromMSecsSinceStartOfDay(static_cast<int>(milliseconds(at)))
        .toString(time_->displayFormat());
}

/// As high as the pictures, where the screen has that room, and as wide as those beside each other and a bar
/// that may come, so that no place is left empty.
void ThumbnailDialog::fitTiles()
{
    const int around = tiles_->width() - tiles_->viewport()->width();
    const int step = tiles_->visualItemRect(tiles_->item(0)).width() + tiles_->spacing();
    const int bar =
        tiles_->verticalScrollBar()->isVisible() ? 0 : tiles_->verticalScrollBar()->sizeHint().width();
    tiles_->setFixedWidth(grid.columns * step + 4 * tiles_->spacing() + around + bar);
    tiles_->setMinimumHeight(std::max(tiles_->minimumHeight(), heightOfTiles()));
}

int ThumbnailDialog::heightOfTiles() const
{
    const QRect first = tiles_->visualItemRect(tiles_->item(0));
    const QRect last = tiles_->visualItemRect(tiles_->item(tiles_->count() - 1));
    const int around = tiles_->height() - tiles_->viewport()->height() + 3 * tiles_->spacing();
    const int others = height() - tiles_->height();
    return std::min(last.bottom() + 1 - first.top() + around,
                    windowRoom(screen()->availableSize()).height() - others);
}

media::Micros ThumbnailDialog::chosen() const
{
    return std::chrono::milliseconds(slider_->value());
}

/// Slider, field and pictures show the same time, whichever of them was used.
void ThumbnailDialog::choose(media::Micros at)
{
    const auto time = static_cast<int>(milliseconds(at));
    if (time == slider_->value() && use_->isEnabled())
        return; // Return in the field says its time once more, and then presses the button
    const QListWidgetItem* item = tiles_->currentItem();
    if (item && milliseconds(media::Micros(item->data(timeRole).toLongLong())) != time) {
        const QSignalBlocker blocker(tiles_);
        tiles_->setCurrentItem(nullptr);
    }
    {
        const QSignalBlocker sliderBlocker(slider_);
        const QSignalBlocker timeBlocker(time_);
        slider_->setValue(time);
        time_->setTime(QTime::fromMSecsSinceStartOfDay(time));
    }
    use_->setEnabled(false);
    soon_.start();
}

void ThumbnailDialog::shoot()
{
    if (std::exchange(shooting_, true))
        return; // the time is looked at again when this one is there
    media::ThumbnailSpec spec;
    spec.at = chosen();
    spec.box = pictureBox;
    make(spec, [this, at = chosen()](const Result<Shot>& shot) {
        shooting_ = false;
        if (at != chosen())
            return shoot();
        if (shot)
            show(*shot);
        else
            sayProblem(shot.error());
    });
}

void ThumbnailDialog::show(const Shot& shot)
{
    picture_ = {.jpeg = shot.jpeg, .size = shot.made.size, .at = shot.made.at};
    preview_->setImage(shot.image);
    hint_->setText(tr("Choose a picture, or any time."));
    use_->setEnabled(true);
}

void ThumbnailDialog::sayProblem(const Error& error)
{
    if (error.code != ErrorCode::Cancelled)
        hint_->setText(
            QStringList{errorText(error.code), adviceText(error.code)}.join(QLatin1Char(' ')).trimmed());
}

} // namespace ndas::ui
