// Keeps a LibraryModel at what the database says: pages of it at the start and whenever the library changed,
// single recordings when their jobs end or users change them. GUI thread; reads behind the gateway.
#pragma once

#include "ui/models/library_model.h"
#include "ui/support/gateway.h"

#include <QtCore/QElapsedTimer>

namespace ndas::ui {

class LibraryFeed : public QObject {
    Q_OBJECT
public:
    LibraryFeed(Gateway& gateway, LibraryModel& model, QObject* parent = nullptr);

    /// Reads these anew, at once.
    void refresh(const std::vector<VideoId>& ids);

private:
    struct Page {
        std::vector<library::VideoSummary> videos;
        bool reachesEnd = false;
    };

    struct Start {
        Page page;
        std::vector<jobs::Job> jobs;
    };

    enum class Reach { Newest, All };

    void reload();
    void readStart(Reach reach);
    void readFrom(VideoId below);
    void takeStart(Start start, Reach reach);
    bool takePage(VideoId below, Page page); ///< true when more follow
    void finishReading();
    void giveUp(const Error& error);
    void applyJobs(const std::vector<jobs::Job>& jobs);
    static Result<Page> readPage(const library::LibraryStore& store, VideoId below, int limit);

    Gateway& gateway_;
    LibraryModel& model_;
    QTimer rest_; ///< after reading all: a large library must not keep the database thread busy
    QElapsedTimer pass_;
    std::vector<jobs::Job> meanwhile_; ///< announced while a start is read
    int starts_ = 0;                   ///< being read
    bool reading_ = false;
    bool readAgain_ = false;
};

} // namespace ndas::ui
