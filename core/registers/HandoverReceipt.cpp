#include "core/registers/HandoverReceipt.h"

#include "core/base/Failure.h"
#include "core/crypto/Certificate.h"
#include "core/registers/Positions.h"
#include "core/store/Store.h"

#include <algorithm>
#include <charconv>

namespace cardwright {

namespace {

constexpr std::size_t lineWidth = 78;
constexpr std::size_t labelWidth = 20;
constexpr std::size_t endingDigits = 8;

const char* purposeOf(Slot slot) noexcept
{
    switch (slot) {
    case Slot::authentication: return "Signing in";
    case Slot::signature: return "Signing documents";
    case Slot::keyManagement: return "Decrypting";
    case Slot::cardAuthentication: return "Proving the card";
    }
    return "";
}

/// As makers print it: decimal, from the eight hexadecimal digits on record.
std::string printedSerial(const std::optional<std::string>& serial)
{
    if (!serial) return {};
    std::uint32_t number = 0;
    const auto* end = serial->data() + serial->size();
    const auto read = std::from_chars(serial->data(), end, number, 16);
    return read.ec == std::errc{} && read.ptr == end ? std::to_string(number) : *serial;
}

std::string clockOf(std::int64_t utcMillis) { return formatUtc(utcMillis).substr(11, 5); }

std::string nameOnCard(const Person& person)
{
    try {
        return person.cardName().printed();
    } catch (const FailureError&) {
        return person.legalName();
    }
}

std::string endOf(const Bytes& certificate)
{
    try {
        return formatDateForPeople(dateOf(Certificate::fromDer(certificate).notAfter()));
    } catch (const FailureError&) {
        return {};
    }
}

void addCertificates(HandoverReceipt& receipt, const std::vector<CardSlotRecord>& slots)
{
    for (const auto& row : slots) {
        HandoverReceipt::Certificate line{purposeOf(row.slot), std::string(slotName(row.slot)), {}};
        if (row.state == SlotState::written && row.certificate) line.until = endOf(*row.certificate);
        if (row.slot == Slot::authentication) receipt.canSignIn = !line.until.empty();
        receipt.certificates.push_back(std::move(line));
    }
}

void addAccess(HandoverReceipt& receipt, Store& store, const UserNumber& holder, Date today)
{
    for (const auto& row : positionsInForce(store, holder, today)) {
        const auto& position = row.position;
        receipt.access.push_back({position.area.empty() ? position.jobRole : position.jobRole + ", " + position.area,
                                  row.ends ? formatDateForPeople(*row.ends) : std::string(), position.systems});
        for (const auto& system : position.systems) {
            if (std::find(receipt.systems.begin(), receipt.systems.end(), system) == receipt.systems.end()) receipt.systems.push_back(system);
        }
    }
}

void addNextSteps(HandoverReceipt& receipt)
{
    if (receipt.locked) {
        receipt.nextSteps.emplace_back("Your card is locked. Unlock it at a desk first: you read and accept the terms there and choose a passcode.");
    }
    if (!receipt.canSignIn) {
        receipt.nextSteps.emplace_back("Your card cannot sign in yet: its certificate comes later. We call you; it is written at any desk in seconds.");
    } else if (!receipt.systems.empty()) {
        receipt.nextSteps.emplace_back("Try each of the systems named here today, and check that you see what your work needs and no more.");
    } else {
        receipt.nextSteps.emplace_back("Try your card today.");
    }
    if (receipt.terms.version == 0 && !receipt.locked) {
        receipt.nextSteps.emplace_back("You have not accepted the terms that are in force: you are asked at your next visit to a desk.");
    }
    receipt.nextSteps.emplace_back("Keep the passcode to yourself. Card lost, or somebody may know the passcode: call at once.");
}

/// Letters, not octets: a continuation octet of UTF-8 takes no place of its own.
std::size_t lettersOf(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char octet) { return (static_cast<unsigned char>(octet) & 0xC0) != 0x80; }));
}

