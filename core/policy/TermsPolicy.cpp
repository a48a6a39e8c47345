#include "core/policy/TermsPolicy.h"

#include <nlohmann/json.hpp>

#include <set>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "terms.json, " + file.place(path) + ": " + what));
}

std::vector<TextSection> sectionsOf(const PolicyFile& file, const nlohmann::json& rows, const std::string& path)
{
    std::vector<TextSection> sections;
    std::set<std::string> titles;
    for (const auto& row : rows) {
        TextSection section{row.at("title").get<std::string>(), row.at("paragraphs").get<std::vector<std::string>>()};
        if (!titles.insert(section.title).second) {
            damaged(file, path + "[" + std::to_string(sections.size()) + "].title", "\"" + section.title + "\" stands twice");
        }
        sections.push_back(std::move(section));
    }
    return sections;
}

/// nlohmann sorts members by name and writes no white space: canonical for what the schema admits (whole numbers, ASCII member names).
std::string octetsOf(const nlohmann::json& part) { return part.dump(); }

} // namespace

TermsPolicy TermsPolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    TermsPolicy policy;
    policy.id = file.id();

    const auto& notice = json.at("notice");
    policy.notice.version = notice.at("version").get<int>();
    policy.notice.title = notice.at("title").get<std::string>();
    policy.notice.sections = sectionsOf(file, notice.at("sections"), "notice.sections");
    policy.notice.octets = octetsOf(notice);
    policy.notice.digest = sha256(bytesOf(policy.notice.octets));

    const auto& terms = json.at("terms");
    policy.terms.version = terms.at("version").get<int>();
    policy.terms.title = terms.at("title").get<std::string>();
    policy.terms.law = terms.at("law").get<std::string>();
    const auto effective = parseDate(terms.at("effective").get<std::string>());
    if (!effective) damaged(file, "terms.effective", "no day of the calendar");
    policy.terms.effective = *effective;
    policy.terms.intro = terms.value("intro", "");
    policy.terms.clauses = sectionsOf(file, terms.at("clauses"), "terms.clauses");
    policy.terms.agreement = terms.at("agreement").get<std::string>();
    policy.terms.octets = octetsOf(terms);
    policy.terms.digest = sha256(bytesOf(policy.terms.octets));

    policy.help = sectionsOf(file, json.at("help"), "help");
    return policy;
}

TermsPolicy TermsPolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::terms, path)); }

TermsPolicy TermsPolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::terms)); }

} // namespace cardwright
