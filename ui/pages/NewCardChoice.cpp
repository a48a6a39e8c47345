#include "ui/pages/NewCardChoice.h"

#include "ui/pages/PageTools.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

NewCardChoice::NewCardChoice(DeskHub& hub, const QString& name, QWidget* parent) : Panel(parent), m_hub(hub)
{
    setObjectName(name);
    setAccessibleName(tr("The new card"));
    body()->setSpacing(10);
    m_blank = new VerdictRow;
    m_here = named(new SecondaryButton(tr("The holder chooses it now")), qPrintable(name + QStringLiteral("-here")));
    m_here->setKeyCap(QStringLiteral("1"));
    m_locked = named(new SecondaryButton(tr("Issue it locked")), qPrintable(name + QStringLiteral("-locked")));
    m_locked->setKeyCap(QStringLiteral("2"));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    for (auto* button : {m_here, m_locked}) {
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setSize(ActionButton::Size::Choice);
        row->addWidget(button);
    }
    row->addStretch(1);
    m_here->setChecked(true);
    m_words = new TextBlock;
    body()->addWidget(new Label(tr("The new card"), TextStyle::BodyStrong));
    body()->addWidget(m_blank);
    body()->addWidget(new Label(tr("The passcode"), TextStyle::BodyStrong));
    body()->addLayout(row);
    body()->addWidget(m_words);
    connect(m_here, &QAbstractButton::toggled, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    refresh();
}

void NewCardChoice::bindKeys(QWidget* page)
{
    bindKey(page, QKeySequence(Qt::Key_1), [this] { m_here->setChecked(true); }, [this] { return isVisible(); });
    bindKey(page, QKeySequence(Qt::Key_2), [this] { m_locked->setChecked(true); }, [this] { return isVisible(); });
}

bool NewCardChoice::locked() const { return m_locked->isChecked(); }
bool NewCardChoice::blankHere() const { return m_hub.subjectCard().kind == CardKind::blank; }

void NewCardChoice::refresh()
{
    const auto kind = m_hub.subjectCard().kind;
    const bool blank = kind == CardKind::blank;
    m_blank->setVerdict(blank ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Warns, tr("Blank card in reader 2"),
                        blank                       ? tr("ready")
                        : kind == CardKind::none    ? tr("reader 2 is empty")
                        : kind == CardKind::reading ? tr("being read")
                                                    : tr("another card is in it"));
    m_words->setText(locked() ? tr("Nobody knows a passcode. The holder unlocks the card at a desk later and chooses one then.")
                              : tr("You will see only that the holder is typing. Every key of yours is dead until they are finished."));
}

} // namespace cardwright::ui
