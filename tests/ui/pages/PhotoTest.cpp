#include "tests/ui/pages/Stage.h"

#include "ui/bridge/Permits.h"
#include "ui/pages/PhotoStep.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CropView.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QApplication>
#include <QLineEdit>
#include <QMouseEvent>
#include <QWheelEvent>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

const char* const callumsPicture = CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-2.jpg";

/// At the photo step of an application whose documents pass, with this picture opened by its path.
struct PhotoStage : Stage {
    explicit PhotoStage(FakePhoto::Verdict verdict = FakePhoto::Verdict::good)
    {
        desk.photoDesk.verdict = verdict;
        signIn();
        auto draft = desk.callumDraft(true);
        draft.portrait.clear();
        draft.photoReference.clear();
        bench.application().begin();
        bench.application().take(draft);
        enter();
        bench.application().goTo(FlowStep::photo);
        settle();
        REQUIRE(shows("photo-step"));
    }

    void load()
    {
        tabTo("photo-path");
        text(QLatin1String(callumsPicture));
        enter();
        REQUIRE_FALSE(desk.photoDesk.used.empty());
    }
    /// The hand rests: what was moved is measured.
    void rest()
    {
        until("what was moved is measured", [&] {
            const auto all = window.findChildren<PhotoPresenter*>();
            return std::none_of(all.begin(), all.end(), [](const auto* one) { return one->opening() || one->measuring(); });
        });
    }
    const PhotoPart& part() const { return desk.photoDesk.used.back(); }
    ActionButton* button(const char* name) const { return get<ActionButton>(name); }
};

/// A camera of the test's own.
class FakeCamera final : public CameraSource {
public:
    QString trouble() const override { return said; }
    void start() override { running = true; }
    void stop() override { running = false; }
    QString said;
    bool running = false;
};

} // namespace

TEST_CASE("the frame is moved, sized, turned and taken back by keys alone, and each rest is measured", "[photo]")
{
    PhotoStage stage;
    stage.load();
    const auto proposed = stage.part();
    stage.tabTo("photo-view");
    stage.key(Qt::Key_Right);
    stage.key(Qt::Key_Down);
    stage.rest();
    CHECK(stage.part().left > proposed.left);
    CHECK(stage.part().top > proposed.top);
    CHECK(stage.part().width == proposed.width);
    const auto fine = stage.part().left - proposed.left;
    stage.key(Qt::Key_Left, Qt::ShiftModifier);
    stage.rest();
    CHECK(proposed.left + fine - stage.part().left >= 8 * fine); // Shift: coarser
    const auto before = stage.part();
    stage.key(Qt::Key_Plus);
    stage.rest();
    CHECK(stage.part().width < before.width);
    CHECK(std::abs((stage.part().left + stage.part().width / 2) - (before.left + before.width / 2)) <= 1); // about its middle
    stage.key(Qt::Key_BracketRight);
    stage.key(Qt::Key_BracketRight);
    stage.rest();
    CHECK(stage.part().tenthsOfDegree == 10);
    stage.key(Qt::Key_Home);
    stage.rest();
    CHECK(stage.part() == proposed);
    CHECK(stage.described("photo-view").contains(QString::number(proposed.left)));
}

TEST_CASE("the fields say and take left, top, width and turn; what is no number is said at its field", "[photo]")
{
    PhotoStage stage;
    stage.load();
    const auto type = [&](const char* field, const QString& words) {
        stage.tabTo(field);
        stage.get<QLineEdit>(field)->selectAll();
        stage.text(words);
        stage.key(Qt::Key_Tab);
    };
    type("photo-width", QStringLiteral("500"));
    stage.rest();
    CHECK(stage.part().width == 500);
    type("photo-left", QStringLiteral("120 px"));
    stage.rest();
    CHECK(stage.part().left == 120);
    type("photo-turn", QStringLiteral("-1,5"));
    stage.rest();
    CHECK(stage.part().tenthsOfDegree == -15);
    const auto count = stage.desk.photoDesk.used.size();
    type("photo-top", QStringLiteral("high"));
    CHECK(stage.get<Field>("photo-top-field")->isWrong());
    CHECK(stage.desk.photoDesk.used.size() == count);
    type("photo-top", QStringLiteral("99999")); // brought inside the picture
    stage.rest();
    CHECK(stage.part().top + stage.part().height() <= 1139);
    CHECK(stage.get<Field>("photo-top-field")->text() == QString::number(stage.part().top));
    type("photo-width", QStringLiteral("10")); // never under what a card needs
    stage.rest();
    CHECK(stage.part().width == 300);
}

