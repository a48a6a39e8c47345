#pragma once

// Ids of the acts that a role may or may not do, as SignInAnswer::permissions names them (policies/roles.json).

namespace cardwright::ui::permits {

inline constexpr const char* askException = "exception.ask";
inline constexpr const char* decideException = "exception.decide";
inline constexpr const char* erasePayload = "payload.erase";
inline constexpr const char* exportJournal = "journal.export";

} // namespace cardwright::ui::permits
