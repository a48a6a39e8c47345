#include "tests/ui/pages/PolicyBook.h"
#include "tests/ui/pages/Stage.h"
#include "ui/pages/ZoneField.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

int valueOf(QChar sign)
{
    if (sign.isDigit())
        return sign.digitValue();
    return sign.isLetter() ? sign.unicode() - 'A' + 10 : 0;
}

/// ICAO 9303 part 3, 4.9: the test's own reckoning.
QString withDigit(const QString& field)
{
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (int at = 0; at < field.size(); ++at)
        sum += valueOf(field[at]) * weights[at % 3];
    return field + QString::number(sum % 10);
}

QString filled(QString text, int width) { return text.leftJustified(width, QLatin1Char('<')); }

/// Two lines of 44 for somebody who does not exist.
QString passportZone(const QString& names = QStringLiteral("PEMBERTON<ROY<<CALLUM"), const QString& born = QStringLiteral("910814"))
{
    const auto number = withDigit(QStringLiteral("533804417"));
    const auto birth = withDigit(born);
    const auto expiry = withDigit(QStringLiteral("310609"));
    const auto personal = filled({}, 14) + QLatin1Char('0');
    const auto composite = withDigit(number + birth + expiry + personal).right(1);
    return filled(QStringLiteral("P<GBR") + names, 44) + QLatin1Char('\n') + number + QStringLiteral("GBR") + birth + QLatin1Char('M') + expiry + personal + composite;
}

/// Three lines of 30: an identity card.
QString cardZone()
{
    const auto number = withDigit(QStringLiteral("AA1234417"));
    const auto first = filled(QStringLiteral("IDDEU").replace(2, 3, QStringLiteral("D<<")) + number, 30);
    const auto birth = withDigit(QStringLiteral("910814"));
    const auto expiry = withDigit(QStringLiteral("310609"));
    const auto optional = filled({}, 11);
    const auto composite = withDigit(first.mid(5, 25) + birth + expiry + optional).right(1);
    return first + QLatin1Char('\n') + birth + QLatin1Char('M') + expiry + QStringLiteral("D<<") + optional + composite + QLatin1Char('\n') +
           filled(QStringLiteral("PEMBERTON<ROY<<CALLUM"), 30);
}

struct EvidenceStage : Stage {
    explicit EvidenceStage(bool scores = false, bool remote = false, bool named = true) : Stage({1280, 800}, shippedEvidence(scores, remote))
    {
        signIn();
        auto draft = desk.callumDraft(false);
        draft.documents.clear();
        draft.agent = desk.agentName;
        if (!named)
            draft.person = {};
        draft.step = "evidence";
        bench.application().take(std::move(draft));
        key(Qt::Key_F8);
        if (!shows("evidence-step"))
            throw std::runtime_error("the evidence step is not shown");
    }
    const IssueDraft& draft() { return bench.application().draft(); }
    void add(const char* kind)
    {
        key(Qt::Key_A);
        auto* box = get<QComboBox>("document-kind");
        const auto kinds = desk.evidence->kinds();
        for (int at = 0; at < static_cast<int>(kinds.size()); ++at)
            if (kinds[static_cast<std::size_t>(at)].id == kind)
                while (box->currentIndex() != at)
                    key(box->currentIndex() < at ? Qt::Key_Down : Qt::Key_Up);
    }
    void fill(const char* name, const QString& words)
    {
        tabTo(name);
        get<QLineEdit>(name)->selectAll();
        text(words);
    }
    void tick(const char* name)
    {
        tabTo(name);
        key(Qt::Key_Space);
    }
    void agree()
    {
        for (const auto* name : {"document-original", "document-name", "document-birth", "document-address"})
            if (shows(name))
                tick(name);
    }
    /// As a scanner types it, Enter after each line.
    void scan(const QString& zone)
    {
        tabTo("document-zone");
        for (const auto sign : zone)
            if (sign == QLatin1Char('\n'))
                QTest::keyClick(window.focusWidget(), Qt::Key_Return);
            else
                QTest::keyClicks(window.focusWidget(), QString(sign));
        QTest::keyClick(window.focusWidget(), Qt::Key_Return);
        settle();
    }
    QString block(const char* name) { return get<TextBlock>(name)->text(); }
    QString zoneSays() { return get<QPlainTextEdit>("document-zone")->accessibleDescription(); }
    void choose(const char* name, int downs)
    {
        tabTo(name);
        for (int at = 0; at < downs; ++at)
            key(Qt::Key_Down);
    }
};

} // namespace

