#include "ui/widgets/ActionButton.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/PasscodeEdit.h"

#include <catch2/catch.hpp>

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

using namespace cardwright;
using namespace cardwright::ui;

namespace {

// Kept as numbers, so that this program itself holds the text nowhere.
constexpr std::array<int, 8> secret{8, 3, 7, 4, 9, 1, 6, 2};

/// How often the digits stand in this process's writable memory, one octet or two octets (UTF-16) a digit.
int copiesInMemory(int octetsPerDigit)
{
    int found = 0;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.find(" rw-p ") == std::string::npos || line.find("[v") != std::string::npos) continue;
        unsigned long from = 0;
        unsigned long to = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx", &from, &to) != 2) continue;
        const auto* end = reinterpret_cast<const volatile unsigned char*>(to);
        for (const auto* at = reinterpret_cast<const volatile unsigned char*>(from); at + secret.size() * static_cast<std::size_t>(octetsPerDigit) <= end; ++at) {
            bool same = true;
            for (std::size_t digit = 0; same && digit < secret.size(); ++digit) {
                same = at[digit * static_cast<std::size_t>(octetsPerDigit)] == '0' + secret[digit];
                if (same && octetsPerDigit == 2) same = at[digit * 2 + 1] == 0;
            }
            if (same) ++found;
        }
    }
    return found;
}

void typeSecret(QWidget* widget)
{
    for (const int digit : secret) QTest::keyClick(widget, static_cast<Qt::Key>(Qt::Key_0 + digit));
}

void type(QWidget* widget, std::initializer_list<int> digits)
{
    for (const int digit : digits) QTest::keyClick(widget, static_cast<Qt::Key>(Qt::Key_0 + digit));
}

/// Everything assistive technology can read below a widget, in one text.
QString spoken(QObject* object)
{
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(object);
    if (!face) return {};
    QString all;
    for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help}) all += face->text(kind) + QLatin1Char('\n');
    if (face->textInterface()) all += face->textInterface()->text(0, face->textInterface()->characterCount());
    for (int child = 0; child < face->childCount(); ++child) {
        if (face->child(child) && face->child(child)->object()) all += spoken(face->child(child)->object());
    }
    return all;
}

} // namespace

TEST_CASE("digits typed become no text anywhere in memory")
{
    {
        // The search itself finds such a text when there is one.
        QString control;
        for (const int digit : secret) control += QChar('0' + digit);
        REQUIRE(copiesInMemory(2) >= 1);
        control.fill(QLatin1Char('x'));
    }
    const int before = copiesInMemory(2);
    PasscodeEdit edit;
    edit.show();
    edit.setFocus();
    typeSecret(&edit);
    REQUIRE(edit.count() == 8);
    edit.grab();
    spoken(&edit);
    CHECK(copiesInMemory(2) == before);
    CHECK(copiesInMemory(1) == 1); // the one in SecureBytes
    {
        const SecureBytes taken = edit.take();
        CHECK(taken.size() == 8);
        CHECK(edit.count() == 0);
        CHECK(copiesInMemory(1) == 1);
    }
    CHECK(copiesInMemory(1) == 0);
}

TEST_CASE("the passcode field takes digits and nothing else, up to its length")
{
    PasscodeEdit edit;
    edit.show();
    QSignalSpy counted(&edit, &PasscodeEdit::countChanged);
    QSignalSpy entered(&edit, &PasscodeEdit::entered);
    QTest::keyClick(&edit, Qt::Key_A);
    QTest::keyClick(&edit, Qt::Key_1, Qt::ControlModifier);
    CHECK(edit.count() == 0);
    type(&edit, {1, 2, 3, 4, 5, 6, 7, 8, 9, 0});
    CHECK(edit.count() == 8);
    QTest::keyClick(&edit, Qt::Key_Backspace);
    CHECK(edit.count() == 7);
    QTest::keyClick(&edit, Qt::Key_5, Qt::KeypadModifier);
    CHECK(edit.count() == 8);
    QTest::keyClick(&edit, Qt::Key_Return);
    CHECK(entered.count() == 1);
    CHECK(counted.count() == 10);
    const SecureBytes taken = edit.take();
    CHECK(taken.sameAs(bytesOf("12345675")));
}

TEST_CASE("hiding the passcode field clears it")
{
    PasscodeEdit edit;
    edit.show();
    typeSecret(&edit);
    REQUIRE(copiesInMemory(1) == 1);
    edit.hide();
    CHECK(edit.count() == 0);
    CHECK(copiesInMemory(1) == 0);
}

TEST_CASE("no clipboard, no input method, no drop; only the count is spoken")
{
    QGuiApplication::clipboard()->setText(QStringLiteral("untouched"));
    PasscodeEdit edit;
    edit.show();
    typeSecret(&edit);
    for (const auto key : {Qt::Key_A, Qt::Key_C, Qt::Key_X}) QTest::keyClick(&edit, key, Qt::ControlModifier);
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("untouched"));
    CHECK_FALSE(edit.testAttribute(Qt::WA_InputMethodEnabled));
    CHECK_FALSE(edit.inputMethodQuery(Qt::ImSurroundingText).isValid());
    CHECK_FALSE(edit.acceptDrops());
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&edit);
    REQUIRE(face);
    CHECK(face->state().passwordEdit);
    CHECK(face->textInterface() == nullptr);
    CHECK(face->text(QAccessible::Value).contains(QStringLiteral("8")));
    const QString all = spoken(&edit);
    CHECK_FALSE(all.contains(QStringLiteral("37")));
}

