#pragma once

#include "core/access/AgentSignIn.h"
#include "core/piv/Slot.h"

#include <optional>

namespace cardwright {

class PivApplication;

/// What sign-in and step-up both ask of an agent's card. For core/access only.
namespace agentcard {

/// The slot's certificate; nothing when there is none, or none that can be read.
std::optional<Certificate> certificateIn(PivApplication& card, Slot slot);

SignInOutcome outcome(SignInOutcome::Kind kind, std::string detail = {});

/// What speaks against this 9A certificate: its chain, its time, revocation. Nothing when it is good.
std::optional<SignInOutcome> certificateForbids(const Certificate& certificate, std::span<const Certificate> trust, const Roster& roster,
                                                std::span<const Sha256Digest> revoked, std::int64_t now);
/// What speaks against trying the passcode at all; nothing when it may be tried.
std::optional<SignInOutcome> triesForbid(PivApplication& card, bool mayUseLastTry);
/// VERIFY, once; nothing when it was accepted.
std::optional<SignInOutcome> passcodeRefused(PivApplication& card, const SecureBytes& passcode);

} // namespace agentcard

} // namespace cardwright