TEST_CASE("evidence: a passport's zone from a scanner fills number, expiry and an empty form; Enter in it submits nothing; it is not kept", "[evidence]")
{
    EvidenceStage stage(false, false, false);
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("document-zone"));
    stage.scan(passportZone());
    REQUIRE(stage.shows("document-editor")); // Enter ended lines and nothing else
    CHECK(stage.get<QComboBox>("document-kind")->currentText() == "UK passport");
    CHECK(stage.get<QLineEdit>("document-number")->text() == "4417");
    CHECK(stage.get<QLineEdit>("document-expires")->text() == "9 June 2031");
    CHECK(stage.get<QPlainTextEdit>("document-zone")->toPlainText().trimmed().isEmpty());
    CHECK(stage.zoneSays().contains("TD3"));
    CHECK(stage.draft().person.familyName == "Pemberton Roy");
    CHECK(stage.draft().person.givenName == "Callum");
    CHECK(stage.draft().person.dateOfBirth == "1991-08-14");
    for (const auto* said : {"document-original", "document-name", "document-birth"})
        CHECK_FALSE(stage.get<QAbstractButton>(said)->isChecked()); // that it agrees is the agent's word
    CHECK_FALSE(stage.shows("document-warnings"));
}

TEST_CASE("evidence: Tab walks the form of a document from its top to its end", "[evidence]")
{
    EvidenceStage stage;
    stage.add("uk-passport");
    stage.tabTo("document-zone");
    QStringList walked;
    for (int step = 0; step < 8; ++step) {
        stage.key(Qt::Key_Tab);
        walked << stage.window.focusWidget()->objectName();
    }
    CHECK(walked.join(QLatin1Char(' ')).toStdString() ==
          "document-number document-expires document-original document-name document-birth document-former document-condition-full-signed document-refused");
}

TEST_CASE("evidence: Tab goes right round by way of every field of a document, and back the same way", "[evidence]")
{
    EvidenceStage stage;
    stage.add("gas-bill");
    stage.tabTo("document-kind");
    const auto round = [&](Qt::Key key) {
        QStringList walked;
        do {
            stage.key(key);
            walked << stage.window.focusWidget()->objectName();
        } while (walked.back() != QLatin1String("document-kind") && walked.size() < 200);
        return walked;
    };
    auto forwards = round(Qt::Key_Tab);
    auto backwards = round(Qt::Key_Backtab);
    for (const auto* field : {"document-kind", "document-issuer", "document-number", "document-dated", "document-original", "document-refused"}) {
        INFO(field);
        CHECK(forwards.count(QLatin1String(field)) == 1);
    }
    backwards.removeLast();
    std::reverse(backwards.begin(), backwards.end());
    backwards << QStringLiteral("document-kind");
    CHECK(forwards.join(QLatin1Char(' ')).toStdString() == backwards.join(QLatin1Char(' ')).toStdString());
}

TEST_CASE("evidence: a zone of three lines chooses the kind; what is typed already stays", "[evidence]")
{
    EvidenceStage stage;
    stage.key(Qt::Key_A);
    stage.scan(cardZone());
    CHECK(stage.get<QComboBox>("document-kind")->currentText() == "National identity card of an EEA country");
    CHECK(stage.zoneSays().contains("TD1"));
    CHECK(stage.get<QLineEdit>("document-number")->text() == "4417");
    CHECK(stage.draft().person.familyName == "Pemberton-Roy"); // hyphen and case are no difference, and the form's own stays
    CHECK_FALSE(stage.shows("document-warnings"));
}

TEST_CASE("evidence: a wrong digit says which field, fills nothing and stays to be mended", "[evidence]")
{
    EvidenceStage stage(false, false, false);
    stage.key(Qt::Key_A);
    auto zone = passportZone();
    const auto at = 45 + 13; // the year of birth, second line
    zone[at] = zone[at] == QLatin1Char('9') ? QLatin1Char('8') : QLatin1Char('9');
    stage.scan(zone);
    stage.until("the zone's fault is named", [&] { return stage.zoneSays().contains("birth"); });
    CHECK(stage.get<QLineEdit>("document-number")->text().isEmpty());
    CHECK(stage.draft().person.dateOfBirth.empty());
    CHECK_FALSE(stage.get<QPlainTextEdit>("document-zone")->toPlainText().isEmpty());
    stage.key(Qt::Key_Escape); // leaving the editor takes it away
    CHECK(stage.get<QPlainTextEdit>("document-zone")->toPlainText().isEmpty());
}

