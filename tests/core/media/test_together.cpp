// Which renditions of a recording are made at once.
#include "core/media/together.h"
#include "tests/core/media/plan_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace ndas::test;

class TestTogether : public QObject {
    Q_OBJECT

    using Groups = std::vector<std::vector<std::size_t>>;
    static constexpr std::int64_t plenty = std::int64_t{4} << 30;

    static std::vector<TranscodePlan> plans(const std::vector<const char*>& presets)
    {
        std::vector<TranscodePlan> made;
        for (const char* id : presets)
            made.push_back(makePlan(compliantInfo(), preset(id)));
        return made;
    }

private Q_SLOTS:

    void allShareOneDecodeWhenMemoryAllows()
    {
        QVERIFY(groupsOf(plans({"high", "medium", "low", "mobile"}), plenty) == Groups({{0, 1, 2, 3}}));
    }

    void twoByTwoOtherwise()
    {
        QVERIFY(groupsOf(plans({"high", "medium", "low", "mobile"}), 1) == Groups({{0, 1}, {2, 3}}));
        QVERIFY(groupsOf(plans({"high", "low", "mobile"}), 1) == Groups({{0, 1}, {2}}));
        QVERIFY(groupsOf({}, 1).empty());
    }

    void whatIsCopiedStandsAlone()
    {
        QVERIFY(groupsOf(plans({"high", "original", "low"}), plenty) == Groups({{0, 2}, {1}}));
    }

    void memoryIsLessThanThatOfAllApart()
    {
        const auto all = plans({"high", "medium", "low", "mobile"});
        std::int64_t apart = 0;
        for (const TranscodePlan& plan : all)
            apart += plan.expectedMemory;
        QVERIFY(memoryTogether(all) < apart);
        QVERIFY(memoryTogether(all) > all.front().expectedMemory);
        QCOMPARE(memoryTogether({all.front()}), all.front().expectedMemory);
    }

    void largestFileLeavesAmpleRoomAlsoForAWrongHeader()
    {
        TranscodePlan plan = plans({"high"}).front();
        plan.expectedBytes = 3'000'000'000;
        QVERIFY(largestFile({plan}, 1'000) > 3 * plan.expectedBytes);
        QVERIFY(largestFile({plans({"low"}).front(), plan}, 1'000) >= largestFile({plan}, 1'000));
        plan.expectedBytes = plan.mostBytes = 1; // as the header says a second
        QVERIFY(largestFile({plan}, 50'000'000'000) > 100'000'000'000);
    }

    /// A copy that does not pass its check is encoded by the same worker, within the same limits.
    void limitsAllowForACopyThatHasToBeEncodedAfterAll()
    {
        MediaInfo info = compliantInfo();
        info.sizeBytes = 2'000'000'000;
        info.video.front().coded = {3840, 2160};
        const TranscodePlan copied = makePlan(info, preset("original"));
        QCOMPARE(copied.video.action, StreamAction::Copy);
        info.video.front().bitDepth = 10;
        const TranscodePlan encoded = makePlan(info, preset("original"));
        QCOMPARE(encoded.video.action, StreamAction::Encode);

        QVERIFY(copied.expectedMemory < encoded.expectedMemory);
        QCOMPARE(memoryTogether({copied}), memoryTogether({encoded}));
        QVERIFY(largestFile({copied}, 1) >= largestFile({encoded}, 1));
        QCOMPARE(copied.expectedBytes, info.sizeBytes);
    }

    void largerPicturesGetMoreThreads()
    {
        QVERIFY(threadShares(plans({"high"}), 2).encoders == std::vector<int>({3}));
        QVERIFY(threadShares(plans({"medium"}), 2).encoders == std::vector<int>({3}));
        QVERIFY(threadShares(plans({"low"}), 2).encoders == std::vector<int>({3}));
        QVERIFY(threadShares(plans({"mobile"}), 2).encoders == std::vector<int>({3}));
        QVERIFY(threadShares(plans({"high", "medium", "low", "mobile"}), 2).encoders ==
                std::vector<int>({2, 1, 1, 1}));
        const std::vector<int> many = threadShares(plans({"high", "mobile"}), 8).encoders;
        QVERIFY(many[0] > many[1] && many[1] >= 1);
    }

    void aDecoderGetsMoreThreadsOnlyWhereItIsMuchOfTheWork()
    {
        for (const char* id : {"high", "medium"})
            QCOMPARE(threadShares(plans({id}), 2).decoder, 1);
        QCOMPARE(threadShares(plans({"low"}), 2).decoder, 2);
        QCOMPARE(threadShares(plans({"mobile"}), 2).decoder, 3);
        QCOMPARE(threadShares(plans({"high"}), 8).decoder, 2);
        QCOMPARE(threadShares(plans({"mobile"}), 8).decoder, 8);
        QCOMPARE(threadShares(plans({"high", "medium", "low", "mobile"}), 2).decoder, 1);

        MediaInfo elaborate = compliantInfo();
        elaborate.video.front().codec = QStringLiteral("hevc");
        QCOMPARE(threadShares({makePlan(elaborate, preset("low"))}, 2).decoder, 3);
        TranscodePlan absurd;
        for (const double share : {-1.0, 0.0, 1.0, 1e9}) {
            absurd.decodingShare = share;
            QVERIFY(threadShares({absurd}, 2).decoder >= 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestTogether)
#include "test_together.moc"
