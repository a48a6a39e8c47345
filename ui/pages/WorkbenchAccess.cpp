#include "ui/pages/BadgesPage.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/PeoplePage.h"
#include "ui/pages/PositionsPage.h"
#include "ui/pages/RequestsPage.h"
#include "ui/pages/Workbench.h"

// Requests, positions and the catalogue: how one comes to them, and from them to a person or to a badge's print.

namespace cardwright::ui {

void Workbench::connectAccess()
{
    const auto catalogue = [this] {
        m_positionsFrom = m_place;
        go(Place::positions);
    };
    const auto badge = [this](const Guid& id) {
        go(Place::badges);
        m_badges->open(id);
    };
    connect(m_worklists, &WorklistPage::requestsWanted, this, [this] { go(Place::requests); });
    connect(m_worklists, &WorklistPage::positionsWanted, this, catalogue);
    connect(m_setUp, &SetUpPage::positionsWanted, this, catalogue);
    connect(m_requests, &RequestsPage::positionsWanted, this, catalogue);
    connect(m_requests, &RequestsPage::leaving, this, [this] { go(Place::worklists); });
    connect(m_requests, &RequestsPage::said, this, &Workbench::said);
    connect(m_requests, &RequestsPage::badgesWanted, this, badge);
    connect(m_requests, &RequestsPage::personWanted, this, [this](const QString& number) {
        go(Place::people);
        m_people->showPerson(number);
    });
    connect(m_people, &PeoplePage::badgesWanted, this, badge);
    connect(m_positions, &PositionsPage::leaving, this, [this] { go(m_positionsFrom); });
    connect(m_positions, &PositionsPage::said, this, &Workbench::said);
}

} // namespace cardwright::ui
