// Colours, type steps and the look of the standard widgets. Widgets and delegates take their colours from
// tokensOf(palette()), so that they follow a change of theme without being told.
#pragma once

#include "core/settings/settings.h"

#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QPalette>

class QApplication;
class QWidget;

namespace ndas::ui {

/// What a colour says. Never alone: a tone always comes with a shape and a word.
enum class Tone { Neutral, Accent, Good, Bad, Attention };

struct Tokens {
    bool dark = false;
    QColor window, panel, line;
    QColor text, dimmed;
    QColor accent, accentSoft, onAccent, selected;
    QColor ready, failed, attention;
    QColor letterbox; ///< behind pictures that do not fill their frame
    QColor track;     ///< the empty part of a progress bar
};

const Tokens& lightTokens();
const Tokens& darkTokens();
/// The tokens that go with this palette.
const Tokens& tokensOf(const QPalette& palette);
QPalette paletteOf(const Tokens& tokens);

/// Readable (4.5:1) on window and panel; with `onSelected` also on a selected row.
QColor toneColor(const Tokens& tokens, Tone tone, bool onSelected = false);

/// Steps of 11, 13, 16 and 22 relative to the system's size, which counts as 13.
enum class TextStep { Small, Body, Title, Heading };
QFont textFont(const QFont& base, TextStep step, QFont::Weight weight = QFont::Normal);
void setTextStep(QWidget* widget, TextStep step, QFont::Weight weight = QFont::Normal);

/// Distances, on a grid of four.
namespace space {
inline constexpr int gap = 8;
inline constexpr int wide = 12;
inline constexpr int margin = 16;
inline constexpr int corner = 6;
} // namespace space

/// Looks of standard widgets beyond Fusion's, as a dynamic property "kind" the style sheet knows:
/// "primary" and "quiet" buttons, "chip" check buttons, "panel" frames, "dimmed" labels, "line" separators,
/// "navigation" buttons, "plain" scroll areas and views without a frame, "pane" the same on the
/// panel's ground.
void setKind(QWidget* widget, const char* kind);

/// Puts Fusion, palette and style sheet on the application. `system` is what the desktop asks for: the
/// palette the application had before its first theme.
void applyTheme(QApplication& application, settings::Theme theme, const QPalette& system);

} // namespace ndas::ui
