#pragma once

#include "core/base/Failure.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace cardwright::ctl {

/// What the shell sees. With --json one object per line on standard output, each with "event"; without, plain sentences:
/// results on standard output, failures on standard error. Fields: app/ctl/README.md.
class Output {
public:
    explicit Output(bool asJson) noexcept : m_json(asJson) {}

    bool asJson() const noexcept { return m_json; }
    /// {"event":event, ...fields} or the sentence; an empty sentence is said in JSON only.
    void say(const std::string& event, nlohmann::json fields, const std::string& sentence) const;
    /// A sentence for whoever stands at the desk, on standard error whatever the form of the results; an empty one is not said.
    void aside(const std::string& sentence) const;
    /// {"event":"failure","code","kind","cause","nextStep","detail"?,"statusWord"?,"triesLeft"?}
    void fail(const Failure& failure) const;
    /// A line as it is (an exported entry).
    void line(const std::string& text) const;

private:
    bool m_json;
};

} // namespace cardwright::ctl
