#include "ui/pages/ReplacePage.h"

#include "ui/pages/NewCardChoice.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/ReasonChoice.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"

#include <QVBoxLayout>

// What a replacement asks for, as it stands on its page: the reason's parts, its keys, and the photo of the new card.

namespace cardwright::ui {

void ReplacePage::makeTerms()
{
    const auto field = [](const QString& label, const char* name) {
        auto* made = named(new Field(label), qPrintable(QLatin1String(name) + QStringLiteral("-field")));
        named(made->edit(), name, label);
        return made;
    };
    m_reasons = new ReasonChoice(tr("Why is it replaced?"), QStringLiteral("replace-reason"));
    m_identity = named(new Panel, "replace-identity", tr("Identity check"));
    m_identity->setPadding(0);
    m_documents = named(new ListRow(tr("Who they are, checked afresh")), "replace-documents");
    m_documents->setIconName(QStringLiteral("evidence"));
    m_documents->setClickable(true);
    m_documents->setLast(true);
    m_identity->body()->addWidget(m_documents);
    m_incident = field(tr("Reference of the incident"), "replace-incident");
    m_incident->setHint(tr("As your incident system gave it. A card that is not brought back may be in anybody's hand."));
    m_names = named(new Panel, "replace-names", tr("Name and photo"));
    m_names->setPadding(16);
    m_names->body()->setSpacing(8);
    m_name = named(new ListRow(tr("Name on record")), "replace-name");
    m_name->setIconName(QStringLiteral("person"));
    m_likeness = named(new CheckRow(tr("The photo on record is still a likeness"), tr("Look at both. Otherwise take a new one.")),
                       "replace-likeness");
    m_photo = named(new ListRow(tr("Photo on the card")), "replace-photo");
    m_photo->setIconName(QStringLiteral("camera"));
    m_photo->setClickable(true);
    m_photo->setLast(true);
    m_keepPhoto = named(new SecondaryButton(tr("Use the one on record")), "replace-photo-keep", tr("Use the photo on record, not the new one"));
    m_keepPhoto->setKeyCap(QStringLiteral("K"));
    for (QWidget* part : std::initializer_list<QWidget*>{m_name, m_photo, m_likeness})
        m_names->body()->addWidget(part);
    m_names->body()->addWidget(m_keepPhoto, 0, Qt::AlignLeft);
    connect(m_photo, &QAbstractButton::clicked, this, &ReplacePage::photoWanted);
    connect(m_keepPhoto, &ActionButton::clicked, &m_check, &ApplicationPresenter::dropPhoto);
    m_returned = named(new CheckRow(tr("The old card was given back"), tr("Without it, the incident's reference is needed.")), "replace-returned");
    m_cut = named(new CheckRow(tr("Cut through its chip"), tr("In front of its holder.")), "replace-cut");
    m_plastic = named(new Panel, "replace-plastic", tr("The old card"));
    m_plastic->setPadding(16);
    m_plastic->body()->setSpacing(8);
    m_plastic->body()->addWidget(m_returned);
    m_plastic->body()->addWidget(m_cut);
    for (QWidget* part : std::initializer_list<QWidget*>{m_reasons, m_identity, m_names, m_plastic, m_incident})
        m_column->addWidget(part);
}

void ReplacePage::bindKeys()
{
    CardActPage::bindKeys();
    m_reasons->bindKeys(this);
    bindKey(this, QKeySequence(Qt::Key_D), [this] { Q_EMIT evidenceWanted(); }, [this] { return m_identity->isVisible(); });
    bindKey(this, QKeySequence(Qt::Key_P), [this] { Q_EMIT photoWanted(); }, [this] { return m_photo->isVisible(); });
    bindKey(this, QKeySequence(Qt::Key_K), m_keepPhoto);
    m_newCard->bindKeys(this);
    m_stepUp->bindKeys(); // later bindings win: an open step-up has Esc first
}

void ReplacePage::showPhoto()
{
    const bool recorded = !m_target.holder.portrait.empty();
    m_keepPhoto->setVisible(newPhoto());
    m_likeness->setVisible(m_reasons->chosen() == "name-changed" && recorded && !newPhoto());
    if (!newPhoto()) {
        m_photo->setSecond(recorded ? tr("The one on record, as you see it beside this.") : tr("None is on record."));
        m_photo->setPill(Tone::Plain, QStringLiteral("camera"), tr("New photo, P"));
        return;
    }
    const bool done = m_check.photoDone();
    m_photo->setSecond(!done                     ? tr("A new one. Something of it is outside what is advised.")
                       : m_check.photoAdvised() ? tr("A new one, used with a reason.")
                                                 : tr("A new one: for the card and for the record."));
    m_photo->setPill(done ? Tone::Success : Tone::Warning, done ? QStringLiteral("check") : QStringLiteral("warning"), done ? tr("Taken, P") : tr("Look, P"));
}

} // namespace cardwright::ui
