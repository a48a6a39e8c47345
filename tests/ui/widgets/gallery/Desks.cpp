// Whole windows as in the design's pictures.
#include "tests/ui/widgets/gallery/Scenes.h"

#include "ui/theme/Icons.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/NavigationRail.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/ReaderStrip.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"
#include "ui/widgets/TopBar.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QCoreApplication>
#include <QStandardItemModel>

namespace cardwright::ui::gallery {

namespace {

DeskWindow* window(int place)
{
    auto* desk = new DeskWindow;
    desk->rail()->addDestination(QStringLiteral("desk"), QStringLiteral("desk"), QStringLiteral("Desk"));
    desk->rail()->addDestination(QStringLiteral("people"), QStringLiteral("people"), QStringLiteral("People"));
    desk->rail()->addDestination(QStringLiteral("worklists"), QStringLiteral("worklist"), QStringLiteral("Worklists"));
    desk->rail()->addDestination(QStringLiteral("queue"), QStringLiteral("queue"), QStringLiteral("Queue"));
    desk->rail()->addDestination(QStringLiteral("records"), QStringLiteral("records"), QStringLiteral("Records"));
    desk->rail()->addDestination(QStringLiteral("set-up"), QStringLiteral("set-up"), QStringLiteral("Set-up"));
    desk->rail()->setCurrent(place);
    desk->topBar()->setSite(QStringLiteral("Harbour Valley Community Trust"), QStringLiteral("HVC-00, Quayside House, desk 2"));
    desk->topBar()->setAgent(QStringLiteral("Tomasz Reid"));
    desk->topBar()->connection()->setConnected(QStringLiteral("Centre connected"));
    desk->readers()->agent()->setState({ReaderTileState::Kind::Known, QStringLiteral("Reader 1: your card"), QStringLiteral("Tomasz Reid, signed in"), Tone::Plain,
                                        QStringLiteral("check"), QStringLiteral("Signed in"), {}, {}});
    desk->readers()->holder()->setState({ReaderTileState::Kind::Known, QStringLiteral("Reader 2: for the holder"), QStringLiteral("Ffion Adeyemi"), Tone::Danger,
                                         QStringLiteral("lock"), QStringLiteral("Locked"), {}, {}});
    return desk;
}

CardFaceContent content(const QString& given, const QString& family, const QString& number, const QString& portrait)
{
    CardFaceContent face;
    face.givenName = given;
    face.familyName = family;
    face.userNumber = number;
    face.portrait = artPixmap(portrait, {700, 900}, 1.0).toImage();
    face.organisation = QStringLiteral("Harbour Valley Community Trust");
    return face;
}

QLayout* middleOfDesk(bool answered, MainAction*& main)
{
    auto* middle = new QVBoxLayout;
    middle->setSpacing(0);
    auto* pill = new StatusPill(Tone::Danger, QStringLiteral("lock"), QStringLiteral("Locked"));
    middle->addWidget(pill, 0, Qt::AlignLeft);
    middle->addSpacing(14);
    middle->addWidget(new Label(QStringLiteral("Locked after three wrong passcodes"), TextStyle::Title1));
    middle->addSpacing(6);
    middle->addWidget(new TextBlock(QStringLiteral("Holder since 2024. The card is good until 12 March 2028.")));
    middle->addSpacing(28);
    main = new MainAction(QStringLiteral("Unlock"), QStringLiteral("The holder chooses a new passcode"));
    main->setIconName(QStringLiteral("unlock"));
    main->setKeyCap(QStringLiteral("Enter"));
    if (!answered) main->hold(QStringLiteral("Answer the question under the picture first: Y or N."));
    middle->addWidget(main);
    middle->addSpacing(10);
    middle->addWidget(new TextBlock(answered ? QStringLiteral("Turn the screen to the holder. You will see only that they are typing.") : main->heldReason(), TextStyle::Small));
    middle->addSpacing(28);
    auto* panel = new Panel;
    panel->body()->addWidget(new Label(QStringLiteral("Done in the same go, with one passcode"), TextStyle::BodyStrong));
    panel->body()->addSpacing(12);
    auto* renew = new CheckRow(QStringLiteral("Renew the certificates"), QStringLiteral("They end on 4 February 2027, in 73 days"));
    auto* terms = new CheckRow(QStringLiteral("Accept the new terms"), QStringLiteral("Version 7, in force since 1 November"));
    renew->setChecked(true);
    terms->setChecked(true);
    panel->body()->addWidget(renew);
    panel->body()->addSpacing(10);
    panel->body()->addWidget(new Divider);
    panel->body()->addSpacing(12);
    panel->body()->addWidget(terms);
    middle->addWidget(panel);
    middle->addSpacing(28);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(8);
    auto* replace = new SecondaryButton(QStringLiteral("Replace card"));
    replace->setIconName(QStringLiteral("replace"));
    replace->setKeyCap(QStringLiteral("R"));
    auto* cancel = new DangerButton(DangerButton::Kind::Opens, QStringLiteral("Cancel card"));
    cancel->setKeyCap(QStringLiteral("X"));
    auto* more = new SecondaryButton(QStringLiteral("More"));
    more->setKeyCap(QStringLiteral("."));
    for (QWidget* button : std::initializer_list<QWidget*>{replace, cancel, more}) actions->addWidget(button);
    actions->addStretch();
    middle->addLayout(actions);
    middle->addStretch();
    return middle;
}

QVector<StepItem> steps(int current, const QString& second, bool warns)
{
    const QStringList titles{QStringLiteral("Person"), QStringLiteral("Evidence"), QStringLiteral("Photo"), QStringLiteral("Access"),
                             QStringLiteral("Terms"), QStringLiteral("Card"), QStringLiteral("Print"), QStringLiteral("Done")};
    const QStringList done{QStringLiteral("No double found"), QStringLiteral("Passed"), QStringLiteral("Taken today"), QStringLiteral("Approved today"), QStringLiteral("Version 7")};
    QVector<StepItem> items;
    for (int at = 0; at < titles.size(); ++at) {
        StepItem item{titles.at(at), {}, at < current ? StepperState::Done : at == current ? StepperState::Current : StepperState::ToCome, false};
        if (at < current) item.second = done.value(at);
        if (at == current) item.second = second;
        if (at == current) item.secondWarns = warns;
        items << item;
    }
    return items;
}

} // namespace

QWidget* deskLocked(bool answered)
{
    DeskWindow* desk = window(0);
    auto* page = new QWidget;
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    auto* face = new CardFace;
    face->setContent(content(QStringLiteral("Ffion"), QStringLiteral("Adeyemi"), QStringLiteral("555041726093"), QStringLiteral("portrait-1")));
    left->addWidget(face);
    left->addSpacing(24);
    auto* question = new QuestionPanel(QStringLiteral("Is this the person in the picture?"), QStringLiteral("Look at the face on the card and at the person."));
    if (answered) question->setAnswer(QuestionPanel::Answer::Yes);
    left->addWidget(question);
    left->addSpacing(18);
    auto* number = new FactRow(QStringLiteral("UUID"), QStringLiteral("555041726093"));
    number->setDigits(true);
    number->setAction(QStringLiteral("Copy"), QStringLiteral("Ctrl C"));
    left->addWidget(number);
    left->addWidget(new FactRow(QStringLiteral("Position"), QStringLiteral("Community nurse, Adult nursing")));
    auto* picture = new FactRow(QStringLiteral("Picture"), QStringLiteral("11 March 2024, Quayside House"));
    picture->setLast(true);
    left->addWidget(picture);
    left->addStretch();
    auto* history = new QVBoxLayout;
    history->setSpacing(14);
    history->addWidget(new Label(QStringLiteral("History"), TextStyle::BodyStrong));
    auto* timeline = new Timeline;
    timeline->setItems({{QStringLiteral("Today, 10:41"), QStringLiteral("No tries left"), QStringLiteral("Desk 2, Tomasz Reid"), Tone::Danger},
                        {QStringLiteral("14 Sep 2026"), QStringLiteral("Card unlocked"), QStringLiteral("Desk 1, Joan Mbeki"), Tone::Plain},
                        {QStringLiteral("4 Feb 2025"), QStringLiteral("Certificates renewed"), QStringLiteral("By the holder"), Tone::Plain},
                        {QStringLiteral("12 Mar 2024"), QStringLiteral("Card issued"), QStringLiteral("Desk 2, Tomasz Reid"), Tone::Plain}});
    history->addWidget(timeline);
    history->addStretch();
    auto* columns = new QHBoxLayout(page);
    columns->setContentsMargins(32, 32, 32, 24);
    columns->setSpacing(32);
    auto* leftHolder = new QWidget;
    leftHolder->setLayout(left);
    left->setContentsMargins(0, 0, 0, 0);
    leftHolder->setFixedWidth(400);
    columns->addWidget(leftHolder);
    MainAction* main = nullptr;
    columns->addLayout(middleOfDesk(answered, main), 2);
    columns->addWidget(new Divider(Qt::Vertical));
    columns->addLayout(history, 1);
    desk->addPage(page);
    desk->setProperty("focusFirst", QVariant::fromValue<QWidget*>(answered ? static_cast<QWidget*>(main) : question));
    return desk;
}

QWidget* evidence()
{
    DeskWindow* desk = window(0);
    auto* flow = new FlowFrame;
    flow->head()->setFlow(QStringLiteral("Issue a card"), QStringLiteral("Callum Pemberton-Roy"), QStringLiteral("born 14 August 1991, Community physiotherapist"));
    flow->head()->setNote(QStringLiteral("document"), QStringLiteral("Draft, only on this desk"));
    flow->stepper()->setSteps(steps(1, QStringLiteral("One proof missing"), true));
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* documents = new Panel;
    documents->setPadding(0);
    auto* passport = new ListRow(QStringLiteral("UK passport"), QStringLiteral("Number ending 4417, good until 9 June 2031"));
    passport->setIconName(QStringLiteral("photo"));
    passport->setPill(Tone::Success, QStringLiteral("check"), QStringLiteral("Counts: photo"));
    auto* bill = new ListRow(QStringLiteral("Electricity bill, Severn & Wye Energy"), QStringLiteral("Dated 3 November 2026, account ending 7120"));
    bill->setIconName(QStringLiteral("document"));
    bill->setPill(Tone::Warning, QStringLiteral("warning"), QStringLiteral("Does not count"));
    bill->setNote(Tone::Warning, QStringLiteral("Same supplier as the gas bill. Two proofs must come from two suppliers."));
    bill->setLast(true);
    documents->body()->addWidget(passport);
    documents->body()->addWidget(bill);
    column->addWidget(documents);
    column->addStretch();
    auto* side = new Panel;
    side->body()->addWidget(new Label(QStringLiteral("Not enough yet: one proof missing"), TextStyle::Lead));
    side->body()->addSpacing(8);
    auto* routes = new RouteSlots;
    routes->setRoutes({{{QStringLiteral("photo"), true}, {QStringLiteral("photo"), false}, {QStringLiteral("address"), true}},
                       {{QStringLiteral("photo"), true}, {QStringLiteral("address"), true}, {QStringLiteral("address"), false}}});
    side->body()->addWidget(routes);
    side->body()->addSpacing(12);
    auto* tax = new ListRow(QStringLiteral("Council tax bill"), QStringLiteral("Dated 23 November 2025 or later"));
    tax->setKeyCap(QStringLiteral("2"));
    tax->setClickable(true);
    side->body()->addWidget(tax);
    side->body()->addStretch();
    flow->setWork(work);
    flow->setSide(side);
    auto* back = new SecondaryButton(QStringLiteral("Back"));
    back->setSize(ActionButton::Size::Choice);
    back->setIconName(QStringLiteral("back"));
    back->setKeyCap(QStringLiteral("Esc"));
    auto* park = new SecondaryButton(QStringLiteral("Park, print what is missing"));
    park->setSize(ActionButton::Size::Choice);
    park->setIconName(QStringLiteral("park"));
    park->setKeyCap(QStringLiteral("P"));
    auto* next = new SecondaryButton(QStringLiteral("Photo next"));
    next->setSize(ActionButton::Size::Primary);
    next->setKeyCap(QStringLiteral("Ctrl Right"));
    auto* add = new PrimaryButton(QStringLiteral("Add driving licence"));
    add->setKeyCap(QStringLiteral("Enter"));
    flow->footerLeft()->addWidget(back);
    flow->footerLeft()->addWidget(park);
    flow->footerRight()->addWidget(next);
    flow->footerRight()->addWidget(add);
    desk->addPage(flow);
    desk->setProperty("focusFirst", QVariant::fromValue<QWidget*>(add));
    return desk;
}

QWidget* jobPulled()
{
    using State = JobStepItem::State;
    DeskWindow* desk = window(0);
    auto* flow = new FlowFrame;
    flow->head()->setFlow(QStringLiteral("Issue a card"), QStringLiteral("Callum Pemberton-Roy"), QStringLiteral("Making the card"));
    flow->stepper()->setSteps(steps(5, QStringLiteral("Waiting for the card"), true));
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    auto* list = new JobStepList;
    list->setItems({{QStringLiteral("Card recognised: blank"), State::Done, {}, QStringLiteral("0.2 s"), {}},
                    {QStringLiteral("Space and key types checked"), State::Done, {}, QStringLiteral("0.1 s"), {}},
                    {QStringLiteral("Passcode set"), State::Done, {}, QStringLiteral("0.1 s"), {}},
                    {QStringLiteral("Making the signature key"), State::Running, QStringLiteral("Key 2 of 3. The card makes it inside itself; it never leaves the card."), QStringLiteral("6 s"), {}},
                    {QStringLiteral("Put the same card back to go on"), State::Waiting,
                     QStringLiteral("The card was removed while the signature key was being made. Steps 1 to 5 hold; this step starts again by itself."), {}, QStringLiteral("CARD-REMOVED, step keys")},
                    {QStringLiteral("Requests and terms signed"), State::ToCome, {}, {}, {}},
                    {QStringLiteral("Receipt signed, card closed"), State::ToCome, {}, {}, {}}});
    column->addWidget(list);
    column->addStretch();
    auto* side = new QWidget;
    auto* right = new QVBoxLayout(side);
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(12);
    auto* face = new CardFace;
    face->setContent(content(QStringLiteral("Callum"), QStringLiteral("Pemberton-Roy"), QStringLiteral("555053371840"), QStringLiteral("portrait-2")));
    face->setMissing(true);
    right->addWidget(face);
    auto* waiting = new QHBoxLayout;
    waiting->addWidget(new Label(QStringLiteral("Waiting for the card"), TextStyle::BodyMedium), 1);
    waiting->addWidget(new DigitsLabel(QStringLiteral("0:12"), TextStyle::Body, Colour::TextSecondary));
    right->addLayout(waiting);
    auto* bar = new ProgressBar;
    bar->setTone(Tone::Warning);
    bar->setValue(0.46);
    right->addWidget(bar);
    right->addWidget(new TextBlock(QStringLiteral("No hurry. The job stays open, at every desk of this site."), TextStyle::Small));
    right->addStretch();
    flow->setWork(work);
    flow->setSide(side);
    auto* stop = new SecondaryButton(QStringLiteral("Stop, repair later"));
    stop->setSize(ActionButton::Size::Choice);
    stop->setKeyCap(QStringLiteral("Esc"));
    auto* print = new PrimaryButton(QStringLiteral("Print the face"));
    print->setIconName(QStringLiteral("print"));
    print->setKeyCap(QStringLiteral("Enter"));
    print->hold(QStringLiteral("It goes on as soon as the card is back"));
    flow->footerLeft()->addWidget(stop);
    flow->setFooterWords(QStringLiteral("It goes on as soon as the card is back"));
    flow->footerRight()->addWidget(print);
    desk->addPage(flow);
    desk->setProperty("focusFirst", QVariant::fromValue<QWidget*>(stop));
    return desk;
}

QWidget* outage()
{
    DeskWindow* desk = window(3);
    desk->rail()->setCount(3, 7);
    desk->topBar()->connection()->setUnreachable(QStringLiteral("Not reachable since 09:14, 7 waiting, 4 days left"));
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(32, 24, 32, 28);
    column->setSpacing(16);
    auto* head = new PageHead;
    head->setTitle(QStringLiteral("Queue"));
    auto* print = new SecondaryButton(QStringLiteral("Print a sheet for keying elsewhere"));
    print->setIconName(QStringLiteral("print"));
    print->setKeyCap(QStringLiteral("S"));
    head->addButton(print);
    column->addWidget(head);
    auto* banner = new Banner(Tone::Warning, QStringLiteral("offline"), QStringLiteral("The centre has not answered since 09:14. Go on working."),
                              QStringLiteral("These 7 records are only on this desk's disk. They leave by themselves, once each, when it answers."));
    banner->setAside(QStringLiteral("Next try in 0:48"));
    auto* now = new SecondaryButton(QStringLiteral("Try now"));
    now->setIconName(QStringLiteral("sync"));
    now->setKeyCap(QStringLiteral("T"));
    banner->setButton(now);
    column->addWidget(banner);
    auto* meters = new QHBoxLayout;
    meters->setSpacing(16);
    const QVector<std::tuple<QString, QString, QString, QString, double>> values = {
        {QStringLiteral("clock"), QStringLiteral("This desk may work alone"), QStringLiteral("4 days"), QStringLiteral("until Saturday, 09:14"), 0.97},
        {QStringLiteral("card-chip"), QStringLiteral("Cards it may issue"), QStringLiteral("39"), QStringLiteral("of 40 left"), 0.97},
        {QStringLiteral("unlock"), QStringLiteral("Cards it may unlock"), QStringLiteral("199"), QStringLiteral("of 200 left"), 0.99},
        {QStringLiteral("key"), QStringLiteral("New UUIDs in hand"), QStringLiteral("86"), QStringLiteral("of 100 left"), 0.86}};
    for (const auto& [icon, name, figure, rest, share] : values) {
        auto* tile = new MeterTile(icon, name);
        tile->setValue(figure, rest, share);
        meters->addWidget(tile);
    }
    column->addLayout(meters);
    auto* model = new QStandardItemModel(6, 5, page);
    model->setHorizontalHeaderLabels({QStringLiteral("Time"), QStringLiteral("What was done"), QStringLiteral("Holder"), QStringLiteral("UUID"), QStringLiteral("Where it is now")});
    for (int at = 0; at < 6; ++at) {
        model->setData(model->index(at, 0), QStringLiteral("10:4%1").arg(at));
        model->setData(model->index(at, 0), true, DigitsRole);
        model->setData(model->index(at, 1), at == 0 ? QStringLiteral("Cancel card: reported stolen") : QStringLiteral("Card unlocked"));
        model->setData(model->index(at, 1), at == 0 ? QStringLiteral("cancel") : QStringLiteral("unlock"), IconRole);
        model->setData(model->index(at, 1), true, StrongRole);
        model->setData(model->index(at, 2), QStringLiteral("Beatrix Olawale"));
        model->setData(model->index(at, 3), QStringLiteral("555009811293"));
        model->setData(model->index(at, 3), true, DigitsRole);
        model->setData(model->index(at, 4), QStringLiteral("Only on this desk"));
    }
    model->setData(model->index(0, 0), static_cast<int>(Tone::Danger), ToneRole);
    auto* table = new TableView;
    table->setModel(model);
    table->setStretchColumn(1);
    column->addWidget(table, 1);
    desk->addPage(page);
    desk->setProperty("focusFirst", QVariant::fromValue<QWidget*>(table));
    return desk;
}

QWidget* holder()
{
    DeskWindow* desk = window(0);
    auto* view = new HolderPasscodeView;
    view->setJudge([](ByteView digits, ByteView) {
        const int missing = 6 - static_cast<int>(digits.size());
        return QVector<HolderRule>{{QStringLiteral("6 to 8 digits"), missing == 1 ? QStringLiteral("one more to go") : QString(), missing <= 0},
                                   {QStringLiteral("Not your date of birth"), {}, true},
                                   {QStringLiteral("Not a number on your card"), {}, true},
                                   {QStringLiteral("Not a run like 123456, not one digit repeated"), {}, true}};
    });
    desk->showFull(view, true);
    view->begin(QStringLiteral("Ffion Adeyemi"));
    for (const int key : {Qt::Key_2, Qt::Key_9, Qt::Key_4, Qt::Key_0, Qt::Key_7}) {
        QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier);
        QCoreApplication::sendEvent(view, &press);
    }
    desk->setProperty("focusFirst", QVariant::fromValue<QWidget*>(view));
    return desk;
}

