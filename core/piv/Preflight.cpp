#include "core/piv/Preflight.h"

#include <algorithm>

namespace cardwright {

namespace {

// What stands around a certificate in its object: 70 L3, 71 01, FE 00.
constexpr std::size_t around = 4 + 3 + 2;
constexpr std::size_t largestCertificate = 1856; // SP 800-73-5 pt 1 table 10
/// 7 octets of tag list and tag 53 before the content travel in the same chain.
constexpr std::size_t commandHead = 9;

class Finder {
public:
    Finder(const CardProfile& profile, const CardDemand& demand) : m_profile(profile), m_demand(demand) {}

    std::vector<Shortfall> find()
    {
        for (const auto& key : m_demand.keys) look(key);
        for (const auto& object : m_demand.objects) look(object);
        if (m_profile.spaceLimit && m_sum > *m_profile.spaceLimit) {
            add(Shortfall::Kind::space, "its memory holds " + std::to_string(*m_profile.spaceLimit) + " octets and " + std::to_string(m_sum) +
                                            " are needed");
        }
        return std::move(m_found);
    }

private:
    void add(Shortfall::Kind kind, std::string words) { m_found.push_back({kind, std::move(words)}); }

    void look(const CardDemand::Key& key)
    {
        const std::string slot(slotName(key.slot));
        const std::string algorithm(algorithmName(key.algorithm));
        if (!m_profile.has(key.slot)) return add(Shortfall::Kind::slot, "it has no key " + slot);
        if (!m_profile.takes(key.algorithm)) add(Shortfall::Kind::algorithm, "it makes no " + algorithm + " keys");
        else if (!m_profile.takes(key.slot, key.algorithm)) add(Shortfall::Kind::algorithm, "it makes no " + algorithm + " key " + slot);
        const auto certificate = certificateObject(key.slot);
        const bool named = std::any_of(m_demand.objects.begin(), m_demand.objects.end(), [&](const auto& one) { return one.id == certificate; });
        if (!named) look(CardDemand::Object{certificate, certificateRoom(key.algorithm), std::nullopt});
    }

    void look(const CardDemand::Object& object)
    {
        m_sum += object.size;
        const std::string name(object.id.name);
        const auto size = std::to_string(object.size);
        if (!m_profile.keeps(object.id)) return add(Shortfall::Kind::object, "it has no place for the " + name);
        const auto limit = m_profile.objectLimit;
        if (limit && object.size > *limit) {
            add(Shortfall::Kind::size, "the " + name + " has " + size + " octets and it takes " + std::to_string(*limit));
        } else if (!m_demand.extendedApdus && m_profile.chainLimit && object.size + commandHead > *m_profile.chainLimit) {
            add(Shortfall::Kind::size, "the " + name + " has " + size + " octets and in short commands it takes " + std::to_string(*m_profile.chainLimit));
        }
        if (!m_profile.growingRewrite && object.present && object.size > *object.present) {
            add(Shortfall::Kind::growth, "the " + name + " has " + size + " octets and its place on this card " + std::to_string(*object.present));
        }
    }

    const CardProfile& m_profile;
    const CardDemand& m_demand;
    std::size_t m_sum = 0;
    std::vector<Shortfall> m_found;
};

} // namespace

std::size_t certificateRoom(Algorithm algorithm) noexcept
{
    switch (algorithm) {
    case Algorithm::eccP256: return 1000;
    case Algorithm::eccP384: return 1100;
    case Algorithm::rsa3072: return 1700;
    default: return 1500;
    }
}

std::vector<Shortfall> shortfalls(const CardProfile& profile, const CardDemand& demand) { return Finder(profile, demand).find(); }

std::optional<std::size_t> reservation(const CardProfile& profile, ObjectId object, std::size_t size)
{
    if (profile.growingRewrite) return std::nullopt;
    const bool certificate = std::any_of(allSlots().begin(), allSlots().end(), [&](Slot slot) { return certificateObject(slot) == object; });
    const auto wanted = std::max(size, certificate ? largestCertificate + around : size);
    return std::max(size, std::min(wanted, profile.contentLimit(false).value_or(wanted)));
}

} // namespace cardwright
