#include "core/media/worker_protocol.h"

#include "core/media/protocol_fields.h"

#include <QtCore/QJsonDocument>

#include <algorithm>
#include <utility>

namespace ndas::media {

namespace {

/// Kinds of messages by name, in the order of the variants.
constexpr std::array requestTypes{"probe",      "transcode", "capabilities", "encoder-trial", "open-frames",
                                  "read-frame", "cancel",    "pause",        "ping"};
constexpr std::array resultTypes{"probe-done",         "transcode-done",   "capabilities-done",
                                 "encoder-trial-done", "open-frames-done", "read-frame-done"};
constexpr std::array plainEventTypes{"hello", "progress", "checkpoint", "failed", "pong"};
static_assert(requestTypes.size() == std::variant_size_v<RequestBody>);

QJsonObject envelope(std::int64_t id, const char* type, const QJsonObject& body)
{
    return {{QStringLiteral("v"), protocolVersion},
            {QStringLiteral("id"), static_cast<qint64>(id)},
            {QStringLiteral("type"), QLatin1String(type)},
            {QStringLiteral("body"), body}};
}

QByteArray toLine(const QJsonObject& message)
{
    return QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n';
}

/// The most that is left of each text and of each list of a message.
struct Most {
    qsizetype characters = 16'384;
    qsizetype items = 1024;

    /// Texts first: where a list is cut, what other fields say of it (the chosen track) may hold no more.
    Most less() const { return characters > 16 ? Most{characters / 2, items} : Most{characters, items / 2}; }
};

QJsonValue shortened(const QJsonValue& value, Most most)
{
    if (value.isString())
        return value.toString().left(most.characters);
    if (value.isArray()) {
        QJsonArray kept;
        const QJsonArray all = value.toArray();
        for (qsizetype i = 0; i < std::min(most.items, all.size()); ++i)
            kept.append(shortened(all.at(i), most));
        return kept;
    }
    QJsonObject object = value.toObject();
    for (auto field = object.begin(); field != object.end(); ++field) {
        if (field->isString() || field->isArray() || field->isObject())
            *field = shortened(*field, most);
    }
    return value.isObject() ? QJsonValue(object) : value;
}

QByteArray toBoundedLine(std::int64_t id, const char* type, const QJsonObject& body)
{
    QByteArray line = toLine(envelope(id, type, body));
    for (Most most; line.size() > maxEventBytes && most.items > 0; most = most.less())
        line = toLine(envelope(id, type, shortened(body, most).toObject()));
    return line;
}

struct Message {
    std::int64_t id = 0;
    QString type;
    QJsonObject body;
    QJsonValue limits;
};

Failure malformed(const char* what)
{
    return fail(ErrorCode::ProtocolError, QLatin1String(what));
}

Result<Message> parseLine(QByteArrayView line, qsizetype longest)
{
    if (line.size() > longest)
        return malformed("line too long");
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(line.toByteArray(), &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject())
        return malformed("no JSON object");
    const QJsonObject object = document.object();
    if (object.value(QLatin1String("v")).toInteger() != protocolVersion)
        return malformed("another version");
    const qint64 id = object.value(QLatin1String("id")).toInteger(-1);
    if (id < 0 || !object.value(QLatin1String("body")).isObject())
        return malformed("no id or no body");
    return Message{.id = id,
                   .type = object.value(QLatin1String("type")).toString(),
                   .body = object.value(QLatin1String("body")).toObject(),
                   .limits = object.value(QLatin1String("limits"))};
}

template <class Variant, class Alternative>
Result<Variant> parseBody(const QJsonObject& object)
{
    NDAS_TRY(Alternative body, json::parse<Alternative>(object, json::Missing::IsError));
    return Variant(std::move(body));
}

/// Parses the alternative of `Variant` whose name in `types` is the message's type.
template <class Variant, class Types>
Result<Variant> parseByType(const Message& message, const Types& types)
{
    Result<Variant> result = malformed("unknown type");
    [&]<std::size_t... index>(std::index_sequence<index...>)
    {
        const auto attempt = [&]<std::size_t i>() {
            if (message.type != QLatin1String(types[i]))
                return false;
            result = parseBody<Variant, std::variant_alternative_t<i, Variant>>(message.body);
            return true;
        };
        (void)(attempt.template operator()<index>() || ...);
    }
    (std::make_index_sequence<std::variant_size_v<Variant>>());
    return result;
}

using PlainEvent = std::variant<HelloEvent, ProgressEvent, CheckpointEvent, json::WireError, PongEvent>;
using ResultBody = decltype(DoneEvent::result);
static_assert(resultTypes.size() == std::variant_size_v<ResultBody>);
static_assert(plainEventTypes.size() == std::variant_size_v<PlainEvent>);

EventBody toEventBody(PlainEvent&& plain)
{
    return std::visit(
        [](auto&& body) -> EventBody {
            using Body = std::decay_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, json::WireError>)
                return FailedEvent{json::fromWire(body)};
            else
                return std::forward<decltype(body)>(body);
        },
        std::move(plain));
}

PlainEvent toPlain(const EventBody& body)
{
    if (const auto* failed = std::get_if<FailedEvent>(&body))
        return json::toWire(failed->error);
    if (const auto* progress = std::get_if<ProgressEvent>(&body))
        return *progress;
    if (const auto* checkpoint = std::get_if<CheckpointEvent>(&body))
        return *checkpoint;
    if (const auto* hello = std::get_if<HelloEvent>(&body))
        return *hello;
    return PongEvent{};
}

template <class Variant>
QJsonObject toObject(const Variant& body)
{
    return std::visit([](const auto& alternative) { return json::FieldWriter::object(alternative); }, body);
}

} // namespace

