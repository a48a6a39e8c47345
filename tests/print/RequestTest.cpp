#include "app/print/PrintRequest.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <QBuffer>
#include <QImage>

using namespace cardwright;
using nlohmann::json;

namespace {

std::string png(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::gray);
    QByteArray octets;
    QBuffer buffer(&octets);
    image.save(&buffer, "PNG");
    return octets.toBase64().toStdString();
}

json request(const char* what)
{
    json object{{"schema", "cardwright.print/1"}, {"what", what}, {"site", "Harbour Valley"}};
    object["faces"] = json::array({{{"givenName", "Ffion"}, {"familyName", "Adeyemi"}, {"userNumber", "555041726093"}, {"portrait", png(350, 450)}}});
    return object;
}

std::string codeOf(const std::string& text)
{
    try {
        print::draw(print::PrintRequest::parse(text));
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return {};
}

} // namespace

TEST_CASE("a request is drawn, each kind of it", "[print]")
{
    for (const auto* what : {"front", "back", "both", "badge"}) {
        INFO(what);
        CHECK(print::draw(print::PrintRequest::parse(request(what).dump())).startsWith("%PDF"));
    }
    auto leaflet = request("leaflet");
    leaflet.erase("faces");
    CHECK(codeOf(leaflet.dump()).empty());
    auto receipt = request("receipt");
    receipt.erase("faces");
    receipt["receipt"] = {{"nameOnCard", "Ffion Adeyemi"}, {"canSignIn", false}, {"terms", {{"version", 1}}}};
    CHECK(codeOf(receipt.dump()).empty());
}

TEST_CASE("a request that is off is refused before anything is drawn", "[print]")
{
    const auto broken = [](const std::function<void(json&)>& change) {
        auto object = request("front");
        change(object);
        return codeOf(object.dump());
    };
    CHECK(codeOf("") == "PRINT-REQUEST");
    CHECK(codeOf("[1]") == "PRINT-REQUEST");
    CHECK(codeOf("{\"schema\":\"other\"}") == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["what"] = "poster"; }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o.erase("faces"); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"] = json::array(); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"][0]["givenName"] = 7; }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"][0]["givenName"] = std::string(3'000, 'x'); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"][0]["portrait"] = "not base64 !"; }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"][0]["portrait"] = QByteArray("GIF89a......").toBase64().toStdString(); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"][0]["portrait"] = QByteArray("\xFF\xD8\xFF\xE0 cut off").toBase64().toStdString(); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"][0]["portrait"] = png(5'000, 10); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["faces"] = json::array(); for (int at = 0; at < 501; ++at) o["faces"].push_back({{"familyName", "X"}}); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["receipt"] = json::object(); }) == "PRINT-REQUEST");
    CHECK(broken([](json& o) { o["policy"] = "{}"; }) == "POLICY-DAMAGED");
    CHECK(broken([](json& o) { o["faces"][0]["familyName"] = std::string(900, 'x'); }) == "PRINT-TOO-LONG");
    CHECK(broken([](json&) {}).empty());
}
