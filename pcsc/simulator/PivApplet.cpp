#include "pcsc/simulator/PivApplet.h"

#include "core/base/Tlv.h"
#include "core/crypto/CryptoError.h"

#include <utility>

namespace cardwright::simulator {

namespace {

enum Ins : std::uint8_t {
    verifyIns = 0x20,
    changeReferenceIns = 0x24,
    resetRetryIns = 0x2C,
    generateIns = 0x47,
    generalAuthenticateIns = 0x87,
    selectIns = 0xA4,
    getDataIns = 0xCB,
    putDataIns = 0xDB,
};

} // namespace

void PivApplet::reset() noexcept
{
    m_selected = m_verified = m_fresh = m_administration = false;
    m_witness.clear();
    m_challenge.clear();
}

bool PivApplet::takeChanged() noexcept { return std::exchange(m_changed, false); }

AppletReply PivApplet::execute(const AppletCommand& command)
{
    try {
        if (command.ins == selectIns) return select(command);
        if (!m_selected) return {0x6D00, {}};
        // A witness or challenge is for the next GENERAL AUTHENTICATE and nothing else (part 2, appendix A.1).
        if (command.ins != generalAuthenticateIns) {
            m_witness.clear();
            m_challenge.clear();
        }
        AppletReply reply = dispatch(command);
        // PIN ALWAYS by the book: the command right after VERIFY or not at all. YubiKeys keep it until it is used.
        if (command.ins != verifyIns && !yubiKey()) m_fresh = false;
        return reply;
    } catch (const TlvError&) {
        return {0x6A80, {}};
    } catch (const CryptoError&) {
        return {0x6A80, {}};
    }
}

AppletReply PivApplet::dispatch(const AppletCommand& command)
{
    switch (command.ins) {
    case verifyIns: return verify(command);
    case changeReferenceIns: return changeReference(command);
    case resetRetryIns: return resetRetryCounter(command);
    case generateIns: return generate(command);
    case generalAuthenticateIns: return generalAuthenticate(command);
    case getDataIns: return getData(command);
    case putDataIns: return putData(command);
    default: return extended() ? dispatchYubico(command) : AppletReply{0x6D00, {}};
    }
}

} // namespace cardwright::simulator
