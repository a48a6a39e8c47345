#pragma once

#include "ui/widgets/ReaderTileView.h"

namespace cardwright::ui {

/// 60 px at the foot of the desk: reader 1 is always the agent's, reader 2 the holder's.
class ReaderStrip : public QWidget {
    Q_OBJECT
public:
    explicit ReaderStrip(QWidget* parent = nullptr);
    ReaderTileView* agent() const { return m_agent; }
    ReaderTileView* holder() const { return m_holder; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ReaderTileView* m_agent;
    ReaderTileView* m_holder;
};

} // namespace cardwright::ui
