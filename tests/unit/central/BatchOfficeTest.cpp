#include "core/central/BatchOffice.h"
#include "core/central/Orders.h"
#include "core/piv/TransportBatch.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "tests/unit/central/TestCentre.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cardwright;
using namespace cardwright::central;
using namespace cardwright::test;

namespace {

TransportBatch aBatch(const std::string& name = "SPRING-7", std::uint8_t octet = 0x3C)
{
    TransportBatch batch;
    batch.name = name;
    batch.profile = "yubico-like";
    batch.algorithm = Algorithm::aes256;
    batch.serials = {{20'000'000, 20'000'499}};
    batch.administrationKey = SecureBytes::copyOf(Bytes(32, octet));
    return batch;
}

json carried(Site& site, const json& order) { return json::parse(toText(carryOut(*site.centre, order.dump()).view())); }

json addOrder(const Site& site, const TransportBatch& batch)
{
    return {{"order", "batch"}, {"act", "add"}, {"site", "HVC00"}, {"sealed", toBase64(sealedForCentre(batch, *site.desk.centreEnvelope))}};
}

TransportBatch delivered(Desk& desk, const json& body)
{
    PrivateEnvelopeKey key(desk.store, *desk.storeCertificate);
    return TransportBatch::decode(envelope::open(fromBase64(body.at("sealed").get<std::string>()).value(), key).view());
}

} // namespace

TEST_CASE("A batch's keys go sealed to every desk in use, to a new one and to a log that begins anew; a list tells none")
{
    Site site;
    auto other = site.addDesk();
    CHECK(carried(site, addOrder(site, aBatch())) == json{{"batch", "SPRING-7"}, {"replaced", false}});
    for (auto* desk : {&site.desk, &other}) {
        const auto told = site.deliveriesOf("transportKey", *desk);
        REQUIRE(told.size() == 1);
        CHECK(delivered(*desk, told.front()).sameAs(aBatch()));
    }
    CHECK(carried(site, addOrder(site, aBatch("SPRING-7", 0x3D))).at("replaced") == true);
    CHECK(delivered(other, site.deliveriesOf("transportKey", other).back()).sameAs(aBatch("SPRING-7", 0x3D)));

    auto third = site.addDesk();
    REQUIRE(site.deliveriesOf("transportKey", third).size() == 1);
    CHECK(delivered(third, site.deliveriesOf("transportKey", third).front()).sameAs(aBatch("SPRING-7", 0x3D)));
    site.desk.log = site.centre->beginLog(site.desk.workstation, "the store was put back");
    REQUIRE(site.deliveriesOf("transportKey").size() == 1);
    CHECK(delivered(site.desk, site.deliveriesOf("transportKey").front()).sameAs(aBatch("SPRING-7", 0x3D)));

    const auto list = carried(site, {{"order", "batch"}, {"act", "list"}}).at("batches");
    REQUIRE(list.size() == 1);
    CHECK(list[0].at("algorithm") == "AES-256");
    CHECK(list[0].at("serials").at("first") == 20'000'000);
    CHECK(list.dump().find("3d3d") == std::string::npos);

    CHECK(carried(site, {{"order", "batch"}, {"act", "end"}, {"batch", "SPRING-7"}}).at("ended") == true);
    CHECK(site.deliveriesOf("transportKey", other).back() == json{{"batch", "SPRING-7"}, {"ended", true}});
    CHECK(problemOf([&] { carried(site, {{"order", "batch"}, {"act", "end"}, {"batch", "SPRING-7"}}); }) == "batch-unknown");
    auto fourth = site.addDesk();
    CHECK(site.deliveriesOf("transportKey", fourth).empty());
    CHECK(carried(site, {{"order", "batch"}, {"act", "list"}}).at("batches")[0].contains("endedAt"));
    // Nothing that opens a card is left in what the centre keeps of it.
    auto kept = site.centre->database().prepare("SELECT length(sealed) FROM batches");
    REQUIRE(kept.step());
    CHECK(kept.integer(0) == 0);
}

TEST_CASE("What can be no batch of this centre's is refused, and nothing is delivered")
{
    Site site;
    const auto refused = [&](auto change) {
        auto batch = aBatch();
        change(batch);
        return problemOf([&] { carried(site, addOrder(site, batch)); });
    };
    CHECK(refused([](auto& batch) { batch.profile = "nobody's"; }) == "batch-malformed");
    CHECK(refused([](auto& batch) { batch.profile = "unknown-kind"; }) == "batch-malformed");
    CHECK(refused([](auto& batch) { batch.profile = "strict"; }) == "batch-malformed"); // 3DES alone
    CHECK(refused([](auto& batch) { batch.administrationKey = SecureBytes(16); }) == "batch-malformed");
    auto order = addOrder(site, aBatch());
    order["site"] = "OTHER";
    CHECK(problemOf([&] { carried(site, order); }) == "batch-malformed");
    order["site"] = "HVC00";
    order["sealed"] = toBase64(Bytes(100, 7));
    CHECK(problemOf([&] { carried(site, order); }) == "batch-malformed");
    order["act"] = "burn";
    CHECK(problemOf([&] { carried(site, order); }) == "request-unreadable");
    CHECK(site.deliveriesOf("transportKey").empty());

    CHECK(problemOf([&] { carried(site, addOrder(site, aBatch())); }) == "none");
    CHECK(refused([](auto& batch) {
              batch.name = "SPRING-8";
              batch.serials = {{20'000'499, 20'000'999}};
          }) == "batch-malformed"); // one card, two batches
    CHECK(refused([](auto& batch) {
              batch.name = "SPRING-8";
              batch.serials = {{20'000'500, 20'000'999}};
          }) == "none");
}

TEST_CASE("The centre's files hold no batch key in the open")
{
    Site site;
    auto batch = aBatch();
    site.random.fill(batch.administrationKey.writable());
    batch.unlockKey = SecureBytes::copyOf(bytesOf("60718293"));
    carried(site, addOrder(site, batch));
    const auto key = toBytes(batch.administrationKey.view());
    const std::vector<Bytes> forms{key, toBytes(bytesOf(toHex(key))), toBytes(bytesOf(toBase64(key))), toBytes(bytesOf("60718293"))};
    std::size_t looked = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(site.folder.path())) {
        if (!file.is_regular_file()) continue;
        const auto content = readWholeFile(file.path(), std::size_t{64} << 20);
        ++looked;
        for (const auto& form : forms) {
            INFO(file.path().string());
            CHECK(std::search(content.begin(), content.end(), form.begin(), form.end()) == content.end());
        }
    }
    CHECK(looked > 5);
}
