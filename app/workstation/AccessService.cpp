#include "app/workstation/AccessService.h"

#include "app/runtime/AtRegister.h"
#include "app/runtime/PrintRoom.h"
#include "app/workstation/AccessRows.h"
#include "app/workstation/Convert.h"
#include "app/workstation/ExceptionService.h"

#include <algorithm>

namespace cardwright::workstation {

using namespace accessrows;

namespace {

[[noreturn]] void refuse(const char* code, std::string detail = {}) { throw RefusedError(Failure::of(code, std::move(detail))); }

UserNumber numberFrom(const std::string& digits)
{
    const auto number = UserNumber::parse(digits);
    if (!number) refuse("PERSON-UNKNOWN");
    return *number;
}

Date dayFrom(const std::string& iso, const char* field)
{
    const auto day = parseDate(iso);
    if (!day) refuse("POSITION-DETAILS", field);
    return *day;
}

PositionOrder orderFrom(const ui::PositionAsk& ask, const UserNumber& holder)
{
    PositionOrder order{holder, {}, dayFrom(ask.begins, "begins")};
    order.position.catalogue = ask.catalogue;
    if (!ask.ends.empty()) order.ends = dayFrom(ask.ends, "ends");
    order.reason = ask.reason;
    return order;
}

void ask(const RegisterDesk& room, const ui::PositionAsk& wanted, const UserNumber& holder)
{
    const auto order = orderFrom(wanted, holder);
    if (wanted.assign) {
        assignPosition(room, order);
    } else {
        requestPosition(room, order);
    }
}

std::optional<UserNumber> recorded(Store& store, const Person& person, const std::vector<UserNumber>& others)
{
    const auto same = samePeople(store, person, others);
    return same.size() != 1 ? std::nullopt : std::optional(same.front().number);
}

} // namespace

void AccessService::act(std::function<void()> work, ui::Then<ui::ActAnswer> then, bool agentCard)
{
    auto& thread = agentCard ? *m_context.agentThread : *m_context.deskThread;
    auto task = [&desk = m_context.desk, reader = agentCard ? m_context.agentReader : std::string(), work = std::move(work)] {
        return actWithCard(desk, reader, work);
    };
    m_context.ask<ui::ActAnswer>(thread, std::move(task), [this, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        m_context.tellChanged(); // a refused attempt is an entry too
    }, notDone);
}

void AccessService::requests(const ui::RequestQuery& query, ui::Then<ui::RequestLists> then)
{
    auto task = [&desk = m_context.desk, query] {
        const auto& badges = desk.material().badges;
        return desk.atRegister([&](const RegisterDesk& room) {
            ui::RequestLists lists;
            lists.endingDays = room.policy.access.endingDays;
            // Shown, not attempted: that a role has no worklist is said, and is no entry.
            if (room.agent.permissions.grant(Permission::requestDecide) == Grant::no) {
                lists.held = mayDo(room.agent, Permission::requestDecide).code;
                return lists;
            }
            const auto roster = room.store.agents.roster();
            lists.open = openRequests(room, badges);
            if (query.which == ui::RequestQuery::Which::ending) {
                for (const auto& record : endingPositions(room, query.days)) lists.ending.push_back(positionRow(room, roster, record));
                return lists;
            }
            lists.rows = requestRows(room, badges, roster, query);
            return lists;
        });
    };
    m_context.ask<ui::RequestLists>(*m_context.deskThread, std::move(task), std::move(then), [](const Failure& failure) {
        ui::RequestLists lists;
        lists.held = failure.code;
        return lists;
    });
}

void AccessService::access(const std::string& userNumber, ui::Then<ui::PersonAccess> then)
{
    auto task = [&desk = m_context.desk, userNumber] {
        const auto number = numberFrom(userNumber);
        return desk.atRegister([&](const RegisterDesk& room) { return personAccess(room, desk.material(), number); });
    };
    m_context.ask<ui::PersonAccess>(*m_context.deskThread, std::move(task), std::move(then), nothingOnFailure<ui::PersonAccess>());
}

void AccessService::accessOf(const ui::IssueDraft& draft, ui::Then<ui::PersonAccess> then)
{
    auto task = [&desk = m_context.desk, person = convert::person(draft.person), others = convert::comparedWith(draft.comparedWith)] {
        return desk.atRegister([&](const RegisterDesk& room) {
            if (const auto number = recorded(room.store, person, others)) return personAccess(room, desk.material(), *number);
            ui::PersonAccess access;
            access.neededBeforeIssue = room.policy.access.positionBeforeIssue;
            access.askHeld = heldBy(mayDo(room.agent, Permission::requestRaise), mayDo(room.agent, Permission::holderCreate));
            access.assignHeld = heldBy(mayDo(room.agent, Permission::positionAssign), mayDo(room.agent, Permission::holderCreate));
            return access;
        });
    };
    m_context.ask<ui::PersonAccess>(*m_context.deskThread, std::move(task), std::move(then), nothingOnFailure<ui::PersonAccess>());
}

void AccessService::catalogue(ui::Then<ui::CatalogueView> then)
{
    auto task = [&desk = m_context.desk] {
        return desk.atRegister([&](const RegisterDesk& room) {
            ui::CatalogueView view;
            view.manageHeld = heldBy(mayDo(room.agent, Permission::positionManage));
            const auto own = ownList(room);
            for (const auto& row : catalogueOf(room, view.manageHeld.empty())) {
                const auto& position = row.position;
                const bool delegated = std::find(own.begin(), own.end(), position.id) != own.end();
                view.rows.push_back({position.id, position.title, position.jobRole, position.area, position.activities, position.odsCode, position.systems,
                                     row.closed, delegated});
            }
            const auto lists = delegatedLists(room);
            const auto roster = room.store.agents.roster(); // outlives the loop
            for (const auto& agent : roster.agents()) {
                const auto found = std::find_if(lists.begin(), lists.end(), [&](const DelegatedList& list) { return list.sponsor == agent.number; });
                if (agent.role != "sponsor" && found == lists.end()) continue;
                view.lists.push_back({agent.number.digits(), agent.name, found == lists.end() ? std::vector<std::string>() : found->positions,
                                      heldBy(mayDo(room.agent, Permission::positionManage), grantIsForAnother(room.agent, agent.number))});
            }
            return view;
        });
    };
    m_context.ask<ui::CatalogueView>(*m_context.deskThread, std::move(task), std::move(then), nothingOnFailure<ui::CatalogueView>());
}

void AccessService::askPosition(const ui::PositionAsk& wanted, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, wanted] { desk.atRegister([&](const RegisterDesk& room) { ask(room, wanted, numberFrom(wanted.userNumber)); }); },
        std::move(then));
}

