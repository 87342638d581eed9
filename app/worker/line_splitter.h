// Cuts a stream of bytes into lines; an overlong one is dropped and comes back empty.
#pragma once

#include <QtCore/QByteArray>

#include <optional>

namespace ndas::worker {

class LineSplitter {
public:
    explicit LineSplitter(qsizetype longest)
        : longest_(longest)
    {
    }

    void add(const QByteArray& bytes) { bytes_ += bytes; }

    /// The end of the last line is still to come.
    bool isWithinLine() const { return dropping_ || !bytes_.isEmpty(); }

    /// The next whole line, without its newline.
    std::optional<QByteArray> next()
    {
        const qsizetype end = bytes_.indexOf('\n');
        if (end < 0) {
            dropping_ = dropping_ || bytes_.size() > longest_;
            if (dropping_)
                bytes_.clear();
            return std::nullopt;
        }
        const bool dropped = std::exchange(dropping_, false) || end > longest_;
        const QByteArray line = dropped ? QByteArray() : bytes_.left(end);
        bytes_.remove(0, end + 1);
        return line;
    }

private:
    qsizetype longest_;
    QByteArray bytes_;
    bool dropping_ = false;
};

} // namespace ndas::worker
