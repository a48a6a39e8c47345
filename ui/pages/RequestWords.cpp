#include "ui/pages/RequestWords.h"

#include "ui/pages/RequestDetail.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Rows.h"

#include <QDateTime>

#include <algorithm>

namespace cardwright::ui {

QString requestFieldWords(const std::string& field)
{
    static const std::pair<const char*, const char*> names[] = {
        {"givenName", QT_TRANSLATE_NOOP("RequestDetail", "Given name")},   {"familyName", QT_TRANSLATE_NOOP("RequestDetail", "Family name")},
        {"dateOfBirth", QT_TRANSLATE_NOOP("RequestDetail", "Born")},       {"jobTitle", QT_TRANSLATE_NOOP("RequestDetail", "Job title")},
        {"preferredName", QT_TRANSLATE_NOOP("RequestDetail", "Known as")}, {"email", QT_TRANSLATE_NOOP("RequestDetail", "E-mail")},
        {"phone", QT_TRANSLATE_NOOP("RequestDetail", "Telephone")},        {"team", QT_TRANSLATE_NOOP("RequestDetail", "Team")},
        {"site", QT_TRANSLATE_NOOP("RequestDetail", "Site")},              {"odsCode", QT_TRANSLATE_NOOP("RequestDetail", "Organisation")},
        {"staffNumber", QT_TRANSLATE_NOOP("RequestDetail", "Staff number")}, {"niNumber", QT_TRANSLATE_NOOP("RequestDetail", "NI number")},
        {"nameOnCard", QT_TRANSLATE_NOOP("RequestDetail", "Name on card")}, {"nameOnChip", QT_TRANSLATE_NOOP("RequestDetail", "Plain letters")},
        {"begins", QT_TRANSLATE_NOOP("RequestDetail", "First day")},       {"ends", QT_TRANSLATE_NOOP("RequestDetail", "Last day")},
        {"system", QT_TRANSLATE_NOOP("RequestDetail", "Opens")},           {"reason", QT_TRANSLATE_NOOP("RequestDetail", "Because")},
    };
    for (const auto& [id, words] : names)
        if (field == id)
            return RequestDetail::tr(words);
    return words::fromUtf8(field);
}

QString requestKindWords(const std::string& kind)
{
    if (kind == "position")
        return RequestDetail::tr("Position");
    if (kind == "create")
        return RequestDetail::tr("Record somebody");
    if (kind == "change")
        return RequestDetail::tr("Change a record");
    return kind == "close" ? RequestDetail::tr("Close a record") : RequestDetail::tr("Badge");
}

QString requestStateWords(const std::string& state)
{
    if (state == "open")
        return RequestDetail::tr("Waits for a decision");
    if (state == "approved")
        return RequestDetail::tr("Approved");
    if (state == "refused")
        return RequestDetail::tr("Refused");
    if (state == "printed")
        return RequestDetail::tr("Printed");
    return state == "withdrawn" ? RequestDetail::tr("Taken back") : RequestDetail::tr("Ended");
}

QString requestTitle(const RequestRow& row)
{
    if (row.kind != "change")
        return words::fromUtf8(row.title);
    QStringList fields;
    for (const auto& [field, text] : row.lines)
        fields << requestFieldWords(field);
    return fields.join(QStringLiteral(", "));
}

QString requestIcon(const std::string& kind)
{
    if (kind == "badge")
        return QStringLiteral("print");
    if (kind == "create")
        return QStringLiteral("person-add");
    return kind == "position" ? QStringLiteral("badge") : QStringLiteral("person");
}

bool changesIdentity(const RequestRow& row)
{
    return row.kind == "change" && std::any_of(row.lines.begin(), row.lines.end(), [](const auto& line) {
               return line.first == "givenName" || line.first == "familyName" || line.first == "dateOfBirth";
           });
}

bool changesNumber(const RequestRow& row)
{
    return row.kind == "change" && row.niNumberOnRecord && std::any_of(row.lines.begin(), row.lines.end(), [](const auto& line) { return line.first == "niNumber"; });
}

ListRow* requestListRow(const RequestRow& item)
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    auto* row = new ListRow(words::fromUtf8(item.holderName.empty() ? item.title : item.holderName),
                            RequestDetail::tr("%1: %2. Asked by %3, %4.")
                                .arg(requestKindWords(item.kind), requestTitle(item), words::fromUtf8(item.askedBy), words::momentInline(item.askedAt, now)));
    row->setIconName(requestIcon(item.kind));
    const bool open = item.state == "open";
    const bool good = item.state == "approved" || item.state == "printed";
    const bool yours = open && item.decideHeld.empty();
    row->setPill(yours ? Tone::Accent : good ? Tone::Success : Tone::Plain, open ? QStringLiteral("clock") : good ? QStringLiteral("approve") : QStringLiteral("cancel"),
                 yours ? RequestDetail::tr("Yours to decide") : requestStateWords(item.state));
    if (!item.overruled.empty())
        row->setNote(Tone::Warning, RequestDetail::tr("Another desk was first: what was said here did not count."));
    return row;
}

ListRow* endingListRow(const PositionRow& item)
{
    const bool over = item.daysLeft && *item.daysLeft < 0;
    auto* row = new ListRow(words::fromUtf8(item.holderName), RequestDetail::tr("%1, until %2").arg(words::fromUtf8(item.title), shownDate(item.ends)));
    row->setIconName(QStringLiteral("badge"));
    row->setPill(over ? Tone::Warning : Tone::Plain, over ? QStringLiteral("warning") : QStringLiteral("clock"),
                 over ? RequestDetail::tr("Over, not acted on") : item.daysLeft ? RequestDetail::tr("%1 days left").arg(*item.daysLeft) : QString());
    return row;
}

} // namespace cardwright::ui
