#include "ui/print/PdfFile.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace cardwright::ui {

namespace {

constexpr double millimetresPerInch = 25.4;
constexpr int pdfResolution = 1200;

QPageLayout pageOf(const QSizeF& millimetres, const QString& name)
{
    // Portrait of a size that is wider than high: the size as it is.
    QPageLayout page(QPageSize(millimetres, QPageSize::Millimeter, name, QPageSize::ExactMatch), QPageLayout::Portrait, QMarginsF(0, 0, 0, 0));
    page.setMode(QPageLayout::FullPageMode);
    return page;
}

/// Qt writes whole points. The box gets the page's own size in the same room, its top left corner where the drawing has it: offsets stay.
void makeExact(QByteArray& pdf, const QSizeF& millimetres)
{
    const QSize whole = QPageSize(millimetres, QPageSize::Millimeter, QString(), QPageSize::ExactMatch).sizePoints();
    const auto written = QStringLiteral("/MediaBox [0 0 %1.000000 %2.000000]").arg(whole.width()).arg(whole.height()).toLatin1();
    const QSizeF exact = millimetres * 72.0 / millimetresPerInch;
    auto box = QStringLiteral("/MediaBox [0 %1 %2 %3").arg(whole.height() - exact.height(), 0, 'f', 4).arg(exact.width(), 0, 'f', 3).arg(whole.height()).toLatin1();
    if (box.size() >= written.size()) return;
    box = box.leftJustified(written.size() - 1, ' ') + ']';
    pdf.replace(written, box);
}

template <class Draw>
QByteArray pdf(const QPageLayout& page, const QString& title, Draw&& draw)
{
    QByteArray octets;
    QBuffer buffer(&octets);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(pdfResolution);
    writer.setPageLayout(page);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Cardwright"));
    if (!draw(writer)) return {};
    makeExact(octets, page.pageSize().size(QPageSize::Millimeter));
    return octets;
}

void toMillimetres(QPainter& painter, const QPaintDevice& device)
{
    painter.resetTransform();
    painter.scale(device.logicalDpiX() / millimetresPerInch, device.logicalDpiY() / millimetresPerInch);
}

} // namespace

bool openPortrait(FacePages& page)
{
    if (page.portrait.isEmpty() || !page.content.portrait.isNull()) return true;
    page.content.portrait = QImage::fromData(page.portrait);
    return !page.content.portrait.isNull();
}

bool drawFaces(QPagedPaintDevice& device, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const FaceWatch& watch)
{
    const FaceRenderer renderer(policy, face);
    QPainter painter;
    if (!painter.begin(&device)) return false;
    bool first = true;
    const auto side = [&](FaceSide which, const FaceContent& content) {
        if (!first && !device.newPage()) return false;
        first = false;
        toMillimetres(painter, device);
        renderer.paint(painter, which, content, FaceTarget::print);
        return true;
    };
    std::size_t drawn = 0;
    for (auto page : pages) {
        if ((watch && !watch(drawn++)) || !openPortrait(page)) return false;
        if (page.front && !side(FaceSide::front, page.content)) return false;
        if (page.back && renderer.hasBack() && !side(FaceSide::back, page.content)) return false;
    }
    return painter.end() && !first;
}

bool drawSheets(QPagedPaintDevice& device, const std::vector<PaperSheet>& sheets)
{
    QPainter painter;
    if (sheets.empty() || !painter.begin(&device)) return false;
    for (std::size_t at = 0; at < sheets.size(); ++at) {
        if (at > 0 && !device.newPage()) return false;
        toMillimetres(painter, device);
        sheets[at].paint(painter);
    }
    return painter.end();
}

QByteArray facesPdf(const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const FaceWatch& watch)
{
    return pdf(pageOf({PrintPolicy::width, PrintPolicy::height}, QStringLiteral("ID-1")), QString::fromStdString(face.title),
               [&](QPagedPaintDevice& device) { return drawFaces(device, policy, face, pages, watch); });
}

QByteArray sheetsPdf(const std::vector<PaperSheet>& sheets, const QString& title)
{
    return pdf(pageOf({PaperSheet::width, PaperSheet::height}, QStringLiteral("A5")), title,
               [&](QPagedPaintDevice& device) { return drawSheets(device, sheets); });
}

} // namespace cardwright::ui
