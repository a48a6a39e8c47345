#define CATCH_CONFIG_RUNNER
#include "tests/print/PdfWitness.h"
#include "tests/print/PrintHouse.h"
#include "ui/print/Printers.h"

#include <catch2/catch.hpp>

#include <QApplication>

#include <cmath>

// The printer's path whole: what the window calls, Qt, the scheduler and its filter, and a printer that says what it was asked for and
// keeps what it was sent.

using namespace cardwright;
using namespace cardwright::ui;
using cardwright::testing::PrintHouse;
using cardwright::testing::Witness;

namespace {

constexpr double tolerance = 0.2; // millimetres

FaceContent person(const QString& given, const QString& family)
{
    FaceContent face;
    face.organisation = QStringLiteral("Harbour Valley Community Trust");
    face.givenName = given;
    face.familyName = family;
    face.userNumber = QStringLiteral("555041726093");
    face.title = QStringLiteral("Community nurse");
    face.team = QStringLiteral("Adult nursing");
    face.site = QStringLiteral("Quayside House");
    face.expires = QStringLiteral("March 2028");
    return face;
}

bool isUpright(const Witness& pdf)
{
    const auto box = pdf.boxMillimetres();
    return std::abs(box.width() - PrintPolicy::height) < tolerance && std::abs(box.height() - PrintPolicy::width) < tolerance;
}

/// The card as whoever holds it sees it; this printer takes it upright, the card's head to the left.
QImage seen(const Witness& pdf, int page) { return pdf.page(page).transformed(QTransform().rotate(90)); }

void checkPlastic(const PrintHouse::Job& job, const char* sides)
{
    CHECK(job.told.value("CONTENT_TYPE") == "application/pdf");
    CHECK(job.told.value("IPP_MEDIA_COL").contains("x-dimension=5398 y-dimension=8573"));
    CHECK(job.told.value("IPP_MEDIA_COL").contains("media-left-margin=0"));
    CHECK(job.told.value("IPP_PRINT_COLOR_MODE") == "color");
    CHECK(job.told.value("IPP_SIDES") == sides);
}

void checkCard(const PrintHouse::Job& job)
{
    checkPlastic(job, "two-sided-short-edge"); // who turns a card over as they turn a page reads its back upright
    CHECK(job.told.value("IPP_JOB_NAME") == QString::fromStdString(shippedPrintPolicy().of(PrintUse::card).title));
    for (const auto& value : job.told) CHECK_FALSE(value.contains("Adeyemi")); // the queue names no person
    const Witness pdf(job.document);
    CHECK(isUpright(pdf));
    CHECK(pdf.pages() == 2);
    CHECK(pdf.text(1).contains("Adeyemi"));
    CHECK(pdf.code(2) == "555041726093");
    const auto front = seen(pdf, 1);
    for (const int across : {2, front.width() / 2, front.width() - 3}) {
        INFO(across);
        CHECK(std::abs(qRed(front.pixel(across, 3)) - 0x12) < 24);                  // the band, at the top and from edge to edge
        CHECK(qRed(front.pixel(across, front.height() / 3)) > 0x80);                // below it there is none
    }
}

void checkBadges(const PrintHouse::Job& job, int count)
{
    checkPlastic(job, shippedPrintPolicy().of(PrintUse::badge).back.empty() ? "one-sided" : "two-sided-short-edge");
    const int sides = shippedPrintPolicy().of(PrintUse::badge).back.empty() ? 1 : 2;
    const Witness pdf(job.document);
    CHECK(isUpright(pdf));
    REQUIRE(pdf.pages() == count * sides);
    for (int at = 0; at < count; ++at) CHECK(pdf.text(1 + at * sides).contains(QStringLiteral("Newcomer %1").arg(at + 1)));
}

} // namespace

TEST_CASE("cards and badges reach a printer of plastic: its own page, both sides, edge to edge, in colour", "[print]")
{
    const auto folder = QFileInfo(QString::fromLocal8Bit(qgetenv("CUPS_SERVER"))).path();
    PrintHouse house(folder);
    const auto& policy = shippedPrintPolicy();
    REQUIRE(printerNames() == QStringList(PrintHouse::printerName()));

    CHECK(printFaces(PrintHouse::printerName(), policy, policy.of(PrintUse::card), {{person("Ffion", "Adeyemi"), true, true}}).isEmpty());
    checkCard(house.jobs(1).back());

    constexpr int badges = 6;
    std::vector<FacePages> batch;
    for (int at = 1; at <= badges; ++at) batch.push_back({person({}, QStringLiteral("Newcomer %1").arg(at)), true, true});
    CHECK(printFaces(PrintHouse::printerName(), policy, policy.of(PrintUse::badge), batch).isEmpty());
    checkBadges(house.jobs(2).back(), badges);

    CHECK_FALSE(printFaces(QStringLiteral("Elsewhere"), policy, policy.of(PrintUse::card), {{person("Ffion", "Adeyemi"), true, true}}).isEmpty());
}

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/house-XXXXXX"));
    qputenv("CUPS_SERVER", PrintHouse::socketIn(folder.path()).toLocal8Bit()); // before anybody asks for printers: it is asked for once
    int count = 1;
    QApplication application(count, argv);
    return Catch::Session().run(argc, argv);
}
