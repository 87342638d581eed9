// EIO, ENOSPC and ENOMEM at each write, sync and rename of what is published, copied, exported and set: under
// a final name there is never half a file, and an original stays as it is.
#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/jobs/scheduler.h"
#include "core/library/export.h"
#include "core/library/work_folder.h"
#include "core/settings/settings.h"
#include "tests/faults/sweep.h"

using namespace ndas;
using namespace ndas::test;

namespace {

constexpr int fewFaults = 150; ///< more than each of these has

const QByteArray& content()
{
    static const QByteArray bytes = QByteArray("new content ").repeated(200'000);
    return bytes;
}

const QByteArray oldContent("old content");
const QString original = QStringLiteral("original.mp4");
const QString target = QStringLiteral("target.mp4");

/// What may be there: the original untouched, `whole` under names of `allowed`, nothing else.
QString faultIn(const QDir& folder, const QStringList& mustBe, const QStringList& mayBe)
{
    const QStringList names = namesIn(folder);
    for (const QString& name : mustBe) {
        if (!names.contains(name))
            return name + QStringLiteral(" is missing");
    }
    for (const QString& name : names) {
        if (!mustBe.contains(name) && !mayBe.contains(name))
            return name + QStringLiteral(" was left behind");
        if (contentOf(folder, name) != content())
            return name + QStringLiteral(" is not whole");
    }
    return {};
}

void putOriginal(const QDir& folder)
{
    put(folder, original, content());
}

} // namespace

class TestFailingFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void aNewFileIsWholeOrAbsent()
    {
        sweep_({.prepare = [](const QDir&) {},
                .run =
                    [](const QDir& folder) {
                        return writeNewFileDurably(folder.filePath(target), content()).has_value();
                    },
                .findFault =
                    [](const QDir& folder, bool done) {
                        return done ? faultIn(folder, {target}, {}) : faultIn(folder, {}, {target});
                    }});
    }

    void aRewrittenFileIsTheOldOneOrTheNewOne()
    {
        sweep_({.prepare = [](const QDir& folder) { put(folder, target, oldContent); },
                .run =
                    [](const QDir& folder) {
                        return writeFileDurably(folder.filePath(target), content()).has_value();
                    },
                .findFault =
                    [](const QDir& folder, bool done) {
                        const bool isOld =
                            namesIn(folder) == QStringList(target) && contentOf(folder, target) == oldContent;
                        return !done && isOld ? QString() : faultIn(folder, {target}, {});
                    }});
    }

    void aPublishedFileHasOneOfItsNames() { publish(false); }

    void soItIsWhereRenamingMightReplace() { publish(true); }

    void whatIsInTheWayOfOursIsReplacedByAWholeFile()
    {
        sweep_(
            {.prepare =
                 [](const QDir& folder) {
                     putOriginal(folder);
                     put(folder, target, content());
                 },
             .run =
                 [](const QDir& folder) {
                     return publishReplacing(folder.filePath(original), folder.filePath(target)).has_value();
                 },
             .findFault =
                 [](const QDir& folder, bool done) {
                     return done ? faultIn(folder, {target}, {}) : faultIn(folder, {target}, {original});
                 }});
    }

    void aCopyIsWholeOrAbsent()
    {
        sweep_(
            {.prepare = putOriginal,
             .run =
                 [](const QDir& folder) {
                     return copyFileVerified(folder.filePath(original), folder.filePath(target)).has_value();
                 },
             .findFault =
                 [](const QDir& folder, bool done) {
                     return done ? faultIn(folder, {original, target}, {}) : faultIn(folder, {original}, {});
                 }});
    }

    void anExportIsWholeOrAbsent()
    {
        sweep_({.prepare = putOriginal,
                .run =
                    [](const QDir& folder) {
                        return library::exportCopy(folder.filePath(original), folder.path(), target, {})
                            .has_value();
                    },
                .findFault =
                    [](const QDir& folder, bool done) {
                        return done ? faultIn(folder, {original, target}, {})
                                    : faultIn(folder, {original}, {target});
                    }});
    }

    void settingsAreTheOldOnesOrTheNewOnes()
    {
        settings::Settings before;
        before.maxJobs = 3;
        settings::Settings after;
        after.maxJobs = 4;
        const auto fileIn = [](const QDir& folder) {
            return settings::SettingsFile(folder.filePath(QStringLiteral("settings.json")));
        };
        sweep_({.prepare = [&](const QDir& folder) { QVERIFY(fileIn(folder).save(before).has_value()); },
                .run = [&](const QDir& folder) { return fileIn(folder).save(after).has_value(); },
                .findFault =
                    [&](const QDir& folder, bool done) {
                        const auto read = fileIn(folder).read();
                        if (!read || !read->problems.empty())
                            return QStringLiteral("they cannot be read");
                        const bool isNew = read->settings == after;
                        return isNew || (!done && read->settings == before)
                                   ? QString()
                                   : QStringLiteral("they are neither");
                    }});
    }

    void aNewWorkFolderIsMadeDurable()
    {
        verifyLastCallCounts([](const AppPaths& paths) {
            const bool made = library::WorkFolder::open(paths, JobId{7}, {}).has_value();
            return std::pair(made, QDir(paths.workDir() + QStringLiteral("/7")).exists());
        });
    }

    void theLockOfANewInstanceIsMadeDurable()
    {
        verifyLastCallCounts([](const AppPaths& paths) {
            const bool made = jobs::Instance::create(paths.instancesDir()).has_value();
            return std::pair(made, !QDir(paths.instancesDir()).isEmpty());
        });
    }

private:
    /// `make` says whether it succeeded and whether the name is there afterwards: it is when all but the last
    /// call, which makes it durable, went well, and yet nobody may rely on it.
    template <class Make>
    static void verifyLastCallCounts(const Make& make)
    {
        int calls = 0;
        for (const int failing : {0, 1}) {
            const QTemporaryDir folder;
            const AppPaths paths{folder.filePath(QStringLiteral("data"))};
            QVERIFY(paths.create().has_value());
            inject({.at = failing * calls, .error = EIO});
            const auto [made, isThere] = make(paths);
            calls = watchedCalls();
            inject({});
            QCOMPARE(made, failing == 0);
            QVERIFY(failing == 0 || isThere);
        }
    }

    void publish(bool withoutExclusiveRename)
    {
        sweep_({.prepare = putOriginal,
                .run =
                    [](const QDir& folder) {
                        return publishFile(folder.filePath(original), folder.filePath(target)).has_value();
                    },
                .findFault =
                    [](const QDir& folder, bool done) {
                        const QString found =
                            done ? faultIn(folder, {target}, {}) : faultIn(folder, {}, {original, target});
                        return found.isEmpty() && namesIn(folder).isEmpty()
                                   ? QStringLiteral("the file is gone")
                                   : found;
                    },
                .withoutExclusiveRename = withoutExclusiveRename});
    }

    Sweep sweep_{fewFaults};
};

QTEST_GUILESS_MAIN(TestFailingFiles)
#include "test_failing_files.moc"
