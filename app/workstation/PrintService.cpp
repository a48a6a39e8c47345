#include "app/workstation/PrintService.h"

#include "app/runtime/AtRegister.h"
#include "app/runtime/PrintRoom.h"
#include "app/workstation/ExceptionService.h"

namespace cardwright::workstation {

namespace {

Guid cardFrom(const std::string& text)
{
    const auto card = Guid::parse(text);
    if (!card) throw RefusedError(Failure::of("CARD-NOT-HERE"));
    return *card;
}

template <class Answer>
auto failed()
{
    return [](const Failure& failure) {
        Answer answer;
        answer.failure = failure;
        return answer;
    };
}

ui::ActAnswer doneAct()
{
    ui::ActAnswer answer;
    answer.done = true;
    return answer;
}

void runAct(Context& context, std::function<void()> task, ui::Then<ui::ActAnswer> then)
{
    context.ask<ui::ActAnswer>(*context.deskThread, [task = std::move(task)] {
        task();
        return doneAct();
    }, [&context, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        if (answer.done) context.tellChanged();
    }, notDone);
}

ui::PrintFace faceFrom(CardFaceText face)
{
    return {face.card.text(), face.holder.digits(), std::move(face.organisation), std::move(face.firstLine), std::move(face.secondLine), std::move(face.title),
            std::move(face.team), std::move(face.site), std::move(face.expires), std::move(face.portrait), std::nullopt};
}

BadgeOrder orderFrom(const ui::BadgeDraft& draft, bool withPhoto)
{
    BadgeOrder order;
    order.event = draft.event;
    order.fields = draft.fields;
    if (!draft.userNumber.empty()) {
        order.holder = UserNumber::parse(draft.userNumber);
        if (!order.holder) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
    }
    if (withPhoto && !draft.photoPath.empty()) order.photo = runtime::PrintRoom::photoFrom(draft.photoPath);
    return order;
}

ui::BadgeRow rowFrom(const BadgeRecord& badge, const BadgePolicy& policy, const UserNumber& agent)
{
    ui::BadgeRow row;
    row.id = badge.id;
    const auto* event = policy.event(badge.event);
    row.eventTitle = event != nullptr ? event->title : badge.event;
    row.name = badge.field("newName").empty() ? badge.field("name") : badge.field("newName");
    row.title = badge.field("newTitle").empty() ? badge.field("title") : badge.field("newTitle");
    row.team = badge.field("team");
    if (badge.holder) row.userNumber = badge.holder->digits();
    row.state = badge.isWithdrawn() ? "withdrawn" : nameOf(badge.state);
    row.askedAt = badge.askedAt;
    row.decidedAt = badge.decidedAt;
    row.reason = badge.reason;
    row.photo = badge.photo.has_value();
    row.mine = badge.requester == agent;
    return row;
}

ui::BadgeList listFrom(const std::vector<BadgeRecord>& badges, runtime::Workstation& desk)
{
    const auto agent = desk.atRegister([](const RegisterDesk& room) { return room.agent.number; });
    ui::BadgeList list;
    for (const auto& badge : badges) list.rows.push_back(rowFrom(badge, desk.material().badges, agent));
    return list;
}

} // namespace

PrintService::PrintService(Context& context) : m_context(context), m_policy(std::make_shared<const PrintPolicy>(context.desk.material().print)) {}

void PrintService::act(std::function<void()> task, ui::Then<ui::ActAnswer> then) { runAct(m_context, std::move(task), std::move(then)); }

void PrintService::face(const std::string& card, ui::Then<ui::PrintFace> then)
{
    m_context.ask<ui::PrintFace>(*m_context.deskThread, [&desk = m_context.desk, card] { return faceFrom(runtime::PrintRoom(desk).cardFace(cardFrom(card))); },
                                 std::move(then), failed<ui::PrintFace>());
}

void PrintService::waiting(ui::Then<ui::PrintList> then)
{
    m_context.ask<ui::PrintList>(*m_context.deskThread, [&desk = m_context.desk] {
        ui::PrintList list;
        for (const auto& row : runtime::PrintRoom(desk).cardsToPrint()) list.rows.push_back({row.card.text(), row.holder.digits(), row.name, row.since});
        return list;
    }, std::move(then), failed<ui::PrintList>());
}

void PrintService::printed(const ui::PrintDeed& deed, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, deed] { runtime::PrintRoom(desk).printed({cardFrom(deed.card), deed.what, deed.printer, deed.copies, deed.good}); }, std::move(then));
}

void PrintService::later(const std::string& card, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, card] { runtime::PrintRoom(desk).later(cardFrom(card)); }, std::move(then));
}

void PrintService::never(const std::string& card, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, card, reason] { runtime::PrintRoom(desk).never(cardFrom(card), reason); }, std::move(then));
}

void PrintService::spoil(const std::string& card, const std::string& reason, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    auto secret = std::make_shared<SecureBytes>(std::move(again.passcode));
    auto task = [&desk = m_context.desk, agentReader = m_context.agentReader, reader = m_context.subjectReader, secret, card, reason] {
        bool cleared = false;
        auto answer = actWithCard(desk, agentReader, [&] {
            const auto wanted = cardFrom(card);
            bool here = false;
            try {
                const auto look = reader.empty() ? std::optional<CardLook>() : std::optional(desk.look(reader));
                here = look && look->file.card && look->file.card->guid == wanted;
            } catch (const FailureError&) {
                here = false; // nothing to be read there: the card is cancelled without it
            }
            cleared = runtime::PrintRoom(desk).spoil(here ? reader : std::string(), wanted, reason, secret.get(), {}).cleared;
        });
        secret->clear();
        if (answer.done) answer.detail = cleared ? "cleared" : "cancelled";
        return answer;
    };
    m_context.ask<ui::ActAnswer>(*m_context.cardThread, std::move(task), [this, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        if (answer.done) m_context.tellChanged();
    }, notDone);
}

