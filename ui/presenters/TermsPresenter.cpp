#include "ui/presenters/TermsPresenter.h"

#include "ui/presenters/Words.h"

#include <QCoreApplication>

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(cardwright::ui::TermsPresenter)
};

QVector<ReadingSection> sectionsOf(const std::vector<HolderText>& texts, bool numbered)
{
    QVector<ReadingSection> sections;
    int number = 0;
    for (const auto& text : texts) {
        ReadingSection section;
        const auto title = words::fromUtf8(text.title);
        section.title = numbered ? QStringLiteral("%1.  %2").arg(++number).arg(title) : title;
        for (const auto& paragraph : text.paragraphs) section.paragraphs << words::fromUtf8(paragraph);
        sections << section;
    }
    return sections;
}

} // namespace

QVector<ReadingText> readingOf(const HolderTexts& texts)
{
    ReadingText notice;
    notice.name = Texts::tr("Privacy notice");
    notice.title = words::fromUtf8(texts.noticeTitle);
    notice.sections = sectionsOf(texts.notice, false);
    notice.agree = Texts::tr("I have read this");
    ReadingText terms;
    terms.name = Texts::tr("Terms");
    terms.title = words::fromUtf8(texts.termsTitle);
    terms.about = words::fromUtf8(texts.intro);
    terms.sections = sectionsOf(texts.clauses, true);
    terms.ending = words::fromUtf8(texts.agreement) + QLatin1Char(' ') +
                   Texts::tr("Version %1, in force from %2.")
                       .arg(texts.termsVersion)
                       .arg(words::fromUtf8(formatDateForPeople(texts.effective)));
    terms.agree = Texts::tr("I accept the terms");
    return {notice, terms};
}

QVector<ReadingSection> holderHelpOf(const HolderTexts& texts)
{
    auto sections = sectionsOf(texts.help, false);
    if (!texts.contact.empty() && !sections.isEmpty()) sections.last().paragraphs << words::fromUtf8(texts.contact) + QLatin1Char('.');
    return sections;
}

} // namespace cardwright::ui
