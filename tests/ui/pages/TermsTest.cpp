#include "core/policy/TermsPolicy.h"
#include "tests/ui/pages/Stage.h"
#include "ui/bridge/TermsPort.h"
#include "ui/pages/ListPages.h"
#include "ui/presenters/TermsPresenter.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/HolderPages.h"
#include "ui/widgets/HolderTermsView.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QDir>
#include <QTimer>

#include <cstdlib>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

/// The shipped texts, and somebody who has or has not accepted them.
class FakeTerms final : public TermsPort {
public:
    HolderTexts texts() const override
    {
        const auto policy = TermsPolicy::shipped();
        const auto all = [](const std::vector<TextSection>& sections) {
            std::vector<HolderText> texts;
            for (const auto& section : sections) texts.push_back({section.title, section.paragraphs});
            return texts;
        };
        HolderTexts texts;
        texts.noticeVersion = policy.notice.version;
        texts.noticeTitle = policy.notice.title;
        texts.notice = all(policy.notice.sections);
        texts.termsVersion = policy.terms.version;
        texts.termsTitle = policy.terms.title;
        texts.law = policy.terms.law;
        texts.effective = policy.terms.effective;
        texts.intro = policy.terms.intro;
        texts.clauses = all(policy.terms.clauses);
        texts.agreement = policy.terms.agreement;
        texts.help = all(policy.help);
        texts.contact = "RA manager's desk, extension 4127";
        return texts;
    }
    void standing(const TermsReader& reader, Then<TermsStanding> then) override
    {
        asked.push_back(reader.userNumber);
        TermsStanding answer;
        answer.due = due;
        QTimer::singleShot(0, &m_loop, [then, answer] { then(answer); });
    }
    void accept(std::uint64_t sight, std::int64_t noticeAt) override
    {
        accepted.push_back(sight);
        CHECK(noticeAt > 0);
    }
    void decline(const std::string&, const std::string& act) override { declined.push_back(act); }
    void receipt(const std::string&, Then<HandoverView> then) override
    {
        HandoverView view;
        view.lines = {{"Name on the card", "Beatrix Olawale"}, {"UUID", "555 0098 11293"}, {"Card", "ending 7f3a20c1"}, {"Expires", "20 November 2031"},
                      {"Signing in", "until 21 November 2028"}, {"Terms", "version 1, 22 November 2026 at 09:14 UTC"}, {"Whom to call", "RA desk, extension 4100"}};
        view.systems = {"ESR", "SystmOne", "e-Referral"};
        view.nextSteps = {"Try each of the systems named here today, and check that you see what your work needs and no more."};
        view.canSignIn = true;
        QTimer::singleShot(0, &m_loop, [then, view] { then(view); });
    }
    void saveReceipt(const std::string&, const std::string&, Then<ActAnswer> then) override { then({}); }

    bool due = true;
    std::vector<std::string> asked;
    std::vector<std::uint64_t> accepted;
    std::vector<std::string> declined;

private:
    QObject m_loop;
};

struct Reading {
    FakeTerms terms;
    Stage stage;
    explicit Reading(QSize size = {1280, 800}) : stage(size)
    {
        stage.desk.termsDesk = &terms;
        stage.signIn();
        stage.desk.put(FakeDesk::lockedCard());
        settle();
        stage.key(Qt::Key_Y);
        stage.enter(); // Unlock
    }
    HolderTermsView* view() { return stage.get<HolderTermsView>("holder-terms"); }
    void toLastPage()
    {
        for (int turns = 0; turns < 40 && view()->page() + 1 < view()->pages(); ++turns) stage.key(Qt::Key_Space);
    }
};

void shot(Stage& stage, const char* name, const QString& suffix)
{
    settle();
    const auto picture = stage.window.grab();
    CHECK(picture.width() >= stage.window.width());
    if (const char* folder = std::getenv("CARDWRIGHT_SHOTS")) {
        QDir().mkpath(QString::fromLocal8Bit(folder));
        CHECK(picture.save(QStringLiteral("%1/%2-%3.png").arg(QString::fromLocal8Bit(folder), QLatin1String(name), suffix)));
    }
}

} // namespace

TEST_CASE("notice, terms, passcode: each page is turned, Enter agrees on the last page only", "[terms]")
{
    Reading reading;
    auto& stage = reading.stage;
    REQUIRE(stage.shows("holder-terms"));
    CHECK(reading.view()->text() == 0);
    CHECK(stage.spoken("holder-terms").contains(QStringLiteral("page 1 of")));
    CHECK(stage.described("holder-terms").contains(QStringLiteral("photograph"))); // what is on the page is read out
    if (reading.view()->pages() > 1) {
        stage.enter();
        CHECK(reading.view()->text() == 0); // nothing is agreed to unread
        CHECK(reading.view()->page() == 0);
    }
    reading.toLastPage();
    stage.enter();
    CHECK(reading.view()->text() == 1);
    CHECK(reading.view()->page() == 0);
    REQUIRE(reading.view()->pages() > 1);
    stage.enter();
    CHECK(reading.terms.accepted.empty());
    stage.key(Qt::Key_PageDown);
    stage.key(Qt::Key_PageUp);
    CHECK(reading.view()->page() == 0);
    reading.toLastPage();
    CHECK(stage.described("holder-terms").contains(QStringLiteral("England and Wales")));
    stage.enter();
    REQUIRE(reading.terms.accepted.size() == 1);
    CHECK(reading.terms.accepted.front() == stage.bench.hub().subjectCard().sight);
    CHECK(stage.shows("holder-view")); // the passcode, and nothing of the agent's between
    CHECK_FALSE(stage.desk.running);
    stage.holderTypes("905271");
    CHECK(stage.desk.running);
}