TEST_CASE("evidence: a zone that differs from the form warns, names the difference, never the sex, and refuses nothing", "[evidence]")
{
    EvidenceStage stage;
    stage.key(Qt::Key_A);
    stage.scan(passportZone(QStringLiteral("PRICE<<CALLUM"), QStringLiteral("910815")));
    REQUIRE(stage.shows("document-warnings"));
    const auto words = stage.block("document-warnings");
    CHECK(words.contains("Look again"));
    CHECK(words.contains("15 August 1991"));
    CHECK_FALSE(words.contains("sex", Qt::CaseInsensitive));
    CHECK_FALSE(words.contains("533804417"));
    stage.tick("document-condition-full-signed");
    stage.agree();
    stage.enter(); // it is before their eyes: what was found is seen first
    stage.enter();
    REQUIRE_FALSE(stage.shows("document-editor"));
    REQUIRE(stage.draft().documents.size() == 1);
    CHECK(stage.get<ListRow>("evidence-document-1")->accessibleDescription().contains("Counts"));
}

TEST_CASE("evidence: whole numbers are compared with the form, warn, and leave their end", "[evidence]")
{
    EvidenceStage stage;
    const auto [kind, number, ending] = GENERATE(table<const char*, const char*, const char*>({{"photocard-licence", "PRICE 708141C99AB", "99AB"},
                                                                                              {"uk-passport", "53380441", "0441"}}));
    INFO(kind);
    stage.add(kind);
    stage.fill("document-number", QString::fromLatin1(number));
    stage.key(Qt::Key_Tab);
    CHECK(stage.get<QLineEdit>("document-number")->text() == ending);
    REQUIRE(stage.shows("document-warnings"));
    CHECK_FALSE(stage.block("document-warnings").contains(QString::fromLatin1(number)));
    stage.fill("document-expires", QStringLiteral("9 6 2031"));
    stage.agree();
    stage.enter();
    stage.enter();
    REQUIRE(stage.draft().documents.size() == 1);
    CHECK(stage.draft().documents[0].numberEnding == ending);
}

TEST_CASE("evidence: kinds that never count can be chosen and are answered with the reason", "[evidence]")
{
    EvidenceStage stage;
    std::vector<DocumentKind> refused;
    for (const auto& kind : stage.desk.evidence->kinds())
        if (!kind.refusal.empty())
            refused.push_back(kind);
    REQUIRE(refused.size() >= 5); // mobile bill, bank letter, P45 and P60, print-out, employer's badge
    for (const auto& kind : refused) {
        INFO(kind.id);
        stage.add(kind.id.c_str());
        REQUIRE(stage.shows("document-refusal"));
        CHECK(stage.block("document-refusal").toStdString() == "Never counts. " + kind.refusal);
        stage.key(Qt::Key_Escape);
    }
}

TEST_CASE("evidence: each condition of a kind is asked, and without it the verdict says so", "[evidence]")
{
    EvidenceStage stage;
    stage.add("other-passport");
    stage.fill("document-number", QStringLiteral("4417"));
    stage.fill("document-expires", QStringLiteral("9 6 2031"));
    stage.agree();
    stage.enter();
    const auto row = [&] { return stage.get<ListRow>("evidence-document-1")->accessibleDescription(); };
    CHECK(row().contains("permission", Qt::CaseInsensitive));
    stage.tabTo("evidence-document-1");
    stage.key(Qt::Key_Space);
    stage.tick("document-condition-immigration-permission");
    stage.enter();
    CHECK(row().contains("Counts"));

    SECTION("an eVisa has no number and no paper: checked online, the code is typed nowhere")
    {
        stage.add("evisa");
        CHECK_FALSE(stage.shows("document-number"));
        CHECK_FALSE(stage.shows("document-original"));
        CHECK(stage.get<QComboBox>("document-kind")->accessibleDescription().contains("not kept"));
        stage.tick("document-condition-checked-online");
        stage.tick("document-name");
        stage.tick("document-birth");
        stage.enter();
        CHECK(stage.get<ListRow>("evidence-document-2")->accessibleDescription().contains("Counts"));
        CHECK(stage.draft().documents[1].numberEnding.empty());
    }
}

