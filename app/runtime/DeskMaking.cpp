#include "app/runtime/DeskMaking.h"

#include "app/runtime/SecretMaterial.h"
#include "core/crypto/CertificateRequest.h"
#include "core/journal/EntryDraft.h"
#include "core/store/CardTrust.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SealedFiles.h"
#include "core/sync/Inbox.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace cardwright::runtime {

namespace {

void writePem(const std::filesystem::path& file, ByteView der) { writePrivateFile(file, bytesOf(Certificate::fromDer(der).pem())); }

int newestOf(const std::vector<cardwright::EnrolmentAnswer::SealedSiteKey>& keys)
{
    int newest = 0;
    for (const auto& key : keys) newest = std::max(newest, key.version);
    return newest;
}

} // namespace

DeskMaking::DeskMaking(const Clock& clock, RandomSource& random)
    : m_clock(clock),
      m_random(random),
      m_tls(PrivateKey::generate(KeyAlgorithm::ecP256)),
      m_signing(PrivateKey::generate(KeyAlgorithm::ecP256)),
      m_storeKeyPair(PrivateKey::generate(KeyAlgorithm::ecP256)),
      m_contentSigning(PrivateKey::generate(KeyAlgorithm::ecP256)),
      m_asking(Guid::random(random))
{
}

cardwright::EnrolmentOrder DeskMaking::ask(const SecureBytes& token, const std::string& desk, const std::string& place) const
{
    const RequestSubject subject{{}, place, m_asking, std::nullopt};
    const auto request = [&](const PrivateKey& key) { return CertificateRequest::make(key, subject).der(); };
    return {token.clone(), desk, place, request(m_tls), request(m_signing), request(m_storeKeyPair), request(m_contentSigning)};
}

SiteDescription DeskMaking::describe(const cardwright::EnrolmentAnswer& answer, const std::string& desk, const std::string& place,
                                     const std::string& centreUrl, bool training, const std::string& keyProtection)
{
    SiteDescription site;
    site.training = training;
    site.site = answer.site;
    site.name = answer.siteName;
    site.odsCode = answer.odsCode;
    site.place = place;
    site.desk = desk;
    site.log = answer.log;
    site.workstation = answer.workstation;
    site.centreUrl = centreUrl;
    site.centreName = "cardwright-central";
    site.siteKeyVersion = newestOf(answer.siteKeys);
    site.keyProtection = keyProtection;
    return site;
}

void DeskMaking::furnish(const SiteFolder& site, const cardwright::EnrolmentAnswer& answer, const std::string& tcti)
{
    m_site.emplace(site);
    if (site.description().keyProtection == "tpm") DeskKeys::prepare(*m_site, tcti, m_random);
    writePem(site.authorityFile(), answer.ca);
    if (!answer.cardTrust.empty()) writePrivateFile(cardTrust::file(site), answer.cardTrust);
    writePem(site.centreSigningFile(), answer.centreSigning);
    writePem(site.centreEnvelopeFile(), answer.centreEnvelope);
    writePem(site.recoveryFile(), answer.recovery);
    writePem(site.contentSigningCertificateFile(), answer.contentSigning);
    writePem(site.tlsCertificateFile(), answer.tls);
    writePem(site.signingCertificateFile(), answer.signing);
    writePem(site.storeCertificateFile(), answer.store);
    for (const auto& policy : answer.policies) {
        writePrivateFile(site.policyFile(policy.name), bytesOf(policy.body));
        writePrivateFile(site.policySignatureFile(policy.name), policy.signature);
    }
    writeKeys(answer);
    takeRoster(answer.roster);
    sealStoreKey();
}

