#pragma once

#include "tests/support/TempFolder.h"
#include "tests/support/ToolRun.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace cardwright::testing {

/// A pcscd of its own with the two slots of vpcd, in mount and network namespaces of its own: nothing of it can be
/// seen or reached from outside but its socket. Everything that it started ends with it, also when a test fails.
/// Needs root, unshare, nsenter, ip and pcscd; throws with the reason where one is missing, so that a test fails there.
///
/// PCSCLITE_CSOCK_NAME is set for this process too. libpcsclite reads it once, so a test program has one PrivatePcscd.
class PrivatePcscd {
public:
    struct Options {
        bool readers = true; ///< false: a pcscd without any reader
        std::string friendlyName = "Virtual PCD";
    };

    PrivatePcscd() : PrivatePcscd(Options()) {}
    explicit PrivatePcscd(Options options);
    ~PrivatePcscd();
    PrivatePcscd(const PrivatePcscd&) = delete;
    PrivatePcscd& operator=(const PrivatePcscd&) = delete;

    /// "Virtual PCD 00 00" and "Virtual PCD 00 01" for slots 0 and 1.
    std::string readerName(int slot) const;
    std::uint16_t port(int slot) const; ///< inside the namespace
    pid_t pid() const;
    const std::filesystem::path& folder() const noexcept { return m_folder.path(); }
    std::string socket() const;

    /// A tool with PCSCLITE_CSOCK_NAME set, in the network namespace.
    ToolRun tool(std::vector<std::string> arguments) const;

    /// A new card file in the folder. Gives its path.
    std::filesystem::path makeCard(const std::string& name, const std::string& personality) const;
    /// Starts cardwright-vcard with these further arguments and waits until pcscd sees the card.
    BackgroundTool& insert(int slot, const std::filesystem::path& card, std::vector<std::string> more = {});
    /// Stops it (SIGTERM) and waits until pcscd sees the slot empty. Gives its exit code.
    int pull(int slot);
    /// The same without waiting for pcscd, as a hand does it in the middle of a command.
    void tearOut(int slot);
    BackgroundTool& card(int slot);
    /// What pcscd has seen of the slot and tells others of it; false when it did not get there in time.
    bool waitPresent(int slot, bool present, std::chrono::milliseconds within = longEnough);

    /// APDUs that pcscd itself has written down (`--apdu`) since it was started first.
    std::size_t apdus() const;
    std::string log() const;

    void stop();
    void kill(); ///< SIGKILL, as a crash
    void start();

private:
    void waitReady();
    TempFolder m_folder;
    Options m_options;
    std::map<int, BackgroundTool> m_cards;
    std::vector<BackgroundTool> m_daemon; ///< none while it is stopped
    std::string m_formerLog;
    std::string m_formerSocket;
    bool m_hadSocket = false;
};

} // namespace cardwright::testing