TEST_CASE("nothing of the desk is reached while a holder reads, and Esc changes nothing", "[terms]")
{
    Reading reading;
    auto& stage = reading.stage;
    for (const auto& [key, with] : {std::pair{Qt::Key_K, Qt::ControlModifier}, std::pair{Qt::Key_F3, Qt::NoModifier}, std::pair{Qt::Key_L, Qt::ControlModifier},
                                    std::pair{Qt::Key_X, Qt::NoModifier}, std::pair{Qt::Key_F8, Qt::NoModifier}, std::pair{Qt::Key_Return, Qt::ControlModifier}}) {
        stage.key(key, with);
        CHECK(stage.shows("holder-terms"));
        CHECK(reading.view()->reading());
    }
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("holder-terms")); // a neutral screen, until the agent takes the desk back
    CHECK_FALSE(reading.view()->reading());
    CHECK(reading.terms.declined == std::vector<std::string>{"unlock"});
    CHECK(reading.terms.accepted.empty());
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK_FALSE(stage.shows("holder-terms"));
    CHECK_FALSE(stage.desk.running);
}

TEST_CASE("who has accepted goes straight to the passcode; on the screen a finger does all of it", "[terms]")
{
    {
        FakeTerms accepted;
        accepted.due = false;
        Stage stage;
        stage.desk.termsDesk = &accepted;
        stage.signIn();
        stage.desk.put(FakeDesk::lockedCard());
        settle();
        stage.key(Qt::Key_Y);
        stage.enter();
        CHECK(accepted.asked.size() == 1);
        CHECK_FALSE(stage.shows("holder-terms"));
        CHECK(stage.shows("holder-view"));
    }
    Reading reading({1024, 700});
    for (int text = 0; text < 2; ++text) {
        for (int turns = 0; turns < 40 && reading.view()->page() + 1 < reading.view()->pages(); ++turns) {
            QTest::mouseClick(reading.stage.find("holder-terms-next"), Qt::LeftButton);
            settle();
        }
        QTest::mouseClick(reading.stage.find("holder-terms-agree"), Qt::LeftButton);
        settle();
    }
    CHECK(reading.terms.accepted.size() == 1);
}

TEST_CASE("pages are evenly filled: every clause once and in order, none left alone on the last page", "[terms][pages]")
{
    const auto texts = readingOf(FakeTerms().texts());
    const int width = GENERATE(560, 960, 1216, 1856);
    const int room = GENERATE(300, 440, 560, 840);
    const auto& text = texts[GENERATE(0, 1)];
    const auto pages = pagesOf(text, width, room - 60, room);
    REQUIRE_FALSE(pages.isEmpty());
    QStringList read;
    QVector<int> filled;
    for (const auto& page : pages) {
        CHECK(page.first <= page.last);
        int height = -holderSectionGap;
        for (const auto& section : page.sections) {
            height += holderSectionGap + SectionView(section).heightIn(width);
            read << section.paragraphs;
        }
        CHECK(height <= (filled.isEmpty() ? room - 60 : room));
        filled << height;
    }
    QStringList written;
    for (const auto& section : text.sections)
        written << section.paragraphs;
    if (!text.ending.isEmpty())
        written << text.ending;
    CHECK(read.join(QLatin1Char(' ')) == written.join(QLatin1Char(' ')));
    if (pages.size() > 1) { // the last is no emptier than one section more before it would make it
        int tallest = 0;
        for (const auto& section : text.sections)
            tallest = std::max(tallest, SectionView(section).heightIn(width));
        CHECK(filled.last() + 2 * tallest + 2 * holderSectionGap >= *std::max_element(filled.cbegin(), filled.cend()));
    }
}

TEST_CASE("a clause that no page holds is split, and every word of it is read", "[terms][pages]")
{
    ReadingText text;
    QString endless;
    for (int word = 0; word < 1500; ++word)
        endless += QStringLiteral("word%1 ").arg(word);
    text.sections = {{QStringLiteral("Short"), {QStringLiteral("One line.")}}, {QStringLiteral("Long"), {endless.trimmed(), QStringLiteral("And after it.")}}};
    text.ending = QStringLiteral("What agreeing means.");
    const auto pages = pagesOf(text, 700, 240, 300);
    CHECK(pages.size() > 3);
    QStringList read;
    for (const auto& page : pages) {
        int height = -holderSectionGap;
        for (const auto& section : page.sections) {
            height += holderSectionGap + SectionView(section).heightIn(700);
            read << section.paragraphs;
        }
        CHECK(height <= 300);
        CHECK(page.sections.front().title.startsWith(&page == &pages.front() ? QStringLiteral("Short") : QStringLiteral("Long")));
    }
    CHECK(read.join(QLatin1Char(' ')) == QStringLiteral("One line. ") + endless.trimmed() + QStringLiteral(" And after it. What agreeing means."));
    CHECK(pagesOf({}, 700, 240, 300).isEmpty());
}

