#include "ui/pages/SiteTrustView.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QGridLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int narrowBelow = 1000;
constexpr int nameWidth = 130;

FactRow* fact(Panel* panel, const QString& name, const QString& value, const char* objectName)
{
    auto* row = named(new FactRow(name, value), objectName);
    row->setNameWidth(nameWidth);
    panel->body()->addWidget(row);
    return row;
}

QString moment(const std::optional<std::int64_t>& at)
{
    return at ? words::localMoment(*at, QDateTime::currentMSecsSinceEpoch()) : SiteTrustView::tr("Not known");
}

QString days(int number) { return number == 1 ? SiteTrustView::tr("1 day") : SiteTrustView::tr("%1 days").arg(number); }

} // namespace

SiteTrustView::SiteTrustView(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    m_trouble = named(new Banner, "setup-trouble");
    m_trouble->hide();
    m_site = makePanel(tr("Site and agents"), "setup-site");
    m_policies = makePanel(tr("Policies in force"), "setup-policies");
    m_keys = makePanel(tr("Keys of this desk"), "setup-keys");
    m_recipients = makePanel(tr("Who opens the records of this desk"), "setup-recipients");
    m_centre = makePanel(tr("Centre and enrolment"), "setup-centre");
    m_grid = new QGridLayout;
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::flowGap);
    m_grid->setVerticalSpacing(16);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_trouble);
    column->addLayout(m_grid);
    arrange(false);
    present({});
}

Panel* SiteTrustView::makePanel(const QString& title, const char* objectName)
{
    auto* panel = named(new Panel, objectName, title);
    panel->setPadding(16);
    return panel;
}

void SiteTrustView::arrange(bool narrow)
{
    m_narrow = narrow;
    const std::pair<Panel*, int> left[] = {{m_site, 0}, {m_keys, 1}, {m_centre, 2}};
    while (auto* item = m_grid->takeAt(0))
        delete item;
    int row = 0;
    for (const auto& [panel, place] : left)
        m_grid->addWidget(panel, narrow ? row++ : place, 0);
    m_grid->addWidget(m_policies, narrow ? row++ : 0, narrow ? 0 : 1);
    m_grid->addWidget(m_recipients, narrow ? row++ : 1, narrow ? 0 : 1, narrow ? 1 : 2, 1);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, narrow ? 0 : 1);
}

void SiteTrustView::resizeEvent(QResizeEvent*)
{
    if (const bool narrow = width() < narrowBelow; narrow != m_narrow)
        arrange(narrow);
}

void SiteTrustView::ask()
{
    const int asked = ++m_asks;
    m_hub.port().trust().siteTrust(guarded<SiteTrust>(this, [this, asked](const SiteTrust& trust) {
        if (asked == m_asks)
            present(trust);
    }));
}

void SiteTrustView::present(const SiteTrust& trust)
{
    m_trouble->setVisible(trust.failure.has_value());
    if (trust.failure) {
        const auto lines = words::failure(*trust.failure);
        m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, tr("%1 (%2)").arg(lines.next, lines.code));
    }
    const std::pair<Panel*, QString> panels[] = {{m_site, {}}, {m_policies, {}}, {m_keys, {}}, {m_recipients, {}}, {m_centre, {}}};
    for (const auto& [panel, nothing] : panels) {
        emptyLayout(panel->body());
        panel->body()->addWidget(new Label(panel->accessibleName(), TextStyle::BodyStrong));
        panel->body()->addSpacing(6);
    }
    showSite(trust);
    showPolicies(trust);
    showKeys(trust);
    showRecipients(trust);
    showCentre(trust);
    for (const auto& [panel, nothing] : panels)
        panel->body()->addStretch(1);
}

void SiteTrustView::showSite(const SiteTrust& trust)
{
    const auto& site = m_hub.site();
    fact(m_site, tr("Site"), words::fromUtf8(site.name), "setup-site-name");
    fact(m_site, tr("Place"), placeLine(site), "setup-site-place");
    fact(m_site, tr("Agents"), trust.rosterVersion == 0 ? tr("No list yet") : tr("%1, list version %2").arg(trust.agents).arg(trust.rosterVersion), "setup-roster");
    const int left = trust.rosterValidDays - trust.rosterAgeDays;
    auto age = trust.rosterIssuedAt ? tr("%1 old").arg(days(trust.rosterAgeDays)) : tr("Not known");
    if (trust.rosterIssuedAt && trust.rosterValidDays > 0)
        age += left > 0 ? tr(", good for %1 more").arg(days(left)) : tr(", too old: nobody new can sign in");
    fact(m_site, tr("The list is"), age, "setup-roster-age");
    fact(m_site, tr("Desk locks after"), site.idleMinutes == 0 ? tr("Never by itself") : tr("%1 minutes with nobody at it").arg(site.idleMinutes), "setup-idle")->setLast(true);
}

