#include "app/desktop/self_test.h"

#include "app/composition/self_check.h"
#include "core/base/interrupt.h"
#include "ui/support/icons.h"

#include <QtGui/QFontDatabase>
#include <QtGui/QFontInfo>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QImageReader>

#include <cstdio>

namespace ndas::app {

namespace {

CheckLine checkIcons()
{
    const QStringList broken = ui::brokenIcons();
    return {.name = QStringLiteral("icons"),
            .fine = broken.isEmpty(),
            .detail = broken.isEmpty() ? QStringLiteral("all drawn")
                                       : QStringLiteral("cannot be drawn: ") + broken.join(QLatin1Char(' '))};
}

CheckLine checkFonts()
{
    const QFont font = QGuiApplication::font();
    const bool drawn = !QFontDatabase::families().isEmpty() &&
                       QFontMetrics(font).horizontalAdvance(QStringLiteral("Library")) > 0;
    return {.name = QStringLiteral("fonts"),
            .fine = drawn,
            .detail = drawn ? QFontInfo(font).family()
                            : QStringLiteral("no font found; install one, e.g. fonts-dejavu-core")};
}

CheckLine checkThumbnailReader()
{
    const bool found = QImageReader::supportedImageFormats().contains("jpeg");
    return {.name = QStringLiteral("pictures"),
            .fine = found,
            .detail = found ? QStringLiteral("JPEG can be read")
                            : QStringLiteral("Qt's JPEG plugin is missing (imageformats/qjpeg)")};
}

} // namespace

ExitCode runSelfTest(const AppPaths& paths, const QString& file)
{
    std::vector<CheckLine> lines{checkIcons(), checkFonts(), checkThumbnailReader()};
    for (CheckLine& line : selfCheck(paths, file, installInterruptHandler()))
        lines.push_back(std::move(line));
    bool fine = true;
    for (const CheckLine& line : lines) {
        fine = fine && line.fine;
        std::printf("%s  %s: %s\n", line.fine ? "ok     " : "MISSING", line.name.toLocal8Bit().constData(),
                    line.detail.toLocal8Bit().constData());
    }
    std::puts(fine ? "Everything is there." : "Something is missing; see above.");
    return fine ? ExitCode::Done : ExitCode::Environment;
}

} // namespace ndas::app
