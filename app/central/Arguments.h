#pragma once

#include "app/central/BatchInput.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::central {

/// What the command line asks for.
struct Arguments {
    enum class Act { serve, make, order, authority };
    Act act = Act::serve;
    bool asJson = false;
    std::filesystem::path folder; ///< a centre's, or a training site's that holds one

    std::string address = "127.0.0.1"; ///< serve
    int port = -1;                     ///< serve: -1: the one that a training site names

    std::string name; ///< make: the organisation
    std::string odsCode;
    std::vector<std::string> dnsNames;
    std::vector<std::string> ipAddresses;

    std::string order; ///< order: JSON (core/central/Orders.h); for "policy" without its body
    std::filesystem::path policyFile;
    BatchOrder batch; ///< order "batch", act "add": what goes into it sealed

    struct Cmp {
        std::string url;
        std::filesystem::path raCertificate, raKey, trust, tlsTrust;
        std::vector<std::string> slots;
    };
    Cmp cmp; ///< authority
    bool embedded = false;
};

/// Nothing: the program ends with `exitCode` (help was shown, or what is wrong).
std::optional<Arguments> readArguments(int argc, char** argv, int& exitCode);

} // namespace cardwright::central
