#include "ui/presenters/Words.h"

#include "ui/presenters/WordTable.h"

#include <QStringList>

namespace cardwright::ui::words {

namespace {

constexpr Pair steps[] = {
    {"recognise", QT_TRANSLATE_NOOP("Words", "Card recognised")},
    {"preflight", QT_TRANSLATE_NOOP("Words", "Space and key types checked")},
    {"pre-flight", QT_TRANSLATE_NOOP("Words", "Space and key types checked")},
    {"open", QT_TRANSLATE_NOOP("Words", "Card opened in the journal")},
    {"administration", QT_TRANSLATE_NOOP("Words", "Administration proven")},
    {"tries", QT_TRANSLATE_NOOP("Words", "Number of tries set")},
    {"chuid", QT_TRANSLATE_NOOP("Words", "Card identity written")},
    {"administration-key", QT_TRANSLATE_NOOP("Words", "Administration key set")},
    {"unlock-key", QT_TRANSLATE_NOOP("Words", "Unlock key set")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "Passcode set")},
    {"keys", QT_TRANSLATE_NOOP("Words", "Keys made")},
    {"requests", QT_TRANSLATE_NOOP("Words", "Requests signed")},
    {"objects", QT_TRANSLATE_NOOP("Words", "Name, number and picture written")},
    {"certificates", QT_TRANSLATE_NOOP("Words", "Certificates written")},
    {"proof", QT_TRANSLATE_NOOP("Words", "Everything read back and proven")},
    {"lock", QT_TRANSLATE_NOOP("Words", "Passcode tries spent: the card is locked")},
    {"close", QT_TRANSLATE_NOOP("Words", "Receipt made, card closed")},
};

constexpr Pair stepsUnderWay[] = {
    {"recognise", QT_TRANSLATE_NOOP("Words", "it was being recognised")},
    {"preflight", QT_TRANSLATE_NOOP("Words", "its space was being checked")},
    {"open", QT_TRANSLATE_NOOP("Words", "it was being opened in the journal")},
    {"administration", QT_TRANSLATE_NOOP("Words", "the desk proved itself to it")},
    {"chuid", QT_TRANSLATE_NOOP("Words", "its identity was being written")},
    {"administration-key", QT_TRANSLATE_NOOP("Words", "the administration key was being set")},
    {"unlock-key", QT_TRANSLATE_NOOP("Words", "the unlock key was being set")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "the passcode was being set")},
    {"keys", QT_TRANSLATE_NOOP("Words", "the keys were being made")},
    {"requests", QT_TRANSLATE_NOOP("Words", "the requests were being signed")},
    {"objects", QT_TRANSLATE_NOOP("Words", "name, number and picture were being written")},
    {"certificates", QT_TRANSLATE_NOOP("Words", "the certificates were being written")},
    {"proof", QT_TRANSLATE_NOOP("Words", "it was being read back")},
};

constexpr Pair stepsRunning[] = {
    {"recognise", QT_TRANSLATE_NOOP("Words", "Recognising the card")},
    {"preflight", QT_TRANSLATE_NOOP("Words", "Checking space and key types")},
    {"open", QT_TRANSLATE_NOOP("Words", "Opening the card in the journal")},
    {"administration", QT_TRANSLATE_NOOP("Words", "Proving the desk to the card")},
    {"chuid", QT_TRANSLATE_NOOP("Words", "Writing the card's identity")},
    {"administration-key", QT_TRANSLATE_NOOP("Words", "Setting the administration key")},
    {"unlock-key", QT_TRANSLATE_NOOP("Words", "Setting the unlock key")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "Setting the passcode")},
    {"keys", QT_TRANSLATE_NOOP("Words", "Making the keys")},
    {"requests", QT_TRANSLATE_NOOP("Words", "Signing the requests, asking the centre")},
    {"objects", QT_TRANSLATE_NOOP("Words", "Writing name, number and picture")},
    {"certificates", QT_TRANSLATE_NOOP("Words", "Writing the certificates")},
    {"proof", QT_TRANSLATE_NOOP("Words", "Reading everything back")},
    {"close", QT_TRANSLATE_NOOP("Words", "Making the receipt")},
};

