#include "core/lifecycle/CardSession.h"

#include "core/lifecycle/CardJobError.h"
#include "core/piv/Chuid.h"

#include <array>
#include <chrono>
#include <map>

namespace cardwright {

std::string CardIdentity::serialText() const
{
    if (!serial) return {};
    const std::array<std::uint8_t, 4> octets{static_cast<std::uint8_t>(*serial >> 24), static_cast<std::uint8_t>(*serial >> 16),
                                             static_cast<std::uint8_t>(*serial >> 8), static_cast<std::uint8_t>(*serial)};
    return toHex(octets);
}

std::string CardIdentity::serialPrinted() const { return serial ? std::to_string(*serial) : std::string(); }

CardSession::CardSession(CardReader& reader, std::stop_token stop)
    : m_transport(reader.open()), m_channel(std::make_unique<CardChannel>(*m_transport, std::move(stop))),
      m_piv(std::make_unique<PivApplication>(*m_channel)), m_selected(m_piv->select())
{
}

CardSession::~CardSession() { end(); }

namespace {

/// What a command is for, by its INS and, where keys are made, by the algorithm that it names (AC 03 80 01 xx).
CardWork workOf(const CommandApdu& command) noexcept
{
    switch (command.ins()) {
    case 0x47: {
        const auto data = command.data();
        constexpr std::size_t place = 4;
        const bool rsa = data.size() > place && (data[place] == static_cast<std::uint8_t>(Algorithm::rsa2048) ||
                                                 data[place] == static_cast<std::uint8_t>(Algorithm::rsa3072));
        return rsa ? CardWork::generateRsa : CardWork::generateEc;
    }
    case 0x87: return CardWork::sign;
    case 0xDB: return CardWork::write;
    case 0xFB: return CardWork::reset;
    default: return CardWork::talk;
    }
}

} // namespace

void CardSession::useProfile(const CardProfile& profile)
{
    m_channel->useExtendedLength(profile.extendedLength);
    std::map<CardWork, std::chrono::milliseconds> deadlines;
    for (const auto work : {CardWork::talk, CardWork::write, CardWork::sign, CardWork::generateEc, CardWork::generateRsa, CardWork::reset}) {
        deadlines[work] = profile.deadline(work);
    }
    m_channel->useDeadlines([deadlines = std::move(deadlines)](const CommandApdu& command) { return deadlines.at(workOf(command)); });
}

std::optional<Guid> CardSession::guid()
{
    const auto head = m_piv->objectHead(objects::chuid);
    return head ? Chuid::guidInHead(head->content) : std::nullopt;
}

void CardSession::expect(const CardIdentity& expected, bool askSerial, bool chuidMayBeMissing)
{
    if (atr() != expected.atr) throw CardJobError("CARD-OTHER", "answer to reset");
    const auto found = guid();
    const bool missing = chuidMayBeMissing && !found;
    if (found != expected.guid && !missing) throw CardJobError("CARD-OTHER", "card identity");
    if (!askSerial || !expected.serial) return;
    const auto serial = m_piv->serial();
    if (!serial) throw CardDataError("serial"); // a disturbed answer is no other card
    if (serial != expected.serial) throw CardJobError("CARD-OTHER", "serial");
}

ApduCount CardSession::end() noexcept
{
    if (m_channel) m_count = m_channel->count();
    m_piv.reset();
    m_channel.reset();
    m_transport.reset();
    return m_count;
}

} // namespace cardwright
