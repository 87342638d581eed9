#include "ui/models/import_twins.h"

#include "core/base/file_tools.h"

namespace ndas::ui {

ImportTwins::ImportTwins(Gateway& gateway, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
{
    soon_.setSingleShot(true);
    soon_.setInterval(std::chrono::milliseconds(100));
    connect(&soon_, &QTimer::timeout, this, &ImportTwins::tell);
}

ImportTwins::~ImportTwins()
{
    cancel_.cancel();
}

void ImportTwins::add(const std::vector<ImportFacts>& looked)
{
    for (const ImportFacts& facts : looked) {
        if (facts.problem || facts.known)
            continue;
        QStringList& alike = alike_[{facts.sizeBytes, facts.duration.count()}];
        alike << facts.path;
        if (alike.size() == 2)
            toRead_ << alike;
        else if (alike.size() > 2)
            toRead_ << facts.path;
    }
    readNext();
}

void ImportTwins::readNext()
{
    if (isComparing() || toRead_.isEmpty())
        return;
    current_ = toRead_.takeFirst();
    const auto work = [path = current_, token = cancel_.token()](GatewayParts&) {
        return sha256OfFile(path, token);
    };
    gateway_.runLong(this, work, [this](const Result<QString>& hash) {
        const QString path = std::exchange(current_, {});
        if (hash) // what cannot be read any more is told by its import
            done_.push_back({.path = path, .sha256 = *hash});
        readNext();
        if (!isComparing())
            tell();
        else if (!soon_.isActive())
            soon_.start();
    });
}

void ImportTwins::tell()
{
    soon_.stop();
    Q_EMIT read(std::exchange(done_, {}));
}

} // namespace ndas::ui
