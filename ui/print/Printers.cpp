#include "ui/print/Printers.h"

#include <QCoreApplication>
#include <QFile>
#include <QPageLayout>
#include <QPageSize>
#include <QPrinter>
#include <QPrinterInfo>
#include <QSaveFile>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int cardResolution = 300;

QString refused() { return QCoreApplication::translate("Printers", "The printer took no page. Look at it and at its cards, then print again."); }

bool choose(QPrinter& printer, const QString& name)
{
    printer.setPrinterName(name);
    return printer.isValid() && printer.outputFormat() == QPrinter::NativeFormat; // an unknown name would be a file of Qt's own
}

void setUp(QPrinter& printer, const QSizeF& page, const QString& title)
{
    printer.setDocName(title);
    printer.setFullPage(true);
    printer.setPageSize(QPageSize(page, QPageSize::Millimeter, QString(), QPageSize::FuzzyMatch));
    printer.setPageMargins(QMarginsF(0, 0, 0, 0));
}

} // namespace

void setUpPlastic(QPrinter& printer, const QString& title, bool back)
{
    setUp(printer, {PrintPolicy::width, PrintPolicy::height}, title);
    printer.setResolution(cardResolution);
    printer.setColorMode(QPrinter::Color);
    printer.setDuplex(back ? QPrinter::DuplexLongSide : QPrinter::DuplexNone);
}

void setUpPaper(QPrinter& printer, const QString& title) { setUp(printer, {PaperSheet::width, PaperSheet::height}, title); }

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
    if (!choose(printer, name)) return refused();
    const bool back = std::any_of(pages.begin(), pages.end(), [](const FacePages& page) { return page.front && page.back; });
    setUpPlastic(printer, QString::fromStdString(face.title), back && !face.back.empty());
    return drawFaces(printer, policy, face, pages) && printer.printerState() != QPrinter::Error ? QString() : refused();
}

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
