#include "app/ctl/Output.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>

namespace cardwright::ctl {

namespace {

const char* nameOf(FailureKind kind)
{
    switch (kind) {
    case FailureKind::usage: return "usage";
    case FailureKind::refused: return "refused";
    case FailureKind::card: return "card";
    case FailureKind::centre: return "centre";
    case FailureKind::store: return "store";
    case FailureKind::internal: break;
    }
    return "internal";
}

std::string hexWord(std::uint16_t value)
{
    char text[5];
    std::snprintf(text, sizeof text, "%04X", static_cast<unsigned>(value));
    return text;
}

} // namespace

void Output::say(const std::string& event, nlohmann::json fields, const std::string& sentence) const
{
    if (m_json) {
        nlohmann::json object = {{"event", event}};
        object.update(fields);
        std::cout << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
    } else if (!sentence.empty()) {
        std::cout << sentence << std::endl;
    }
}

void Output::line(const std::string& text) const { std::cout << text << '\n'; }

void Output::aside(const std::string& sentence) const
{
    if (!sentence.empty()) std::cerr << sentence << std::endl;
}

void Output::fail(const Failure& failure) const
{
    nlohmann::json fields = {{"code", failure.code}, {"kind", nameOf(failure.kind)}, {"cause", failure.cause}, {"nextStep", failure.nextStep}};
    if (!failure.detail.empty()) fields["detail"] = failure.detail;
    if (failure.statusWord) fields["statusWord"] = hexWord(*failure.statusWord);
    if (failure.triesLeft) fields["triesLeft"] = *failure.triesLeft;
    if (m_json) {
        say("failure", std::move(fields), "");
        return;
    }
    std::cerr << failure.cause;
    if (failure.triesLeft) std::cerr << " Tries left: " << *failure.triesLeft << '.';
    std::cerr << ' ' << failure.nextStep << " (" << failure.code;
    if (!failure.detail.empty()) std::cerr << ": " << failure.detail;
    if (failure.statusWord) std::cerr << ", " << hexWord(*failure.statusWord);
    std::cerr << ')' << std::endl;
}

} // namespace cardwright::ctl