constexpr Pair stepsMore[] = {
    {"keys", QT_TRANSLATE_NOOP("Words", "The card makes them inside itself; they never leave the card.")},
    {"requests", QT_TRANSLATE_NOOP("Words", "The centre is given a few seconds; later is good too.")},
    {"proof", QT_TRANSLATE_NOOP("Words", "Each object is compared and each key challenged.")},
};

constexpr Pair jobNouns[] = {
    {"issue", QT_TRANSLATE_NOOP("Words", "The issue")},
    {"unlock", QT_TRANSLATE_NOOP("Words", "The unlock")},
    {"touch", QT_TRANSLATE_NOOP("Words", "The certificates")},
    {"passcode", QT_TRANSLATE_NOOP("Words", "The passcode change")},
    {"renew", QT_TRANSLATE_NOOP("Words", "The renewal")},
    {"rotate", QT_TRANSLATE_NOOP("Words", "The change of keys")},
    {"clear", QT_TRANSLATE_NOOP("Words", "The clearing")},
    {"cancel", QT_TRANSLATE_NOOP("Words", "The cancellation")},
    {"lend", QT_TRANSLATE_NOOP("Words", "The loan")},
    {"take-back", QT_TRANSLATE_NOOP("Words", "The return")},
};

constexpr Pair slotNames[] = {
    {"9A", QT_TRANSLATE_NOOP("Words", "sign-in")},
    {"9C", QT_TRANSLATE_NOOP("Words", "signature")},
    {"9D", QT_TRANSLATE_NOOP("Words", "encryption")},
    {"9E", QT_TRANSLATE_NOOP("Words", "door")},
};

constexpr Pair receiptLines[] = {
    {"5FC102", QT_TRANSLATE_NOOP("Words", "Card identity, signed by this desk")},
    {"5FC107", QT_TRANSLATE_NOOP("Words", "What the card can do")},
    {"5FC109", QT_TRANSLATE_NOOP("Words", "Name, UUID and organisation")},
    {"5FC106", QT_TRANSLATE_NOOP("Words", "Photo reference and digests, signed")},
    {"5FC105", QT_TRANSLATE_NOOP("Words", "Sign-in certificate")},
    {"5FC10A", QT_TRANSLATE_NOOP("Words", "Signature certificate")},
    {"9A", QT_TRANSLATE_NOOP("Words", "Sign-in key, challenged")},
    {"9C", QT_TRANSLATE_NOOP("Words", "Signature key, challenged")},
    {"9D", QT_TRANSLATE_NOOP("Words", "Encryption key, challenged")},
    {"9E", QT_TRANSLATE_NOOP("Words", "Door key, challenged")},
};

} // namespace

QString jobTitle(JobKind kind)
{
    switch (kind) {
    case JobKind::issue: return Texts::tr("Issue a card");
    case JobKind::unlock: return Texts::tr("Unlock a card");
    case JobKind::touch: return Texts::tr("Bring the card up to date");
    case JobKind::repair: return Texts::tr("Repair a card");
    case JobKind::passcode: return Texts::tr("Change the passcode");
    case JobKind::verify: return Texts::tr("Test a card");
    case JobKind::renew: return Texts::tr("Renew a card");
    case JobKind::cancel: return Texts::tr("Cancel a card");
    case JobKind::clear: return Texts::tr("Clear a card for reuse");
    case JobKind::lend: return Texts::tr("Lend a temporary card");
    case JobKind::takeBack: return Texts::tr("Take a temporary card back");
    case JobKind::terms: return Texts::tr("Read and sign the terms");
    }
    return {};
}

QString jobNoun(const std::string& kind)
{
    const auto* text = lookUp(jobNouns, kind);
    return text ? Texts::tr(text) : Texts::tr("The job");
}

