#pragma once

#include "core/policy/PrintPolicy.h"
#include "core/registers/HandoverReceipt.h"
#include "ui/bridge/DeskPort.h"

#include <memory>
#include <string>
#include <vector>

// What is printed of cards. The window draws and prints; what came of it goes to the core.

namespace cardwright::ui {

/// What stands on one card.
struct PrintFace {
    std::string card; ///< GUID
    std::string userNumber;
    std::string organisation;
    std::string firstLine;
    std::string secondLine;
    std::string title;
    std::string team;
    std::string site;
    std::string expires;
    Bytes portrait; ///< JPEG; empty: none is here
    std::optional<Failure> failure;
};

struct PrintRow {
    std::string card;
    std::string userNumber;
    std::string name;
    std::int64_t since = 0;
};
struct PrintList {
    std::vector<PrintRow> rows; ///< the longest waiting first
    std::optional<Failure> failure;
};

/// One print as it went.
struct PrintDeed {
    std::string card;
    std::string what;    ///< "front", "front and back"
    std::string printer; ///< "PDF" for a file
    int copies = 1;
    bool good = false;   ///< whoever printed looked at it
};

struct ReceiptAnswer {
    HandoverReceipt receipt;
    std::optional<Failure> failure;
};

class PrintPort {
public:
    virtual ~PrintPort() = default;
    virtual std::shared_ptr<const PrintPolicy> policy() const = 0; ///< from memory
    virtual void face(const std::string& card, Then<PrintFace> then) = 0;
    /// Cards to print. Each call is an entry.
    virtual void waiting(Then<PrintList> then) = 0;
    virtual void printed(const PrintDeed& deed, Then<ActAnswer> then) = 0;
    virtual void later(const std::string& card, Then<ActAnswer> then) = 0;
    virtual void never(const std::string& card, const std::string& reason, Then<ActAnswer> then) = 0;
    /// The card in reader 2, where it is that one: its chip is cancelled and cleared first; else it is cancelled alone. The agent's card
    /// signs. The person's next card then waits as a replacement. detail: "cleared" or "cancelled".
    virtual void spoil(const std::string& card, const std::string& reason, CardAgain again, Then<ActAnswer> then) = 0;
    /// Each call is an entry.
    virtual void receipt(const std::string& card, Then<ReceiptAnswer> then) = 0;
};

} // namespace cardwright::ui
