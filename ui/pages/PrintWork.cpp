#include "ui/pages/PrintWork.h"

#include "ui/pages/FaceWords.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PrinterChoice.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/Words.h"
#include "ui/print/Paper.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FacePreview.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QFileInfo>
#include <QLineEdit>

#include <utility>

namespace cardwright::ui {

void PrintWork::clear()
{
    m_card.clear();
    m_recording = false;
    m_face = {};
    m_content = {};
    m_stage = Stage::choosing;
    m_reason->setText({});
    m_reason->clearWrong();
    m_stepUp->close();
    m_trouble->hide();
    refresh();
}

void PrintWork::refill()
{
    m_where->refill();
    refresh();
}

void PrintWork::open(const QString& card)
{
    auto* port = m_hub.port().print();
    if (!port) return;
    clear();
    m_card = card;
    port->face(card.toStdString(), guarded<PrintFace>(this, [this, card](const PrintFace& face) {
        if (card == m_card) showFace(face);
    }));
}

void PrintWork::keepOnList()
{
    auto* port = m_hub.port().print();
    if (!port || m_card.isEmpty()) return;
    port->later(m_card.toStdString(), guarded<ActAnswer>(this, [this, card = m_card](const ActAnswer& answer) {
        if (card == m_card && !answer.done) tell(tr("Not on the list of cards to print"), answer.failure ? failureLine(*answer.failure) : QString());
    }));
}

void PrintWork::showFace(const PrintFace& face)
{
    m_face = face;
    m_content = contentOf(face);
    m_stage = face.failure ? Stage::choosing : Stage::ready;
    refresh();
    if (face.failure) return tell(tr("This card is not printed"), failureLine(*face.failure));
    m_print->setFocus();
}

/// Named by the card, never by the person.
QString PrintWork::stem(const QString& what) const { return what + QLatin1Char('-') + (m_card.isEmpty() ? QStringLiteral("site") : m_card.right(8)); }

bool PrintWork::asking() const { return m_stage != Stage::choosing && m_stage != Stage::ready; }

void PrintWork::refresh()
{
    const auto policy = m_hub.port().print() ? m_hub.port().print()->policy() : nullptr;
    const bool shown = m_stage != Stage::choosing;
    for (auto* side : {m_front, m_back}) side->setFace(policy, m_content);
    m_holder->setText(shown ? (m_content.givenName + QLatin1Char(' ') + m_content.familyName).trimmed() : tr("Choose a card"));
    m_print->setText(m_where->action());
    m_print->setAccessibleName(m_where->action());
    const bool may = m_hub.may(permits::issueCard);
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_print, m_later, m_never, m_receipt}) {
        if (!may)
            button->hold(words::notPermitted(permits::issueCard, m_hub.agentRole()));
        else if (m_stage != Stage::ready)
            button->hold(shown ? tr("Answer the question first.") : tr("Choose a card first."));
        else
            button->release();
    }
    if (may && m_stage == Stage::ready && policy && !FaceRenderer(*policy, policy->of(PrintUse::card)).tooLong(m_content).isEmpty()) {
        m_print->hold(tr("The name does not fit at the smallest type: give a shorter name on card."));
        tell(tr("Too long for the card"), tr("Give a shorter name on card, then print."));
    }
    refreshQuestion();
}

void PrintWork::refreshQuestion()
{
    const bool giving = m_stage == Stage::spoiling || m_stage == Stage::declining;
    m_question->setVisible(asking() && !m_stepUp->isOpen());
    m_good->setVisible(m_stage == Stage::quality);
    m_bad->setVisible(m_stage != Stage::spoiled);
    m_replacement->setVisible(m_stage == Stage::spoiled);
    m_reason->setVisible(giving);
    QString asked, consequence, bad = tr("Spoiled");
    if (m_stage == Stage::quality) {
        asked = tr("Is the print good?");
        consequence = tr("Look at photo, name and UUID, front and back.");
        if (!m_where->lastFile().isEmpty()) consequence.prepend(tr("Written to %1.").arg(QFileInfo(m_where->lastFile()).fileName()) + QLatin1Char(' '));
    } else if (m_stage == Stage::spoiling) {
        asked = tr("Book the card as spoiled?");
        consequence = tr("Its chip is somebody's. Put the card into reader 2: it is cancelled and cleared first. Without it there it is cancelled and revoked alone.");
        m_reason->setLabel(tr("What is wrong with the print"));
        bad = tr("Cancel it and book it");
    } else if (m_stage == Stage::declining) {
        asked = tr("Not print this card?");
        consequence = tr("It goes off the list. The card works all the same.");
        m_reason->setLabel(tr("Why it is not printed"));
        bad = tr("Do not print it");
    } else if (m_stage == Stage::spoiled) {
        asked = tr("Booked as spoiled");
        consequence = tr("The next card for %1 starts from here: put a blank card into reader 2. Nothing is asked again.").arg(m_holder->text());
    }
    m_asked->setText(asked);
    m_question->setAccessibleName(asked);
    m_consequence->setText(consequence);
    m_reason->edit()->setAccessibleName(m_stage == Stage::declining ? tr("Why it is not printed") : tr("What is wrong with the print"));
    m_bad->setText(bad);
    m_bad->setAccessibleName(bad);
}

void PrintWork::ask(Stage stage)
{
    m_stage = stage;
    refresh();
    bringIntoView(m_question);
    (m_reason->isHidden() ? static_cast<QWidget*>(m_good) : m_reason->edit())->setFocus();
}

