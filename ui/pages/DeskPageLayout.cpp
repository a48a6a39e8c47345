#include "ui/pages/DeskActs.h"
#include "ui/pages/DeskPage.h"
#include "ui/pages/DeskWaiting.h"
#include "ui/pages/PageTools.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/TextBlock.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

// The desk page's columns: made once, arranged by the room there is.

namespace cardwright::ui {

void DeskPage::makeLeft(QVBoxLayout* column)
{
    m_face = named(new CardFace, "desk-face", tr("The card in reader 2"));
    m_empty = named(new Panel, "desk-empty", tr("Reader 2 is empty"));
    m_empty->setDashed(true);
    m_empty->setFixedHeight(252);
    m_empty->body()->addStretch(1);
    m_empty->body()->addWidget(new IconLabel(QStringLiteral("reader"), 32, Colour::TextMuted), 0, Qt::AlignHCenter);
    m_empty->body()->addSpacing(8);
    m_empty->body()->addWidget(new Label(tr("Reader 2 is empty"), TextStyle::BodyMedium, Colour::TextSecondary), 0, Qt::AlignHCenter);
    m_empty->body()->addStretch(1);
    m_question = named(new QuestionPanel(tr("Is this the person in the picture?"), {}), "desk-question", tr("Is this the person in the picture?"));
    named(m_question->yesButton(), "desk-yes");
    named(m_question->noButton(), "desk-no");
    m_question->setAnswerWords(tr("Yes, same person"), tr("Not sure"));
    m_facts = new QWidget;
    m_factRows = new QVBoxLayout(m_facts);
    m_factRows->setContentsMargins(2, 0, 2, 0);
    m_factRows->setSpacing(0);
    m_waiting = new DeskWaiting;
    connect(m_waiting, &DeskWaiting::draftWanted, this, &DeskPage::draftWanted);
    connect(m_waiting, &DeskWaiting::worklistWanted, this, &DeskPage::worklistWanted);
    connect(m_waiting, &DeskWaiting::replacementWanted, this, &DeskPage::replacementWanted);
    column->addWidget(m_face);
    column->addWidget(m_empty);
    column->addSpacing(20);
    column->addWidget(m_question);
    column->addWidget(m_waiting);
    column->addSpacing(16);
    column->addWidget(m_facts);
    column->addStretch(1);
    connect(m_question, &QuestionPanel::answered, this,
            [this](QuestionPanel::Answer answer) { answered(answer == QuestionPanel::Answer::Yes); });
}

void DeskPage::makeMiddle(QVBoxLayout* column)
{
    m_pill = named(new StatusPill, "desk-state");
    m_headline = named(new Label({}, TextStyle::Title1), "desk-headline");
    m_headline->setWordWrap(true);
    m_sub = named(new TextBlock({}, TextStyle::Body), "desk-sub");
    m_sub->setMaximumLineWidth(456);
    m_main = named(new MainAction({}, {}), "desk-main");
    m_below = named(new TextBlock({}, TextStyle::Compact), "desk-below");
    m_due = named(new Panel, "desk-due");
    m_codeRow = new QWidget;
    auto* code = new QHBoxLayout(m_codeRow);
    code->setContentsMargins(0, 0, 0, 0);
    m_code = named(new Label({}, TextStyle::Compact, Colour::TextMuted), "desk-code");
    m_copyCode = named(new QuietButton(tr("Copy")), "desk-copy-code", tr("Copy the code"));
    code->addWidget(m_code);
    code->addWidget(m_copyCode);
    code->addStretch(1);
    m_acts = named(new DeskActs, "desk-acts", tr("Further acts"));

    auto* pillRow = new QHBoxLayout;
    pillRow->addWidget(m_pill);
    pillRow->addStretch(1);
    column->addLayout(pillRow);
    column->addSpacing(12);
    column->addWidget(m_headline);
    column->addSpacing(8);
    column->addWidget(m_sub);
    column->addWidget(m_codeRow);
    column->addSpacing(28);
    column->addWidget(m_main);
    column->addSpacing(10);
    column->addWidget(m_below);
    column->addSpacing(24);
    column->addWidget(m_due);
    column->addSpacing(28);
    column->addWidget(m_acts);
    column->addStretch(1);
    connect(m_main, &ActionButton::clicked, this, [this] {
        if (m_view.main)
            Q_EMIT actWanted(m_view.main->act);
    });
    connect(m_main, &ActionButton::heldPressed, this, [this](const QString& why) { announce(m_main, why); });
    connect(m_acts, &DeskActs::actWanted, this, &DeskPage::actWanted);
    connect(m_acts, &DeskActs::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_acts, why);
    });
    connect(m_acts, &DeskActs::opened, this, &DeskPage::showDue);
    connect(m_copyCode, &ActionButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_view.code);
        Q_EMIT said(tr("Code copied"));
    });
}

void DeskPage::arrange()
{
    const int padding = m_narrow ? metrics::pagePaddingNarrow : metrics::pagePadding;
    layout()->setContentsMargins(padding, m_flow.isEmpty() ? padding : 16, padding, 16);
    m_columns->setSpacing(m_narrow ? metrics::deskGapNarrow : metrics::deskGap);
    m_left->setFixedWidth(m_narrow ? metrics::deskCardNarrow : metrics::deskCard);
    m_columns->setStretch(1, m_narrow ? 1 : 0);
    if (m_narrow) {
        m_middle->setMinimumWidth(0);
        m_middle->setMaximumWidth(QWIDGETSIZE_MAX);
    } else {
        m_middle->setFixedWidth(metrics::deskMiddle);
    }
}

void DeskPage::resizeEvent(QResizeEvent*)
{
    const bool narrow = width() < metrics::narrowBelow - metrics::rail;
    if (narrow == m_narrow)
        return;
    m_narrow = narrow;
    arrange();
    showFacts();
    showHistory();
}

void DeskPage::paintEvent(QPaintEvent*)
{
    if (!m_timeline->isVisible())
        return;
    QPainter painter(this);
    const auto place = m_right->geometry();
    painter.fillRect(QRect(place.left(), place.top(), 1, height() - place.top()), colour(Colour::Border));
}

} // namespace cardwright::ui
