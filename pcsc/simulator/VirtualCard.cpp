#include "pcsc/simulator/VirtualCard.h"

#include "pcsc/simulator/ApduFrame.h"
#include "pcsc/simulator/CardFile.h"
#include "pcsc/simulator/PivApplet.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace cardwright::simulator {

namespace {

constexpr std::uint8_t getResponseIns = 0xC0;
constexpr std::uint8_t selectIns = 0xA4;
constexpr std::size_t chainLimit = 65'535;

Bytes onlyWord(std::uint16_t sw) { return {static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw)}; }

Bytes withWord(ByteView data, std::uint16_t sw) { return concat({data, onlyWord(sw)}); }

/// ISO 7816-4 5.4.1: no secure messaging, the basic channel only.
std::uint16_t classWord(std::uint8_t cla) noexcept
{
    if ((cla & 0xE0) != 0) return 0x6E00;
    if ((cla & 0x0C) != 0) return 0x6882;
    if ((cla & 0x03) != 0) return 0x6881;
    return 0x9000;
}

bool mayChain(std::uint8_t ins) noexcept { return ins == 0xDB || ins == 0x87 || ins == 0x47 || ins == 0xFE; }
bool sameAgain(std::uint8_t ins) noexcept { return ins == 0xCB || ins == 0xA4; }

/// The length of the first data object, one octet more than there is.
Bytes withLyingLength(Bytes response)
{
    if (response.size() < 4) return response;
    const std::size_t tagSize = (response[0] & 0x1F) == 0x1F ? 2 : 1;
    std::size_t place = tagSize;
    if ((response[place] & 0x80) != 0) place += response[place] & 0x7F; // the last octet of a long length
    if (place < response.size() - 2) ++response[place];
    return response;
}

/// The card by the book answers with historical bytes that no product has ("CWPIV001"), so that tools ask for the PIV application
/// instead of guessing a maker's limits. The other answer is that of a YubiKey 5.
/// Java cards answer as the chip's maker set them (JCOP 2.4.2 R3 here): an applet has no say in it.
const Bytes& atrOf(Personality personality)
{
    static const Bytes strict = *fromHex("3bf81300008131fe4543575049563030318a");
    static const Bytes yubico = *fromHex("3bfd1300008131fe158073c021c057597562694b657940");
    static const Bytes javaCard = *fromHex("3bf91300008131fe454a434f503234325233a2");
    switch (personality) {
    case Personality::yubico:
    case Personality::yubico57: return yubico;
    case Personality::pivApplet:
    case Personality::openFips: return javaCard;
    case Personality::strict: break;
    }
    return strict;
}

/// PivApplet puts a chain of short blocks together in a buffer of this size; beyond it, it is lost until it is selected again.
constexpr std::size_t javaCardChainLimit = 6000;

} // namespace

struct VirtualCard::Impl {
    Impl(const std::filesystem::path& path, RandomSource& random)
        : file(path), state(CardState::decode(file.read().view(), path.string())), applet(state, random)
    {
    }

    CardFile file;
    CardState state;
    PivApplet applet;
    FaultPlan faults;
    struct Chain {
        std::array<std::uint8_t, 3> header{};
        SecureBytes data;
        bool open = false;
    } chain;
    Bytes pending;
    bool gone = false;
    bool silent = false;
    bool wedged = false;

    void dropVolatile() noexcept
    {
        wedged = false;
        applet.reset();
        dropChain();
        pending.clear();
    }
    void dropChain() noexcept
    {
        chain.open = false;
        chain.data.clear();
    }
    CardAnswer happen(const Fault& fault, Bytes response);
    Bytes answer(ByteView octets);
    Bytes respond(const ApduFrame& frame, AppletReply reply);
    Bytes getResponse(const ApduFrame& frame);
    Bytes takeBlock(const ApduFrame& frame);
    AppletReply execute(const ApduFrame& frame);
};

