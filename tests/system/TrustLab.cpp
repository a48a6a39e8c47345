#include "tests/system/TrustLab.h"

#include "core/crypto/EnvelopeKey.h"
#include "core/crypto/FieldCipher.h"
#include "core/crypto/SecureRandom.h"
#include "core/store/SealedFiles.h"
#include "core/store/StoreKeyFile.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace cardwright::testing::trust {

namespace {

std::string textOf(ByteView octets) { return {octets.begin(), octets.end()}; }

struct Freed {
    void operator()(BIO* file) const { BIO_free(file); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
};

std::unique_ptr<EVP_PKEY, Freed> keyFrom(const std::string& pem)
{
    const std::unique_ptr<BIO, Freed> file(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::unique_ptr<EVP_PKEY, Freed> key(PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr));
    if (!key) throw std::runtime_error("not a private key");
    return key;
}

SecureBytes storeKeyOf(const Desk& desk)
{
    const auto recovery = centreKey(desk.site(), "recovery");
    const auto found = decrypted(desk.site() / "workstation/store-key.cms", recovery, desk.scratch("recovered"));
    if (!found) throw std::runtime_error("the recovery key does not open the store key");
    return SecureBytes::copyOf(bytesOf(*found));
}

} // namespace

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

void checkFails(const CtlRun& run, int code, const std::string& name)
{
    INFO(run.text());
    CHECK(run.code() == code);
    REQUIRE(run.has("failure"));
    CHECK(run.failure().at("code") == name);
    CHECK_FALSE(run.has("result"));
}

bool finds(const CtlRun& run, const std::string& code)
{
    return std::any_of(run.lines.begin(), run.lines.end(), [&](const Json& line) { return line.value("event", "") == "finding" && line.value("code", "") == code; });
}

void copyStore(const fs::path& from, const fs::path& to)
{
    for (const auto* ending : {"", "-wal", "-shm"}) {
        fs::remove(to / (std::string("desk.sqlite") + ending));
        const auto file = from / (std::string("desk.sqlite") + ending);
        if (fs::exists(file)) fs::copy_file(file, to / file.filename());
    }
}

const fs::path& blank()
{
    static const fs::path one = daemon().makeCard("factory-fresh", "yubico");
    return one;
}

CtlRun must(CtlRun run)
{
    INFO(run.text());
    REQUIRE(run.code() == 0);
    return run;
}

void checkRefused(const CtlRun& run, const std::string& code)
{
    INFO(run.text());
    CHECK(run.code() == 3);
    REQUIRE(run.has("failure"));
    CHECK(run.failure().at("code") == code);
}

void cardsWithKeyManagement(const Desk& home)
{
    auto policy = Desk::readJson(home.site() / "policies/issue.json");
    policy["version"] = policy.at("version").get<int>() + 1;
    policy["slots"].push_back({{"slot", "9D"}, {"algorithm", "RSA-2048"}});
    const auto file = home.scratch("issue.json");
    writeFile(file, policy.dump(2));
    LiveCentre::order({"policy", home.site().string(), "issue", file.string()});
    must(home.ctl({"queue", "drain"}));
}

std::vector<ExportedEntry> exported(const Desk& desk)
{
    const auto file = desk.scratch("export.jsonl");
    must(desk.ctl({"log", "export", "--file", file.string()}));
    std::istringstream lines(readFile(file));
    std::vector<ExportedEntry> entries;
    for (std::string line; std::getline(lines, line);) {
        const auto json = Json::parse(line);
        if (!json.contains("seq")) continue; // the header
        ExportedEntry entry{json.at("seq"), json.at("id"), json.at("kind"), ""};
        if (json.at("payload").is_string()) {
            const auto octets = fromBase64(json.at("payload").get<std::string>());
            REQUIRE(octets);
            entry.payload = textOf(*octets);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

const ExportedEntry& firstOf(const std::vector<ExportedEntry>& entries, const std::string& kind)
{
    for (const auto& entry : entries) {
        if (entry.kind == kind) return entry;
    }
    throw std::runtime_error("no entry " + kind);
}

KeyPair centreKey(const fs::path& site, const std::string& name) { return {site / "centre" / (name + ".pem"), site / "centre" / (name + ".key")}; }
KeyPair deskKey(const fs::path& site, const std::string& name) { return {site / "workstation" / (name + ".pem"), site / "workstation" / (name + ".key")}; }

std::optional<std::string> decrypted(const fs::path& envelope, const KeyPair& pair, const fs::path& scratch)
{
    for (const bool named : {true, false}) {
        fs::remove(scratch);
        std::vector<std::string> line{"openssl", "cms", "-decrypt", "-inform", "DER", "-binary", "-in", envelope.string(), "-inkey", pair.key.string(), "-out", scratch.string()};
        if (named) line.insert(line.end(), {"-recip", pair.certificate.string()});
        const auto run = ToolRun(line).run();
        UNSCOPED_INFO("openssl cms -decrypt with " << pair.key.filename() << " ended " << run.exitCode << ": " << run.all());
        if (run.exitCode != 0) continue;
        auto content = readFile(scratch);
        fs::remove(scratch);
        return content;
    }
    fs::remove(scratch);
    return std::nullopt;
}

RecoveredKeys RecoveredKeys::of(const Desk& desk)
{
    const auto site = SiteFolder::open(desk.site());
    const FieldCipher cipher(storeKeyOf(desk));
    return {textOf(cipher.key()), textOf(sealedFiles::read(site, sealedFiles::storeKey, cipher).view()),
            textOf(sealedFiles::readSiteKeys(site, cipher).front().key.view()),
            textOf(sealedFiles::read(site, sealedFiles::contentSigningKey, cipher).view())};
}

struct OpenStore::Needs {
    SystemClock clock;
    SecureRandom random;
};

OpenStore::OpenStore(const Desk& desk) : m_needs(std::make_unique<Needs>())
{
    m_store = std::make_unique<Store>(SiteFolder::open(desk.site()), Store::Mode::reader, m_needs->clock, m_needs->random);
    m_store->open(storeKeyOf(desk));
}

OpenStore::~OpenStore() = default;

std::string scalarOf(const std::string& pem)
{
    const auto key = keyFrom(pem);
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) throw std::runtime_error("no private scalar");
    const std::unique_ptr<BIGNUM, Freed> owner(number);
    std::string octets(32, '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(octets.data()), 32);
    return octets;
}

std::string pointOf(const std::string& pem)
{
    const auto key = keyFrom(pem);
    std::string octets(65, '\0');
    std::size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, reinterpret_cast<unsigned char*>(octets.data()), octets.size(), &size) != 1) {
        throw std::runtime_error("no public point");
    }
    octets.resize(size);
    return octets;
}

} // namespace cardwright::testing::trust
