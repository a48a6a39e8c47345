#include "ui/pages/PrinterChoice.h"

#include "ui/pages/PageTools.h"
#include "ui/print/Printers.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TextBlock.h"

#include <QFileInfo>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr const char* folderSetting = "print-folder";

} // namespace

PrinterChoice::PrinterChoice(DeskHub& hub, const QString& name, const char* setting, Printers printers, QWidget* parent)
    : QWidget(parent), m_hub(hub), m_printers(printers ? std::move(printers) : Printers(printerNames)), m_setting(setting)
{
    setObjectName(name + QStringLiteral("-where"));
    m_printer = named(new ChoiceField(tr("Printer")), qPrintable(name + QStringLiteral("-printer-field")));
    named(m_printer->box(), qPrintable(name + QStringLiteral("-printer")), tr("Printer"));
    m_words = named(new TextBlock({}, TextStyle::Small), qPrintable(name + QStringLiteral("-words")));
    m_folder = named(new Field(tr("Folder for PDF files")), qPrintable(name + QStringLiteral("-folder-field")));
    named(m_folder->edit(), qPrintable(name + QStringLiteral("-folder")), tr("Folder for PDF files"));
    auto* column = plainColumn(this);
    column->setSpacing(10);
    column->addWidget(m_printer);
    column->addWidget(m_words);
    column->addWidget(m_folder);
    m_printer->box()->addItem(tr("PDF file"));
    connect(&m_run, &PrintRun::progressed, this, &PrinterChoice::progressed);
    connect(&m_run, &PrintRun::ended, this, [this](const PrintRun::End& end) {
        if (end.gone > 0 && !m_path.isEmpty()) saved(m_path, end.wrong);
        Q_EMIT finished(end);
    });
    connect(m_printer, &ChoiceField::chosen, this, [this] {
        m_hub.port().session().setSetting(m_setting, printer().toStdString());
        refresh();
        Q_EMIT changed();
    });
    refresh();
}

void PrinterChoice::refill()
{
    const auto names = m_printers();
    auto& session = m_hub.port().session();
    auto* box = m_printer->box();
    {
        const QSignalBlocker quiet(box);
        box->clear();
        box->addItems(names);
        box->addItem(tr("PDF file"));
        const auto last = QString::fromStdString(session.setting(m_setting));
        const auto found = names.indexOf(last);
        box->setCurrentIndex(last == QLatin1String("PDF") ? static_cast<int>(names.size()) : found >= 0 ? static_cast<int>(found) : 0);
    }
    auto folder = QString::fromStdString(session.setting(folderSetting));
    if (folder.isEmpty()) folder = firstFolder();
    m_folder->setText(folder);
    refresh();
    Q_EMIT changed();
}

/// A new account may have no folder of documents yet; what is offered can be written to.
QString PrinterChoice::firstFolder()
{
    const auto documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(documents).isDir() ? documents : QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
}

void PrinterChoice::setPrinterWords(const QString& words)
{
    m_printerWords = words;
    refresh();
}

bool PrinterChoice::toFile() const { return m_printer->box()->currentIndex() + 1 >= m_printer->box()->count(); }

QString PrinterChoice::printer() const { return toFile() ? QStringLiteral("PDF") : m_printer->box()->currentText(); }

QString PrinterChoice::action() const { return toFile() ? tr("Save as PDF") : tr("Print"); }

void PrinterChoice::refresh()
{
    const bool none = m_printer->box()->count() <= 1;
    m_folder->setVisible(toFile());
    m_words->setText(none     ? tr("This computer knows no printer. A PDF file is possible.")
                     : toFile() ? tr("A file is only on this computer until you print or delete it.")
                                : m_printerWords);
    m_words->setVisible(!m_words->text().isEmpty());
}

QString PrinterChoice::pathOf(const QString& stem) const { return QStringLiteral("%1/%2.pdf").arg(m_folder->text().trimmed(), stem); }

/// A file that came about: its place is where the next one goes.
QString PrinterChoice::saved(const QString& path, const QString& wrong)
{
    if (!wrong.isEmpty()) return wrong;
    m_lastFile = path;
    m_hub.port().session().setSetting(folderSetting, QFileInfo(path).path().toStdString());
    return {};
}

QString PrinterChoice::printFaces(const PrintPolicy& policy, const PrintTemplate& face, const std::vector<FacePages>& pages, const QString& stem)
{
    m_lastFile.clear();
    if (!toFile()) return ui::printFaces(printer(), policy, face, pages).wrong;
    return saved(pathOf(stem), saveDocument(pathOf(stem), facesPdf(policy, face, pages)));
}

QString PrinterChoice::printSheets(const std::vector<PaperSheet>& sheets, const QString& title, const QString& stem)
{
    m_lastFile.clear();
    if (!toFile()) return ui::printSheets(printer(), sheets, title);
    return saved(pathOf(stem), saveDocument(pathOf(stem), sheetsPdf(sheets, title)));
}

void PrinterChoice::startFaces(std::shared_ptr<const PrintPolicy> policy, PrintUse use, std::vector<FacePages> pages, const QString& stem)
{
    if (isPrinting()) return;
    m_lastFile.clear();
    m_path = toFile() ? pathOf(stem) : QString();
    m_run.start({std::move(policy), use, std::move(pages), toFile() ? QString() : printer(), m_path});
}

} // namespace cardwright::ui
