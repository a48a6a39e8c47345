#pragma once

#include "ui/print/PdfFile.h"

#include <QString>
#include <QStringList>

class QPrinter;

namespace cardwright::ui {

/// The printers that this system knows; the one it prefers first. Empty: none, or no printing service.
QStringList printerNames();

/// What a printer took.
struct FacesGone {
    std::size_t count = 0; ///< cards or badges, from the first on
    QString wrong;         ///< empty: nothing; else what is the matter, in one sentence
};

/// Cards on ID-1 at 300 dpi, front and back as the plastic's two sides. A batch goes in documents of at most facesADocument: what is
/// stopped (by `watch`) or goes wrong ends at one of these.
FacesGone printFaces(const QString& printer, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const FaceWatch& watch = {});
inline constexpr std::size_t facesADocument = 10;
QString facesNotDrawn(); ///< why a document of them did not come about
/// Empty: it went; else what is the matter, in one sentence.
QString printSheets(const QString& printer, const std::vector<PaperSheet>& sheets, const QString& title);

/// How the page is asked for, whatever the printer is: plastic at 300 dpi in colour without margins, its two sides as one; paper.
void setUpPlastic(QPrinter& printer, const QString& title, bool back);
void setUpPaper(QPrinter& printer, const QString& title);

/// A file that nobody else may read. Empty: written; else why not.
QString saveDocument(const QString& path, const QByteArray& pdf);

} // namespace cardwright::ui
