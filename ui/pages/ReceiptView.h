#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/print/Paper.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

namespace cardwright::ui {

class Banner;
class Label;
class PrimaryButton;
class PrinterChoice;
class SecondaryButton;
class SheetPreview;

/// The receipt as it is printed: read on screen, printed, or written to a PDF file.
class ReceiptView final : public QWidget {
    Q_OBJECT

public:
    explicit ReceiptView(DeskHub& hub, std::function<QStringList()> printers = {}, QWidget* parent = nullptr);
    void bindKeys();
    void open(const QString& card);
    void clear();

Q_SIGNALS:
    void left();
    void said(const QString& words);

private:
    void show(std::vector<PaperSheet> sheets);
    void print();
    void tell(const QString& title, const QString& line);

    DeskHub& m_hub;
    QString m_card;
    std::vector<PaperSheet> m_sheets;
    SheetPreview* m_preview;
    PrinterChoice* m_where;
    Banner* m_trouble;
    PrimaryButton* m_print;
    SecondaryButton* m_back;
};

} // namespace cardwright::ui
