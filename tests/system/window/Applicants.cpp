#include "tests/system/window/Applicants.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDate>
#include <QLineEdit>

namespace cardwright::testing {

namespace {

QString day(const QDate& date) { return date.toString("d M yyyy"); }

struct Paper {
    QString kind;
    QString number;
    QString issuer;
    QString dated;
    QString expires;
};

/// The agent's own statements on this kind of document: each that stands unticked gets a Space.
void tickAll(Seat& seat)
{
    for (const auto* row : seat.get<QWidget>("document-editor")->findChildren<QAbstractButton*>()) {
        if (!row->isCheckable() || !row->isVisible() || row->isChecked()) continue;
        seat.tabTo(row->objectName());
        seat.key(Qt::Key_Space);
    }
}

/// A adds, Down walks the list, Enter keeps.
void addDocument(Seat& seat, const Paper& paper)
{
    seat.key(Qt::Key_A);
    seat.untilShown("document-editor");
    auto* kinds = seat.get<QComboBox>("document-kind");
    for (int downs = 0; kinds->currentText() != paper.kind; ++downs) {
        if (downs > kinds->count()) throw std::runtime_error("no document is called " + paper.kind.toStdString());
        seat.key(Qt::Key_Down);
    }
    const auto fill = [&](const char* name, const QString& words) {
        if (words.isEmpty()) return;
        seat.tabTo(name);
        seat.text(words);
    };
    fill("document-number", paper.number);
    fill("document-issuer", paper.issuer);
    fill("document-dated", paper.dated);
    fill("document-expires", paper.expires);
    tickAll(seat);
    seat.enter();
    seat.until("the document is on the list", [&] { return !seat.shows("document-editor"); });
}

void untilEnough(Seat& seat)
{
    seat.until("the documents are enough", [&] { return seat.label("evidence-title").startsWith("Enough"); });
}

} // namespace

void typedPerson(Seat& seat, const QString& givenName, const QString& familyName, const QString& nameOnCard)
{
    seat.untilShown("desk-page");
    seat.enter();
    seat.untilShown("person-step");
    const std::pair<const char*, QString> fields[] = {{"person-given", givenName}, {"person-family", familyName}, {"person-born", "14 8 1991"},
                                                      {"person-postcode", "HV1 2AB"}, {"person-job", "Community physiotherapist"}};
    for (const auto& [name, words] : fields) {
        seat.tabTo(name);
        seat.text(words);
    }
    if (!nameOnCard.isEmpty()) {
        seat.tabTo("person-card");
        seat.text(nameOnCard);
    }
    seat.untilReady("person-next");
}

void typedApplication(Seat& seat, const QString& givenName, const QString& familyName)
{
    typedPerson(seat, givenName, familyName);
    typedEvidence(seat);
}

void typedEvidence(Seat& seat)
{
    seat.tabTo("person-next");
    seat.enter();
    seat.untilShown("evidence-step");
    const auto today = QDate::currentDate();
    addDocument(seat, {"UK passport", "4417", "", "", day(today.addYears(4))});
    addDocument(seat, {"Photocard driving licence", "9Q2X", "", "", day(today.addYears(3))});
    addDocument(seat, {"Council tax bill", "7120", "Harbour Valley Council", day(today.addMonths(-2)), ""});
    untilEnough(seat);
    seat.enter();
    seat.untilShown("photo-step");
    seat.tabTo("photo-path");
    seat.text(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-2.jpg"));
    seat.enter();
    seat.untilReady("photo-next");
    seat.enter();
    seat.untilShown("card-step");
}

void sampleApplication(Seat& seat, int number)
{
    seat.untilShown("desk-page");
    seat.enter();
    seat.untilShown("person-step");
    seat.key(static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
    seat.until("the sample fills the fields", [&] { return !seat.get<QLineEdit>("person-family")->text().isEmpty(); });
    seat.untilReady("person-next");
    seat.enter();
    seat.untilShown("evidence-step");
    untilEnough(seat);
    seat.enter();
    seat.untilShown("photo-step");
    seat.untilReady("photo-next");
    seat.enter();
    seat.untilShown("card-step");
}

JobLog::JobLog(Seat& seat)
{
    QObject::connect(&seat.bench().hub(), &ui::DeskHub::progressed, &m_life, [this](const ui::JobProgress& progress) {
        ++m_pictures;
        m_waited = m_waited || progress.state == ui::JobState::cardGone || progress.state == ui::JobState::wrongCard;
        for (const auto& step : progress.steps) {
            if (m_act && step.key == m_step && step.state == ui::StepState::running) std::exchange(m_act, nullptr)();
        }
    });
}

void JobLog::at(const std::string& step, std::function<void()> act)
{
    m_step = step;
    m_act = std::move(act);
}

} // namespace cardwright::testing
