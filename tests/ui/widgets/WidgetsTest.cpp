#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/FocusRing.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/KeyRouter.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/NavigationRail.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/ReaderStrip.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"
#include "ui/widgets/Toast.h"
#include "ui/widgets/TopBar.h"

#include <catch2/catch.hpp>

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QStyle>
#include <QTest>
#include <QVBoxLayout>

using namespace cardwright::ui;

TEST_CASE("user numbers are grouped for reading and copied without spaces")
{
    CHECK(groupedUserNumber(QStringLiteral("555041726093")) == QStringLiteral("555 0417 26093"));
    CHECK(groupedUserNumber(QStringLiteral("555 0417 26093")) == QStringLiteral("555 0417 26093"));
    CHECK(groupedUserNumber(QStringLiteral("12:30")) == QStringLiteral("12:30"));
    CHECK(withoutSpaces(QStringLiteral("555 0417 26093")) == QStringLiteral("555041726093"));
    CHECK(withoutSpaces(QStringLiteral("12 March 2028")) == QStringLiteral("12 March 2028"));
    DigitsLabel label(QStringLiteral("555 0417 26093"));
    label.copy();
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("555041726093"));
    FactRow fact(QStringLiteral("UUID"), QStringLiteral("555 0417 26093"));
    fact.setDigits(true);
    QGuiApplication::clipboard()->clear();
    fact.copyValue();
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("555041726093"));
}

TEST_CASE("digits stand in cells of one width")
{
    const QFont font = fontOf(TextStyle::Body);
    CHECK(digitsWidth(font, QStringLiteral("111")) == Approx(digitsWidth(font, QStringLiteral("888"))));
    CHECK(digitsWidth(font, QStringLiteral("0")) == Approx(15 * 0.632));
    CHECK(digitsWidth(font, QStringLiteral(" ")) == Approx(15 * 0.34));
}

TEST_CASE("a table copies a number without spaces, opens with Enter and leaves letters to the page")
{
    QStandardItemModel model(1, 2);
    model.setData(model.index(0, 0), QStringLiteral("Ffion Adeyemi"));
    model.setData(model.index(0, 1), QStringLiteral("555 0417 26093"));
    model.setData(model.index(0, 1), true, DigitsRole);
    TableView table;
    table.setModel(&model);
    table.show();
    CHECK(table.verticalHeader()->defaultSectionSize() == 43);
    table.setCurrentIndex(model.index(0, 1));
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    CHECK(QGuiApplication::clipboard()->text() == QStringLiteral("555041726093"));
    QSignalSpy opened(&table, &TableView::opened);
    QTest::keyClick(&table, Qt::Key_Return);
    CHECK(opened.count() == 1);
    QKeyEvent letter(QEvent::KeyPress, Qt::Key_R, Qt::NoModifier, QStringLiteral("r"));
    letter.accept();
    QCoreApplication::sendEvent(&table, &letter);
    CHECK_FALSE(letter.isAccepted());
}

TEST_CASE("Tab walks the desk in reading order: rail, search, agent, page, readers")
{
    DeskWindow window;
    window.rail()->addDestination(QStringLiteral("desk"), QStringLiteral("desk"), QStringLiteral("Desk"));
    window.rail()->addDestination(QStringLiteral("people"), QStringLiteral("people"), QStringLiteral("People"));
    window.topBar()->setAgent(QStringLiteral("Tomasz Reid"));
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* first = new PrimaryButton(QStringLiteral("First"), page);
    auto* second = new SecondaryButton(QStringLiteral("Second"), page);
    first->setObjectName(QStringLiteral("first"));
    second->setObjectName(QStringLiteral("second"));
    column->addWidget(first);
    column->addWidget(second);
    window.addPage(page);
    window.readers()->holder()->setState({ReaderTileState::Kind::Waiting, QStringLiteral("Reader 2"), QStringLiteral("Waits"), Tone::Plain, {}, {}, QStringLiteral("Serve"), QStringLiteral("F8")});
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window, 90'000));
    window.findChild<QWidget*>(QStringLiteral("rail-desk"))->setFocus();
    QStringList walked;
    for (int step = 0; step < 8; ++step) {
        walked << window.focusWidget()->objectName();
        QTest::keyClick(window.focusWidget(), Qt::Key_Tab);
    }
    CHECK(walked.join(QLatin1Char(' ')).toStdString() == "rail-desk rail-people rail-help search agent first second reader-2-button");
}

