#include "tests/print/PdfWitness.h"
#include "ui/print/FaceRenderer.h"
#include "ui/print/Lettering.h"
#include "ui/print/Paper.h"
#include "ui/print/PdfFile.h"
#include "ui/print/TextFit.h"

#include <catch2/catch.hpp>

#include <QImage>
#include <QPainter>
#include <QRegularExpression>

#include <cmath>
#include <cstdio>

using namespace cardwright;
using namespace cardwright::ui;
using cardwright::testing::Witness;

namespace {

constexpr double tolerance = 0.2; // millimetres
constexpr double boxTolerance = 0.001;
constexpr QRgb paint = 0xFF00C800;

FaceContent ffion()
{
    FaceContent face;
    face.organisation = QStringLiteral("Harbour Valley Community Trust");
    face.givenName = QStringLiteral("Ffion");
    face.familyName = QStringLiteral("Adeyemi");
    face.userNumber = QStringLiteral("555041726093");
    face.title = QStringLiteral("Community nurse");
    face.team = QStringLiteral("Adult nursing");
    face.site = QStringLiteral("Quayside House");
    face.expires = QStringLiteral("March 2028");
    face.portrait = QImage(350, 450, QImage::Format_RGB32);
    face.portrait.fill(paint);
    return face;
}

const PrintTemplate& card() { return shippedPrintPolicy().of(PrintUse::card); }

const PrintElement& name()
{
    const auto& front = card().front;
    return *std::find_if(front.begin(), front.end(), [](const PrintElement& one) { return one.id == "name"; });
}

bool nearly(QRgb colour, QRgb wanted)
{
    return std::abs(qRed(colour) - qRed(wanted)) < 24 && std::abs(qGreen(colour) - qGreen(wanted)) < 24 && std::abs(qBlue(colour) - qBlue(wanted)) < 24;
}

/// The box of a colour, in millimetres of the page.
QRectF boxOf(const QImage& page, QRgb colour, int dpi)
{
    int left = page.width(), top = page.height(), right = -1, bottom = -1;
    for (int y = 0; y < page.height(); ++y) {
        for (int x = 0; x < page.width(); ++x) {
            if (!nearly(page.pixel(x, y), colour)) continue;
            left = std::min(left, x);
            right = std::max(right, x);
            top = std::min(top, y);
            bottom = std::max(bottom, y);
        }
    }
    REQUIRE(right > left);
    const double unit = 25.4 / dpi;
    return {left * unit, top * unit, (right - left + 1) * unit, (bottom - top + 1) * unit};
}

QString letters(int count)
{
    QString text;
    for (int at = 0; at < count; ++at) text += QChar(u'a' + at % 26);
    return text;
}

} // namespace

TEST_CASE("the card face in a PDF is ID-1 within 0.2 mm: page, band and photo, rendered by poppler at 300 dpi", "[print]")
{
    const Witness pdf(facesPdf(shippedPrintPolicy(), card(), {{ffion(), true, true}}));
    const auto box = pdf.boxMillimetres();
    const auto page = pdf.page(1);
    const auto photo = boxOf(page, paint, 300);
    const auto band = boxOf(page.copy(0, 0, page.width(), 300), 0xFF123F4C, 300); // above the name
    std::printf("page %.3f x %.3f mm, photo %.2f %.2f %.2f %.2f, band to %.2f mm\n", box.width(), box.height(), photo.x(), photo.y(), photo.right(), photo.bottom(),
                band.bottom());
    CHECK(std::abs(box.width() - 85.60) < boxTolerance);
    CHECK(std::abs(box.height() - 53.98) < boxTolerance);
    CHECK(std::abs(page.width() * 25.4 / 300 - 85.60) < tolerance);
    CHECK(std::abs(page.height() * 25.4 / 300 - 53.98) < tolerance);
    CHECK(std::abs(photo.x() - 56.6) < tolerance);
    CHECK(std::abs(photo.y() - 14.2) < tolerance);
    CHECK(std::abs(photo.right() - 80.6) < tolerance);
    CHECK(std::abs(photo.bottom() - 45.06) < tolerance);
    CHECK(std::abs(band.bottom() - 10.6) < tolerance);
    CHECK(band.x() < 0.05); // to the edge
    CHECK(band.right() > 85.5);
    const auto reverse = pdf.page(2);
    CHECK(nearly(reverse.pixel(reverse.width() / 2, reverse.height() - 2), 0xFF123F4C)); // and to the foot
}

