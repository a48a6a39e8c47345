#include "pcsc/Transaction.h"

#include "core/base/SecureBytes.h"
#include "core/card/CardErrors.h"
#include "pcsc/ScardFailure.h"

#include <winscard.h>

namespace cardwright::pcsc {

namespace {

constexpr std::size_t shortAnswer = 258;
constexpr std::size_t extendedAnswer = 65'538;

bool isExtended(ByteView command) noexcept { return command.size() > 5 && command[4] == 0; }

} // namespace

Transaction::Transaction(std::unique_ptr<Connection> connection, std::shared_ptr<OwnUse> use)
    : m_connection(std::move(connection)), m_use(std::move(use))
{
    LONG result = ::SCardBeginTransaction(m_connection->handle());
    if (result == SCARD_W_RESET_CARD) { // another program ended its transaction with a reset while we waited: no command of
        DWORD protocol = 0;             // ours has been sent, so there is nothing to lose
        result = ::SCardReconnect(m_connection->handle(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD,
                                  &protocol);
        if (result == SCARD_S_SUCCESS) result = ::SCardBeginTransaction(m_connection->handle());
    }
    check(result, m_connection->reader());
}

Transaction::~Transaction() { ::SCardEndTransaction(m_connection->handle(), m_reset ? SCARD_RESET_CARD : SCARD_LEAVE_CARD); }

Bytes Transaction::transmit(ByteView command)
{
    SecureBytes answer(isExtended(command) ? extendedAnswer : shortAnswer); // cleared when it goes: it may hold a decrypted secret
    DWORD size = answer.size();
    const SCARD_IO_REQUEST* protocol = m_connection->protocol() == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    const OwnUse::Command underWay(*m_use, m_connection->reader(), m_within);
    const LONG result = ::SCardTransmit(m_connection->handle(), protocol, command.data(), command.size(), nullptr,
                                        answer.writable().data(), &size);
    // Just after a removal pcscd says "not transacted" until it has looked at the slot again; some drivers say success
    // and give nothing. Whether the card is still there tells one from the other.
    const bool nothingCame = result == SCARD_E_NOT_TRANSACTED || (result == SCARD_S_SUCCESS && size < 2);
    if (nothingCame && !m_connection->cardStillPresent()) throw TransportError("CARD-REMOVED", m_connection->reader());
    check(result, m_connection->reader());
    if (size > answer.size()) fail(SCARD_E_INSUFFICIENT_BUFFER, m_connection->reader()); // a driver that tells more than it gave
    return toBytes(answer.view().first(size));
}

PinPad* Transaction::pinPad()
{
    if (!m_pad) m_pad.emplace(*m_connection, ReaderFeatures::of(m_connection->handle()), *m_use);
    return m_pad->canVerify() || m_pad->canModify() ? &*m_pad : nullptr;
}

bool Transaction::extendedLength() const
{
    if (!m_extended) m_extended = atrSaysExtendedLength(atr()) && m_connection->readerTakesExtendedLength();
    return *m_extended;
}

} // namespace cardwright::pcsc