void DeskMaking::writeKeys(const cardwright::EnrolmentAnswer& answer)
{
    m_deskKeys = std::make_unique<DeskKeys>(*m_site);
    m_deskKeys->write("tls.key", m_tls.pem().view(), m_random);
    m_deskKeys->write("signing.key", m_signing.pem().view(), m_random);
    m_envelopeKey = std::make_unique<PrivateEnvelopeKey>(m_storeKeyPair, Certificate::fromDer(answer.store));
    m_storeKey = storeKeyFile::makeKey(m_random);
    const FieldCipher cipher(m_storeKey.clone());
    sealedFiles::write(*m_site, sealedFiles::storeKey, m_storeKeyPair.pem().view(), cipher, m_random);
    sealedFiles::write(*m_site, sealedFiles::contentSigningKey, m_contentSigning.pem().view(), cipher, m_random);
    std::vector<SiteKeyVersion> keys;
    for (const auto& key : answer.siteKeys) keys.push_back({key.version, envelope::open(key.sealed, *m_envelopeKey)});
    std::sort(keys.begin(), keys.end(), [](const auto& left, const auto& right) { return left.version > right.version; });
    sealedFiles::writeSiteKeys(*m_site, keys, cipher, m_random);
}

void DeskMaking::takeRoster(ByteView der)
{
    SiteCertificates certificates(*m_site);
    m_roster.emplace(Roster::verify(der, certificates.trust(), certificates.centreSigning(), m_site->description().site));
    writePrivateFile(m_site->rosterFile(), der);
}

void DeskMaking::sealStoreKey()
{
    SiteCertificates certificates(*m_site);
    std::vector<EnvelopeRecipient> recipients{EnvelopeRecipient::of(certificates.recovery())};
    for (const auto& certificate : storeKeyRecipients(*m_roster, *m_envelopeKey)) recipients.push_back(EnvelopeRecipient::of(certificate));
    storeKeyFile::seal(*m_site, m_storeKey.view(), recipients);
}

void DeskMaking::begin()
{
    m_signers = std::make_unique<WorkstationSigners>(m_signing);
    m_store = std::make_unique<Store>(*m_site, Store::Mode::writer, m_clock, m_random, *m_signers);
    m_store->open(m_storeKey.clone());
    const auto& site = m_site->description();
    Transaction transaction(m_store->database());
    m_store->agents.replaceAll(transaction, *m_roster);
    const nlohmann::json payload{{"workstation", site.workstation.text()}, {"site", site.site.text()},
                                 {"desk", site.desk}, {"place", site.place}, {"keyProtection", site.keyProtection}};
    m_store->journal.append(transaction, entryOfDesk(EntryKind::workstationEnrolled, payload, m_random), {});
    if (const auto count = m_deskKeys->count()) m_store->settings.set(transaction, "tpm.count", std::to_string(*count));
    transaction.commit();
}

void DeskMaking::firstAgent(const FirstAgent& agent, CentralEnrolment& centre, const SecureBytes& token)
{
    const auto material = SiteMaterial::load(m_site->root());
    const auto secrets = SecretMaterial::open(material, m_store->vault());
    const FirstAgentCardOrder order{agent.reader,  agent.number,      agent.name,                        agent.passcode,          secrets->signer,
                                    secrets->keys, material.profiles, material.site.description().name, material.issue.cardYears};
    const auto made = makeFirstAgentCard(order, centre, material.site.description().workstation, token, m_clock, m_random);
    takeRoster(made.roster);
    sealStoreKey();
    Transaction transaction(m_store->database());
    m_store->agents.replaceAll(transaction, *m_roster);
    const nlohmann::json payload{{"agent", toHex(made.signIn.fingerprint())}, {"card", made.card.text()}, {"roster", m_roster->content().version}};
    m_store->journal.append(transaction, entryAbout(agent.number, EntryKind::agentBootstrapped, payload, m_random), {});
    transaction.commit();
}

void DeskMaking::receive(const DeliveriesAnswer& answer)
{
    Inbox inbox(*m_store, m_clock);
    inbox.receive(answer);
    while (inbox.applyNext()) {}
}

void DeskMaking::finish()
{
    Transaction transaction(m_store->database());
    m_store->journal.checkpoint(transaction);
    transaction.commit();
    m_store->close();
    m_store.reset();
    m_storeKey.clear();
}

} // namespace cardwright::runtime
