#include "ui/widgets/HolderPasscodeView.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/HolderParts.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <utility>

namespace cardwright::ui {

namespace {

constexpr int footerHeight = 112;
constexpr int ringRoom = 4;
constexpr int lowScreen = 640; // below it the view gives up air, not size

/// The white foot of the view with its hairline.
class HolderFooter : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.fillRect(rect(), theme.colour(Colour::Surface));
        painter.fillRect(0, 0, width(), theme.hairline(), theme.colour(Colour::Border));
    }
};

} // namespace

HolderPasscodeView::HolderPasscodeView(QWidget* parent)
    : QWidget(parent), m_forCard(new Label(tr("For the card of"), TextStyle::HolderBody, Colour::TextSecondary)), m_holderName(new Label({}, TextStyle::HolderBody)),
      m_step(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_title(new Label({}, TextStyle::HolderTitle)),
      m_difference(new Label({}, TextStyle::HolderBody, Colour::WarningText)), m_privacy(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_cells(new PasscodeCells(this)),
      m_ruleList(new PasscodeRuleList(this)), m_keypad(new PasscodeKeypad(this)), m_work(new QWidget(this)), m_neutral(new QWidget(this)), m_footer(new HolderFooter(this)),
      m_neutralTitle(new Label({}, TextStyle::HolderTitle)), m_neutralLine(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)),
      m_stop(new SecondaryButton(tr("Stop, change nothing"), this)), m_next(new PrimaryButton(tr("Next: type it again"), this)),
      m_takeBack(new SecondaryButton(tr("Take the desk back"), this))
{
    setObjectName(QStringLiteral("holder-view"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setAttribute(Qt::WA_KeyCompression, false);
    setProperty("focusRing", false); // the next cell wears it
    buildWork();
    buildNeutral();
    buildFooter();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_work, 1);
    column->addWidget(m_neutral, 1);
    column->addWidget(m_footer);
    m_keypad->onDigit = [this](int value) { digit(value); };
    m_keypad->onClear = [this] { clearTyped(); };
    m_keypad->onBackspace = [this] { backspace(); };
    connect(m_stop, &QAbstractButton::clicked, this, &HolderPasscodeView::stop);
    connect(m_next, &QAbstractButton::clicked, this, &HolderPasscodeView::advance);
    connect(m_takeBack, &QAbstractButton::clicked, this, &HolderPasscodeView::handedBack);
    begin({});
}

HolderPasscodeView::~HolderPasscodeView() = default;

void HolderPasscodeView::buildWork()
{
    m_holderName->setWeight(QFont::DemiBold);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(ringRoom, 0, 0, 0);
    head->setSpacing(8);
    head->addWidget(m_forCard);
    head->addWidget(m_holderName, 1);
    // The ring of the first cell needs four pixels at its left; everything else starts that much further in, so that all stands in one line.
    auto* words = new QVBoxLayout;
    words->setContentsMargins(ringRoom, 0, 0, 20);
    words->setSpacing(0);
    words->addWidget(m_step);
    words->addWidget(m_title);
    words->addWidget(m_difference);
    auto* rules = new QVBoxLayout;
    rules->setContentsMargins(ringRoom, 24, 0, 0);
    rules->addWidget(m_ruleList);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addLayout(words);
    left->addWidget(m_cells);
    left->addLayout(rules);
    left->addStretch();
    auto* middle = new QHBoxLayout;
    middle->setSpacing(32);
    middle->addLayout(left, 1);
    middle->addWidget(m_keypad, 0, Qt::AlignTop);
    auto* privacy = new QHBoxLayout;
    privacy->setContentsMargins(ringRoom, 0, 0, 0);
    privacy->setSpacing(12);
    privacy->addWidget(new IconLabel(QStringLiteral("privacy"), metrics::iconTile, Colour::TextSecondary, m_work));
    privacy->addWidget(m_privacy, 1);
    m_privacy->setText(tr("Nobody else should see this screen. The person at the desk is told only that you are typing."));
    m_privacy->setWordWrap(true);
    m_title->setWordWrap(true);
    m_difference->setWordWrap(true);
    auto* column = new QVBoxLayout(m_work);
    column->setSpacing(0);
    column->addLayout(head);
    column->addStretch(2);
    column->addLayout(middle);
    column->addStretch(2);
    column->addLayout(privacy);
}

void HolderPasscodeView::buildNeutral()
{
    auto* column = new QVBoxLayout(m_neutral);
    column->setContentsMargins(metrics::holderPadding, metrics::holderPadding, metrics::holderPadding, metrics::holderPadding);
    column->setSpacing(8);
    column->addStretch();
    column->addWidget(m_neutralTitle);
    column->addWidget(m_neutralLine);
    column->addStretch(2);
    m_neutralTitle->setWordWrap(true);
    m_neutralLine->setWordWrap(true);
}

void HolderPasscodeView::buildFooter()
{
    m_footer->setFixedHeight(footerHeight);
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_stop, m_next, m_takeBack}) button->setSize(ActionButton::Size::Holder);
    m_stop->setObjectName(QStringLiteral("holder-stop"));
    m_stop->setKeyCap(tr("Esc"));
    m_next->setObjectName(QStringLiteral("holder-next"));
    m_next->setKeyCap(tr("Enter"));
    m_takeBack->setObjectName(QStringLiteral("holder-take-back"));
    m_takeBack->setKeyCap(tr("Ctrl Enter"));
    auto* row = new QHBoxLayout(m_footer);
    row->setContentsMargins(metrics::holderPadding, 0, metrics::holderPadding, 0);
    row->addWidget(m_stop);
    row->addStretch();
    row->addWidget(m_takeBack);
    row->addWidget(m_next);
}