TEST_CASE("the holder types twice and both have to be the same")
{
    DeskWindow window;
    HolderPasscodeView view;
    window.show();
    window.showFull(&view, true);
    view.begin(QStringLiteral("Ffion Adeyemi"));
    QSignalSpy finished(&view, &HolderPasscodeView::finished);
    type(&view, {2, 9, 4, 0, 7});
    CHECK(view.nextButton()->isHeld());
    QTest::keyClick(&view, Qt::Key_Return);
    CHECK(view.phase() == HolderPasscodeView::Phase::First);
    type(&view, {1});
    CHECK_FALSE(view.nextButton()->isHeld());
    QTest::keyClick(&view, Qt::Key_Return);
    CHECK(view.phase() == HolderPasscodeView::Phase::Second);
    CHECK(view.count() == 0);
    type(&view, {2, 9, 4, 0, 7, 2});
    QTest::keyClick(&view, Qt::Key_Return);
    CHECK(view.phase() == HolderPasscodeView::Phase::First); // they differed: from the start again
    CHECK(finished.count() == 0);
    for (int time = 0; time < 2; ++time) {
        type(&view, {2, 9, 4, 0, 7, 1});
        QTest::keyClick(&view, Qt::Key_Return);
    }
    CHECK(view.phase() == HolderPasscodeView::Phase::Finished);
    REQUIRE(finished.count() == 1);
    CHECK(view.takePasscode().sameAs(bytesOf("294071")));
    CHECK(view.takePasscode().empty());
    view.setParent(nullptr);
}

TEST_CASE("a rule that does not hold stops the first typing")
{
    HolderPasscodeView view;
    view.setJudge([](ByteView digits, ByteView) {
        const bool run = digits.size() >= 2 && digits[1] == digits[0] + 1;
        return QVector<HolderRule>{{QStringLiteral("6 to 8 digits"), {}, digits.size() >= 6}, {QStringLiteral("Not a run"), {}, !run}};
    });
    view.show();
    view.begin(QStringLiteral("Ffion Adeyemi"));
    type(&view, {1, 2, 3, 4, 5, 6});
    REQUIRE(view.nextButton()->isHeld());
    CHECK(view.nextButton()->heldReason() == QStringLiteral("Not a run"));
    QTest::keyClick(&view, Qt::Key_Delete);
    CHECK(view.count() == 0);
    type(&view, {1, 3, 3, 4, 5, 6});
    CHECK_FALSE(view.nextButton()->isHeld());
}

TEST_CASE("Esc stops, changes nothing, and leaves a neutral screen that only the agent leaves")
{
    HolderPasscodeView view;
    view.show();
    view.begin(QStringLiteral("Ffion Adeyemi"));
    QSignalSpy stopped(&view, &HolderPasscodeView::stopped);
    QSignalSpy finished(&view, &HolderPasscodeView::finished);
    QSignalSpy back(&view, &HolderPasscodeView::handedBack);
    typeSecret(&view);
    QTest::keyClick(&view, Qt::Key_Escape);
    CHECK(stopped.count() == 1);
    CHECK(finished.count() == 0);
    CHECK(copiesInMemory(1) == 0);
    CHECK(view.takePasscode().empty());
    QTest::keyClick(&view, Qt::Key_Return);
    QTest::keyClick(&view, Qt::Key_Escape);
    CHECK(back.count() == 0);
    QTest::keyClick(&view, Qt::Key_Return, Qt::ControlModifier);
    CHECK(back.count() == 1);
}

TEST_CASE("the holder's keypad types, takes back and clears; hiding forgets both typings")
{
    HolderPasscodeView view;
    view.resize(1280, 776);
    view.show();
    view.begin({});
    const auto press = [&view](const char* name) {
        auto* key = view.findChild<QAbstractButton*>(QLatin1String(name));
        REQUIRE(key);
        QTest::mouseClick(key, Qt::LeftButton);
    };
    press("keypad-7");
    press("keypad-0");
    CHECK(view.count() == 2);
    press("keypad-backspace");
    CHECK(view.count() == 1);
    press("keypad-clear");
    CHECK(view.count() == 0);
    CHECK(view.findChildren<QLineEdit*>().isEmpty());
    typeSecret(&view);
    QTest::keyClick(&view, Qt::Key_Return);
    REQUIRE(copiesInMemory(1) == 1);
    CHECK(copiesInMemory(2) == 0);
    CHECK_FALSE(spoken(&view).contains(QStringLiteral("8374")));
    view.hide();
    CHECK(copiesInMemory(1) == 0);
}