/// What a fault makes of the answer; it may be given on unchanged (a kill of someone else).
CardAnswer VirtualCard::Impl::happen(const Fault& fault, Bytes response)
{
    switch (fault.action) {
    case Fault::Action::removed: gone = true; return {CardAnswer::Kind::removed, {}};
    case Fault::Action::reset: dropVolatile(); return {CardAnswer::Kind::reset, {}};
    case Fault::Action::silent: silent = true; return {CardAnswer::Kind::silent, {}};
    case Fault::Action::statusWord: return {CardAnswer::Kind::answered, onlyWord(fault.statusWord)};
    case Fault::Action::wrongLength:
        if (response.size() > 2) {
            response.erase(response.end() - 3);
        } else {
            response.resize(1, 0x90);
        }
        return {CardAnswer::Kind::answered, std::move(response)};
    case Fault::Action::slow: std::this_thread::sleep_for(fault.delay); break; // what a slow card does, as its caller sees it
    case Fault::Action::tornWrite: gone = true; return {CardAnswer::Kind::removed, {}};
    case Fault::Action::lyingLength: return {CardAnswer::Kind::answered, withLyingLength(std::move(response))};
    case Fault::Action::badPublicKey: break; // happened inside
    case Fault::Action::kill: killAsPlanned(fault); break;
    }
    // Nobody waits for this answer any more; pcscd does, and would block without one.
    return {CardAnswer::Kind::answered, response.empty() ? onlyWord(0x6F00) : std::move(response)};
}

Bytes VirtualCard::Impl::answer(ByteView octets)
{
    const auto frame = parseFrame(octets);
    if (!frame) {
        dropChain();
        pending.clear();
        return onlyWord(0x6700);
    }
    if (const std::uint16_t word = classWord(frame->cla); word != 0x9000) return onlyWord(word);
    if (frame->extended && state.personality == Personality::openFips) return onlyWord(0x6700);
    if (frame->ins == getResponseIns) return getResponse(*frame);
    pending.clear();
    if (frame->ins == selectIns) wedged = false;
    if (wedged) return onlyWord(0x6F00);
    if (frame->chained()) return takeBlock(*frame);
    return respond(*frame, execute(*frame));
}

/// ISO 7816-4 5.3.3: all blocks but the last carry the chaining bit, with the same header.
Bytes VirtualCard::Impl::takeBlock(const ApduFrame& frame)
{
    if (!mayChain(frame.ins)) return onlyWord(0x6884);
    const std::array<std::uint8_t, 3> header{frame.ins, frame.p1, frame.p2};
    if (chain.open && chain.header != header) dropChain();
    if (chain.data.size() + frame.data.size() > (state.personality == Personality::pivApplet ? javaCardChainLimit : chainLimit)) {
        dropChain();
        wedged = state.personality == Personality::pivApplet;
        return onlyWord(wedged ? 0x6F00 : 0x6700);
    }
    chain.header = header;
    chain.open = true;
    chain.data.append(frame.data);
    return onlyWord(0x9000);
}

AppletReply VirtualCard::Impl::execute(const ApduFrame& frame)
{
    const std::array<std::uint8_t, 3> header{frame.ins, frame.p1, frame.p2};
    const bool last = chain.open && chain.header == header;
    if (!last) {
        dropChain();
        return applet.execute({frame.ins, frame.p1, frame.p2, frame.data});
    }
    SecureBytes whole = std::move(chain.data);
    dropChain();
    whole.append(frame.data);
    if (state.personality == Personality::pivApplet && whole.size() > javaCardChainLimit) {
        wedged = true;
        return {0x6F00, {}};
    }
    return applet.execute({frame.ins, frame.p1, frame.p2, whole.view()});
}

Bytes VirtualCard::Impl::respond(const ApduFrame& frame, AppletReply reply)
{
    const std::size_t room = frame.room();
    if (reply.sw != 0x9000 || reply.data.size() <= room) return withWord(reply.data, reply.sw);
    // A Le that is too small: the command may simply be sent again with the right one, where that changes nothing.
    if (state.personality == Personality::strict && sameAgain(frame.ins) && reply.data.size() <= 256 && !frame.extended)
        return onlyWord(static_cast<std::uint16_t>(0x6C00 | (reply.data.size() & 0xFF)));
    const auto split = reply.data.begin() + static_cast<std::ptrdiff_t>(room);
    pending.assign(split, reply.data.end());
    reply.data.erase(split, reply.data.end());
    return withWord(reply.data, static_cast<std::uint16_t>(0x6100 | (pending.size() >= 256 ? 0 : pending.size())));
}

