#pragma once

#include "core/access/AgentSignIn.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/Envelope.h"
#include "core/crypto/SecureRandom.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/PivApplication.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

namespace cardwright::test {

class MovingClock final : public Clock {
public:
    std::int64_t utcMillis() const override { return now; }
    std::int64_t now = cardwright::test::now;
};

inline SecureBytes digits(std::string_view text) { return SecureBytes::copyOf(bytesOf(text)); }

/// A simulated card with keys and certificates in 9A and 9D, as an agent has one (passcode 123456, three tries), and all that a desk
/// has to sign them in with: authority, centre, roster, sealed store key.
class AgentDesk {
public:
    explicit AgentDesk(Algorithm keyManagement = Algorithm::eccP256)
    {
        auto name = (std::filesystem::temp_directory_path() / "cardwright-access-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        m_folder = name;
        simulator::VirtualCard::create(m_folder / "agent.card", simulator::Personality::yubico, random);
        m_tray.emplace(random, std::vector<std::string>{"Desk"});
        m_tray->insert("Desk", m_folder / "agent.card");
        m_reader = m_tray->reader("Desk");
        open();
        administer();
        cardKey = m_piv->generateKey(Slot::authentication, Algorithm::eccP256).publicKey();
        managementKey = m_piv->generateKey(Slot::keyManagement, keyManagement).publicKey();
        certificate = write(Slot::authentication, contentFor(CertificateProfile::signIn), *cardKey);
        management = write(Slot::keyManagement, contentFor(CertificateProfile::keyManagement), *managementKey);
        sealStoreKey({*management});
        content.site = site;
        content.version = 7;
        content.issuedAt = clock.now - day;
        content.validDays = 30;
        enrol("agent");
        open();
    }
    ~AgentDesk()
    {
        m_piv.reset();
        m_channel.reset();
        m_transport.reset();
        m_reader.reset();
        m_tray.reset();
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    CertificateContent contentFor(CertificateProfile profile, std::string serialNumber = "555000417260") const
    {
        auto made = authority.contentFor(profile);
        made.commonName.clear();
        made.serialNumber = std::move(serialNumber);
        return made;
    }
    /// Another certificate into a slot: for this key, from this authority (ours when none is named). The application is selected anew.
    Certificate write(Slot slot, const CertificateContent& what, const PublicKey& key, TestAuthority* issuer = nullptr)
    {
        administer();
        auto made = (issuer == nullptr ? authority : *issuer).issue(what, key);
        m_piv->putObject(certificateObject(slot), CertificateObject::of(made.der()).encode());
        return made;
    }
    void empty(Slot slot)
    {
        administer();
        m_piv->putObject(certificateObject(slot), {});
    }
    void sealStoreKey(std::vector<Certificate> to)
    {
        std::vector<EnvelopeRecipient> recipients{EnvelopeRecipient::of(recovery)};
        for (const auto& one : to) recipients.push_back(EnvelopeRecipient::of(one));
        storeKeyFile = envelope::seal(storeKey, recipients);
    }
    /// The roster holds the card as it is now, once.
    void enrol(std::string role, bool active = true)
    {
        const auto details = AgentDetails{"Tomasz Reid", *UserNumber::parse("555000417260"), certificate->der(), management->der()};
        content.agents = {{certificate->fingerprint(), management->keyIdentifier().value(), std::move(role), active, deputy, certificate->notAfter(),
                           sealDetails(details, EnvelopeRecipient::of(storeCertificate))}};
    }
    Roster roster()
    {
        PrivateKeySigner signer(centreKey);
        return Roster::sign(content, signer, centre);
    }

    void open()
    {
        m_piv.reset();
        m_channel.reset();
        m_transport.reset();
        m_transport = m_reader->open();
        m_channel.emplace(*m_transport);
        m_piv.emplace(*m_channel);
        m_piv->select();
    }
    SignInOutcome tryPasscode(std::string_view passcode, bool mayUseLastTry = false)
    {
        open();
        const std::vector<Certificate> trust{authority.root};
        const auto current = roster();
        return signIn(*m_piv, digits(passcode), {trust, current, matrix, storeKeyFile, log, workstation, facts, mayUseLastTry, revoked}, clock, random);
    }
    SignInOutcome::Kind kindOf(std::string_view passcode = "123456") { return tryPasscode(passcode).kind; }
    int triesLeft()
    {
        open();
        return m_piv->passcodeTries().tries.value_or(-1);
    }
    PivApplication& piv() { return *m_piv; }

    SecureRandom random;
    MovingClock clock;
    TestAuthority authority;
    PrivateKey centreKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate centre = authority.issue(CertificateProfile::statementSigning, centreKey.publicKey());
    PrivateKey recoveryKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate recovery = authority.issue(CertificateProfile::envelope, recoveryKey.publicKey());
    PrivateKey storePrivate = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate storeCertificate = authority.issue(CertificateProfile::envelope, storePrivate.publicKey());
    PermissionMatrix matrix = PermissionMatrix::shipped();
    Guid site = guid();
    Guid log = guid("0190c5a0-1111-7000-8000-000000000001");
    Guid workstation = guid("0190c5a0-2222-7000-8000-000000000002");
    Bytes storeKey = Bytes(32, 0x5A);
    Bytes storeKeyFile;
    ClockFacts facts;
    RosterContent content;
    bool deputy = false;
    std::vector<Sha256Digest> revoked;
    std::optional<PublicKey> cardKey;
    std::optional<PublicKey> managementKey;
    std::optional<Certificate> certificate;
    std::optional<Certificate> management;

private:
    void administer()
    {
        const auto factory = SecureBytes::copyOf(*fromHex("010203040506070801020304050607080102030405060708"));
        REQUIRE(m_piv->authenticateAdministration(Algorithm::tripleDes, factory, random) == AdministrationOutcome::accepted);
    }

    std::filesystem::path m_folder;
    std::optional<simulator::VirtualTray> m_tray;
    std::unique_ptr<CardReader> m_reader;
    std::unique_ptr<CardTransport> m_transport;
    std::optional<CardChannel> m_channel;
    std::optional<PivApplication> m_piv;
};

} // namespace cardwright::test
