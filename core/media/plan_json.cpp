#include "core/media/plan_fields.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonDocument>

namespace ndas::media {

QJsonObject toJson(const TranscodePlan& plan)
{
    return json::FieldWriter::object(plan);
}

QString planHash(const TranscodePlan& plan)
{
    // QJsonObject keeps its keys sorted, so equal plans give equal text
    const QJsonObject deciding{{QStringLiteral("video"), json::FieldWriter::toValue(plan.video)},
                               {QStringLiteral("audio"), json::FieldWriter::toValue(plan.audio)}};
    const QByteArray text = QJsonDocument(deciding).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace ndas::media
