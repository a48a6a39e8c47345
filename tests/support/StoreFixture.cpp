#include "tests/support/StoreFixture.h"

#include "core/journal/Delegation.h"
#include "core/store/PrivateFiles.h"

#include <cstdlib>

namespace cardwright::test {

namespace {

constexpr std::int64_t day = 24LL * 3600 * 1000;

Certificate rootOf(const PrivateKey& key, RandomSource& random, std::int64_t at)
{
    CertificateContent content;
    content.profile = CertificateProfile::root;
    content.commonName = "Cardwright training CA";
    content.notBefore = at - day;
    content.notAfter = at + 3650 * day;
    return certify::selfSigned(content, key, random);
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    auto name = (std::filesystem::temp_directory_path() / "cardwright-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    m_path = name;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

SiteDescription aSite(RandomSource& random)
{
    SiteDescription site;
    site.site = Guid::random(random);
    site.name = "Harbour Valley Community Trust";
    site.odsCode = "HVC00";
    site.place = "Quayside House";
    site.desk = "desk 2";
    site.log = Guid::random(random);
    site.workstation = Guid::random(random);
    site.centreUrl = "https://127.0.0.1:9443";
    site.centreName = "cardwright-central";
    return site;
}

Person aPerson(std::string given, std::string family, std::string_view born)
{
    Person person;
    person.givenName = std::move(given);
    person.familyName = std::move(family);
    person.dateOfBirth = *parseDate(born);
    person.nameOnCard = person.givenName + " " + person.familyName;
    person.nameOnChip = "C PEMBERTON ROY";
    person.odsCode = "HVC00";
    person.jobTitle = "Community nurse";
    return person;
}

Certificate SiteKeys::issue(CertificateProfile profile, const PublicKey& key, std::string name, RandomSource& random, std::int64_t at,
                           std::optional<Guid> uuid)
{
    CertificateContent content;
    content.profile = profile;
    content.commonName = std::move(name);
    content.organisation = "Harbour Valley Community Trust";
    content.uuid = uuid;
    content.notBefore = at - day;
    content.notAfter = at + 365 * day;
    return certify::issue(content, key, authority, authorityKey, random);
}

SiteKeys::SiteKeys(const SiteFolder& site, RandomSource& random, std::int64_t at)
    : authority(rootOf(authorityKey, random, at)),
      centreSigning(issue(CertificateProfile::statementSigning, centreSigningKey.publicKey(), "centre-signing", random, at)),
      centreEnvelope(issue(CertificateProfile::envelope, centreEnvelopeKey.publicKey(), "centre-envelope", random, at)),
      recovery(issue(CertificateProfile::envelope, recoveryKey.publicKey(), "recovery", random, at)),
      workstation(issue(CertificateProfile::workstationSigning, workstationKey.publicKey(), "workstation", random, at, site.description().workstation)),
      store(issue(CertificateProfile::envelope, storeKey.publicKey(), "store", random, at)),
      agentSignIn(issue(CertificateProfile::signIn, agentSignInKey.publicKey(), "", random, at)),
      agentManagement(issue(CertificateProfile::keyManagement, agentManagementKey.publicKey(), "", random, at))
{
    const auto put = [](const std::filesystem::path& file, const std::string& pem) { writePrivateFile(file, bytesOf(pem)); };
    put(site.authorityFile(), authority.pem());
    put(site.centreSigningFile(), centreSigning.pem());
    put(site.centreEnvelopeFile(), centreEnvelope.pem());
    put(site.recoveryFile(), recovery.pem());
    put(site.signingCertificateFile(), workstation.pem());
    put(site.storeCertificateFile(), store.pem());
    writePrivateFile(site.signingKeyFile(), workstationKey.pem().view());
    const auto key = storeKeyFile::makeKey(random);
    storeKeyFile::seal(site, key.view(), keyRecipients());
    const FieldCipher cipher(key.clone());
    sealedFiles::write(site, sealedFiles::storeKey, storeKey.pem().view(), cipher, random);
    sealedFiles::write(site, sealedFiles::contentSigningKey, contentSigningKey.pem().view(), cipher, random);
    std::vector<SiteKeyVersion> siteKeys;
    siteKeys.push_back({1, storeKeyFile::makeKey(random)});
    sealedFiles::writeSiteKeys(site, siteKeys, cipher, random);
}

std::vector<EnvelopeRecipient> SiteKeys::keyRecipients() const
{
    return {EnvelopeRecipient::of(agentManagement), EnvelopeRecipient::of(recovery)};
}

std::unique_ptr<EnvelopeKey> SiteKeys::agentCard() const { return std::make_unique<PrivateEnvelopeKey>(agentManagementKey, agentManagement); }

Desk::Desk()
    : site(SiteFolder::create(folder.path() / "site", aSite(random))), keys(site, random, clock.now), signers(keys.workstationKey)
{
    const auto session = PrivateKey::generate(KeyAlgorithm::ecP256);
    author = signers.beginSession(keys.agentSignIn.fingerprint(), session);
    reopen();
    const auto& description = site.description();
    const DelegationTerms terms{description.log, description.workstation, session.publicKey(), clock.now - day, clock.now + day};
    PrivateKeySigner card(keys.agentSignInKey);
    Transaction transaction(store().database());
    store().sessions.begin(transaction, {author.session, author.agent, terms.from, terms.until, makeDelegation(terms, card, keys.agentSignIn), {}});
    transaction.commit();
}

Desk::~Desk() = default;

SecureBytes Desk::storeKey() const { return storeKeyFile::open(site, *keys.agentCard()); }

void Desk::reopenClosed()
{
    m_store.reset();
    m_store = std::make_unique<Store>(SiteFolder::open(site.root()), Store::Mode::writer, clock, random, signers);
}

void Desk::reopen()
{
    reopenClosed();
    signIn();
}

void Desk::lease(std::uint32_t count, std::uint64_t first)
{
    Transaction transaction(store().database());
    store().leases.add(transaction, {Guid::random(random), number(first), count, 0, false, clock.now});
    transaction.commit();
}

UserNumber Desk::createHolder(const Person& person)
{
    Transaction act(store().database());
    const auto taken = store().leases.take(act, clock.now);
    store().people.add(act, {taken, person, "Harbour Valley Community Trust", std::nullopt, clock.now});
    store().journal.append(act, entryAbout(taken, EntryKind::holderCreated, {{"legalName", person.legalName()}}, random), author);
    act.commit();
    return taken;
}

JournalEntry Desk::note(EntryKind kind)
{
    Transaction act(store().database());
    auto entry = store().journal.append(act, entryOfDesk(kind, nlohmann::json::object(), random), author);
    act.commit();
    return entry;
}

Guid Desk::openCard(const UserNumber& holder)
{
    const auto guid = Guid::random(random);
    Transaction act(store().database());
    store().cards.open(act, {guid, holder, Guid::random(random), CardState::opened, 1, 1, std::nullopt, "strict", clock.now, std::nullopt, std::nullopt});
    auto draft = entryAbout(holder, EntryKind::cardOpened, {{"card", guid.text()}}, random);
    draft.card = guid;
    store().journal.append(act, draft, author);
    act.commit();
    return guid;
}

} // namespace cardwright::test
