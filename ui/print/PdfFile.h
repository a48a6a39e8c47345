#pragma once

#include "ui/print/FaceRenderer.h"
#include "ui/print/Paper.h"

#include <QByteArray>

#include <vector>

class QPagedPaintDevice;

namespace cardwright::ui {

/// What is to be printed of one card or badge.
struct FacePages {
    FaceContent content;
    bool front = true;
    bool back = false;
};

/// Each side a page of ID-1, real text with its fonts inside. The title names the kind of document, never a person.
QByteArray facesPdf(const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages);
/// A5.
QByteArray sheetsPdf(const std::vector<PaperSheet>& sheets, const QString& title);

/// The same onto any device with pages, a printer among them, whose page is the plastic. False: it would not begin.
bool drawFaces(QPagedPaintDevice& device, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages);
bool drawSheets(QPagedPaintDevice& device, const std::vector<PaperSheet>& sheets);

} // namespace cardwright::ui
