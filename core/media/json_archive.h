// One list of fields per struct serves both directions: `fields(archive, value)` names each member once, and
// FieldWriter / FieldReader walk it. Private to core/media.
#pragma once

#include "core/base/result.h"
#include "core/media/geometry.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace ndas::media::json {

using Micros = std::chrono::microseconds;

/// Names of an enum, in the order of its values; specialise as a static array `values`.
template <class Enum>
struct Names;

template <class Enum>
const char* nameOf(Enum value)
{
    const auto index = static_cast<std::size_t>(value);
    return index < Names<Enum>::values.size() ? Names<Enum>::values[index] : "";
}

template <class Enum>
std::optional<Enum> enumFromName(const QString& text)
{
    for (std::size_t i = 0; i < Names<Enum>::values.size(); ++i) {
        if (text == QLatin1String(Names<Enum>::values[i]))
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

/// What types cannot say; specialised where there is something to say.
template <class T>
bool isSound(const T&)
{
    return true;
}

class FieldWriter {
public:
    template <class T>
    void operator()(const char* key, const T& value)
    {
        object_.insert(QLatin1String(key), toValue(value));
    }

    QJsonObject take() { return std::move(object_); }

    template <class T>
    static QJsonValue toValue(const T& value)
    {
        if constexpr (std::is_enum_v<T>)
            return QLatin1String(nameOf(value));
        else
            return object(value);
    }

    static QJsonValue toValue(bool value) { return value; }

    static QJsonValue toValue(int value) { return value; }

    static QJsonValue toValue(std::int64_t value) { return static_cast<qint64>(value); }

    static QJsonValue toValue(double value) { return std::isfinite(value) ? value : 0.0; }

    static QJsonValue toValue(const QString& value) { return value; }

    static QJsonValue toValue(const QStringList& value) { return QJsonArray::fromStringList(value); }

    static QJsonValue toValue(Micros value) { return static_cast<qint64>(value.count()); }

    static QJsonValue toValue(const PixelSize& value) { return QJsonArray{value.width, value.height}; }

    static QJsonValue toValue(const Rational& value)
    {
        return QJsonArray{static_cast<qint64>(value.num), static_cast<qint64>(value.den)};
    }

    template <class T>
    static QJsonValue toValue(const std::vector<T>& list)
    {
        QJsonArray array;
        for (const T& item : list)
            array.append(toValue(item));
        return array;
    }

    template <class T>
    static QJsonValue toValue(const std::optional<T>& value)
    {
        return value ? toValue(*value) : QJsonValue(QJsonValue::Null);
    }

    template <class T>
    static QJsonObject object(const T& value)
    {
        FieldWriter writer;
        fields(writer, value);
        return writer.take();
    }

private:
    QJsonObject object_;
};

/// What a missing field means: an older program wrote this (its default stands), or the message is not ours.
enum class Missing { KeepsDefault, IsError };

class FieldReader {
public:
    FieldReader(const QJsonObject& object, Missing missing)
        : object_(object)
        , missing_(missing)
    {
    }

    template <class T>
    void operator()(const char* key, T& value)
    {
        const QJsonValue found = object_.value(QLatin1String(key));
        const bool fine = found.isUndefined() ? missing_ == Missing::KeepsDefault : read(found, value);
        if (!fine && badKey_.isEmpty())
            badKey_ = QLatin1String(key);
    }

    /// The first field that was missing or of the wrong kind; "" = all fine.
    const QString& badKey() const { return badKey_; }

private:
    template <class T>
    bool read(const QJsonValue& from, T& value) const
    {
        if constexpr (std::is_enum_v<T>) {
            const auto found = enumFromName<T>(from.toString());
            value = found.value_or(value);
            return found.has_value();
        } else {
            FieldReader reader(from.toObject(), missing_);
            fields(reader, value);
            return from.isObject() && reader.badKey().isEmpty() && isSound(value);
        }
    }

    bool read(const QJsonValue& from, bool& value) const
    {
        value = from.toBool();
        return from.isBool();
    }

    bool read(const QJsonValue& from, std::int64_t& value) const
    {
        value = from.toInteger(0);
        // a number that is no integer yields whatever default is asked for
        return from.isDouble() && from.toInteger(1) == value;
    }

    bool read(const QJsonValue& from, int& value) const
    {
        std::int64_t wide = 0;
        const bool fine = read(from, wide) && wide >= std::numeric_limits<int>::min() &&
                          wide <= std::numeric_limits<int>::max();
        value = fine ? static_cast<int>(wide) : 0;
        return fine;
    }

    bool read(const QJsonValue& from, double& value) const
    {
        value = from.toDouble();
        return from.isDouble();
    }

    bool read(const QJsonValue& from, QString& value) const
    {
        value = from.toString();
        return from.isString();
    }

    bool read(const QJsonValue& from, QStringList& value) const
    {
        std::vector<QString> list;
        const bool fine = read(from, list);
        value = QStringList(list.begin(), list.end());
        return fine;
    }

    bool read(const QJsonValue& from, Micros& value) const
    {
        std::int64_t count = 0;
        const bool fine = read(from, count);
        value = Micros(count);
        return fine;
    }

    template <class Part>
    bool readPair(const QJsonValue& from, Part& first, Part& second) const
    {
        const QJsonArray pair = from.toArray();
        return pair.size() == 2 && read(pair.at(0), first) && read(pair.at(1), second);
    }

    bool read(const QJsonValue& from, PixelSize& value) const
    {
        return readPair(from, value.width, value.height);
    }

    bool read(const QJsonValue& from, Rational& value) const { return readPair(from, value.num, value.den); }

    template <class T>
    bool read(const QJsonValue& from, std::vector<T>& list) const
    {
        const QJsonArray array = from.toArray();
        bool fine = from.isArray();
        list.clear();
        for (qsizetype i = 0; fine && i < array.size(); ++i)
            fine = read(array.at(i), list.emplace_back());
        return fine;
    }

    template <class T>
    bool read(const QJsonValue& from, std::optional<T>& value) const
    {
        if (from.isNull()) {
            value.reset();
            return true;
        }
        return read(from, value.emplace());
    }

    QJsonObject object_;
    Missing missing_;
    QString badKey_;
};

/// Used for both constnesses: `Value` is T when read and const T when written.
template <class Value, class Wanted>
concept Is = std::is_same_v<std::remove_const_t<Value>, Wanted>;

/// The value of a whole object, or ProtocolError naming the first field that is wrong.
template <class T>
Result<T> parse(const QJsonObject& object, Missing missing)
{
    T value;
    FieldReader reader(object, missing);
    fields(reader, value);
    if (!reader.badKey().isEmpty())
        return fail(ErrorCode::ProtocolError, QStringLiteral("bad field \"%1\"").arg(reader.badKey()));
    if (!isSound(value))
        return fail(ErrorCode::ProtocolError, QStringLiteral("contradictory fields"));
    return value;
}

} // namespace ndas::media::json
