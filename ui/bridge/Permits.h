#pragma once

// Ids of the acts that a role may or may not do, as SignInAnswer::permissions names them (policies/roles.json).

namespace cardwright::ui::permits {

inline constexpr const char* askException = "exception.ask";
inline constexpr const char* decideException = "exception.decide";
inline constexpr const char* erasePayload = "payload.erase";
inline constexpr const char* exportJournal = "journal.export";
inline constexpr const char* replaceCard = "card.replace";
inline constexpr const char* unlockCard = "card.unlock";
inline constexpr const char* changePasscode = "card.passcode";
inline constexpr const char* testCard = "card.verify";
inline constexpr const char* repairCard = "card.repair";
inline constexpr const char* clearCard = "card.clear";
inline constexpr const char* cancelCard = "card.cancel";
inline constexpr const char* renewCard = "card.renew";
inline constexpr const char* renewExpired = "card.renewExpired";
inline constexpr const char* lendCard = "card.lend";
inline constexpr const char* issueCard = "card.issue";
inline constexpr const char* assignPosition = "position.assign";
inline constexpr const char* managePositions = "position.manage";
inline constexpr const char* raiseRequest = "request.raise";
inline constexpr const char* decideRequest = "request.decide";
inline constexpr const char* findHolder = "holder.find";
inline constexpr const char* createHolder = "holder.create";
inline constexpr const char* changeHolder = "holder.change";
inline constexpr const char* closeHolder = "holder.close";
inline constexpr const char* readReports = "report.read";
inline constexpr const char* readRestricted = "holder.restricted";

} // namespace cardwright::ui::permits
