#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/print/PdfFile.h"

#include <QStringList>
#include <QWidget>

#include <functional>

namespace cardwright::ui {

class ChoiceField;
class Field;
class TextBlock;

/// Where a print goes: a printer of the system's, or a PDF file in a folder. What was chosen last is chosen again; without any printer the
/// file stays, and it says why.
class PrinterChoice final : public QWidget {
    Q_OBJECT

public:
    using Printers = std::function<QStringList()>;
    /// `name`: object name; its parts are NAME-printer, NAME-folder, NAME-words. `setting`: under which the last printer is remembered.
    PrinterChoice(DeskHub& hub, const QString& name, const char* setting, Printers printers = {}, QWidget* parent = nullptr);

    void refill(); ///< printers come and go: whenever its page is shown
    void setPrinterWords(const QString& words); ///< what to do at the printer
    bool toFile() const;
    QString printer() const; ///< "PDF" for a file
    QString action() const;  ///< "Print", or "Save as PDF"

    /// Empty: it went; else what is the matter, in one sentence. `stem`: of a file's name; it names a card, never a person.
    QString printFaces(const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const QString& stem);
    QString printSheets(const std::vector<PaperSheet>& sheets, const QString& title, const QString& stem);
    QString lastFile() const { return m_lastFile; } ///< its whole path; empty: the last one went to a printer

Q_SIGNALS:
    void changed();

private:
    QString save(const QByteArray& pdf, const QString& stem);
    void refresh();

    DeskHub& m_hub;
    Printers m_printers;
    const char* m_setting;
    QString m_printerWords;
    QString m_lastFile;
    ChoiceField* m_printer;
    Field* m_folder;
    TextBlock* m_words;
};

} // namespace cardwright::ui
