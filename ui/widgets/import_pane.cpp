#include "ui/widgets/import_pane.h"

#include "ui/models/import_plan.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/patient_field.h"
#include "ui/widgets/recorded_edit.h"
#include "ui/widgets/title_pattern_edit.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>

namespace ndas::ui {

namespace {

QLabel* dimmedLabel(const QString& text, QWidget* parent)
{
    return makeText(text, TextStep::Small, "dimmed", parent);
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

/// What stands in the way of these, and what to do; "" = nothing.
QString problemOf(const std::vector<const ImportRow*>& rows)
{
    if (rows.size() == 1 && rows.front()->looked && rows.front()->facts.problem)
        return (errorText(rows.front()->facts.problem->code) + QLatin1Char(' ') + adviceFor(*rows.front()))
            .trimmed();
    if (rows.size() == 1 && rows.front()->isImportable() && rows.front()->isCopy())
        return copyText(*rows.front(), QDate::currentDate());
    if (std::any_of(rows.begin(), rows.end(), [](const ImportRow* row) { return row->isTooEarly(); }))
        return errorText(ErrorCode::RecordedBeforeBirth) + QLatin1Char(' ') +
               adviceText(ErrorCode::RecordedBeforeBirth);
    return {};
}

} // namespace

ImportPane::ImportPane(std::vector<media::Preset> presets, QWidget* parent)
    : QWidget(parent)
    , presets_(std::move(presets))
    , heading_(makeText({}, TextStep::Title, "", this, QFont::DemiBold))
    , facts_(dimmedLabel({}, this))
    , problem_(makeText({}, TextStep::Body, "", this))
    , picture_(new QLabel(this))
    , form_(new QWidget(this))
    , title_(new TitlePatternEdit(form_))
    , patient_(new PatientField(QStringLiteral("patientEdit"), form_))
    , recorded_(new RecordedEdit(form_))
    , copy_(new QCheckBox(tr("Import again as a copy"), this))
    , planText_(dimmedLabel({}, form_))
    , plan_(new Disclosure(tr("What will happen"), QStringLiteral("planToggle"), planText_, form_))
{
    problem_->setObjectName(QStringLiteral("importProblem"));
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setFixedHeight(144 + space::gap);
    picture_->setContentsMargins(0, 0, 0, space::gap);
    copy_->setObjectName(QStringLiteral("copyCheck"));
    planText_->setTextFormat(Qt::RichText);
    planText_->setObjectName(QStringLiteral("planText"));
    planText_->setAccessibleName(tr("What will happen"));
    build();
    connect(title_, &TitlePatternEdit::edited, this, &ImportPane::titleEdited);
    connect(patient_, &PatientField::edited, this, &ImportPane::patientEdited);
    connect(patient_, &PatientField::detailsRequested, this, &ImportPane::patientRequested);
    connect(recorded_, &RecordedEdit::typed, this, &ImportPane::dateEdited);
    connect(recorded_, &RecordedEdit::cleared, this, &ImportPane::dateReset);
    connect(copy_, &QCheckBox::clicked, this, &ImportPane::copyEdited);
    connect(plan_, &Disclosure::toggled, this, &ImportPane::planToggled);
}

void ImportPane::build()
{
    auto* layout = new QVBoxLayout(this);
    const bool mirrored = isRightToLeft();
    layout->setContentsMargins(mirrored ? space::gap : 0, 0, mirrored ? 0 : space::gap,
                               0); // to the scroll bar
    layout->setSpacing(space::gap / 2);
    for (QWidget* widget : std::initializer_list<QWidget*>{picture_, heading_, facts_, problem_, copy_})
        layout->addWidget(widget);
    layout->addWidget(form_);
    layout->addStretch();
    auto* form = new QVBoxLayout(form_);
    form->setContentsMargins(0, space::wide, 0, 0);
    form->setSpacing(space::gap / 2);
    form->addWidget(title_);
    form->addSpacing(space::gap);
    form->addWidget(dimmedLabel(tr("Patient"), form_));
    form->addWidget(patient_);
    form->addSpacing(space::gap);
    form->addWidget(recorded_);
    form->addSpacing(space::wide);
    form->addWidget(buildPresets());
    form->addSpacing(space::gap);
    form->addWidget(plan_);
}

QWidget* ImportPane::buildPresets()
{
    auto* box = new QWidget(form_);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(dimmedLabel(tr("Renditions to make"), box));
    layout->addSpacing(2);
    for (const media::Preset& preset : presets_) {
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
        checks_.emplace_back(preset.id, check);
    }
    return box;
}

bool ImportPane::showsPlan() const
{
    return plan_->isOpen();
}

void ImportPane::setShowsPlan(bool open)
{
    plan_->setOpen(open);
}

void ImportPane::setPatients(std::vector<library::Patient> patients)
{
    patient_->setPatients(std::move(patients));
}

void ImportPane::show(const std::vector<const ImportRow*>& rows, bool selected, const QPixmap& preview)
{
    const bool one = selected && rows.size() == 1;
    picture_->setPixmap(preview);
    picture_->setVisible(one && !preview.isNull());
    facts_->setVisible(one || !selected);
    const bool refused = one && rows.front()->looked && rows.front()->facts.problem;
    const QString problem = problemOf(rows);
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
    form_->setVisible(!refused);
    copy_->setVisible(one && rows.front()->isImportable() && rows.front()->isCopy());
    setEnabled(!rows.empty());
    if (one)
        showFacts(*rows.front());
    else if (selected)
        heading_->setText(tr("%1 recordings").arg(countText(static_cast<qint64>(rows.size()))));
    else {
        heading_->setText(tr("All recordings"));
        facts_->setText(tr("Choose some in the table to change only those."));
    }
    if (!rows.empty())
        showShared(rows);
    showPlan(rows.size() == 1 && rows.front()->isImportable() ? rows.front() : nullptr);
}

void ImportPane::showPlan(const ImportRow* row)
{
    planText_->setText(row ? planHtml(planOf(*row, presets_))
                           : tr("Choose one recording in the table to see it."));
}

void ImportPane::showFacts(const ImportRow& row)
{
    heading_->setText(breakable(nameText(row)));
    QStringList lines;
    const ImportFacts& facts = row.facts;
    if (facts.duration.count() > 0)
        lines << QStringList{durationText(facts.duration), sizeText(facts.sizeBytes),
                             pictureText(facts.picture)}
                     .join(QStringLiteral(" · "));
    if (const auto& date = dateOf(row))
        lines << tr("Recorded %1 (%2)").arg(recordedText(*date), dateSourceText(date->source));
    if (row.isImportable())
        lines << remarksOn(facts);
    facts_->setText(lines.join(QLatin1Char('\n')));
    facts_->setVisible(!lines.isEmpty());
    copy_->setText(row.facts.known ? tr("Import again as a copy") : tr("Import it as well"));
    copy_->setChecked(row.chosen);
}

void ImportPane::showShared(const std::vector<const ImportRow*>& rows)
{
    title_->show(rows);
    recorded_->show(rows);
    const auto patient = sharedValue<QString>(rows, [](const ImportRow& row) { return row.patientCode; });
    patient_->setCode(patient.value_or(QString()));
    patient_->setPlaceholder(patient ? tr("Code, for example P-0042") : tr("Various"));
    for (const auto& entry : checks_) {
        const QString& id = entry.first;
        QCheckBox* const check = entry.second;
        const auto on =
            sharedValue<bool>(rows, [&id](const ImportRow& row) { return row.presets.contains(id); });
        check->setTristate(!on.has_value());
        check->setCheckState(!on ? Qt::PartiallyChecked : *on ? Qt::Checked : Qt::Unchecked);
    }
}

} // namespace ndas::ui
