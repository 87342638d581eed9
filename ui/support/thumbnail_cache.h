// Thumbnails for lists: read and scaled on pool threads, kept while there is room. Those asked for last are
// read first; what has waited while many others were asked for has been scrolled away and is not read at all.
// GUI thread only.
#pragma once

#include <QtCore/QCache>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QSize>
#include <QtCore/QThreadPool>
#include <QtGui/QImage>
#include <QtGui/QPixmap>

#include <deque>

namespace ndas::ui {

class ThumbnailCache : public QObject {
    Q_OBJECT
public:
    /// `folder`: where the file names given to pixmap() lie.
    explicit ThumbnailCache(QString folder, QObject* parent = nullptr);
    ~ThumbnailCache() override;

    /// The picture of this file, scaled to fit `box` (device-independent pixels, shape kept, never enlarged
    /// beyond the file). Null while it is read (loaded() follows, unless it was dropped) and when it cannot
    /// be.
    QPixmap pixmap(const QString& file, QSize box, qreal scale);

Q_SIGNALS:
    void loaded(const QString& file);

private:
    struct Request {
        QString key;
        QString file;
        QSize pixels;
        qreal scale = 1;
    };

    void await(Request request);
    void readNext();
    void keep(const QString& key, const QString& file, const QImage& image, qreal scale);

    QString folder_;
    QThreadPool pool_;
    QCache<QString, QPixmap> pixmaps_; ///< cost in KiB
    QSet<QString> underWay_;           ///< being read or waiting for it
    std::deque<Request> waiting_;      ///< the newest last
    int reading_ = 0;
};

} // namespace ndas::ui
