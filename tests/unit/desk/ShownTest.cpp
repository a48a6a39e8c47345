#include "app/workstation/Convert.h"

#include "core/journal/EntryDraft.h"
#include "core/registers/HrImport.h"
#include "core/registers/PersonActs.h"
#include "tests/unit/registers/RegisterBench.h"

// What the window shows of the store: somebody's record, and what became of an exception.

using namespace cardwright;
using namespace cardwright::test;
using namespace cardwright::workstation;

namespace {

struct ShownBench : RegisterBench {
    runtime::SiteMaterial material()
    {
        const auto& keys = desk.keys;
        return {desk.site, EvidencePolicy::shipped(), PasscodePolicy::shipped(), IssuePolicy::shipped(), OfflinePolicy::shipped(), PermissionMatrix::shipped(),
                policy, PhotoPolicy::shipped(), TermsPolicy::shipped(), PrintPolicy::shipped(), BadgePolicy::shipped(), {}, keys.centreSigning, keys.recovery,
                keys.centreSigning, keys.store, keys.workstation, ProfileSet::shipped()};
    }
    UserNumber nurse()
    {
        auto person = somebody("Siân", "Llewellyn", "1990-02-28");
        person.niNumber = "AB123456C";
        person.staffNumber = "1001";
        person.team = "Day";
        return CreatePerson(in()).perform({person, {}}).number;
    }
    ui::PersonFile file(const UserNumber& number, bool guarded = false) { return convert::personFile(desk.store(), material(), number, {guarded}).value(); }
    std::string everything(const ui::PersonFile& file)
    {
        std::string all = file.card.holder.legalName + file.closedWords + file.onChip;
        for (const auto& [field, text] : file.fields) all += '|' + text;
        for (const auto& name : file.formerNames) all += '|' + name;
        for (const auto& check : file.checks) {
            for (const auto& document : check.documents) all += '|' + document;
        }
        for (const auto& item : file.card.history) all += '|' + item.kind;
        return all;
    }
    void checked(const UserNumber& holder, const char* documents)
    {
        auto& store = desk.store();
        Transaction act(store.database());
        const auto entry = store.journal.append(act, entryAbout(holder, EntryKind::evidenceChecked, {{"verdict", "passed"}}, desk.random), agent.author());
        store.evidence.add(act, {holder, entry.id, desk.clock.now, "evidence", "2", "A", "passed", documents});
        act.commit();
    }
};

bool has(const std::string& all, std::string_view part) { return all.find(part) != std::string::npos; }

} // namespace

