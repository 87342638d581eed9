// What the cells of the import table say and show.
#include "ui/models/import_model.h"
#include "ui/support/sentences.h"

#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtGui/QPixmap>

namespace ndas::ui {

namespace {

constexpr QSize pictureCell{64, 36};

QDate today(const Clock& clock)
{
    return QDateTime::fromMSecsSinceEpoch(clock.now()).date();
}

/// All the same size, so that names stay in one column; portrait pictures stay portrait.
QPixmap framed(const QImage& preview)
{
    const Tokens& tokens = tokensOf(QGuiApplication::palette());
    const qreal scale = qGuiApp->devicePixelRatio();
    QPixmap cell(pictureCell * scale);
    cell.setDevicePixelRatio(scale);
    cell.fill(tokens.letterbox);
    QPainter painter(&cell);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRect frame(QPoint(), pictureCell);
    if (preview.isNull()) {
        paintIcon(painter, frame.adjusted(0, 9, 0, -9), Icon::Film, tokens.dimmed);
        return cell;
    }
    QRect picture(QPoint(), preview.size().scaled(pictureCell, Qt::KeepAspectRatio));
    picture.moveCenter(frame.center());
    painter.drawImage(picture, preview);
    return cell;
}

QString presetsText(const ImportRow& row)
{
    if (row.looked && row.facts.problem)
        return {};
    QStringList names;
    for (const QString& id : row.presets)
        names << presetText(id, id);
    return names.join(QStringLiteral(", "));
}

/// Below the name: what it will be called and whose it is, where that says more than the name.
QString secondLine(const ImportRow& row, int column)
{
    if (column == ImportModel::RecordedColumn && dateOf(row))
        return dateSourceText(dateOf(row)->source);
    if (column != ImportModel::NameColumn || (row.looked && row.facts.problem))
        return {};
    QStringList parts;
    if (const QString title = titleOf(row); title != titleFromPath(row.path))
        parts << oneLine(title);
    if (!row.patientCode.trimmed().isEmpty())
        parts << oneLine(row.patientCode.trimmed());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QVariant ImportModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ImportRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn ? spokenText(row) : wholeText(row, index.column());
    case Qt::ToolTipRole: {
        const QString text =
            index.column() == NameColumn ? oneLine(row.path) : wholeText(row, index.column());
        const QString advice = index.column() == StatusColumn ? adviceFor(row) : QString();
        return tipText(QStringLiteral("%1 %2").arg(text, advice).trimmed());
    }
    case Qt::TextAlignmentRole:
        return index.column() == LengthColumn || index.column() == SizeColumn
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case LookRole:
        return QVariant::fromValue(lookOf(row, today(clock_)));
    case SecondLineRole:
        return secondLine(row, index.column());
    case SortRole:
        return sortValue(row, index.column());
    default:
        return index.column() == NameColumn ? nameCell(row, role) : QVariant();
    }
}

QVariant ImportModel::nameCell(const ImportRow& row, int role) const
{
    if (role == Qt::DecorationRole)
        return framed(row.facts.preview);
    if (role == Qt::CheckStateRole)
        return row.chosen && (!row.looked || row.isImportable()) ? Qt::Checked : Qt::Unchecked;
    return {};
}

QVariant ImportModel::textOf(const ImportRow& row, int column) const
{
    const ImportFacts& facts = row.facts;
    switch (column) {
    case NameColumn:
        return nameText(row);
    case LengthColumn:
        return facts.duration.count() > 0 ? durationText(facts.duration) : QString();
    case SizeColumn:
        return row.looked && facts.sizeBytes > 0 ? sizeText(facts.sizeBytes) : QString();
    case PictureColumn:
        return pictureText(facts.picture);
    case RecordedColumn:
        return dateOf(row) ? recordedText(*dateOf(row)) : QString();
    case RenditionsColumn:
        return presetsText(row);
    case StatusColumn:
        return lookOf(row, today(clock_)).word;
    default:
        return {};
    }
}

QString ImportModel::wholeText(const ImportRow& row, int column) const
{
    const QString text = textOf(row, column).toString();
    const QString second = secondLine(row, column);
    return second.isEmpty() ? text : QStringLiteral("%1, %2").arg(text, second);
}

QVariant ImportModel::sortValue(const ImportRow& row, int column) const
{
    switch (column) {
    case LengthColumn:
        return QVariant::fromValue<qint64>(row.facts.duration.count());
    case SizeColumn:
        return row.facts.sizeBytes;
    case PictureColumn:
        return QVariant::fromValue<qint64>(qint64{row.facts.picture.width} * row.facts.picture.height);
    case RecordedColumn:
        return dateOf(row) ? dateOf(row)->iso : QString();
    case RenditionsColumn:
    case StatusColumn:
        return textOf(row, column);
    default:
        return nameText(row);
    }
}

QString ImportModel::spokenText(const ImportRow& row) const
{
    QStringList parts{nameText(row), textOf(row, LengthColumn).toString(),
                      textOf(row, StatusColumn).toString()};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == LengthColumn || section == SizeColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const std::array<QString, ColumnCount> names{tr("Name"),     tr("Length"), tr("Size"),  tr("Picture"),
                                                 tr("Recorded"), tr("Makes"),  tr("Status")};
    return names[static_cast<std::size_t>(section)];
}

} // namespace ndas::ui
