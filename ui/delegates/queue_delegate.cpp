#include "ui/delegates/queue_delegate.h"

#include "ui/models/queue_model.h"
#include "ui/support/paint_text.h"
#include "ui/support/sentences.h"
#include "ui/support/state_look.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QApplication>

namespace ndas::ui {

namespace {

constexpr int barHeight = 6;
constexpr int aboveBar = 5;
constexpr int aroundIcon = 7; // of a button

/// Grows with the letters, and is never too small to be hit.
int buttonSideFor(const QFontMetrics& body)
{
    return std::max(32, body.height() + 2 * aroundIcon);
}

StateLook lookOf(const QModelIndex& index)
{
    return index.data(QueueModel::LookRole).value<StateLook>();
}

QFont bodyFont(const QStyleOptionViewItem& option)
{
    return textFont(option.font, TextStep::Body);
}

QFont smallFont(const QStyleOptionViewItem& option)
{
    return textFont(option.font, TextStep::Small);
}

Qt::Alignment leading(Qt::LayoutDirection direction)
{
    return QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter);
}

Qt::Alignment trailing(Qt::LayoutDirection direction)
{
    return QStyle::visualAlignment(direction, Qt::AlignRight | Qt::AlignVCenter);
}

/// Where words this high stand, so that they and the bar below them are in the middle of the row.
QRect aboveTheBar(const QueueRowPlaces& at, int height)
{
    const int top = at.status.top() + (at.status.height() - height - aboveBar - barHeight) / 2;
    return {at.status.left(), top, at.status.width(), height};
}

/// Left-to-right places within the row's rectangle; mirrored by the caller.
QueueRowPlaces placesLeftToRight(const QStyleOptionViewItem& option)
{
    const QRect row = option.rect.adjusted(space::margin, 0, -space::margin + 4, 0);
    const QFontMetrics body(bodyFont(option));
    const QFontMetrics small(smallFont(option));
    // Where letters are large and the window is small, words need the room of the picture.
    const bool hasPicture = row.width() > 80 * body.averageCharWidth();
    const int pictureHeight = row.height() - 16;
    const int pictureWidth = hasPicture ? pictureHeight * 16 / 9 : 0;
    const int asideWidth = std::max(body.horizontalAdvance(QStringLiteral("12.5× · 58 min left ")),
                                    small.horizontalAdvance(QStringLiteral("attempt 2 · since 22:22 ")));
    const int whatWidth = body.horizontalAdvance(QStringLiteral("Originalm"));

    const int buttonSide = buttonSideFor(body);

    QueueRowPlaces at;
    at.picture = QRect(row.left(), row.top() + 8, pictureWidth, pictureHeight);
    const int buttonTop = row.center().y() - buttonSide / 2 + 1;
    at.menuButton = QRect(row.right() + 1 - buttonSide, buttonTop, buttonSide, buttonSide);
    at.mainButton = at.menuButton.translated(-buttonSide - 4, 0);
    at.aside = QRect(at.mainButton.left() - space::gap - asideWidth, row.top(), asideWidth, row.height());

    const int left = hasPicture ? at.picture.right() + 1 + space::wide : row.left();
    const int free = at.aside.left() - space::wide - left - whatWidth - 2 * space::wide;
    const int titleWidth = std::max(free * 2 / 5, 80);
    const int textTop = row.top() + (row.height() - body.height() - small.height() - 1) / 2;
    at.title = QRect(left, textTop, titleWidth, body.height());
    at.about = QRect(left, at.title.bottom() + 2, titleWidth, small.height());
    at.what = QRect(at.title.right() + 1 + space::wide, row.top(), whatWidth, row.height());
    const int statusLeft = at.what.right() + 1 + space::wide;
    at.status =
        QRect(statusLeft, row.top(), std::max(at.aside.left() - space::wide - statusLeft, 40), row.height());
    const QRect words = aboveTheBar(at, body.height());
    at.bar = QRect(statusLeft, words.bottom() + 1 + aboveBar, at.status.width(), barHeight);
    return at;
}

} // namespace

QueueDelegate::QueueDelegate(ThumbnailCache& thumbnails, BarMotion& motion, QObject* parent)
    : QStyledItemDelegate(parent)
    , thumbnails_(thumbnails)
    , motion_(motion)
{
}

