#include "core/engine/libav/library_log.h"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>

extern "C" {
#include <libavutil/log.h>
}

namespace ndas::engine {

namespace {

constexpr int mostLines = 60;
constexpr std::size_t longestLine = 300;

/// libav's callback carries no pointer of ours, so its state has to live here.
class LineLog {
public:
    void write(const std::string& line)
    {
        const std::lock_guard lock(mutex_);
        if (line == last_) {
            ++repeats_;
            return;
        }
        flushRepeats();
        last_ = line;
        put(line);
    }

    void renew()
    {
        const std::lock_guard lock(mutex_);
        flushRepeats();
        last_.clear();
        lines_ = 0;
    }

private:
    void flushRepeats()
    {
        if (repeats_ > 0)
            put("(repeated " + std::to_string(repeats_) + " times)");
        repeats_ = 0;
    }

    void put(const std::string& line)
    {
        if (lines_ > mostLines)
            return;
        ++lines_;
        std::fputs(lines_ > mostLines ? "(further messages left out)" : line.c_str(), stderr);
        std::fputc('\n', stderr);
    }

    std::mutex mutex_;
    std::string last_;
    int repeats_ = 0;
    int lines_ = 0;
};

LineLog& lineLog()
{
    static LineLog log;
    return log;
}

void onMessage(void* context, int level, const char* format, va_list arguments)
{
    // swscale says this of every camera that writes full-range JPEG; it is handled.
    constexpr std::string_view harmless = "deprecated pixel format used";
    if (level > AV_LOG_WARNING || std::string_view(format).starts_with(harmless))
        return;
    std::array<char, longestLine> text{};
    // Addresses in the prefix would make every repetition look new, so only the name of the part is kept.
    std::vsnprintf(text.data(), text.size(), format, arguments);
    std::string line(text.data());
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.pop_back();
    const AVClass* part = context ? *static_cast<AVClass**>(context) : nullptr;
    if (part)
        line = std::string(part->item_name(context)) + ": " + line;
    if (!line.empty())
        lineLog().write(line);
}

} // namespace

void startLibraryLog()
{
    av_log_set_level(AV_LOG_WARNING);
    av_log_set_callback(onMessage);
}

void renewLibraryLogAllowance()
{
    lineLog().renew();
}

} // namespace ndas::engine