std::int64_t Request::numbers() const
{
    const auto* group = std::get_if<TranscodeGroup>(&body);
    return group ? static_cast<std::int64_t>(group->renditions.size()) : 1;
}

QByteArray encode(const Request& request)
{
    QJsonObject message = envelope(request.id, requestTypes[request.body.index()], toObject(request.body));
    if (request.limits)
        message.insert(QStringLiteral("limits"), json::FieldWriter::object(*request.limits));
    return toLine(message);
}

QByteArray encode(const Event& event)
{
    if (const auto* done = std::get_if<DoneEvent>(&event.body))
        return toBoundedLine(event.id, resultTypes[done->result.index()], toObject(done->result));
    const PlainEvent plain = toPlain(event.body);
    return toBoundedLine(event.id, plainEventTypes[plain.index()], toObject(plain));
}

Result<Request> decodeRequest(QByteArrayView line)
{
    NDAS_TRY(const Message message, parseLine(line, maxRequestBytes));
    NDAS_TRY(RequestBody body, parseByType<RequestBody>(message, requestTypes));
    Request request{.id = message.id, .body = std::move(body)};
    if (!message.limits.isUndefined()) {
        NDAS_TRY(request.limits,
                 json::parse<RequestLimits>(message.limits.toObject(), json::Missing::IsError));
    }
    return request;
}

Result<Event> decodeEvent(QByteArrayView line)
{
    NDAS_TRY(const Message message, parseLine(line, maxEventBytes));
    if (message.type.endsWith(QLatin1String("-done"))) {
        NDAS_TRY(ResultBody result, parseByType<ResultBody>(message, resultTypes));
        return Event{.id = message.id, .body = DoneEvent{std::move(result)}};
    }
    NDAS_TRY(PlainEvent plain, parseByType<PlainEvent>(message, plainEventTypes));
    return Event{.id = message.id, .body = toEventBody(std::move(plain))};
}

const char* name(Stage stage)
{
    return json::nameOf(stage);
}

const char* name(VideoEncoder encoder)
{
    return json::nameOf(encoder);
}

double fractionOf(const ProgressEvent& event)
{
    const auto total = static_cast<double>(event.total.count());
    const double part =
        total > 0 ? std::clamp(static_cast<double>(event.done.count()) / total, 0.0, 1.0) : 0.0;
    switch (event.stage) {
    case Stage::Reading: // again, up to where the journal ends
    case Stage::Encoding:
        return 0.9 * part;
    case Stage::Finishing:
        return 0.9;
    case Stage::Checking:
        return 0.9 + 0.09 * part;
    case Stage::Comparing:
        return 0.99;
    default:
        return 0;
    }
}

} // namespace ndas::media
