#pragma once

#include "app/workstation/Context.h"
#include "pcsc/simulator/VirtualTray.h"

namespace cardwright::workstation {

/// The training tray: the site's card files, and which of the two training readers each is in.
class TrayService final : public ui::TrayPort {
public:
    TrayService(Context& context, simulator::VirtualTray& tray);

    void insert(const std::string& cardId, ui::ReaderRole reader) override;
    void pull(ui::ReaderRole reader) override;
    void spendTries(const std::string& cardId) override;
    /// Lists the cards anew and tells the window.
    void refresh();

private:
    std::string readerOf(ui::ReaderRole role) const;
    std::vector<ui::TrayCard> list(Store& store);

    Context& m_context;
    simulator::VirtualTray& m_tray;
};

} // namespace cardwright::workstation