void HolderPasscodeView::begin(const QString& holderName)
{
    forget();
    m_holder = holderName;
    m_holderName->setText(holderName);
    m_forCard->setVisible(!holderName.isEmpty());
    m_differed = false;
    m_phase = Phase::First;
    m_work->show();
    m_neutral->hide();
    m_stop->show();
    m_next->show();
    m_takeBack->hide();
    showPhase();
    setFocus(Qt::OtherFocusReason);
}

void HolderPasscodeView::setLength(int minimum, int maximum)
{
    m_minimum = minimum;
    m_maximum = maximum;
    refresh();
}

void HolderPasscodeView::setJudge(HolderJudge judge)
{
    m_judge = std::move(judge);
    refresh();
}

int HolderPasscodeView::count() const
{
    return static_cast<int>(m_typed.size());
}

SecureBytes HolderPasscodeView::takePasscode()
{
    return std::exchange(m_agreed, SecureBytes());
}

void HolderPasscodeView::forget()
{
    m_typed.clear();
    m_first.clear();
    m_agreed.clear();
}

QVector<HolderRule> HolderPasscodeView::judged() const
{
    if (m_phase == Phase::Second) return {{tr("The same as the first time"), {}, count() >= m_minimum && m_typed.sameAs(m_first.view())}};
    if (m_judge) return m_judge(m_typed.view());
    HolderRule length{tr("%1 to %2 digits").arg(m_minimum).arg(m_maximum), {}, count() >= m_minimum && count() <= m_maximum};
    const int missing = m_minimum - count();
    if (count() > 0 && missing > 0) length.rest = missing == 1 ? tr("one more to go") : tr("%1 more to go").arg(missing);
    return {length};
}

void HolderPasscodeView::digit(int value)
{
    if (m_phase == Phase::Finished || count() >= m_maximum) return;
    m_typed.append(static_cast<std::uint8_t>('0' + value));
    m_differed = false;
    refresh();
    Q_EMIT typing();
}

void HolderPasscodeView::backspace()
{
    if (m_phase == Phase::Finished) return;
    m_typed.removeLast();
    refresh();
    Q_EMIT typing();
}

void HolderPasscodeView::clearTyped()
{
    if (m_phase == Phase::Finished) return;
    m_typed.clear();
    refresh();
    Q_EMIT typing();
}

