#include "tests/bench/Figures.h"

#include "tests/support/ToolRun.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace cardwright::bench {

namespace {

constexpr auto longest = std::chrono::seconds(60);

/// The fields of the last line that begins so: "+F4:3:256:76297.9:25554.0".
std::vector<std::string> speed(std::vector<std::string> words, const std::string& begin)
{
    words.insert(words.begin(), {"openssl", "speed", "-mr", "-seconds", "2"});
    const auto run = testing::ToolRun(words).within(longest).run();
    std::istringstream lines(run.out);
    std::string found;
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind(begin, 0) == 0) found = line;
    }
    if (run.exitCode != 0 || found.empty()) throw std::runtime_error("openssl speed gave nothing: " + run.all());
    std::vector<std::string> fields;
    std::istringstream parts(found);
    for (std::string part; std::getline(parts, part, ':');) fields.push_back(part);
    return fields;
}

} // namespace

Spread spreadOf(std::vector<double> values)
{
    if (values.empty()) throw std::logic_error("nothing was measured");
    std::sort(values.begin(), values.end());
    return {values.front(), values[values.size() / 2], values.back()};
}

OpenSslSpeed OpenSslSpeed::measure()
{
    OpenSslSpeed found;
    found.sha256BytesPerSecond = std::stod(speed({"-bytes", "1024", "sha256"}, "+F:").back());
    const auto one = speed({"ecdsap256"}, "+F4:");
    found.p256SignsOneThread = std::stod(one.at(one.size() - 2));
    found.p256VerifiesOneThread = std::stod(one.back());
    const auto processors = std::to_string(std::max(1U, std::thread::hardware_concurrency()));
    found.p256VerifiesPerSecond = std::stod(speed({"-multi", processors, "ecdsap256"}, "+F4:").back());
    const auto agreements = speed({"ecdhp256"}, "+F5:");
    found.p256AgreementsOneThread = std::stod(agreements.at(agreements.size() - 2));
    return found;
}

OpenSslSpeed OpenSslSpeed::with(const OpenSslSpeed& other) const
{
    return {(sha256BytesPerSecond + other.sha256BytesPerSecond) / 2, (p256VerifiesPerSecond + other.p256VerifiesPerSecond) / 2,
            (p256VerifiesOneThread + other.p256VerifiesOneThread) / 2, (p256SignsOneThread + other.p256SignsOneThread) / 2,
            (p256AgreementsOneThread + other.p256AgreementsOneThread) / 2};
}

} // namespace cardwright::bench
