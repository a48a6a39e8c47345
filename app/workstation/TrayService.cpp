#include "app/workstation/TrayService.h"

#include "core/base/Tlv.h"
#include "core/lifecycle/CardSession.h"
#include "core/piv/Chuid.h"
#include "core/piv/ObjectId.h"
#include "pcsc/simulator/CardState.h"

#include <algorithm>

namespace cardwright::workstation {

namespace fs = std::filesystem;

namespace {

constexpr const char* agentsReader = "Training reader 1";
constexpr const char* holdersReader = "Training reader 2";

std::optional<Guid> guidOf(const simulator::CardState& state)
{
    const auto object = state.objects.find(objects::chuid.tag);
    if (object == state.objects.end()) return std::nullopt;
    // The whole data object 53 L ...: the head reader takes what stands inside.
    TlvReader reader(object->second);
    const auto content = reader.find(0x53);
    return content ? Chuid::guidInHead(content->value) : std::nullopt;
}

} // namespace

TrayService::TrayService(Context& context, simulator::VirtualTray& tray) : m_context(context), m_tray(tray) {}

std::string TrayService::readerOf(ui::ReaderRole role) const { return role == ui::ReaderRole::agent ? agentsReader : holdersReader; }

std::vector<ui::TrayCard> TrayService::list(Store& store)
{
    std::vector<ui::TrayCard> cards;
    for (const auto& entry : fs::directory_iterator(m_context.desk.material().site.cards())) {
        if (entry.path().extension() != ".card") continue;
        ui::TrayCard card;
        card.id = entry.path().stem().string();
        card.kind = card.id == "agent" ? "agent" : "blank";
        if (m_tray.holds(agentsReader, entry.path())) card.in = ui::ReaderRole::agent;
        if (m_tray.holds(holdersReader, entry.path())) card.in = ui::ReaderRole::subject;
        try {
            const auto guid = guidOf(simulator::CardState::load(entry.path()));
            if (!store.isOpen()) { // nobody is signed in: nothing is said of whose cards these are
                if (card.kind != "agent" && guid) card.kind = "issued";
            } else {
                const auto holder = guid ? store.people.byCard(*guid) : std::nullopt;
                if (holder) card.name = holder->person.legalName();
                if (card.kind != "agent" && guid) card.kind = holder ? "issued" : "foreign";
            }
        } catch (const FailureError&) {
            card.kind = "foreign"; // a damaged card file is a card nobody knows; the reader says what is wrong with it
        }
        cards.push_back(std::move(card));
    }
    std::sort(cards.begin(), cards.end(), [](const auto& left, const auto& right) { return left.id < right.id; });
    return cards;
}

void TrayService::refresh()
{
    using Cards = std::vector<ui::TrayCard>;
    m_context.ask<Cards>([this](Store& store) { return list(store); }, [this](Cards cards) {
        if (m_context.events != nullptr) m_context.events->trayChanged(cards);
    }, nothingOnFailure<Cards>());
}

void TrayService::insert(const std::string& cardId, ui::ReaderRole role)
{
    const auto file = m_context.desk.material().site.cardFile(cardId);
    m_context.ask<bool>(*m_context.fileThread, [&tray = m_tray, file, reader = readerOf(role)] {
        for (const char* name : {agentsReader, holdersReader}) {
            if (name == reader || tray.holds(name, file)) tray.pull(name);
        }
        tray.insert(reader, file);
        return true;
    }, [this](bool) { refresh(); }, nothingOnFailure<bool>());
}

void TrayService::pull(ui::ReaderRole role)
{
    // At once and on this thread: a pull in the middle of a command is what the tray is for.
    m_tray.pull(readerOf(role));
    refresh();
}

void TrayService::spendTries(const std::string& cardId)
{
    const auto file = m_context.desk.material().site.cardFile(cardId);
    m_context.ask<bool>(*m_context.fileThread, [&random = m_context.desk.random(), file] {
        simulator::VirtualTray own(random, {"Practice"});
        own.insert("Practice", file);
        const auto reader = own.reader("Practice");
        CardSession session(*reader, {});
        const auto wrong = SecureBytes::copyOf(bytesOf("00000000"));
        for (int i = 0; i < 15 && !session.piv().passcodeTries().blocked(); ++i) session.piv().verifyPasscode(wrong);
        return true;
    }, [this](bool) { refresh(); }, nothingOnFailure<bool>());
}

} // namespace cardwright::workstation
