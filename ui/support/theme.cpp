#include "ui/support/theme.h"

#include "ui/support/reading_style.h"

#include <QtCore/QFile>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QtGui/QStyleHints>
#endif

namespace ndas::ui {

const Tokens& lightTokens()
{
    static const Tokens tokens{
        .dark = false,
        .window = QColor(0xF6F7F8),
        .panel = QColor(0xFFFFFF),
        .line = QColor(0xE1E5E8),
        .text = QColor(0x14202A),
        .dimmed = QColor(0x5B6975),
        .accent = QColor(0x0F766E),
        .accentSoft = QColor(0xE3F2F0),
        .onAccent = QColor(0xFFFFFF),
        .selected = QColor(0xD7ECE9),
        .ready = QColor(0x15803D),
        .failed = QColor(0xB42318),
        .attention = QColor(0xB45309),
        .letterbox = QColor(0xE8ECEF),
        .track = QColor(0xE1E5E8),
    };
    return tokens;
}

const Tokens& darkTokens()
{
    static const Tokens tokens{
        .dark = true,
        .window = QColor(0x15191D),
        .panel = QColor(0x1C2227),
        .line = QColor(0x2C343B),
        .text = QColor(0xE8EDF1),
        .dimmed = QColor(0x9AA7B2),
        .accent = QColor(0x2DD4BF),
        .accentSoft = QColor(0x16322F),
        .onAccent = QColor(0x06221F),
        .selected = QColor(0x17393A),
        .ready = QColor(0x4ADE80),
        .failed = QColor(0xF97066),
        .attention = QColor(0xFBBF24),
        .letterbox = QColor(0x101417),
        .track = QColor(0x2C343B),
    };
    return tokens;
}

const Tokens& tokensOf(const QPalette& palette)
{
    // By the ink alone: a style sheet that makes a ground transparent makes it black in the palette.
    const bool dark = palette.color(QPalette::Text).lightness() > 127;
    return dark ? darkTokens() : lightTokens();
}

static void setTextColors(QPalette& palette, const Tokens& tokens)
{
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText,
                            QPalette::HighlightedText}) {
        palette.setColor(role, tokens.text);
        palette.setColor(QPalette::Disabled, role, tokens.dimmed);
    }
    palette.setColor(QPalette::PlaceholderText, tokens.dimmed);
    palette.setColor(QPalette::BrightText, tokens.onAccent);
    palette.setColor(QPalette::Link, tokens.accent);
    palette.setColor(QPalette::LinkVisited, tokens.accent);
}

QPalette paletteOf(const Tokens& tokens)
{
    QPalette palette(tokens.text, tokens.panel, tokens.line, tokens.line, tokens.line, tokens.text,
                     tokens.text, tokens.panel, tokens.window);
    palette.setColor(QPalette::Button, tokens.panel);
    palette.setColor(QPalette::AlternateBase, tokens.window);
    palette.setColor(QPalette::ToolTipBase, tokens.panel);
    palette.setColor(QPalette::Highlight, tokens.selected);
    palette.setColor(QPalette::Shadow, tokens.line);
    setTextColors(palette, tokens);
    return palette;
}

QColor toneColor(const Tokens& tokens, Tone tone, bool onSelected)
{
    const auto readable = [&](const QColor& color) {
        if (!onSelected)
            return color;
        return tokens.dark ? color.lighter(106) : color.darker(118);
    };
    switch (tone) {
    case Tone::Accent:
        return readable(tokens.accent);
    case Tone::Good:
        return readable(tokens.ready);
    case Tone::Bad:
        return readable(tokens.failed);
    case Tone::Attention:
        return readable(tokens.attention);
    case Tone::Neutral:
        break;
    }
    return tokens.dimmed;
}

static double factorOf(TextStep step)
{
    switch (step) {
    case TextStep::Small:
        return 11.0 / 13.0;
    case TextStep::Title:
        return 16.0 / 13.0;
    case TextStep::Heading:
        return 22.0 / 13.0;
    case TextStep::Body:
        break;
    }
    return 1.0;
}

QFont textFont(const QFont& base, TextStep step, QFont::Weight weight)
{
    QFont font(base);
    const QFont system = QGuiApplication::font();
    if (system.pointSizeF() > 0)
        font.setPointSizeF(system.pointSizeF() * factorOf(step));
    else
        font.setPixelSize(qRound(system.pixelSize() * factorOf(step)));
    font.setWeight(weight);
    return font;
}

void setTextStep(QWidget* widget, TextStep step, QFont::Weight weight)
{
    widget->setFont(textFont(widget->font(), step, weight));
}

void setKind(QWidget* widget, const char* kind)
{
    widget->setProperty("kind", QString::fromLatin1(kind));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

static QString styleSheetFor(const Tokens& tokens)
{
    QFile file(QStringLiteral(":/ndas/style/style.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::array<std::pair<const char*, QColor>, 11> values{{
        {"@window", tokens.window},
        {"@panel", tokens.panel},
        {"@line", tokens.line},
        {"@text", tokens.text},
        {"@dimmed", tokens.dimmed},
        {"@accent-soft", tokens.accentSoft},
        {"@accent-strong", tokens.dark ? tokens.accent.lighter(112) : tokens.accent.darker(118)},
        {"@accent", tokens.accent},
        {"@on-accent", tokens.onAccent},
        {"@selected", tokens.selected},
        {"@track", tokens.track},
    }};
    for (const auto& [token, color] : values)
        sheet.replace(QLatin1String(token), color.name());
    sheet.replace(QLatin1String("@scheme"), tokens.dark ? QLatin1String("dark") : QLatin1String("light"));
    // The one picture a style sheet draws itself cannot be tinted by us.
    const auto arrow = tokens.dark ? QLatin1String("arrow-dark.svg") : QLatin1String("arrow-light.svg");
    return sheet.replace(QLatin1String("@arrow"), arrow);
}

static bool systemIsDark(const QPalette& system)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return tokensOf(system).dark;
}

void applyTheme(QApplication& application, settings::Theme theme, const QPalette& system)
{
    const bool dark =
        theme == settings::Theme::System ? systemIsDark(system) : theme == settings::Theme::Dark;
    const Tokens& tokens = dark ? darkTokens() : lightTokens();
    if (application.styleSheet().isEmpty()) // the first time
        application.setStyle(new ReadingStyle);
    application.setPalette(paletteOf(tokens));
    application.setStyleSheet(styleSheetFor(tokens));
}

} // namespace ndas::ui
