#include "ui/widgets/HolderTermsView.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FooterStrip.h"
#include "ui/widgets/HolderPages.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int footerHeight = 112;
constexpr int lowScreen = 640;      // below it the view gives up air, not size
constexpr int leastRoom = 120;
constexpr int aboutWidth = 880;     // two even lines rather than one and a word

QString wordsOf(const ReadingSection& section)
{
    const auto words = section.paragraphs.join(QLatin1Char(' '));
    return section.title.isEmpty() ? words : section.title + QStringLiteral(". ") + words;
}

} // namespace

HolderTermsView::HolderTermsView(QWidget* parent)
    : QWidget(parent), m_work(new QWidget(this)), m_paper(new QWidget(m_work)), m_footer(new FooterStrip(this)), m_neutral(new QWidget(this)),
      m_forCard(new Label(tr("For the card of"), TextStyle::HolderBody, Colour::TextSecondary)), m_holderName(new Label({}, TextStyle::HolderBody)),
      m_progress(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_title(new Label({}, TextStyle::HolderTitle)),
      m_about(new TextBlock({}, TextStyle::HolderBody, Colour::TextSecondary)), m_stop(new SecondaryButton(tr("Stop, change nothing"), this)),
      m_back(new SecondaryButton(tr("Page back"), this)), m_turn(new SecondaryButton(tr("Next page"), this)), m_agree(new PrimaryButton({}, this)),
      m_takeBack(new SecondaryButton(tr("Take the desk back"), this))
{
    setObjectName(QStringLiteral("holder-terms"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setProperty("focusRing", false); // the page itself is what is read
    m_holderName->setWeight(QFont::DemiBold);
    m_progress->setObjectName(QStringLiteral("holder-terms-progress"));
    m_title->setObjectName(QStringLiteral("holder-terms-title"));
    m_paper->setObjectName(QStringLiteral("holder-terms-page"));
    m_title->setWordWrap(true);
    m_about->setMaximumLineWidth(aboutWidth);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_forCard);
    head->addWidget(m_holderName, 1);
    head->addWidget(m_progress);
    auto* work = new QVBoxLayout(m_work);
    work->setSpacing(8);
    work->addLayout(head);
    work->addWidget(m_title);
    work->addWidget(m_about);
    work->addSpacing(12);
    work->addWidget(m_paper, 1);

    auto* neutral = new QVBoxLayout(m_neutral);
    neutral->setContentsMargins(metrics::holderPadding, metrics::holderPadding, metrics::holderPadding, metrics::holderPadding);
    neutral->setSpacing(8);
    neutral->addStretch();
    neutral->addWidget(new Label(tr("Nothing was changed"), TextStyle::HolderTitle));
    neutral->addWidget(new Label(tr("Give the screen back to the person at the desk."), TextStyle::HolderBody, Colour::TextSecondary));
    neutral->addStretch(2);

    buildFooter();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_work, 1);
    column->addWidget(m_neutral, 1);
    column->addWidget(m_footer);
    begin({}, {});
}

void HolderTermsView::buildFooter()
{
    m_footer->setFixedHeight(footerHeight);
    const auto prepare = [](ActionButton* button, const char* name, const QString& key) {
        button->setSize(ActionButton::Size::Holder);
        button->setObjectName(QLatin1String(name));
        button->setKeyCap(key);
        button->setFocusPolicy(Qt::NoFocus); // every key is the page's; a finger needs no focus
    };
    prepare(m_stop, "holder-terms-stop", tr("Esc"));
    prepare(m_back, "holder-terms-back", tr("Page Up"));
    prepare(m_turn, "holder-terms-next", tr("Space"));
    prepare(m_agree, "holder-terms-agree", tr("Enter"));
    prepare(m_takeBack, "holder-terms-take-back", tr("Ctrl Enter"));
    auto* row = new QHBoxLayout(m_footer);
    row->setSpacing(12);
    row->addWidget(m_stop);
    row->addStretch();
    row->addWidget(m_takeBack);
    row->addWidget(m_back);
    row->addWidget(m_turn);
    row->addWidget(m_agree);
    connect(m_stop, &QAbstractButton::clicked, this, &HolderTermsView::stop);
    connect(m_back, &QAbstractButton::clicked, this, [this] { turn(-1); });
    connect(m_turn, &QAbstractButton::clicked, this, [this] { turn(1); });
    connect(m_agree, &QAbstractButton::clicked, this, &HolderTermsView::agree);
    connect(m_takeBack, &QAbstractButton::clicked, this, &HolderTermsView::handedBack);
}

void HolderTermsView::beginHelp(const ReadingText& text)
{
    begin({}, {text});
    m_helping = true;
    showPage();
}

void HolderTermsView::begin(const QString& holderName, const QVector<ReadingText>& texts)
{
    m_helping = false;
    m_texts = texts;
    m_text = 0;
    m_page = 0;
    m_seen = 0;
    m_reading = !texts.isEmpty();
    m_holderName->setText(holderName);
    m_forCard->setVisible(!holderName.isEmpty());
    m_work->show();
    m_neutral->hide();
    layOutPages();
    setFocus(Qt::OtherFocusReason);
}

int HolderTermsView::pages() const { return static_cast<int>(m_pages.size()); }

bool HolderTermsView::lastPage() const { return m_page + 1 >= pages(); }

/// Where the screen changes its size, the section that was read first on the page stays on the page that is shown.
void HolderTermsView::layOutPages()
{
    const int first = m_page < pages() ? m_pages[m_page].first : 0;
    const int furthest = m_seen < pages() ? m_pages[m_seen].last : 0;
    m_pages.clear();
    if (!m_reading) return showPage();
    const auto& text = m_texts[m_text];
    m_title->setText(text.title);
    m_about->setText(text.about);
    const int side = m_work->layout()->contentsMargins().left();
    const int width = std::max(200, this->width() - 2 * side);
    const int above = lineHeightOf(TextStyle::HolderBody) + lineHeightOf(TextStyle::HolderTitle) + 4 * 8 + 12;
    const int about = text.about.isEmpty() ? 0 : m_about->heightForWidth(width) + 8; // on the first page alone
    const int air = 2 * m_work->layout()->contentsMargins().top();
    const int room = std::max(leastRoom, height() - footerHeight - above - air);
    m_pages = pagesOf(text, width, std::max(leastRoom, room - about), room);
    const auto pageOf = [this](int section) {
        for (int page = 0; page < pages(); ++page)
            if (m_pages[page].last >= section) return page;
        return 0;
    };
    m_page = pageOf(first);
    m_seen = std::max(m_page, pageOf(furthest));
    showPage();
}

void HolderTermsView::showPage()
{
    delete m_paper->layout();
    qDeleteAll(m_paper->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    m_stop->setVisible(m_reading);
    m_takeBack->setVisible(!m_reading && !m_work->isVisibleTo(this));
    m_back->setVisible(m_reading && m_page > 0);
    m_turn->setVisible(m_reading && !lastPage());
    m_agree->setVisible(m_reading && lastPage() && !m_helping);
    m_stop->setText(m_helping ? tr("Finished") : tr("Stop, change nothing"));
    m_stop->setAccessibleName(m_stop->text());
    if (!m_reading) return;
    const auto& text = m_texts[m_text];
    m_about->setVisible(m_page == 0 && !text.about.isEmpty());
    auto* column = new QVBoxLayout(m_paper);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(holderSectionGap);
    QStringList words{text.title};
    for (const auto& section : m_pages[m_page].sections) {
        column->addWidget(new SectionView(section, m_paper));
        words << wordsOf(section);
    }
    column->addStretch(1);
    const auto progress = tr("%1, page %2 of %3").arg(text.name).arg(m_page + 1).arg(pages());
    m_progress->setText(progress);
    m_agree->setText(text.agree);
    m_agree->setAccessibleName(text.agree);
    setAccessibleName(progress);
    setAccessibleDescription(words.join(QStringLiteral(". ")));
    announce(this, progress);
}

void HolderTermsView::turn(int by)
{
    if (!m_reading) return;
    const int next = std::clamp(m_page + by, 0, pages() - 1);
    if (next == m_page) return;
    m_page = next;
    m_seen = std::max(m_seen, m_page);
    showPage();
    Q_EMIT turned();
}

void HolderTermsView::agree()
{
    if (!m_reading || m_helping || !lastPage() || m_seen + 1 < pages()) return;
    const int read = m_text;
    if (m_text + 1 < m_texts.size()) {
        ++m_text;
        m_page = 0;
        m_seen = 0;
        m_pages.clear();
        layOutPages();
        Q_EMIT agreed(read);
        return;
    }
    m_reading = false;
    Q_EMIT agreed(read);
    Q_EMIT finished();
}

void HolderTermsView::stop()
{
    if (!m_reading) return;
    m_reading = false;
    m_work->hide();
    m_neutral->show();
    showPage();
    setFocus(Qt::OtherFocusReason);
    setAccessibleName(tr("Nothing was changed"));
    setAccessibleDescription(tr("Give the screen back to the person at the desk."));
    announce(this, accessibleName());
    if (!m_helping) Q_EMIT stopped();
}

void HolderTermsView::keyPressEvent(QKeyEvent* event)
{
    event->accept(); // every key ends here
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!m_reading) {
        if (enter && modifiers == Qt::ControlModifier && !event->isAutoRepeat() && m_takeBack->isVisible()) m_takeBack->trigger();
        return;
    }
    if (modifiers != Qt::NoModifier || event->isAutoRepeat()) return; // a key that is held down reads nothing
    switch (event->key()) {
    case Qt::Key_Space:
    case Qt::Key_PageDown:
    case Qt::Key_Right:
    case Qt::Key_Down: turn(1); break;
    case Qt::Key_PageUp:
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_Backspace: turn(-1); break;
    case Qt::Key_Escape: m_stop->trigger(); break;
    default:
        if (enter && lastPage()) (m_helping ? static_cast<QAbstractButton*>(m_stop) : m_agree)->click();
        break;
    }
}

void HolderTermsView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int side = event->size().width() < metrics::narrowBelow ? 32 : metrics::holderPadding;
    const int air = event->size().height() < lowScreen ? 12 : 24;
    m_work->layout()->setContentsMargins(side, air, side, air);
    m_footer->layout()->setContentsMargins(side, 0, side, 0);
    layOutPages();
}

void HolderTermsView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    layOutPages();
    setFocus(Qt::OtherFocusReason);
}

} // namespace cardwright::ui