TEST_CASE("the mouse does the same: drag moves the picture under the frame, the wheel sizes it", "[photo]")
{
    PhotoStage stage;
    stage.load();
    const auto proposed = stage.part();
    auto* view = stage.find("photo-view");
    const QPoint middle = view->rect().center();
    QTest::mousePress(view, Qt::LeftButton, Qt::NoModifier, middle);
    QTest::mouseMove(view, middle + QPoint(-15, 0));
    QMouseEvent move(QEvent::MouseMove, middle + QPoint(-30, 0), view->mapToGlobal(middle + QPoint(-30, 0)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(view, &move);
    QTest::mouseRelease(view, Qt::LeftButton, Qt::NoModifier, middle + QPoint(-30, 0));
    stage.rest();
    CHECK(stage.part().left > proposed.left);
    const auto before = stage.part();
    QWheelEvent wheel(middle, view->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view, &wheel);
    stage.rest();
    CHECK(stage.part().width < before.width);
}

TEST_CASE("advice holds the next step until a reason is given by its digit; the reason goes with the draft", "[photo]")
{
    PhotoStage stage(FakePhoto::Verdict::oneSideDark);
    stage.load();
    CHECK(stage.button("photo-next")->isHeld());
    CHECK(stage.button("photo-next")->heldReason().contains("give a reason"));
    CHECK(stage.shows("photo-advice"));
    CHECK(stage.spoken("photo-advice").contains("One side is dark"));
    CHECK_FALSE(stage.shows("photo-reasons"));
    stage.key(Qt::Key_Right, Qt::ControlModifier);
    CHECK_FALSE(stage.bench.application().readyForCard());
    stage.bench.application().goTo(FlowStep::photo);
    settle();

    stage.button("photo-accept")->setFocus();
    stage.key(Qt::Key_U);
    REQUIRE(stage.shows("photo-reasons"));
    CHECK(stage.window.focusWidget()->objectName() == "photo-reason-1");
    stage.key(Qt::Key_Escape); // steps back from the question, not from the page
    CHECK_FALSE(stage.shows("photo-reasons"));
    CHECK(stage.shows("photo-step"));
    stage.key(Qt::Key_U);
    stage.key(Qt::Key_4);
    CHECK(stage.bench.application().draft().photoReason == "lighting");
    CHECK_FALSE(stage.button("photo-next")->isHeld());
    CHECK(stage.spoken("photo-advice").contains("Used as it is"));
    CHECK(stage.bench.application().readyForCard());

    SECTION("another picture asks anew")
    {
        stage.load();
        CHECK(stage.bench.application().draft().photoReason.empty());
        CHECK(stage.button("photo-next")->isHeld());
    }
    SECTION("another part of the same picture does not, but one that is good needs none")
    {
        stage.find("photo-view")->setFocus();
        stage.key(Qt::Key_Up);
        stage.rest();
        CHECK(stage.bench.application().draft().photoReason == "lighting");
        stage.desk.photoDesk.verdict = FakePhoto::Verdict::good;
        stage.key(Qt::Key_Up);
        stage.rest();
        CHECK(stage.bench.application().draft().photoReason.empty());
        CHECK_FALSE(stage.button("photo-next")->isHeld());
    }
}

TEST_CASE("a refused picture leaves the one before, its frame and its verdict", "[photo]")
{
    PhotoStage stage;
    stage.load();
    const auto reference = stage.bench.application().draft().photoReference;
    stage.desk.photoDesk.refuse = cardwright::Failure::of("PORTRAIT-TOO-SMALL", "200 x 300 pixels");
    stage.tabTo("photo-path");
    stage.text(QStringLiteral("x"));
    stage.enter();
    CHECK(stage.get<Field>("photo-path-field")->isWrong());
    CHECK(stage.get<Field>("photo-path-field")->message().contains("too small"));
    CHECK(stage.bench.application().draft().photoReference == reference);
    CHECK(stage.bench.application().photoDone());
}

TEST_CASE("a kept photo is opened to look at and stays as it is until its frame is moved", "[photo]")
{
    Stage stage;
    stage.signIn();
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(true));
    stage.enter();
    stage.bench.application().goTo(FlowStep::photo);
    settle();
    CHECK(stage.desk.photoDesk.octetsOpened == 1);
    CHECK(stage.desk.photoDesk.used.empty());
    CHECK(stage.bench.application().draft().photoReference == "9b1c");
    CHECK_FALSE(stage.get<ActionButton>("photo-next")->isHeld());
}

TEST_CASE("a picture that another page put away goes on with the photo that was taken of it", "[photo]")
{
    PhotoStage stage;
    stage.load();
    const auto reference = stage.bench.application().draft().photoReference;
    stage.desk.photoDesk.open(callumsPicture, [](const PhotoPicture&) {}); // a replacement's, served in between
    settle();
    const auto opened = stage.desk.photoDesk.octetsOpened;
    stage.find("photo-view")->setFocus();
    stage.key(Qt::Key_Plus);
    stage.rest();
    CHECK(stage.desk.photoDesk.octetsOpened == opened + 1);
    CHECK(stage.bench.application().draft().photoReference == reference);
    CHECK_FALSE(stage.shows("photo-advice"));
    stage.key(Qt::Key_Plus);
    stage.rest();
    CHECK(stage.bench.application().draft().photoReference != reference);
}

TEST_CASE("without a camera the button stays, is held, and says why", "[photo]")
{
    PhotoStage stage;
    CHECK(stage.shows("photo-camera"));
    CHECK(stage.button("photo-camera")->isHeld());
    CHECK(stage.button("photo-camera")->heldReason().contains("Choose a file"));
}

TEST_CASE("the camera's picture goes the way of a file, and nobody is filmed from another page", "[photo]")
{
    FakeDesk desk;
    DeskHub hub(desk);
    ApplicationPresenter application(hub);
    auto* camera = new FakeCamera;
    PhotoStep step(hub, application, nullptr, [camera] { return CameraFound{camera, {}}; });
    application.take(desk.callumDraft(false));
    step.resize(1000, 600);
    step.show();
    settle();
    auto* button = step.findChild<ActionButton*>(QStringLiteral("photo-camera"));
    auto* next = step.findChild<ActionButton*>(QStringLiteral("photo-next"));
    REQUIRE(button != nullptr);
    REQUIRE_FALSE(button->isHeld());
    camera->said = QStringLiteral("No camera is connected.");
    Q_EMIT camera->changed();
    CHECK(button->isHeld());
    camera->said.clear();
    Q_EMIT camera->changed();
    button->trigger();
    CHECK(camera->running);
    CHECK(next->isHeld()); // no picture yet
    QImage frame;
    REQUIRE(frame.load(QLatin1String(callumsPicture)));
    Q_EMIT camera->frame(frame);
    CHECK_FALSE(next->isHeld());
    const auto before = desk.photoDesk.octetsOpened;
    next->trigger();
    settle();
    CHECK_FALSE(camera->running);
    CHECK(desk.photoDesk.octetsOpened == before + 1);
    CHECK_FALSE(application.draft().portrait.empty());
    button->trigger();
    CHECK(camera->running);
    step.hide();
    CHECK_FALSE(camera->running);
}

TEST_CASE("the photo report counts by reason and check where the role may read it, and is held where not", "[photo]")
{
    Stage stage;
    stage.desk.photoDesk.counted = {12, 9, 3, {{"Head covering for faith or health", 2}, {"The light in this room cannot be changed", 1}}, {{"Even light", 3}}, {}};
    SECTION("an agent")
    {
        stage.signIn();
        stage.bench.go(Place::records);
        settle();
        CHECK(stage.get<ActionButton>("records-photos")->isHeld());
        stage.key(Qt::Key_F);
        CHECK_FALSE(stage.shows("photo-report"));
    }
    SECTION("who may")
    {
        stage.desk.permissions.emplace_back(permits::readReports);
        stage.signIn();
        stage.bench.go(Place::records);
        settle();
        stage.key(Qt::Key_F);
        REQUIRE(stage.shows("photo-report"));
        CHECK(stage.get<TextBlock>("photo-report-words")->text() == "12 on record at this desk, 9 measured, 3 used with a reason.");
        CHECK(stage.get<QWidget>("photo-report")->findChildren<FactRow*>().size() == 3);
        stage.key(Qt::Key_F);
        CHECK_FALSE(stage.shows("photo-report"));
    }
}
