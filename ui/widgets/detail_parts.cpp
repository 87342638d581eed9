#include "ui/widgets/detail_parts.h"

#include <QtGui/QGuiApplication>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QFrame>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

/// Of a word that is too long: where its parts meet, and where one of them is too long itself.
static QString broken(const QString& word, int longestPart)
{
    QString result;
    int part = 0;
    for (const QChar c : word) {
        if (++part > longestPart) {
            result += mayBreak;
            part = 1;
        }
        result += c;
        if (c == QLatin1Char('_') || c == QLatin1Char('-') || c == QLatin1Char('.')) {
            result += mayBreak;
            part = 0;
        }
    }
    return result;
}

QString breakable(const QString& text, int longestWord)
{
    QString result;
    QString word;
    const auto end = [&] {
        result += word.size() > longestWord ? broken(word, longestWord) : word;
        word.clear();
    };
    for (const QChar c : text) {
        if (!c.isSpace()) {
            word += c;
            continue;
        }
        end();
        result += c;
    }
    end();
    return result;
}

QString heldTogether(const QString& text)
{
    QString result = text;
    const auto last = result.lastIndexOf(QLatin1Char(' '));
    const auto before = last > 0 ? result.lastIndexOf(QLatin1Char(' '), last - 1) : -1;
    for (const auto space : {last, before})
        if (space >= 0)
            result[space] = QChar::Nbsp;
    return result;
}

QLabel* makeText(const QString& text, TextStep step, const char* kind, QWidget* parent, QFont::Weight weight)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    // Selectable text would else stand where its own script begins, whichever way the window is laid out.
    label->setAlignment(Qt::AlignVCenter | Qt::AlignAbsolute |
                        QStyle::visualAlignment(QGuiApplication::layoutDirection(), Qt::AlignLeft));
    setTextStep(label, step, weight);
    if (*kind)
        setKind(label, kind);
    return label;
}

QFrame* makeLine(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFixedHeight(1);
    setKind(line, "line");
    return line;
}

QToolButton* makeSmallButton(Icon which, const QString& tip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(icon(which, IconInk::Dimmed));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

void levelLabels(QFormLayout* form)
{
    for (int row = 0; row < form->rowCount(); ++row) {
        const QLayoutItem* label = form->itemAt(row, QFormLayout::LabelRole);
        const QLayoutItem* field = form->itemAt(row, QFormLayout::FieldRole);
        if (!label || !label->widget() || !field || qobject_cast<QPlainTextEdit*>(field->widget()))
            continue;
        if (QWidget* widget = field->widget())
            widget->ensurePolished(); // the style sheet makes fields higher
        label->widget()->setMinimumHeight(field->sizeHint().height());
        // What the underlined letter adds is not in the hint.
        QWidget* name = label->widget();
        name->setMinimumWidth(name->sizeHint().width() + name->fontMetrics().averageCharWidth() / 2);
    }
}

int factNameWidth(const QWidget* owner)
{
    return owner->fontMetrics().horizontalAdvance(QStringLiteral("Pictures per "));
}

QGridLayout* makeFactGrid(const QWidget* owner)
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::gap);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, factNameWidth(owner));
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace ndas::ui