void HolderPasscodeView::refresh()
{
    if (m_phase == Phase::Finished) return;
    const QVector<HolderRule> rules = judged();
    m_cells->setState(count(), m_minimum, m_maximum);
    m_ruleList->setRules(rules, count() > 0);
    m_difference->setVisible(m_differed);
    const auto firstOpen = std::find_if(rules.begin(), rules.end(), [](const HolderRule& rule) { return !rule.holds; });
    // The second typing may be sent as soon as it is long enough: whether it is the same is said when it is finished, not guessed at by trying.
    const bool ready = m_phase == Phase::First ? firstOpen == rules.end() && count() > 0 : count() >= m_minimum;
    if (ready) {
        m_next->release();
    } else {
        m_next->hold(firstOpen != rules.end() ? firstOpen->words : tr("Type your passcode first"));
    }
}

void HolderPasscodeView::showPhase()
{
    const bool first = m_phase == Phase::First;
    m_step->setText(first ? tr("First of two times") : tr("Second of two times"));
    m_title->setText(first ? tr("Choose your new passcode") : tr("Type it once more"));
    m_difference->setText(tr("The two were not the same. Choose again."));
    m_next->setText(first ? tr("Next: type it again") : tr("Finished"));
    m_next->setAccessibleName(m_next->text());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_step->text());
    announce(this, m_differed ? m_difference->text() : m_title->text());
    refresh();
}

void HolderPasscodeView::advance()
{
    if (m_phase == Phase::Finished || m_next->isHeld()) return;
    if (m_phase == Phase::First) {
        m_first = std::exchange(m_typed, SecureBytes());
        m_phase = Phase::Second;
        showPhase();
        return;
    }
    const bool same = m_typed.sameAs(m_first.view());
    m_first.clear();
    if (!same) {
        m_typed.clear();
        m_differed = true;
        m_phase = Phase::First;
        showPhase();
        return;
    }
    m_agreed = std::exchange(m_typed, SecureBytes());
    showNeutral(tr("Your passcode is chosen"), tr("Give the screen back to the person at the desk."));
    Q_EMIT finished();
}

void HolderPasscodeView::stop()
{
    if (m_phase == Phase::Finished) return;
    forget();
    showNeutral(tr("Nothing was changed"), tr("Give the screen back to the person at the desk."));
    Q_EMIT stopped();
}

void HolderPasscodeView::showNeutral(const QString& title, const QString& line)
{
    m_phase = Phase::Finished;
    m_cells->setState(0, m_minimum, m_maximum);
    m_neutralTitle->setText(title);
    m_neutralLine->setText(line);
    m_work->hide();
    m_neutral->show();
    m_stop->hide();
    m_next->hide();
    m_takeBack->show();
    setFocus(Qt::OtherFocusReason);
    setAccessibleName(title);
    announce(this, title + QStringLiteral(". ") + line);
}

void HolderPasscodeView::keyPressEvent(QKeyEvent* event)
{
    event->accept(); // every key ends here: nothing of the agent's is reached from this screen
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_phase == Phase::Finished) {
        if (enter && modifiers == Qt::ControlModifier && !event->isAutoRepeat()) m_takeBack->trigger();
        return;
    }
    if (modifiers != Qt::NoModifier || event->isAutoRepeat()) return;
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_9) {
        digit(event->key() - Qt::Key_0);
    } else if (event->key() == Qt::Key_Backspace) {
        backspace();
    } else if (event->key() == Qt::Key_Delete) {
        clearTyped();
    } else if (event->key() == Qt::Key_Escape) {
        m_stop->trigger();
    } else if (enter) {
        (m_stop->hasFocus() ? static_cast<ActionButton*>(m_stop) : m_next)->trigger();
    }
}

void HolderPasscodeView::hideEvent(QHideEvent* event)
{
    forget();
    QWidget::hideEvent(event);
}

void HolderPasscodeView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setFocus(Qt::OtherFocusReason);
    refresh();
}

void HolderPasscodeView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int side = event->size().width() < metrics::narrowBelow ? 32 : metrics::holderPadding;
    const int air = event->size().height() < lowScreen ? 12 : 24;
    m_work->layout()->setContentsMargins(side - ringRoom, air, side, air);
    m_footer->layout()->setContentsMargins(side, 0, side, 0);
}

} // namespace cardwright::ui
