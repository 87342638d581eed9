// From a file on a memory card to a finished rendition, with the real worker.
#include "app/composition/workspace.h"
#include "core/base/file_tools.h"
#include "tests/support/places.h"
#include "tests/support/test_media.h"
#include "tests/support/verify_result.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::library;

class TestWorkspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void takesARecordingAllTheWayToItsRenditions();
    void turnsPortraitPhoneVideoUpright();
    void refusesWhatIsNoVideoAndGoesOn();
    void importsTheSameContentOnce();
    void goesOnAfterTheProgramWasClosed();
    void twoInstancesShareOneQueue();
    void refusesALibraryOfANewerVersion();
    void keepsSettings();

private:
    std::unique_ptr<app::Workspace> open() const;
    static bool settle(app::Workspace& workspace);
    static NewVideo recording(const QString& path, const QStringList& presets = {});
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestWorkspace::initTestCase()
{
    if (qEnvironmentVariableIsEmpty("NDAS_WORKER"))
        test::useBuiltWorker();
    QVERIFY(!test::plainClip().isEmpty());
}

void TestWorkspace::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
}

std::unique_ptr<app::Workspace> TestWorkspace::open() const
{
    app::WorkspaceOptions options;
    options.paths = AppPaths{folder_->filePath(QStringLiteral("data"))};
    auto workspace = app::Workspace::open(options);
    if (!workspace) {
        qWarning("%s", test::describe(workspace.error()).constData());
        return nullptr;
    }
    settings::Settings settings = (*workspace)->settings();
    settings.diskReserveBytes = 1;
    return (*workspace)->saveSettings(settings) ? std::move(*workspace) : nullptr;
}

