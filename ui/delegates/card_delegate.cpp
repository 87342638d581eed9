#include "ui/delegates/card_delegate.h"

#include "ui/models/library_model.h"
#include "ui/support/paint_text.h"
#include "ui/support/sentences.h"
#include "ui/widgets/title_editor.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QStyle>

namespace ndas::ui {

namespace {

constexpr int padding = space::wide;
constexpr int lineGap = 4;
constexpr int badgeGap = 4;

struct CardLines {
    QRect picture;
    QRect title;
    QRect subtitle;
    QRect state;
};

QFont titleFont(const QFont& base)
{
    return textFont(base, TextStep::Body, QFont::DemiBold);
}

QFont smallFont(const QFont& base)
{
    return textFont(base, TextStep::Small);
}

CardLines layOut(const QRect& card, const QFont& font)
{
    const int titleHeight = QFontMetrics(titleFont(font)).height();
    const int smallHeight = QFontMetrics(smallFont(font)).height();
    CardLines lines;
    lines.picture = QRect(card.left(), card.top(), card.width(), card.width() * 9 / 16);
    const int left = card.left() + padding;
    const int width = card.width() - 2 * padding;
    lines.title = QRect(left, lines.picture.bottom() + 1 + padding, width, titleHeight);
    lines.subtitle = QRect(left, lines.title.bottom() + 1 + lineGap, width, smallHeight);
    lines.state = QRect(left, lines.subtitle.bottom() + 1 + lineGap, width, smallHeight);
    return lines;
}

QRect cardRect(const QRect& cell)
{
    return cell.adjusted(CardDelegate::inset, CardDelegate::inset, -CardDelegate::inset,
                         -CardDelegate::inset);
}

QPainterPath rounded(const QRectF& rect)
{
    QPainterPath path;
    path.addRoundedRect(rect, space::corner, space::corner);
    return path;
}

void paintFrame(QPainter& painter, const QRect& card, const QStyleOptionViewItem& option)
{
    const Tokens& tokens = tokensOf(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const bool focused = option.state & QStyle::State_HasFocus;
    const bool hovered = option.state & QStyle::State_MouseOver;
    // What the pointer is over is a little darker, no more: accent and ground belong to what is chosen.
    QColor color = tokens.line;
    if (selected || focused)
        color = tokens.accent;
    else if (hovered)
        color = tokens.dark ? tokens.line.lighter(140) : tokens.line.darker(120);
    const qreal width = selected ? 2 : 1;
    painter.setPen(QPen(color, width, focused && !selected ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(Qt::NoBrush);
    const qreal half = width / 2;
    painter.drawPath(rounded(QRectF(card).adjusted(half, half, -half, -half)));
}

void paintLength(QPainter& painter, const QRect& picture, const QString& text, const QFont& font)
{
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const QSize size(metrics.horizontalAdvance(text) + 2 * badgeGap, metrics.height() + badgeGap);
    QRect badge(QPoint(0, 0), size);
    badge.moveBottomRight(picture.bottomRight() - QPoint(badgeGap, badgeGap));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(badge, space::corner, space::corner);
    painter.setPen(Qt::white);
    drawText(painter, badge, Qt::AlignCenter, text);
}

/// Along the picture's lower edge.
void paintProgress(QPainter& painter, const QRect& picture, double progress, const Tokens& tokens)
{
    const QRect track(picture.left(), picture.bottom() - 3, picture.width(), 4);
    QRect bar = track;
    bar.setWidth(static_cast<int>(track.width() * progress));
    painter.fillRect(track, tokens.track);
    painter.fillRect(QStyle::visualRect(painter.layoutDirection(), track, bar), tokens.accent);
}

QString subtitleOf(const QModelIndex& index)
{
    QStringList parts{oneLine(index.data(LibraryModel::PatientRole).toString()),
                      index.data(LibraryModel::AgeRole).toString(),
                      index.data(LibraryModel::RecordedRole).toString()};
    parts.removeAll(QString());
    if (parts.isEmpty())
        parts << oneLine(index.data(LibraryModel::FileNameRole).toString());
    return parts.join(QStringLiteral(" · "));
}

void paintText(QPainter& painter, const QRect& rect, const QFont& font, const QColor& color,
               const QString& text)
{
    painter.setFont(font);
    painter.setPen(color);
    drawOneLine(painter, rect, Qt::AlignLeft | Qt::AlignVCenter, text);
}

} // namespace

CardDelegate::CardDelegate(ThumbnailCache& thumbnails, QObject* parent)
    : QStyledItemDelegate(parent)
    , thumbnails_(thumbnails)
{
}

int CardDelegate::heightForWidth(int width, const QFont& font)
{
    const QRect card(0, 0, width - 2 * inset, 0);
    return layOut(card, font).state.bottom() + 1 + padding + 2 * inset;
}

QSize CardDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return cell_;
}

void CardDelegate::paintPicture(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Tokens& tokens = tokensOf(option.palette);
    painter.fillRect(rect, tokens.letterbox);
    const QPixmap pixmap = thumbnails_.pixmap(index.data(LibraryModel::ThumbnailRole).toString(),
                                              QSize(320, 180), painter.device()->devicePixelRatioF());
    if (pixmap.isNull()) {
        const QRect middle(rect.center() - QPoint(14, 14), QSize(28, 28));
        paintIcon(painter, middle, Icon::Film, tokens.dimmed);
        return;
    }
    const QSize shown = pixmap.deviceIndependentSize().scaled(rect.size(), Qt::KeepAspectRatio).toSize();
    const QRect target = QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, shown, rect);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(target, pixmap);
}

void CardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const Tokens& tokens = tokensOf(option.palette);
    const QRect card = cardRect(option.rect);
    const CardLines lines = layOut(card, option.font);
    const QFont small = smallFont(option.font);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->fillPath(rounded(card), selected ? tokens.selected : tokens.panel);
    painter->setClipPath(rounded(card));
    paintPicture(*painter, lines.picture, option, index);
    painter->setClipping(false);
    const auto state = index.data(LibraryModel::StateRole).value<LibraryState>();
    if (state.progress >= 0)
        paintProgress(*painter, lines.picture, state.progress, tokens);
    const qint64 duration = index.data(LibraryModel::DurationRole).toLongLong();
    if (duration > 0)
        paintLength(*painter, lines.picture, durationText(media::Micros(duration)), small);
    const QFont bold = titleFont(option.font);
    // Recordings that are named by their camera differ at their ends.
    paintText(*painter, lines.title, bold, tokens.text,
              QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideMiddle, lines.title.width()));
    paintText(*painter, lines.subtitle, small, toneColor(tokens, Tone::Neutral, selected), subtitleOf(index));
    paintState(*painter, lines.state, state.look, option.palette, small, selected);
    paintFrame(*painter, card, option);
    painter->restore();
}

QWidget* CardDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                    const QModelIndex&) const
{
    return new TitleEditor(titleFont(option.font), parent);
}

void CardDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                        const QModelIndex&) const
{
    const QRect title = layOut(cardRect(option.rect), option.font).title;
    const int height = editor->sizeHint().height();
    editor->setGeometry(title.left() - 6, title.center().y() - height / 2, title.width() + 12, height);
}

} // namespace ndas::ui
