#include "app/runtime/AtRegister.h"

#include "core/store/Store.h"

#include <fstream>
#include <utility>

// The register of people: create, change, close, reopen, duplicates, the HR file, positions. Each act asks its duties in core.

namespace cardwright::runtime {

namespace {

SourceOpener openerOf(const std::filesystem::path& path)
{
    return [path]() -> ByteSource {
        auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
        if (!*file || std::filesystem::is_directory(path)) throw UsageError(Failure::of("REQUEST-FILE", path.string()));
        return [file, path](std::span<char> into) {
            file->read(into.data(), static_cast<std::streamsize>(into.size()));
            if (file->bad()) throw UsageError(Failure::of("REQUEST-FILE", path.string()));
            return static_cast<std::size_t>(file->gcount());
        };
    };
}

CancelReason reasonForCards(std::string_view closing)
{
    if (closing == "misuse") return CancelReason::misused;
    return closing == "duplicate" ? CancelReason::madeInError : CancelReason::left;
}

} // namespace

std::vector<Duplicate> Workstation::duplicatesOf(const Person& person)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    auto found = m_store->call([&](Store& store) { return findDuplicates(store, person); });
    recordSearch(person.legalName(), found.size());
    return found;
}

PersonRecord Workstation::createPerson(const NewPerson& asked)
{
    return atRegister([&](const RegisterDesk& desk) { return CreatePerson(desk).perform(asked); });
}

PersonChanged Workstation::changePerson(const PersonChange& asked)
{
    return atRegister([&](const RegisterDesk& desk) { return ChangePerson(desk).perform(asked); });
}

PersonRecord Workstation::closePerson(const CloseOrder& order, const SecureBytes* agentPasscode)
{
    const auto cards = atRegister([&](const RegisterDesk& desk) { return ClosePerson(desk).cardsToCancel(order); });
    for (const auto& card : cards) cancelWithoutCard(card, reasonForCards(order.reason), order.note, agentPasscode);
    return atRegister([&](const RegisterDesk& desk) { return ClosePerson(desk).perform(order); });
}

PersonRecord Workstation::reopenPerson(const UserNumber& person, const std::string& reason)
{
    return atRegister([&](const RegisterDesk& desk) { return ReopenPerson(desk).perform(person, reason); });
}

HrLook Workstation::lookAtHrFile(const std::filesystem::path& file, const HrListener& each, const std::function<bool()>& goOn)
{
    constexpr std::size_t rowsOfOneStep = 500; // some milliseconds of the store's thread
    atRegister([](const RegisterDesk& desk) { requireImport(desk); });
    HrLook look(openerOf(file), m_material.people.hr, m_material.site.description().odsCode, dateOf(m_clock.utcMillis()), m_material.evidence.ages());
    while (look.read(rowsOfOneStep)) {
        if (goOn && !goOn()) throw RefusedError(Failure::of("HR-FILE-STOPPED"));
        atRegister([&](const RegisterDesk& desk) { look.compare(desk, each); });
    }
    return look;
}

HrPreview Workstation::previewHrFile(const std::filesystem::path& file, const HrListener& each, const std::function<bool()>& goOn)
{
    return lookAtHrFile(file, each, goOn).seen();
}

HrPreview Workstation::importHrFile(const std::filesystem::path& file, const Sha256Digest& previewed, const HrListener& each, const std::function<bool()>& goOn)
{
    auto look = lookAtHrFile(file, {}, goOn);
    return atRegister([&](const RegisterDesk& desk) { return look.take(desk, previewed, each); });
}

std::vector<PersonRecord> Workstation::leavers()
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    auto found = m_store->call([](Store& store) { return store.people.leavers(); });
    recordSearch("leavers", found.size());
    return found;
}

PersonRecord Workstation::keepLeaver(const UserNumber& person, const std::string& reason)
{
    return atRegister([&](const RegisterDesk& desk) { return cardwright::keepLeaver(desk, person, reason); });
}

std::vector<ExpectedStarter> Workstation::starters()
{
    constexpr std::size_t most = 1'000;
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind));
    auto found = m_store->call([](Store& store) { return expectedStarters(store, most); });
    recordSearch("starters", found.size());
    return found;
}

PositionRecord Workstation::requestPosition(const PositionOrder& order)
{
    return atRegister([&](const RegisterDesk& desk) { return cardwright::requestPosition(desk, order); });
}

PositionRecord Workstation::decidePosition(const Guid& position, bool approve, const std::string& reason)
{
    return atRegister([&](const RegisterDesk& desk) { return cardwright::decidePosition(desk, position, approve, reason); });
}

PositionRecord Workstation::endPosition(const Guid& position, const std::string& reason)
{
    return atRegister([&](const RegisterDesk& desk) { return cardwright::endPosition(desk, position, reason); });
}

std::vector<PositionRecord> Workstation::positionWorklist(bool mine)
{
    return atRegister([&](const RegisterDesk& desk) { return cardwright::positionWorklist(desk, mine); });
}

RequestRecord Workstation::decideRequest(const Guid& id, const RequestDecision& decision, const SecureBytes* agentPasscode)
{
    const auto request = atRegister([&](const RegisterDesk& desk) { return requestToDecide(desk, id, decision); });
    if (request.kind == RequestKind::close && decision.approve) {
        const auto order = closingOf(request, decision);
        const auto cards = atRegister([&](const RegisterDesk& desk) { return ClosePerson(desk).cardsToCancel(order); });
        for (const auto& card : cards) cancelWithoutCard(card, reasonForCards(order.reason), order.note, agentPasscode);
    }
    return atRegister([&](const RegisterDesk& desk) { return cardwright::decideRequest(desk, id, decision); });
}

std::vector<PositionRecord> Workstation::endingPositions(int days)
{
    return atRegister([&](const RegisterDesk& desk) { return cardwright::endingPositions(desk, days); });
}

} // namespace cardwright::runtime
