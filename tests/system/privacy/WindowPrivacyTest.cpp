#include "tests/system/LiveLab.h"
#include "tests/system/privacy/GuardedPerson.h"
#include "tests/system/privacy/OutputCatch.h"
#include "tests/system/privacy/WindowEyes.h"
#include "tests/system/window/Seat.h"

#include <catch2/catch.hpp>

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QTableView>

#include <algorithm>

using namespace cardwright;
using namespace cardwright::testing;
using namespace cardwright::testing::privacy;

// The same of the window: the real one over the real backend and store, page after page, in the role that may read what is guarded and in
// one that may not. Whatever it paints, keeps, tells a screen reader or puts into the clipboard is looked through.

namespace {

constexpr const char* agentNumber = "555000417260";
constexpr int rowsRead = 8; ///< of a table: all cells of all its rows are looked through with each

/// Goes from page to page and takes down what is there.
class Walk {
public:
    Walk(const GuardedPerson& person, std::string passcode) : m_person(person), m_passcode(std::move(passcode)), seat(person.desk.site()) { seat.signIn(); }

    void everywhere()
    {
        desk();
        person();
        register_();
        lists();
        application();
        cardInReader();
    }
    /// Of these pages, by the beginning of the names under which they were taken.
    std::vector<Sighting> seen;

private:
    /// What was asked of the store has been answered, and the answers have been shown.
    void settle()
    {
        for (int rounds = 0; rounds < 4; ++rounds) {
            seat.desk().store().call([](Store&) {});
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }
    void look(const std::string& where)
    {
        settle();
        for (auto& sighting : everythingShown(where)) seen.push_back(std::move(sighting));
    }
    void press(const QString& button)
    {
        seat.get<QAbstractButton>(button)->click();
        settle();
    }
    void fill(const QString& field, const QString& words)
    {
        seat.get<QLineEdit>(field)->setFocus();
        seat.text(words);
    }
    void go(ui::Place place)
    {
        seat.bench().go(place);
        settle();
    }
    /// Each row of this page is opened and read: those that are buttons, and those of its table.
    void rowsOf(const QString& page)
    {
        const auto name = page.toStdString();
        look(name);
        QStringList rows;
        for (const auto* row : seat.get<QWidget>(page)->findChildren<QAbstractButton*>()) {
            if (row->inherits("cardwright::ui::ListRow") && row->isVisible() && !row->objectName().isEmpty()) rows << row->objectName();
        }
        for (const auto& row : rows) {
            auto* again = seat.get<QWidget>(page)->findChild<QAbstractButton*>(row); // a list is made anew when one is chosen
            if (again == nullptr || !again->isVisible()) continue;
            again->click();
            look(name + ", " + row.toStdString());
        }
        for (auto* table : seat.get<QWidget>(page)->findChildren<QTableView*>()) {
            if (!table->isVisible() || table->model() == nullptr) continue;
            for (int row = 0; row < std::min(rowsRead, table->model()->rowCount()); ++row) {
                table->setFocus();
                table->setCurrentIndex(table->model()->index(row, 0));
                seat.key(Qt::Key_C, Qt::ControlModifier);
                look(name + ", line " + std::to_string(row + 1));
            }
        }
    }

    void desk()
    {
        seat.untilShown("desk-page");
        look("desk");
        seat.key(Qt::Key_F9);
        look("tray");
        if (seat.shows("tray")) seat.key(Qt::Key_F9);
    }
    void findPerson(const QString& words)
    {
        go(ui::Place::desk);
        go(ui::Place::people);
        seat.key(Qt::Key_K, Qt::ControlModifier);
        auto* search = qobject_cast<QLineEdit*>(seat.bench().window().focusWidget());
        REQUIRE(search != nullptr);
        search->clear();
        seat.text(words);
        const auto* table = seat.get<QTableView>("people-table");
        seat.until("the person is found", [&] { return table->model()->rowCount() > 0; });
    }
    void openPerson()
    {
        findPerson(QString::fromStdString(m_person.number));
        seat.key(Qt::Key_Down);
        seat.until("the record is open", [&] { return seat.shows("people-number"); });
    }
    void person()
    {
        findPerson(GuardedPerson::nameNow);
        look("people, found");
        openPerson();
        look("record");
        seat.key(Qt::Key_C, Qt::ControlModifier);
        look("record, number copied");
    }
    /// From a record: what is done to it.
    void register_()
    {
        const auto from = [&](const char* button, const char* page, const std::string& where) {
            openPerson();
            press(button);
            if (!seat.shows(page)) return; // held: this role may not, and what says so was read with the record
            look(where);
            seat.key(Qt::Key_Escape);
            settle();
        };
        from("people-change", "record-page", "change");
        from("people-close", "close-ends", "close");
        from("people-replace", "replace-page", "replace");
        from("people-cancel", "cancel-page", "cancel");
        go(ui::Place::people);
        press("people-leavers");
        rowsOf("leavers-page");
        press("leavers-back");
        compare();
    }
    /// Somebody who is typed as the guarded person is called, now and before.
    void compare()
    {
        for (const auto& family : {std::string(GuardedPerson::nameNow), formerNames[0].substr(0, 4) + "arringtone"}) {
            go(ui::Place::people);
            press("people-new");
            if (!seat.shows("record-page")) return;
            fill("record-givenName", "Ffion");
            fill("record-familyName", QString::fromStdString(family));
            fill("record-dateOfBirth", "27 3 1989");
            press("record-next");
            fill("record-jobTitle", "Nurse");
            press("record-next");
            look("compare");
            compared = compared || seat.shows("compare-table");
            for (int back = 0; back < 4 && seat.shows("record-page"); ++back) seat.key(Qt::Key_Escape);
            settle();
        }
    }
    void lists()
    {
        for (const auto& [place, page] : std::vector<std::pair<ui::Place, QString>>{
                 {ui::Place::worklists, "worklist-page"}, {ui::Place::queue, "queue-page"}, {ui::Place::records, "records-page"}, {ui::Place::setUp, "setup-page"},
                 {ui::Place::exceptions, "exceptions-page"}, {ui::Place::loans, "loans-page"}, {ui::Place::prints, "print-page"},
                 {ui::Place::badges, "badges-page"}, {ui::Place::requests, "requests-page"}, {ui::Place::positions, "positions-page"}, {ui::Place::help, "help-page"},
                 {ui::Place::diagnosis, "diagnosis-page"}}) {
            go(place);
            seat.untilShown(page);
            if (place == ui::Place::help || place == ui::Place::worklists) look(page.toStdString()); // their rows lead elsewhere
            else rowsOf(page);
        }
        go(ui::Place::requests);
        for (const char* tab : {"requests-closed", "requests-mine", "requests-ending"}) {
            press(tab);
            rowsOf("requests-page");
        }
    }
    void document(const QString& kind, const QString& number)
    {
        press("evidence-add");
        seat.untilShown("document-editor");
        auto* kinds = seat.get<QComboBox>("document-kind");
        const int at = kinds->findText(kind);
        REQUIRE(at >= 0);
        kinds->setCurrentIndex(at);
        Q_EMIT kinds->activated(at);
        if (!number.isEmpty()) fill("document-number", number);
        seat.get<QLineEdit>("document-number")->clearFocus();
        press("evidence-next");
        if (seat.shows("document-editor")) press("evidence-next"); // what was found on leaving a field is seen before it is kept
        settle();
        REQUIRE_FALSE(seat.shows("document-editor"));
    }
    /// Numbers typed in full by this agent.
    void application()
    {
        go(ui::Place::desk);
        press("desk-main");
        if (!seat.shows("person-step")) return;
        fill("person-given", "Marged");
        fill("person-family", "Lindqvist");
        fill("person-born", "2 11 1996");
        fill("person-postcode", "HV2 8LN");
        fill("person-job", "Speech therapist");
        seat.untilReady("person-next");
        press("person-next");
        seat.untilShown("evidence-step");
        document("UK passport", QString::fromStdString(fullNumbers[0]));
        document("Photocard driving licence", QString::fromStdString(fullNumbers[1]));
        typed = true;
        look("evidence");
        seat.key(Qt::Key_P, Qt::ControlModifier);
        settle();
        look("desk, an application parked");
        go(ui::Place::worklists);
        look("worklists, an application parked");
    }
    /// The card that still bears who they were.
    void cardInReader()
    {
        go(ui::Place::desk);
        seat.trayKey("blank-1");
        seat.until("the card is known", [&] { return seat.bench().hub().subjectCard().kind == ui::CardKind::ours; });
        look("desk, card arrived");
        seat.key(Qt::Key_Y);
        seat.key(Qt::Key_Period);
        look("desk, all acts");
        press("desk-copy-number");
        look("desk, number copied");
        changePasscode();
        seat.trayKey("blank-1");
    }
    /// A card act to its end: the holder's turn, the page of what was done, the receipt.
    void changePasscode()
    {
        if (!seat.shows("desk-more-panel")) seat.key(Qt::Key_Period);
        seat.untilShown("desk-more-panel");
        seat.key(Qt::Key_P);
        seat.untilShown("act-page");
        look("act");
        seat.enter();
        seat.untilShown("holder-view");
        look("holder");
        const std::string chosen = m_passcode == trust::passcode ? "481506" : "905271";
        for (const auto& digits : {m_passcode, chosen, chosen}) {
            seat.digits(digits);
            seat.enter();
        }
        seat.key(Qt::Key_Return, Qt::ControlModifier);
        seat.until("the act is done", [&] { return seat.shows("done-page"); }, 2 * longEnough);
        look("done");
        press("done-receipt");
        look("receipt");
        if (seat.shows("receipt-back")) press("receipt-back");
        go(ui::Place::desk);
    }

    const GuardedPerson& m_person;
    std::string m_passcode; ///< of the card in the tray

public:
    Seat seat;
    bool compared = false;
    bool typed = false;
};

/// What is not the record: neither that page, nor the record itself as it waits behind another one.
std::vector<Sighting> elsewhere(const std::vector<Sighting>& seen)
{
    std::vector<Sighting> rest;
    for (const auto& sighting : seen) {
        const bool kept = sighting.where.find("people-former") != std::string::npos || sighting.where.find("people-check") != std::string::npos;
        if (!kept && sighting.where.rfind("record:", 0) != 0 && sighting.where.rfind("record, ", 0) != 0) rest.push_back(sighting);
    }
    return rest;
}

} // namespace

TEST_CASE("the window, page after page: a manager reads what is guarded in the record, an agent nowhere, and nobody a number in full")
{
    GuardedPerson person;
    person.desk.startCentre();
    std::string printed;
    std::vector<Sighting> manager;
    {
        const OutputCatch written;
        Walk walk(person, trust::passcode);
        walk.everywhere();
        manager = walk.seen;
        CHECK(walk.compared);
        CHECK(walk.typed);
        walk.seat.close();
        printed = written.text();
    }
    // The eyes see: in the manager's record each of them is found, painted and kept.
    for (const auto& name : formerNames) CHECK_FALSE(placesOf({name}, manager, true).empty());
    CHECK_FALSE(placesOf({"Restricted identity document"}, manager, false).empty());
    CHECK_FALSE(placesOf({"ends in 0093"}, manager, false).empty());
    // And nowhere else, though the role may.
    CHECK(placesOf(formerNames, elsewhere(manager), true) == std::vector<std::string>{});
    CHECK(placesOf(restrictedWords, elsewhere(manager), false) == std::vector<std::string>{});
    CHECK(placesOf(fullNumbers, manager, true) == std::vector<std::string>{});

    LiveCentre::order({"agent", person.desk.site().string(), "role", agentNumber, "--role", "agent"});
    person.desk.ctl({"queue", "drain", "--unattended"});
    trust::must(person.desk.ctl({"queue", "drain"}));
    std::vector<Sighting> agent;
    {
        const OutputCatch written;
        Walk walk(person, "481506");
        walk.everywhere();
        agent = walk.seen;
        CHECK(walk.compared);
        walk.seat.close();
        printed += written.text();
    }
    CHECK_FALSE(placesOf({GuardedPerson::nameNow}, agent, false).empty());
    CHECK_FALSE(placesOf({"ends in 0093"}, agent, false).empty()); // the record's evidence, without the restricted document
    CHECK(placesOf(formerNames, agent, true) == std::vector<std::string>{});
    CHECK(placesOf(restrictedWords, agent, false) == std::vector<std::string>{});
    CHECK(placesOf(fullNumbers, agent, true) == std::vector<std::string>{});

    const std::vector<Sighting> streams{{"standard output and error", printed}};
    for (const auto* words : {&formerNames, &restrictedWords, &fullNumbers}) CHECK(placesOf(*words, streams, true) == std::vector<std::string>{});
}
