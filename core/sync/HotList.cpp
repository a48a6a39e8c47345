#include "core/sync/HotList.h"

#include <algorithm>
#include <set>
#include <string>

namespace cardwright {

namespace {

constexpr std::string_view certificatesKey = "hotlist.certificates";
constexpr std::string_view cardsKey = "hotlist.cards";

/// One a line, sorted: the list is short (the cards of one organisation that were lost or withdrawn).
std::set<std::string> read(Store& store, std::string_view key)
{
    std::set<std::string> lines;
    const auto text = store.settings.value(key).value_or(std::string());
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        if (end > at) lines.insert(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

template<class Value> std::size_t merge(Store& store, Transaction& transaction, std::string_view key, const std::vector<Value>& values,
                                        std::string (*text)(const Value&))
{
    auto lines = read(store, key);
    std::size_t added = 0;
    for (const auto& value : values) added += lines.insert(text(value)).second ? 1u : 0u;
    if (added == 0) return 0;
    std::string whole;
    for (const auto& line : lines) whole += line + '\n';
    store.settings.set(transaction, key, whole);
    return added;
}

} // namespace

std::vector<Sha256Digest> HotList::certificates()
{
    std::vector<Sha256Digest> found;
    for (const auto& line : read(m_store, certificatesKey)) {
        if (const auto digest = sha256DigestFromHex(line)) found.push_back(*digest);
    }
    return found;
}

bool HotList::holdsCertificate(const Sha256Digest& certificate) { return read(m_store, certificatesKey).count(toHex(certificate)) == 1; }

bool HotList::holdsCard(const Guid& card) { return read(m_store, cardsKey).count(card.text()) == 1; }

std::size_t HotList::add(Transaction& transaction, const std::vector<Sha256Digest>& certificates, const std::vector<Guid>& cards)
{
    return merge<Sha256Digest>(m_store, transaction, certificatesKey, certificates, [](const Sha256Digest& digest) { return toHex(digest); }) +
           merge<Guid>(m_store, transaction, cardsKey, cards, [](const Guid& card) { return card.text(); });
}

} // namespace cardwright
