#include "core/access/PermissionMatrix.h"
#include "tests/ui/pages/Stage.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Rows.h"

#include <catch2/catch.hpp>

#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <set>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

// Each permission of the matrix in the window, for each role and one that has nothing: the control stays in its place, disabled, says
// whose act it is and who is signed in, and pressing it does nothing. What a role has, no control is held for. That the port refuses and
// records as well is tests/unit/runtime and tests/system.

namespace {

/// A control that one permission is asked for.
struct Control {
    const char* name;
    const char* permission;
    /// With this one the control is there for something else, by asking another: it is neither.
    const char* asksInstead = nullptr;
    /// Asked before: who has not even this reads that.
    const char* first = nullptr;
};

/// A page as it stands before a control of it is pressed.
struct Scene {
    const char* title;
    std::function<void(Stage&)> prepare; ///< before the sign-in
    std::function<void(Stage&)> open;
    std::vector<Control> controls;
    const char* reachedBy = nullptr; ///< who has not this one never comes here
    bool alone = false;              ///< begins an application, which would stand in the others' way
};

const std::string printedCard = "00000000-0000-7000-8000-0000000000c1";

void put(Stage& stage, SubjectCard card)
{
    stage.desk.put(std::move(card));
    settle();
}

SubjectCard ended()
{
    auto card = FakeDesk::renewalCard();
    const auto now = QDateTime::currentMSecsSinceEpoch();
    card.due = {{DueKind::renewal, {}, {}, now - 86'400'000}};
    card.renewableFrom = now - 91LL * 86'400'000;
    return card;
}

/// Its certificates are good for long.
SubjectCard early()
{
    auto card = FakeDesk::workingCard();
    card.renewableFrom = QDateTime::currentMSecsSinceEpoch() + 400LL * 86'400'000;
    return card;
}

void openPerson(Stage& stage)
{
    stage.search(QStringLiteral("adey"));
    stage.key(Qt::Key_Down);
    stage.enter();
    REQUIRE(stage.shows("people-number"));
}

void known(Stage& stage)
{
    stage.desk.people = {{FakeDesk::ffion(), "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f", "issued", FakeDesk::workingCard().expires, {}}};
}

/// What core answers to this session about the open requests, as the backend passes it on.
std::string coreSays(const Stage& stage, const char* permission)
{
    const auto& has = stage.desk.permissions;
    return std::find(has.begin(), has.end(), permission) == has.end() ? "DUTY-NOT-ALLOWED" : "";
}

void openAccessStep(Stage& stage)
{
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(true));
    stage.enter();
    stage.bench.application().goTo(FlowStep::access);
    settle();
}

void printing(Stage& stage)
{
    stage.desk.hasPrint = true;
    stage.desk.printRoom.faces = {{printedCard, "555041726093", "Harbour Valley Community Trust", "Ffion", "Adeyemi", "Nurse", "Wards", "Quayside", "March 2028", FakeDesk::portrait(1), std::nullopt}};
    stage.desk.printRoom.list.rows = {{printedCard, "555041726093", "Ffion Adeyemi", 1'700'000'000'000}};
    const auto id = *Guid::parse("00000000-0000-7000-8000-0000000000b1");
    stage.desk.badgeDesk.badges.rows = {{id, "Lost", "Ffion Adeyemi", "Community nurse", "Adult nursing", "", "requested", 1'700'000'000'000, std::nullopt, "", true}};
    stage.desk.badgeDesk.prints = {{id, "Ffion Adeyemi", "Community nurse", "Adult nursing", "Quayside House", "Harbour Valley Community Trust", FakeDesk::portrait(1)}};
}

void none(Stage&) {}

