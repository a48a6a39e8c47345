#include "EvidenceSupport.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace evidencetest;

namespace {

using Set = std::vector<EvidenceDocument>;

EvidenceDocument changed(EvidenceDocument document, void (*change)(EvidenceDocument&))
{
    change(document);
    return document;
}

EvidenceDocument copyOf(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.originalSeen = false; });
}

EvidenceDocument otherName(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.nameAgrees = false; });
}

EvidenceDocument otherAddress(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.addressAgrees = false; });
}

EvidenceDocument noBirthDate(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.birthDateSeen = false; });
}

EvidenceDocument noNumber(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.numberEnding.clear(); });
}

EvidenceDocument noDate(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.dated.reset(); });
}

EvidenceDocument noExpiry(const std::string& kind)
{
    return changed(good(kind), [](EvidenceDocument& d) { d.expires.reset(); });
}

EvidenceDocument noPermission()
{
    return changed(good("other-passport"), [](EvidenceDocument& d) { d.confirmed.clear(); });
}

EvidenceDocument entered(const char* date)
{
    auto document = good("other-photocard-licence");
    document.conditionDates["entered-uk"] = day(date);
    return document;
}

struct Case {
    const char* name;
    Set documents;
    const char* outcome; ///< "A", "B", or the title's end
    const char* rule;    ///< one that the verdict must name; "" where none is expected
};

std::string outcomeOf(const EvidenceVerdict& verdict)
{
    if (verdict.passed) return verdict.route;
    const std::string head = "Not enough yet: ";
    return verdict.title.substr(0, head.size()) == head ? verdict.title.substr(head.size()) : verdict.title;
}

bool names(const EvidenceVerdict& verdict, const std::string& rule)
{
    for (const auto& failed : verdict.failedRules) {
        if (failed.rule == rule) return true;
    }
    for (const auto& one : verdict.documents) {
        if (one.rule == rule) return true;
    }
    return false;
}

const char* const one = "one proof missing";
const char* const two = "two proofs missing";
const char* const three = "three proofs missing";

