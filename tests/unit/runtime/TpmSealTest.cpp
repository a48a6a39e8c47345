#include "app/runtime/TpmSeal.h"

#include "core/crypto/SecureRandom.h"
#include "tests/support/FailureCode.h"
#include "tests/support/SoftwareTpm.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using runtime::TpmSeal;
using testing::codeOf;
using testing::SoftwareTpm;

namespace {

SecureBytes someKey()
{
    SecureRandom random;
    SecureBytes key(32);
    random.fill(key.writable());
    return key;
}

} // namespace

TEST_CASE("what one TPM sealed it opens again, also after a restart of the machine")
{
    SoftwareTpm machine;
    const auto key = someKey();
    const auto blob = TpmSeal(machine.tcti()).seal(key);
    CHECK(TpmSeal(machine.tcti()).unseal(blob).sameAs(key.view()));
    machine.stop();
    machine.start();
    CHECK(TpmSeal(machine.tcti()).unseal(blob).sameAs(key.view()));
}

TEST_CASE("another machine's TPM opens nothing, nor does the same one open a bent blob")
{
    SoftwareTpm machine;
    SoftwareTpm other;
    auto blob = TpmSeal(machine.tcti()).seal(someKey());
    CHECK(codeOf([&] { TpmSeal(other.tcti()).unseal(blob); }) == "TPM-REFUSED");
    blob.back() ^= 1;
    CHECK(codeOf([&] { TpmSeal(machine.tcti()).unseal(blob); }) == "TPM-REFUSED");
    blob.resize(20);
    CHECK(codeOf([&] { TpmSeal(machine.tcti()).unseal(blob); }) == "TPM-REFUSED");
}

TEST_CASE("the counter only goes up, and a new one of the same place begins above the old one's last")
{
    SoftwareTpm machine;
    constexpr auto index = TpmSeal::firstIndex;
    std::uint64_t last = 0;
    {
        TpmSeal tpm(machine.tcti());
        CHECK_FALSE(tpm.hasCounter(index));
        CHECK(codeOf([&] { tpm.count(index); }) == "TPM-REFUSED");
        tpm.makeCounter(index);
        CHECK(tpm.hasCounter(index));
        const auto first = tpm.count(index);
        CHECK(tpm.increment(index) == first + 1);
        last = tpm.increment(index);
        CHECK(last == first + 2);
    }
    machine.stop();
    machine.start();
    TpmSeal again(machine.tcti());
    CHECK(again.count(index) >= last);
    again.removeCounter(index);
    again.makeCounter(index);
    CHECK(again.count(index) > last);
}

TEST_CASE("a machine without a TPM is told so")
{
    CHECK(codeOf([] { TpmSeal("swtpm:path=/nonexistent/tpm"); }) == "TPM-ABSENT");
}
