#include "core/lifecycle/SignatureCheck.h"

#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/lifecycle/CardProof.h"
#include "core/piv/Chuid.h"
#include "core/piv/SecurityObject.h"

#include <array>

namespace cardwright {

namespace {

/// What a security object may name, in the order of their containers.
constexpr std::array signedObjects{objects::cardCapability, objects::printedInformation, objects::facialImage,
                                   objects::fingerprints,   objects::keyHistory,         objects::discovery};

CardReceipt::Object lineOf(ObjectId id, ByteView content) { return {objectName(id), toHex(sha256(content))}; }

/// Who signed; nothing when nobody of ours did.
std::optional<Certificate> signerOfChuid(PivApplication& piv, const Guid& card, const std::vector<Certificate>& trust, std::int64_t now, SignatureCheck& check)
{
    const auto content = piv.object(objects::chuid);
    const auto chuid = content ? std::optional(Chuid::decode(*content)) : std::nullopt;
    const auto verdict = chuid && !chuid->signature.empty() ? cms::verifyChuid(chuid->signedPortion(), chuid->signature, trust, now) : CmsVerdict{};
    if (!verdict || chuid->guid != card) {
        check.findings.emplace_back("The card's identity is not signed by this site's authority.");
        return std::nullopt;
    }
    check.objects.push_back(lineOf(objects::chuid, *content));
    return verdict.signer;
}

bool isNamed(const SecurityObject& security, ObjectId id)
{
    for (const auto& group : security.groups) {
        if (group.container == id.container) return true;
    }
    return false;
}

void compareNamed(PivApplication& piv, const SecurityObject& security, ByteView signedContent, SignatureCheck& check)
{
    const auto digests = decodeLdsSecurityObject(signedContent);
    for (const auto id : signedObjects) {
        if (!isNamed(security, id)) continue;
        const auto content = piv.object(id);
        if (content && digestHolds(security.groups, digests, id, *content)) {
            check.objects.push_back(lineOf(id, *content));
        } else {
            check.findings.push_back("The object '" + std::string(id.name) + "' is not the one that was signed.");
        }
    }
}

} // namespace

SignatureCheck SignatureCheck::of(PivApplication& piv, const Guid& card, const std::vector<Certificate>& trust, std::int64_t now)
{
    SignatureCheck check;
    try {
        const auto signer = signerOfChuid(piv, card, trust, now, check);
        if (!signer) return check;
        const auto content = piv.object(objects::securityObject);
        const auto security = content ? std::optional(SecurityObject::decode(*content)) : std::nullopt;
        const auto verdict = security ? cms::verifySecurityObject(security->cms, *signer, trust, now) : CmsVerdict{};
        if (!verdict) {
            check.findings.emplace_back("The security object is not signed by who signed the card's identity.");
            return check;
        }
        check.objects.push_back(lineOf(objects::securityObject, *content));
        compareNamed(piv, *security, verdict.content, check);
    } catch (const CardDataError&) {
        check.findings.emplace_back("What was signed at its issue cannot be read.");
    } catch (const CryptoError&) {
        check.findings.emplace_back("What was signed at its issue cannot be read.");
    }
    return check;
}

} // namespace cardwright
