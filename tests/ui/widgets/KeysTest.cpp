#include "ui/widgets/ActionButton.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/KeyRouter.h"
#include "ui/widgets/NavigationRail.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/TopBar.h"

#include <catch2/catch.hpp>

#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace cardwright::ui;

namespace {

/// A desk with one page: a field, a primary, a secondary on R, and a question in place.
struct Desk {
    DeskWindow window;
    QWidget* page = new QWidget;
    Field* field = new Field(QStringLiteral("Name"), page);
    PrimaryButton* primary = new PrimaryButton(QStringLiteral("Unlock"), page);
    SecondaryButton* replace = new SecondaryButton(QStringLiteral("Replace"), page);
    ConfirmPanel* confirm = new ConfirmPanel(QStringLiteral("Cancel this card for good?"), QStringLiteral("It cannot be brought back."), page);
    int pressed = 0;
    int replaced = 0;
    int back = 0;
    int next = 0;
    int served = 0;

    Desk()
    {
        auto* column = new QVBoxLayout(page);
        for (QWidget* part : std::initializer_list<QWidget*>{field, primary, replace, confirm}) column->addWidget(part);
        window.addPage(page);
        window.keys()->bind(QKeySequence(Qt::Key_Return), primary);
        window.keys()->bind(QKeySequence(Qt::Key_R), replace);
        window.keys()->bind(QKeySequence(Qt::Key_Escape), page, [this] { ++back; });
        window.keys()->bind(QKeySequence(Qt::CTRL | Qt::Key_Right), page, [this] { ++next; });
        window.keys()->bind(QKeySequence(Qt::Key_F8), page, [this] { ++served; });
        QObject::connect(primary, &QAbstractButton::clicked, [this] { ++pressed; });
        QObject::connect(replace, &QAbstractButton::clicked, [this] { ++replaced; });
        window.show();
        window.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&window, 90'000));
    }

    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* focus = window.focusWidget();
        QTest::keyClick(focus ? focus : &window, static_cast<Qt::Key>(code), modifiers);
    }
};

} // namespace

TEST_CASE("single letters press their button only while nothing is being typed")
{
    Desk desk;
    desk.primary->setFocus();
    desk.key(Qt::Key_R);
    CHECK(desk.replaced == 1);
    desk.field->edit()->setFocus();
    desk.key(Qt::Key_R);
    CHECK(desk.replaced == 1);
    CHECK(desk.field->text() == QStringLiteral("r"));
    desk.field->edit()->setReadOnly(true);
    desk.key(Qt::Key_R);
    CHECK(desk.replaced == 2);
}

TEST_CASE("letters can be moved to Alt")
{
    Desk desk;
    desk.primary->setFocus();
    desk.window.keys()->setLettersOnAlt(true);
    desk.key(Qt::Key_R);
    CHECK(desk.replaced == 0);
    desk.key(Qt::Key_R, Qt::AltModifier);
    CHECK(desk.replaced == 1);
    desk.field->edit()->setFocus();
    desk.key(Qt::Key_R, Qt::AltModifier);
    CHECK(desk.replaced == 2);
}

TEST_CASE("Enter presses the primary, from a field too, once per press")
{
    Desk desk;
    desk.primary->setFocus(Qt::OtherFocusReason);
    desk.key(Qt::Key_Return);
    CHECK(desk.pressed == 1);
    desk.field->edit()->setFocus(Qt::MouseFocusReason);
    desk.key(Qt::Key_Enter);
    CHECK(desk.pressed == 2);
    QKeyEvent repeated(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QString(), true);
    QCoreApplication::sendEvent(desk.primary, &repeated);
    CHECK(desk.pressed == 2);
}

TEST_CASE("who walks to a button with Tab means that button when they press Enter")
{
    Desk desk;
    desk.primary->setFocus(Qt::OtherFocusReason);
    desk.key(Qt::Key_Tab);
    REQUIRE(desk.replace->hasFocus());
    desk.key(Qt::Key_Return);
    CHECK(desk.replaced == 1);
    CHECK(desk.pressed == 0);
    desk.replace->setFocus(Qt::OtherFocusReason);
    desk.primary->setFocus(Qt::OtherFocusReason);
    desk.replace->setFocus(Qt::OtherFocusReason);
    desk.key(Qt::Key_Return);
    CHECK(desk.pressed == 1);
}

TEST_CASE("a held button keeps its place, says why, and does nothing")
{
    Desk desk;
    desk.primary->hold(QStringLiteral("Answer the question first"));
    QSignalSpy why(desk.primary, &ActionButton::heldPressed);
    desk.replace->setFocus(Qt::OtherFocusReason);
    desk.key(Qt::Key_Return);
    QTest::mouseClick(desk.primary, Qt::LeftButton);
    desk.primary->setFocus();
    desk.key(Qt::Key_Space);
    CHECK(desk.pressed == 0);
    REQUIRE(why.count() == 3);
    CHECK(why.at(0).at(0).toString() == QStringLiteral("Answer the question first"));
    CHECK(desk.primary->focusPolicy() == Qt::StrongFocus);
    desk.primary->release();
    desk.key(Qt::Key_Space);
    CHECK(desk.pressed == 1);
}

