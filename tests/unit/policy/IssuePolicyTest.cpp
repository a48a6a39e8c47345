#include "core/policy/Embedded.h"
#include "core/policy/IssuePolicy.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

json shippedText() { return json::parse(embeddedText("policies/issue.json")); }

IssuePolicy read(const json& policy) { return IssuePolicy::from(PolicyFile::parse(PolicyKind::issue, policy.dump(2))); }

/// What is said of a policy that cannot be used.
std::string saidOf(const json& policy)
{
    try {
        read(policy);
    } catch (const PolicyError& error) {
        CHECK(error.failure().code == "POLICY-DAMAGED");
        return error.failure().detail;
    }
    return {};
}

json maker(const std::string& certificate, const char* title = "A maker") { return {{"title", title}, {"certificate", certificate}}; }

} // namespace

TEST_CASE("No portrait goes on a card, and no maker is asked for, until policy says so")
{
    const auto policy = IssuePolicy::shipped();
    CHECK_FALSE(policy.writeFacialImage);
    CHECK_FALSE(policy.verifyAttestation);
    CHECK(policy.attestationMakers.empty());
    auto wanted = shippedText();
    wanted["writeFacialImage"] = true;
    CHECK(read(wanted).writeFacialImage);
}

TEST_CASE("Makers' roots are read as PEM and as base64")
{
    TestAuthority one, other;
    auto policy = shippedText();
    policy["attestation"] = {{"verify", true}, {"makers", {maker(one.root.pem(), "First"), maker(toBase64(other.root.der()), "Second")}}};
    const auto made = read(policy);
    CHECK(made.verifyAttestation);
    REQUIRE(made.attestationMakers.size() == 2);
    CHECK(made.attestationMakers[0].title == "First");
    CHECK(made.attestationMakers[0].root == one.root);
    CHECK(made.attestationMakers[1].root == other.root);
}

TEST_CASE("What contradicts itself in the issue policy is refused with its line")
{
    TestAuthority one;
    auto policy = shippedText();
    policy["attestation"] = {{"verify", true}};
    policy["verifyAttestation"] = true;
    CHECK(saidOf(policy).empty());
    policy["verifyAttestation"] = false;
    CHECK_THAT(saidOf(policy), Catch::Contains("line ") && Catch::Contains("attestation.verify: contradicts verifyAttestation"));
    policy.erase("verifyAttestation");

    policy["attestation"]["makers"] = json::array({maker(one.root.pem()), maker(toBase64(one.root.der()))});
    CHECK_THAT(saidOf(policy), Catch::Contains("line ") && Catch::Contains("attestation.makers[1].certificate: this root stands twice"));
    policy["attestation"]["makers"] = json::array({maker(one.signer.pem())});
    CHECK_THAT(saidOf(policy), Catch::Contains("not a root"));
    policy["attestation"]["makers"] = json::array({maker(one.root.pem() + one.root.pem())});
    CHECK_THAT(saidOf(policy), Catch::Contains("not one certificate"));
    policy["attestation"]["makers"] = json::array({maker("no certificate")});
    CHECK_THAT(saidOf(policy), Catch::Contains("not one certificate"));
    policy["attestation"]["makers"] = json::array({{{"title", "nobody"}}});
    CHECK_THAT(saidOf(policy), Catch::Contains("line "));
    policy["attestation"] = {{"makers", json::array()}};
    CHECK_FALSE(saidOf(policy).empty()); // verify or not: that must be said

    auto twice = shippedText();
    twice["slots"] = {{{"slot", "9A"}, {"algorithm", "P-256"}}, {{"slot", "9A"}, {"algorithm", "P-384"}}};
    CHECK_THAT(saidOf(twice), Catch::Contains("line ") && Catch::Contains("9A stands twice"));
}
