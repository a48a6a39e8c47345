#pragma once

#include "tests/system/Desk.h"
#include "tests/system/Witness.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::testing::kills {

namespace fs = std::filesystem;
constexpr const char* firstPasscode = "73915482";
constexpr const char* repairPasscode = "48295713"; // another one, so that it is seen which of them was set last

PrivatePcscd& daemon();

/// Slots 0 and 1 in turn, so that pcscd notices that a card has left while the next one is worked with.
class Slots {
public:
    ~Slots();
    int insert(const fs::path& card, const std::vector<std::string>& more);

private:
    std::optional<int> m_slot;
};

struct Row {
    int command = 0;
    std::string when;
    std::string chuid; ///< by the witness after the kill
    std::string then;  ///< what became of it
};

void print(const std::string& title, const std::vector<Row>& rows);

/// Without the hyphens, as the witness says it.
std::string guidText(std::string text);

/// Each leased number is free or held by exactly one person, and the counts add up to the blocks.
void checkLeases(const Desk& desk);

/// Sites on which kills happen, one after the other: each makes its share of cards, then everything is drained and compared.
class Series {
public:
    Series(const Desk& original, std::string personality) : m_original(original), m_personality(std::move(personality)) {}

    /// The site for the next kill, and a person who is not known there.
    Desk& next();
    fs::path request() const { return m_desk->requestOf(m_person); }
    /// A blank card for it.
    fs::path blank(const std::string& name) const;
    /// Nothing that any kill left behind was lost, and nothing was told twice.
    void finish();

private:
    const Desk& m_original;
    std::string m_personality;
    std::unique_ptr<Desk> m_desk;
    int m_person = 0;
};

/// What is on record of the issue that was cut last.
struct OnRecord {
    std::string uuid;
    std::string card; ///< of the open job; empty when none is open
    static OnRecord of(const Desk& desk);
};

/// The card in the slot is finished: this person's, with this GUID by the witness, and the repair's passcode or none.
void checkFinished(const Desk& desk, int slot, const OnRecord& record, const Json& result, bool locked);

} // namespace cardwright::testing::kills
