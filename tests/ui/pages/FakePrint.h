#pragma once

#include "ui/bridge/BadgePort.h"
#include "ui/bridge/PrintPort.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace cardwright::ui::test {

/// Answers come later, on the event loop, as the port promises.
class FakeAnswers {
public:
    std::optional<Failure> refuseNext; ///< the next act is refused with this

protected:
    template <typename Value>
    void answer(Value value, Then<Value> then)
    {
        QTimer::singleShot(0, &m_loop, [value = std::move(value), then = std::move(then)] { then(value); });
    }
    void act(Then<ActAnswer> then)
    {
        ActAnswer done;
        done.done = !refuseNext;
        done.failure = std::exchange(refuseNext, std::nullopt);
        answer(done, std::move(then));
    }

private:
    QObject m_loop; ///< its timers die with the desk
};

/// A print room without a printer: cards and answers as the test says.
class FakePrint final : public PrintPort, public FakeAnswers {
public:
    // what the test says
    std::vector<PrintFace> faces;
    PrintList list;
    std::string madeCard = "00000000-0000-7000-8000-0000000000c2"; ///< the one that an issue makes
    bool canSignIn = true;                                         ///< of the next receipt
    // what the window asked for
    std::vector<PrintDeed> deeds;
    std::vector<std::string> put; ///< "later CARD", "never CARD REASON", "spoil CARD REASON"
    int receipts = 0;             ///< each is an entry
    std::string agentPasscode = "246813";

    std::shared_ptr<const PrintPolicy> policy() const override { return m_policy; }
    void face(const std::string& card, Then<PrintFace> then) override
    {
        for (const auto& one : faces)
            if (one.card == card) return answer(one, std::move(then));
        PrintFace none;
        none.failure = Failure::of("CARD-NOT-HERE");
        answer(none, std::move(then));
    }
    void waiting(Then<PrintList> then) override { answer(list, std::move(then)); }
    void printed(const PrintDeed& deed, Then<ActAnswer> then) override
    {
        deeds.push_back(deed);
        act(std::move(then));
    }
    void later(const std::string& card, Then<ActAnswer> then) override
    {
        put.push_back("later " + card);
        act(std::move(then));
    }
    void never(const std::string& card, const std::string& reason, Then<ActAnswer> then) override
    {
        put.push_back("never " + card + ' ' + reason);
        act(std::move(then));
    }
    void spoil(const std::string& card, const std::string& reason, CardAgain again, Then<ActAnswer> then) override
    {
        const auto typed = again.passcode.view();
        if (std::string(typed.begin(), typed.end()) != agentPasscode) {
            ActAnswer wrong;
            wrong.passcodeWrong = true;
            wrong.triesLeft = 2;
            wrong.failure = Failure::of("PASSCODE-WRONG");
            return answer(wrong, std::move(then));
        }
        put.push_back("spoil " + card + ' ' + reason);
        ActAnswer done;
        done.done = true;
        done.detail = "cleared";
        answer(done, std::move(then));
    }
    void receipt(const std::string&, Then<ReceiptAnswer> then) override
    {
        ++receipts;
        ReceiptAnswer one;
        one.receipt.nameOnCard = "Callum Pemberton-Roy";
        one.receipt.userNumber = "555 0533 71840";
        one.receipt.cardEnding = "00c2";
        one.receipt.organisation = "Harbour Valley Community Trust";
        one.receipt.issuedOn = "22 November 2026";
        one.receipt.expires = "22 November 2031";
        one.receipt.certificates = {{"Signing in", "9A", canSignIn ? "22 November 2028" : ""}};
        one.receipt.access = {{"Community physiotherapist", "", {"ESR", "SystmOne"}}};
        one.receipt.terms = {7, "22 November 2026 at 10:41", "England and Wales"};
        one.receipt.nextSteps = {"Try the card at your own desk today."};
        one.receipt.contact = "Registration Authority team, extension 4130";
        one.receipt.canSignIn = canSignIn;
        answer(one, std::move(then));
    }

private:
    std::shared_ptr<const PrintPolicy> m_policy = std::make_shared<const PrintPolicy>(PrintPolicy::shipped());
};

