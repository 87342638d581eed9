// Recordings made on the spot with the ffmpeg program (a test dependency only); cached per build folder by
// recipe.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace ndas::test {

/// Runs `ffmpeg ARGS... OUT`, once per recipe and machine; returns the path of the cached file, "" on failure
/// (with a qWarning of what ffmpeg said). `name` must end in the wanted extension.
QString makeMedia(const QString& name, const QStringList& ffmpegArguments);

/// A file with this content, kept beside them.
QString writeOnce(const QString& name, const QByteArray& content);
/// Of a file; empty when it cannot be read.
QByteArray bytesOf(const QString& path);

/// 2 s, 320x240, 25 fps, H.264 + AAC mono: the plain clip.
QString plainClip();
/// 1080x1920 shown (coded 1920x1080 with a 90 degree display matrix), H.264 + AAC: the portrait phone clip.
QString portraitPhoneClip();
/// About `seconds` of moving 1280x720 picture that takes an encoder a while.
QString longClip(int seconds);
/// The same in so many bytes that only head and tail of it are read at first: 6 s.
QString largeClip();
/// `seconds` of 160x120 at 25 frames a second, quickly encoded.
QString tinyClip(int seconds);
/// A file that is no media at all / the plain clip without its end.
QString textFile();
QString truncatedClip();

} // namespace ndas::test
