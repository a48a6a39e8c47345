#include "tests/print/PdfWitness.h"
#include "ui/print/Printers.h"

#include <catch2/catch.hpp>

#include <QDir>
#include <QPrinter>

#include <cmath>

using namespace cardwright;
using namespace cardwright::ui;
using cardwright::testing::Witness;

// The printer's path as far as it goes without a printing service: the same set-up and the same drawing onto a QPrinter whose output is a
// file, and what is said where there is no printer.

namespace {

constexpr double tolerance = 0.2; // millimetres

FaceContent someone()
{
    FaceContent face;
    face.organisation = QStringLiteral("Harbour Valley Community Trust");
    face.givenName = QStringLiteral("Ffion");
    face.familyName = QStringLiteral("Adeyemi");
    face.userNumber = QStringLiteral("555041726093");
    face.expires = QStringLiteral("March 2028");
    return face;
}

template <class Draw>
QByteArray printed(QPrinter& printer, Draw&& draw)
{
    QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("spool.pdf"));
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(path);
    REQUIRE(draw());
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

} // namespace

TEST_CASE("plastic on a printer: ID-1 without margins at 300 dpi, in colour, a side a page", "[print]")
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    const auto& policy = shippedPrintPolicy();
    const auto& face = policy.of(PrintUse::card);
    setUpPlastic(printer, QStringLiteral("Card face"), true);
    CHECK(printer.resolution() == 300);
    CHECK(printer.fullPage());
    CHECK(printer.colorMode() == QPrinter::Color);
    CHECK(printer.docName() == QStringLiteral("Card face")); // the queue names no person
    const auto page = printer.paperRect(QPrinter::Millimeter);
    CHECK(std::abs(page.width() - PrintPolicy::width) < tolerance);
    CHECK(std::abs(page.height() - PrintPolicy::height) < tolerance);
    CHECK(printer.pageRect(QPrinter::Millimeter) == page);

    const Witness pdf(printed(printer, [&] { return drawFaces(printer, policy, face, {{someone(), true, true}}); }));
    const auto box = pdf.boxMillimetres();
    CHECK(std::abs(box.width() - PrintPolicy::width) < tolerance);
    CHECK(std::abs(box.height() - PrintPolicy::height) < tolerance);
    CHECK(pdf.text(1).contains(QStringLiteral("Adeyemi")));
    CHECK(pdf.code(2) == QStringLiteral("555041726093"));
    const auto front = pdf.page(1);
    CHECK(std::abs(qRed(front.pixel(front.width() / 2, 4)) - 0x12) < 24); // the band, at the top and to the edge
    CHECK(std::abs(qRed(front.pixel(front.width() - 2, 4)) - 0x12) < 24);
}

TEST_CASE("paper on a printer: A5, every sheet a page", "[print]")
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    setUpPaper(printer, QStringLiteral("Receipt"));
    HandoverReceipt receipt;
    receipt.nameOnCard = "Ffion Adeyemi";
    receipt.nextSteps.assign(80, "One more sentence for the holder that takes about a line of the sheet.");
    const auto sheets = receiptSheets(shippedPrintPolicy(), receipt);
    REQUIRE(sheets.size() > 1);
    const Witness pdf(printed(printer, [&] { return drawSheets(printer, sheets); }));
    const auto box = pdf.boxMillimetres();
    CHECK(std::abs(box.width() - PaperSheet::width) < tolerance);
    CHECK(std::abs(box.height() - PaperSheet::height) < tolerance);
    CHECK(pdf.text(1).contains(QStringLiteral("Ffion Adeyemi")));
    CHECK(pdf.text(static_cast<int>(sheets.size())).contains(QStringLiteral("One more sentence")));
}

TEST_CASE("a printer that is not there takes no page, and nothing is written in its stead", "[print]")
{
    const auto& policy = shippedPrintPolicy();
    const auto here = QDir::current().entryList(QDir::Files);
    const auto gone = printFaces(QStringLiteral("no such printer"), policy, policy.of(PrintUse::card), {{someone(), true, true}});
    CHECK(gone.count == 0);
    CHECK_FALSE(gone.wrong.isEmpty());
    CHECK_FALSE(printSheets(QStringLiteral("no such printer"), leafletSheets(policy, QStringLiteral("Harbour Valley")), QStringLiteral("Leaflet")).isEmpty());
    CHECK(QDir::current().entryList(QDir::Files) == here);
    for (const auto& name : printerNames()) CHECK_FALSE(name.isEmpty());
}

TEST_CASE("a document is a file that nobody else may read, or none", "[print]")
{
    QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("card.pdf"));
    const auto pdf = sheetsPdf(leafletSheets(shippedPrintPolicy(), QStringLiteral("Harbour Valley")), QStringLiteral("Leaflet"));
    CHECK(saveDocument(path, pdf).isEmpty());
    CHECK((QFile::permissions(path) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)) == QFile::Permissions());
    CHECK_FALSE(saveDocument(folder.filePath(QStringLiteral("none/card.pdf")), pdf).isEmpty());
    CHECK_FALSE(saveDocument(folder.filePath(QStringLiteral("empty.pdf")), {}).isEmpty());
    CHECK_FALSE(QFile::exists(folder.filePath(QStringLiteral("empty.pdf"))));

    // One that everybody could read is nobody else's either; one that cannot be written over is left as it was.
    REQUIRE(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    CHECK(saveDocument(path, pdf).isEmpty());
    CHECK((QFile::permissions(path) & QFile::ReadOther) == QFile::Permissions());
    CHECK_FALSE(saveDocument(path, {}).isEmpty());
    CHECK(QFile(path).size() == pdf.size());
    CHECK(QDir(folder.path()).entryList(QDir::Files) == QStringList(QStringLiteral("card.pdf")));
}
