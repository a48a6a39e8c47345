#pragma once

#include "ui/print/PdfFile.h"

#include <QString>
#include <QStringList>

class QPrinter;

namespace cardwright::ui {

/// The printers that this system knows; the one it prefers first. Empty: none, or no printing service.
QStringList printerNames();

/// Cards on ID-1 at 300 dpi, front and back as the plastic's two sides. Empty: it went; else what is the matter, in one sentence.
QString printFaces(const QString& printer, const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages);
QString printSheets(const QString& printer, const std::vector<PaperSheet>& sheets, const QString& title);

/// How the page is asked for, whatever the printer is: plastic at 300 dpi in colour without margins, its two sides as one; paper.
void setUpPlastic(QPrinter& printer, const QString& title, bool back);
void setUpPaper(QPrinter& printer, const QString& title);

/// A file that nobody else may read. Empty: written; else why not.
QString saveDocument(const QString& path, const QByteArray& pdf);

} // namespace cardwright::ui
