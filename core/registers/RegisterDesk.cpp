#include "core/registers/RegisterDesk.h"

#include "core/journal/EntryDraft.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

namespace cardwright {

void requireDuty(const RegisterDesk& desk, const DutyVerdict& verdict, std::string_view attempted, const std::optional<UserNumber>& subject)
{
    if (!verdict.allowed) {
        nlohmann::json payload{{"rule", verdict.rule}, {"attempted", attempted}};
        Transaction act(desk.store.database());
        desk.store.journal.append(act, subject ? entryAbout(*subject, EntryKind::dutyRefused, std::move(payload), desk.random)
                                               : entryOfDesk(EntryKind::dutyRefused, std::move(payload), desk.random),
                                  desk.agent.author());
        act.commit();
    }
    require(verdict);
}

} // namespace cardwright