QueueRowPlaces QueueDelegate::places(const QStyleOptionViewItem& option)
{
    QueueRowPlaces at = placesLeftToRight(option);
    for (QRect* rect : {&at.picture, &at.title, &at.about, &at.what, &at.status, &at.bar, &at.aside,
                        &at.mainButton, &at.menuButton})
        *rect = QStyle::visualRect(option.direction, option.rect, *rect);
    return at;
}

QueuePart QueueDelegate::partAt(const QStyleOptionViewItem& option, QPoint point)
{
    const QueueRowPlaces at = places(option);
    if (at.mainButton.contains(point))
        return QueuePart::MainButton;
    if (at.menuButton.contains(point))
        return QueuePart::MenuButton;
    if (at.status.contains(point))
        return QueuePart::Status;
    if (at.what.contains(point))
        return QueuePart::What;
    return at.title.united(at.about).contains(point) ? QueuePart::Title : QueuePart::None;
}

void QueueDelegate::setHot(const QModelIndex& index, QueuePart part, bool pressed)
{
    hot_ = index;
    hotPart_ = part;
    pressed_ = pressed;
}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Ink ink{
        tokensOf(option.palette), option.state.testFlag(QStyle::State_Selected),          option.direction,
        bodyFont(option),         textFont(option.font, TextStep::Body, QFont::DemiBold), smallFont(option)};
    const QueueRowPlaces at = places(option);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintGround(*painter, option, ink);
    if (!at.picture.isEmpty())
        paintPicture(*painter, at.picture, index, ink);

    painter->setPen(ink.tokens.text);
    painter->setFont(ink.strong);
    drawOneLine(*painter, at.title, leading(option.direction), index.data(Qt::DisplayRole).toString());
    painter->setPen(toneColor(ink.tokens, Tone::Neutral, ink.selected));
    painter->setFont(ink.small);
    drawOneLine(*painter, at.about, leading(option.direction), index.data(QueueModel::AboutRole).toString());
    painter->setFont(ink.body);
    drawOneLine(*painter, at.what, leading(option.direction), index.data(QueueModel::WhatRole).toString());
    paintAside(*painter, at, index, ink);
    paintStatus(*painter, at, index, ink);
    paintButton(*painter, at.mainButton, QueuePart::MainButton, index, ink);
    paintButton(*painter, at.menuButton, QueuePart::MenuButton, index, ink);
    painter->restore();
}

void QueueDelegate::paintGround(QPainter& painter, const QStyleOptionViewItem& option, const Ink& ink) const
{
    const QRect& row = option.rect;
    painter.fillRect(row, ink.selected ? ink.tokens.selected : ink.tokens.panel);
    painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), ink.tokens.line);
    if (!option.state.testFlag(QStyle::State_HasFocus))
        return;
    const QRect mark(row.left(), row.top(), 3, row.height() - 1);
    painter.fillRect(QStyle::visualRect(option.direction, row, mark), ink.tokens.accent);
}

void QueueDelegate::paintPicture(QPainter& painter, const QRect& rect, const QModelIndex& index,
                                 const Ink& ink) const
{
    QPainterPath frame;
    frame.addRoundedRect(rect, 4, 4);
    painter.fillPath(frame, ink.tokens.letterbox);
    const QString file = index.data(QueueModel::ThumbnailRole).toString();
    const QPixmap picture =
        file.isEmpty() ? QPixmap()
                       : thumbnails_.pixmap(file, rect.size(), painter.device()->devicePixelRatioF());
    if (picture.isNull()) {
        const int side = rect.height() / 2;
        paintIcon(painter, QRect(rect.center() - QPoint(side / 2, side / 2), QSize(side, side)), Icon::Film,
                  ink.tokens.dimmed);
        return;
    }
    const QSizeF size = picture.deviceIndependentSize();
    painter.save();
    painter.setClipPath(frame);
    painter.drawPixmap(
        QPointF(rect.x() + (rect.width() - size.width()) / 2, rect.y() + (rect.height() - size.height()) / 2),
        picture);
    painter.restore();
}

void QueueDelegate::paintAside(QPainter& painter, const QueueRowPlaces& at, const QModelIndex& index,
                               const Ink& ink) const
{
    const auto lineLike = [&at](const QRect& other) {
        return QRect(at.aside.left(), other.top(), at.aside.width(), other.height());
    };
    const QString tries = index.data(QueueModel::TriesRole).toString();
    drawTwoLines(painter, tries.isEmpty() ? at.aside : lineLike(at.title), trailing(ink.direction),
                 index.data(QueueModel::AsideRole).toString());
    painter.setFont(ink.small);
    drawOneLine(painter, lineLike(at.about), trailing(ink.direction), tries);
}

