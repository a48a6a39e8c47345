#pragma once

#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cardwright {

/// Does what one kind of delivery asks. The outcome is "applied", "repeated", or why not: words, or the code of what is amiss
/// (ROSTER-OLD-VERSION). Nothing here throws for what the centre wrote but CentralError, CryptoError and FailureError of the row it is
/// about, which Inbox turns into an outcome; StoreError goes through. For Inbox only.
class InboxApplier {
public:
    InboxApplier(Store& store, Transaction& transaction, std::int64_t now) : m_store(store), m_transaction(transaction), m_now(now) {}

    std::string apply(const Delivery& delivery, const nlohmann::json& body);

private:
    using json = nlohmann::json;
    // -- InboxApplier.cpp: about people and their cards
    std::string certificate(const json& body);
    std::string lease(const json& body);
    std::string refusal(const json& body);
    // -- InboxOfCards.cpp: a card of another desk
    std::string card(const json& body);
    struct DeliveredJob;
    static std::vector<DeliveredJob> jobsFrom(const json& body);
    void putJob(const CardRecord& card, const DeliveredJob& delivered);
    void endOpenJob(const CardRecord& card);
    // -- InboxOfPeople.cpp: somebody whose record another desk changed
    std::string person(const json& body);
    // -- InboxOfTerms.cpp: what somebody accepted elsewhere
    std::string terms(const json& body);
    // -- InboxOfAccess.cpp: positions, requests and who gives what
    std::string position(const json& body);
    std::string request(const json& body);
    std::string catalogue(const json& body);
    std::string delegation(const json& body);
    // -- InboxOfBadges.cpp
    std::string badge(const json& body);
    // -- InboxApplier.cpp
    std::string exception(const json& body);
    std::string revocation(const json& body);
    // -- InboxOfSite.cpp: about the desk itself; each with the centre's own signature, none older than what is in force
    std::string authority(const json& body);
    std::string roster(const json& body);
    std::string policy(const json& body);
    std::string siteKey(const json& body);
    std::string transportKey(const json& body);
    std::string cardTrust(const json& body);
    /// An entry of the workstation's own: what changed, by which delivery.
    void record(EntryKind kind, json payload);

    Store& m_store;
    Transaction& m_transaction;
    std::int64_t m_now;
};

} // namespace cardwright
