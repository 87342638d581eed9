#include "ui/support/thumbnail_cache.h"

#include <QtGui/QImageReader>

namespace ndas::ui {

static QImage readScaled(const QString& path, QSize box)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isValid() && (size.width() > box.width() || size.height() > box.height()))
        reader.setScaledSize(size.scaled(box, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    return reader.read();
}

ThumbnailCache::ThumbnailCache(QString folder, QObject* parent)
    : QObject(parent)
    , folder_(std::move(folder))
    , pixmaps_(64 * 1024)
{
    pool_.setMaxThreadCount(2);
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
    underWay_.insert(key);
    pool_.start([this, key, file, scale, path = folder_ + QLatin1Char('/') + file, pixels = box * scale] {
        const QImage image = readScaled(path, pixels);
        QMetaObject::invokeMethod(
            this, [this, key, file, image, scale] { keep(key, file, image, scale); }, Qt::QueuedConnection);
    });
    return {};
}

void ThumbnailCache::keep(const QString& key, const QString& file, const QImage& image, qreal scale)
{
    underWay_.remove(key);
    auto* pixmap = new QPixmap(QPixmap::fromImage(image));
    pixmap->setDevicePixelRatio(scale);
    const auto cost = std::max<qsizetype>(1, image.sizeInBytes() / 1024);
    pixmaps_.insert(key, pixmap, cost);
    Q_EMIT loaded(file);
}

} // namespace ndas::ui
