#pragma once

#include "ui/bridge/DeskHub.h"

#include <QWidget>

namespace cardwright::ui {

class Field;
class Label;
class Panel;
class PrimaryButton;
class SecondaryButton;
class StepUpPanel;
class TextBlock;

/// What is done with the log, in place under its state: taken out, proven for one person, an entry's personal data erased.
class RecordsAct final : public QWidget {
    Q_OBJECT

public:
    enum class Kind { exportLog, proof, erase };

    explicit RecordsAct(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// `row`: the chosen entry; the proof takes its person, the erasure itself.
    void open(Kind kind, const std::optional<JournalRow>& row);
    void close();
    bool isOpen() const noexcept { return m_open; }

Q_SIGNALS:
    void done(const QString& words);
    void said(const QString& words);

private:
    void refresh();
    void submit();
    void finish(const ActAnswer& answer, const QString& words);

    DeskHub& m_hub;
    Kind m_kind = Kind::exportLog;
    bool m_open = false;
    std::uint64_t m_seq = 0;
    Panel* m_panel;
    Label* m_title;
    TextBlock* m_words;
    Field* m_number;
    Field* m_reason;
    Field* m_path;
    TextBlock* m_trouble;
    PrimaryButton* m_do;
    SecondaryButton* m_leave;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
