#include "core/engine/codec/aac_channel.h"

#include "core/engine/codec/aac_tables.h"

#include <vector>

namespace ndas::engine::aac {

namespace {

constexpr unsigned reservedBook = 12;
constexpr unsigned noiseBook = 13;
constexpr unsigned mostLinesBook = 11;
constexpr unsigned lastOfQuads = 4;

static_assert(bands.size() == sampleRates);

/// What follows a code (Book::followers); -1: there is no such code.
int readCode(BitReader& bits, const Book& book)
{
    unsigned code = 0;
    unsigned first = 0;
    std::size_t index = 0;
    for (const std::uint8_t count : book.counts) {
        code = (code << 1) | bits.read(1);
        first <<= 1;
        if (code < first + count) {
            index += code - first;
            return index < book.followers.size() ? book.followers[index] - '0' : 0;
        }
        index += count;
        first += count;
    }
    return -1;
}

/// 4.6.3.3: a row of ones, a zero, and four bits more than there were ones.
bool skipEscape(BitReader& bits)
{
    constexpr int most = 8;
    int ones = 0;
    while (bits.flag())
        if (++ones > most)
            return false;
    bits.skip(static_cast<std::size_t>(ones) + 4);
    return true;
}

struct Window {
    bool isShort = false;
    unsigned usedBands = 0;
    std::vector<unsigned> groups; ///< how many windows share their bands
};

bool readWindow(BitReader& bits, Window& window)
{
    constexpr unsigned eightShort = 2;
    bits.skip(1);
    window.isShort = bits.read(2) == eightShort;
    bits.skip(1);
    window.usedBands = bits.read(window.isShort ? 4 : 6);
    window.groups = {1};
    if (!window.isShort)
        return !bits.flag(); // prediction, which AAC-LC has not
    for (int i = 0; i < 7; ++i) {
        if (bits.flag())
            ++window.groups.back();
        else
            window.groups.push_back(1);
    }
    return true;
}

/// Lines that are coded alike.
struct Section {
    unsigned book = 0;
    unsigned from = 0; ///< band
    unsigned to = 0;
    unsigned windows = 1;
};

class Channel {
public:
    Channel(BitReader& bits, const Bands& bands, Window window)
        : bits_(bits)
        , window_(std::move(window))
        , starts_(window_.isShort ? bands.shortWindow : bands.longWindow)
    {
    }

    /// Behind gain and window.
    bool skip()
    {
        if (window_.usedBands >= starts_.size() || !readSections() || !skipScaleFactors())
            return false;
        skipPulses();
        skipNoiseShaping();
        const bool hasGainControl = bits_.flag(); // which AAC-LC has not
        return !hasGainControl && skipLines() && !bits_.isPastEnd();
    }

private:
    bool readSections()
    {
        const int lengthBits = window_.isShort ? 3 : 5;
        const unsigned goesOn = (1U << lengthBits) - 1;
        for (const unsigned windows : window_.groups) {
            for (unsigned band = 0; band < window_.usedBands;) {
                Section section{.book = bits_.read(4), .from = band, .to = band, .windows = windows};
                unsigned length = goesOn;
                while (length == goesOn && !bits_.isPastEnd())
                    section.to += length = bits_.read(lengthBits);
                if (section.book == reservedBook || section.to > window_.usedBands || bits_.isPastEnd())
                    return false;
                band = section.to;
                sections_.push_back(section);
            }
        }
        return true;
    }

    bool skipScaleFactors()
    {
        constexpr std::size_t firstNoiseBits = 9;
        bool isFirstNoise = true;
        for (const Section& section : sections_) {
            for (unsigned band = section.from; section.book != 0 && band < section.to; ++band) {
                if (section.book == noiseBook && isFirstNoise) {
                    bits_.skip(firstNoiseBits);
                    isFirstNoise = false;
                } else if (readCode(bits_, scaleFactors) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    void skipPulses()
    {
        if (!bits_.flag())
            return;
        const unsigned pulses = bits_.read(2) + 1;
        bits_.skip(6 + std::size_t{9} * pulses);
    }

    void skipNoiseShaping()
    {
        if (!bits_.flag())
            return;
        for (int window = 0; window < (window_.isShort ? 8 : 1); ++window) {
            const unsigned filters = bits_.read(window_.isShort ? 1 : 2);
            const unsigned resolution = filters > 0 ? bits_.read(1) : 0;
            for (unsigned filter = 0; filter < filters; ++filter) {
                bits_.skip(window_.isShort ? 4 : 6);
                const unsigned order = bits_.read(window_.isShort ? 3 : 5);
                if (order == 0)
                    continue;
                bits_.skip(1);
                const unsigned isCompressed = bits_.read(1);
                bits_.skip(std::size_t{order} * (resolution + 3 - isCompressed));
            }
        }
    }

    bool skipLines()
    {
        for (const Section& section : sections_) {
            if (section.book == 0 || section.book > mostLinesBook)
                continue;
            const unsigned lines = (starts_[section.to] - starts_[section.from]) * section.windows;
            const unsigned together = section.book <= lastOfQuads ? 4 : 2;
            for (unsigned line = 0; line < lines; line += together)
                if (!skipCode(spectra[section.book - 1]))
                    return false;
        }
        return true;
    }

    bool skipCode(const Book& book)
    {
        const int followers = readCode(bits_, book);
        if (followers < 0 || bits_.isPastEnd())
            return false;
        const int escapes = &book == &spectra.back() ? followers / 3 : 0;
        bits_.skip(static_cast<std::size_t>(followers - 3 * escapes));
        for (int i = 0; i < escapes; ++i)
            if (!skipEscape(bits_))
                return false;
        return true;
    }

    BitReader& bits_;
    Window window_;
    std::span<const std::uint16_t> starts_;
    std::vector<Section> sections_;
};

const Bands& bandsFor(int rateIndex)
{
    return bands[static_cast<std::size_t>(rateIndex)];
}

void skipGain(BitReader& bits)
{
    bits.skip(8);
}

bool skipChannel(BitReader& bits, int rateIndex)
{
    Window window;
    skipGain(bits);
    return readWindow(bits, window) && Channel(bits, bandsFor(rateIndex), std::move(window)).skip();
}

/// Of a pair whose channels share their windows: which bands are coded as sum and difference.
bool skipSumBands(BitReader& bits, const Window& window)
{
    constexpr unsigned bandByBand = 1;
    constexpr unsigned reserved = 3;
    const unsigned present = bits.read(2);
    if (present == bandByBand)
        bits.skip(window.groups.size() * window.usedBands);
    return present != reserved;
}

} // namespace

bool skipSingleChannel(BitReader& bits, int rateIndex)
{
    bits.skip(4); // its number
    return skipChannel(bits, rateIndex);
}

bool skipChannelPair(BitReader& bits, int rateIndex)
{
    bits.skip(4);
    if (!bits.flag())
        return skipChannel(bits, rateIndex) && skipChannel(bits, rateIndex);
    Window shared;
    if (!readWindow(bits, shared) || !skipSumBands(bits, shared))
        return false;
    for (int channel = 0; channel < 2; ++channel) {
        skipGain(bits);
        if (!Channel(bits, bandsFor(rateIndex), shared).skip())
            return false;
    }
    return true;
}

} // namespace ndas::engine::aac