TEST_CASE("evidence: a document that the agent refuses does not count, for the reason chosen", "[evidence]")
{
    EvidenceStage stage;
    stage.add("uk-passport");
    stage.fill("document-number", QStringLiteral("4417"));
    stage.fill("document-expires", QStringLiteral("9 6 2031"));
    stage.tick("document-condition-full-signed");
    stage.agree();
    const auto reasons = stage.desk.book->evidenceRules().refusals;
    REQUIRE(stage.get<QComboBox>("document-refused")->count() == static_cast<int>(reasons.size()) + 1);
    stage.choose("document-refused", 6);
    stage.enter();
    REQUIRE(stage.draft().documents.size() == 1);
    CHECK(stage.draft().documents[0].refusedFor == reasons[5].id);
    CHECK(stage.get<ListRow>("evidence-document-1")->accessibleDescription().contains("Does not count"));
}

TEST_CASE("evidence: a former name counts with its certificate", "[evidence]")
{
    EvidenceStage stage;
    stage.add("uk-passport");
    stage.fill("document-number", QStringLiteral("4417"));
    stage.fill("document-expires", QStringLiteral("9 6 2031"));
    stage.tick("document-condition-full-signed");
    stage.tick("document-original");
    stage.tick("document-birth");
    stage.tick("document-former");
    stage.enter();
    const auto row = [&] { return stage.get<ListRow>("evidence-document-1")->accessibleDescription(); };
    CHECK(row().contains("Does not count"));
    std::string certificate;
    for (const auto& kind : stage.desk.evidence->kinds())
        if (kind.linksNames && certificate.empty() && !kind.restricted)
            certificate = kind.id;
    REQUIRE_FALSE(certificate.empty());
    stage.add(certificate.c_str());
    CHECK(stage.get<QAbstractButton>("document-former")->text().contains("former name and that of today"));
    if (stage.shows("document-number"))
        stage.fill("document-number", QStringLiteral("0917"));
    if (stage.shows("document-dated"))
        stage.fill("document-dated", QStringLiteral("3 10 2026"));
    stage.agree();
    stage.tick("document-former");
    stage.enter();
    CHECK(row().contains("Counts"));
}

TEST_CASE("evidence: without a photo, route C: its referee's answers are asked, then the manager's approval is all that lacks", "[evidence]")
{
    EvidenceStage stage;
    auto draft = stage.draft();
    draft.documents = {{"gas-bill", "0386", "Severn & Wye Energy", "2026-10-02", "", true, true, false, true, {}},
                       {"council-tax-bill", "7120", "Harbour Valley Council", "2026-04-01", "", true, true, false, true, {}},
                       {"birth-certificate", "4410", "", "1991-08-20", "", true, true, true, false, {}},
                       {"marriage-certificate", "0917", "", "2019-06-01", "", true, true, false, false, {}}};
    const auto kinds = stage.desk.evidence->kinds();
    for (auto& document : draft.documents) { // every condition met
        for (const auto& kind : kinds)
            if (kind.id == document.kind)
                for (const auto& condition : kind.conditions)
                    document.conditions.push_back({condition.id, condition.isDate ? "2026-10-01" : "yes"});
    }
    stage.bench.application().take(draft);
    settle();
    INFO(stage.label("evidence-title").toStdString());
    CHECK(stage.block("evidence-wants").contains("photograph"));
    stage.find("evidence-next")->setFocus();
    stage.key(Qt::Key_W);
    REQUIRE(stage.shows("evidence-answers"));
    stage.tick("answer-person-photo");
    stage.tick("answer-photo-countersigned");
    stage.choose("answer-referee-profession", 6);
    stage.fill("answer-referee-known-since", QStringLiteral("1 3 2026")); // eight months: not long enough
    for (const auto* name : {"answer-referee-identifies", "answer-referee-not-related", "answer-referee-not-partner", "answer-referee-other-address"})
        stage.tick(name);
    CHECK(stage.block("evidence-wants").contains("2 years"));
    stage.fill("answer-referee-known-since", QStringLiteral("1 3 2019"));
    settle();
    CHECK(stage.bench.application().evidence().awaits == "manager");
    CHECK(stage.block("evidence-wants").contains("approval"));
    CHECK(stage.shows("exception-offer"));
    stage.bench.application().keep();
    settle();
    CHECK(stage.desk.drafts.at(stage.draft().id.text()).answers.size() == 8);
}

