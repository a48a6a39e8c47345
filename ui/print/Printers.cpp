#include "ui/print/Printers.h"

#include <QCoreApplication>
#include <QFile>
#include <QPageLayout>
#include <QPageSize>
#include <QPrinter>
#include <QPrinterInfo>
#include <QSaveFile>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cardwright::ui {

namespace {

constexpr int cardResolution = 300;
constexpr double sameSize = 1.0; // millimetres: drivers have whole points, some have whole millimetres

QString refused() { return QCoreApplication::translate("Printers", "The printer took no page. Look at it and at its cards, then print again."); }

bool choose(QPrinter& printer, const QString& name)
{
    printer.setPrinterName(name);
    // A name that is gone would be a file of Qt's own, or another printer: plastic is not printed by guess.
    return printer.isValid() && printer.outputFormat() == QPrinter::NativeFormat && printer.printerName() == name && QPrinterInfo::availablePrinterNames().contains(name);
}

bool isSize(const QSizeF& one, const QSizeF& other)
{
    return std::abs(one.width() - other.width()) < sameSize && std::abs(one.height() - other.height()) < sameSize;
}

/// The page by the name that this printer has for it: one that it does not know by name it refuses. Printers of plastic have it upright.
void setPage(QPrinter& printer, const QSizeF& page)
{
    QPageSize own(page, QPageSize::Millimeter, QString(), QPageSize::FuzzyMatch);
    auto orientation = QPageLayout::Portrait; // a size that is wider than high, as it is
    const auto known = QPrinterInfo(printer).supportedPageSizes();
    for (const auto& [wanted, turned] : {std::pair(page, QPageLayout::Portrait), std::pair(page.transposed(), QPageLayout::Landscape)}) {
        const auto found = std::find_if(known.begin(), known.end(), [&](const QPageSize& one) { return isSize(one.size(QPageSize::Millimeter), wanted); });
        if (found == known.end()) continue;
        own = *found;
        orientation = turned;
        break;
    }
    printer.setPageSize(own);
    printer.setPageOrientation(orientation);
    printer.setPageMargins(QMarginsF(0, 0, 0, 0));
}

void setUp(QPrinter& printer, const QSizeF& page, const QString& title)
{
    printer.setDocName(title);
    printer.setFullPage(true);
    setPage(printer, page);
}

} // namespace

void setUpPlastic(QPrinter& printer, const QString& title, bool back)
{
    setUp(printer, {PrintPolicy::width, PrintPolicy::height}, title);
    printer.setResolution(cardResolution);
    printer.setColorMode(QPrinter::Color);
    printer.setDuplex(back ? QPrinter::DuplexShortSide : QPrinter::DuplexNone); // turned over as a page is turned
}

namespace {

bool printDocument(const QString& name, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages)
{
    QPrinter printer(QPrinter::HighResolution);
    if (!choose(printer, name)) return false;
    const bool back = std::any_of(pages.begin(), pages.end(), [](const FacePages& page) { return page.front && page.back; });
    setUpPlastic(printer, QString::fromStdString(face.title), back && !face.back.empty());
    return drawFaces(printer, policy, face, pages) && printer.printerState() != QPrinter::Error;
}

} // namespace

void setUpPaper(QPrinter& printer, const QString& title) { setUp(printer, {PaperSheet::width, PaperSheet::height}, title); }

QStringList printerNames()
{
    auto names = QPrinterInfo::availablePrinterNames();
    const auto preferred = QPrinterInfo::defaultPrinterName();
    if (names.removeOne(preferred)) names.prepend(preferred);
    return names;
}

FacesGone printFaces(const QString& name, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const FaceWatch& watch)
{
    FacesGone gone;
    while (gone.count < pages.size() && (!watch || watch(gone.count))) {
        const auto first = pages.begin() + static_cast<std::ptrdiff_t>(gone.count);
        std::vector<FacePages> next(first, first + static_cast<std::ptrdiff_t>(std::min(facesADocument, pages.size() - gone.count)));
        // Opened before the printer is: what it was begun with, it prints.
        if (!std::all_of(next.begin(), next.end(), openPortrait)) gone.wrong = facesNotDrawn();
        else if (!printDocument(name, policy, face, next)) gone.wrong = refused();
        if (!gone.wrong.isEmpty()) break;
        gone.count += next.size();
    }
    return gone;
}

QString facesNotDrawn() { return QCoreApplication::translate("Printers", "A photograph cannot be opened. Take it anew, then print again."); }

QString printSheets(const QString& name, const std::vector<PaperSheet>& sheets, const QString& title)
{
    QPrinter printer(QPrinter::HighResolution);
    if (!choose(printer, name)) return refused();
    setUpPaper(printer, title);
    return drawSheets(printer, sheets) && printer.printerState() != QPrinter::Error ? QString() : refused();
}

QString saveDocument(const QString& path, const QByteArray& pdf)
{
    // Written beside and put in its place: what was there before is whole until then, and nobody else reads the new one at any moment.
    QSaveFile file(path);
    const auto ours = QFile::ReadOwner | QFile::WriteOwner;
    const bool written = !pdf.isEmpty() && file.open(QIODevice::WriteOnly) && file.setPermissions(ours) && file.write(pdf) == pdf.size() && file.commit();
    if (written) return {};
    return QCoreApplication::translate("Printers", "The document cannot be written there. Choose another place.");
}

} // namespace cardwright::ui
