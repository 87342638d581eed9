#include "app/cli/progress_view.h"

#include "app/cli/texts.h"
#include "core/base/terminal.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace ndas::cli {

namespace {

void print(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

QString bar(double fraction, int width)
{
    const int full = std::clamp(static_cast<int>(fraction * width), 0, width);
    return QStringLiteral("[%1%2]").arg(QString(full, QLatin1Char('#')),
                                        QString(width - full, QLatin1Char('.')));
}

QString tail(const Progress& item)
{
    QString text = QStringLiteral(" %1  %2").arg(percentText(item.fraction).rightJustified(5), item.stage);
    if (item.speed > 0)
        text += QStringLiteral("  %1x").arg(item.speed, 0, 'f', 1);
    if (item.secondsLeft >= 0)
        text += QStringLiteral("  %1:%2 left")
                    .arg(item.secondsLeft / 60)
                    .arg(item.secondsLeft % 60, 2, 10, QLatin1Char('0'));
    return text;
}

class Silent final : public ProgressView {
public:
    void show(const std::vector<Progress>&) override {}

    void say(const QString&) override {}
};

class Lines final : public ProgressView {
public:
    void show(const std::vector<Progress>& running) override
    {
        for (const Progress& item : running) {
            const int tenth = static_cast<int>(item.fraction * 10);
            const auto [known, isNew] = shown_.try_emplace(item.id, tenth);
            if (isNew)
                print(visible(item.label) + QStringLiteral(": started\n"));
            else if (tenth > known->second)
                print(visible(item.label) + QLatin1Char(':') + tail(item) + QLatin1Char('\n'));
            known->second = std::max(known->second, tenth);
        }
    }

    void say(const QString& text) override { print(text + QLatin1Char('\n')); }

private:
    std::map<qint64, int> shown_; ///< tenths already printed
};

class Bars final : public ProgressView {
public:
    ~Bars() override { erase(); }

    void show(const std::vector<Progress>& running) override
    {
        erase();
        for (const Progress& item : running)
            print(fitted(item) + QLatin1Char('\n'));
        drawn_ = static_cast<int>(running.size());
    }

    void say(const QString& text) override
    {
        erase();
        print(text + QLatin1Char('\n'));
    }

private:
    /// Cursor up over the bars, then clear to the end of the screen.
    void erase()
    {
        if (drawn_ > 0)
            print(QStringLiteral("\x1b[%1A\x1b[0J").arg(drawn_));
        drawn_ = 0;
    }

    static QString fitted(const Progress& item)
    {
        constexpr int barWidth = 24;
        const QString end = bar(item.fraction, barWidth) + tail(item);
        const qsizetype room = std::max<qsizetype>(8, terminalWidth() - end.size() - 2);
        QString label = visible(item.label);
        if (label.size() > room)
            label = label.left(room - 1) + QChar(0x2026);
        return (label.leftJustified(room) + QLatin1Char(' ') + end).left(terminalWidth() - 1);
    }

    int drawn_ = 0;
};

} // namespace

std::unique_ptr<ProgressView> ProgressView::create(const Output& output)
{
    if (output.isJson())
        return std::make_unique<Silent>();
    if (outputIsTerminal())
        return std::make_unique<Bars>();
    return std::make_unique<Lines>();
}

} // namespace ndas::cli
