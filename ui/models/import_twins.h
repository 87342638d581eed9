// Finds which recordings of one import have the same content: those of the same size and length are read, one
// after the other, in the background; tells in batches, at most ten a second. Ends with its owner. GUI
// thread.
#pragma once

#include "ui/models/import_row.h"
#include "ui/support/gateway.h"

#include <QtCore/QTimer>

namespace ndas::ui {

class ImportTwins : public QObject {
    Q_OBJECT
public:
    explicit ImportTwins(Gateway& gateway, QObject* parent = nullptr);
    ~ImportTwins() override;

    /// Looked at; what cannot be imported, or is in the library, is left out.
    void add(const std::vector<ImportFacts>& looked);

    bool isComparing() const { return !current_.isEmpty(); }

Q_SIGNALS:
    void read(const std::vector<ndas::ui::ImportContent>& contents);

private:
    using Likeness = std::pair<qint64, qint64>; ///< bytes and µs

    void readNext();
    void tell();

    Gateway& gateway_;
    CancellationSource cancel_;
    QHash<Likeness, QStringList> alike_; ///< paths
    QStringList toRead_;
    QString current_; ///< path that is being read; "" = none
    std::vector<ImportContent> done_;
    QTimer soon_;
};

} // namespace ndas::ui
