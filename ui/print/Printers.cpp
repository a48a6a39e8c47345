#include "ui/print/Printers.h"

#include <QCoreApplication>
#include <QFile>
#include <QPageLayout>
#include <QPageSize>
#include <QPrinter>
#include <QPrinterInfo>

namespace cardwright::ui {

namespace {

constexpr int cardResolution = 300;

QString refused() { return QCoreApplication::translate("Printers", "The printer took no page. Look at it and at its cards, then print again."); }

bool prepare(QPrinter& printer, const QString& name, const QSizeF& page, const QString& title)
{
    printer.setPrinterName(name);
    if (!printer.isValid()) return false;
    printer.setDocName(title);
    printer.setFullPage(true);
    printer.setPageSize(QPageSize(page, QPageSize::Millimeter, QString(), QPageSize::FuzzyMatch));
    printer.setPageMargins(QMarginsF(0, 0, 0, 0));
    return true;
}

} // namespace

QStringList printerNames()
{
    auto names = QPrinterInfo::availablePrinterNames();
    const auto preferred = QPrinterInfo::defaultPrinterName();
    if (names.removeOne(preferred)) names.prepend(preferred);
    return names;
}

QString printFaces(const QString& name, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages)
{
    QPrinter printer(QPrinter::HighResolution);
    if (!prepare(printer, name, {PrintPolicy::width, PrintPolicy::height}, QString::fromStdString(face.title))) return refused();
    printer.setResolution(cardResolution);
    printer.setColorMode(QPrinter::Color);
    const bool back = std::any_of(pages.begin(), pages.end(), [](const FacePages& page) { return page.front && page.back; });
    printer.setDuplex(back && !face.back.empty() ? QPrinter::DuplexLongSide : QPrinter::DuplexNone);
    return drawFaces(printer, policy, face, pages) && printer.printerState() != QPrinter::Error ? QString() : refused();
}

QString printSheets(const QString& name, const std::vector<PaperSheet>& sheets, const QString& title)
{
    QPrinter printer(QPrinter::HighResolution);
    if (!prepare(printer, name, {PaperSheet::width, PaperSheet::height}, title)) return refused();
    return drawSheets(printer, sheets) && printer.printerState() != QPrinter::Error ? QString() : refused();
}

QString saveDocument(const QString& path, const QByteArray& pdf)
{
    QFile file(path);
    const bool written = !pdf.isEmpty() && file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
                         file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(pdf) == pdf.size() && file.flush();
    if (written) return {};
    file.remove();
    return QCoreApplication::translate("Printers", "The document cannot be written there. Choose another place.");
}

} // namespace cardwright::ui