void QueueDelegate::paintStatus(QPainter& painter, const QueueRowPlaces& at, const QModelIndex& index,
                                const Ink& ink) const
{
    const Qt::LayoutDirection direction = ink.direction;
    const StateLook look = lookOf(index);
    const QColor color = toneColor(ink.tokens, look.tone, ink.selected);
    const bool hasBar = index.data(QueueModel::ShowsBarRole).toBool();
    const QFontMetrics metrics(ink.body);
    const int side = qRound(metrics.height() * 0.9);
    const QString percent = hasBar ? percentText(index.data(QueueModel::ProgressRole).toDouble()) : QString();
    const int percentWidth = hasBar ? metrics.horizontalAdvance(percent) + space::gap : 0;
    const int room = at.status.width() - side - 6 - percentWidth;

    const QString status = index.data(QueueModel::StatusRole).toString();
    const bool fits =
        hasBar ? metrics.horizontalAdvance(status) <= room : fitsInTwoLines(status, ink.body, room);
    QRect words = at.status;
    if (hasBar)
        words = aboveTheBar(at, fits ? metrics.height() : 2 * QFontMetrics(ink.small).height());
    const QRect icon(words.left(), words.center().y() - side / 2, side, side);
    paintIcon(painter, QStyle::visualRect(direction, words, icon), look.icon, color);
    painter.setFont(fits ? ink.body : ink.small);
    painter.setPen(color);
    drawTwoLines(painter, QStyle::visualRect(direction, words, words.adjusted(side + 6, 0, -percentWidth, 0)),
                 leading(direction), status);
    if (!hasBar)
        return;
    painter.setFont(ink.body);
    painter.setPen(toneColor(ink.tokens, Tone::Neutral, ink.selected));
    drawOneLine(painter, words, trailing(direction), percent);
    QRect bar = at.bar;
    bar.moveTop(words.bottom() + 1 + aboveBar);
    paintBar(painter, bar, index, ink);
}

void QueueDelegate::paintBar(QPainter& painter, const QRect& rect, const QModelIndex& index,
                             const Ink& ink) const
{
    const double shown = motion_.shown(index.data(QueueModel::JobIdRole).toLongLong(),
                                       index.data(QueueModel::ProgressRole).toDouble());
    QPainterPath track;
    track.addRoundedRect(rect, barHeight / 2.0, barHeight / 2.0);
    QColor ground = ink.selected ? ink.tokens.dimmed : ink.tokens.track;
    if (ink.selected)
        ground.setAlphaF(0.3F);
    painter.fillPath(track, ground);
    QRectF done(rect);
    done.setWidth(rect.width() * std::clamp(shown, 0.0, 1.0));
    if (ink.direction == Qt::RightToLeft)
        done.moveRight(rect.right() + 1.0);
    painter.save();
    painter.setClipPath(track);
    painter.fillRect(done, toneColor(ink.tokens, lookOf(index).tone, ink.selected));
    painter.restore();
}

void QueueDelegate::paintButton(QPainter& painter, const QRect& rect, QueuePart part,
                                const QModelIndex& index, const Ink& ink) const
{
    Icon which = Icon::More;
    if (part == QueuePart::MainButton) {
        const auto action = index.data(QueueModel::MainActionRole);
        if (!action.isValid())
            return;
        which = iconOf(static_cast<QueueAction>(action.toInt()));
    }
    const bool hot = hotPart_ == part && hot_ == index;
    if (hot) {
        QPainterPath ground;
        ground.addRoundedRect(rect, space::corner, space::corner);
        painter.fillPath(ground, pressed_ ? ink.tokens.line
                                          : (ink.selected ? ink.tokens.panel : ink.tokens.selected));
    }
    paintIcon(painter, rect.adjusted(aroundIcon, aroundIcon, -aroundIcon, -aroundIcon), which,
              hot ? ink.tokens.text : toneColor(ink.tokens, Tone::Neutral, ink.selected));
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const int text = QFontMetrics(bodyFont(option)).height() + QFontMetrics(smallFont(option)).height();
    return {400, std::max(56, (text + 24 + 3) / 4 * 4)};
}

} // namespace ndas::ui