TEST_CASE("A person's page: nobody has the number, then everything of them, of the NI number its end alone")
{
    ShownBench bench;
    const auto material = bench.material();
    CHECK_FALSE(convert::personFile(bench.desk.store(), material, number(555'001'000'077), {}));
    const auto nurse = bench.nurse();
    const auto file = bench.file(nurse);
    CHECK(file.card.holder.userNumber == nurse.digits());
    CHECK(file.card.holder.legalName == "Siân Llewellyn");
    CHECK(file.card.cardState == "none");
    CHECK(file.fields.at("familyName") == "Llewellyn");
    CHECK(file.fields.at("dateOfBirth") == "1990-02-28");
    CHECK(file.fields.at("niNumber") == "ends in 56C");
    CHECK_FALSE(has(bench.everything(file), "AB123"));
    CHECK(file.onChip == "Sian Llewellyn");
    CHECK(file.hrOwned.empty()); // no HR file had them yet
    CHECK(file.guardedHidden);
    CHECK_FALSE((file.closed || file.newCardDue || file.leavesOn));
    CHECK_FALSE(file.fields.count("email")); // what is empty is not there
}

TEST_CASE("A person's page tells of HR, of closing, and of a leaver's card")
{
    ShownBench bench;
    const auto nurse = bench.nurse();
    auto record = *bench.desk.store().people.byNumber(nurse);
    record.fromHr = true;
    record.leaving = Leaving{*parseDate("2026-12-31"), false};
    {
        Transaction act(bench.desk.store().database());
        bench.desk.store().people.change(act, record);
        act.commit();
    }
    auto file = bench.file(nurse);
    CHECK(file.hrOwned == bench.policy.hr.ownedFields);
    CHECK(file.leavesOn == parseDate("2026-12-31"));
    CHECK(file.leavesWithCard);
    ClosePerson(bench.in()).perform({nurse, "left", "Moved to Derby", "CLOSE"});
    file = bench.file(nurse);
    CHECK(file.closed);
    CHECK_THAT(file.closedWords, Catch::StartsWith("Left the organisation, on ") && Catch::EndsWith(": Moved to Derby"));
    CHECK_FALSE(file.leavesOn);
    ReopenPerson(bench.in()).perform(nurse, "Came back");
    file = bench.file(nurse);
    CHECK_FALSE(file.closed);
    CHECK(file.closedWords == "Left the organisation: Moved to Derby");
}

TEST_CASE("Former names and restricted documents are on the page of whom the roles policy lets see them, and on no other")
{
    ShownBench bench;
    const auto nurse = bench.nurse();
    bench.checked(nurse, R"([{"kind":"uk-passport","numberEnding":"4417"},{"kind":"restricted-identity-document","restricted":true},)"
                         R"({"kind":"gas-bill","issuer":"Estuary Power","numberEnding":"7120","formerName":true},{"kind":"of another policy"},7])");
    ChangePerson(bench.in()).perform({nurse, {{"familyName", "Wedderburn"}}, "Married", {{"marriage-certificate", "MC-20417", parseDate("2026-06-01"), true}}});
    const auto agent = bench.file(nurse);
    const auto manager = bench.file(nurse, true);
    CHECK(agent.guardedHidden);
    CHECK(agent.formerNames.empty());
    for (const auto* what : {"Llewellyn", "estricted", "former", "20417"}) {
        CAPTURE(what);
        CHECK_FALSE(has(bench.everything(agent), what));
    }
    REQUIRE(agent.checks.size() == 1);
    CHECK(agent.checks[0].documents.at(0) == "UK passport, ends in 4417");
    CHECK(agent.checks[0].documents.at(1) == "Gas bill, Estuary Power, ends in 7120"); // that it bears a former name is not said
    CHECK(agent.checks[0].policy == "evidence 2");
    CHECK_FALSE(manager.guardedHidden);
    CHECK(manager.formerNames == std::vector<std::string>{"Siân Llewellyn"});
    CHECK(has(bench.everything(manager), "Restricted identity document"));
    CHECK(has(bench.everything(manager), "Gas bill, Estuary Power, ends in 7120, in a former name"));
    CHECK(has(bench.everything(manager), "of another policy")); // a kind that this policy does not know keeps its code

    // A record that cannot be read as one leaves the page standing.
    bench.desk.clock.now += 1000;
    bench.checked(nurse, "{}");
    CHECK(bench.file(nurse, true).checks.at(0).documents.empty());
}

TEST_CASE("The history of a page leaves requests to their own list; the newest stands first")
{
    ShownBench bench;
    const auto nurse = bench.nurse();
    bench.desk.clock.now += 60'000;
    ChangePerson(bench.in()).perform({nurse, {{"team", "Night"}}});
    auto& store = bench.desk.store();
    {
        Transaction act(store.database());
        store.journal.append(act, entryAbout(nurse, EntryKind::requestRaised, {{"kind", "change"}}, bench.desk.random), bench.agent.author());
        act.commit();
    }
    const auto items = convert::history(store, nurse, "Desk 1");
    REQUIRE(items.size() == 2);
    CHECK(items[0].kind == "holder.changed");
    CHECK(items[1].kind == "holder.created");
    CHECK(items[0].at > items[1].at);
}

TEST_CASE("What became of an early renewal: of this agent and this holder alone, the newest, until it was used")
{
    ShownBench bench;
    auto& store = bench.desk.store();
    const auto rules = RolesPolicy::shipped();
    const auto nurse = bench.nurse();
    auto now = bench.desk.clock.now;
    const auto standing = [&](std::int64_t at) { return convert::earlyStanding(store, bench.agent, rules, nurse, at); };
    const auto put = [&](ExceptionRequest request) {
        Transaction act(store.database());
        store.exceptions.put(act, request);
        act.commit();
        return request;
    };
    const auto asked = [&](std::string act, const UserNumber& by, std::int64_t at) {
        return put({Guid::random(bench.desk.random), std::move(act), nurse, by, bench.agent.certificate, "On leave then", at, ExceptionRequest::State::waiting,
                    std::nullopt, 0, {}});
    };
    CHECK_FALSE(standing(now));
    asked("card-limit", bench.agent.number, now);                          // about something else
    asked(std::string(earlyRenewal), number(555'009'000'044), now);        // another agent's
    CHECK_FALSE(standing(now));

    auto request = asked(std::string(earlyRenewal), bench.agent.number, now);
    auto shown = standing(now);
    REQUIRE(shown);
    CHECK(shown->id == request.id);
    CHECK(shown->state == ui::ExceptionState::waiting);
    CHECK(shown->at == now);
    CHECK(shown->by.empty());

    constexpr std::int64_t day = 86'400'000;
    CHECK(standing(now + (rules.exceptionDays + 1) * day)->state == ui::ExceptionState::lapsed);
    request.decider = number(555'009'000'055);
    request.decidedAt = now + 5;
    request.decisionReason = "Away for a year";
    request.state = ExceptionRequest::State::refused;
    put(request);
    shown = standing(now + 10);
    CHECK(shown->state == ui::ExceptionState::refused);
    CHECK(shown->at == now + 5);
    CHECK(shown->reason == "Away for a year");
    request.state = ExceptionRequest::State::allowed;
    put(request);
    CHECK(standing(now + 10)->state == ui::ExceptionState::approved);
    request.state = ExceptionRequest::State::used;
    put(request);
    CHECK_FALSE(standing(now + 10)); // it carried its act: the next one asks anew

    const auto next = asked(std::string(earlyRenewal), bench.agent.number, now + 100);
    CHECK(standing(now + 100)->id == next.id);
    const auto stranger = convert::earlyStanding(store, bench.role("agent", 555'009'000'066), rules, nurse, now + 100);
    CHECK_FALSE(stranger);
}

TEST_CASE("The list of exceptions calls people as they are called today; of whom nothing is known it keeps no name beyond its time")
{
    ShownBench bench;
    auto& store = bench.desk.store();
    const auto rules = RolesPolicy::shipped();
    const auto asked = bench.desk.clock.now;
    const auto put = [&](std::string name, const char* born) {
        const EvidenceCase about{Guid::random(bench.desk.random), personDigest(name, born), sha256(bytesOf("documents")), name, "Not enough yet"};
        Transaction act(store.database());
        store.exceptions.put(act, {Guid::random(bench.desk.random), std::string(evidenceUnmet), std::nullopt, bench.agent.number, bench.agent.certificate, "No bill yet",
                                   asked, ExceptionRequest::State::waiting, std::nullopt, 0, {}, about});
        act.commit();
        return about.application;
    };
    put("Siân Llewellyn", "1990-02-28");
    const auto other = put("Owen Tregarth", "1977-03-09");
    constexpr std::int64_t day = 86'400'000;
    const auto names = [&](std::int64_t at) {
        std::vector<std::string> all;
        for (const auto& row : convert::exceptions(store, bench.agent, rules, "Desk 1", at)) all.push_back(row.holderName);
        return all;
    };
    using Names = std::vector<std::string>;
    CHECK(names(asked) == Names{"Owen Tregarth", "Siân Llewellyn"});
    const auto nurse = bench.nurse();
    ChangePerson(bench.in()).perform({nurse, {{"familyName", "Wedderburn"}}, "Married", {{"marriage-certificate", "MC-20417", parseDate("2026-06-01"), true}}});
    CHECK(names(asked) == Names{"Owen Tregarth", "Siân Wedderburn"});
    const auto later = asked + (rules.exceptionDays + 1) * day;
    CHECK(names(later) == Names{"Application " + other.text().substr(0, 8), "Siân Wedderburn"});
    {
        Transaction act(store.database());
        store.drafts.save(act, {other, "issue", "Owen Tregarth-Hale", "{}", asked});
        act.commit();
    }
    CHECK(names(later).front() == "Owen Tregarth-Hale"); // the application goes on here, under the name it has now
}
