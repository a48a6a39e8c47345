#pragma once

#include "ui/bridge/AccessPort.h"

#include <QObject>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::ui::test {

/// Positions and requests as the test says; what the window asked for is kept.
class FakeAccess final : public AccessPort {
public:
    FakeAccess();

    RequestLists lists;
    PersonAccess person;
    CatalogueView shown;
    std::optional<Failure> refuse; ///< the next act is refused with this
    std::vector<RequestQuery> queries;
    struct Decided {
        Guid id;
        RequestAnswerOrder order;
        std::size_t passcode = 0; ///< octets that came with it
    };
    std::vector<Decided> decisions;
    std::vector<PositionAsk> asks;
    std::vector<RequestAsk> raised;
    std::vector<std::pair<Guid, std::string>> withdrawn;
    std::vector<std::pair<Guid, std::string>> ended;
    struct Bulk {
        std::vector<Guid> ids;
        std::string ends;
        std::string reason;
    };
    std::vector<Bulk> bulk;
    std::vector<CatalogueRow> defined;
    std::vector<std::string> closings; ///< "ID APPROVED-BY TYPED"
    std::vector<std::pair<std::string, std::vector<std::string>>> delegated;
    std::vector<std::string> looked;   ///< whose access was asked for

    static RequestRow positionRequest(std::uint8_t number);
    static RequestRow closeRequest(std::uint8_t number);
    static RequestRow createRequest(std::uint8_t number);
    static RequestRow changeRequest(std::uint8_t number); ///< of a family name and a team
    static RequestRow badgeRequest(std::uint8_t number);
    static PositionRow ending(std::uint8_t number, int daysLeft);

    void requests(const RequestQuery& query, Then<RequestLists> then) override;
    void access(const std::string& userNumber, Then<PersonAccess> then) override;
    void accessOf(const IssueDraft& draft, Then<PersonAccess> then) override;
    void catalogue(Then<CatalogueView> then) override;
    void askPosition(const PositionAsk& ask, Then<ActAnswer> then) override;
    void askPositionFor(const IssueDraft& draft, const PositionAsk& ask, Then<ActAnswer> then) override;
    void raise(const RequestAsk& ask, Then<ActAnswer> then) override;
    void decide(const Guid& id, const RequestAnswerOrder& order, CardAgain again, Then<ActAnswer> then) override;
    void withdraw(const Guid& id, const std::string& reason, Then<ActAnswer> then) override;
    void endPosition(const Guid& id, const std::string& reason, Then<ActAnswer> then) override;
    void changePositions(const std::vector<Guid>& ids, const std::string& ends, const std::string& reason, Then<ActAnswer> then) override;
    void define(const CatalogueRow& position, Then<ActAnswer> then) override;
    void closeCatalogue(const std::string& id, const std::string& approvedBy, const std::string& typed, Then<ActAnswer> then) override;
    void delegate(const std::string& sponsor, const std::vector<std::string>& positions, Then<ActAnswer> then) override;

private:
    void later(std::function<void()> task);
    void answer(const Then<ActAnswer>& then);
    QObject m_loop; ///< its timers die with the desk
};

} // namespace cardwright::ui::test
