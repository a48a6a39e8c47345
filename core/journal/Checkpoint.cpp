#include "core/journal/Checkpoint.h"

#include "core/crypto/CryptoError.h"
#include "core/journal/JournalError.h"

#include <algorithm>
#include <charconv>

namespace cardwright {

namespace {

constexpr std::string_view originHead = "cardwright.log/";
constexpr std::string_view centreHead = "cardwright.centre/";
constexpr std::string_view signatureHead = "\xE2\x80\x94 "; // an em dash and a blank
constexpr std::size_t longestNote = 16 * 1024;

[[noreturn]] void unreadable(const char* what) { throw JournalError(Failure::of("CHECKPOINT-UNREADABLE", what)); }

std::array<std::uint8_t, 4> keyIdOf(const PublicKey& key)
{
    const auto digest = key.fingerprint();
    return {digest[0], digest[1], digest[2], digest[3]};
}

bool isKeyName(std::string_view name) noexcept
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char letter) { return letter > ' ' && letter < 0x7F && letter != '+'; });
}

/// Takes one line off the front.
std::string_view takeLine(std::string_view& rest, const char* what)
{
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) unreadable(what);
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

std::uint64_t sizeFrom(std::string_view line)
{
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size);
    const bool padded = line.size() > 1 && line.front() == '0';
    if (line.empty() || padded || error != std::errc() || end != line.data() + line.size()) unreadable("size");
    return size;
}

NoteSignature signatureFrom(std::string_view line)
{
    if (!line.starts_with(signatureHead)) unreadable("signature");
    line.remove_prefix(signatureHead.size());
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos || !isKeyName(line.substr(0, blank))) unreadable("signature");
    const auto octets = fromBase64(line.substr(blank + 1));
    if (!octets || octets->size() <= 4) unreadable("signature");
    NoteSignature signature;
    signature.name = line.substr(0, blank);
    std::copy_n(octets->begin(), 4, signature.keyId.begin());
    signature.signature.assign(octets->begin() + 4, octets->end());
    return signature;
}

} // namespace

std::string Checkpoint::body() const
{
    return std::string(originHead) + log.text() + "\n" + std::to_string(size) + "\n" + toBase64(root) + "\n";
}

std::string Checkpoint::text() const
{
    std::string note = body() + "\n";
    for (const auto& one : signatures) {
        note += std::string(signatureHead) + one.name + " " + toBase64(concat({one.keyId, one.signature})) + "\n";
    }
    return note;
}

void Checkpoint::sign(std::string_view name, MessageSigner& key)
{
    const PublicKey& publicKey = key.publicKey();
    if (publicKey.algorithm() != KeyAlgorithm::ecP256) throw CryptoError(Failure::of("KEY-UNUSABLE", "checkpoints are signed with P-256"));
    if (!isKeyName(name)) throw CryptoError(Failure::of("KEY-UNUSABLE", "a key's name has neither blank nor plus sign"));
    const auto note = body();
    NoteSignature made{std::string(name), keyIdOf(publicKey), key.sign(bytesOf(note))};
    if (!publicKey.verify(bytesOf(note), made.signature)) throw CryptoError(Failure::of("SIGNATURE-WRONG", "checkpoint"));
    const auto same = std::find_if(signatures.begin(), signatures.end(),
                                   [&](const NoteSignature& one) { return one.name == made.name && one.keyId == made.keyId; });
    if (same != signatures.end()) {
        *same = std::move(made);
    } else {
        signatures.push_back(std::move(made));
    }
}

bool Checkpoint::signedBy(std::string_view name, const PublicKey& key) const
{
    if (key.algorithm() != KeyAlgorithm::ecP256) return false;
    const auto id = keyIdOf(key);
    const auto note = body();
    return std::any_of(signatures.begin(), signatures.end(), [&](const NoteSignature& one) {
        return one.name == name && one.keyId == id && key.verify(bytesOf(note), one.signature);
    });
}

bool Checkpoint::countersignedBy(const PublicKey& centre) const
{
    return std::any_of(signatures.begin(), signatures.end(),
                       [&](const NoteSignature& one) { return one.name.starts_with(centreHead) && signedBy(one.name, centre); });
}

bool Checkpoint::hasBrokenSignatureOf(const PublicKey& key) const
{
    const auto id = keyIdOf(key);
    const auto note = body();
    return std::any_of(signatures.begin(), signatures.end(),
                       [&](const NoteSignature& one) { return one.keyId == id && !key.verify(bytesOf(note), one.signature); });
}

Checkpoint Checkpoint::parse(std::string_view note)
{
    if (note.size() > longestNote) unreadable("length");
    std::string_view rest = note;
    Checkpoint checkpoint;
    const auto origin = takeLine(rest, "origin");
    if (!origin.starts_with(originHead)) unreadable("origin");
    const auto log = Guid::parse(origin.substr(originHead.size()));
    if (!log) unreadable("origin");
    checkpoint.log = *log;
    checkpoint.size = sizeFrom(takeLine(rest, "size"));
    const auto octets = fromBase64(takeLine(rest, "root"));
    const auto root = octets ? sha256DigestFrom(*octets) : std::nullopt;
    if (!root) unreadable("root");
    checkpoint.root = *root;
    if (!takeLine(rest, "signature").empty()) unreadable("another line before the signatures");
    while (!rest.empty()) checkpoint.signatures.push_back(signatureFrom(takeLine(rest, "signature")));
    if (checkpoint.text() != note) unreadable("origin"); // another spelling of the log's GUID
    return checkpoint;
}

std::string workstationKeyName(const Guid& workstation) { return "cardwright.workstation/" + workstation.text(); }

std::string centreKeyName(const Guid& site) { return std::string(centreHead) + site.text(); }

} // namespace cardwright
