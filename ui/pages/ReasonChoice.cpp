#include "ui/pages/ReasonChoice.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr std::size_t fewest = 3; // as many stand in one row
constexpr int digits = 9;
} // namespace

ReasonChoice::ReasonChoice(const QString& title, const QString& name, QWidget* parent) : Panel(parent), m_name(name)
{
    setObjectName(name);
    setAccessibleName(title);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(8);
    m_more = named(new TextBlock({}, TextStyle::Compact), qPrintable(name + QStringLiteral("-more")));
    setPadding(16);
    body()->setSpacing(10);
    body()->addWidget(new Label(title, TextStyle::BodyStrong));
    body()->addLayout(m_grid);
    body()->addWidget(m_more);
}

void ReasonChoice::bindKeys(QWidget* page)
{
    for (int digit = 1; digit <= digits; ++digit) {
        const auto at = static_cast<std::size_t>(digit - 1);
        bindKey(page, QKeySequence(static_cast<Qt::Key>(Qt::Key_0 + digit)), [this, at] { choose(at); }, [this, at] { return isVisible() && at < m_reasons.size(); });
    }
}

void ReasonChoice::setReasons(const std::vector<std::string>& reasons, const std::string& chosen)
{
    m_reasons = reasons;
    m_chosen.clear();
    m_buttons.clear();
    emptyLayout(m_grid);
    for (std::size_t at = 0; at < reasons.size(); ++at) {
        const auto words = words::cancelReason(reasons[at]);
        auto* button = named(new SecondaryButton(words), qPrintable(QStringLiteral("%1-%2").arg(m_name).arg(at + 1)), words);
        button->setKeyCap(QString::number(at + 1));
        button->setSize(ActionButton::Size::Choice);
        button->setCheckable(true);
        connect(button, &ActionButton::clicked, this, [this, at] { choose(at); });
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        const auto columns = reasons.size() <= fewest ? fewest : 2;
        m_grid->addWidget(button, static_cast<int>(at / columns), static_cast<int>(at % columns));
        m_buttons.push_back(button);
    }
    m_more->setText(tr("The reason is recorded and cannot be changed afterwards."));
    for (std::size_t at = 0; at < reasons.size(); ++at)
        if (reasons[at] == chosen)
            choose(at);
}

void ReasonChoice::choose(std::size_t at)
{
    m_chosen = m_reasons[at];
    for (std::size_t other = 0; other < m_buttons.size(); ++other)
        m_buttons[other]->setChecked(other == at);
    m_more->setText(words::cancelReasonMore(m_chosen));
    Q_EMIT changed();
}

void ReasonChoice::takeFocus()
{
    for (auto* button : m_buttons)
        if (button->isChecked() || button == m_buttons.back())
            return (button->isChecked() ? button : m_buttons.front())->setFocus();
}

} // namespace cardwright::ui
