#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

namespace fs = std::filesystem;

struct Run {
    int code = -1;
    std::string out;
    std::string error;
};

std::string contents(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The program with a folder of its own as everything it could write to.
class Folder {
public:
    Folder()
    {
        std::string form = (fs::temp_directory_path() / "print-XXXXXX").string();
        REQUIRE(::mkdtemp(form.data()) != nullptr);
        path = form;
    }
    ~Folder() { fs::remove_all(path); }
    Run run(const std::string& request, const std::string& argument = {})
    {
        std::ofstream(path / "in", std::ios::binary) << request;
        fs::create_directories(path / "home");
        const auto command = "cd " + path.string() + "/home && HOME=" + path.string() + "/home TMPDIR=" + path.string() + "/home XDG_CACHE_HOME=" +
                             path.string() + "/cache " + CARDWRIGHT_PRINT + " " + argument + " < ../in > ../out 2> ../error";
        Run run;
        run.code = WEXITSTATUS(std::system(command.c_str()));
        run.out = contents(path / "out");
        run.error = contents(path / "error");
        return run;
    }
    fs::path path;
};

std::string leaflet() { return nlohmann::json{{"schema", "cardwright.print/1"}, {"what", "leaflet"}, {"site", "Harbour Valley"}}.dump(); }

} // namespace

TEST_CASE("the program writes a PDF to standard output and leaves nothing behind", "[print]")
{
    Folder folder;
    const auto run = folder.run(leaflet());
    CHECK(run.code == 0);
    CHECK(run.out.rfind("%PDF", 0) == 0);
    CHECK(fs::is_empty(folder.path / "home"));
}

TEST_CASE("to a file that nobody else may read", "[print]")
{
    Folder folder;
    const auto file = folder.path / "leaflet.pdf";
    const auto run = folder.run(leaflet(), file.string());
    CHECK(run.code == 0);
    CHECK(run.out.empty());
    CHECK(contents(file).rfind("%PDF", 0) == 0);
    struct stat state {};
    REQUIRE(::stat(file.c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0600);
}

TEST_CASE("what is wrong is one JSON object on standard error and an exit code", "[print]")
{
    Folder folder;
    const auto off = folder.run("{\"schema\":\"cardwright.print/1\",\"what\":\"front\"}");
    CHECK(off.code == 2);
    CHECK(off.out.empty());
    CHECK(nlohmann::json::parse(off.error).at("code") == "PRINT-REQUEST");
    const auto nowhere = folder.run(leaflet(), "/nonexistent/folder/x.pdf");
    CHECK(nowhere.code == 2);
    CHECK(nlohmann::json::parse(nowhere.error).at("code") == "PRINT-FILE");
    CHECK(folder.run(leaflet(), "--help").code == 2);
    CHECK(folder.run(std::string(200'000, '[')).code == 2);
}
