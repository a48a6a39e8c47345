#pragma once

#include "tests/support/PrivatePcscd.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::testing {

/// What crossed one reader, and how many transactions are open on it now.
struct Traffic {
    int open = 0;
    ApduCount count;
    std::vector<std::uint8_t> ins;
    std::size_t of(std::uint8_t which) const;
    /// Done before that command (counted as `ins` counts, from 1) goes to the card; 0 for none.
    void at(std::size_t command, std::function<void()> what);
    std::size_t command = 0;
    std::function<void()> what;
};

/// Between a job and PcscReader: counts and changes nothing.
class CountedReader final : public CardReader {
public:
    CountedReader(std::unique_ptr<CardReader> inner, Traffic& traffic) : m_inner(std::move(inner)), m_traffic(traffic) {}
    const std::string& name() const override { return m_inner->name(); }
    std::unique_ptr<CardTransport> open() override;
    void tellWhenBusy(BusyListener listener) override { m_inner->tellWhenBusy(std::move(listener)); }

private:
    class Counted;
    std::unique_ptr<CardReader> m_inner;
    Traffic& m_traffic;
};

/// The training authority's answers, with somebody looking on each time a job turns to the network.
class WatchedExchange final : public CertificateExchange {
public:
    explicit WatchedExchange(test::TestExchange& inner) : m_inner(inner) {}
    std::function<void(const char* what)> watch; ///< "unreachable" or "await"; called before it
    std::chrono::steady_clock::duration waited{0};

    std::optional<Failure> unreachable(std::stop_token stop) override;
    CertificateAnswers await(const std::vector<Guid>& requests, std::chrono::milliseconds deadline, std::stop_token stop) override;

private:
    test::TestExchange& m_inner;
};

/// What a maker set on a batch of cards of one kind, in the place of the published keys. The algorithm is that of the kind's blank cards.
struct BatchKeys {
    std::string name;
    std::string profile;
    std::string algorithm;
    std::uint32_t serial = 0; ///< of the one card that there is of it
    std::string administrationKey; ///< octets
    std::string unlockKey;         ///< the maker's where it is empty
    std::string passcode;          ///< likewise

    static BatchKeys of(simulator::Personality which, const std::string& name, RandomSource& random);
    std::string hexKey() const;
    TransportBatch asDelivered() const;
    /// By what a finding calls them.
    std::map<std::string, std::string> secrets() const;
};
/// `cardwright-vcard --create` with the keys at descriptors: a blank card as the maker ships it. Gives its file.
std::filesystem::path shippedCard(const PrivatePcscd& pcscd, simulator::Personality which, const BatchKeys& batch);

/// The jobs of core/lifecycle, as the desk composes them, on one card of a kind in pcscd's virtual reader.
class ActLab : public test::Bench {
public:
    ActLab(PrivatePcscd& pcscd, int slot, simulator::Personality which);
    ~ActLab();

    /// A blank card goes into the reader.
    void newCard();
    /// The desk holds the batch's keys, and a blank card of it goes into the reader.
    void newBatchCard(const BatchKeys& batch);
    void putIn(std::vector<std::string> more = {});
    void pull();
    /// As after a SIGKILL: what was in memory is gone, and so is the connection to the card.
    void restartDesk();
    CardDesk cardDesk();
    CardLook look();
    /// With another program's way to the card: a fresh reader for this act.
    void connect(std::chrono::milliseconds within = std::chrono::seconds(30));
    void tellWhenBusy(CardReader::BusyListener listener) { m_way->tellWhenBusy(std::move(listener)); }
    std::string readerName() const { return m_pcscd.readerName(m_slot); }
    PrivatePcscd& pcscd() noexcept { return m_pcscd; }
    int slot() const noexcept { return m_slot; }

    /// Slots 9A 9C 9D 9E, as this personality takes the algorithm: "P-256", "P-384", "RSA-2048".
    void wantFour(const std::string& algorithm);
    void wantTwo() { issuePolicy.slots = {{"9A", "P-256"}, {"9C", "P-256"}}; }
    void raiseSiteKey(); ///< to version 2
    /// Wrong passcodes until the card says locked.
    void spendTries();
    /// Every secret of the desk's cards by its name: passcodes that were typed here, unlock and administration keys, site keys.
    std::map<std::string, std::string> secrets();

    CardReceipt issueTo(const UserNumber& who, std::string_view passcode);
    CardReceipt issueLockedTo(const UserNumber& who);
    EntryDraft cancellation(const UserNumber& who);
    SecureBytes typed(std::string_view passcode);

    Traffic traffic;
    std::unique_ptr<WatchedExchange> watched;
    std::vector<Guid> madeCards;
    std::optional<UserNumber> lastHolder() const { return m_lastHolder; }

private:
    PrivatePcscd& m_pcscd;
    int m_slot;
    bool m_in = false;
    CardReader* m_way = nullptr; ///< the innermost reader of `reader`
    std::map<std::string, std::string> m_typed;
    std::optional<UserNumber> m_lastHolder; ///< of an issue, finished or not
};

inline constexpr std::string_view firstCode = "73915482";
inline constexpr std::string_view secondCode = "48295713";
inline constexpr std::string_view thirdCode = "60418273";

/// What one act cost.
struct ActFigure {
    std::string act;
    ApduCount count;
    int commits = 0;
    double wallMillis = 0;
    double waitMillis = 0;        ///< for the authority, which is in this process
    std::optional<int> budget;    ///< APDUs, by the rule of card.md for what this act wrote and read
    std::optional<int> commitBudget;
    int reserved = 0; ///< APDUs of the budget that make room for what is written later, on a card whose objects do not grow
    double cardMillis() const { return static_cast<double>(count.cardMicros) / 1000.0; }
    double hostMillis() const { return wallMillis - cardMillis() - waitMillis; }
    bool within() const { return (!budget || static_cast<int>(count.apdus) <= *budget) && (!commitBudget || commits <= *commitBudget); }
};

/// Told of each act: its name before it, its figure after it.
struct ActObserver {
    std::function<void(const std::string& act)> before;
    std::function<void(const ActFigure&)> after;
};

/// Each act once on cards of this lab, from blank to blank: look, issue, passcode change, test, unlock, rotate, renew, cancel, clear,
/// repair, deferred certificates, issue locked, lend and take back. Ends with the reader empty. Throws what an act throws.
void everyAct(ActLab& lab, const ActObserver& observer);

} // namespace cardwright::testing