QWidget* cardFaces()
{
    auto* sheet = new QWidget;
    auto* grid = new QGridLayout(sheet);
    grid->setContentsMargins(32, 32, 32, 32);
    grid->setSpacing(24);
    CardFaceContent blank;
    blank.kind = CardFaceContent::Kind::Blank;
    CardFaceContent unknown;
    unknown.kind = CardFaceContent::Kind::Unknown;
    CardFaceContent longName = content(QStringLiteral("Maximiliane-Alexandra"), QStringLiteral("Wolfeschlegelsteinhausen"), QStringLiteral("555053371840"), QStringLiteral("portrait-3"));
    longName.organisation = QStringLiteral("Harbour Valley and Upper Severn Integrated Community Trust for Adult Nursing");
    longName.portrait = QImage();
    const QVector<CardFaceContent> faces{content(QStringLiteral("Ffion"), QStringLiteral("Adeyemi"), QStringLiteral("555041726093"), QStringLiteral("portrait-1")), longName, blank, unknown};
    for (int at = 0; at < faces.size(); ++at) {
        auto* face = new CardFace;
        face->setContent(faces.at(at));
        grid->addWidget(face, at / 2, at % 2);
    }
    sheet->resize(1000, 680);
    return sheet;
}

} // namespace cardwright::ui::gallery
