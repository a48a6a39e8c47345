#include "app/runtime/SiteMaterial.h"
#include "core/crypto/CmsSignature.h"
#include "core/policy/Embedded.h"
#include "core/store/SiteCertificates.h"
#include "tests/system/tamper/StoreLab.h"

#include <algorithm>
#include <sys/stat.h>

namespace cardwright::tamper {

namespace {

/// Another desk's folder and keys.
struct Stranger {
    explicit Stranger(StoreLab& desk) : random(7), site(SiteFolder::create(desk.folder.path() / "elsewhere", test::aSite(random))), keys(site, random, desk.clock.now) {}
    test::SeededRandom random;
    SiteFolder site;
    test::SiteKeys keys;
};

/// A desk whose database was copied early, and which went on.
struct Copied : StoreLab {
    Copied()
    {
        close();
        fs::copy_file(site.storeFile(), copy);
        reopen();
        createHolder(test::aPerson("After", "Copy"));
        checkpoint();
        close();
    }
    void putBack() { replaceFile(copy, site.storeFile()); }
    fs::path copy = folder.path() / "copy.sqlite";
};

Noticed restored()
{
    Copied desk;
    desk.putBack();
    auto name = desk.found("STORE-ROLLED-BACK");
    if (codeOf([&] { desk.createHolder(); }) != "LEASE-EMPTY") name += " and goes on issuing";
    return {std::move(name), desk.lost(false)};
}

Noticed markRemoved()
{
    Copied desk;
    desk.putBack();
    fs::remove(desk.site.highWaterFile());
    auto name = desk.found("STORE-TAMPERED workstation/high-water");
    return {std::move(name), desk.lost(false)};
}

Noticed markBent()
{
    Copied desk;
    bend(desk.site.highWaterFile());
    auto name = desk.found("STORE-TAMPERED workstation/high-water");
    return {std::move(name), desk.lost()};
}

/// An older mark together with the older copy is an older copy of the whole folder: only the centre sees that. Alone it only says less.
Noticed anotherFuture()
{
    Copied desk;
    desk.putBack();
    fs::rename(desk.site.highWaterFile(), desk.folder.path() / "mark");
    desk.reopen();
    desk.createHolder(test::aPerson("Another", "Future"));
    desk.close();
    fs::rename(desk.folder.path() / "mark", desk.site.highWaterFile());
    auto name = desk.found("LOG-FORKED");
    return {std::move(name), desk.lost(false)};
}

Noticed removed()
{
    StoreLab desk;
    desk.close();
    fs::remove(desk.site.storeFile());
    return {desk.found("STORE-ROLLED-BACK"), ""};
}

Noticed refusedAtOpening(const std::function<void(StoreLab&)>& act)
{
    StoreLab desk;
    desk.close();
    const auto before = desk.folder.path() / "before.sqlite";
    fs::copy_file(desk.site.storeFile(), before);
    act(desk);
    const auto touched = readWholeFile(desk.site.storeFile(), 1u << 24);
    auto code = codeOf([&] { desk.reopenClosed(); });
    const bool left = readWholeFile(desk.site.storeFile(), 1u << 24) == touched;
    replaceFile(before, desk.site.storeFile());
    desk.reopen();
    return {std::move(code), left ? desk.lost() : "the file as it was found"};
}

Noticed foreign()
{
    return refusedAtOpening([](StoreLab& desk) {
        Stranger stranger(desk);
        { const Store made(stranger.site, Store::Mode::writer, desk.clock, stranger.random); }
        replaceFile(stranger.site.storeFile(), desk.site.storeFile());
    });
}

void edit(StoreLab& desk, const char* sql)
{
    desk.reopenClosed();
    desk.store().database().run(sql);
    desk.close();
}

void scribble(const fs::path& file)
{
    auto content = readWholeFile(file, 1u << 24);
    std::fill_n(content.begin(), 100, std::uint8_t{0x61});
    writePrivateFile(file, content);
}

// --- files

/// A file that is read when somebody signs in or an entry is made; work: what must notice.
Noticed bentFile(const std::function<fs::path(StoreLab&)>& file, const std::function<void(StoreLab&)>& work)
{
    StoreLab desk;
    desk.close();
    const auto path = file(desk);
    const auto good = readWholeFile(path, 1u << 20);
    bend(path, good.size() / 4);
    auto code = codeOf([&] { work(desk); });
    writePrivateFile(path, good);
    desk.reopen();
    return {std::move(code), desk.lost()};
}

Noticed strangersCentre()
{
    StoreLab desk;
    const Stranger stranger(desk);
    writePrivateFile(desk.site.centreEnvelopeFile(), bytesOf(stranger.keys.centreEnvelope.pem()));
    desk.reopen();
    auto code = codeOf([&] { desk.note(); });
    return {std::move(code), desk.lost(false)};
}

/// What stands in trust/ca.pem instead of the site's authority: whoever put it there could certify a recipient of every payload.
Noticed otherAuthority(const std::function<Certificate(StoreLab&, const Certificate&)>& instead)
{
    StoreLab desk;
    desk.close();
    const auto file = desk.site.authorityFile();
    const auto good = readWholeFile(file, 1u << 20);
    writePrivateFile(file, bytesOf(instead(desk, Certificate::fromPem(good)).pem()));
    desk.reopen();
    auto code = codeOf([&] { desk.note(); });
    desk.close();
    writePrivateFile(file, good);
    desk.reopen();
    return {std::move(code), desk.lost(false)};
}

Certificate strangersAuthority(StoreLab& desk, const Certificate&) { return Stranger(desk).keys.authority; }

/// Still a certificate, whatever chance made of its other octets.
Certificate authorityRenamed(StoreLab&, const Certificate& authority)
{
    auto der = authority.der();
    const auto name = authority.subjectDer();
    const auto subject = std::find_end(der.begin(), der.end(), name.begin(), name.end());
    subject[static_cast<std::ptrdiff_t>(name.size()) - 1] ^= 0x01;
    return Certificate::fromDer(der);
}

Noticed markByAnotherKey()
{
    StoreLab desk;
    test::SeededRandom random(9);
    const auto other = PrivateKey::generate(KeyAlgorithm::ecP256);
    auto name = std::string();
    { // another key's checkpoint where this workstation's should be
        auto note = desk.store().journal.checkpointAt(6);
        note.signatures.clear();
        PrivateKeySigner signer(other);
        note.sign(workstationKeyName(desk.site.description().workstation), signer);
        writePrivateFile(desk.site.highWaterFile(), bytesOf(note.text()));
        name = desk.found("STORE-TAMPERED workstation/high-water");
    }
    return {std::move(name), desk.lost()};
}

Noticed portrait(const std::function<void(StoreLab&, const Sha256Digest&, const Sha256Digest&)>& act, bool other)
{
    StoreLab desk;
    const auto one = desk.store().portraits.put(bytesOf("one jpeg"));
    const auto two = desk.store().portraits.put(bytesOf("two jpeg"));
    act(desk, one, two);
    auto name = desk.found(other ? "STORE-TAMPERED workstation/portraits/" : "STORE-PORTRAIT");
    if (!desk.store().portraits.get(one)) return {std::move(name), "the other portrait"};
    return {std::move(name), desk.lost()};
}

Noticed policy(bool body)
{
    StoreLab desk;
    const auto& keys = desk.keys;
    const auto text = bytesOf(embeddedText("policies/offline.json"));
    PrivateKeySigner signer(keys.centreSigningKey);
    for (const char* name : {"offline", "issue"}) {
        const auto good = name == std::string("offline") ? toBytes(text) : toBytes(bytesOf(embeddedText("policies/issue.json")));
        writePrivateFile(desk.site.policyFile(name), good);
        writePrivateFile(desk.site.policySignatureFile(name), cms::signDetached(good, StatementType::policy, signer, keys.centreSigning, desk.clock.now));
    }
    const std::vector<Certificate> trust{keys.authority};
    bend(body ? desk.site.policyFile("offline") : desk.site.policySignatureFile("offline"), 20);
    auto code = codeOf([&] { runtime::requireSignedPolicy(desk.site, "offline", trust, keys.centreSigning); });
    const auto other = codeOf([&] { runtime::requireSignedPolicy(desk.site, "issue", trust, keys.centreSigning); });
    return {std::move(code), other.empty() ? desk.lost() : "another policy"};
}

void describe(StoreLab& desk, Guid SiteDescription::*member)
{
    auto described = desk.site.description();
    described.*member = Guid::random(desk.random);
    SiteFolder(desk.site).describe(described);
}

Noticed siteFile(const std::function<void(StoreLab&)>& act)
{
    StoreLab desk;
    desk.close();
    const auto good = readWholeFile(desk.site.siteFile(), 1u << 20);
    act(desk);
    auto code = codeOf([&] { desk.reopen(); });
    if (code.empty() && !desk.store().findings().empty()) {
        code = desk.store().findings()[0].code;
        return {std::move(code), desk.lost(false)}; // it opens, and gives no number any more
    }
    writePrivateFile(desk.site.siteFile(), good);
    desk.reopen();
    return {std::move(code), desk.lost()};
}

Noticed openToOthers()
{
    StoreLab desk;
    desk.close();
    ::chmod(desk.site.workstation().c_str(), 0755);
    auto code = codeOf([&] { desk.reopen(); });
    ::chmod(desk.site.workstation().c_str(), 0700);
    desk.reopen();
    return {std::move(code), desk.lost()};
}

} // namespace

std::vector<Kind> wholeStore()
{
    return {
        {"the database put back from a copy", "STORE-ROLLED-BACK", restored},
        {"the copy put back and the high-water mark removed", "STORE-TAMPERED workstation/high-water", markRemoved},
        {"the high-water mark flipped", "STORE-TAMPERED workstation/high-water", markBent},
        {"the copy grown to another log of the same length", "LOG-FORKED", anotherFuture},
        {"the database removed", "STORE-ROLLED-BACK", removed},
        {"the database of another workstation", "STORE-FOREIGN", foreign},
        {"a schema version of the future", "STORE-NEWER", [] { return refusedAtOpening([](StoreLab& desk) { edit(desk, "PRAGMA user_version=99"); }); }},
        {"another program's database", "STORE-DAMAGED", [] { return refusedAtOpening([](StoreLab& desk) { edit(desk, "PRAGMA application_id=7"); }); }},
        {"its first page overwritten", "STORE-DAMAGED", [] { return refusedAtOpening([](StoreLab& desk) { scribble(desk.site.storeFile()); }); }},
    };
}

std::vector<Kind> files()
{
    const auto open = [](StoreLab& desk) { desk.reopen(); };
    return {
        {"store-key.cms: an octet flipped", "ENVELOPE-BROKEN", [open] {
             return bentFile([](StoreLab& desk) { return desk.site.storeKeyFile(); }, [](StoreLab& desk) {
                 bend(desk.site.storeKeyFile(), readWholeFile(desk.site.storeKeyFile(), 10'000).size() / 4); // back as it was
                 bend(desk.site.storeKeyFile(), 5);
                 desk.storeKey();
             });
         }},
        {"store-key.cms of another desk", "ENVELOPE-NOT-FOR-US", [] {
             StoreLab desk;
             const Stranger stranger(desk);
             const auto good = readWholeFile(desk.site.storeKeyFile(), 10'000);
             replaceFile(stranger.site.storeKeyFile(), desk.site.storeKeyFile());
             auto code = codeOf([&] { desk.storeKey(); });
             writePrivateFile(desk.site.storeKeyFile(), good);
             return Noticed{std::move(code), desk.lost()};
         }},
        {"store-key.cms from before a rotation", "STORE-KEY-OTHER", [] {
             StoreLab desk;
             const auto former = readWholeFile(desk.site.storeKeyFile(), 10'000);
             desk.store().rotation.begin(desk.keys.keyRecipients());
             while (!desk.store().rotation.step(500)) {}
             const auto good = readWholeFile(desk.site.storeKeyFile(), 10'000);
             writePrivateFile(desk.site.storeKeyFile(), former);
             auto code = codeOf([&] { desk.reopen(); });
             writePrivateFile(desk.site.storeKeyFile(), good);
             desk.reopen();
             return Noticed{std::move(code), desk.lost()};
         }},
        {"sealed/store.key: an octet flipped", "STORE-TAMPERED", [open] { return bentFile([](StoreLab& desk) { return desk.site.sealedFile("store.key"); }, open); }},
        {"sealed/site.key: content-signing.key in its place", "STORE-TAMPERED", [] {
             StoreLab desk;
             replaceFile(desk.site.sealedFile("content-signing.key"), desk.site.sealedFile("site.key"));
             auto code = codeOf([&] { desk.store().vault().siteKeys(desk.site); });
             return Noticed{std::move(code), desk.lost()};
         }},
        {"sealed/content-signing.key: cut short", "STORE-TAMPERED", [] {
             StoreLab desk;
             fs::resize_file(desk.site.sealedFile("content-signing.key"), 60);
             auto code = codeOf([&] { desk.store().vault().contentSigningKey(desk.site); });
             return Noticed{std::move(code), desk.lost()};
         }},
        {"trust/centre-envelope.pem: a stranger's certificate", "STORE-TAMPERED", strangersCentre},
        {"trust/ca.pem: another authority's certificate", "STORE-TAMPERED", [] { return otherAuthority(strangersAuthority); }},
        {"trust/ca.pem: a letter of its name changed", "STORE-TAMPERED", [] { return otherAuthority(authorityRenamed); }},
        {"high-water: signed by another key than the workstation's", "STORE-TAMPERED workstation/high-water", markByAnotherKey},
        {"a policy's text edited", "POLICY-UNSIGNED", [] { return policy(true); }},
        {"a policy's signature edited", "POLICY-UNSIGNED", [] { return policy(false); }},
        {"site.json: cut short", "SITE-DAMAGED", [] { return siteFile([](StoreLab& desk) { fs::resize_file(desk.site.siteFile(), 100); }); }},
        {"site.json: another workstation", "STORE-FOREIGN", [] { return siteFile([](StoreLab& desk) { describe(desk, &SiteDescription::workstation); }); }},
        {"site.json: another log", "STORE-ROLLED-BACK", [] { return siteFile([](StoreLab& desk) { describe(desk, &SiteDescription::log); }); }},
        {"workstation/ opened to other accounts", "SITE-DAMAGED", openToOthers},
        {"a portrait's envelope flipped", "STORE-PORTRAIT", [] { return portrait([](StoreLab& desk, const auto&, const auto& two) { bend(desk.store().portraits.fileOf(two), 40); }, false); }},
        {"another portrait's envelope", "STORE-PORTRAIT", [] {
             return portrait([](StoreLab& desk, const auto& one, const auto& two) { replaceFile(desk.store().portraits.fileOf(one), desk.store().portraits.fileOf(two)); }, false);
         }},
        {"a portrait under another name", "STORE-TAMPERED workstation/portraits/", [] {
             return portrait([](StoreLab& desk, const auto&, const auto& two) { fs::rename(desk.store().portraits.fileOf(two), desk.site.portraits() / "holiday.jpg"); }, true);
         }},
    };
}

} // namespace cardwright::tamper
