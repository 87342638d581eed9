// Publishes files, fills a journal and queues recordings until it is stopped, and says after each on its
// standard output that it is done. usage: busy_writer FOLDER
#include "tests/crash/busy_writer.h"

#include "core/base/durable_file.h"
#include "core/db/migrations.h"
#include "core/engine/journal/packet_journal.h"
#include "core/library/library_store.h"

#include <QtCore/QDir>

#include <cstdio>
#include <cstring>

namespace {

using namespace ndas;
using namespace ndas::test;

constexpr int packetsAtOnce = 5;

void say(const char* kind, qint64 number)
{
    std::printf("%s %lld\n", kind, static_cast<long long>(number));
    std::fflush(stdout);
}

/// As a rendition is published: under another name first, synced, renamed without replacing.
Result<void> publish(const QDir& folder, int number)
{
    NDAS_CHECK(writeNewFileDurably(folder.filePath(fileName(number)), fileContent(number)));
    say("file", number);
    return {};
}

Result<void> append(engine::PacketJournal& journal, int& packets)
{
    for (int i = 0; i < packetsAtOnce; ++i, ++packets) {
        const QByteArray content = packetContent(packets);
        const engine::PacketPtr packet = engine::makePacket();
        if (!packet || av_new_packet(packet.get(), static_cast<int>(content.size())) < 0)
            return fail(ErrorCode::OutOfMemory);
        std::memcpy(packet->data, content.constData(), static_cast<std::size_t>(content.size()));
        packet->pts = packets;
        packet->dts = packets;
        packet->flags = i == 0 ? AV_PKT_FLAG_KEY : 0;
        NDAS_CHECK(journal.append(*packet));
    }
    NDAS_CHECK(journal.mark(packets));
    NDAS_CHECK(journal.sync());
    say("packets", packets);
    return {};
}

Result<void> queue(library::LibraryStore& videos, int number)
{
    library::NewVideo video;
    video.originalPath = QStringLiteral("/recordings/%1.mp4").arg(number);
    video.sizeBytes = number;
    NDAS_TRY(const library::Registered registered, videos.registerVideo(video));
    say("job", registered.job.value);
    return {};
}

Result<void> workUntilStopped(const QDir& folder)
{
    const SystemClock clock;
    db::DatabasePool pool(folder.filePath(QStringLiteral("ndas.db")));
    NDAS_TRY(db::Connection* const connection, pool.connection());
    NDAS_CHECK(db::migrate(*connection, {}));
    jobs::JobStore jobs(pool, clock);
    library::LibraryStore videos(pool, jobs, clock);
    NDAS_TRY(auto journal, engine::PacketJournal::create(folder.filePath(journalName), {}));
    int packets = 0;
    for (int number = 0;; ++number) {
        NDAS_CHECK(publish(folder, number));
        NDAS_CHECK(append(journal, packets));
        NDAS_CHECK(queue(videos, number));
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    static_cast<void>(workUntilStopped(QDir(QFile::decodeName(argv[1]))));
    return 1; // the disk is gone
}