std::vector<Case> cases()
{
    return {
        // routes
        {"two photo, one address", {good("uk-passport"), good("photocard-licence"), good("gas-bill")}, "A", ""},
        {"one photo, two address", {good("uk-passport"), good("bank-statement"), good("gas-bill")}, "B", ""},
        {"licence as photo, two address", {good("photocard-licence"), good("bank-statement"), good("gas-bill")}, "B", ""},
        {"licence as the address", {good("uk-passport"), good("residence-permit"), good("photocard-licence")}, "A", ""},
        {"licence and one bill only", {good("photocard-licence"), good("gas-bill")}, one, "proofs-missing"},
        {"passport and licence only", {good("uk-passport"), good("photocard-licence")}, one, "proofs-missing"},
        {"nothing at all", {}, three, "proofs-missing"},
        {"one passport", {good("uk-passport")}, two, "proofs-missing"},
        {"one bill", {good("gas-bill")}, two, "proofs-missing"},
        {"three photo", {good("uk-passport"), good("pass-card"), good("forces-card")}, one, "group-full"},
        {"three address", {good("council-tax-bill"), good("gas-bill"), good("bank-statement")}, one, "group-full"},
        {"two photo, no address", {good("uk-passport"), good("forces-card")}, one, "proofs-missing"},
        {"four documents, two of each", {good("uk-passport"), good("pass-card"), good("gas-bill"), good("bank-statement")}, "A", "not-needed"},
        // one document, one use
        {"licence twice", {good("photocard-licence"), good("photocard-licence"), good("gas-bill")}, one, "same-document"},
        {"two licences of one person", {good("photocard-licence", "1111"), good("photocard-licence", "2222"), good("gas-bill")}, one, "same-kind"},
        {"licence as photo and address", {good("photocard-licence", "1111"), good("photocard-licence", "2222"), good("uk-passport")}, one, "same-kind"},
        {"two British passports", {good("uk-passport", "1111"), good("uk-passport", "2222"), good("gas-bill")}, one, "same-kind"},
        {"British and Irish passport", {good("uk-passport"), good("irish-passport"), good("gas-bill")}, "A", ""},
        {"the same bill twice", {good("uk-passport"), good("gas-bill"), good("gas-bill")}, one, "same-document"},
        // suppliers
        {"gas and electricity of one supplier", {good("uk-passport"), from("gas-bill", "Severn & Wye Energy"), from("electricity-bill", "Severn & Wye Energy")}, one, "same-issuer"},
        {"one supplier in two spellings", {good("uk-passport"), from("gas-bill", "Severn & Wye Energy Ltd."), from("electricity-bill", "SEVERN AND WYE ENERGY")}, one, "same-issuer"},
        {"gas and electricity of two", {good("uk-passport"), from("gas-bill", "Severn & Wye Energy"), from("electricity-bill", "Estuary Power")}, "B", ""},
        {"two statements of one bank", {good("uk-passport"), from("bank-statement", "Harbour Mutual"), from("credit-card-statement", "Harbour Mutual")}, one, "same-issuer"},
        {"two gas bills of two suppliers", {good("uk-passport"), from("gas-bill", "One Gas"), from("gas-bill", "Other Gas")}, "B", ""},
        {"council tax and electoral register of one council", {good("uk-passport"), from("council-tax-bill", "Harbour Valley"), from("electoral-register", "Harbour Valley")}, one, "same-issuer"},
        {"both licences from one agency as addresses", {good("uk-passport"), good("photocard-licence"), good("paper-licence")}, "A", ""},
        {"no supplier typed", {good("uk-passport"), from("gas-bill", ""), good("bank-statement")}, one, "issuer-missing"},
        {"a supplier of signs only", {good("uk-passport"), from("gas-bill", " - . "), good("bank-statement")}, one, "issuer-missing"},
        {"surplus bill of the same supplier", {good("uk-passport"), good("photocard-licence"), from("gas-bill", "X"), from("water-bill", "X")}, "A", "not-needed"},
        // ages: six months, the last day included
        {"gas bill six months old to the day", {good("uk-passport"), good("pass-card"), dated("gas-bill", "2026-05-23")}, "A", ""},
        {"gas bill a day older", {good("uk-passport"), good("pass-card"), dated("gas-bill", "2026-05-22")}, one, "too-old"},
        {"council tax a year old to the day", {good("uk-passport"), good("pass-card"), dated("council-tax-bill", "2025-11-23")}, "A", ""},
        {"council tax a day older", {good("uk-passport"), good("pass-card"), dated("council-tax-bill", "2025-11-22")}, one, "too-old"},
        {"HMRC notice of eight months", {good("uk-passport"), good("pass-card"), dated("hmrc-notice", "2026-03-20")}, "A", ""},
        {"entitlement letter of eight months", {good("uk-passport"), good("pass-card"), dated("benefit-letter", "2026-03-20")}, one, "too-old"},
        {"bill of today", {good("uk-passport"), good("pass-card"), dated("gas-bill", "2026-11-23")}, "A", ""},
        {"bill of tomorrow", {good("uk-passport"), good("pass-card"), dated("gas-bill", "2026-11-24")}, one, "dated-ahead"},
        {"bill without a date", {good("uk-passport"), good("pass-card"), noDate("gas-bill")}, one, "date-missing"},
        {"licence needs no date", {good("uk-passport"), good("pass-card"), noDate("photocard-licence")}, "A", ""},
        // expiry
        {"passport good until today", {until("uk-passport", "2026-11-23"), good("pass-card"), good("gas-bill")}, "A", ""},
        {"passport expired six months ago", {until("uk-passport", "2026-05-23"), good("pass-card"), good("gas-bill")}, "A", ""},
        {"passport expired a day earlier", {until("uk-passport", "2026-05-22"), good("pass-card"), good("gas-bill")}, one, "expired"},
        {"Irish passport in its grace", {until("irish-passport", "2026-06-30"), good("pass-card"), good("gas-bill")}, "A", ""},
        {"the grace is for any passport", {until("other-passport", "2026-05-23"), good("pass-card"), good("gas-bill")}, "A", ""},
        {"foreign passport expired a day earlier", {until("other-passport", "2026-05-22"), good("pass-card"), good("gas-bill")}, one, "expired"},
        {"licence good until today", {until("photocard-licence", "2026-11-23"), good("pass-card"), good("gas-bill")}, "A", ""},
        {"licence expired yesterday", {until("photocard-licence", "2026-11-22"), good("pass-card"), good("gas-bill")}, one, "expired"},
        {"passport without expiry", {noExpiry("uk-passport"), good("pass-card"), good("gas-bill")}, one, "expiry-missing"},
        {"PASS card needs none", {good("uk-passport"), noExpiry("pass-card"), good("gas-bill")}, "A", ""},
        {"expired licence is no address either", {good("uk-passport"), good("pass-card"), until("photocard-licence", "2026-11-22")}, one, "expired"},
        // conditions
        {"foreign passport with permission", {good("other-passport"), good("residence-permit"), good("gas-bill")}, "A", ""},
        {"foreign passport without", {noPermission(), good("residence-permit"), good("gas-bill")}, one, "immigration-permission"},
        {"foreign licence, twelve months to the day", {good("uk-passport"), entered("2025-11-23"), good("gas-bill")}, "A", ""},
        {"foreign licence, a day more", {good("uk-passport"), entered("2025-11-22"), good("gas-bill")}, one, "entered-uk"},
        {"foreign licence, entered tomorrow", {good("uk-passport"), entered("2026-11-24"), good("gas-bill")}, one, "entered-uk"},
        // always refused
        {"mobile phone bill", {good("uk-passport"), good("pass-card"), good("mobile-bill")}, one, "kind-refused"},
        {"bank letter", {good("uk-passport"), good("pass-card"), good("bank-letter")}, one, "kind-refused"},
        {"P45", {good("uk-passport"), good("pass-card"), good("p45")}, one, "kind-refused"},
        {"P60", {good("uk-passport"), good("pass-card"), good("p60")}, one, "kind-refused"},
        {"print-out", {good("uk-passport"), good("pass-card"), good("online-print-out")}, one, "kind-refused"},
        {"employer's badge", {good("uk-passport"), good("employer-badge"), good("gas-bill")}, one, "kind-refused"},
        {"a kind nobody knows", {good("uk-passport"), good("library-card"), good("gas-bill")}, one, "kind-unknown"},
        {"a refused one harms nothing", {good("uk-passport"), good("pass-card"), good("gas-bill"), good("p60")}, "A", "kind-refused"},
        {"three refused ones", {good("p60"), good("p45"), good("employer-badge")}, three, "kind-refused"},
        // originals, names, addresses
        {"copy of a bill", {good("uk-passport"), good("pass-card"), copyOf("gas-bill")}, one, "not-original"},
        {"a surplus copy harms nothing", {good("uk-passport"), good("pass-card"), good("gas-bill"), copyOf("bank-statement")}, "A", "not-original"},
        {"passport in another name", {otherName("uk-passport"), good("pass-card"), good("gas-bill")}, one, "name-differs"},
        {"a surplus other name harms nothing", {good("uk-passport"), good("pass-card"), good("gas-bill"), otherName("bank-statement")}, "A", "name-differs"},
        {"bill for another address", {good("uk-passport"), good("pass-card"), otherAddress("gas-bill")}, one, "address-differs"},
        {"licence with the old address is still a photo", {good("uk-passport"), otherAddress("photocard-licence"), good("gas-bill")}, "A", ""},
        {"licence with the old address is no address", {good("uk-passport"), good("pass-card"), otherAddress("photocard-licence")}, one, "group-full"},
        // across the set
        {"no birth date on any", {noBirthDate("uk-passport"), noBirthDate("pass-card"), good("gas-bill")}, "no birth date seen", "birth-date-seen"},
        {"birth date on one", {noBirthDate("uk-passport"), good("pass-card"), good("gas-bill")}, "A", ""},
        {"no number on any", {noNumber("uk-passport"), noNumber("pass-card"), noNumber("gas-bill")}, "no document number entered", "number-entered"},
        {"number on the bill only", {noNumber("uk-passport"), noNumber("pass-card"), good("gas-bill")}, "A", ""},
        {"the surplus one has the birth date", {noBirthDate("uk-passport"), noBirthDate("pass-card"), good("gas-bill"), good("forces-card")}, "A", "not-needed"},
    };
}

} // namespace

