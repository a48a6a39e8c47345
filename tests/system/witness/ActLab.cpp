#include "tests/system/witness/ActLab.h"

#include "core/journal/StepUp.h"
#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/TemporaryCardJob.h"
#include "pcsc/PcscReader.h"
#include "tests/support/ToolRun.h"

#include <algorithm>
#include <stdexcept>

namespace cardwright::testing {

using Steady = std::chrono::steady_clock;

namespace {

constexpr char firstSiteKey = 0x4B; // as Bench has it
constexpr char secondSiteKey = 0x7D;

// Descriptors at which the card's maker reads what it sets.
constexpr int administrationDescriptor = 3;
constexpr int unlockDescriptor = 4;
constexpr int passcodeDescriptor = 5;

std::string profileOf(simulator::Personality which)
{
    switch (which) {
    case simulator::Personality::strict: return "strict";
    case simulator::Personality::pivApplet: return "pivapplet-like";
    case simulator::Personality::openFips: return "openfips201-like";
    default: return "yubico-like";
    }
}

} // namespace

std::size_t Traffic::of(std::uint8_t which) const { return static_cast<std::size_t>(std::count(ins.begin(), ins.end(), which)); }

void Traffic::at(std::size_t which, std::function<void()> done)
{
    command = which;
    what = std::move(done);
}

class CountedReader::Counted final : public CardTransport {
public:
    Counted(Traffic& traffic, std::unique_ptr<CardTransport> inner) : m_traffic(traffic), m_inner(std::move(inner)) { ++m_traffic.open; }
    ~Counted() override
    {
        m_inner.reset();
        --m_traffic.open;
    }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    Bytes transmit(ByteView command) override
    {
        m_traffic.ins.push_back(command[1]);
        if (m_traffic.command != 0 && m_traffic.ins.size() == m_traffic.command) m_traffic.what();
        ++m_traffic.count.apdus;
        m_traffic.count.bytesOut += command.size();
        const auto began = Steady::now();
        auto answer = m_inner->transmit(command);
        m_traffic.count.cardMicros +=
            static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - began).count());
        m_traffic.count.bytesIn += answer.size();
        return answer;
    }
    const Bytes& atr() const override { return m_inner->atr(); }
    bool extendedLength() const override { return m_inner->extendedLength(); }
    void resetAtEnd() noexcept override { m_inner->resetAtEnd(); }
    PinPad* pinPad() override { return m_inner->pinPad(); }

private:
    Traffic& m_traffic;
    std::unique_ptr<CardTransport> m_inner;
};

std::unique_ptr<CardTransport> CountedReader::open() { return std::make_unique<Counted>(m_traffic, m_inner->open()); }

std::optional<Failure> WatchedExchange::unreachable(std::stop_token stop)
{
    if (watch) watch("unreachable");
    return m_inner.unreachable(std::move(stop));
}

CertificateAnswers WatchedExchange::await(const std::vector<Guid>& requests, std::chrono::milliseconds deadline, std::stop_token stop)
{
    if (watch) watch("await");
    const auto began = Steady::now();
    auto answers = m_inner.await(requests, deadline, std::move(stop));
    waited += Steady::now() - began;
    return answers;
}

BatchKeys BatchKeys::of(simulator::Personality which, const std::string& name, RandomSource& random)
{
    constexpr std::size_t keySize = 24; // 3DES and AES-192 alike
    constexpr std::uint32_t leastSerial = 20'000'000;
    BatchKeys made;
    made.name = name;
    made.profile = profileOf(which);
    made.algorithm = which == simulator::Personality::yubico57 ? "AES-192" : "3DES";
    Bytes octets(keySize + 2 + 8 + 8);
    random.fill(octets);
    made.administrationKey.assign(octets.begin(), octets.begin() + keySize);
    made.serial = leastSerial + octets[keySize] * 256U + octets[keySize + 1];
    const auto digitsAt = [&](std::size_t at) {
        std::string text;
        for (std::size_t place = 0; place < 8; ++place) text += static_cast<char>('0' + octets[at + place] % 10);
        return text;
    };
    made.unlockKey = digitsAt(keySize + 2);
    made.passcode = digitsAt(keySize + 2 + 8);
    return made;
}

