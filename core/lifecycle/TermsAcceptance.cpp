#include "core/lifecycle/TermsAcceptance.h"

#include "core/journal/JournalEntry.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::size_t saltOctets = 16;

template <typename Value>
Value must(std::optional<Value> value)
{
    if (!value) throw StoreError(Failure::of("STORE-DAMAGED", "acceptance of terms in a card job"));
    return *std::move(value);
}

} // namespace

TermsAcceptance TermsAcceptance::of(const TermsPolicy& policy, const Guid& log, std::int64_t noticeAt, std::int64_t acceptedAt, RandomSource& random)
{
    TermsAcceptance acceptance;
    acceptance.id = Guid::ordered(acceptedAt, random);
    acceptance.log = log;
    acceptance.noticeVersion = policy.notice.version;
    acceptance.notice = policy.notice.digest;
    acceptance.noticeAt = noticeAt;
    acceptance.termsVersion = policy.terms.version;
    acceptance.terms = policy.terms.digest;
    acceptance.acceptedAt = acceptedAt;
    acceptance.salt.resize(saltOctets);
    random.fill(acceptance.salt);
    return acceptance;
}

Bytes TermsAcceptance::statement(const Guid& card, const UserNumber& holder) const
{
    return toBytes(bytesOf(nlohmann::json{{"statement", "cardwright.terms-acceptance/1"},
                                          {"id", id.text()},
                                          {"log", log.text()},
                                          {"card", card.text()},
                                          {"holder", toHex(subjectDigest(salt, holder.digits()))},
                                          {"noticeVersion", noticeVersion},
                                          {"noticeDigest", toHex(notice)},
                                          {"noticeAcknowledgedAt", formatUtc(noticeAt)},
                                          {"termsVersion", termsVersion},
                                          {"termsDigest", toHex(terms)},
                                          {"acceptedAt", formatUtc(acceptedAt)}}
                               .dump()));
}

nlohmann::json TermsAcceptance::json() const
{
    return {{"id", id.text()},
            {"log", log.text()},
            {"noticeVersion", noticeVersion},
            {"notice", toHex(notice)},
            {"noticeAt", noticeAt},
            {"termsVersion", termsVersion},
            {"terms", toHex(terms)},
            {"acceptedAt", acceptedAt},
            {"salt", toHex(salt)}};
}

TermsAcceptance TermsAcceptance::fromJson(const nlohmann::json& json)
{
    try {
        const auto word = [&](const char* name) { return json.at(name).get<std::string>(); };
        TermsAcceptance acceptance;
        acceptance.id = must(Guid::parse(word("id")));
        acceptance.log = must(Guid::parse(word("log")));
        acceptance.noticeVersion = json.at("noticeVersion").get<int>();
        acceptance.notice = must(sha256DigestFromHex(word("notice")));
        acceptance.noticeAt = json.at("noticeAt").get<std::int64_t>();
        acceptance.termsVersion = json.at("termsVersion").get<int>();
        acceptance.terms = must(sha256DigestFromHex(word("terms")));
        acceptance.acceptedAt = json.at("acceptedAt").get<std::int64_t>();
        acceptance.salt = must(fromHex(word("salt")));
        return acceptance;
    } catch (const nlohmann::json::exception&) {
        throw StoreError(Failure::of("STORE-DAMAGED", "acceptance of terms in a card job"));
    }
}

bool termsDue(const TermsPolicy& policy, const std::optional<TermsRecord>& last)
{
    return !last || last->notice != policy.notice.digest || last->terms != policy.terms.digest;
}

std::optional<Slot> termsSlot(std::span<const Slot> slots)
{
    for (const auto wanted : {Slot::signature, Slot::authentication}) {
        if (std::find(slots.begin(), slots.end(), wanted) != slots.end()) return wanted;
    }
    return std::nullopt;
}

EntryDraft noticeEntry(const TermsAcceptance& acceptance, const UserNumber& holder, const Guid& card, RandomSource& random)
{
    auto entry = entryAbout(holder, EntryKind::noticeAcknowledged,
                            {{"version", acceptance.noticeVersion},
                             {"digest", toHex(acceptance.notice)},
                             {"acknowledgedAt", formatUtc(acceptance.noticeAt)},
                             {"card", card.text()}},
                            random);
    entry.card = card;
    return entry;
}

EntryDraft termsEntry(const TermsRecord& signedTerms, const TermsAcceptance& acceptance, RandomSource& random)
{
    auto entry = entryAbout(signedTerms.holder, EntryKind::termsAccepted,
                            {{"id", signedTerms.id.text()},
                             {"card", signedTerms.card.text()},
                             {"slot", signedTerms.slot},
                             {"publicKey", toBase64(signedTerms.publicKey)},
                             {"statement", toBase64(signedTerms.statement)},
                             {"signature", toBase64(signedTerms.signature)},
                             {"holderSalt", toHex(acceptance.salt)},
                             {"noticeVersion", signedTerms.noticeVersion},
                             {"termsVersion", signedTerms.termsVersion}},
                            random);
    entry.card = signedTerms.card;
    return entry;
}

} // namespace cardwright