/// Badges likewise.
class FakeBadges final : public BadgePort, public FakeAnswers {
public:
    BadgeList badges;
    BadgeList had; ///< of anybody
    std::vector<std::string> lookedAt; ///< whose history: each is an entry
    std::vector<BadgePrint> prints;
    BadgeDay day;
    std::vector<BadgeDraft> requested;
    std::vector<std::string> acts; ///< "refuse REASON", "printed N good", "import PATH"

    std::vector<BadgeEventChoice> events() const override
    {
        return {{"lost", "Lost", {{"incident", "Incident reference"}, {"name", "Name"}, {"title", "Job title"}, {"team", "Team"}, {"site", "Site"}}, false},
                {"new-starter", "New starter", {{"name", "Name"}, {"title", "Job title"}, {"team", "Team"}, {"deliveryBase", "Delivery base"}, {"manager", "Line manager"}, {"likeness", "Statement of likeness"}}, true}};
    }
    std::string likeness() const override { return "I took this photograph, and it is a true likeness of the person named."; }
    BadgeMail readMail(const std::string& text) const override
    {
        BadgeMail mail;
        if (text.find("Event:") == std::string::npos) mail.failure = Failure::of("BADGE-EMAIL");
        mail.draft.event = "lost";
        mail.draft.fields = {{"name", "Ffion Adeyemi"}, {"team", "Adult nursing"}};
        mail.unread = {"Kind regards"};
        return mail;
    }
    void check(const BadgeDraft& draft, Then<BadgeCheck> then) override
    {
        BadgeCheck check;
        for (const auto& event : events()) {
            if (event.id != draft.event) continue;
            for (const auto& field : event.fields) {
                const auto value = draft.fields.find(field.id);
                if (value == draft.fields.end() || value->second.empty()) check.issues.push_back({0, field.id, field.title + " is needed."});
            }
            if (event.newPhoto && draft.photoPath.empty()) check.issues.push_back({0, "photo", "A photograph is needed."});
        }
        if (draft.event.empty()) check.issues.push_back({0, "event", "Choose why a badge is needed."});
        answer(check, std::move(then));
    }
    void request(const BadgeDraft& draft, Then<ActAnswer> then) override
    {
        requested.push_back(draft);
        act(std::move(then));
    }
    void list(Then<BadgeList> then) override { answer(badges, std::move(then)); }
    void history(const std::string& userNumber, Then<BadgeList> then) override
    {
        lookedAt.push_back(userNumber);
        answer(had, std::move(then));
    }
    void refuse(const Guid&, const std::string& reason, Then<ActAnswer> then) override
    {
        acts.push_back("refuse " + reason);
        act(std::move(then));
    }
    void withdraw(const Guid&, const std::string& reason, Then<ActAnswer> then) override
    {
        acts.push_back("withdraw " + reason);
        act(std::move(then));
    }
    void faces(const std::vector<Guid>& ids, Then<BadgePrints> then) override
    {
        BadgePrints found;
        for (const auto& id : ids)
            for (const auto& one : prints)
                if (one.id == id) found.faces.push_back(one);
        answer(found, std::move(then));
    }
    void printed(const std::vector<Guid>& ids, const std::string&, bool good, Then<ActAnswer> then) override
    {
        acts.push_back("printed " + std::to_string(ids.size()) + (good ? " good" : " bad"));
        act(std::move(then));
    }
    void previewDay(const std::string&, Then<BadgeDay> then) override { answer(day, std::move(then)); }
    void importDay(const std::string& path, const std::string&, Then<ActAnswer> then) override
    {
        acts.push_back("import " + path);
        act(std::move(then));
    }
};

} // namespace cardwright::ui::test
