#pragma once

#include "ui/bridge/AccessPort.h"

#include <QString>

namespace cardwright::ui {

class ListRow;

QString requestKindWords(const std::string& kind);   ///< Position
QString requestStateWords(const std::string& state); ///< Waits for a decision
QString requestTitle(const RequestRow& row);         ///< the position; "Job title, Team"
QString requestFieldWords(const std::string& field); ///< "Job title"; what is no field's name stays as it is
QString requestIcon(const std::string& kind);
/// Legal name or date of birth: such a change is decided with a paper in the hand.
bool changesIdentity(const RequestRow& row);
/// Another NI number than the one on record: likewise.
bool changesNumber(const RequestRow& row);

/// A row of the worklist: who, what, asked by whom, how it stands.
ListRow* requestListRow(const RequestRow& row);
/// A row of the list of endings.
ListRow* endingListRow(const PositionRow& row);

} // namespace cardwright::ui
