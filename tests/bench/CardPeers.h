#pragma once

#include "tests/support/PrivatePcscd.h"

#include <cstddef>
#include <string>
#include <vector>

namespace cardwright::bench {

/// One act of a program that is not ours, on the card in slot 0: each a process of its own, as its users start it.
struct PeerFigure {
    std::string act;
    double wallMillis = 0;
    std::size_t apdus = 0;    ///< as pcscd wrote them down
    std::size_t bytesOut = 0;
    std::size_t bytesIn = 0;
    std::string refused;      ///< what it said where it cannot do this on this card; empty: done
};

/// Everything that yubico-piv-tool and OpenSC's piv-tool of Debian 12 do of a card's making, on a fresh card of this personality.
std::vector<PeerFigure> peerActs(testing::PrivatePcscd& pcscd, const std::string& personality);

} // namespace cardwright::bench
