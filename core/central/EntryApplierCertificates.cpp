// Certificates of cards: asked for, and not wanted any more.
#include "core/central/CardJobs.h"
#include "core/central/EntryApplier.h"
#include "core/central/IssuingOffice.h"
#include "core/central/Problem.h"
#include "core/crypto/CertificateRequest.h"

#include <utility>

namespace cardwright::central {

namespace {

constexpr std::size_t mostCertificate = 16 * 1024;

} // namespace

CertificateProfile profileOfSlot(std::string_view slot)
{
    if (slot == "9A") return CertificateProfile::signIn;
    if (slot == "9C") return CertificateProfile::signature;
    if (slot == "9D") return CertificateProfile::keyManagement;
    if (slot == "9E") return CertificateProfile::cardAuthentication;
    refuse("slot-unknown");
}

void checkRequest(const CertificateRequest& request, CertificateProfile profile, const Guid& card, std::string_view userNumber)
{
    if (!request.provesPossession()) refuse("possession-not-proven");
    if (request.hasName()) refuse("request-names-holder");
    if (request.uuid() != card) refuse("request-mismatch", "card");
    const auto number = request.subjectSerialNumber();
    const bool mayBeAbsent = profile == CertificateProfile::cardAuthentication;
    if (number != userNumber && !(mayBeAbsent && !number)) refuse("request-mismatch", "userNumber");
}

/// Recorded only: the authority is asked outside of any transaction (IssuingOffice).
void EntryApplier::certificateRequested(const CheckedEntry& checked)
{
    const auto& entry = checked.entry;
    const auto& payload = checked.payload;
    const auto card = payload.guid("card");
    const auto slot = payload.text("slot", 2);
    const auto profile = profileOfSlot(slot);
    const auto number = holderOfLivingCard(card);
    const bool byKey = !payload.has("csr");
    const auto octets = payload.base64(byKey ? "publicKey" : "csr", mostCertificate);
    auto order = byKey ? keyOrder(payload, octets, profile) : pkcs10Order(payload, octets, profile, card, number);
    order.request = payload.guid("request");
    order.subject.card = card;
    if (profile == CertificateProfile::cardAuthentication) { // read without contact: which card, never whose
        order.subject.userNumber.clear();
        order.subject.photoReference.reset();
    } else {
        order.subject.userNumber = number;
    }
    const auto request = order.request;
    IssuingOffice office(m_parts);
    office.record(m_transaction, {std::move(order), slot, sha256(octets), entry.log, entry.id, entry.seq});
    if (CardJobs(m_parts, m_transaction).overtaken(entry, card, checked.workstation.id)) {
        office.end(m_transaction, request, card, RevocationReason::superseded);
    }
}

CardCertificateOrder EntryApplier::pkcs10Order(const Payload& payload, ByteView octets, CertificateProfile profile, const Guid& card,
                                               std::string_view number)
{
    auto request = CertificateRequest::fromDer(octets);
    checkRequest(request, profile, card, number);
    if (payload.has("photoReference") && request.photoReference() != payload.digest("photoReference")) {
        refuse("request-mismatch", "photoReference");
    }
    const auto key = request.publicKey();
    const RequestSubject subject{{}, request.organisation().value_or(""), card, request.photoReference()};
    return {{}, profile, std::move(request), key, subject};
}

/// A key that signs nothing (EC of 9D): the desk proved by key agreement, in the card's own transaction, that the card holds it.
CardCertificateOrder EntryApplier::keyOrder(const Payload& payload, ByteView octets, CertificateProfile profile)
{
    if (profile != CertificateProfile::keyManagement || payload.text("proof", 8) != "ecdh") refuse("possession-not-proven", "proof");
    const auto key = PublicKey::fromDer(octets);
    if (!key.isEc()) refuse("possession-not-proven", "an RSA key signs its request");
    RequestSubject subject;
    subject.organisation = payload.has("organisation") ? payload.filledText("organisation") : m_parts.siteName;
    if (payload.has("photoReference")) subject.photoReference = payload.digest("photoReference");
    return {{}, profile, std::nullopt, key, subject};
}

void EntryApplier::certificateWithdrawn(const Payload& payload)
{
    IssuingOffice(m_parts).end(m_transaction, payload.guid("request"), payload.guid("card"), RevocationReason::cessationOfOperation);
}

} // namespace cardwright::central
