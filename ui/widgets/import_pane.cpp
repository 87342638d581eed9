#include "ui/widgets/import_pane.h"

#include "ui/support/sentences.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

namespace ndas::ui {

namespace {

QLabel* dimmedLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setTextStep(label, TextStep::Small);
    setKind(label, "dimmed");
    return label;
}

/// nullopt: they differ.
template <class Value, class Get>
std::optional<Value> sharedValue(const std::vector<const ImportRow*>& rows, Get get)
{
    std::optional<Value> shared;
    for (const ImportRow* row : rows) {
        const Value value = get(*row);
        if (shared && *shared != value)
            return std::nullopt;
        shared = value;
    }
    return shared;
}

QLineEdit* lineEdit(const QString& accessibleName, const QString& objectName, QWidget* parent)
{
    auto* edit = new QLineEdit(parent);
    edit->setAccessibleName(accessibleName);
    edit->setObjectName(objectName);
    edit->setMaxLength(200);
    return edit;
}

} // namespace

ImportPane::ImportPane(const std::vector<media::Preset>& presets, QWidget* parent)
    : QWidget(parent)
    , heading_(new QLabel(this))
    , facts_(dimmedLabel({}, this))
    , problem_(new QLabel(this))
    , picture_(new QLabel(this))
    , form_(new QWidget(this))
    , titleLabel_(dimmedLabel(tr("Title"), form_))
    , title_(lineEdit(tr("Title"), QStringLiteral("titleEdit"), form_))
    , patient_(lineEdit(tr("Patient"), QStringLiteral("patientEdit"), form_))
    , copy_(new QCheckBox(tr("Import again as a copy"), this))
{
    heading_->setTextFormat(Qt::PlainText);
    heading_->setWordWrap(true);
    setTextStep(heading_, TextStep::Title, QFont::DemiBold);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setWordWrap(true);
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setFixedHeight(144);
    copy_->setObjectName(QStringLiteral("copyCheck"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap / 2);
    for (QWidget* widget : std::initializer_list<QWidget*>{picture_, heading_, facts_, problem_, copy_})
        layout->addWidget(widget);
    layout->addWidget(form_);
    layout->addStretch();
    auto* form = new QVBoxLayout(form_);
    form->setContentsMargins(0, space::wide, 0, 0);
    form->setSpacing(space::gap / 2);
    form->addWidget(titleLabel_);
    form->addWidget(title_);
    form->addSpacing(space::gap);
    form->addWidget(dimmedLabel(tr("Patient"), form_));
    form->addWidget(patient_);
    form->addSpacing(space::wide);
    form->addWidget(buildPresets(presets));
    connect(title_, &QLineEdit::textEdited, this, &ImportPane::titleEdited);
    connect(patient_, &QLineEdit::textEdited, this, &ImportPane::patientEdited);
    connect(copy_, &QCheckBox::clicked, this, &ImportPane::copyEdited);
}

QWidget* ImportPane::buildPresets(const std::vector<media::Preset>& presets)
{
    auto* box = new QWidget(form_);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(dimmedLabel(tr("Renditions to make"), box));
    for (const media::Preset& preset : presets) {
        auto* check = new QCheckBox(presetText(preset.id, preset.name), box);
        check->setObjectName(QStringLiteral("preset-") + preset.id);
        QLabel* description = dimmedLabel(presetDescription(preset.id), box);
        description->setContentsMargins(24, 0, 0, 4);
        check->setAccessibleDescription(description->text());
        layout->addWidget(check);
        layout->addWidget(description);
        connect(check, &QCheckBox::clicked, this, [this, check, id = preset.id] {
            check->setTristate(false);
            Q_EMIT presetEdited(id, check->isChecked());
        });
        presets_.emplace_back(preset.id, check);
    }
    return box;
}

void ImportPane::setPatientCodes(const QStringList& known)
{
    auto* completer = new QCompleter(known, patient_);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    patient_->setCompleter(completer);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &ImportPane::patientEdited);
}

void ImportPane::show(const std::vector<const ImportRow*>& rows, bool selected, const QPixmap& preview)
{
    const bool one = selected && rows.size() == 1;
    picture_->setPixmap(preview);
    picture_->setVisible(one && !preview.isNull());
    titleLabel_->setVisible(one);
    title_->setVisible(one);
    facts_->setVisible(one || !selected);
    const bool refused = one && rows.front()->looked && rows.front()->facts.problem;
    problem_->setVisible(refused);
    form_->setVisible(!refused);
    copy_->setVisible(one && rows.front()->isImportable() && rows.front()->facts.known);
    setEnabled(!rows.empty());
    if (one)
        showFacts(*rows.front());
    else if (selected)
        heading_->setText(tr("%1 recordings").arg(countText(static_cast<qint64>(rows.size()))));
    else {
        heading_->setText(tr("All recordings"));
        facts_->setText(tr("Choose some in the table to change only those."));
    }
    showShared(rows);
}

void ImportPane::showFacts(const ImportRow& row)
{
    heading_->setText(nameText(row));
    QStringList lines;
    const ImportFacts& facts = row.facts;
    if (facts.duration.count() > 0)
        lines << QStringList{durationText(facts.duration), sizeText(facts.sizeBytes),
                             pictureText(facts.picture)}
                     .join(QStringLiteral(" · "));
    if (facts.recordedAt)
        lines << tr("Recorded %1 (%2)")
                     .arg(recordedText(*facts.recordedAt), dateSourceText(facts.recordedAt->source));
    facts_->setText(lines.join(QLatin1Char('\n')));
    facts_->setVisible(!lines.isEmpty());
    if (facts.problem)
        problem_->setText((errorText(facts.problem->code) + QLatin1Char(' ') + adviceFor(row)).trimmed());
    copy_->setChecked(row.chosen);
    if (title_->text() != row.title)
        title_->setText(row.title);
}

void ImportPane::showShared(const std::vector<const ImportRow*>& rows)
{
    const auto patient = sharedValue<QString>(rows, [](const ImportRow& row) { return row.patientCode; });
    if (patient_->text() != patient.value_or(QString()))
        patient_->setText(patient.value_or(QString()));
    patient_->setPlaceholderText(patient || rows.empty() ? tr("Code, for example P-0042") : tr("Various"));
    for (const auto& entry : presets_) {
        const QString& id = entry.first;
        QCheckBox* const check = entry.second;
        const auto on =
            sharedValue<bool>(rows, [&id](const ImportRow& row) { return row.presets.contains(id); });
        check->setTristate(!on.has_value());
        check->setCheckState(!on ? Qt::PartiallyChecked : *on ? Qt::Checked : Qt::Unchecked);
    }
}

} // namespace ndas::ui
