#pragma once

#include "tests/system/Desk.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::testing {

/// A centre of its own (cardwright-central init), as a site has it that is no training site.
class LiveCentre {
public:
    LiveCentre();
    ~LiveCentre();
    LiveCentre(const LiveCentre&) = delete;
    LiveCentre& operator=(const LiveCentre&) = delete;

    std::filesystem::path folder() const { return m_folder / "centre"; }
    std::filesystem::path store() const { return folder() / "centre.sqlite"; }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(m_port); }
    /// Of its authority, as an installer is told it.
    const std::string& fingerprint() const noexcept { return m_fingerprint; }
    std::string token() const { return tokenOf(folder()); }
    /// `cardwright-central token FOLDER`: of whichever centre, running or not.
    static std::string tokenOf(const std::filesystem::path& folder);
    /// `cardwright-central WORDS`; throws unless it ends with 0.
    static std::string order(const std::vector<std::string>& words);

private:
    TempFolder m_folder;
    std::string m_fingerprint;
    std::uint16_t m_port = 0;
    std::vector<BackgroundTool> m_served;
};

/// A desk enrolled by `site enrol`. Its agents sign in with their own cards in slot 1; holders' cards lie in slot 0.
class LiveDesk {
public:
    LiveDesk(const PrivatePcscd& pcscd, std::string centreUrl) : m_pcscd(pcscd), m_url(std::move(centreUrl)) {}
    LiveDesk(const LiveDesk&) = delete;
    LiveDesk& operator=(const LiveDesk&) = delete;

    struct FirstAgent {
        std::string number;
        std::string name;
        std::string passcode;
    };
    /// What the installer was told: --authority or --trust and its value.
    CtlRun enrol(const std::vector<std::string>& authority, const std::string& token, const std::optional<FirstAgent>& first = {},
                 const std::vector<std::string>& more = {}) const;

    std::filesystem::path site() const { return m_folder / "site"; }
    std::filesystem::path workstation() const { return site() / "workstation"; }
    std::filesystem::path store() const { return workstation() / "desk.sqlite"; }
    std::filesystem::path scratch(const std::string& name) const { return m_folder / name; }
    /// With the agent's card in slot 1 and its passcode, or without a sign-in.
    CtlRun ctl(std::vector<std::string> words, const std::optional<std::string>& agentPasscode = {}) const;
    const std::string& said() const noexcept { return m_said; }

private:
    CtlRun run(const ToolRun& tool) const;
    const PrivatePcscd& m_pcscd;
    std::string m_url;
    TempFolder m_folder;
    mutable std::string m_said;
};

} // namespace cardwright::testing