TEST_CASE("a page's head takes the longest of names without growing past the window, and a short one whole")
{
    FlowFrame frame;
    const auto longest = QString(120, QLatin1Char('W'));
    frame.head()->setFlow(QStringLiteral("Issue a card"), longest + QLatin1Char(' ') + longest, QStringLiteral("born 3 March 1980"));
    CHECK(frame.minimumSizeHint().width() < 760);
    frame.resize(1100, 700);
    frame.show();
    REQUIRE(QTest::qWaitForWindowExposed(&frame, 90'000));
    const auto labels = frame.head()->findChildren<Label*>();
    const auto title = std::find_if(labels.begin(), labels.end(), [](const Label* label) { return label->text().startsWith(QLatin1String("WW")); });
    REQUIRE(title != labels.end());
    CHECK((*title)->width() < 1100);
    CHECK((*title)->width() > 500);
    frame.head()->setFlow(QStringLiteral("Issue a card"), QStringLiteral("Callum Pemberton-Roy"), QStringLiteral("born 14 August 1991"));
    QCoreApplication::sendPostedEvents();
    CHECK((*title)->width() >= (*title)->sizeHint().width());
}

TEST_CASE("the training mark stays on every screen")
{
    DeskWindow window;
    auto* page = new QWidget;
    window.addPage(page);
    window.show();
    CHECK(window.trainingMark()->isVisible());
    auto* full = new QWidget;
    window.showFull(full, false);
    CHECK(window.trainingMark()->isVisible());
    CHECK(full->isVisible());
    CHECK_FALSE(page->isVisible());
    CHECK(window.trainingMark()->accessibleName() == QStringLiteral("Training"));
}

TEST_CASE("below 1152 the desk folds, above it unfolds")
{
    DeskWindow window;
    QSignalSpy changed(&window, &DeskWindow::narrowChanged);
    window.resize(1280, 800);
    window.show();
    CHECK_FALSE(window.isNarrow());
    CHECK(window.rail()->width() == 88);
    window.resize(1024, 700);
    QCoreApplication::processEvents();
    CHECK(window.isNarrow());
    CHECK(window.rail()->width() == 72);
    window.resize(1200, 800);
    QCoreApplication::processEvents();
    CHECK_FALSE(window.isNarrow());
    CHECK(changed.count() == 2);
}

TEST_CASE("a banner takes its place when it is shown and gives it back")
{
    DeskWindow window;
    auto* page = new QWidget;
    window.addPage(page);
    window.show();
    QCoreApplication::processEvents();
    const int top = page->mapTo(&window, QPoint()).y();
    window.banner()->setContent(Tone::Warning, QStringLiteral("offline"), QStringLiteral("Not reachable"), QStringLiteral("Go on working."));
    window.banner()->show();
    QCoreApplication::processEvents();
    CHECK(page->mapTo(&window, QPoint()).y() > top);
    window.banner()->hide();
    QCoreApplication::processEvents();
    CHECK(page->mapTo(&window, QPoint()).y() == top);
}

TEST_CASE("assistive technology hears names, roles and reasons")
{
    MainAction main(QStringLiteral("Unlock"), QStringLiteral("The holder chooses a new passcode"));
    main.setKeyCap(QStringLiteral("Enter"));
    main.hold(QStringLiteral("Answer the question first"));
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&main);
    REQUIRE(face);
    CHECK(face->role() == QAccessible::Button);
    CHECK(face->text(QAccessible::Name).startsWith(QStringLiteral("Unlock")));
    CHECK(face->text(QAccessible::Description).contains(QStringLiteral("Answer the question first")));
    QSignalSpy clicked(&main, &QAbstractButton::clicked);
    face->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    CHECK(clicked.count() == 0);
    main.release();
    face->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    CHECK(clicked.count() == 1);

    Field field(QStringLiteral("Date on the bill"));
    field.setHint(QStringLiteral("As printed."));
    CHECK(field.edit()->accessibleName() == QStringLiteral("Date on the bill"));
    field.setWrong(QStringLiteral("Too old by 82 days."));
    CHECK(field.edit()->accessibleDescription() == QStringLiteral("Too old by 82 days."));
    QTest::keyClick(field.edit(), Qt::Key_1);
    CHECK_FALSE(field.isWrong());
    CHECK(field.message() == QStringLiteral("As printed."));

    VerdictRow verdict(VerdictRow::Verdict::Fails, QStringLiteral("Large enough"), QStringLiteral("410 of 600 px"));
    CHECK(verdict.accessibleName().contains(QStringLiteral("does not pass")));
}

TEST_CASE("a step of a job that waits says why and can be copied")
{
    JobStepList list;
    list.setItems({{QStringLiteral("Passcode set"), JobStepItem::State::Done, {}, QStringLiteral("0.1 s"), {}},
                   {QStringLiteral("Put the same card back to go on"), JobStepItem::State::Waiting, QStringLiteral("The card was removed."), {}, QStringLiteral("CARD-REMOVED, step keys")}});
    list.resize(520, 300);
    list.show();
    REQUIRE(list.count() == 2);
    QSignalSpy copied(&list, &JobStepList::copyPressed);
    auto* copy = list.row(1)->findChild<QuietButton*>();
    REQUIRE(copy);
    CHECK(copy->isVisible());
    QTest::mouseClick(copy, Qt::LeftButton);
    REQUIRE(copied.count() == 1);
    CHECK(copied.at(0).at(0).toString() == QStringLiteral("CARD-REMOVED, step keys"));
    CHECK(list.row(1)->property("announced").toString().contains(QStringLiteral("removed")));
    CHECK_FALSE(list.row(0)->findChild<QuietButton*>()->isVisible());
}

TEST_CASE("every step of the stepper can be clicked, and narrow keeps only circles")
{
    Stepper stepper;
    stepper.setSteps({{QStringLiteral("Person"), {}, StepperState::Done, false}, {QStringLiteral("Evidence"), QStringLiteral("one proof missing"), StepperState::Current, true}});
    stepper.show();
    QSignalSpy clicked(&stepper, &Stepper::stepClicked);
    QTest::mouseClick(stepper.findChild<QAbstractButton*>(QStringLiteral("step-1")), Qt::LeftButton);
    REQUIRE(clicked.count() == 1);
    CHECK(clicked.at(0).at(0).toInt() == 0);
    CHECK(stepper.current() == 1);
    CHECK(stepper.currentWords().contains(QStringLiteral("one proof missing")));
    const int wide = stepper.width();
    stepper.setNarrow(true);
    CHECK(stepper.width() < wide);
}

TEST_CASE("a text block makes room for every line and its lines stay readable")
{
    TextBlock block(QStringLiteral("The card was removed while the signature key was being made. Steps 1 to 5 hold; this step starts again by itself."));
    const int one = lineHeightOf(TextStyle::Body);
    CHECK(block.heightForWidth(300) >= 3 * one);
    CHECK(block.heightForWidth(4000) >= 2 * one); // never one endless line
    CHECK(block.heightForWidth(300) % one == 0);
}

TEST_CASE("the ring follows the focus of its window and leaves with it")
{
    DeskWindow window;
    auto* page = new QWidget;
    auto* button = new SecondaryButton(QStringLiteral("Replace"), page);
    button->move(40, 40);
    window.addPage(page);
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window, 90'000));
    auto* ring = window.findChild<FocusRing*>();
    REQUIRE(ring);
    button->setFocus(Qt::MouseFocusReason);
    CHECK(ring->widget() == button);
    CHECK(ring->isVisible());
    CHECK(ring->width() == button->width() + 8);
    button->clearFocus();
    CHECK(ring->widget() == nullptr);
}

TEST_CASE("the card keeps its shape")
{
    CardFace face;
    CHECK(face.heightForWidth(400) == 253);
    face.setMissing(true);
    CHECK(face.heightForWidth(420) == 273);
    CardFaceContent content;
    content.kind = CardFaceContent::Kind::Blank;
    face.setContent(content);
    CHECK(face.accessibleName() == QStringLiteral("Blank card"));
}

TEST_CASE("a toast stands above the strip, and where something is read there, in the nearest place that is free")
{
    for (const auto& size : {QSize(1280, 800), QSize(1024, 700)}) {
        DeskWindow window;
        auto* empty = new QWidget;
        auto* frame = new FlowFrame;
        window.addPage(empty);
        window.addPage(frame);
        window.resize(size);
        window.show();
        auto* toast = window.toast();
        toast->show(QStringLiteral("Her record is on this desk and leaves by itself"));
        QCoreApplication::processEvents();
        const auto ground = toast->parentWidget()->size();
        CHECK(toast->geometry().bottom() < ground.height() - 60);
        CHECK(toast->geometry().bottom() > ground.height() - 90);
        CHECK(std::abs(toast->geometry().center().x() - ground.width() / 2) <= 1);

        auto* work = new QWidget;
        auto* column = new QVBoxLayout(work);
        column->addWidget(new Label(QStringLiteral("Documents seen"), TextStyle::Lead));
        column->addStretch(1);
        auto* last = new TextBlock(QStringLiteral("Too old by 82 days. Another bill of 23 May 2026 or later, or a council tax bill of this year, would do."));
        column->addWidget(last);
        frame->setWork(work);
        auto* next = new PrimaryButton(QStringLiteral("Photo next"));
        frame->footerRight()->addWidget(next);
        frame->setFooterWords(QStringLiteral("Not enough yet: one proof of the address is missing, or a second document with a photo"));
        window.showPage(frame);
        QCoreApplication::processEvents();
        REQUIRE(toast->isVisible());
        const QRect place(toast->mapToGlobal(QPoint()), toast->size());
        const auto stands = [](const QWidget* widget) { return QRect(widget->mapToGlobal(QPoint()), widget->size()); };
        auto* words = frame->footerRight()->parentWidget()->findChild<QLabel*>();
        REQUIRE(words);
        const auto said = QStyle::alignedRect(Qt::LeftToRight, words->alignment(), words->sizeHint().boundedTo(words->size()), stands(words));
        CHECK_FALSE(place.intersects(said));
        for (const QWidget* read : std::initializer_list<const QWidget*>{next, last, window.readers()})
            CHECK_FALSE(place.intersects(stands(read)));
        CHECK(QRect(window.mapToGlobal(QPoint()), window.size()).contains(place));

        // An answer comes and fills the place where it stands: it goes elsewhere.
        auto* late = new PrimaryButton(QStringLiteral("Late"), toast->parentWidget());
        late->setGeometry(toast->geometry());
        late->lower();
        late->show();
        CHECK(QTest::qWaitFor([&] { return !toast->geometry().intersects(late->geometry()); }, 90'000));
        delete late;
    }
}

TEST_CASE("a field filled by program shows the beginning of a long text; typing goes on at its end")
{
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    Field name(QStringLiteral("Name"));
    Field other(QStringLiteral("Other"));
    column->addWidget(&name);
    column->addWidget(&other);
    window.resize(200, 200);
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window, 90'000));
    other.edit()->setFocus();
    name.setText(QStringLiteral("Wilhelmina Alexandra Featherstonehaugh-Cholmondeley of the Northern Isles"));
    CHECK(name.edit()->cursorPosition() == 0);
    name.edit()->setFocus();
    QTest::keyClicks(name.edit(), QStringLiteral("!"));
    CHECK(name.text().endsWith(QStringLiteral("Isles!")));
    name.setText(name.text() + QStringLiteral(" and more"));
    CHECK(name.edit()->cursorPosition() == name.text().size()); // somebody types in it
    other.edit()->setFocus();
    CHECK(name.edit()->cursorPosition() == 0);
}