void PrintWork::tell(const QString& title, const QString& line)
{
    m_trouble->setContent(Tone::Danger, QStringLiteral("error"), title, line);
    m_trouble->show();
    bringIntoView(m_trouble);
}

void PrintWork::print()
{
    auto* port = m_hub.port().print();
    if (!port || m_stage != Stage::ready) return;
    const auto policy = port->policy();
    const auto wrong = m_where->printFaces(*policy, policy->of(PrintUse::card), {{m_content, true, m_both->isChecked()}}, stem(QStringLiteral("card")));
    if (!wrong.isEmpty()) return tell(tr("Not printed"), wrong);
    m_trouble->hide();
    m_deed = {m_card.toStdString(), m_both->isChecked() ? "front and back" : "front", m_where->printer().toStdString(), 1, false};
    ask(Stage::quality); // the file's name is said in the question itself: a toast would lie over its answers
}

void PrintWork::answer(bool good)
{
    if (m_stage != Stage::quality || std::exchange(m_recording, true)) return;
    m_deed.good = good;
    m_hub.port().print()->printed(m_deed, guarded<ActAnswer>(this, [this, good, card = m_card](const ActAnswer& answer) {
        if (card != m_card) return;
        if (!answer.done || good) return answered(answer, Outcome::printed, tr("Printed"));
        m_recording = false;
        ask(Stage::spoiling);
    }));
}

QString PrintWork::reason(const QString& missing)
{
    const auto text = m_reason->text().trimmed();
    if (text.isEmpty()) {
        m_reason->setWrong(missing);
        m_reason->edit()->setFocus();
    } else {
        m_reason->clearWrong();
    }
    return text;
}

void PrintWork::confirmBad()
{
    if (m_stage == Stage::quality) return answer(false);
    const auto text = reason(m_stage == Stage::declining ? tr("Say why it is not printed.") : tr("Say what is wrong with the print."));
    if (text.isEmpty()) return;
    if (m_stage == Stage::declining) return never(text);
    beginSpoil(text);
}

void PrintWork::beginSpoil(const QString& text)
{
    m_stepUp->open(tr("Cancel this card and book it as spoiled?"), tr("It cannot be brought back. Your card signs it."), tr("Book it as spoiled"),
                   [this, text](CardAgain again) {
                       m_hub.port().print()->spoil(m_card.toStdString(), text.toStdString(), std::move(again), guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
                           if (!m_stepUp->answered(answer)) return;
                           m_stage = Stage::spoiled;
                           refresh();
                           m_replacement->setFocus();
                           Q_EMIT said(answer.detail == "cleared" ? tr("Spoiled; its chip is blank") : tr("Spoiled; cut it through its chip"));
                           Q_EMIT booked();
                       }));
                   });
    m_question->hide();
    bringIntoView(m_stepUp);
}

void PrintWork::later()
{
    if (std::exchange(m_recording, true)) return;
    m_hub.port().print()->later(m_card.toStdString(), guarded<ActAnswer>(this, [this, card = m_card](const ActAnswer& answer) {
        if (card == m_card) answered(answer, Outcome::later, tr("On the list of cards to print"));
    }));
}

void PrintWork::never(const QString& text)
{
    if (std::exchange(m_recording, true)) return;
    m_hub.port().print()->never(m_card.toStdString(), text.toStdString(), guarded<ActAnswer>(this, [this, card = m_card](const ActAnswer& answer) {
        if (card == m_card) answered(answer, Outcome::never, tr("Not printed"));
    }));
}

void PrintWork::leave()
{
    const bool spoiled = m_stage == Stage::spoiled;
    Q_EMIT settled(spoiled ? Outcome::spoiled : Outcome::later, spoiled ? tr("Booked as spoiled") : tr("On the list of cards to print"));
}

void PrintWork::answered(const ActAnswer& answer, Outcome outcome, const QString& words)
{
    m_recording = false;
    if (!answer.done) return tell(tr("Not recorded"), answer.failure ? failureLine(*answer.failure) : QString());
    Q_EMIT settled(outcome, words);
}

void PrintWork::paper(bool receipt)
{
    auto* port = m_hub.port().print();
    if (!port) return;
    const auto policy = port->policy();
    if (!receipt) return output(leafletSheets(*policy, words::fromUtf8(m_hub.site().name)), tr("Welcome leaflet"), QStringLiteral("leaflet"));
    port->receipt(m_card.toStdString(), guarded<ReceiptAnswer>(this, [this, policy, card = m_card](const ReceiptAnswer& answer) {
        if (card != m_card) return;
        if (answer.failure) return tell(tr("There is no receipt"), failureLine(*answer.failure));
        output(receiptSheets(*policy, answer.receipt), tr("Receipt"), QStringLiteral("receipt"));
    }));
}

void PrintWork::output(const std::vector<PaperSheet>& sheets, const QString& title, const QString& name)
{
    const auto wrong = m_where->printSheets(sheets, title, stem(name));
    if (!wrong.isEmpty()) return tell(tr("Not printed"), wrong);
    Q_EMIT said(m_where->lastFile().isEmpty() ? tr("%1: printed").arg(title) : tr("Written to %1").arg(m_where->lastFile()));
}

bool PrintWork::stepBack()
{
    if (m_stepUp->isOpen()) {
        m_stepUp->close();
        refresh();
        return true;
    }
    if (m_stage != Stage::spoiling && m_stage != Stage::declining) return false;
    m_stage = m_stage == Stage::spoiling ? Stage::quality : Stage::ready;
    refresh();
    (m_stage == Stage::ready ? static_cast<QWidget*>(m_print) : m_good)->setFocus();
    return true;
}

} // namespace cardwright::ui
