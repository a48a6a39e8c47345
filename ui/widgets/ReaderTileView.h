#pragma once

#include "ui/theme/Theme.h"

#include <QString>
#include <QWidget>

class QHBoxLayout;

namespace cardwright::ui {

class StatusPill;
class SecondaryButton;
class Label;
class IconLabel;

struct ReaderTileState {
    enum class Kind { Absent, Empty, Reading, Known, Waiting, Blank, InUse, Unreadable, Removed };
    Kind kind = Kind::Empty;
    QString caption; ///< "Reader 2: for the holder"
    QString words;   ///< "Ffion Adeyemi", "Empty", "Reading the card"
    Tone tone = Tone::Plain;
    QString pillIcon; ///< pill is shown when pillWords is not empty
    QString pillWords;
    QString buttonWords; ///< "Serve it now", "Why"; button is shown when not empty
    QString buttonKey;   ///< "F8", "F2"
};

/// One reader in the strip: sign by kind, caption, words, pill or button. Changes are announced.
class ReaderTileView : public QWidget {
    Q_OBJECT
public:
    explicit ReaderTileView(QWidget* parent = nullptr);
    void setState(const ReaderTileState& state);
    const ReaderTileState& state() const { return m_state; }
    SecondaryButton* button() const { return m_button; }

Q_SIGNALS:
    void pressed();

private:
    ReaderTileState m_state;
    IconLabel* m_sign;
    Label* m_caption;
    Label* m_words;
    StatusPill* m_pill;
    SecondaryButton* m_button;
};

} // namespace cardwright::ui
