#pragma once

#include "app/workstation/Context.h"
#include "app/workstation/ReaderDesk.h"

#include <map>

namespace cardwright::workstation {

/// Site, sign-in, and the desk's small settings.
class SessionService final : public ui::SessionPort {
public:
    SessionService(Context& context, ReaderDesk& readers);

    ui::SiteInfo site() const override;
    void signIn(SecureBytes passcode, bool lastTryAgreed, ui::Then<ui::SignInAnswer> then) override;
    void signOut(ui::SessionEnd why) override;
    std::string setting(const std::string& name) const override;
    void setSetting(const std::string& name, const std::string& value) override;

private:
    void refuseGoneCard(const ui::Then<ui::SignInAnswer>& then);
    Context& m_context;
    ReaderDesk& m_readers;
    mutable std::map<std::string, std::string> m_settings;
};

} // namespace cardwright::workstation