TEST_CASE("text stays text: it is found in the PDF, and every font lies inside", "[print]")
{
    const Witness pdf(facesPdf(shippedPrintPolicy(), card(), {{ffion(), true, true}}));
    const auto front = pdf.text(1);
    CHECK(front.contains(QStringLiteral("Ffion")));
    CHECK(front.contains(QStringLiteral("Adeyemi")));
    CHECK(front.contains(QStringLiteral("Harbour Valley Community Trust")));
    CHECK(QString(front).remove(QRegularExpression(QStringLiteral("\\s"))).contains(QStringLiteral("555041726093")));
    CHECK(pdf.text(2).contains(QStringLiteral("Card expires March 2028")));
    const auto fonts = pdf.fonts();
    CHECK(fonts.contains(QStringLiteral("Inter")));
    for (const auto& line : fonts.split(QLatin1Char('\n')).mid(2)) {
        if (line.trimmed().isEmpty()) continue;
        INFO(line.toStdString());
        CHECK(QRegularExpression(QStringLiteral("\\s(yes)\\s+(yes|no)\\s+(yes|no)\\s")).match(line).hasMatch());
    }
}

TEST_CASE("an independent decoder reads the code from the page at 300 dpi", "[print]")
{
    const Witness pdf(facesPdf(shippedPrintPolicy(), card(), {{ffion(), true, true}}));
    CHECK(pdf.code(2) == QStringLiteral("555041726093"));
}

TEST_CASE("nothing is printed where the contacts are", "[print]")
{
    auto face = ffion();
    face.givenName = letters(60);
    face.familyName = letters(60);
    const auto page = Witness(facesPdf(shippedPrintPolicy(), card(), {{face, true, false}})).page(1);
    const auto& chip = shippedPrintPolicy().chip;
    const double keep = shippedPrintPolicy().keepOut;
    const double dots = 300 / 25.4;
    int inked = 0;
    for (int y = static_cast<int>(std::ceil((chip.y - keep) * dots)); y < (chip.bottom() + keep) * dots - 1; ++y) {
        for (int x = static_cast<int>(std::ceil((chip.x - keep) * dots)); x < (chip.right() + keep) * dots - 1; ++x) inked += page.pixel(x, y) != 0xFFFFFFFF;
    }
    CHECK(inked == 0);
}

TEST_CASE("names are set by rule: short, long, right to left, with marks that combine", "[print]")
{
    const auto fitted = [](const QString& given, const QString& family) { return fitText(name(), given + QLatin1Char('\n') + family); };
    CHECK(fitted(QStringLiteral("Ffion"), QStringLiteral("Adeyemi")).size == Approx(4.6));
    const auto one = fitted({}, QStringLiteral("X"));
    CHECK(one.lines == QStringList{QStringLiteral("X")});
    CHECK(one.size == Approx(4.6));

    const auto longer = fitted(QStringLiteral("Maximiliane-Alexandra"), QStringLiteral("Wolfeschlegelsteinhausen"));
    CHECK(longer.lines.size() == 2);
    CHECK(longer.size < 4.6);
    CHECK(longer.size >= 3.2 - 0.001);
    CHECK_FALSE(longer.wrapped);

    const auto hundred = fitted(letters(60), letters(60));
    CHECK(hundred.whole);
    CHECK(hundred.lines.join(QString()) == letters(60) + letters(60));
    CHECK(hundred.lines.size() == 4);
    CHECK(hundred.size >= 2.4 - 0.001);
    for (const auto& line : hundred.lines) CHECK(widthOf(line, {hundred.size, true, false}) <= name().box.width + 0.01);

    const auto words = fitted(QStringLiteral("Anna Maria Elisabeth Charlotte Dorothea"), QStringLiteral("Habsburg Lorraine Saxe Coburg Gotha Windsor"));
    CHECK(words.whole);
    for (const auto& line : words.lines) CHECK_FALSE(line.endsWith(QLatin1Char('-')));

    const auto hebrew = fitted(QString::fromUtf8("יעל־שרה"), QString::fromUtf8("בן־דוד אברהמי"));
    CHECK(hebrew.whole);
    // e with three marks each: broken between letters, never between a letter and its marks.
    QString marked;
    for (int at = 0; at < 70; ++at) marked += QString::fromUtf8("e\u0301\u0323\u0302");
    const auto combining = fitted({}, marked);
    CHECK(combining.whole);
    for (const auto& line : combining.lines) CHECK(line.at(0) == QLatin1Char('e'));
    CHECK(combining.lines.join(QString()) == marked);

    const auto tooLong = fitted(letters(150), letters(150));
    CHECK_FALSE(tooLong.whole);
    auto face = ffion();
    face.familyName = letters(300);
    CHECK(FaceRenderer(shippedPrintPolicy(), card()).tooLong(face).contains(QStringLiteral("name")));
    CHECK(FaceRenderer(shippedPrintPolicy(), card()).tooLong(ffion()).isEmpty());
}

TEST_CASE("all 120 letters of a name are in the PDF, also right to left", "[print]")
{
    auto face = ffion();
    face.givenName = letters(60);
    face.familyName = letters(60);
    const Witness pdf(facesPdf(shippedPrintPolicy(), card(), {{face, true, false}}));
    CHECK(pdf.text(1).remove(QRegularExpression(QStringLiteral("\\s"))).contains(letters(60) + letters(60)));
    face.givenName = QString::fromUtf8("יעל");
    face.familyName = QString::fromUtf8("אברהמי");
    const Witness hebrew(facesPdf(shippedPrintPolicy(), card(), {{face, true, false}}));
    const auto ink = boxOf(hebrew.page(1), 0xFF14222A, 300); // drawn, in the name's place and nowhere else on that side
    CHECK(ink.x() > 8.0);
    CHECK(hebrew.fonts().contains(QStringLiteral("DejaVu")));
}

