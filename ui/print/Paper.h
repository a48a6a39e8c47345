#pragma once

#include "core/policy/PrintPolicy.h"
#include "core/registers/HandoverReceipt.h"
#include "ui/print/Lettering.h"

#include <QColor>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace cardwright::ui {

/// A sheet of A5 in millimetres, laid out: lines of text and plain grounds.
struct PaperSheet {
    static constexpr double width = 148.0;
    static constexpr double height = 210.0;
    struct Line {
        QPointF at;
        QString text;
        Lettering lettering;
        QColor ink;
    };
    struct Ground {
        QRectF place;
        QColor colour;
    };
    std::vector<Ground> grounds;
    std::vector<Line> lines;

    void paint(QPainter& painter) const;
};

/// The welcome leaflet: what the holder does first, and the site's RA team with hours and out-of-hours contacts. Names nobody but them.
std::vector<PaperSheet> leafletSheets(const PrintPolicy& policy, const QString& site);
/// What somebody was given. A certificate that is still to come is said first.
std::vector<PaperSheet> receiptSheets(const PrintPolicy& policy, const HandoverReceipt& receipt);

} // namespace cardwright::ui
