#include "ui/widgets/ReaderTileView.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/StatusPill.h"

#include <QHBoxLayout>

namespace cardwright::ui {

namespace {

struct Sign {
    const char* icon;
    Colour ink;
};

Sign signOf(const ReaderTileState& state)
{
    using Kind = ReaderTileState::Kind;
    switch (state.kind) {
    case Kind::Absent: return {"warning", Colour::Warning};
    case Kind::Empty: return {"reader", Colour::TextSecondary};
    case Kind::Reading: return {"sync", Colour::AccentText};
    case Kind::Known: return {state.tone == Tone::Danger ? "card-locked" : "card-chip", Colour::TextSecondary};
    case Kind::Waiting: return {state.tone == Tone::Danger ? "card-locked" : "card-chip", state.tone == Tone::Danger ? Colour::Danger : Colour::AccentText};
    case Kind::Blank: return {"card-chip", Colour::TextSecondary};
    case Kind::InUse: return {"warning", Colour::Warning};
    case Kind::Unreadable: return {"error", Colour::Danger};
    case Kind::Removed: return {"card-removed", Colour::Warning};
    }
    return {"reader", Colour::TextSecondary};
}

} // namespace

ReaderTileView::ReaderTileView(QWidget* parent)
    : QWidget(parent), m_sign(new IconLabel(QStringLiteral("reader"), metrics::iconTile, Colour::TextSecondary, this)),
      m_caption(new Label({}, TextStyle::Small, Colour::TextSecondary, this)), m_words(new Label({}, TextStyle::BodyMedium, Colour::Text, this)),
      m_pill(new StatusPill(this)), m_button(new SecondaryButton({}, this))
{
    m_caption->setElided(true);
    m_words->setElided(true);
    m_button->setSize(ActionButton::Size::Compact);
    connect(m_button, &QAbstractButton::clicked, this, &ReaderTileView::pressed);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addStretch();
    lines->addWidget(m_caption);
    lines->addWidget(m_words);
    lines->addStretch();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_sign);
    row->addLayout(lines, 1);
    row->addWidget(m_pill);
    row->addWidget(m_button);
    m_pill->hide();
    m_button->hide();
    setMinimumHeight(40);
}

void ReaderTileView::setState(const ReaderTileState& state)
{
    const bool news = state.words != m_state.words || state.kind != m_state.kind;
    m_state = state;
    const Sign sign = signOf(state);
    m_sign->setIconName(QLatin1String(sign.icon));
    m_sign->setInk(sign.ink);
    m_caption->setText(state.caption);
    m_words->setText(state.words);
    m_pill->setVisible(!state.pillWords.isEmpty());
    m_pill->setState(state.tone, state.pillIcon, state.pillWords);
    m_button->setVisible(!state.buttonWords.isEmpty());
    m_button->setText(state.buttonWords);
    m_button->setAccessibleName(state.buttonWords);
    m_button->setKeyCap(state.buttonKey);
    const QString whole = state.caption + QStringLiteral(". ") + state.words;
    setAccessibleName(whole);
    setAccessibleDescription(state.pillWords);
    if (news && isVisible()) announce(this, state.pillWords.isEmpty() ? whole : whole + QStringLiteral(". ") + state.pillWords);
}

} // namespace cardwright::ui
