// Probes the shared collection of real recordings and holds every strict expectation of its catalogue. The
// collection is no part of the repository: NDAS_MEDIA_DIR says where it is.
#include "tests/core/engine/transcode_bench.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <cmath>

using namespace ndas;

namespace {

QString mediaFolder()
{
    const QString given = qEnvironmentVariable("NDAS_MEDIA_DIR");
    return given.isEmpty() ? test::sourceFile("../shared/media") : given;
}

QJsonArray catalogue()
{
    QFile file(mediaFolder() + QStringLiteral("/catalog.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("files")).toArray();
}

bool isSize(const QJsonValue& value, media::PixelSize size)
{
    const QJsonArray pair = value.toArray();
    return pair.size() == 2 && pair.at(0).toInt() == size.width && pair.at(1).toInt() == size.height;
}

bool sizeFits(const QJsonObject& expected, media::PixelSize size)
{
    const QJsonArray others = expected.value(QStringLiteral("alternative_display_sizes")).toArray();
    return isSize(expected.value(QStringLiteral("upright_display_size")), size) ||
           std::any_of(others.begin(), others.end(),
                       [&](const QJsonValue& one) { return isSize(one, size); });
}

bool durationFits(const QJsonObject& expected, double seconds)
{
    const double tolerance = expected.value(QStringLiteral("duration_tolerance_s")).toDouble(0.1);
    const auto near = [&](const QJsonValue& wanted) {
        return std::abs(wanted.toDouble() - seconds) <= tolerance;
    };
    const QJsonValue wanted = expected.value(QStringLiteral("duration_s"));
    const QJsonArray others = expected.value(QStringLiteral("alternative_durations_s")).toArray();
    if (wanted.isNull() && others.isEmpty())
        return true;
    return (wanted.isDouble() && near(wanted)) || std::any_of(others.begin(), others.end(), near);
}

/// What differs, "" when all is as expected.
QString misses(const QJsonObject& expected, const media::MediaInfo& info)
{
    QStringList list;
    const media::PixelSize size = info.mainVideo()->display();
    if (!sizeFits(expected, size))
        list << QStringLiteral("size %1x%2").arg(size.width).arg(size.height);
    const double seconds = static_cast<double>(info.duration.count()) / 1e6;
    if (!durationFits(expected, seconds))
        list << QStringLiteral("duration %1").arg(seconds);
    const QJsonValue sound = expected.value(QStringLiteral("has_audio"));
    if (sound.isBool() && sound.toBool() != (info.chosenAudio >= 0))
        list << QStringLiteral("has_audio %1").arg(info.chosenAudio >= 0);
    const QJsonValue tracks = expected.value(QStringLiteral("audio_tracks"));
    if (tracks.isDouble() && tracks.toInt() != static_cast<int>(info.audio.size()))
        list << QStringLiteral("audio_tracks %1").arg(info.audio.size());
    const QJsonValue turned = expected.value(QStringLiteral("rotate_clockwise_deg"));
    const media::Orientation orientation = info.mainVideo()->orientation;
    if (turned.isDouble() && turned.toInt() != orientation.clockwiseDegrees)
        list << QStringLiteral("rotation %1").arg(orientation.clockwiseDegrees);
    const QJsonValue varies = expected.value(QStringLiteral("variable_frame_rate"));
    if (varies.isBool() && varies.toBool() != info.mainVideo()->variableFrameRate)
        list << QStringLiteral("variable_frame_rate %1").arg(info.mainVideo()->variableFrameRate);
    return list.join(QStringLiteral(", "));
}

/// "" when met; otherwise what was found instead.
QString compare(const QJsonObject& expected, const Result<media::MediaInfo>& found)
{
    const bool accept = expected.value(QStringLiteral("outcome")).toString() == QLatin1String("accept");
    if (!found)
        return accept ? QStringLiteral("refused: ") + QLatin1String(errorName(found.error().code))
                      : QString();
    return accept ? misses(expected, *found) : QStringLiteral("accepted");
}

/// "" when its rendition is as Low has to be.
QString missesOfRendition(const QJsonObject& expected, const media::MediaInfo& source,
                          const media::MediaInfo& made, media::PixelSize box)
{
    QStringList list;
    const media::PixelSize wanted = media::fitInto(source.mainVideo()->display(), box);
    const media::PixelSize size = made.mainVideo()->display();
    const bool isEnlarged = std::min(wanted.width, wanted.height) < 16;
    if (size != wanted && !isEnlarged)
        list << QStringLiteral("size %1x%2").arg(size.width).arg(size.height);
    const double seconds = static_cast<double>(made.duration.count()) / 1e6;
    if (!durationFits(expected, seconds))
        list << QStringLiteral("duration %1").arg(seconds);
    const QJsonValue sound = expected.value(QStringLiteral("has_audio"));
    if (sound.isBool() && sound.toBool() != !made.audio.empty())
        list << QStringLiteral("sound %1").arg(!made.audio.empty());
    if (!made.mainVideo()->orientation.isUpright())
        list << QStringLiteral("not upright");
    return list.join(QStringLiteral(", "));
}

} // namespace

class TestCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void meetsEveryStrictExpectation()
    {
        const QJsonArray files = catalogue();
        if (files.isEmpty())
            QSKIP("the collection of recordings is not here (NDAS_MEDIA_DIR)");
        const bool talkative = qEnvironmentVariableIsSet("NDAS_CATALOG_VERBOSE");
        int strict = 0;
        int met = 0;
        for (const QJsonValue& value : files) {
            const QJsonObject file = value.toObject();
            const QString name = file.value(QStringLiteral("file")).toString();
            const QJsonObject expected = file.value(QStringLiteral("expected")).toObject();
            const bool isStrict = expected.value(QStringLiteral("strict")).toBool();
            const auto found = engine::probe(mediaFolder() + QLatin1Char('/') + name);
            const QString miss = compare(expected, found);
            strict += isStrict ? 1 : 0;
            met += isStrict && miss.isEmpty() ? 1 : 0;
            if (!miss.isEmpty() || (talkative && !found))
                qInfo("%s %s: %s %s", isStrict ? "STRICT" : "loose ", qPrintable(name), qPrintable(miss),
                      found ? qPrintable(found->warnings.join(QLatin1Char(' ')))
                            : qPrintable(found.error().detail));
            if (talkative)
                qInfo("  %s %s: %s", isStrict ? "strict" : "loose ", qPrintable(name),
                      found
                          ? QJsonDocument(media::toReport(*found)).toJson(QJsonDocument::Compact).constData()
                          : errorName(found.error().code));
        }
        qInfo("%d of %d strict expectations met", met, strict);
        QCOMPARE(met, strict);
    }

    /// What verification looks at (decodes whole, index in front, nothing private left) is part of each run.
    void everyStrictOneBecomesAGoodRendition()
    {
        const QJsonArray files = catalogue();
        if (files.isEmpty())
            QSKIP("the collection of recordings is not here (NDAS_MEDIA_DIR)");
        const engine::test::TranscodeBench bench;
        QStringList misses;
        int made = 0;
        for (const QJsonValue& value : files) {
            const QString name = value.toObject().value(QStringLiteral("file")).toString();
            const QJsonObject expected = value.toObject().value(QStringLiteral("expected")).toObject();
            const QString path = mediaFolder() + QLatin1Char('/') + name;
            const auto source = engine::probe(path);
            if (!source || !expected.value(QStringLiteral("strict")).toBool())
                continue;
            const auto result = bench.run(path, "low");
            const auto rendition = bench.probed();
            const QString miss = result && rendition ? missesOfRendition(expected, *source, *rendition,
                                                                         bench.preset("low").box)
                                                     : QString::fromLatin1(engine::test::why(result));
            made += miss.isEmpty() ? 1 : 0;
            if (!miss.isEmpty())
                misses << name + QStringLiteral(": ") + miss;
        }
        qInfo("%d renditions as they have to be", made);
        QVERIFY2(misses.isEmpty(), qPrintable(misses.join(QLatin1Char('\n'))));
    }
};

QTEST_GUILESS_MAIN(TestCatalog)
#include "test_catalog.moc"
#include "tests/support/places.h"
