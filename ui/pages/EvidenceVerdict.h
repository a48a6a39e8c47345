#pragma once

#include "ui/presenters/ApplicationPresenter.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class ExceptionAsk;
class IconLabel;
class Label;
class Panel;
class RouteSlots;
class TextBlock;

/// The verdict on the documents as it is at this moment: the ways to pass, the quickest one, and the way round it through a second
/// person.
class EvidenceVerdict final : public QWidget {
    Q_OBJECT

public:
    static constexpr std::size_t adviceShown = 4;

    EvidenceVerdict(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys();
    void refresh();
    /// Low pages show one piece of advice less, so that the whole verdict is seen without scrolling.
    void setRoomForAll(bool room) { m_roomForAll = room; }
    ExceptionAsk* exception() const { return m_exception; }

Q_SIGNALS:
    void adviceTaken(std::size_t index);

private:
    void showVerdict();
    void showAdvice();
    void showWants();

    ApplicationPresenter& m_application;
    bool m_roomForAll = true;
    Panel* m_verdict;
    IconLabel* m_verdictSign;
    Label* m_verdictTitle;
    Label* m_routesHint;
    RouteSlots* m_routes;
    TextBlock* m_wants;
    TextBlock* m_cautions;
    QVBoxLayout* m_advice;
    ExceptionAsk* m_exception;
};

} // namespace cardwright::ui
