#pragma once

#include "core/identity/EvidencePolicy.h"

#include <span>
#include <string>
#include <vector>

namespace cardwright {

/// The verdict told in sentences, one a line: the outcome; each document, by which clause and with which arithmetic; what is missing; the
/// cheapest way to pass from here; by which policy, on which day. For the shell, paper and screen readers; no document's number in it.
/// `places`: which documents of the set these are, where some are not shown (EvidenceSight.h).
std::vector<std::string> sentencesOf(const EvidenceVerdict& verdict, std::span<const EvidenceDocument> documents, const EvidencePolicy& policy,
                                     std::span<const std::size_t> places = {});

} // namespace cardwright
