#pragma once

#include "core/base/SecureBytes.h"

#include <string_view>

namespace cardwright::central {

class Centre;

/// What the people of the centre order from a shell (`cardwright-central token|agent|policy|batch|site-key|workstation`), as JSON, so that a
/// running centre carries it out as one that is opened for it does.
///   {"order":"token","hours":24}                            -> {"token","hours"}
///   {"order":"agents"}                                      -> {"agents":[{userNumber,name,role,active,deputy,revoked,certificate}]}
///   {"order":"agent","act":"add|deactivate|role|deputy|revoke","agent":number or hex64,"role","deputy"} -> {"changed":n}
///   {"order":"policy","name","body"}                        -> {"name","version"}
///   {"order":"batch","act":"add","sealed":base64,"site"?}   -> {"batch","replaced"}
///   {"order":"batch","act":"end","batch","site"?}           -> {"batch","ended":true}
///   {"order":"batch","act":"list"}                          -> {"batches":[{batch,profile,algorithm,serials?,unlockKey,passcode,addedAt,endedAt?}]}
///   {"order":"siteKey"}                                     -> {"version"}
///   {"order":"workstations"}                                -> {"workstations":[{workstation,log,name,place,enrolledAt,stolen}]}
///   {"order":"stolen","workstation":guid}                   -> {"siteKeyVersion"}
/// A token is a secret until it is used: the answer is SecureBytes. Throws ProblemError, StoreError.
SecureBytes carryOut(Centre& centre, std::string_view order);

} // namespace cardwright::central
