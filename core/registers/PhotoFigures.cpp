#include "core/registers/PhotoFigures.h"

#include "core/store/Store.h"

#include <nlohmann/json.hpp>

namespace cardwright {

PhotoFigures photoFigures(Store& store)
{
    PhotoFigures figures;
    store.journal.eachOf(EntryKind::portraitAccepted, [&](const JournalEntry& entry) {
        ++figures.taken;
        if (!entry.payload) {
            ++figures.unread;
            return;
        }
        const auto payload = store.journal.payloadOf(entry);
        const auto checks = payload.find("checks");
        if (checks == payload.end()) return;
        ++figures.measured;
        const auto reason = payload.value("reason", std::string());
        if (reason.empty()) return;
        ++figures.advised;
        ++figures.byReason[reason];
        for (const auto& row : *checks) {
            if (row.value("verdict", std::string()) == "advice") ++figures.byCheck[row.value("check", std::string())];
        }
    });
    return figures;
}

} // namespace cardwright