void SiteTrustView::showPolicies(const SiteTrust& trust)
{
    if (trust.policies.empty())
        m_policies->body()->addWidget(new TextBlock(tr("None read yet."), TextStyle::Compact));
    int number = 0;
    for (const auto& policy : trust.policies) {
        auto* row = new VerdictRow(policy.signatureGood ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Fails, words::fromUtf8(policy.version),
                                   policy.signatureGood ? tr("signed by the centre") : tr("not signed by the centre"));
        row->setObjectName(QStringLiteral("setup-policy-%1").arg(++number));
        if (!policy.words.empty())
            row->setToolTip(words::fromUtf8(policy.words));
        m_policies->body()->addWidget(row);
        if (!policy.words.empty()) {
            auto* what = new TextBlock(words::fromUtf8(policy.words), TextStyle::Small, Colour::TextMuted);
            what->setContentsMargins(28, 0, 0, 0);
            m_policies->body()->addWidget(what);
        }
    }
    m_policies->body()->addSpacing(6);
    m_policies->body()->addWidget(new TextBlock(tr("They come signed from the centre, by version. A policy without a good signature stops the desk's start."), TextStyle::Small, Colour::TextMuted));
}

void SiteTrustView::showKeys(const SiteTrust& trust)
{
    const bool tpm = trust.protection == KeyProtection::tpm;
    fact(m_keys, tr("Protected by"), tpm ? tr("This computer's security chip (TPM 2.0)") : tr("Files that only this account reads"), "setup-protection");
    fact(m_keys, tr("Store key"), trust.rotation.running ? tr("Being changed") : trust.keySince ? tr("Since %1").arg(words::momentInline(*trust.keySince, QDateTime::currentMSecsSinceEpoch())) : tr("Not known"), "setup-store-key");
    if (trust.rotation.running) {
        const auto share = trust.rotation.of >= trust.rotation.left && trust.rotation.of > 0 ? static_cast<double>(trust.rotation.of - trust.rotation.left) / static_cast<double>(trust.rotation.of) : 0.0;
        auto* bar = named(new ProgressBar, "setup-rotation", tr("Records sealed anew"));
        bar->setValue(share);
        m_keys->body()->addSpacing(6);
        m_keys->body()->addWidget(bar);
        m_keys->body()->addSpacing(6);
        m_keys->body()->addWidget(named(new TextBlock(tr("%1 fields are still to be sealed anew: %2. It goes on in the background, also after a restart.")
                                                          .arg(trust.rotation.left).arg(words::fromUtf8(trust.rotation.why)),
                                                      TextStyle::Compact), "setup-rotation-words"));
    }
    fact(m_keys, tr("Site key"), trust.siteKeyVersion == 0 ? tr("Not known")
                                 : trust.cardsToRekey == 0 ? tr("Version %1, on every card").arg(trust.siteKeyVersion)
                                                           : tr("Version %1, %2 cards still have an older one").arg(trust.siteKeyVersion).arg(trust.cardsToRekey), "setup-site-key")->setLast(true);
}

void SiteTrustView::showRecipients(const SiteTrust& trust)
{
    int number = 0;
    for (const auto& recipient : trust.recipients) {
        const auto name = recipient.recovery ? tr("Recovery key, kept at the centre") : words::fromUtf8(recipient.name);
        auto* row = new FactRow(name, recipient.recovery ? tr("when no agent's card works") : words::roleName(recipient.role));
        row->setObjectName(QStringLiteral("setup-recipient-%1").arg(++number));
        row->setNameWidth(260);
        row->setLast(static_cast<std::size_t>(number) == trust.recipients.size());
        m_recipients->body()->addWidget(row);
    }
    if (trust.recipients.empty())
        m_recipients->body()->addWidget(new TextBlock(tr("Not known while nobody is signed in."), TextStyle::Compact));
    m_recipients->body()->addSpacing(6);
    m_recipients->body()->addWidget(new TextBlock(tr("Each by their own card, also without the centre. The list comes from the signed list of agents only."), TextStyle::Small, Colour::TextMuted));
}

void SiteTrustView::showCentre(const SiteTrust& trust)
{
    fact(m_centre, tr("Centre"), trust.centre.empty() ? tr("Not known") : words::fromUtf8(trust.centre), "setup-centre-address");
    fact(m_centre, tr("Its authority"), trust.centrePinned.empty() ? tr("Not known") : words::fromUtf8(trust.centrePinned), "setup-centre-pinned");
    fact(m_centre, tr("Enrolled"), moment(trust.enrolledAt), "setup-enrolled");
    fact(m_centre, tr("Desk"), words::fromUtf8(trust.workstation), "setup-workstation");
    fact(m_centre, tr("Log"), words::fromUtf8(trust.log), "setup-log")->setLast(!trust.training);
    if (trust.training)
        fact(m_centre, tr("Training"), tr("Cards and centre lie in this site's folder"), "setup-training")->setLast(true);
}

} // namespace cardwright::ui
