#pragma once

#include "core/card/CardTransport.h"

#include <chrono>
#include <memory>
#include <string>

namespace cardwright::pcsc {

class Context;

/// CardReader over pcscd. Has a context of its own (made when first needed, made anew when pcscd was restarted), so
/// that a card that hangs hangs nobody else. pcsc-lite waits without end for another program's transaction; open()
/// waits `within` and then tells READER-BUSY (another program is connected) or CARD-SILENT (nobody is).
class PcscReader : public CardReader {
public:
    explicit PcscReader(std::string name, std::chrono::milliseconds within = std::chrono::seconds(5));
    ~PcscReader() override;

    const std::string& name() const override { return m_name; }
    std::unique_ptr<CardTransport> open() override;

private:
    std::string m_name;
    std::chrono::milliseconds m_within;
    std::shared_ptr<Context> m_context;
};

} // namespace cardwright::pcsc
