#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PrintPort.h"
#include "ui/print/PdfFile.h"

#include <QStringList>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class CheckRow;
class ChoiceField;
class FacePreview;
class Field;
class Label;
class Panel;
class PrimaryButton;
class SecondaryButton;
class StepUpPanel;
class TextBlock;

/// Cards to print: one chosen, drawn as it will be printed; now, later or never; then whether the print is good, and what becomes of one
/// that is not. Without a printer a PDF and "later" stay, and the page says why.
class PrintPage final : public QWidget {
    Q_OBJECT

public:
    using Printers = std::function<QStringList()>;
    explicit PrintPage(DeskHub& hub, Printers printers = {}, QWidget* parent = nullptr);
    void bindKeys();
    /// This card, before the list is asked; empty: the first of the list.
    void choose(const QString& card);
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void leaving();
    void said(const QString& words);
    void replacementWanted(const QString& userNumber); ///< spoiled: the person's next card

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class Stage { choosing, ready, quality, spoiling, spoiled };
    QWidget* makeControls();
    void makeQuestion(QVBoxLayout* column);
    void ask();
    void showList(const PrintList& list);
    void open(const QString& card);
    void showFace(const PrintFace& face);
    void refresh();
    void print();
    void answerQuality(bool good);
    void beginSpoil();
    void later();
    void never();
    void paper(bool receipt);
    void output(const QByteArray& pdf, const std::vector<PaperSheet>& sheets, const QString& title, const QString& name);
    void done(const ActAnswer& answer, const QString& words);
    void stepBack();
    bool toFile() const;
    QString chosenPrinter() const;
    QString fileFor(const QString& what) const;

    DeskHub& m_hub;
    Printers m_printers;
    Stage m_stage = Stage::choosing;
    QString m_card;
    PrintFace m_face;
    FaceContent m_content;
    PrintDeed m_deed;
    int m_asks = 0;

    Panel* m_list;
    FacePreview* m_front;
    FacePreview* m_back;
    Label* m_name;
    TextBlock* m_words;
    Panel* m_controls;
    ChoiceField* m_printer;
    Field* m_folder;
    CheckRow* m_both;
    PrimaryButton* m_print;
    SecondaryButton* m_later;
    SecondaryButton* m_never;
    SecondaryButton* m_receipt;
    SecondaryButton* m_leaflet;
    Panel* m_question;
    Label* m_asked;
    TextBlock* m_consequence;
    SecondaryButton* m_good;
    SecondaryButton* m_bad;
    Field* m_reason;
    SecondaryButton* m_replacement;
    StepUpPanel* m_stepUp;
    Banner* m_trouble;
    SecondaryButton* m_leave;
};

} // namespace cardwright::ui
