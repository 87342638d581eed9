// Another picture for a recording: one of those spread over it, or that of any time. The caller reads
// picture() when accepted and deletes it. GUI thread; the pictures are made by the worker.
#pragma once

#include "core/library/preview_folder.h"
#include "core/library/thumbnails.h"
#include "ui/support/gateway.h"

#include <QtGui/QImage>
#include <QtWidgets/QDialog>

#include <functional>

class QLabel;
class QListWidget;
class QPushButton;
class QSlider;
class QTimeEdit;

namespace ndas::ui {

class WholePicture;

class ThumbnailDialog : public QDialog {
    Q_OBJECT
public:
    ThumbnailDialog(Gateway& gateway, const library::Video& video, QWidget* parent = nullptr);
    ~ThumbnailDialog() override;

    const library::ThumbnailPicture& picture() const { return picture_; }

private:
    /// A picture, or the sheet of many, as the worker made it.
    struct Shot {
        media::ThumbnailResult made;
        QByteArray jpeg;
        QImage image;
    };

    void build();
    void readTiles();
    void addTiles(const Shot& sheet);
    void fitTiles();
    int heightOfTiles() const; ///< of all, as far as the screen has room
    QString timeText(media::Micros at) const;
    void choose(media::Micros at);
    void shoot();
    void show(const Shot& shot);
    void sayProblem(const Error& error);
    media::Micros chosen() const;

    void make(media::ThumbnailSpec spec, std::function<void(Result<Shot>)> deliver);
    static Result<Shot> shotOf(jobs::MediaService& media, const QString& path,
                               const media::ThumbnailSpec& spec, const CancellationToken& token);

    Gateway& gateway_;
    QString path_;
    media::Micros duration_;
    CancellationSource cancel_;
    std::shared_ptr<library::PreviewFolder> folder_;
    QTimer soon_; ///< no picture for every step of a slider that is being dragged
    int shots_ = 0;
    bool shooting_ = false;
    library::ThumbnailPicture picture_;
    QListWidget* tiles_;
    WholePicture* preview_;
    QLabel* hint_;
    QSlider* slider_;
    QTimeEdit* time_;
    QPushButton* use_;
};

} // namespace ndas::ui
