#include "core/journal/JournalEntry.h"

#include "core/journal/EntrySigner.h"
#include "core/journal/JournalError.h"

#include <array>

namespace cardwright {

namespace {

constexpr std::uint8_t canonicalVersion = 0x01;

template<std::size_t Size> std::array<std::uint8_t, Size> bigEndian(std::uint64_t value)
{
    std::array<std::uint8_t, Size> octets{};
    for (std::size_t place = Size; place-- > 0; value >>= 8) octets[place] = static_cast<std::uint8_t>(value & 0xFFu);
    return octets;
}

void addField(Bytes& target, ByteView value)
{
    append(target, bigEndian<4>(value.size()));
    append(target, value);
}

} // namespace

Bytes canonicalBytes(const JournalEntry& entry)
{
    Bytes octets{canonicalVersion};
    octets.reserve(256);
    addField(octets, entry.log.bytes());
    addField(octets, bigEndian<8>(entry.seq));
    addField(octets, entry.id.bytes());
    addField(octets, bigEndian<8>(static_cast<std::uint64_t>(entry.at)));
    addField(octets, bytesOf(nameOf(entry.kind)));
    addField(octets, entry.author.agent);
    addField(octets, entry.author.session);
    addField(octets, entry.subject);
    addField(octets, entry.payloadDigest);
    return octets;
}

Sha256Digest leafDigest(ByteView canonical)
{
    constexpr std::uint8_t leafPrefix[] = {0x00};
    return Sha256().add(leafPrefix).add(canonical).finish();
}

Sha256Digest subjectDigest(ByteView salt, std::string_view digits)
{
    return Sha256().add(salt).add(bytesOf(digits)).finish();
}

void seal(JournalEntry& entry)
{
    if (entry.payload) entry.payloadDigest = sha256(*entry.payload);
    entry.digest = leafDigest(canonicalBytes(entry));
}

void sealAndSign(JournalEntry& entry, EntrySigner& signer)
{
    if (!(signer.author() == entry.author)) throw JournalError(Failure::of("JOURNAL-ENTRY", "author"));
    if (entry.payload) entry.payloadDigest = sha256(*entry.payload);
    const Bytes canonical = canonicalBytes(entry);
    entry.digest = leafDigest(canonical);
    entry.signature = signer.sign(canonical);
}

bool signatureHolds(const JournalEntry& entry, const PublicKey& key)
{
    return key.algorithm() == KeyAlgorithm::ecP256 && !entry.signature.empty() && key.verify(canonicalBytes(entry), entry.signature);
}

} // namespace cardwright