TEST_CASE("evidence: the employer's own check: one photo, where the record is and its day", "[evidence]")
{
    EvidenceStage stage;
    stage.add("uk-passport");
    stage.fill("document-number", QStringLiteral("4417"));
    stage.fill("document-expires", QStringLiteral("9 6 2031"));
    stage.tick("document-condition-full-signed");
    stage.agree();
    stage.enter();
    stage.key(Qt::Key_W);
    REQUIRE(stage.shows("evidence-answers"));
    CHECK_FALSE(stage.shows("answer-employer-check-on")); // asked once the first is ticked
    stage.tick("answer-employer-check");
    stage.choose("answer-employer-check-source", 1);
    stage.fill("answer-employer-check-on", QStringLiteral("1 3 2018")); // too long ago
    settle();
    CHECK_FALSE(stage.bench.application().evidence().passed);
    stage.fill("answer-employer-check-on", QStringLiteral("1 3 2024"));
    settle();
    CHECK(stage.bench.application().evidence().passed);
}

TEST_CASE("evidence: scores and remote checks are asked where the policy asks, and nowhere else", "[evidence]")
{
    {
        EvidenceStage plain;
        plain.key(Qt::Key_A);
        CHECK_FALSE(plain.shows("document-score-strength"));
        CHECK_FALSE(plain.shows("document-camera"));
    }
    EvidenceStage stage(true, true);
    stage.add("uk-passport");
    CHECK(stage.shows("document-camera"));
    stage.choose("document-score-strength", 4);
    stage.choose("document-score-validity", 3);
    stage.tick("document-camera");
    stage.enter();
    REQUIRE(stage.draft().documents.size() == 1);
    CHECK(stage.draft().documents[0].seenOnCamera);
    REQUIRE(stage.draft().documents[0].scores.size() == 2);
    CHECK(stage.draft().documents[0].scores[0].value == "4");
    stage.key(Qt::Key_W);
    CHECK(stage.shows("answer-fraud"));
    CHECK(stage.shows("answer-remote-code-read"));
}

TEST_CASE("evidence: a draft keeps everything but what may not be kept", "[evidence][canary]")
{
    EvidenceStage stage(true, true);
    stage.add("photocard-licence");
    stage.fill("document-number", QStringLiteral("PEMBE 908141C99CANARY"));
    stage.fill("document-expires", QStringLiteral("9 6 2031"));
    stage.agree();
    stage.tick("document-former");
    stage.choose("document-score-strength", 2);
    stage.choose("document-refused", 1);
    stage.enter();
    if (stage.shows("document-editor"))
        stage.enter();
    stage.key(Qt::Key_W);
    stage.choose("answer-fraud", 2);
    stage.bench.application().keep();
    settle();
    const auto& kept = stage.desk.drafts.at(stage.draft().id.text());
    REQUIRE(kept.documents.size() == 1);
    CHECK(kept.documents[0].numberEnding == "NARY");
    CHECK(kept.documents[0].formerName);
    CHECK(kept.documents[0].refusedFor == stage.desk.book->evidenceRules().refusals[0].id);
    REQUIRE(kept.documents[0].scores.size() == 1);
    CHECK(kept.answers.size() == 1);
}

TEST_CASE("evidence: a restricted document is seen by whoever typed it and by the RA manager, and takes no number", "[evidence][canary]")
{
    const auto visible = [](const char* begunBy, bool manager) {
        Stage stage({1280, 800}, shippedEvidence());
        if (manager)
            stage.desk.makeManager();
        stage.signIn();
        std::string kind;
        for (const auto& one : stage.desk.evidence->kinds())
            if (one.restricted)
                kind = one.id;
        REQUIRE_FALSE(kind.empty());
        auto draft = stage.desk.callumDraft(false);
        draft.documents = {{kind, "", "", "", "", true, true, false, false, {}}, {"uk-passport", "4417", "", "", "2031-06-09", true, true, true, false, {}}};
        draft.documents[0].formerName = true;
        draft.agent = begunBy;
        draft.step = "evidence";
        stage.bench.application().take(std::move(draft));
        stage.key(Qt::Key_F8);
        REQUIRE(stage.shows("evidence-step"));
        REQUIRE(stage.shows("evidence-document-2")); // the others keep their places
        bool named = false;
        for (const auto* row : stage.window.findChildren<ListRow*>())
            named = named || row->accessibleName().contains("Restricted identity document");
        return named;
    };
    CHECK(visible("Tomasz Reid", false));
    CHECK_FALSE(visible("Joan Mbeki", false));
    CHECK(visible("Tomasz Reid", true));
}
