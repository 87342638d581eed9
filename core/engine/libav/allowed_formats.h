// Which demuxers and decoders a recording may reach: those recordings are made with, and no other.
#pragma once

struct AVInputFormat;

namespace ndas::engine {

/// Comma-separated names as AVFormatContext::format_whitelist and codec_whitelist take them.
const char* allowedDemuxers();
const char* allowedDecoders();

enum class FormatKind {
    Video,      ///< may be opened
    Sound,      ///< known, but holds no picture
    Bare,       ///< pictures, but no container that says when they are shown
    OtherVideo, ///< videos too, but so rare that they are not opened
    Image,      ///< or an animation of the web
    Foreign,    ///< playlist, subtitle, ...: not opened
};

FormatKind kindOf(const AVInputFormat& format);

} // namespace ndas::engine