void AccessService::askPositionFor(const ui::IssueDraft& draft, const ui::PositionAsk& wanted, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, wanted, person = convert::person(draft.person), others = convert::comparedWith(draft.comparedWith), why = draft.whyOther]() mutable {
        if (person.odsCode.empty()) person.odsCode = desk.material().site.description().odsCode;
        desk.atRegister([&](const RegisterDesk& room) {
            auto number = recorded(room.store, person, others);
            if (!number) {
                requirePosition(room, orderFrom(wanted, room.agent.number), person.odsCode); // nobody is recorded for a day that does not exist
                number = CreatePerson(room).perform({person, others, why}).number;
            }
            ask(room, wanted, *number);
        });
    }, std::move(then));
}

void AccessService::raise(const ui::RequestAsk& asked, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, asked] {
        const auto kind = requestKindFrom(asked.kind);
        if (!kind) refuse("REQUEST-DETAILS", "kind");
        RequestOrder order{*kind, std::nullopt, {asked.fields.begin(), asked.fields.end()}, asked.reason};
        if (*kind != RequestKind::create) order.subject = numberFrom(asked.userNumber);
        desk.atRegister([&](const RegisterDesk& room) { return raiseRequest(room, order); });
    }, std::move(then));
}

void AccessService::decide(const Guid& id, const ui::RequestAnswerOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    auto secret = std::make_shared<SecureBytes>(std::move(again.passcode));
    act([&desk = m_context.desk, id, order, secret] {
        if (desk.store().call([&](Store& store) { return store.positions.byId(id).has_value(); })) {
            desk.decidePosition(id, order.approve, order.reason);
            return;
        }
        if (desk.store().call([&](Store& store) { return store.badges.byId(id).has_value(); })) {
            if (order.approve) refuse("BADGE-BY-PRINT");
            runtime::PrintRoom(desk).refuseBadge(id, order.reason);
            return;
        }
        RequestDecision decision{order.approve, order.reason};
        for (const auto& number : order.comparedWith) decision.comparedWith.push_back(numberFrom(number));
        decision.whyOther = order.whyOther;
        decision.typed = order.typed;
        for (const auto& paper : order.papers) {
            if (!paper.dated.empty() && !parseDate(paper.dated)) refuse("PERSON-EVIDENCE");
            decision.evidence.push_back({paper.kind, paper.number, parseDate(paper.dated), paper.originalSeen});
        }
        desk.decideRequest(id, decision, secret->empty() ? nullptr : secret.get());
        secret->clear();
    }, std::move(then), true);
}

void AccessService::withdraw(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, id, reason] {
        desk.atRegister([&](const RegisterDesk& room) {
            if (room.store.positions.byId(id)) {
                cardwright::endPosition(room, id, reason);
            } else {
                withdrawRequest(room, id, reason);
            }
        });
    }, std::move(then));
}

void AccessService::endPosition(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, id, reason] { desk.endPosition(id, reason); }, std::move(then));
}

void AccessService::changePositions(const std::vector<Guid>& ids, const std::string& ends, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, ids, ends, reason] {
        BulkPositions order{ids, std::nullopt, reason};
        if (!ends.empty()) order.ends = dayFrom(ends, "ends");
        desk.atRegister([&](const RegisterDesk& room) { return cardwright::changePositions(room, order); });
    }, std::move(then));
}

void AccessService::define(const ui::CatalogueRow& row, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, row] {
        const CataloguePosition position{row.id, row.title, row.jobRole, row.area, row.activities, row.odsCode, row.systems};
        desk.atRegister([&](const RegisterDesk& room) { return definePosition(room, position, !row.id.empty()); });
    }, std::move(then));
}

void AccessService::closeCatalogue(const std::string& id, const std::string& approvedBy, const std::string& typed, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, id, approvedBy, typed] {
        desk.atRegister([&](const RegisterDesk& room) { return closeCataloguePosition(room, {id, approvedBy, {}, typed}); });
    }, std::move(then));
}

void AccessService::delegate(const std::string& sponsor, const std::vector<std::string>& positions, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, sponsor, positions] {
        desk.atRegister([&](const RegisterDesk& room) { return delegatePositions(room, numberFrom(sponsor), positions); });
    }, std::move(then));
}

} // namespace cardwright::workstation
