#include "ui/widgets/filter_box.h"

#include "ui/support/icons.h"
#include "ui/support/paint_text.h"

#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace ndas::ui {

namespace {

constexpr int padding = 8;
constexpr int arrowSide = 12;
constexpr int mostCharacters = 24;

} // namespace

FilterBox::FilterBox(const QString& word, const QString& accessibleName, QWidget* parent)
    : QComboBox(parent)
    , word_(word)
{
    setAccessibleName(accessibleName);
    setToolTip(accessibleName);
    setMaxVisibleItems(16);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    // The list is as wide as what it lists, not as the word.
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setKind(this, "filter");
    connect(this, &QComboBox::currentIndexChanged, this, [this] {
        chosenText_.clear();
        updateGeometry();
        update();
    });
}

void FilterBox::setChosenText(const QString& text)
{
    chosenText_ = text;
    updateGeometry();
    update();
}

bool FilterBox::narrows() const
{
    return !word_.isEmpty() && currentIndex() > 0;
}

QString FilterBox::shown() const
{
    if (!chosenText_.isEmpty())
        return chosenText_;
    const bool everything = !word_.isEmpty() && currentIndex() <= 0;
    return everything ? word_ : currentText();
}

QSize FilterBox::sizeHint() const
{
    const QFontMetrics metrics(textFont(font(), TextStep::Body, QFont::Medium));
    const int most = metrics.horizontalAdvance(QString(mostCharacters, QLatin1Char('n')));
    const int text = std::min(most, metrics.horizontalAdvance(shown()) + 2);
    return {text + arrowSide + 6 + 2 * padding, std::max(28, metrics.height() + 10)};
}

void FilterBox::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(hasFocus() ? QPen(tokens.accent) : QPen(Qt::NoPen));
    painter.setBrush(narrows()      ? tokens.accentSoft
                     : underMouse() ? tokens.selected
                                    : QColor(Qt::transparent));
    painter.drawRoundedRect(frame, space::corner, space::corner);
    const QColor ink = narrows() ? tokens.accent : underMouse() ? tokens.text : tokens.dimmed;
    const QRect inside = rect().adjusted(padding, 0, -padding, 0);
    const QRect text = inside.adjusted(0, 0, -arrowSide - 6, 0);
    painter.setPen(ink);
    painter.setFont(textFont(font(), TextStep::Body, narrows() ? QFont::Medium : QFont::Normal));
    drawOneLine(painter, QStyle::visualRect(layoutDirection(), inside, text),
                Qt::AlignLeft | Qt::AlignVCenter, shown());
    const QRect arrow(inside.right() - arrowSide + 1, inside.center().y() - arrowSide / 2 + 1, arrowSide,
                      arrowSide);
    paintIcon(painter, QStyle::visualRect(layoutDirection(), inside, arrow), Icon::ChevronDown, ink);
}

} // namespace ndas::ui
