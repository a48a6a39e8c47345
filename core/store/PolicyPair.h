#pragma once

#include "core/base/Bytes.h"
#include "core/store/SiteFolder.h"

#include <string_view>
#include <vector>

namespace cardwright {

/// A policy and the signature beside it are two files and change as one: the new signature is first laid down as NAME.json.p7s.next,
/// then the text takes its new form, then the signature does. Cut anywhere, the text that lies there is signed by one of the two,
/// so nothing has to be mended at a start, and a program that only reads needs to write nothing.
namespace policyPair {

void write(const SiteFolder& site, std::string_view name, ByteView text, ByteView signature);

/// What lies there. signatures: the one beside the text, and the one that was to follow it; either may be missing.
struct Held {
    Bytes text;
    std::vector<Bytes> signatures;
};
/// Throws StoreError STORE-READ when there is no text.
Held read(const SiteFolder& site, std::string_view name);

/// NAME.json.p7s.next
std::filesystem::path nextSignatureFile(const SiteFolder& site, std::string_view name);

} // namespace policyPair

} // namespace cardwright
