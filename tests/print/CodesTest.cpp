#include "tests/print/PdfWitness.h"
#include "ui/print/BarCode.h"
#include "ui/print/FaceRenderer.h"
#include "ui/print/PdfFile.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <QPainter>

#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

using namespace cardwright;
using namespace cardwright::ui;
using cardwright::testing::Witness;
using nlohmann::json;

namespace {

/// What ships, with a bar code in the QR square's stead; `change` has the element.
json policyWithBars(const std::function<void(json&)>& change = {})
{
    std::ifstream file(std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/policies/print.json");
    auto policy = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
    for (auto& one : policy["templates"][0]["back"]) {
        if (one["id"] == "code") {
            one = {{"id", "code"}, {"kind", "barcode"}, {"symbology", "code128"}, {"content", "{uuid}"}, {"x", 36.0}, {"y", 29.0}, {"width", 46.0}, {"height", 8.0}};
            if (change) change(one);
        } else if (one["id"] == "found") {
            one["width"] = 24.0;
            one["lines"] = 6;
            one["height"] = 13.0;
        }
    }
    return policy;
}

PrintPolicy policyFrom(const json& policy) { return PrintPolicy::from(PolicyFile::parse(PolicyKind::print, policy.dump(1))); }

std::string refusal(const json& policy)
{
    try {
        policyFrom(policy);
    } catch (const PolicyError& error) {
        return error.failure().detail;
    }
    return {};
}

FaceContent someone()
{
    FaceContent face;
    face.organisation = QStringLiteral("Harbour Valley Community Trust");
    face.givenName = QStringLiteral("Ffion");
    face.familyName = QStringLiteral("Adeyemi");
    face.userNumber = QStringLiteral("555 0417 26093");
    face.expires = QStringLiteral("March 2028");
    return face;
}

/// Bars alone, as zbar reads them.
QString readBack(const QString& words)
{
    const auto code = BarCode::of(words);
    REQUIRE(code);
    const double module = 0.4;
    const double wide = (code->modules() + 2 * BarCode::quiet) * module;
    QImage image(static_cast<int>(wide * 300 / 25.4) + 1, 200, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(300 / 25.4, 300 / 25.4);
    code->paint(painter, QRectF(0, 2, wide, 12));
    painter.end();
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("bars.png"));
    REQUIRE(image.save(file));
    return testing::run(QStringLiteral("zbarimg"), {QStringLiteral("--raw"), QStringLiteral("-q"), QStringLiteral("-Sdisable"), QStringLiteral("-Scode128.enable"), file})
        .remove(QLatin1Char('\n'));
}

} // namespace

TEST_CASE("the symbols of Code 128 are those of the standard: eleven modules, even bars, no two alike", "[print]")
{
    std::set<std::string> seen;
    for (int symbol = 0; symbol < BarCode::symbols - 1; ++symbol) {
        const std::string pattern = BarCode::pattern(symbol);
        INFO(symbol << ": " << pattern);
        REQUIRE(pattern.size() == 6);
        int modules = 0, bars = 0;
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            modules += pattern[at] - '0';
            if (at % 2 == 0) bars += pattern[at] - '0';
        }
        CHECK(modules == 11);
        CHECK(bars % 2 == 0);
        CHECK(seen.insert(pattern).second);
    }
    CHECK(std::string(BarCode::pattern(106)) == "2331112");
}

TEST_CASE("an independent decoder reads every letter and every pair of digits", "[print]")
{
    for (int first = ' '; first <= '~'; first += 12) {
        QString words;
        for (int letter = first; letter < first + 12 && letter <= '~'; ++letter) words += QLatin1Char(static_cast<char>(letter));
        if (words.startsWith(QLatin1Char(' '))) words.prepend(QLatin1Char('x')); // the reader's line begins with it
        CHECK(readBack(words).toStdString() == words.toStdString());
    }
    for (int first = 0; first < 100; first += 10) {
        QString words;
        for (int pair = first; pair < first + 10; ++pair) words += QStringLiteral("%1").arg(pair, 2, 10, QLatin1Char('0'));
        CHECK(readBack(words).toStdString() == words.toStdString());
    }
    for (const char* mixed : {"555041726093", "7", "12", "123", "12345", "A1234567B", "AB12C3456", "12ab3456789"}) {
        INFO(mixed);
        CHECK(readBack(QLatin1String(mixed)) == QLatin1String(mixed));
    }
    CHECK(BarCode::of(QStringLiteral("555041726093"))->modules() == 11 * 8 + 13); // start, six pairs, check; stop
    CHECK_FALSE(BarCode::of(QString()));
    CHECK_FALSE(BarCode::of(QString::fromUtf8("Zo\xC3\xAB")));
    CHECK_FALSE(BarCode::of(QStringLiteral("a\tb")));
}

TEST_CASE("a template's bar code is read back from the card's page at 300 dpi", "[print]")
{
    const auto policy = policyFrom(policyWithBars());
    const auto& card = policy.of(PrintUse::card);
    CHECK(FaceRenderer(policy, card).tooLong(someone()).isEmpty());
    const Witness pdf(facesPdf(policy, card, {{someone(), true, true}}));
    CHECK(pdf.code(2) == QStringLiteral("555041726093"));
    // Of whole dots: every single bar is as wide as the next.
    const auto code = BarCode::of(QStringLiteral("555041726093"));
    const double dots = code->moduleIn(QRectF(0, 0, 46, 8)) / (25.4 / 300);
    CHECK(dots == Approx(std::round(dots)));
    // Nothing to say, nothing drawn.
    auto nobody = someone();
    nobody.userNumber.clear();
    CHECK(FaceRenderer(policy, card).tooLong(nobody).isEmpty());
}

TEST_CASE("a bar code that cannot be read is refused: at load with the line, or before it is printed", "[print]")
{
    CHECK(refusal(policyWithBars()).empty());
    CHECK(refusal(policyWithBars([](json& one) { one["height"] = 4.0; })).find("too low") != std::string::npos);
    CHECK(refusal(policyWithBars([](json& one) { one["x"] = 38.0; })).find("edge") != std::string::npos);
    CHECK(refusal(policyWithBars([](json& one) { one["symbology"] = "qr"; })).rfind("print.json, line ", 0) == 0);
    CHECK_FALSE(refusal(policyWithBars([](json& one) { one.erase("content"); })).empty());
    const auto narrow = policyFrom(policyWithBars([](json& one) {
        one["width"] = 30.0;
        one["x"] = 50.0;
    }));
    CHECK(FaceRenderer(narrow, narrow.of(PrintUse::card)).tooLong(someone()) == QStringList{QStringLiteral("code")});
    auto other = someone();
    other.familyName = QString::fromUtf8("Zo\xC3\xAB");
    const auto named = policyFrom(policyWithBars([](json& one) { one["content"] = "{familyName}"; }));
    CHECK(FaceRenderer(named, named.of(PrintUse::card)).tooLong(other) == QStringList{QStringLiteral("code")});
}