std::vector<Scene> scenes()
{
    const auto card = [](SubjectCard (*make)()) {
        return [make](Stage& stage) {
            put(stage, make());
            stage.key(Qt::Key_Y); // this is the person in the picture
        };
    };
    const auto more = [](SubjectCard (*make)()) {
        return [make](Stage& stage) {
            put(stage, make());
            stage.key(Qt::Key_Y);
            stage.key(Qt::Key_Period);
            REQUIRE(stage.shows("desk-more-panel"));
        };
    };
    const auto place = [](Place where) {
        return [where](Stage& stage) {
            stage.bench.go(where);
            settle();
        };
    };
    return {
        {"a locked card", none, card(FakeDesk::lockedCard), {{"desk-main", permits::unlockCard}, {"desk-other-R", permits::replaceCard}, {"desk-other-X", permits::cancelCard}}},
        {"a working card", none, more(FakeDesk::workingCard), {{"desk-more-P", permits::changePasscode}, {"desk-more-T", permits::testCard}, {"desk-more-C", permits::clearCard}}},
        {"long before its end", none, more(early), {{"desk-more-W", permits::askException, nullptr, permits::renewCard}}},
        {"near its end", none, card(FakeDesk::renewalCard), {{"desk-main", permits::renewCard}}},
        {"after its end", none, card(ended), {{"desk-main", permits::renewExpired, nullptr, permits::renewCard}}},
        {"a blank card", none, [](Stage& stage) { put(stage, FakeDesk::blankCard()); }, {{"desk-main", permits::issueCard}}},
        {"a torn card", none, [](Stage& stage) { put(stage, FakeDesk::tornCard(false)); }, {{"desk-main", permits::repairCard}}},
        {"a cancelled card", none, [](Stage& stage) { put(stage, FakeDesk::cancelledCard()); }, {{"desk-main", permits::clearCard}}},
        {"a temporary card", none, [](Stage& stage) { put(stage, FakeDesk::temporaryCard(false)); }, {{"desk-main", permits::lendCard}}},
        {"a temporary card that is out", none, [](Stage& stage) { put(stage, FakeDesk::temporaryCard(true)); }, {{"desk-main", permits::lendCard}}},
        {"people", none, place(Place::people), {{"people-new", permits::createHolder}, {"people-leavers", permits::findHolder}}},
        {"a person", known, openPerson,
         {{"people-replace", permits::replaceCard}, {"people-cancel", permits::cancelCard}, {"people-change", permits::changeHolder, permits::raiseRequest},
          {"people-close", permits::closeHolder, permits::raiseRequest}}},
        {"worklists", [](Stage& stage) { stage.desk.hasPrint = true; }, place(Place::worklists),
         {{"worklist-loans-open", permits::lendCard}, {"worklist-prints-open", permits::issueCard}, {"worklist-badges-open", permits::raiseRequest}}},
        {"a request", [](Stage& stage) {
             auto row = FakeAccess::positionRequest(1);
             row.decideHeld = coreSays(stage, permits::decideRequest);
             stage.desk.accessDesk.lists.rows = {row};
         }, place(Place::requests), {{"request-approve", permits::decideRequest}, {"request-refuse", permits::decideRequest}}},
        {"the Access step", [](Stage& stage) {
             stage.desk.accessDesk.person.askHeld = coreSays(stage, permits::raiseRequest);
             stage.desk.accessDesk.person.assignHeld = coreSays(stage, permits::assignPosition);
         }, openAccessStep, {{"access-ask", permits::raiseRequest}, {"access-give", permits::assignPosition}}, permits::issueCard, true},
        {"the catalogue", [](Stage& stage) { stage.desk.accessDesk.shown.manageHeld = coreSays(stage, permits::managePositions); }, place(Place::positions),
         {{"positions-new", permits::managePositions}}},
        {"an exception", [](Stage& stage) { stage.desk.exceptionLists.rows = {FakeDesk::exception(2, false)}; }, place(Place::exceptions),
         {{"exception-approve", permits::decideException}, {"exception-refuse", permits::decideException}}},
        {"evidence that is not enough", none, [](Stage& stage) {
             stage.bench.application().begin();
             stage.bench.application().take(stage.desk.callumDraft(false));
             stage.enter();
             stage.bench.application().goTo(FlowStep::evidence);
             settle();
         }, {{"exception-offer", permits::askException}}, permits::issueCard, true},
        {"records", none, place(Place::records),
         {{"log-export", permits::exportJournal}, {"log-proof", permits::exportJournal}, {"log-erase", permits::erasePayload}, {"records-photos", permits::readReports}}},
        {"cards to print", printing, place(Place::prints), {{"print-now", permits::issueCard}, {"print-later", permits::issueCard}, {"print-never", permits::issueCard}}},
        {"badges", printing, place(Place::badges),
         {{"badges-new", permits::raiseRequest}, {"badges-mail-open", permits::raiseRequest}, {"badges-day-open", permits::raiseRequest}, {"badges-print", permits::issueCard}}},
    };
}

/// What the window has no control for. A card's site keys, and the store's, are renewed by the shell or by themselves; policies and roles
/// are the centre's; guarded names are shown or not (PeopleTest, and tests/system/privacy).
const std::set<std::string> elsewhere{"storeKey.rotate", "policy.change", "role.change", "holder.restricted"};

struct AsRole {
    std::string id;
    std::vector<std::string> permissions; ///< as the backend tells the window: what is simply allowed
};

