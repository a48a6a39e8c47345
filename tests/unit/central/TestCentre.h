#pragma once

#include "core/base/Clock.h"
#include "core/central/Centre.h"
#include "core/central/TrainingAuthority.h"
#include "core/central/TrainingCentre.h"
#include "core/crypto/SecureRandom.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/EntryJson.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <sys/stat.h>

namespace cardwright::test {

using nlohmann::json;

class FixedClock final : public Clock {
public:
    std::int64_t now = 1795252445123; // 2026-11-21T09:14:05.123Z
    std::int64_t utcMillis() const override { return now; }
};

/// A folder of its own, gone at the end.
class Scratch {
public:
    Scratch()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "cardwright-centre-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        m_path = pattern;
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// What a desk writes: one log, made by the same code as the real one.
class Desk {
public:
    explicit Desk(const Guid& ownLog) : log(ownLog) {}

    JournalEntry make(EntryDraft draft)
    {
        JournalEntry entry;
        entry.log = log;
        entry.seq = next++;
        entry.id = Guid::ordered(1795252445123, random);
        entry.at = 1795252445123;
        entry.kind = draft.kind;
        entry.payload = draft.payload;
        entry.subject = draft.subject;
        seal(entry);
        return entry;
    }
    JournalEntry about(std::string_view number, EntryKind kind, json payload)
    {
        return make(entryAbout(UserNumber::parse(number).value(), kind, std::move(payload), random));
    }
    JournalEntry plain(EntryKind kind, json payload) { return make(entryOfDesk(kind, std::move(payload), random)); }
    JournalEntry holder(std::string_view number, const std::string& given = "Callum", const std::string& family = "Pemberton-Roy",
                        const std::string& birth = "1991-04-03")
    {
        return about(number, EntryKind::holderCreated,
                     {{"legalName", given + " " + family}, {"givenName", given}, {"familyName", family}, {"dateOfBirth", birth},
                      {"nameOnCard", given}, {"odsCode", "HVC00"}, {"jobTitle", "Nurse"}});
    }
    JournalEntry card(std::string_view number, const Guid& card)
    {
        return about(number, EntryKind::cardOpened,
                     {{"card", card.text()}, {"job", Guid::random(random).text()}, {"generation", 1}, {"siteKeyVersion", 1}, {"locked", false}});
    }
    JournalEntry request(std::string_view number, const Guid& card, const Guid& request, const PrivateKey& key)
    {
        const PendingRequest pending(key.publicKey(), {std::string(number), "Harbour Valley Community Trust", card, portrait});
        return requestWith(number, card, request, pending.assemble(key.signDigest(pending.signatureInput())).der());
    }
    JournalEntry requestWith(std::string_view number, const Guid& card, const Guid& request, ByteView csr)
    {
        return about(number, EntryKind::certificateRequested,
                     {{"request", request.text()}, {"card", card.text()}, {"slot", "9A"}, {"csr", toBase64(csr)}, {"photoReference", toHex(portrait)}});
    }
    /// A request that names the card only, as a desk makes it for 9E.
    JournalEntry cardOnlyRequest(std::string_view number, const Guid& card, const std::string& slot, const PrivateKey& key)
    {
        const PendingRequest pending(key.publicKey(), {"", "Harbour Valley Community Trust", card, std::nullopt});
        const auto csr = pending.assemble(key.signDigest(pending.signatureInput())).der();
        return about(number, EntryKind::certificateRequested,
                     {{"request", guid().text()}, {"card", card.text()}, {"slot", slot}, {"csr", toBase64(csr)}});
    }
    Guid guid() { return Guid::random(random); }

    Guid log;
    SecureRandom random;
    std::uint64_t next = 0;
    Bytes jpeg = concat({Bytes{0xFF, 0xD8, 0xFF}, bytesOf("as good as a picture")});
    Sha256Digest portrait = sha256(jpeg);
};

inline std::string batchOf(const std::vector<JournalEntry>& entries)
{
    json list = json::array();
    for (const auto& entry : entries) list.push_back(entryToJson(entry));
    return json{{"entries", list}}.dump();
}

/// A training centre with one desk; a second one can be added.
class Site {
public:
    Site()
    {
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
        made.emplace(central::makeTrainingCentre({folder.path(), "Harbour Valley Community Trust", workstation, desk.log, tlsKey.publicKey(),
                                                  PrivateKey::generate(KeyAlgorithm::ecP256).publicKey(), {}, 555001000000, 100},
                                                 clock, random));
        open();
    }
    void open()
    {
        centre.reset();
        authority = std::make_unique<central::TrainingAuthority>(central::TrainingAuthority::open(folder.path(), random));
        centre = std::make_unique<central::Centre>(folder.path(), *authority, clock, random);
    }
    central::BatchAnswer send(const std::vector<JournalEntry>& entries) { return centre->receive(entries.front().log, batchOf(entries)); }
    central::EntryResult sendOne(const JournalEntry& entry)
    {
        const auto answer = send({entry});
        REQUIRE(answer.results.size() == 1);
        return answer.results.front();
    }
    /// "accepted", or the name of the problem.
    std::string verdictOn(const JournalEntry& entry)
    {
        const auto result = sendOne(entry);
        return result.status == central::EntryStatus::accepted ? "accepted" : json::parse(result.problem).at("code").get<std::string>();
    }
    std::vector<json> deliveriesOf(std::string_view kind, const Guid& log)
    {
        std::vector<json> found;
        for (const auto& one : centre->deliveries(log, 0)) {
            if (one.kind == kind) found.push_back(json::parse(one.body));
        }
        return found;
    }
    std::vector<json> deliveriesOf(std::string_view kind) { return deliveriesOf(kind, desk.log); }
    Desk addDesk()
    {
        Desk second(Guid::random(random));
        centre->enrol({Guid::random(random), second.log, sha256(second.log.bytes()), "second desk"});
        centre->grantLease(second.log, 100, std::nullopt);
        return second;
    }

    Scratch folder;
    FixedClock clock;
    SecureRandom random;
    Guid workstation = Guid::random(random);
    PrivateKey tlsKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Desk desk{Guid::random(random)};
    std::optional<central::TrainingCentre> made;
    std::unique_ptr<central::TrainingAuthority> authority;
    std::unique_ptr<central::Centre> centre;
};

template <typename Act>
std::string problemOf(Act act)
{
    try {
        act();
    } catch (const central::ProblemError& error) {
        return error.problem().name;
    }
    return "none";
}

} // namespace cardwright::test
