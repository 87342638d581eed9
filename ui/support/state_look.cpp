#include "ui/support/state_look.h"

#include "ui/support/paint_text.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace ndas::ui {

static QString tr(const char* text)
{
    return QCoreApplication::translate("States", text);
}

StateLook lookOf(jobs::JobState state)
{
    switch (state) {
    case jobs::JobState::Queued:
        return {Icon::Clock, Tone::Neutral, tr("Waiting")};
    case jobs::JobState::Running:
        return {Icon::Play, Tone::Accent, tr("Working")};
    case jobs::JobState::Paused:
        return {Icon::Pause, Tone::Attention, tr("Paused")};
    case jobs::JobState::Blocked:
        return {Icon::Hand, Tone::Attention, tr("Needs something")};
    case jobs::JobState::Succeeded:
        return {Icon::Tick, Tone::Good, tr("Ready")};
    case jobs::JobState::Failed:
        return {Icon::Cross, Tone::Bad, tr("Failed")};
    case jobs::JobState::Cancelled:
        return {Icon::Slash, Tone::Neutral, tr("Cancelled")};
    }
    return {};
}

bool isTwin(const jobs::Job& job)
{
    return job.state == jobs::JobState::Failed && job.hasError && job.errorCode == ErrorCode::AlreadyImported;
}

StateLook lookOf(const jobs::Job& job)
{
    return isTwin(job) ? StateLook{Icon::Attention, Tone::Attention, tr("Already in the library")}
                       : lookOf(job.state);
}

void paintState(QPainter& painter, const QRect& rect, const StateLook& look, const QPalette& palette,
                const QFont& font, bool onSelected)
{
    const QColor color = toneColor(tokensOf(palette), look.tone, onSelected);
    const QFontMetrics metrics(font);
    const int side = std::min(rect.height(), qRound(metrics.height() * 0.9));
    const Qt::LayoutDirection direction = QGuiApplication::layoutDirection();
    const QRect iconRect(rect.left(), rect.top() + (rect.height() - side) / 2, side, side);
    const QRect textRect = rect.adjusted(side + 6, 0, 0, 0);
    painter.save();
    painter.setFont(font);
    painter.setPen(color);
    paintIcon(painter, QStyle::visualRect(direction, rect, iconRect), look.icon, color);
    drawOneLine(painter, QStyle::visualRect(direction, rect, textRect),
                QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter), look.word);
    painter.restore();
}

} // namespace ndas::ui