std::string BatchKeys::hexKey() const { return toHex(bytesOf(administrationKey)); }

TransportBatch BatchKeys::asDelivered() const
{
    TransportBatch made;
    made.name = name;
    made.profile = profile;
    made.algorithm = algorithmNamed(algorithm).value();
    if (profile == "yubico-like") made.serials = TransportBatch::Serials{serial, serial}; // a kind that tells a desk its number
    made.administrationKey = SecureBytes::copyOf(bytesOf(administrationKey));
    if (!unlockKey.empty()) made.unlockKey = test::digits(unlockKey);
    if (!passcode.empty()) made.passcode = test::digits(passcode);
    return made;
}

std::map<std::string, std::string> BatchKeys::secrets() const
{
    std::map<std::string, std::string> all{{"transport key of batch " + name, administrationKey}};
    if (!unlockKey.empty()) all["unlock key of batch " + name] = unlockKey;
    if (!passcode.empty()) all["passcode of batch " + name] = passcode;
    return all;
}

std::filesystem::path shippedCard(const PrivatePcscd& pcscd, simulator::Personality which, const BatchKeys& batch)
{
    auto path = pcscd.folder() / (batch.name + ".card");
    std::vector<std::string> line{CARDWRIGHT_VCARD, "--create", std::string(simulator::nameOf(which)), "--state", path.string(), "--serial",
                                  std::to_string(batch.serial), "--transport-algorithm", batch.algorithm, "--transport-key-fd",
                                  std::to_string(administrationDescriptor)};
    if (!batch.unlockKey.empty()) line.insert(line.end(), {"--unlock-key-fd", std::to_string(unlockDescriptor)});
    if (!batch.passcode.empty()) line.insert(line.end(), {"--passcode-fd", std::to_string(passcodeDescriptor)});
    ToolRun tool(line);
    tool.inputAt(administrationDescriptor, batch.hexKey() + "\n");
    if (!batch.unlockKey.empty()) tool.inputAt(unlockDescriptor, batch.unlockKey + "\n");
    if (!batch.passcode.empty()) tool.inputAt(passcodeDescriptor, batch.passcode + "\n");
    const auto made = tool.run();
    if (made.exitCode != 0) throw std::runtime_error("no card of the batch: " + made.all());
    return path;
}

ActLab::ActLab(PrivatePcscd& pcscd, int slot, simulator::Personality which) : Bench(which, 1000), m_pcscd(pcscd), m_slot(slot)
{
    watched = std::make_unique<WatchedExchange>(*exchange);
}

ActLab::~ActLab()
{
    reader.reset();
    try {
        pull();
    } catch (const std::exception&) { // the reader went before the card: a test that fails has said so already
    }
}

void ActLab::pull()
{
    if (!m_in) return;
    m_in = false;
    m_pcscd.pull(m_slot);
}

void ActLab::newCard()
{
    pull();
    file = m_pcscd.makeCard("act-" + std::to_string(m_slot) + "-" + std::string(simulator::nameOf(personality)) + "-" + std::to_string(++cards) + "-" +
                                Guid::random(authority.random).text().substr(0, 8),
                            std::string(simulator::nameOf(personality)));
    putIn();
}

void ActLab::newBatchCard(const BatchKeys& batch)
{
    pull();
    transport.add(batch.asDelivered());
    for (const auto& [name, secret] : batch.secrets()) m_typed[name] = secret;
    file = shippedCard(m_pcscd, personality, batch);
    putIn();
}

void ActLab::putIn(std::vector<std::string> more)
{
    pull();
    m_pcscd.insert(m_slot, file, std::move(more));
    m_in = true;
    connect();
}

void ActLab::connect(std::chrono::milliseconds within)
{
    auto way = std::make_unique<pcsc::PcscReader>(readerName(), within);
    m_way = way.get();
    reader = std::make_unique<test::ProbeReader>(std::make_unique<CountedReader>(std::move(way), traffic));
}

void ActLab::restartDesk()
{
    desk.reopen();
    connect();
}

