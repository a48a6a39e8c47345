#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PrintPort.h"
#include "ui/print/FaceRenderer.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <vector>

class QVBoxLayout;
class QWidget;

namespace cardwright::ui {

class ActionButton;
class Banner;
class CheckRow;
class FacePreview;
class Field;
class Label;
class Panel;
class PrimaryButton;
class PrinterChoice;
class SecondaryButton;
class StepUpPanel;
class TextBlock;
struct PaperSheet;

/// The printing of one card, wherever it is done: its two sides as they will be, where it goes, now, later or never; then whether the print
/// is good, and what becomes of one that is not. The page that shows it places its parts.
class PrintWork final : public QObject {
    Q_OBJECT

public:
    using Printers = std::function<QStringList()>;
    /// What was decided about a card.
    enum class Outcome { printed, later, never, spoiled };
    /// `name`: of the page; the parts are NAME-now, NAME-later ... `owner` is the page.
    PrintWork(DeskHub& hub, const QString& name, Printers printers, QWidget* owner);

    QWidget* faces() const noexcept { return m_faces; }
    QWidget* controls() const noexcept { return m_controls; }
    Banner* trouble() const noexcept { return m_trouble; }
    PrimaryButton* printButton() const noexcept { return m_print; }
    SecondaryButton* laterButton() const noexcept { return m_later; }
    SecondaryButton* neverButton() const noexcept { return m_never; }

    /// Keys that count while nothing is asked; the page binds its own Esc.
    void bindKeys();
    void refill(); ///< the page is shown
    void open(const QString& card);
    void clear();
    QString card() const { return m_card; }
    /// Onto the list of cards to print before anything is decided: whatever happens next, it is not forgotten.
    void keepOnList();
    void leave(); ///< undecided: it stays on that list
    /// Esc: true when there was something to step back from.
    bool stepBack();

Q_SIGNALS:
    void settled(PrintWork::Outcome outcome, const QString& words);
    void booked(); ///< as spoiled
    void said(const QString& words);
    void replacementWanted(const Holder& holder, const QString& card); ///< spoiled: the person's next card

private:
    enum class Stage { choosing, ready, quality, spoiling, declining, spoiled };
    void makeFaces();
    void makeControls(Printers printers);
    void makeQuestion(QVBoxLayout* column);
    SecondaryButton* makeButton(const char* part, const QString& words, const QString& spoken, const QString& key);
    void connectParts();
    void refresh();
    void refreshQuestion();
    void showFace(const PrintFace& face);
    void print();
    void answer(bool good);
    void confirmBad();
    void beginSpoil(const QString& reason);
    void later();
    void never(const QString& reason);
    void ask(Stage stage);
    QString reason(const QString& missing);
    void paper(bool receipt);
    void output(const std::vector<PaperSheet>& sheets, const QString& title, const QString& name);
    void tell(const QString& title, const QString& line);
    void answered(const ActAnswer& answer, Outcome outcome, const QString& words);
    QString stem(const QString& what) const;
    bool asking() const;

    DeskHub& m_hub;
    QString m_name;
    QWidget* m_owner;
    Stage m_stage = Stage::choosing;
    bool m_recording = false; ///< a decision is on its way: a key pressed twice is one decision
    QString m_card;
    PrintFace m_face;
    FaceContent m_content;
    PrintDeed m_deed;

    QWidget* m_faces;
    QWidget* m_controls;
    Banner* m_trouble;
    Label* m_holder;
    FacePreview* m_front;
    FacePreview* m_back;
    Panel* m_panel;
    PrinterChoice* m_where;
    CheckRow* m_both;
    PrimaryButton* m_print;
    SecondaryButton* m_later;
    SecondaryButton* m_never;
    SecondaryButton* m_receipt;
    SecondaryButton* m_leaflet;
    Panel* m_question;
    Label* m_asked;
    TextBlock* m_consequence;
    Field* m_reason;
    SecondaryButton* m_good;
    SecondaryButton* m_bad;
    SecondaryButton* m_replacement;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
