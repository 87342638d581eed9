#include "ui/widgets/title_pattern_edit.h"

#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

TitlePatternEdit::TitlePatternEdit(QWidget* parent)
    : QWidget(parent)
    , label_(makeText({}, TextStep::Small, "dimmed", this))
    , edit_(new QLineEdit(this))
    , help_(new QToolButton(this))
    , preview_(makeText({}, TextStep::Small, "dimmed", this))
{
    edit_->setObjectName(QStringLiteral("titleEdit"));
    edit_->setAccessibleName(tr("Title"));
    edit_->setMaxLength(longestTitle);
    label_->setBuddy(edit_);
    preview_->setObjectName(QStringLiteral("titlePreview"));
    help_->setObjectName(QStringLiteral("titleHelp"));
    help_->setText(QStringLiteral("?"));
    help_->setAccessibleName(tr("What a title may be made from"));
    help_->setToolTip(tr("What a title may be made from"));
    help_->setPopupMode(QToolButton::InstantPopup);
    help_->setFocusPolicy(Qt::StrongFocus);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::gap / 2);
    line->addWidget(edit_, 1);
    line->addWidget(help_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap / 2);
    layout->addWidget(label_);
    layout->addLayout(line);
    layout->addWidget(preview_);
    buildMenu();
    connect(edit_, &QLineEdit::textEdited, this, [this](const QString& text) {
        emptiedFor_ = text.isEmpty() ? shownFor_ : QString();
        Q_EMIT edited(text);
    });
    connect(edit_, &QLineEdit::editingFinished, this, [this] { emptiedFor_.clear(); });
}

void TitlePatternEdit::buildMenu()
{
    auto* menu = new QMenu(help_);
    menu->setAccessibleName(help_->accessibleName());
    for (const TitleMark& mark : titleMarks()) {
        QAction* action = menu->addAction(QStringLiteral("%1\t%2").arg(mark.meaning, mark.mark));
        connect(action, &QAction::triggered, this, [this, mark] {
            edit_->insert(edit_->text().isEmpty() || edit_->text().endsWith(QLatin1Char(' '))
                              ? mark.mark
                              : QLatin1Char(' ') + mark.mark);
            Q_EMIT edited(edit_->text());
        });
    }
    help_->setMenu(menu);
}

void TitlePatternEdit::show(const std::vector<const ImportRow*>& rows)
{
    const ImportRow& first = *rows.front();
    const bool one = rows.size() == 1;
    const bool usual = first.title == QLatin1String(usualTitlePattern);
    const bool shared = std::all_of(rows.begin(), rows.end(),
                                    [&](const ImportRow* row) { return row->title == first.title; });
    const QString own = usual ? QString() : first.title;
    const QString shown = one && usual ? titleOf(first) : shared ? own : QString();
    shownFor_ = first.path;
    label_->setText(one ? tr("Title") : tr("Titles"));
    if (edit_->text() != shown && emptiedFor_ != first.path)
        edit_->setText(shown);
    edit_->setPlaceholderText(!shared ? tr("Various") : one ? titleOf(first) : tr("Named after the files"));
    showPreview(shared && first.title.contains(QLatin1Char('{')) && !usual ? rows
                                                                           : std::vector<const ImportRow*>());
}

void TitlePatternEdit::showPreview(const std::vector<const ImportRow*>& rows)
{
    preview_->setVisible(!rows.empty());
    if (rows.empty())
        return;
    const auto usable = std::find_if(
        rows.begin(), rows.end(), [](const ImportRow* row) { return !row->looked || row->isImportable(); });
    const ImportRow& example = usable == rows.end() ? *rows.front() : **usable;
    preview_->setText(rows.size() == 1
                          ? tr("Becomes %1").arg(quoted(titleOf(example)))
                          : tr("%1 becomes %2").arg(nameText(example), quoted(titleOf(example))));
}

} // namespace ndas::ui
