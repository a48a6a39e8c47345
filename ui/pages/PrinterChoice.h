#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/print/PrintRun.h"

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
    /// Likewise of many, beside the window; told by progressed() and finished(). Nothing happens while one runs.
    void startFaces(std::shared_ptr<const PrintPolicy> policy, PrintUse use, std::vector<FacePages> pages, const QString& stem);
    void stopFaces() { m_run.stop(); }
    bool isPrinting() const { return m_run.isRunning(); }
    QString lastFile() const { return m_lastFile; } ///< its whole path; empty: the last one went to a printer

Q_SIGNALS:
    void changed();
    void progressed(int done, int of);
    void finished(const PrintRun::End& end);

private:
    QString pathOf(const QString& stem) const;
    QString saved(const QString& path, const QString& wrong);
    static QString firstFolder();
    void refresh();

    DeskHub& m_hub;
    Printers m_printers;
    const char* m_setting;
    QString m_printerWords;
    QString m_lastFile;
    QString m_path; ///< of the file that is being made
    ChoiceField* m_printer;
    Field* m_folder;
    TextBlock* m_words;
    PrintRun m_run; ///< the last: it ends before what it tells is gone
};

} // namespace cardwright::ui
