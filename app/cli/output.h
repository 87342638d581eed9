// What a command says: words for people, or exactly one JSON document on standard output for scripts.
#pragma once

#include "core/base/error.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

#include <utility>
#include <vector>

namespace ndas::cli {

using Columns = std::vector<std::pair<QString, QString>>;

class Output {
public:
    explicit Output(bool json)
        : json_(json)
    {
    }

    bool isJson() const { return json_; }

    /// For people, on standard output; nothing with --json.
    void line(const QString& text) const;
    /// Names and values below each other; empty values are left out.
    void columns(const Columns& rows) const;
    /// On standard error; nothing with --json.
    void complain(const QString& text) const;
    /// For scripts, once per run; nothing without --json.
    void document(const QJsonObject& object) const;

    /// Reports an error that ends the command and returns its exit code. `subject`: the file it is about, or
    /// "".
    ExitCode failure(const Error& error, const QString& subject = {}) const;

private:
    bool json_;
};

/// {"code", "message", "advice", "detail"}
QJsonObject toJson(const Error& error);

} // namespace ndas::cli