TEST_CASE("the smallest type is legible at 300 dpi", "[print]")
{
    auto policy = PrintPolicy::shipped();
    PrintTemplate face{"t", "t", PrintUse::badge, false, {}, {}};
    PrintElement text;
    text.id = "small";
    text.kind = PrintElement::Kind::text;
    text.box = {10, 20, 60, 3};
    text.content = "HHHH xxxx";
    text.size = text.shrinkTo = text.smallest = policy.smallestType;
    face.front.push_back(text);
    const auto page = Witness(facesPdf(policy, face, {{{}, true, false}})).page(1);
    int top = page.height(), bottom = -1, darkest = 255;
    for (int y = 0; y < page.height(); ++y) {
        for (int x = 0; x < page.width(); ++x) {
            const int grey = qGray(page.pixel(x, y));
            darkest = std::min(darkest, grey);
            if (grey > 128) continue;
            top = std::min(top, y);
            bottom = std::max(bottom, y);
        }
    }
    std::printf("capitals of %.1f mm type: %d dots high, darkest %d\n", policy.smallestType, bottom - top + 1, darkest);
    CHECK(bottom - top + 1 >= 14); // capitals; a dot matrix of 5 x 7 would do to read them
    CHECK(darkest < 64);           // stems are whole dots, not grey
}

TEST_CASE("screen, PDF and plastic show the same face but for chip and hairline", "[print]")
{
    const auto drawn = [](FaceTarget target) {
        QImage image(1712, 1080, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(20, 20);
        FaceRenderer(shippedPrintPolicy(), card()).paint(painter, FaceSide::front, ffion(), target);
        painter.end();
        return image;
    };
    const auto screen = drawn(FaceTarget::screen);
    const auto print = drawn(FaceTarget::print);
    CHECK(screen.pixel(220, 450) == 0xFFDEC98E);
    CHECK(print.pixel(220, 450) == 0xFFFFFFFF);
    CHECK(screen.copy(1100, 260, 500, 700) == print.copy(1100, 260, 500, 700));
    CHECK(screen.copy(160, 620, 900, 300) == print.copy(160, 620, 900, 300));
}

TEST_CASE("the leaflet has the site's team, hours and out-of-hours contacts; the receipt says what is deferred", "[print]")
{
    const auto& policy = shippedPrintPolicy();
    const Witness leaflet(sheetsPdf(leafletSheets(policy, QStringLiteral("Harbour Valley Community Trust")), QStringLiteral("Welcome leaflet")));
    const auto words = leaflet.text(1);
    for (const auto* part : {"Registration Authority team", "RA manager", "30 to 16", "Out of hours", "extension 2222", "Monday to Friday"}) {
        INFO(part);
        CHECK(words.contains(QLatin1String(part)));
    }
    HandoverReceipt receipt;
    receipt.nameOnCard = "Ffion Adeyemi";
    receipt.userNumber = "555 0417 26093";
    receipt.issuedOn = "21 November 2026";
    receipt.certificates = {{"Signing in", "9A", ""}};
    receipt.access = {{"Community nurse, Adult nursing", "20 March 2027", {"ESR", "SystmOne"}}};
    receipt.terms = {3, "21 November 2026 at 09:14", "England and Wales"};
    const auto said = Witness(sheetsPdf(receiptSheets(policy, receipt), QStringLiteral("Receipt"))).text(1);
    CHECK(said.contains(QStringLiteral("This card cannot sign in yet")));
    CHECK(said.contains(QStringLiteral("SystmOne")));
    CHECK(said.contains(QStringLiteral("Version 3")));
    receipt.canSignIn = true;
    CHECK_FALSE(Witness(sheetsPdf(receiptSheets(policy, receipt), QStringLiteral("Receipt"))).text(1).contains(QStringLiteral("cannot sign in yet")));
    receipt.nextSteps.assign(80, "One more sentence for the holder that takes about a line of the sheet.");
    CHECK(receiptSheets(policy, receipt).size() > 1);
}

TEST_CASE("a batch of badges is one document, a page each", "[print]")
{
    std::vector<FacePages> pages;
    for (int at = 0; at < 30; ++at) {
        auto face = ffion();
        face.familyName = QStringLiteral("Number %1").arg(at);
        pages.push_back({face, true, false});
    }
    const Witness pdf(facesPdf(shippedPrintPolicy(), shippedPrintPolicy().of(PrintUse::badge), pages));
    CHECK(pdf.text(30).contains(QStringLiteral("Number 29")));
    CHECK(pdf.text(30).contains(QStringLiteral("Community nurse")));
    CHECK_FALSE(pdf.text(30).contains(QStringLiteral("555"))); // a badge proves nobody's identity and carries no UUID
}
