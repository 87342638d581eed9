// Colours keep their contrast and every icon draws.
#include "ui/support/icons.h"
#include "ui/support/paint_text.h"
#include "ui/support/theme.h"

#include <QtGui/QPainter>
#include <QtTest/QtTest>
#include <QtWidgets/QPushButton>

#include <cmath>

using namespace ndas::ui;

namespace {

double luminance(const QColor& color)
{
    const auto linear = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// WCAG 2.1, "contrast ratio".
double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textIsReadableOnEveryGround_data();
    void textIsReadableOnEveryGround();
    void textSizesAreFourSteps();
    void paletteTellsItsTokens();
    void everyIconDraws();
    void iconFollowsThePalette();
    void latinTextIsNotTurnedRound_data();
    void latinTextIsNotTurnedRound();
    void anEllipsisStaysAtItsEndOnAMirroredButton();
};

void TestTheme::textIsReadableOnEveryGround_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    for (const Tokens& t : {lightTokens(), darkTokens()}) {
        const char* scheme = t.dark ? "dark" : "light";
        const auto row = [&](const char* what, const QColor& ink, const QColor& ground) {
            QTest::addRow("%s %s", scheme, what) << ink << ground;
        };
        for (const Tone tone : {Tone::Neutral, Tone::Accent, Tone::Good, Tone::Bad, Tone::Attention}) {
            const auto number = QByteArray::number(static_cast<int>(tone));
            row("tone on window " + number, toneColor(t, tone), t.window);
            row("tone on panel " + number, toneColor(t, tone), t.panel);
            row("tone on selected " + number, toneColor(t, tone, true), t.selected);
        }
        row("text on selected", t.text, t.selected);
        row("accent on soft accent", t.accent, t.accentSoft);
        row("text on accent", t.onAccent, t.accent);
    }
}

void TestTheme::textIsReadableOnEveryGround()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    const double ratio = contrast(ink, ground);
    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1:1").arg(ratio)));
}

void TestTheme::textSizesAreFourSteps()
{
    QFont base = QGuiApplication::font();
    base.setPointSizeF(13);
    QGuiApplication::setFont(base);
    QList<double> sizes;
    for (const TextStep step : {TextStep::Small, TextStep::Body, TextStep::Title, TextStep::Heading})
        sizes << textFont(base, step).pointSizeF();
    QCOMPARE(sizes, (QList<double>{11, 13, 16, 22}));
}

void TestTheme::paletteTellsItsTokens()
{
    QVERIFY(tokensOf(paletteOf(darkTokens())).dark);
    QVERIFY(!tokensOf(paletteOf(lightTokens())).dark);
}

void TestTheme::everyIconDraws()
{
    QCOMPARE(brokenIcons(), QStringList());
    for (int which = 0; which <= static_cast<int>(Icon::Trash); ++which) {
        const QImage image = iconPixmap(static_cast<Icon>(which), 24, Qt::red, 1.0).toImage();
        bool inked = false;
        for (int y = 0; y < image.height() && !inked; ++y)
            for (int x = 0; x < image.width() && !inked; ++x)
                inked = image.pixelColor(x, y).alpha() > 128 && image.pixelColor(x, y).red() > 200;
        QVERIFY2(inked, qPrintable(QString::number(which)));
    }
}

void TestTheme::iconFollowsThePalette()
{
    const QIcon tick = icon(Icon::Tick);
    QGuiApplication::setPalette(paletteOf(lightTokens()));
    const QImage light = tick.pixmap(24).toImage();
    QGuiApplication::setPalette(paletteOf(darkTokens()));
    QVERIFY(tick.pixmap(24).toImage() != light);
}

void TestTheme::latinTextIsNotTurnedRound_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("size") << QStringLiteral("300 kB");
    QTest::newRow("percent") << QStringLiteral("64 %");
    QTest::newRow("sentence") << QStringLiteral("Ready · 1 kB, 85 % smaller.");
}

void TestTheme::latinTextIsNotTurnedRound()
{
    QFETCH(QString, text);
    const auto painted = [&text](Qt::LayoutDirection direction) {
        QImage image(240, 32, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setLayoutDirection(direction);
        drawOneLine(painter, image.rect(), Qt::AlignHCenter | Qt::AlignVCenter, text);
        return image;
    };
    QCOMPARE(painted(Qt::RightToLeft), painted(Qt::LeftToRight));
}

void TestTheme::anEllipsisStaysAtItsEndOnAMirroredButton()
{
    applyTheme(*qApp, ndas::settings::Theme::Light, QGuiApplication::palette());
    QPushButton button(QStringLiteral("Edit…"));
    button.resize(160, 40);
    const QImage plain = button.grab().toImage();
    button.setLayoutDirection(Qt::RightToLeft);
    QCOMPARE(button.grab().toImage(), plain);
}

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