TEST_CASE("a busy button keeps its width and is not pressed again")
{
    Desk desk;
    const QSize before = desk.primary->sizeHint();
    desk.primary->setKeyCap(QStringLiteral("Enter"));
    const QSize withKey = desk.primary->sizeHint();
    desk.primary->setBusy(QStringLiteral("Unlocking"));
    CHECK(desk.primary->sizeHint() == withKey);
    CHECK(withKey.width() > before.width());
    QTest::mouseClick(desk.primary, Qt::LeftButton);
    desk.key(Qt::Key_Return);
    CHECK(desk.pressed == 0);
    desk.primary->clearBusy();
    QTest::mouseClick(desk.primary, Qt::LeftButton);
    CHECK(desk.pressed == 1);
}

TEST_CASE("Ctrl Right is the next step, but walks words inside a text first")
{
    Desk desk;
    desk.field->edit()->setFocus();
    desk.field->setText(QStringLiteral("Callum Roy"));
    desk.field->edit()->setCursorPosition(0);
    desk.key(Qt::Key_Right, Qt::ControlModifier);
    CHECK(desk.next == 0);
    CHECK(desk.field->edit()->cursorPosition() > 0);
    desk.field->edit()->end(false);
    desk.key(Qt::Key_Right, Qt::ControlModifier);
    CHECK(desk.next == 1);
}

TEST_CASE("function keys and search work from everywhere")
{
    Desk desk;
    QSignalSpy help(desk.window.rail(), &NavigationRail::helpPressed);
    desk.field->edit()->setFocus();
    desk.key(Qt::Key_F8);
    CHECK(desk.served == 1);
    desk.key(Qt::Key_F1);
    CHECK(help.count() == 1);
    desk.key(Qt::Key_K, Qt::ControlModifier);
    CHECK(desk.window.topBar()->search()->hasFocus());
}

TEST_CASE("a question in place takes Esc and Enter; only Ctrl Enter does it")
{
    Desk desk;
    QSignalSpy done(desk.confirm, &ConfirmPanel::confirmed);
    QSignalSpy kept(desk.confirm, &ConfirmPanel::kept);
    desk.confirm->open();
    CHECK(desk.confirm->keepButton()->hasFocus());
    desk.confirm->doButton()->setFocus(Qt::TabFocusReason);
    desk.key(Qt::Key_Return);
    CHECK(done.count() == 0);
    CHECK(desk.pressed == 0);
    desk.key(Qt::Key_Escape);
    CHECK(kept.count() == 1);
    CHECK(desk.back == 0);
    CHECK_FALSE(desk.confirm->isOpen());
    desk.primary->setFocus();
    desk.key(Qt::Key_Escape);
    CHECK(desk.back == 1);
    desk.confirm->open();
    desk.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK(done.count() == 1);
}

TEST_CASE("keys of a page that is not shown are dead, and so is every key while the holder has the screen")
{
    Desk desk;
    auto* other = new QWidget;
    desk.window.addPage(other);
    desk.window.showPage(other);
    desk.key(Qt::Key_R);
    desk.key(Qt::Key_Return);
    CHECK(desk.replaced == 0);
    CHECK(desk.pressed == 0);
    desk.window.showPage(desk.page);
    auto* holder = new QWidget;
    holder->setFocusPolicy(Qt::StrongFocus);
    desk.window.showFull(holder, true);
    for (const int code : {Qt::Key_R, Qt::Key_Return, Qt::Key_Escape, Qt::Key_F8, Qt::Key_F1}) desk.key(code);
    desk.key(Qt::Key_K, Qt::ControlModifier);
    CHECK(desk.replaced + desk.pressed + desk.back + desk.served == 0);
    CHECK_FALSE(desk.window.topBar()->search()->hasFocus());
    desk.window.showDesk();
    desk.primary->setFocus();
    desk.key(Qt::Key_R);
    CHECK(desk.replaced == 1);
}

TEST_CASE("the likeness question has the focus, Y and N answer, Enter does nothing before")
{
    Desk desk;
    auto* question = new QuestionPanel(QStringLiteral("Is this the person in the picture?"), QStringLiteral("Look."), desk.page);
    desk.page->layout()->addWidget(question);
    question->show();
    desk.primary->hold(QStringLiteral("Answer the question first"));
    QSignalSpy answered(question, &QuestionPanel::answered);
    question->setFocus(Qt::OtherFocusReason);
    desk.key(Qt::Key_Return);
    CHECK(answered.count() == 0);
    CHECK(desk.pressed == 0);
    CHECK(question->answer() == QuestionPanel::Answer::None);
    desk.key(Qt::Key_N);
    CHECK(question->answer() == QuestionPanel::Answer::No);
    desk.key(Qt::Key_Y);
    CHECK(question->answer() == QuestionPanel::Answer::Yes);
    CHECK(question->yesButton()->isChecked());
    CHECK_FALSE(question->noButton()->isChecked());
    CHECK(answered.count() == 2);
}

TEST_CASE("bindings die with their button")
{
    Desk desk;
    desk.primary->setFocus();
    delete desk.replace;
    desk.key(Qt::Key_R);
    CHECK(desk.replaced == 0);
}
