#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace cardwright::ctl {

/// The command line, understood but not yet acted on.
struct Arguments {
    std::string command; ///< "site train", "issue" ...
    std::filesystem::path site;
    bool json = false;
    bool apduSummary = false;
    std::string agentReader;             ///< empty: a training site's agent signs in by itself
    std::optional<int> agentPasscodeFd;
    std::filesystem::path trayCard;      ///< training: this card file in "Training reader 2" for the length of the command
    std::string reader;
    std::optional<int> passcodeFd;
    bool locked = false;
    bool lastTry = false;
    std::string likeness = "portrait";   ///< unlock: "portrait" or "printed-face"
    std::filesystem::path request;
    std::string text;                    ///< what to find, whom to show
    std::filesystem::path file;          ///< log verify: an export; log export: where to
    std::optional<std::uint16_t> centrePort;
};

} // namespace cardwright::ctl