void writeLine(std::string& out, const std::string& label, const std::string& value)
{
    if (value.empty()) return;
    std::string line = label + std::string(label.size() < labelWidth ? labelWidth - label.size() : 1, ' ');
    std::size_t letters = lettersOf(line);
    bool first = true;
    for (std::size_t at = 0; at < value.size();) {
        const auto end = std::min(value.find(' ', at), value.size());
        const auto word = value.substr(at, end - at);
        if (!first && letters + 1 + lettersOf(word) > lineWidth) {
            out += line + "\n";
            line.assign(labelWidth, ' ');
            letters = labelWidth;
            first = true;
        }
        line += (first ? "" : " ") + word;
        letters += lettersOf(word) + (first ? 0 : 1);
        first = false;
        at = end + 1;
    }
    out += line + "\n";
}

} // namespace

HandoverReceipt handoverReceipt(Store& store, const Guid& card, const HandoverSite& site, std::int64_t now)
{
    const auto record = store.cards.byGuid(card);
    const auto person = record ? store.people.byNumber(record->holder) : std::nullopt;
    if (!person) throw RefusedError(Failure::of("CARD-NOT-HERE", card.text()));
    HandoverReceipt receipt;
    receipt.nameOnCard = nameOnCard(person->person);
    receipt.userNumber = record->holder.grouped();
    const auto guid = card.text();
    receipt.cardEnding = guid.substr(guid.size() - endingDigits);
    receipt.serial = printedSerial(record->serial);
    receipt.organisation = person->organisation.empty() ? site.organisation : person->organisation;
    receipt.issuedAt = site.desk.empty() ? site.organisation : site.desk + ", " + site.organisation;
    receipt.issuedOn = formatDateForPeople(dateOf(record->issuedAt.value_or(record->openedAt)));
    if (record->expires) receipt.expires = formatDateForPeople(*record->expires);
    if (person->photo) receipt.photoReference = toHex(*person->photo);
    receipt.locked = record->state == CardState::locked;
    receipt.contact = site.contact;
    addCertificates(receipt, store.cards.slots(card));
    if (const auto terms = store.terms.lastOf(record->holder)) {
        receipt.terms = {terms->termsVersion, formatDateForPeople(dateOf(terms->acceptedAt)) + " at " + clockOf(terms->acceptedAt) + " UTC", site.law};
    }
    addAccess(receipt, store, record->holder, dateOf(now));
    addNextSteps(receipt);
    return receipt;
}

std::string plainText(const HandoverReceipt& receipt)
{
    std::string out = "WHAT YOU HAVE BEEN GIVEN\n\n";
    writeLine(out, "Name on the card", receipt.nameOnCard);
    writeLine(out, "UUID", receipt.userNumber);
    writeLine(out, "Card", "ending " + receipt.cardEnding + (receipt.serial.empty() ? "" : ", serial number " + receipt.serial));
    writeLine(out, "Issued", receipt.issuedOn);
    writeLine(out, "By", receipt.issuedAt);
    writeLine(out, "Expires", receipt.expires);
    writeLine(out, "Photo reference", receipt.photoReference);
    for (const auto& row : receipt.certificates) {
        writeLine(out, row.purpose, row.until.empty() ? "comes later" : "until " + row.until);
    }
    const auto& terms = receipt.terms;
    writeLine(out, "Terms", terms.version == 0 ? "not accepted yet"
                                               : "version " + std::to_string(terms.version) + ", accepted " + terms.acceptedOn + ", law of " + terms.law);
    if (!receipt.access.empty()) out += "\nYOUR ACCESS\n\n";
    for (const auto& row : receipt.access) writeLine(out, row.until.empty() ? "Position" : "Until " + row.until, row.role);
    if (!receipt.systems.empty()) out += "\nTRY EACH OF THESE\n\n";
    for (const auto& system : receipt.systems) writeLine(out, "[ ]", system);
    out += "\nWHAT TO DO NOW\n\n";
    for (const auto& step : receipt.nextSteps) writeLine(out, "-", step);
    out += "\n";
    writeLine(out, "Whom to call", receipt.contact);
    return out;
}

} // namespace cardwright
