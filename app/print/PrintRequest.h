#pragma once

#include "ui/print/PdfFile.h"

#include <QByteArray>

#include <string>
#include <string_view>
#include <vector>

namespace cardwright::print {

/// What is to be drawn: one JSON text, of nobody's making but ours and trusted no more than anybody's.
struct PrintRequest {
    static constexpr std::size_t mostBytes = std::size_t{96} << 20;
    static constexpr std::size_t mostFaces = 500;
    static constexpr std::size_t mostPortrait = std::size_t{2} << 20;

    enum class What { front, back, both, badge, receipt, leaflet };
    What what = What::front;
    PrintPolicy policy;
    QString site;
    std::vector<ui::FacePages> faces;
    HandoverReceipt receipt;

    /// {"schema":"cardwright.print/1","what","policy":"<text of print.json>","site","faces":[{"givenName","familyName","userNumber",
    /// "title","team","site","expires","portrait":"base64 of a JPEG or PNG"}],"receipt":{...}}. The policy may be left out: what ships.
    /// Throws UsageError PRINT-REQUEST (detail: the field), PolicyError.
    static PrintRequest parse(std::string_view json);
};

/// Throws RefusedError PRINT-TOO-LONG (detail: the elements) before anything is drawn; FailureError PRINT-DRAW.
QByteArray draw(const PrintRequest& request);

} // namespace cardwright::print
