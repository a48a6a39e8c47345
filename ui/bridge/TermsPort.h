#pragma once

#include "ui/bridge/ApplicationValues.h"
#include "ui/bridge/DeskPort.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What holders read before they choose a passcode: the privacy notice, which they acknowledge, and the terms, which they accept and their
// card signs; and the receipt of what they were given.

namespace cardwright::ui {

struct HolderText {
    std::string title;
    std::vector<std::string> paragraphs;
};

/// The site's texts as they are in force.
struct HolderTexts {
    int noticeVersion = 0;
    std::string noticeTitle;
    std::vector<HolderText> notice;
    int termsVersion = 0;
    std::string termsTitle;
    std::string law;
    Date effective{};
    std::string intro;
    std::vector<HolderText> clauses; ///< numbered from 1
    std::string agreement;
    std::vector<HolderText> help;    ///< for holders
    std::string contact;             ///< whom they call
};

/// Somebody who may have to read them: a person on record, or an applicant who has no number yet.
struct TermsReader {
    std::string userNumber;
    std::optional<PersonFields> applicant;
    std::vector<std::string> comparedWith = {}; ///< user numbers of people much like the applicant, who are somebody else
};

struct TermsStanding {
    bool due = true;
    int acceptedVersion = 0; ///< 0: none yet
    std::int64_t acceptedAt = 0;
    std::optional<Failure> failure;
};

/// What the holder was given, ready to be shown: core's HandoverReceipt in words.
struct HandoverView {
    struct Line {
        std::string label;
        std::string value;
    };
    std::vector<Line> lines;
    std::vector<std::string> systems;   ///< "try each of these"
    std::vector<std::string> nextSteps;
    bool canSignIn = false;
    std::optional<Failure> failure;
};

class TermsPort {
public:
    virtual ~TermsPort() = default;
    virtual HolderTexts texts() const = 0; ///< from memory
    virtual void standing(const TermsReader& reader, Then<TermsStanding> then) = 0;
    /// The holder acknowledged the notice (at `noticeAt`, UTC milliseconds) and accepts the terms now, at the card of this sight: the next
    /// act on it carries that along, and its card signs. Another sight, a lock or a sign-out drop it.
    virtual void accept(std::uint64_t sight, std::int64_t noticeAt) = 0;
    /// They would not: recorded of somebody on record. act: "unlock", "touch".
    virtual void decline(const std::string& userNumber, const std::string& act) = 0;
    /// Of a card by its GUID; recorded as a view of its holder.
    virtual void receipt(const std::string& card, Then<HandoverView> then) = 0;
    /// As plain text, to a file that the agent chose.
    virtual void saveReceipt(const std::string& card, const std::string& path, Then<ActAnswer> then) = 0;
};

} // namespace cardwright::ui
