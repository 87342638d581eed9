#include "app/cli/command.h"
#include "app/cli/new_file.h"
#include "app/cli/recording.h"
#include "app/cli/texts.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>
#include <optional>

namespace ndas::cli {

namespace {

std::optional<media::ImageFormat> formatOf(const QString& suffix)
{
    if (suffix == QLatin1String("jpg") || suffix == QLatin1String("jpeg"))
        return media::ImageFormat::Jpeg;
    if (suffix == QLatin1String("png"))
        return media::ImageFormat::Png;
    if (suffix == QLatin1String("webp"))
        return media::ImageFormat::Webp;
    return std::nullopt;
}

/// "640x360"; both numbers from 1 to `largest`.
std::optional<media::PixelSize> sizeFrom(const std::string& text, int largest)
{
    const QStringList sides =
        QString::fromStdString(text).split(QLatin1Char('x'), Qt::KeepEmptyParts, Qt::CaseInsensitive);
    if (sides.size() != 2)
        return std::nullopt;
    const media::PixelSize size{sides[0].toInt(), sides[1].toInt()};
    const bool fine = !size.isEmpty() && size.width <= largest && size.height <= largest;
    return fine ? std::optional(size) : std::nullopt;
}

QJsonArray secondsOf(const std::vector<media::Micros>& times)
{
    QJsonArray seconds;
    for (const media::Micros time : times)
        seconds.append(static_cast<double>(time.count()) / 1e6);
    return seconds;
}

class ThumbnailCommand final : public Command {
public:
    const char* name() const override { return "thumbnail"; }

    const char* summary() const override { return "Save one picture of a recording, or a contact sheet"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "The recording")->required();
        options.add_option("-o,--output", output_, "The new picture: .jpg, .png or .webp")->required();
        CLI::Option* at =
            options.add_option("--at", at_, "Time in seconds (default: a good picture is chosen)")
                ->check(CLI::Range(0.0, 1e6));
        options.add_option("--size", size_,
                           "The box each picture fits into, WIDTHxHEIGHT (default: 320x320)");
        options.add_option("--format", format_, "jpeg, png or webp (default: as the output's name says)");
        sheet_ = options
                     .add_option("--contact-sheet", grid_,
                                 "Many pictures spread over the recording, COLUMNSxROWS (default: 4x3)")
                     ->expected(0, 1)
                     ->excludes(at);
    }

    ExitCode run(Session& session) override
    {
        const auto made = make(session);
        if (!made)
            return session.output().failure(made.error(), QString::fromStdString(file_));
        const double at = static_cast<double>(made->at.count()) / 1e6;
        QJsonObject document{{QStringLiteral("output"), made->path},
                             {QStringLiteral("at_s"), at},
                             {QStringLiteral("width"), made->size.width},
                             {QStringLiteral("height"), made->size.height}};
        QString place = QStringLiteral("at ") + durationText(made->at);
        if (!made->grid.isEmpty()) {
            document.insert(QStringLiteral("columns"), made->grid.columns);
            document.insert(QStringLiteral("rows"), made->grid.rows);
            document.insert(QStringLiteral("tiles_s"), secondsOf(made->tiles));
            place = made->tiles.size() == 1 ? QStringLiteral("1 picture")
                                            : QStringLiteral("%1 pictures").arg(made->tiles.size());
        }
        session.output().document(document);
        session.output().line(
            QStringLiteral("%1: %2, %3").arg(visible(made->path), pixelText(made->size), place));
        return ExitCode::Done;
    }

private:
    Result<media::ThumbnailSpec> wanted() const
    {
        media::ThumbnailSpec spec;
        const QString suffix = QFileInfo(QString::fromStdString(output_)).suffix();
        const auto format = formatOf(format_.empty() ? suffix.toLower() : QString::fromStdString(format_));
        if (!format)
            return fail(ErrorCode::BadOption, format_.empty()
                                                  ? QStringLiteral("--output must end in .jpg, .png or .webp")
                                                  : QStringLiteral("--format must be jpeg, png or webp"));
        spec.format = *format;
        if (sheet_->count() > 0) {
            const auto grid = sizeFrom(grid_.empty() ? "4x3" : grid_, media::mostSheetSide);
            if (!grid)
                return fail(ErrorCode::BadOption, QStringLiteral("--contact-sheet must be like 4x3"));
            spec.grid = {.columns = grid->width, .rows = grid->height};
        }
        if (!size_.empty()) {
            constexpr int largest = 16384;
            const auto size = sizeFrom(size_, largest);
            if (!size)
                return fail(ErrorCode::BadOption, QStringLiteral("--size must be like 640x360"));
            spec.box = *size;
        }
        if (at_)
            spec.at = media::Micros(static_cast<std::int64_t>(*at_ * 1e6));
        return spec;
    }

    Result<media::ThumbnailResult> make(const Session& session) const
    {
        NDAS_TRY(media::ThumbnailSpec spec, wanted());
        const QFileInfo place(QString::fromStdString(output_));
        if (!place.absoluteDir().exists())
            return fail(ErrorCode::BadOption, QStringLiteral("the folder of --output does not exist"));
        if (place.exists() || place.isSymLink())
            return fail(ErrorCode::AlreadyExists, place.absoluteFilePath());
        NewFile picture(place.absolutePath(), QLatin1Char('.') + place.suffix().toLower());
        spec.outputPath = picture.path();
        NDAS_TRY(const media::ProbeResult probe, lookAt(QString::fromStdString(file_), {spec}, session));
        if (probe.thumbnails.empty() || probe.thumbnails.front().path.isEmpty())
            return fail(ErrorCode::Damaged, QStringLiteral("no picture could be decoded there"));
        NDAS_CHECK(picture.publishAs(place.absoluteFilePath()));
        media::ThumbnailResult made = probe.thumbnails.front();
        made.path = place.absoluteFilePath();
        return made;
    }

    std::string file_;
    std::string output_;
    std::string size_;
    std::string format_;
    std::string grid_;
    CLI::Option* sheet_ = nullptr; ///< owned by the parser
    std::optional<double> at_;
};

} // namespace

std::unique_ptr<Command> makeThumbnailCommand()
{
    return std::make_unique<ThumbnailCommand>();
}

} // namespace ndas::cli
