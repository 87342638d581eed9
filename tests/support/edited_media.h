// Clips as programs for cutting leave them: edit lists, a clean aperture, by hand into the bytes of an MP4.
#pragma once

#include <QtCore/QByteArray>

#include <vector>

namespace ndas::test {

struct Edit {
    quint32 duration = 0;   ///< in ticks of the movie, 1000 a second
    qint32 from = 0;        ///< in ticks of the track; -1 = nothing is shown
    quint32 rate = 0x10000; ///< 16.16; 0 = a still
};

/// Replaces the edit list of the track of that number, from 0. The bytes must be those of an MP4 as ffmpeg
/// writes it, its index behind the media or before fragments that find theirs alone; false when they are not.
bool setEditList(QByteArray& mp4, const std::vector<Edit>& edits, int track = 0);
/// Asks players to show only the middle of the first track's H.264 pictures. The same bytes.
bool addCleanAperture(QByteArray& mp4, quint32 width, quint32 height);
/// The last chunks of the first track's H.264 pictures have a description of their own, of another width, as
/// where clips were joined without encoding. The same bytes.
bool describeEndAnew(QByteArray& mp4, quint16 width);

/// The samples of both in one track, each half with a description of its own, as programs for cutting join
/// clips without encoding. Both are MP4 as ffmpeg writes it, of one track whose samples all last as long and
/// can be decoded in their order from any on; "" when they are not.
QByteArray joinedTracks(const QByteArray& first, const QByteArray& second);

/// Leaves out of the headers of the first track's H.264 how many pictures have to be put in order. The same
/// bytes; they must be x264's.
bool hideReordering(QByteArray& mp4);

/// Of the picture of that number, from 1, a transport stream as ffmpeg writes it does not say any more when
/// it is decoded and shown. The same bytes.
bool takeTimeAway(QByteArray& ts, int picture);

} // namespace ndas::test
