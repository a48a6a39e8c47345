#pragma once

#include "core/base/Bytes.h"

#include <string_view>
#include <vector>

namespace cardwright::fuzz {

/// Runs one input through the target of this name. What a reader may throw is caught here; all else ends the program, and so do
/// a reader's broken promises (what was read and written again must be readable, and the same).
void run(std::string_view target, ByteView input);

/// Inputs to begin with: what is right, for mutations to make wrong.
std::vector<Bytes> seeds(std::string_view target);
std::vector<std::string_view> targets();

// FuzzHrFile.cpp
void csv(ByteView input); ///< a file from HR, whatever is in it: encoding, records, rows
std::vector<Bytes> hrFiles();
// FuzzImage.cpp
void image(ByteView input); ///< a picture for a card: head, pixels, crop, what is kept of it
std::vector<Bytes> imageSeeds();
// FuzzSeam.cpp
void seam(ByteView input);   ///< answers of a card, whatever they are, to all that a desk asks
void applet(ByteView input); ///< commands to the simulated card's application, whatever they are
// FuzzIdentity.cpp
void mrz(ByteView input);            ///< a machine readable zone, typed, pasted or scanned
void evidencePolicy(ByteView input); ///< an evidence policy, and a judgement by it
void request(ByteView input);        ///< an issue request or a set of documents, and a judgement of it
std::vector<Bytes> identitySeeds(std::string_view target);
// FuzzPolicies.cpp
void policies(ByteView input); ///< every other policy, and what it must hold once it is read
std::vector<Bytes> policySeeds();

/// What a simulated card of this kind answers to the commands of seam(), in the form that seam() reads.
Bytes recordedAnswers(int personality);
/// Those commands, in the form that applet() reads.
Bytes recordedCommands(int personality);

} // namespace cardwright::fuzz
