#include "ui/pages/LendPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int fewestDigits = 4; // an extension
constexpr int numberDigits = 12;

int digitsIn(const QString& text)
{
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](QChar letter) { return letter.isDigit(); }));
}

std::string tidy(const Field* field) { return field->text().simplified().toStdString(); }

} // namespace

LendPage::LendPage(DeskHub& hub, QWidget* parent) : CardActPage(hub, "lend", parent)
{
    auto* fields = new QWidget;
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    grid->addWidget(new Label(tr("Who answers for it"), TextStyle::BodyStrong), 0, 0, 1, 2);
    m_responsible = addField(grid, 1, 0, tr("Name"), "lend-responsible");
    m_telephone = addField(grid, 1, 1, tr("Telephone or extension"), "lend-telephone");
    m_email = addField(grid, 2, 0, tr("E-mail"), "lend-email");
    m_until = addField(grid, 2, 1, tr("Back by, if agreed"), "lend-until");
    grid->addWidget(new Label(tr("Who takes it"), TextStyle::BodyStrong), 3, 0, 1, 2);
    m_borrower = addField(grid, 4, 0, tr("Name"), "lend-borrower");
    m_identified = addField(grid, 4, 1, tr("Identified by"), "lend-identified");
    m_identified->setPlaceholder(tr("passport ending 4471"));
    m_number = addField(grid, 5, 0, tr("Their UUID, if they have one"), "lend-number");
    m_reason = addField(grid, 5, 1, tr("What for"), "lend-reason");
    m_present = named(new CheckRow(tr("The borrower is here"), tr("They type the passcode themselves.")), "lend-present");
    m_column->addWidget(fields);
    m_column->addWidget(m_present);
    m_column->addStretch(1);
    connect(m_present, &QAbstractButton::toggled, this, &LendPage::refresh);
    connect(m_until, &Field::edited, this, [this] { m_until->setText(shownDate(understoodDate(m_until->text()).toStdString())); });
}

Field* LendPage::addField(QGridLayout* grid, int row, int column, const QString& label, const char* name)
{
    auto* field = named(new Field(label), qPrintable(QLatin1String(name) + QStringLiteral("-field")));
    named(field->edit(), name, label);
    grid->addWidget(field, row, column);
    connect(field, &Field::textChanged, this, &LendPage::refresh);
    return field;
}

void LendPage::open(const SubjectCard& card)
{
    const bool same = card.cardGuid == m_card.cardGuid;
    m_card = card;
    if (!same)
        emptyFields();
    m_present->setChecked(false); // said each time
    refresh();
}

void LendPage::emptyFields()
{
    for (auto* field : {m_responsible, m_telephone, m_email, m_borrower, m_number, m_identified, m_reason, m_until})
        field->setText({});
}

void LendPage::clear()
{
    m_card = {};
    emptyFields();
}

QString LendPage::missing() const
{
    const auto email = m_email->text().simplified();
    const auto at = email.indexOf(QLatin1Char('@'));
    if (tidy(m_responsible).empty())
        return tr("Who answers for the card?");
    if (digitsIn(m_telephone->text()) < fewestDigits)
        return tr("Their telephone number.");
    if (at <= 0 || email.indexOf(QLatin1Char('.'), at) < 0 || email.contains(QLatin1Char(' ')))
        return tr("Their e-mail address.");
    if (tidy(m_borrower).empty())
        return tr("Who takes the card?");
    if (tidy(m_identified).empty())
        return tr("What were they identified by?");
    if (const int digits = digitsIn(m_number->text()); digits != 0 && digits != numberDigits)
        return tr("A UUID has twelve digits; leave it empty if they have none.");
    if (!m_until->text().simplified().isEmpty() && !parseDate(understoodDate(m_until->text()).toStdString()))
        return tr("\"Back by\" is not a date yet.");
    return m_present->isChecked() ? QString() : tr("The borrower has to be here.");
}

LoanOrder LendPage::order() const
{
    LoanOrder order;
    order.responsibleName = tidy(m_responsible);
    order.telephone = tidy(m_telephone);
    order.email = tidy(m_email);
    order.borrowerName = tidy(m_borrower);
    for (const auto letter : m_number->text())
        if (letter.isDigit())
            order.borrowerNumber += static_cast<char>('0' + letter.digitValue());
    order.identifiedBy = tidy(m_identified);
    order.present = m_present->isChecked();
    order.reason = tidy(m_reason);
    order.until = understoodDate(m_until->text()).toStdString();
    return order;
}

void LendPage::refresh()
{
    const auto name = m_card.temporary ? m_card.temporary->name : std::string();
    Holder shown = m_card.holder.value_or(Holder{});
    if (!name.empty())
        shown.legalName = name;
    setHead(words::jobTitle(JobKind::lend), shown,
            {{tr("Loan"), {}, StepperState::Current, false}, {tr("Passcode"), tr("By the borrower"), StepperState::ToCome, false},
             {tr("Card"), {}, StepperState::ToCome, false}, {tr("Done"), {}, StepperState::ToCome, false}});
    setHeadline(tr("Who answers, who takes it"), tr("All of it stands in the custodian's log."));
    const bool onReader = m_hub.subjectCard().padModifies;
    setClosing(onReader ? tr("The borrower types a passcode of their own on the keys of reader 2, two times, and once more to prove it. On its return nobody knows it any more.")
                        : tr("The borrower types a passcode of their own, two times. On its return nobody knows it any more."));
    setNext(onReader ? tr("Begin: the borrower types on the reader") : tr("Turn the screen to the borrower"),
            onReader ? QStringLiteral("reader") : QStringLiteral("privacy"), missing());
}

void LendPage::takeFocus() { m_responsible->edit()->setFocus(); }

} // namespace cardwright::ui
