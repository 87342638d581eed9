// What users change about recordings and patients, how it is taken back, and what lists are told.
#include "core/media/recording_date.h"
#include "tests/core/library/library_bench.h"
#include "tests/support/verify_result.h"

using namespace ndas;
using namespace ndas::library;

class TestEdits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();

    void cleanup() { bench_.reset(); }

    void changesFactsAndKeepsTheirHistory();
    void inverseTakesAnEditBack();
    void whatDoesNotChangeLeavesNoTrace();
    void refusesARecordingBeforeBirth();
    void registersNothingDatedBeforeBirth();
    void typedDateSurvivesTheIngest();
    void patientsAreChangedByIdAndToldWhatTheyWere();
    void patientsAreAddedRemovedAndPutBack();
    void patientWithRecordingsStays();
    void savedCopiesAreRememberedWithTheirFolder();
    void waitingJobTakesAnotherPreset();
    void summariesComeInPagesNewestFirst();
    void summaryTellsWhatListsShow();

private:
    VideoId addReady(char hashDigit, const QString& patient = {}, const QStringList& presets = {});
    Patient patient(const QString& code) const;

    std::unique_ptr<test::LibraryBench> bench_;
};

void TestEdits::init()
{
    bench_ = std::make_unique<test::LibraryBench>();
    QVERIFY(bench_->ready);
}

VideoId TestEdits::addReady(char hashDigit, const QString& patient, const QStringList& presets)
{
    NewVideo video = test::newVideo(QStringLiteral("/card/%1.mp4").arg(QLatin1Char(hashDigit)), presets);
    video.patientCode = patient;
    const auto registered = bench_->store.registerVideo(video);
    const jobs::Job ingest = bench_->claim();
    const bool finished =
        registered && bench_->store.finishIngest(test::LibraryBench::claimOf(ingest), registered->video,
                                                 test::someFacts(hashDigit), presets);
    return finished ? registered->video : VideoId();
}

Patient TestEdits::patient(const QString& code) const
{
    const auto all = bench_->store.patients().value_or(std::vector<Patient>());
    const auto found = std::find_if(all.begin(), all.end(), [&](const Patient& p) { return p.code == code; });
    return found == all.end() ? Patient() : *found;
}

void TestEdits::changesFactsAndKeepsTheirHistory()
{
    const VideoId id = addReady('a');
    const media::RecordingDate typed{.iso = QStringLiteral("2026-11-01T09:00:00"),
                                     .source = media::DateSource::Typed};
    VERIFY_OK(bench_->store.edit(id, {.title = QStringLiteral("Visit 2"),
                                      .patientCode = QStringLiteral("P-0042"),
                                      .notes = QStringLiteral("awake,\ncalm"),
                                      .recordedAt = typed,
                                      .reason = QStringLiteral("camera clock was wrong")}));

    const Video video = bench_->video(id);
    QCOMPARE(video.title, QStringLiteral("Visit 2"));
    QCOMPARE(video.patientCode, QStringLiteral("P-0042"));
    QCOMPARE(video.notes, QStringLiteral("awake,\ncalm"));
    QVERIFY(video.info->recordedAt == typed);
    const auto changes = bench_->store.changesOf(id);
    VERIFY_OK(changes);
    QCOMPARE(changes->size(), std::size_t{4});
    QCOMPARE(changes->front().field, QStringLiteral("recorded"));
    QCOMPARE(changes->front().before, QStringLiteral("2026-11-03T10:24:00"));
    QCOMPARE(changes->front().after, typed.iso);
    QCOMPARE(changes->front().reason, QStringLiteral("camera clock was wrong"));
}

void TestEdits::inverseTakesAnEditBack()
{
    const VideoId id = addReady('a', QStringLiteral("P-1"));
    const Video before = bench_->video(id);

    const auto inverse = bench_->store.edit(id, {.title = QStringLiteral("Other"),
                                                 .patientCode = QString(),
                                                 .recordedAt = std::optional<media::RecordingDate>()});
    VERIFY_OK(inverse);
    QVERIFY(!bench_->video(id).info->recordedAt);
    VERIFY_OK(bench_->store.edit(id, *inverse));

    const Video after = bench_->video(id);
    QCOMPARE(after.title, before.title);
    QCOMPARE(after.patientCode, QStringLiteral("P-1"));
    QVERIFY(after.info->recordedAt == before.info->recordedAt);
}

void TestEdits::whatDoesNotChangeLeavesNoTrace()
{
    const VideoId id = addReady('a');
    const auto inverse = bench_->store.edit(id, {.title = bench_->video(id).title, .notes = QString()});
    VERIFY_OK(inverse);
    QVERIFY(inverse->isEmpty());
    QVERIFY(bench_->store.changesOf(id)->empty());
}