/// Until no job is waiting or running any more.
bool TestWorkspace::settle(app::Workspace& workspace)
{
    jobs::JobFilter unfinished;
    unfinished.states = {jobs::JobState::Queued, jobs::JobState::Running};
    workspace.scheduler().wake();
    return QTest::qWaitFor([&] { return workspace.jobs().list(unfinished).value().empty(); }, 120'000);
}

NewVideo TestWorkspace::recording(const QString& path, const QStringList& presets)
{
    const QFileInfo file(path);
    NewVideo video;
    video.originalPath = path;
    video.sizeBytes = file.size();
    video.fileModifiedAt = file.lastModified().toMSecsSinceEpoch();
    video.presets = presets;
    return video;
}

void TestWorkspace::takesARecordingAllTheWayToItsRenditions()
{
    const QString hashBefore = sha256OfFile(test::plainClip()).value();
    const auto workspace = open();
    QVERIFY(workspace);
    const QStringList presets = {QStringLiteral("original"), QStringLiteral("mobile")};
    const auto registered = workspace->library().registerVideo(recording(test::plainClip(), presets));
    VERIFY_OK(registered);
    workspace->scheduler().start();
    QVERIFY(settle(*workspace));

    const Video video = workspace->library().find(registered->video).value();
    QCOMPARE(video.state, VideoState::Ready);
    QCOMPARE(video.sha256, hashBefore);
    QCOMPARE(sha256OfFile(test::plainClip()).value(), hashBefore);
    QCOMPARE(sha256OfFile(workspace->paths().originalsDir() + QLatin1Char('/') + video.storedName).value(),
             hashBefore);
    QVERIFY(QFileInfo(workspace->paths().thumbnailsDir() + QLatin1Char('/') + video.thumbnailFile).size() >
            500);
    QCOMPARE(video.renditions.size(), std::size_t{2});
    for (const Rendition& rendition : video.renditions) {
        const QString path = workspace->paths().renditionsDir() + QLatin1Char('/') + rendition.fileName;
        QCOMPARE(rendition.state, RenditionState::Ready);
        QCOMPARE(QFileInfo(path).size(), rendition.sizeBytes);
        QCOMPARE(sha256OfFile(path).value(), rendition.sha256);
        QCOMPARE(rendition.size, (media::PixelSize{320, 240}));
        QCOMPARE(rendition.frames, 50);
    }
    QTRY_VERIFY(QDir(workspace->paths().workDir()).isEmpty()); // tidied up after the success was written
    QCOMPARE(workspace->jobs().checkInvariants().value(), QStringList());
}

void TestWorkspace::turnsPortraitPhoneVideoUpright()
{
    const auto workspace = open();
    QVERIFY(workspace);
    const auto registered =
        workspace->library().registerVideo(recording(test::portraitPhoneClip(), {QStringLiteral("medium")}));
    workspace->scheduler().start();
    QVERIFY(settle(*workspace));
    const Video video = workspace->library().find(registered->video).value();
    QCOMPARE(video.info->mainVideo()->display(), (media::PixelSize{1080, 1920}));
    QCOMPARE(video.renditions.front().size, (media::PixelSize{720, 1280}));
}

void TestWorkspace::refusesWhatIsNoVideoAndGoesOn()
{
    const auto workspace = open();
    QVERIFY(workspace);
    const auto page =
        workspace->library().registerVideo(recording(test::textFile(), {QStringLiteral("low")}));
    const auto clip =
        workspace->library().registerVideo(recording(test::plainClip(), {QStringLiteral("low")}));
    workspace->scheduler().start();
    QVERIFY(settle(*workspace));
    const Video refused = workspace->library().find(page->video).value();
    QCOMPARE(refused.state, VideoState::Refused);
    QVERIFY(refused.refusal == ErrorCode::NotMedia);
    const jobs::Job job = workspace->jobs().find(page->job).value();
    QCOMPARE(job.state, jobs::JobState::Failed);
    QCOMPARE(job.attempt, 1);
    QCOMPARE(workspace->library().find(clip->video).value().renditions.front().state, RenditionState::Ready);
}

void TestWorkspace::importsTheSameContentOnce()
{
    const QString copy = folder_->filePath(QStringLiteral("again.mp4"));
    QVERIFY(QFile::copy(test::plainClip(), copy));
    const auto workspace = open();
    QVERIFY(workspace);
    const auto first = workspace->library().registerVideo(recording(test::plainClip()));
    const auto second = workspace->library().registerVideo(recording(copy));
    workspace->scheduler().start();
    QVERIFY(settle(*workspace));
    std::vector<VideoState> states = {workspace->library().find(first->video).value().state,
                                      workspace->library().find(second->video).value().state};
    std::sort(states.begin(), states.end());
    QCOMPARE(states, (std::vector<VideoState>{VideoState::Ready, VideoState::Duplicate}));
    QCOMPARE(QDir(workspace->paths().originalsDir()).entryList(QDir::Files).size(), 1);
}

void TestWorkspace::goesOnAfterTheProgramWasClosed()
{
    auto workspace = open();
    QVERIFY(workspace);
    const auto registered =
        workspace->library().registerVideo(recording(test::longClip(4), {QStringLiteral("low")}));
    VERIFY_OK(registered);
    const auto isEncoding = [&] {
        const auto jobs = workspace->jobs().list();
        for (const jobs::Job& job : *jobs) {
            if (job.kind == jobs::JobKind::Transcode && job.state == jobs::JobState::Running)
                return !QDir(workspace->paths().workDir() + QStringLiteral("/%1").arg(job.id.value))
                            .isEmpty();
        }
        return false;
    };
    workspace->scheduler().start();
    QTRY_VERIFY_WITH_TIMEOUT(isEncoding(), 30'000);
    workspace.reset();

    workspace = open();
    QVERIFY(workspace);
    const auto transcode = [&] { return workspace->jobs().list().value().back(); };
    QCOMPARE(transcode().state, jobs::JobState::Queued);
    workspace->scheduler().start();
    QVERIFY(settle(*workspace));
    QCOMPARE(transcode().state, jobs::JobState::Succeeded);
    QCOMPARE(transcode().attempt, 1);
    QCOMPARE(transcode().fence, 2);
    QCOMPARE(workspace->library().find(registered->video).value().renditions.front().state,
             RenditionState::Ready);
}

void TestWorkspace::twoInstancesShareOneQueue()
{
    const auto first = open();
    const auto second = open();
    QVERIFY(first && second);
    for (int i = 0; i < 6; ++i) {
        const QString copy = folder_->filePath(QStringLiteral("clip %1.mp4").arg(i));
        QVERIFY(QFile::copy(test::plainClip(), copy));
        QFile file(copy);
        QVERIFY(file.open(QIODevice::Append));
        QVERIFY(file.write(QByteArray(8, char('0' + i))) == 8); // another content, the same picture
        file.close();
        VERIFY_OK(first->library().registerVideo(recording(copy)));
    }
    first->scheduler().start();
    second->scheduler().start();
    QVERIFY(settle(*first));
    const auto jobs = second->jobs().list();
    for (const jobs::Job& job : *jobs) {
        QCOMPARE(job.state, jobs::JobState::Succeeded);
        QCOMPARE(job.attempt, 1);
        QCOMPARE(job.fence, 1);
    }
    QCOMPARE(QDir(first->paths().originalsDir()).entryList(QDir::Files).size(), 6);
}

void TestWorkspace::refusesALibraryOfANewerVersion()
{
    app::WorkspaceOptions options;
    options.paths = AppPaths{folder_->filePath(QStringLiteral("data"))};
    VERIFY_OK(app::Workspace::open(options));
    {
        const auto connection = db::Connection::open(options.paths.database());
        VERIFY_OK(connection);
        VERIFY_OK((*connection)->value(QStringLiteral("PRAGMA user_version = 1000")));
    }
    VERIFY_FAILS(app::Workspace::open(options), ErrorCode::SchemaTooNew);
}

void TestWorkspace::keepsSettings()
{
    auto workspace = open();
    QVERIFY(workspace);
    settings::Settings settings = workspace->settings();
    settings.storage = settings::StoragePolicy::InPlace;
    settings.maxJobs = 7;
    VERIFY_OK(workspace->saveSettings(settings));
    QVERIFY(workspace->settings() == settings);
    workspace = open();
    QVERIFY(workspace);
    QCOMPARE(workspace->settings().maxJobs, 7);
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "test_workspace.moc"