void PrintService::receipt(const std::string& card, ui::Then<ui::ReceiptAnswer> then)
{
    m_context.ask<ui::ReceiptAnswer>(*m_context.deskThread, [&desk = m_context.desk, card] {
        ui::ReceiptAnswer answer;
        answer.receipt = desk.handoverReceipt(cardFrom(card));
        return answer;
    }, std::move(then), failed<ui::ReceiptAnswer>());
}

void BadgeService::act(std::function<void()> task, ui::Then<ui::ActAnswer> then) { runAct(m_context, std::move(task), std::move(then)); }

std::vector<ui::BadgeEventChoice> BadgeService::events() const
{
    std::vector<ui::BadgeEventChoice> choices;
    for (const auto& event : m_context.desk.material().badges.events) {
        ui::BadgeEventChoice choice{event.id, event.title, {}, event.newPhoto};
        for (const auto& field : event.fields) choice.fields.push_back({field, std::string(badgeFieldTitle(field))});
        choices.push_back(std::move(choice));
    }
    return choices;
}

std::string BadgeService::likeness() const { return m_context.desk.material().badges.likeness; }

ui::BadgeMail BadgeService::readMail(const std::string& text) const
{
    ui::BadgeMail mail;
    try {
        auto reading = readBadgeEmail(m_context.desk.material().badges, text);
        mail.draft.event = reading.order.event;
        mail.draft.fields = std::move(reading.order.fields);
        if (reading.order.holder) mail.draft.userNumber = reading.order.holder->digits();
        mail.unread = std::move(reading.unread);
    } catch (const FailureError& error) {
        mail.failure = error.failure();
    }
    return mail;
}

void BadgeService::check(const ui::BadgeDraft& draft, ui::Then<ui::BadgeCheck> then)
{
    m_context.ask<ui::BadgeCheck>(*m_context.deskThread, [&desk = m_context.desk, draft] {
        ui::BadgeCheck check;
        auto order = orderFrom(draft, false);
        // The picture is read when the badge is asked for; while typing it is enough that it is named.
        if (!draft.photoPath.empty()) order.photo = Bytes{0};
        for (const auto& problem : runtime::PrintRoom(desk).badgeProblems(order)) check.issues.push_back({0, problem.field, problem.sentence});
        return check;
    }, std::move(then), failed<ui::BadgeCheck>());
}

void BadgeService::request(const ui::BadgeDraft& draft, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, draft] { runtime::PrintRoom(desk).requestBadge(orderFrom(draft, true)); }, std::move(then));
}

void BadgeService::list(ui::Then<ui::BadgeList> then)
{
    m_context.ask<ui::BadgeList>(*m_context.deskThread, [&desk = m_context.desk] { return listFrom(runtime::PrintRoom(desk).badges(), desk); },
                                 std::move(then), failed<ui::BadgeList>());
}

void BadgeService::history(const std::string& userNumber, ui::Then<ui::BadgeList> then)
{
    m_context.ask<ui::BadgeList>(*m_context.deskThread, [&desk = m_context.desk, userNumber] {
        const auto number = UserNumber::parse(userNumber);
        if (!number) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
        return listFrom(runtime::PrintRoom(desk).badgeHistory(*number), desk);
    }, std::move(then), failed<ui::BadgeList>());
}

void BadgeService::refuse(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, id, reason] { runtime::PrintRoom(desk).refuseBadge(id, reason); }, std::move(then));
}

void BadgeService::withdraw(const Guid& id, const std::string& reason, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, id, reason] { runtime::PrintRoom(desk).withdrawBadge(id, reason); }, std::move(then));
}

void BadgeService::faces(const std::vector<Guid>& ids, ui::Then<ui::BadgePrints> then)
{
    m_context.ask<ui::BadgePrints>(*m_context.deskThread, [&desk = m_context.desk, ids] {
        ui::BadgePrints prints;
        for (auto& face : runtime::PrintRoom(desk).badgeFaces(ids)) {
            prints.faces.push_back({face.badge.id, std::move(face.name), std::move(face.title), std::move(face.team), std::move(face.site), std::move(face.organisation),
                                    std::move(face.portrait)});
        }
        return prints;
    }, std::move(then), failed<ui::BadgePrints>());
}

void BadgeService::printed(const std::vector<Guid>& ids, const std::string& printer, bool good, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, ids, printer, good] { runtime::PrintRoom(desk).badgesPrinted(ids, printer, 1, good); }, std::move(then));
}

void BadgeService::previewDay(const std::string& path, ui::Then<ui::BadgeDay> then)
{
    m_context.ask<ui::BadgeDay>(*m_context.fileThread, [&desk = m_context.desk, path] {
        const auto preview = runtime::PrintRoom(desk).previewList(path);
        ui::BadgeDay day;
        day.rows = preview.rows.size();
        day.digest = toHex(preview.digest);
        for (const auto& row : preview.rows) {
            for (const auto& problem : row.problems) day.issues.push_back({row.line, problem.field, problem.sentence});
        }
        return day;
    }, std::move(then), failed<ui::BadgeDay>());
}

void BadgeService::importDay(const std::string& path, const std::string& digest, ui::Then<ui::ActAnswer> then)
{
    act([&desk = m_context.desk, path, digest] {
        const auto octets = fromHex(digest);
        Sha256Digest previewed{};
        if (!octets || octets->size() != previewed.size()) throw RefusedError(Failure::of("BADGE-LIST"));
        std::copy(octets->begin(), octets->end(), previewed.begin());
        runtime::PrintRoom(desk).importList(path, previewed);
    }, std::move(then));
}

} // namespace cardwright::workstation
