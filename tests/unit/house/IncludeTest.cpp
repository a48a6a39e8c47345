#include "IncludeRules.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace fs = std::filesystem;

TEST_CASE("the rule says no where it must")
{
    CHECK(forbiddenInclude("core/piv/Slot.cpp", "core/store/Database.h", false));
    CHECK(forbiddenInclude("core/card/CardChannel.cpp", "core/crypto/Sha256.h", false)); // one floor: no neighbours
    CHECK(forbiddenInclude("core/card/CardChannel.cpp", "pcsc/Context.h", false));
    CHECK(forbiddenInclude("core/card/CardChannel.cpp", "CardChannel.h", false));
    CHECK(forbiddenInclude("pcsc/Context.cpp", "ui/theme/Theme.h", false));
    CHECK(forbiddenInclude("ui/pages/DeskPage.cpp", "pcsc/Context.h", false));
    CHECK(forbiddenInclude("ui/pages/DeskPage.cpp", "app/runtime/Workstation.h", false));
    CHECK(forbiddenInclude("app/ctl/main.cpp", "ui/theme/Theme.h", false));
    CHECK(forbiddenInclude("app/print/main.cpp", "ui/pages/Workbench.h", false));
    CHECK_FALSE(forbiddenInclude("app/print/main.cpp", "ui/print/PdfFile.h", false));
    CHECK(forbiddenInclude("app/ctl/main.cpp", "ui/print/PdfFile.h", false));
    CHECK(forbiddenInclude("core/identity/Person.cpp", "QString", true));
    CHECK(forbiddenInclude("core/sync/Outbox.cpp", "curl/curl.h", true));
    CHECK(forbiddenInclude("core/lifecycle/IssueJob.cpp", "openssl/evp.h", true));
    CHECK(forbiddenInclude("app/runtime/CardExecutor.cpp", "sqlite3.h", true));
    CHECK(forbiddenInclude("core/card/CardChannel.cpp", "winscard.h", true));

    CHECK_FALSE(forbiddenInclude("core/piv/Slot.cpp", "core/card/CardChannel.h", false));
    CHECK_FALSE(forbiddenInclude("core/store/Database.cpp", "sqlite3.h", true));
    CHECK_FALSE(forbiddenInclude("app/workstation/main.cpp", "ui/theme/Theme.h", false));
    CHECK_FALSE(forbiddenInclude("ui/theme/Theme.cpp", "QString", true));
    CHECK_FALSE(forbiddenInclude("core/base/Tlv.cpp", "vector", true));
}

TEST_CASE("every include in the house keeps the rule")
{
    const fs::path root = CARDWRIGHT_SOURCE_DIR;
    const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::size_t files = 0;
    std::size_t includes = 0;
    for (const char* top : {"app", "core", "pcsc", "ui", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const auto extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp") continue;
            ++files;
            const auto file = fs::relative(entry.path(), root).generic_string();
            std::ifstream source(entry.path());
            for (std::string line; std::getline(source, line);) {
                std::smatch match;
                if (!std::regex_search(line, match, include)) continue;
                ++includes;
                const auto reason = forbiddenInclude(file, match[2].str(), match[1] == "<");
                INFO(file << " includes " << match[2].str() << ": " << reason.value_or(""));
                CHECK_FALSE(reason);
            }
        }
    }
    CHECK(files > 100);
    CHECK(includes > 400);
}

TEST_CASE("the top level holds what it may hold")
{
    const std::set<std::string> allowed = {"CMakeLists.txt", "CMakePresets.json", "app", "core", "pcsc", "ui", "resources", "tests", "packaging", "README.md", "build"};
    for (const auto& entry : fs::directory_iterator(CARDWRIGHT_SOURCE_DIR)) {
        const auto name = entry.path().filename().string();
        INFO(name);
        CHECK((name.front() == '.' || allowed.count(name) == 1));
    }
}