void TestEdits::registersNothingDatedBeforeBirth()
{
    Patient infant;
    infant.code = QStringLiteral("P-0042");
    infant.birthDate = QDate(2026, 11, 10);
    QVERIFY(bench_->store.addPatient(infant));
    NewVideo video = test::newVideo(QStringLiteral("/card/a.mp4"));
    video.patientCode = infant.code;
    video.typedDate = media::typedDate(QDateTime(QDate(2026, 11, 9), QTime(23, 59)));
    VERIFY_FAILS(bench_->store.registerVideo(video), ErrorCode::RecordedBeforeBirth);
    QVERIFY(bench_->store.list()->empty());

    video.typedDate = media::typedDate(QDate(2026, 11, 10).startOfDay());
    QCOMPARE(video.typedDate->iso, QStringLiteral("2026-11-10")); // a day whose time nobody said
    QVERIFY(bench_->store.registerVideo(video));
}

void TestEdits::refusesARecordingBeforeBirth()
{
    const VideoId id = addReady('a', QStringLiteral("P-1"));
    Patient infant = patient(QStringLiteral("P-1"));
    infant.birthDate = QDate(2026, 11, 4); // recorded on the 3rd
    VERIFY_FAILS(bench_->store.changePatient(infant), ErrorCode::RecordedBeforeBirth);
    QVERIFY(!patient(QStringLiteral("P-1")).birthDate.isValid());

    infant.birthDate = QDate(2026, 11, 3);
    VERIFY_OK(bench_->store.changePatient(infant));
    const media::RecordingDate earlier{.iso = QStringLiteral("2026-11-02T23:59:00"),
                                       .source = media::DateSource::Typed};
    VERIFY_FAILS(bench_->store.edit(id, {.recordedAt = earlier}), ErrorCode::RecordedBeforeBirth);
    QVERIFY(bench_->store.changesOf(id)->empty());
}

void TestEdits::typedDateSurvivesTheIngest()
{
    NewVideo video = test::newVideo(QStringLiteral("/card/a.mp4"));
    video.typedDate = media::RecordingDate{.iso = QStringLiteral("2026-10-30T08:00:00"),
                                           .source = media::DateSource::Typed};
    const auto registered = bench_->store.registerVideo(video);
    VERIFY_OK(registered);
    VERIFY_OK(bench_->store.finishIngest(test::LibraryBench::claimOf(bench_->claim()), registered->video,
                                         test::someFacts(), {}));
    QVERIFY(bench_->video(registered->video).info->recordedAt == video.typedDate);
}

void TestEdits::patientsAreChangedByIdAndToldWhatTheyWere()
{
    addReady('a', QStringLiteral("P-1"));
    addReady('b', QStringLiteral("P-2"));
    const Patient before = patient(QStringLiteral("P-1"));
    Patient changed = before;
    changed.name = QStringLiteral("Ada");
    changed.birthDate = QDate(2026, 8, 1);
    changed.gestationDays = 30 * 7 + 3;

    const auto was = bench_->store.changePatient(changed);
    VERIFY_OK(was);
    QVERIFY(*was == before);
    QVERIFY(patient(QStringLiteral("P-1")) == changed);

    changed.code = QStringLiteral("P-2");
    VERIFY_FAILS(bench_->store.changePatient(changed), ErrorCode::AlreadyExists);
    changed.code = QStringLiteral("  ");
    VERIFY_FAILS(bench_->store.changePatient(changed), ErrorCode::BadOption);
    changed = {.id = PatientId{99}, .code = QStringLiteral("P-9"), .name = {}, .birthDate = {}};
    VERIFY_FAILS(bench_->store.changePatient(changed), ErrorCode::NoSuchItem);
}

void TestEdits::patientsAreAddedRemovedAndPutBack()
{
    const Patient wanted{.id = {},
                         .code = QStringLiteral(" P-0042 "),
                         .name = QStringLiteral("Name"),
                         .birthDate = QDate(2026, 8, 1),
                         .gestationDays = 213};
    const auto id = bench_->store.addPatient(wanted);
    VERIFY_OK(id);
    const Patient added = patient(QStringLiteral("P-0042"));
    QCOMPARE(added.id, *id);
    QCOMPARE(added.gestationDays, 213);
    QCOMPARE(bench_->store.addPatient(wanted).error().code, ErrorCode::AlreadyExists);
    QCOMPARE(bench_->store.addPatient({}).error().code, ErrorCode::BadOption);

    const auto removed = bench_->store.removePatient(*id);
    VERIFY_OK(removed);
    QVERIFY(*removed == added);
    QVERIFY(bench_->store.patients()->empty());

    VERIFY_OK(bench_->store.addPatient(*removed));
    QVERIFY(patient(QStringLiteral("P-0042")) == added);
}

