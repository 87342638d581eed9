#include "ui/models/import_scan.h"

#include <QtCore/QSet>

namespace ndas::ui {

namespace {

constexpr std::chrono::milliseconds batchEvery{100};
constexpr int lookedAtOnce = 4; // the gateway runs as many as the machine can take

} // namespace

ImportScan::ImportScan(Gateway& gateway, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
    , previewFolder_(std::make_shared<library::PreviewFolder>(gateway.parts().paths))
{
    timer_.setInterval(batchEvery);
    connect(&timer_, &QTimer::timeout, this, &ImportScan::takeMail);
}

ImportScan::~ImportScan()
{
    cancel_.cancel();
}

void ImportScan::add(const QStringList& paths)
{
    unsearched_ += paths;
    Q_EMIT searching();
    timer_.start();
    find(paths);
}

void ImportScan::find(const QStringList& paths)
{
    const auto work = [paths, mail = mail_, token = cancel_.token()](GatewayParts& parts) {
        const library::ScanOptions options{
            .recursive = true, .extensions = parts.settings().extensions, .own = parts.paths};
        for (const QString& path : paths) {
            if (token.isCancelled())
                return true;
            const auto result = library::findRecordings({path}, options, token, [&mail](const QString& file) {
                const std::scoped_lock lock(mail->mutex);
                mail->found << file;
            });
            if (result)
                continue;
            const std::scoped_lock lock(mail->mutex);
            mail->problems.push_back({path, result.error()});
        }
        return true;
    };
    gateway_.runLong(this, work, [this, paths](bool) {
        for (const QString& path : paths)
            unsearched_.removeOne(path);
        Q_EMIT searching();
        takeMail();
    });
}

void ImportScan::takeMail()
{
    QStringList found;
    std::vector<ImportProblem> problems;
    {
        const std::scoped_lock lock(mail_->mutex);
        found.swap(mail_->found);
        problems.swap(mail_->problems);
    }
    found.removeIf([this](const QString& path) { return known_.contains(path); });
    known_.unite(QSet<QString>(found.begin(), found.end()));
    if (!problems.empty())
        Q_EMIT refused(problems);
    if (!found.isEmpty()) {
        toLookAt_ += found;
        Q_EMIT this->found(found);
    }
    if (!done_.empty())
        Q_EMIT looked(std::exchange(done_, {}));
    while (lookingAt_ < lookedAtOnce && next_ < toLookAt_.size())
        lookAtNext();
    if (lookingAt_ == 0 && !isFinding())
        timer_.stop();
    Q_EMIT progressed();
}

void ImportScan::lookAtNext()
{
    const QString path = toLookAt_[next_++];
    ++lookingAt_;
    const auto work = [path, folder = previewFolder_, learnt = learnt_,
                       token = cancel_.token()](GatewayParts& parts) -> Looked {
        if (token.isCancelled())
            return {};
        const library::Candidate candidate =
            library::inspect(path, parts.media, parts.library, parts.settings(), folder->path(), token);
        return {importFactsOf(candidate, parts.presets, *learnt->from(parts)), candidate.previewFile};
    };
    gateway_.runLong(this, work, [this](Looked result) {
        --lookingAt_;
        if (!result.preview.isEmpty())
            previews_.insert(result.facts.path, result.preview);
        done_.push_back(std::move(result.facts));
        if (next_ < toLookAt_.size())
            lookAtNext();
        else if (lookingAt_ == 0 && !isFinding())
            takeMail();
    });
}

} // namespace ndas::ui