Bytes VirtualCard::Impl::getResponse(const ApduFrame& frame)
{
    if (frame.p1 != 0 || frame.p2 != 0 || !frame.data.empty()) return onlyWord(0x6A86);
    if (pending.empty()) return onlyWord(0x6985);
    const std::size_t room = frame.room();
    if (state.personality == Personality::strict && room < 256 && room > pending.size())
        return onlyWord(static_cast<std::uint16_t>(0x6C00 | pending.size()));
    const std::size_t part = std::min(room, pending.size());
    const Bytes now(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(part));
    pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(part));
    if (pending.empty()) return withWord(now, 0x9000);
    return withWord(now, static_cast<std::uint16_t>(0x6100 | (pending.size() >= 256 ? 0 : pending.size())));
}

VirtualCard::VirtualCard(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
VirtualCard::~VirtualCard() = default;

namespace {

/// Eight decimal digits, as makers print them.
std::uint32_t freshSerial(RandomSource& random)
{
    std::array<std::uint8_t, 3> octets{};
    random.fill(octets);
    return (octets[0] * 65'536U + octets[1] * 256U + octets[2]) % 90'000'000U + 10'000'000U;
}

void put(ReferenceData& reference, const std::optional<SecureBytes>& value)
{
    if (!value) return;
    reference.value = value->clone();
    while (reference.value.size() < 8) reference.value.append(std::uint8_t{0xFF});
    reference.factory = false;
}

} // namespace

void VirtualCard::create(const std::filesystem::path& file, Personality personality, RandomSource& random)
{
    if (std::filesystem::exists(file)) throw SimulatorError("CARD-FILE-EXISTS", file.string());
    CardState::factory(personality, freshSerial(random)).save(file);
}

void VirtualCard::create(const std::filesystem::path& file, Personality personality, RandomSource& random, const Shipping& shipping)
{
    if (std::filesystem::exists(file)) throw SimulatorError("CARD-FILE-EXISTS", file.string());
    auto state = CardState::factory(personality, shipping.serial ? *shipping.serial : freshSerial(random));
    state.administrationAlgorithm = shipping.administrationAlgorithm;
    state.administrationKey = shipping.administrationKey.clone();
    state.administrationFactory = false;
    put(state.unlockKey, shipping.unlockKey);
    put(state.passcode, shipping.passcode);
    state.save(file);
}

std::unique_ptr<VirtualCard> VirtualCard::load(const std::filesystem::path& file, RandomSource& random)
{
    return std::unique_ptr<VirtualCard>(new VirtualCard(std::make_unique<Impl>(file, random)));
}

CardAnswer VirtualCard::process(ByteView command)
{
    if (m_impl->gone) return {CardAnswer::Kind::removed, {}};
    if (m_impl->silent) return {CardAnswer::Kind::silent, {}};
    const std::vector<Fault> due = m_impl->faults.arrived(command.size() < 2 ? std::uint8_t{0} : command[1]);
    for (const Fault& fault : due) {
        if (fault.action == Fault::Action::tornWrite) m_impl->applet.tearNextWrite();
        else if (fault.action == Fault::Action::badPublicKey) m_impl->applet.breakNextKey();
        else if (fault.action == Fault::Action::slow || fault.action == Fault::Action::lyingLength) continue; // of the answer
        else if (fault.when == Fault::When::before) return m_impl->happen(fault, {});
    }
    CardAnswer answer{CardAnswer::Kind::answered, m_impl->answer(command)};
    if (m_impl->applet.takeChanged()) {
        try {
            m_impl->file.replace(m_impl->state.encode().view());
        } catch (...) {
            m_impl->silent = true; // what it remembers and what the file says differ: it must not speak again
            throw;
        }
    }
    for (const Fault& fault : due) answer = m_impl->happen(fault, std::move(answer.response));
    return answer;
}

void VirtualCard::reset() noexcept { m_impl->dropVolatile(); }

void VirtualCard::powerUp() noexcept
{
    m_impl->dropVolatile();
    m_impl->gone = m_impl->silent = false;
}

const Bytes& VirtualCard::atr() const noexcept { return atrOf(m_impl->state.personality); }
void VirtualCard::plan(FaultPlan faults) { m_impl->faults = std::move(faults); }
std::uint64_t VirtualCard::commands() const noexcept { return m_impl->faults.commands(); }
const CardState& VirtualCard::state() const noexcept { return m_impl->state; }
const std::filesystem::path& VirtualCard::file() const noexcept { return m_impl->file.path(); }

} // namespace cardwright::simulator