void TestEdits::patientWithRecordingsStays()
{
    QVERIFY(addReady('a', QStringLiteral("P-0042")));
    QVERIFY(addReady('b', QStringLiteral("P-0042")));
    const auto uses = bench_->store.patientUses();
    VERIFY_OK(uses);
    QCOMPARE(uses->size(), std::size_t{1});
    QCOMPARE(uses->front().recordings, 2);
    QCOMPARE(bench_->store.removePatient(uses->front().patient.id).error().code, ErrorCode::Busy);
}

void TestEdits::savedCopiesAreRememberedWithTheirFolder()
{
    const VideoId id = addReady('a');
    VERIFY_OK(bench_->store.noteCopy(id, QStringLiteral("low"), QStringLiteral("/media/stick")));
    VERIFY_OK(bench_->store.noteCopy(id, {}, QStringLiteral("/media/stick")));
    QVERIFY(!bench_->store.noteCopy(VideoId{99}, {}, QStringLiteral("/media/stick")));

    const auto deeds = bench_->store.deedsOf(id);
    VERIFY_OK(deeds);
    QCOMPARE(deeds->size(), std::size_t{2});
    QCOMPARE(deeds->front().preset, QString()); // newest first
    QCOMPARE(deeds->back().preset, QStringLiteral("low"));
    QCOMPARE(deeds->back().deed, Deed::CopySaved);
    QCOMPARE(deeds->back().folder, QStringLiteral("/media/stick"));
}

void TestEdits::waitingJobTakesAnotherPreset()
{
    const VideoId id = addReady('a', {}, {QStringLiteral("high"), QStringLiteral("low")});
    const auto waiting = bench_->jobsThatAre(jobs::JobState::Queued);
    const JobId high = waiting.front().id;

    VERIFY_FAILS(bench_->store.changePreset(high, QStringLiteral("low")), ErrorCode::AlreadyExists);
    VERIFY_OK(bench_->store.changePreset(high, QStringLiteral("mobile")));

    QCOMPARE(bench_->job(high).preset, QStringLiteral("mobile"));
    QStringList presets;
    for (const Rendition& rendition : bench_->video(id).renditions)
        presets << rendition.preset;
    presets.sort();
    QCOMPARE(presets, (QStringList{QStringLiteral("low"), QStringLiteral("mobile")}));
    QCOMPARE(bench_->claim().id, high);
    VERIFY_FAILS(bench_->store.changePreset(high, QStringLiteral("high")), ErrorCode::InvalidTransition);
}

void TestEdits::summariesComeInPagesNewestFirst()
{
    const VideoId first = addReady('a');
    const VideoId second = addReady('b');
    const VideoId third = addReady('c');

    const auto page = bench_->store.summaries(VideoId(), 2);
    VERIFY_OK(page);
    QCOMPARE(page->size(), std::size_t{2});
    QCOMPARE(page->front().id, third);
    const auto rest = bench_->store.summaries(page->back().id, 2);
    VERIFY_OK(rest);
    QCOMPARE(rest->size(), std::size_t{1});
    QCOMPARE(rest->front().id, first);

    const auto some = bench_->store.summaries({first, VideoId{99}, second});
    VERIFY_OK(some);
    QCOMPARE(some->size(), std::size_t{2});
    QCOMPARE(some->front().id, second);
}

void TestEdits::summaryTellsWhatListsShow()
{
    const VideoId id = addReady('a', QStringLiteral("P-1"), {QStringLiteral("high"), QStringLiteral("low")});
    Patient infant = patient(QStringLiteral("P-1"));
    infant.birthDate = QDate(2026, 10, 1);
    infant.gestationDays = 259;
    VERIFY_OK(bench_->store.changePatient(infant));
    VERIFY_OK(bench_->jobs.requestCancel(bench_->jobsThatAre(jobs::JobState::Queued).back().id));

    const auto summaries = bench_->store.summaries({id});
    VERIFY_OK(summaries);
    const VideoSummary& video = summaries->front();
    QCOMPARE(video.title, QStringLiteral("a"));
    QCOMPARE(video.originalName, QStringLiteral("a.mp4"));
    QCOMPARE(video.patientCode, QStringLiteral("P-1"));
    QCOMPARE(video.birthDate, infant.birthDate);
    QCOMPARE(video.gestationDays, 259);
    QCOMPARE(video.codec, QStringLiteral("h264"));
    QCOMPARE(video.display.width, 1080);
    QCOMPARE(video.recordedAt, QStringLiteral("2026-11-03T10:24:00"));
    QCOMPARE(video.thumbnailFile, QStringLiteral("a-1.jpg"));
    QCOMPARE(static_cast<int>(video.state), static_cast<int>(VideoState::Ready));
    QCOMPARE(video.renditions.size(), std::size_t{2});
    const auto states = bench_->video(id).renditions;
    for (std::size_t i = 0; i < states.size(); ++i)
        QVERIFY(video.renditions[i] ==
                (RenditionMark{states[i].preset, states[i].state, states[i].sizeBytes}));
}

QTEST_GUILESS_MAIN(TestEdits)
#include "test_edits.moc"
