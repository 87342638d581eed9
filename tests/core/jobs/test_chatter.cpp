#include "core/jobs/chatter.h"

#include <QtTest/QTest>

using namespace ndas::jobs;

class TestChatter : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void keepsTheLastLines()
    {
        QString chatter;
        for (int line = 0; line < 1'000; ++line)
            chatter += QStringLiteral("[h264] error while decoding MB %1\n").arg(line);
        const QString kept = lastWords(chatter);
        QCOMPARE(kept.count(QLatin1Char('\n')), 11);
        QVERIFY(kept.endsWith(QLatin1String("MB 999")));
        QVERIFY(lastWords(QString(100'000, QLatin1Char('x'))).size() <= 2'000);
        QCOMPARE(lastWords(QString()), QString());
    }

    void namesNoFile_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("kept");
        QTest::newRow("path") << "mov: cannot open /home/anna/Meyer, Anna.mp4"
                              << "mov: cannot open [...]";
        QTest::newRow("quoted") << "cannot open 'Meyer Anna.mp4': no"
                                << "cannot open [...]: no";
        QTest::newRow("double quotes") << "cannot open \"Meyer Anna.mp4\": no"
                                       << "cannot open [...]: no";
        QTest::newRow("drive") << "cannot open C:\\Users\\Anna"
                               << "cannot open [...]";
        QTest::newRow("relative") << "cannot open videos/Anna.mp4 now"
                                  << "cannot open [...]";
        QTest::newRow("numbers") << "x264: 30 / 2 frames"
                                 << "x264: 30 / 2 frames";
        QTest::newRow("plain") << "h264: no frame!"
                               << "h264: no frame!";
    }

    void namesNoFile()
    {
        QFETCH(const QString, said);
        QFETCH(const QString, kept);
        QCOMPARE(lastWords(said + QLatin1Char('\n')), kept);
    }
};

QTEST_GUILESS_MAIN(TestChatter)
#include "test_chatter.moc"