TEST_CASE("the help for holders is read on the screen turned to them: nothing is agreed to, nothing of the desk is reached", "[terms][help]")
{
    FakeTerms terms;
    FakeDesk desk;
    desk.termsDesk = &terms;
    Workbench bench(desk);
    auto& window = bench.window();
    window.resize(1280, 800);
    window.show();
    settle();
    const auto shows = [&](const char* name) {
        const auto* found = window.findChild<QWidget*>(QLatin1String(name));
        return found && found->isVisible();
    };
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        auto* focus = window.focusWidget();
        QTest::keyClick(focus ? focus : &window, key, with);
        settle();
    };
    bench.go(Place::help);
    settle();
    REQUIRE(shows("help-turn"));
    press(Qt::Key_T);
    REQUIRE(shows("holder-terms"));
    auto* view = window.findChild<HolderTermsView*>(QStringLiteral("holder-terms"));
    QString all;
    for (int turns = 0; turns < 40; ++turns) {
        all += view->accessibleDescription();
        CHECK_FALSE(shows("holder-terms-agree"));
        if (view->page() + 1 >= view->pages())
            break;
        press(Qt::Key_Space);
    }
    CHECK(all.contains(QStringLiteral("encrypted on this workstation")));
    CHECK(all.contains(QStringLiteral("who has opened your record")));
    CHECK(all.contains(QStringLiteral("extension 4127")));
    press(Qt::Key_K, Qt::ControlModifier);
    CHECK(view->reading());
    press(Qt::Key_Return); // read to its end
    CHECK_FALSE(view->reading());
    CHECK(shows("holder-terms")); // the neutral screen, until the agent takes the desk back
    press(Qt::Key_Return, Qt::ControlModifier);
    CHECK(shows("help-page"));
    CHECK_FALSE(shows("holder-terms"));
    CHECK(terms.accepted.empty());
    CHECK(terms.declined.empty());
}

TEST_CASE("what a holder reads, drawn", "[terms][shots]")
{
    const std::pair<Appearance, const char*> looks[] = {{Appearance::Light, "light"}, {Appearance::Dark, "dark"}, {Appearance::HighContrast, "contrast"}};
    for (const auto& [appearance, name] : looks) {
        Theme::current().setAppearance(appearance);
        Theme::current().setMotion(false);
        for (const auto size : {QSize(1280, 800), QSize(1024, 700)}) {
            const auto suffix = QStringLiteral("%1-%2").arg(QLatin1String(name)).arg(size.width());
            Reading reading(size);
            shot(reading.stage, "16-holder-notice", suffix);
            reading.toLastPage();
            reading.stage.enter();
            shot(reading.stage, "16-holder-terms-first", suffix);
            reading.toLastPage();
            shot(reading.stage, "16-holder-terms-last", suffix);
            reading.stage.enter();
            reading.stage.holderTypes("905271");
            reading.stage.desk.finishJob();
            shot(reading.stage, "16-done", suffix);
            reading.stage.key(Qt::Key_Escape);
        }
    }
    for (const auto& [appearance, name] : looks) { // a replacement's photo, and the help turned to a holder
        Theme::current().setAppearance(appearance);
        for (const auto size : {QSize(1280, 800), QSize(1024, 700)}) {
            HelpPage page(holderHelpOf(FakeTerms().texts()));
            page.resize(size.width() - 88, size.height() - 120);
            page.show();
            settle();
            HolderTermsView help;
            help.resize(size);
            ReadingText text;
            text.name = QStringLiteral("For card holders");
            text.title = QStringLiteral("Your records and your card");
            text.sections = holderHelpOf(FakeTerms().texts());
            help.beginHelp(text);
            help.show();
            settle();
            CHECK(help.pages() > 0);
            if (const char* folder = std::getenv("CARDWRIGHT_SHOTS")) {
                const auto suffix = QStringLiteral("%1-%2.png").arg(QLatin1String(name)).arg(size.width());
                CHECK(page.grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/16-help-") + suffix));
                CHECK(help.grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/16-help-turned-") + suffix));
            }
        }
    }
    Theme::current().setAppearance(Appearance::Light);
    HelpPage help(holderHelpOf(FakeTerms().texts()));
    help.resize(1100, 700);
    help.show();
    settle();
    if (const char* folder = std::getenv("CARDWRIGHT_SHOTS")) CHECK(help.grab().save(QString::fromLocal8Bit(folder) + QStringLiteral("/16-help-holders.png")));
}
