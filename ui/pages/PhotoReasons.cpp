#include "ui/pages/PhotoReasons.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"

#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr int digits = 9;
}

PhotoReasons::PhotoReasons(QWidget* parent) : Panel(parent)
{
    named(this, "photo-reasons", tr("Why is it used all the same?"));
    setPadding(12);
    body()->setSpacing(8);
    body()->addWidget(new Label(tr("Why is it used all the same?"), TextStyle::BodyStrong));
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(6);
    body()->addLayout(m_rows);
}

void PhotoReasons::bindKeys(QWidget* page)
{
    for (int digit = 1; digit <= digits; ++digit) {
        const auto at = static_cast<std::size_t>(digit - 1);
        bindKey(page, QKeySequence(static_cast<Qt::Key>(Qt::Key_0 + digit)), [this, at] { choose(at); },
                [this, at] { return isVisible() && at < m_reasons.size(); });
    }
}

void PhotoReasons::setReasons(const std::vector<PhotoReasonChoice>& reasons)
{
    if (m_buttons.size() == reasons.size() && !reasons.empty())
        return; // one policy for the whole run of the program
    emptyLayout(m_rows);
    m_buttons.clear();
    m_reasons = reasons;
    for (std::size_t at = 0; at < m_reasons.size(); ++at) {
        const auto words = words::fromUtf8(m_reasons[at].title);
        const auto number = QString::number(at + 1);
        auto* button = named(new SecondaryButton(words), qPrintable(objectName().chopped(1) + QLatin1Char('-') + number), words);
        if (at < digits)
            button->setKeyCap(number);
        button->setSize(ActionButton::Size::Compact);
        m_rows->addWidget(button);
        m_buttons.push_back(button);
        connect(button, &ActionButton::clicked, this, [this, at] { choose(at); });
    }
}

void PhotoReasons::takeFocus()
{
    if (!m_buttons.empty())
        m_buttons.front()->setFocus();
}

void PhotoReasons::choose(std::size_t at) { Q_EMIT chosen(m_reasons[at].id); }

} // namespace cardwright::ui