CardDesk ActLab::cardDesk()
{
    ledger = std::make_unique<StoreJobLedger>(desk.store(), desk.author, desk.clock, desk.random);
    CardDesk made{*reader, *ledger, *watched, profiles, keys, signer, trust, issuePolicy, passcodePolicy, desk.clock, desk.random, agent, {}, {}};
    made.transportKeys = &transport;
    return made;
}

CardLook ActLab::look()
{
    StoreJobLedger direct(desk.store(), desk.author, desk.clock, desk.random);
    return CardLook::recognise(*reader, direct, profiles, trust, desk.clock.now);
}

void ActLab::wantFour(const std::string& algorithm)
{
    const bool openFips = personality == simulator::Personality::openFips;
    const auto as = [&](const char* slot) {
        if (!openFips) return algorithm;
        if (algorithm == "P-384") throw std::invalid_argument("that card makes no P-384 key");
        return std::string(slot) == "9E" ? std::string("P-256") : algorithm;
    };
    issuePolicy.slots.clear();
    for (const char* slot : {"9A", "9C", "9D", "9E"}) issuePolicy.slots.push_back({slot, as(slot)});
}

void ActLab::raiseSiteKey()
{
    keys.add(2, SecureBytes::copyOf(Bytes(32, static_cast<std::uint8_t>(secondSiteKey))));
}

void ActLab::spendTries()
{
    constexpr int more = 10;
    const Bytes select = fromHex("00A4040009A00000030800001000").value();
    const Bytes wrong = fromHex("00200080083939393939393939").value();
    const auto card = pcsc::PcscReader(readerName()).open();
    card->transmit(select);
    for (int time = 0; time < more; ++time) {
        if (card->transmit(wrong) == Bytes{0x69, 0x83}) return;
    }
    throw std::runtime_error("the card does not lock");
}

SecureBytes ActLab::typed(std::string_view passcode)
{
    m_typed["passcode " + std::string(passcode.substr(0, 2)) + ".."] = std::string(passcode);
    return test::digits(passcode);
}

std::map<std::string, std::string> ActLab::secrets()
{
    const auto text = [](const SecureBytes& octets) { return std::string(reinterpret_cast<const char*>(octets.view().data()), octets.view().size()); };
    auto all = m_typed;
    all["site key 1"] = std::string(32, firstSiteKey);
    std::vector<CardKeyName> names{{1, 1}};
    if (keys.has(2)) {
        all["site key 2"] = std::string(32, secondSiteKey);
        names.insert(names.end(), {{2, 1}, {2, 2}});
    }
    for (const auto& guid : madeCards) {
        const auto name = guid.text().substr(0, 8);
        for (const auto& which : names) {
            const auto label = name + "/" + std::to_string(which.siteKeyVersion) + "." + std::to_string(which.generation);
            all["unlock key of " + label] = text(keys.unlockKey(which, guid));
            for (const auto algorithm : {Algorithm::aes256, Algorithm::aes192, Algorithm::aes128, Algorithm::tripleDes}) {
                all["administration key of " + label + "/" + std::to_string(static_cast<int>(algorithm))] = text(keys.administrationKey(which, guid, algorithm));
            }
        }
    }
    return all;
}

CardReceipt ActLab::issueTo(const UserNumber& who, std::string_view passcode)
{
    m_lastHolder = who;
    auto receipt = IssueJob(cardDesk(), order(who), typed(passcode)).run();
    madeCards.push_back(receipt.card);
    return receipt;
}

CardReceipt ActLab::issueLockedTo(const UserNumber& who)
{
    m_lastHolder = who;
    auto receipt = IssueJob(cardDesk(), order(who, true), PasscodeSource::locked()).run();
    madeCards.push_back(receipt.card);
    return receipt;
}

EntryDraft ActLab::cancellation(const UserNumber& who)
{
    auto draft = cancelDraft({cardOf(who).guid, who, CancelReason::left, true}, desk.random);
    attachStepUp(draft, bytesOf("signed by the agent's card")); // what is inside is the centre's to judge
    return draft;
}

} // namespace cardwright::testing
