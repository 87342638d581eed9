#include "core/engine/libav/capabilities.h"

#include "core/engine/libav/av_handles.h"

extern "C" {
#include <libavutil/avutil.h>
}

namespace ndas::engine {

namespace {

constexpr const char* neededEncoders[] = {"libx264", "aac", "mjpeg", "png", "libwebp"};
constexpr const char* neededFilters[] = {"buffer",    "buffersink", "scale",       "format", "setsar",
                                         "transpose", "hflip",      "vflip",       "bwdif",  "zscale",
                                         "setfield",  "pad",        "premultiply", "idet",   "tonemap",
                                         "setparams", "aresample",  "aformat",     "ssim",   "estdif"};

QString versionText(const char* library, unsigned version)
{
    return QStringLiteral("%1 %2.%3.%4")
        .arg(QLatin1String(library))
        .arg(AV_VERSION_MAJOR(version))
        .arg(AV_VERSION_MINOR(version))
        .arg(AV_VERSION_MICRO(version));
}

} // namespace

media::CapabilitiesResult capabilities()
{
    media::CapabilitiesResult result;
    result.versions = {
        versionText("libavformat", avformat_version()), versionText("libavcodec", avcodec_version()),
        versionText("libavfilter", avfilter_version()), versionText("libavutil", avutil_version()),
        versionText("libswscale", swscale_version()),   versionText("libswresample", swresample_version())};
    for (const char* name : neededEncoders) {
        if (avcodec_find_encoder_by_name(name))
            result.encoders << QLatin1String(name);
    }
    for (const char* name : neededFilters) {
        if (avfilter_get_by_name(name))
            result.filters << QLatin1String(name);
    }
    return result;
}

} // namespace ndas::engine
