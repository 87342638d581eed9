#include "ui/support/thumbnail_cache.h"

#include <QtGui/QImageReader>

namespace ndas::ui {

namespace {

constexpr int readAtOnce = 2;
constexpr std::size_t mostWaiting = 256; // more than the largest screen shows

QImage readScaled(const QString& path, QSize box)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isValid() && (size.width() > box.width() || size.height() > box.height()))
        reader.setScaledSize(size.scaled(box, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    return reader.read();
}

} // namespace

ThumbnailCache::ThumbnailCache(QString folder, QObject* parent)
    : QObject(parent)
    , folder_(std::move(folder))
    , pixmaps_(64 * 1024)
{
    pool_.setMaxThreadCount(readAtOnce);
}

ThumbnailCache::~ThumbnailCache()
{
    pool_.clear();
    pool_.waitForDone();
}

QPixmap ThumbnailCache::pixmap(const QString& file, QSize box, qreal scale)
{
    if (file.isEmpty())
        return {};
    const QString key = QStringLiteral("%1@%2x%3@%4").arg(file).arg(box.width()).arg(box.height()).arg(scale);
    if (const QPixmap* known = pixmaps_.object(key))
        return *known;
    if (underWay_.contains(key))
        return {};
    await({.key = key, .file = file, .pixels = box * scale, .scale = scale});
    return {};
}

void ThumbnailCache::await(Request request)
{
    underWay_.insert(request.key);
    waiting_.push_back(std::move(request));
    if (waiting_.size() > mostWaiting) {
        underWay_.remove(waiting_.front().key);
        waiting_.pop_front();
    }
    if (reading_ < readAtOnce)
        readNext();
}

void ThumbnailCache::readNext()
{
    if (waiting_.empty())
        return;
    const Request next = std::move(waiting_.back());
    waiting_.pop_back();
    ++reading_;
    pool_.start([this, next, path = folder_ + QLatin1Char('/') + next.file] {
        const QImage image = readScaled(path, next.pixels);
        QMetaObject::invokeMethod(
            this, [this, next, image] { keep(next.key, next.file, image, next.scale); },
            Qt::QueuedConnection);
    });
}

void ThumbnailCache::keep(const QString& key, const QString& file, const QImage& image, qreal scale)
{
    underWay_.remove(key);
    --reading_;
    readNext();
    auto* pixmap = new QPixmap(QPixmap::fromImage(image));
    pixmap->setDevicePixelRatio(scale);
    const auto cost = std::max<qsizetype>(1, image.sizeInBytes() / 1024);
    pixmaps_.insert(key, pixmap, cost);
    Q_EMIT loaded(file);
}

} // namespace ndas::ui
