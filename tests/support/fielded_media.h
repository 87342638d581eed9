// Recordings of fields, as no encoder at hand makes them: written bit by bit.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace ndas::test {

/// A bare H.264 stream of `pictures` pictures of 96x96, each in two fields that are units of their own: a
/// light bar moves on a dark ground. Every tenth is a key frame. `lost`: number of the field that is left
/// out.
QByteArray fieldPairs(int pictures, int lost = -1);
/// A recording of them, 25 pictures a second, as the ending of `name` says.
QString recordedFields(const QString& name, const QByteArray& fields);

/// A bare MPEG-2 stream of whole pictures, every other one of which stays for a third field, `from` one on:
/// film.
QByteArray withRepeatedFields(QByteArray stream, int from);

} // namespace ndas::test
