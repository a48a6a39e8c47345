#pragma once

#include "core/card/PinPad.h"
#include "pcsc/Connection.h"
#include "pcsc/OwnUse.h"
#include "pcsc/ReaderFeatures.h"

namespace cardwright::pcsc {

/// PinPad by FEATURE_VERIFY_PIN_DIRECT and FEATURE_MODIFY_PIN_DIRECT (PC/SC part 10, 2.5). Blocks while a person types, for as
/// long as the reader lets them. Digits as ASCII, left-justified, no length field: the form of SP 800-73.
class ReaderPad : public PinPad {
public:
    ReaderPad(const Connection& connection, ReaderFeatures features, OwnUse& use)
        : m_connection(connection), m_features(std::move(features)), m_use(use)
    {
    }

    bool canVerify() const noexcept override { return m_features.control(ReaderFeatures::verifyDirect).has_value(); }
    bool canModify() const noexcept override { return m_features.control(ReaderFeatures::modifyDirect).has_value(); }
    Bytes verify(ByteView commandTemplate, const PadEntry& entry) override;
    Bytes modify(ByteView commandTemplate, const PadEntry& entry) override;

private:
    Bytes ask(ReaderFeatures::Feature feature, const SecureBytes& structure) const;
    const Connection& m_connection;
    ReaderFeatures m_features;
    OwnUse& m_use;
};

} // namespace cardwright::pcsc
