#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class ActionButton;
class BadgeHistory;
class Banner;
class CardFace;
class DangerButton;
class PrimaryButton;
class SecondaryButton;
class TextBlock;
class Timeline;

/// Somebody's record at the side of the list: who they are, cards, positions and requests, the last check, and what can be done. What
/// may not be done stays, and says why.
class PersonView final : public QWidget {
    Q_OBJECT

public:
    explicit PersonView(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void present(const std::optional<PersonFile>& file);
    const std::optional<PersonFile>& file() const noexcept { return m_file; }
    void copyNumber();
    void takeFocus(); ///< to what is likeliest done for this person now

Q_SIGNALS:
    void said(const QString& words);
    void issueWanted();
    void changeWanted();
    void closeWanted();
    void reopenWanted();
    void replaceWanted();
    void cancelWanted();
    void accessWanted(); ///< positions and requests

private:
    void makeActs(QVBoxLayout* column); // PersonViewLayout.cpp
    void addFact(const QString& name, const QString& value, const char* objectName);
    void addHeading(const QString& words);
    void showState();
    void showFacts();
    void showHeld();
    void showPositions();
    void showChecks();
    void askRequests();
    void showActs();
    void hold(ActionButton* button, const QString& why);

    DeskHub& m_hub;
    std::optional<PersonFile> m_file;
    CardFace* m_face;
    TextBlock* m_name;
    Banner* m_state;
    QVBoxLayout* m_facts;
    std::vector<RequestRow> m_requests; ///< open ones about them, but for positions
    int m_asked = 0;
    BadgeHistory* m_badges;
    Timeline* m_timeline;
    PrimaryButton* m_issue;
    SecondaryButton* m_change;
    SecondaryButton* m_replace;
    DangerButton* m_cancel;
    DangerButton* m_close;
    SecondaryButton* m_reopen;
    SecondaryButton* m_access;
    TextBlock* m_actWords;
};

} // namespace cardwright::ui
