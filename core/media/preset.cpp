#include "core/media/preset.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

namespace ndas::media {

namespace {

constexpr int fileVersion = 1;
constexpr int largestSide = 16384; // H.264 level 6.2
constexpr int largestKbps = 800'000;

Failure bad(const QString& preset, const char* field)
{
    return fail(ErrorCode::BadOption,
                QStringLiteral("preset \"%1\": bad value for \"%2\"").arg(preset, QLatin1String(field)));
}

bool isId(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-z0-9][a-z0-9_-]{0,31}\\z"));
    return pattern.match(text).hasMatch();
}

/// Reads the typed fields of one preset; the first bad one is remembered.
class Fields {
public:
    explicit Fields(const QJsonObject& object)
        : object_(object)
    {
    }

    int number(const char* key, int byDefault, int lowest, int highest)
    {
        const QJsonValue value = object_.value(QLatin1String(key));
        if (value.isUndefined())
            return byDefault;
        const qint64 number = value.toInteger(qint64{lowest} - 1);
        return check(key, number >= lowest && number <= highest) ? static_cast<int>(number) : byDefault;
    }

    bool flag(const char* key)
    {
        const QJsonValue value = object_.value(QLatin1String(key));
        check(key, value.isUndefined() || value.isBool());
        return value.toBool();
    }

    PixelSize box()
    {
        const QJsonValue value = object_.value(QLatin1String("box"));
        if (value.isUndefined())
            return {};
        const QJsonArray sides = value.toArray();
        const qint64 width = sides.at(0).toInteger(0);
        const qint64 height = sides.at(1).toInteger(0);
        const bool fine =
            sides.size() == 2 && std::min(width, height) >= 2 && std::max(width, height) <= largestSide;
        return check("box", fine) ? PixelSize{static_cast<int>(width), static_cast<int>(height)}
                                  : PixelSize{};
    }

    const char* firstBad() const { return firstBad_; }

private:
    bool check(const char* key, bool fine)
    {
        if (!fine && !firstBad_)
            firstBad_ = key;
        return fine;
    }

    const QJsonObject& object_;
    const char* firstBad_ = nullptr;
};

Result<Preset> presetFrom(const QJsonObject& object)
{
    Preset preset;
    preset.id = object.value(QLatin1String("id")).toString();
    if (!isId(preset.id))
        return bad(preset.id, "id");
    preset.name = object.value(QLatin1String("name")).toString().trimmed();
    if (preset.name.isEmpty())
        return bad(preset.id, "name");
    Fields fields(object);
    preset.box = fields.box();
    preset.videoKbps = fields.number("video_kbps", 0, 0, largestKbps);
    preset.crf = fields.number("crf", preset.crf, 0, 51);
    preset.audioKbps = fields.number("audio_kbps", preset.audioKbps, 16, 512);
    preset.copyWhenCompliant = fields.flag("copy_when_compliant");
    preset.keepAllAudio = fields.flag("keep_all_audio");
    if (fields.firstBad())
        return bad(preset.id, fields.firstBad());
    return preset;
}

} // namespace

Result<std::vector<Preset>> presetsFromJson(const QByteArray& json)
{
    QJsonParseError problem;
    const QJsonObject file = QJsonDocument::fromJson(json, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return fail(ErrorCode::BadOption, problem.errorString());
    if (file.value(QLatin1String("version")).toInteger() != fileVersion)
        return fail(ErrorCode::BadOption, QStringLiteral("presets: unknown version"));
    if (!file.value(QLatin1String("presets")).isArray())
        return fail(ErrorCode::BadOption, QStringLiteral("presets: no list of presets"));
    std::vector<Preset> presets;
    for (const QJsonValue& entry : file.value(QLatin1String("presets")).toArray()) {
        NDAS_TRY(Preset preset, presetFrom(entry.toObject()));
        const bool taken = std::any_of(presets.begin(), presets.end(),
                                       [&](const Preset& other) { return other.id == preset.id; });
        if (taken)
            return bad(preset.id, "id");
        presets.push_back(std::move(preset));
    }
    return presets;
}

} // namespace ndas::media