TEST_CASE("Sets of documents are judged by the shipped policy")
{
    const auto all = cases();
    REQUIRE(all.size() >= 60);
    for (const auto& row : all) {
        INFO(row.name);
        const auto verdict = policy().judge(row.documents, today);
        const std::string outcome = outcomeOf(verdict);
        CHECK(outcome == row.outcome);
        CHECK(verdict.passed == (outcome.size() == 1));
        if (*row.rule != '\0') CHECK(names(verdict, row.rule));
        CHECK(verdict.documents.size() == row.documents.size());
        CHECK(verdict.failedRules.empty() == verdict.passed);
        CHECK(verdict.advice.empty() == verdict.passed);
        CHECK((verdict.missing == 0 || !verdict.passed));
        for (const auto& one : verdict.documents) CHECK((one.standing == DocumentStanding::counts) == one.reason.empty());
    }
}

TEST_CASE("Month ends are clipped, and the last day still counts")
{
    struct Row {
        const char* dated;
        const char* today;
        bool counts;
    };
    const Row rows[] = {{"2026-08-31", "2027-02-28", true},  {"2026-08-31", "2027-03-01", false}, {"2026-08-28", "2027-02-28", true},
                        {"2026-08-27", "2027-02-28", false}, {"2027-08-31", "2028-02-29", true},  {"2027-08-31", "2028-03-01", false},
                        {"2026-12-31", "2027-06-30", true},  {"2026-12-31", "2027-07-01", false}, {"2026-02-28", "2026-08-28", true},
                        {"2026-02-28", "2026-08-29", false}};
    for (const auto& row : rows) {
        INFO(row.dated << " on " << row.today);
        Set documents{good("uk-passport"), good("pass-card"), dated("gas-bill", row.dated)};
        documents[0].expires = documents[1].expires = day("2030-01-01");
        CHECK(policy().judge(documents, day(row.today)).passed == row.counts);
    }
}

TEST_CASE("The earliest accepted date is the first that counts, on every day of four years")
{
    for (int offset = 0; offset < 4 * 366; ++offset) {
        const Date now = plusDays(day("2026-01-01"), offset);
        for (const int months : {3, 6, 12}) {
            const Date earliest = earliestAccepted(now, months);
            REQUIRE(plusMonths(earliest, months) >= now);
            REQUIRE(plusMonths(plusDays(earliest, -1), months) < now);
        }
    }
}
