// The renditions of one recording: how each is, how large, how much was saved; and what can be done with it.
#pragma once

#include "core/jobs/job.h"
#include "core/library/video.h"

#include <QtWidgets/QWidget>

class QGridLayout;
class QHBoxLayout;

namespace ndas::ui {

class RenditionList : public QWidget {
    Q_OBJECT
public:
    /// `jobs`: of the recording, newest first.
    RenditionList(const library::Video& video, const std::vector<jobs::Job>& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void playRequested(const ndas::library::Rendition& rendition);
    void folderRequested(const ndas::library::Rendition& rendition);
    void removeRequested(const ndas::library::Rendition& rendition);

private:
    using Signal = void (RenditionList::*)(const library::Rendition&);

    void addRendition(QGridLayout* grid, const library::Rendition& rendition, const library::Video& video,
                      const std::vector<jobs::Job>& jobs);
    QHBoxLayout* makeButtons(const library::Rendition& rendition);
};

} // namespace ndas::ui
