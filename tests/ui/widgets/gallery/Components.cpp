// Every component with its states, as on the design's sheet.
#include "tests/ui/widgets/gallery/Scenes.h"

#include "ui/theme/Icons.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/ComboBox.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/KeyCap.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/PasscodeEdit.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/ReaderTileView.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/Toast.h"

#include <QGridLayout>
#include <QStandardItemModel>

namespace cardwright::ui::gallery {

namespace {

Label* heading(const QString& words)
{
    return new Label(words, TextStyle::SmallStrong, Colour::TextSecondary);
}

QHBoxLayout* row(std::initializer_list<QWidget*> widgets)
{
    auto* layout = new QHBoxLayout;
    layout->setSpacing(12);
    for (QWidget* widget : widgets) layout->addWidget(widget);
    layout->addStretch();
    return layout;
}

QLayout* buttons()
{
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    auto* issue = new PrimaryButton(QStringLiteral("Issue"));
    issue->setKeyCap(QStringLiteral("Enter"));
    auto* held = new PrimaryButton(QStringLiteral("Issue"));
    held->setKeyCap(QStringLiteral("Enter"));
    held->hold(QStringLiteral("Answer the question first"));
    auto* busy = new PrimaryButton(QStringLiteral("Issue"));
    busy->setKeyCap(QStringLiteral("Enter"));
    busy->setBusy(QStringLiteral("Issuing"));
    auto* opens = new DangerButton(DangerButton::Kind::Opens, QStringLiteral("Cancel card"));
    opens->setKeyCap(QStringLiteral("X"));
    auto* does = new DangerButton(DangerButton::Kind::Does, QStringLiteral("Cancel it"));
    does->setKeyCap(QStringLiteral("Ctrl Enter"));
    auto* replace = new SecondaryButton(QStringLiteral("Replace"));
    replace->setIconName(QStringLiteral("replace"));
    replace->setKeyCap(QStringLiteral("R"));
    auto* yes = new SecondaryButton(QStringLiteral("Yes"));
    yes->setCheckable(true);
    yes->setChecked(true);
    yes->setKeyCap(QStringLiteral("Y"));
    auto* quiet = new QuietButton(QStringLiteral("Show all"));
    column->addWidget(heading(QStringLiteral("Buttons")));
    column->addLayout(row({issue, held, busy, opens, does}));
    column->addLayout(row({replace, yes, quiet, new KeyCap(QStringLiteral("Enter")), new KeyCap(QStringLiteral("Ctrl K")), new KeyCap(QStringLiteral("Y")), new KeyCap(QStringLiteral("."))}));
    auto* main = new MainAction(QStringLiteral("Unlock"), QStringLiteral("The holder chooses a new passcode"));
    main->setIconName(QStringLiteral("unlock"));
    main->setKeyCap(QStringLiteral("Enter"));
    auto* mainHeld = new MainAction(QStringLiteral("Unlock"), QStringLiteral("The holder chooses a new passcode"));
    mainHeld->setIconName(QStringLiteral("unlock"));
    mainHeld->setKeyCap(QStringLiteral("Enter"));
    mainHeld->hold(QStringLiteral("Answer the question under the picture first"));
    auto* mains = new QHBoxLayout;
    mains->setSpacing(12);
    mains->addWidget(main);
    mains->addWidget(mainHeld);
    column->addLayout(mains);
    return column;
}

QLayout* fields()
{
    auto* line = new QHBoxLayout;
    line->setSpacing(16);
    auto* plain = new Field(QStringLiteral("Date on the bill"));
    plain->setPlaceholder(QStringLiteral("2 10 2026"));
    plain->setHint(QStringLiteral("As printed. 23 May 2026 or later."));
    auto* wrong = new Field(QStringLiteral("Date on the bill"));
    wrong->setText(QStringLiteral("2 March 2026"));
    wrong->setWrong(QStringLiteral("Too old by 82 days."));
    auto* choice = new ChoiceField(QStringLiteral("Reason"));
    choice->box()->addItems({QStringLiteral("Lost"), QStringLiteral("Stolen")});
    for (QWidget* field : std::initializer_list<QWidget*>{plain, wrong, choice}) line->addWidget(field, 1, Qt::AlignTop);
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(heading(QStringLiteral("Fields")));
    column->addLayout(line);
    column->addWidget(new PasscodeEdit);
    auto* check = new CheckRow(QStringLiteral("Renew the certificates"), QStringLiteral("They end on 4 February 2027, in 73 days"));
    check->setChecked(true);
    column->addWidget(check);
    column->addWidget(new CheckRow(QStringLiteral("Accept the new terms")));
    return column;
}

QLayout* pills()
{
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    auto* connected = new ConnectionPill;
    connected->setConnected(QStringLiteral("Centre connected"));
    auto* out = new ConnectionPill;
    out->setUnreachable(QStringLiteral("Not reachable since 09:14"));
    column->addWidget(heading(QStringLiteral("Status pill")));
    column->addLayout(row({new StatusPill(Tone::Plain, QStringLiteral("check"), QStringLiteral("Ready")), new StatusPill(Tone::Accent, QStringLiteral("sync"), QStringLiteral("Being written")),
                           new StatusPill(Tone::Success, QStringLiteral("check"), QStringLiteral("Counts: photo")), new StatusPill(Tone::Warning, QStringLiteral("warning"), QStringLiteral("Does not count")),
                           new StatusPill(Tone::Danger, QStringLiteral("lock"), QStringLiteral("Locked")), connected, out}));
    return column;
}

QLayout* readers()
{
    using Kind = ReaderTileState::Kind;
    auto* grid = new QGridLayout;
    grid->setSpacing(10);
    const QVector<ReaderTileState> states = {
        {Kind::Empty, QStringLiteral("Reader 2"), QStringLiteral("Empty"), Tone::Plain, {}, {}, {}, {}},
        {Kind::Reading, QStringLiteral("Reader 2"), QStringLiteral("Reading the card"), Tone::Plain, {}, {}, {}, {}},
        {Kind::Known, QStringLiteral("Reader 2"), QStringLiteral("Ffion Adeyemi"), Tone::Danger, QStringLiteral("lock"), QStringLiteral("Locked"), {}, {}},
        {Kind::Waiting, QStringLiteral("Reader 2"), QStringLiteral("Ffion Adeyemi waits"), Tone::Danger, {}, {}, QStringLiteral("Serve"), QStringLiteral("F8")},
        {Kind::Blank, QStringLiteral("Reader 2"), QStringLiteral("Blank card"), Tone::Plain, QStringLiteral("check"), QStringLiteral("Ready"), {}, {}},
        {Kind::InUse, QStringLiteral("Reader 2"), QStringLiteral("In use by scdaemon"), Tone::Plain, {}, {}, QStringLiteral("Why"), QStringLiteral("F2")}};
    for (int index = 0; index < states.size(); ++index) {
        auto* panel = new Panel;
        panel->setPadding(10);
        auto* tile = new ReaderTileView;
        tile->setState(states.at(index));
        panel->body()->addWidget(tile);
        grid->addWidget(panel, index / 2, index % 2);
    }
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(heading(QStringLiteral("Reader strip tile")));
    column->addLayout(grid);
    return column;
}

QLayout* banners()
{
    auto* column = new QVBoxLayout;
    column->setSpacing(10);
    column->addWidget(heading(QStringLiteral("Banner")));
    column->addWidget(new Banner(Tone::Accent, QStringLiteral("info"), QStringLiteral("New terms from 1 November"), QStringLiteral("Holders are asked at their next touch.")));
    column->addWidget(new Banner(Tone::Success, QStringLiteral("check"), QStringLiteral("The centre has everything"), QStringLiteral("7 records went at 11:05, each once.")));
    auto* out = new Banner(Tone::Warning, QStringLiteral("offline"), QStringLiteral("The centre has not answered since 09:14"), QStringLiteral("Go on working. 4 days left."));
    auto* now = new SecondaryButton(QStringLiteral("Try now"));
    now->setKeyCap(QStringLiteral("T"));
    out->setButton(now);
    column->addWidget(out);
    auto* no = new Banner(Tone::Danger, QStringLiteral("error"), QStringLiteral("This card cannot hold four keys"), QStringLiteral("Take a card of another type. CARD-SPACE"));
    no->setButton(new SecondaryButton(QStringLiteral("Copy")));
    column->addWidget(no);
    return column;
}

QLayout* steps()
{
    using State = JobStepItem::State;
    auto* list = new JobStepList;
    list->setItems({{QStringLiteral("Passcode set"), State::Done, {}, QStringLiteral("0.1 s"), {}},
                    {QStringLiteral("Making the signature key"), State::Running, {}, QStringLiteral("6 s"), {}},
                    {QStringLiteral("Put the same card back to go on"), State::Waiting, {}, QStringLiteral("waiting 0:12"), {}},
                    {QStringLiteral("Certificates written"), State::ToCome, {}, {}, {}}});
    auto* stepper = new Stepper;
    stepper->setSteps({{QStringLiteral("Person"), QStringLiteral("true already"), StepperState::Done, false},
                       {QStringLiteral("Evidence"), QStringLiteral("one proof missing"), StepperState::Current, true},
                       {QStringLiteral("Photo"), QStringLiteral("to come"), StepperState::ToCome, false},
                       {QStringLiteral("Access"), QStringLiteral("refused: why"), StepperState::Refused, false}});
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(heading(QStringLiteral("Job step row, stepper")));
    column->addWidget(list);
    column->addWidget(stepper);
    return column;
}

QLayout* verdicts()
{
    using Verdict = VerdictRow::Verdict;
    auto* panel = new Panel;
    panel->body()->addWidget(new VerdictRow(Verdict::Passes, QStringLiteral("Head height"), QStringLiteral("32 mm of 29 to 34")));
    panel->body()->addWidget(new VerdictRow(Verdict::Warns, QStringLiteral("Even light"), QStringLiteral("31 % darker")));
    panel->body()->addWidget(new VerdictRow(Verdict::Fails, QStringLiteral("Large enough"), QStringLiteral("410 of 600 px")));
    panel->body()->addWidget(new VerdictRow(Verdict::Measuring, QStringLiteral("Sharp"), QStringLiteral("measuring")));
    auto* meter = new MeterTile(QStringLiteral("clock"), QStringLiteral("This desk may work alone"));
    meter->setValue(QStringLiteral("4 days"), QStringLiteral("until Saturday, 09:14"), 0.95);
    auto* meters = new QHBoxLayout;
    meters->setSpacing(12);
    meters->addWidget(meter);
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(heading(QStringLiteral("Verdict row, meter")));
    column->addWidget(panel);
    column->addLayout(meters);
    return column;
}

QLayout* question()
{
    auto* confirm = new ConfirmPanel(QStringLiteral("Cancel this card for good?"), QStringLiteral("It cannot be brought back. The holder needs a new card."));
    confirm->setReasons({QStringLiteral("Lost"), QStringLiteral("Stolen")});
    confirm->setFootnote(QStringLiteral("Your own card asks for your passcode next."));
    confirm->open();
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(heading(QStringLiteral("Question in place, no dialog")));
    column->addWidget(confirm);
    return column;
}

QLayout* table()
{
    auto* model = new QStandardItemModel(3, 3);
    model->setHorizontalHeaderLabels({QStringLiteral("Time"), QStringLiteral("Holder"), QStringLiteral("UUID")});
    const QStringList times{QStringLiteral("10:41"), QStringLiteral("10:22"), QStringLiteral("10:04")};
    const QStringList names{QStringLiteral("Rest"), QStringLiteral("Tinted"), QStringLiteral("Chosen")};
    const QStringList numbers{QStringLiteral("555041726093"), QStringLiteral("555009811293"), QStringLiteral("555036190522")};
    for (int at = 0; at < 3; ++at) {
        model->setData(model->index(at, 0), times.at(at));
        model->setData(model->index(at, 0), true, DigitsRole);
        model->setData(model->index(at, 1), names.at(at));
        model->setData(model->index(at, 1), QStringLiteral("unlock"), IconRole);
        model->setData(model->index(at, 1), true, StrongRole);
        model->setData(model->index(at, 2), numbers.at(at));
        model->setData(model->index(at, 2), true, DigitsRole);
    }
    model->setData(model->index(1, 0), static_cast<int>(Tone::Danger), ToneRole);
    auto* view = new TableView;
    model->setParent(view);
    view->setModel(model);
    view->setStretchColumn(1);
    view->selectRow(2);
    view->setFixedHeight(38 + 3 * 43 + 2);
    auto* column = new QVBoxLayout;
    column->setSpacing(12);
    column->addWidget(heading(QStringLiteral("Table row")));
    column->addWidget(view);
    return column;
}

} // namespace

QWidget* components()
{
    auto* sheet = new QWidget;
    auto* left = new QVBoxLayout;
    left->setSpacing(28);
    for (QLayout* part : {readers(), banners(), steps()}) left->addLayout(part);
    left->addStretch();
    auto* right = new QVBoxLayout;
    right->setSpacing(28);
    for (QLayout* part : {verdicts(), question(), table()}) right->addLayout(part);
    right->addStretch();
    auto* columns = new QHBoxLayout;
    columns->setSpacing(40);
    columns->addLayout(left, 6);
    columns->addLayout(right, 5);
    auto* all = new QVBoxLayout(sheet);
    all->setContentsMargins(32, 28, 32, 28);
    all->setSpacing(28);
    all->addLayout(buttons());
    all->addLayout(fields());
    all->addLayout(pills());
    all->addLayout(columns);
    sheet->resize(1280, 1560);
    return sheet;
}

} // namespace cardwright::ui::gallery