std::vector<AsRole> roles()
{
    std::vector<AsRole> all;
    const auto matrix = PermissionMatrix::shipped();
    for (const auto& role : matrix.roles()) {
        AsRole one{role.id, {}};
        for (const auto permission : allPermissions()) {
            if (role.permissions.allows(permission)) one.permissions.emplace_back(nameOf(permission));
        }
        all.push_back(std::move(one));
    }
    all.push_back({"onlooker", {}});
    all.push_back({"issuer", {permits::issueCard}}); // comes to the steps of an application and may do nothing else there
    return all;
}

bool has(const AsRole& role, const char* permission)
{
    return permission != nullptr && std::find(role.permissions.begin(), role.permissions.end(), permission) != role.permissions.end();
}

/// What the control says of why it is held: a button its reason, a row its second line.
QString said(Stage& stage, const Control& control)
{
    if (const auto* button = qobject_cast<ActionButton*>(stage.find(control.name))) return button->isHeld() ? button->heldReason() : QString();
    return stage.spoken(control.name) + QLatin1Char('\n') + stage.described(control.name);
}

void press(Stage& stage, const Control& control)
{
    auto* widget = stage.get<QAbstractButton>(control.name);
    if (auto* button = qobject_cast<ActionButton*>(widget)) button->trigger();
    else if (widget->focusPolicy() != Qt::NoFocus) widget->click(); // a row that is not offered takes neither focus nor click
    settle();
}

/// Somebody of that role at a desk that is prepared for these scenes.
std::unique_ptr<Stage> stageFor(const AsRole& role, const std::vector<const Scene*>& prepared)
{
    auto stage = std::make_unique<Stage>();
    stage->desk.role = role.id;
    stage->desk.permissions = role.permissions;
    for (const auto* scene : prepared) scene->prepare(*stage);
    stage->signIn();
    return stage;
}

/// As every scene begins: at the desk, with no card there.
void home(Stage& stage)
{
    stage.desk.pull();
    stage.bench.go(Place::desk);
    settle();
    REQUIRE(stage.shows("desk-empty"));
}

} // namespace

TEST_CASE("each permission in the window, for each role: its control stays, says why, and does nothing", "[permits]")
{
    std::size_t held = 0;
    std::size_t free = 0;
    const auto everybody = roles();
    const auto everything = scenes();
    std::vector<const Scene*> together; // a window takes longer to make than all its scenes
    for (const auto& scene : everything) {
        if (!scene.alone) together.push_back(&scene);
    }
    for (const auto& role : everybody) {
        const auto shared = stageFor(role, together);
        for (const auto& scene : everything) {
            INFO(role.id << ": " << scene.title);
            if (scene.reachedBy != nullptr && !has(role, scene.reachedBy)) continue;
            const auto own = scene.alone ? stageFor(role, {&scene}) : nullptr;
            auto& stage = scene.alone ? *own : *shared;
            home(stage);
            scene.open(stage);
            const auto where = stage.bench.place();
            for (const auto& control : scene.controls) {
                INFO(control.name << " needs " << control.permission);
                REQUIRE(stage.find(control.name) != nullptr);
                CHECK(stage.shows(control.name));
                const bool lacksFirst = control.first != nullptr && !has(role, control.first);
                const auto why = words::notPermitted(lacksFirst ? control.first : control.permission, role.id);
                if (!lacksFirst && has(role, control.permission)) {
                    CHECK_FALSE(said(stage, control).contains(why));
                    ++free;
                    continue;
                }
                if (has(role, control.asksInstead)) continue;
                CHECK(said(stage, control).contains(why));
                press(stage, control);
                CHECK(stage.bench.place() == where);
                CHECK_FALSE(stage.desk.running);
                CHECK_FALSE(stage.shows("holder-view"));
                ++held;
            }
            CHECK(stage.desk.accessDesk.decisions.empty());
            CHECK(stage.desk.accessDesk.asks.empty());
            CHECK(stage.desk.decisions.empty());
            CHECK(stage.desk.cancelled.empty());
            CHECK(stage.desk.exported.empty());
            CHECK(stage.desk.erased.empty());
            CHECK(stage.desk.printRoom.deeds.empty());
            CHECK(stage.desk.badgeDesk.requested.empty());
        }
    }
    CHECK(held >= 80);
    CHECK(free >= 100);
}

TEST_CASE("every permission has a control in the window, or a reason why there is none", "[permits]")
{
    auto covered = elsewhere;
    const auto everything = scenes();
    for (const auto& scene : everything) {
        for (const auto& control : scene.controls) covered.insert(control.permission);
    }
    for (const auto permission : allPermissions()) {
        INFO(nameOf(permission));
        CHECK(covered.count(std::string(nameOf(permission))) == 1);
    }
    CHECK(covered.size() == permissionCount);
}