QString stepWords(const JobStep& step)
{
    const auto* text = lookUp(steps, step.key);
    if (!text)
        return fromUtf8(step.words.empty() ? step.key : step.words);
    return Texts::tr(text);
}

QString stepRunning(const std::string& key)
{
    const auto* text = lookUp(stepsRunning, key);
    return text ? Texts::tr(text) : QString();
}

QString stepMore(const std::string& key)
{
    const auto* text = lookUp(stepsMore, key);
    return text ? Texts::tr(text) : QString();
}

QString stepDoing(const std::string& key)
{
    const auto* text = lookUp(stepsUnderWay, key);
    return text ? Texts::tr(text) : QString();
}

QString receiptLine(const ReceiptLine& line)
{
    if (const auto* text = lookUp(receiptLines, line.key))
        return Texts::tr(text);
    return fromUtf8(line.words.empty() ? line.key : line.words);
}

QString slotName(const std::string& slot)
{
    const auto* text = lookUp(slotNames, slot);
    return text ? Texts::tr(text) : fromUtf8(slot);
}

QString slotList(const std::vector<std::string>& codes)
{
    QStringList names;
    for (const auto& slot : codes)
        names << slotName(slot);
    if (names.size() < 2)
        return names.join(QString());
    const auto last = names.takeLast();
    return Texts::tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
}

std::vector<RuleLine> passcodeRules(const PasscodeReport& report, int typed)
{
    std::vector<RuleLine> lines;
    const auto fold = [&](std::initializer_list<const char*> keys, const QString& text) {
        RuleLine line{text, {}, true};
        bool any = false;
        for (const auto& rule : report.rules)
            for (const auto* key : keys)
                if (rule.key == key) {
                    any = true;
                    line.holds = line.holds && rule.holds && typed > 0;
                    if (rule.shortBy > 0 && typed > 0)
                        line.rest = rule.shortBy == 1 ? Texts::tr("one more to go") : Texts::tr("%1 more to go").arg(rule.shortBy);
                }
        if (any)
            lines.push_back(line);
    };
    fold({"length", "digits"}, Texts::tr("%1 to %2 digits").arg(report.minDigits).arg(report.maxDigits));
    fold({"old-passcode"}, Texts::tr("Not the one you have now"));
    fold({"date-of-birth", "birth-date"}, Texts::tr("Not your date of birth"));
    fold({"user-number", "card-serial", "card-number"}, Texts::tr("Not a number on your card"));
    fold({"run", "repeat", "pattern"}, Texts::tr("Not a run like 123456, not one digit repeated"));
    static constexpr std::string_view known[] = {"length", "digits", "old-passcode", "date-of-birth", "birth-date", "user-number", "card-serial", "card-number", "run",
                                                 "repeat", "pattern"};
    for (const auto& rule : report.rules)
        if (std::find(std::begin(known), std::end(known), rule.key) == std::end(known))
            lines.push_back({fromUtf8(rule.words.empty() ? rule.key : rule.words), {}, rule.holds && typed > 0});
    return lines;
}

PadLines padAsk(PadAsk ask)
{
    switch (ask) {
    case PadAsk::knownThenNew:
        return {Texts::tr("Type on the reader's keys"), Texts::tr("First the passcode you have, then a new one of 6 to 8 digits, two times. The green key ends each.")};
    case PadAsk::newTwice:
        return {Texts::tr("Choose a new passcode on the reader's keys"), Texts::tr("6 to 8 digits, two times. The green key ends each. Not your date of birth, no run like 123456.")};
    case PadAsk::again: return {Texts::tr("Type your new passcode on the reader once more"), Texts::tr("So that the card shows that it works. Then the green key.")};
    case PadAsk::known: return {Texts::tr("Type your passcode on the reader's keys"), Texts::tr("Then the green key.")};
    case PadAsk::none: break;
    }
    return {};
}

} // namespace cardwright::ui::words
