#include "core/base/short_name.h"

#include <QtCore/QTextBoundaryFinder>

namespace ndas {

QString shortName(const QString& name, qsizetype bytes)
{
    QString beginning = name;
    QTextBoundaryFinder characters(QTextBoundaryFinder::Grapheme, name);
    characters.toEnd();
    while (beginning.toUtf8().size() > bytes)
        beginning.truncate(characters.toPreviousBoundary());
    return beginning;
}

} // namespace ndas
