#include "ui/print/Paper.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr double left = 14.0, right = PaperSheet::width - 14.0, foot = PaperSheet::height - 16.0, bandHeight = 24.0;
constexpr double body = 3.5, small = 3.0, heading = 4.2, leading = 1.45;
constexpr double labelWidth = 38.0;

QString say(const char* words) { return QCoreApplication::translate("Paper", words); }
QString said(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// Writes from the top down and takes another sheet when one is full.
class Writer {
public:
    Writer(const PrintPolicy& policy, QString organisation, QString title)
        : m_policy(policy), m_organisation(std::move(organisation)), m_title(std::move(title))
    {
        begin();
    }

    void gap(double millimetres) { m_y += millimetres; }
    void headingLine(const QString& words)
    {
        need(4 * body * leading);
        gap(3.2);
        put(words, left, right - left, {heading, true, false}, ink(PrintInk::ink));
        gap(0.6);
    }
    void paragraph(const QString& words, bool strong = false) { put(words, left, right - left, {body, strong, false}, ink(PrintInk::ink)); }
    void point(const QString& words)
    {
        need(body * leading);
        m_sheets.back().grounds.push_back({QRectF(left + 0.4, m_y + body * 0.62, 1.3, 1.3), ink(PrintInk::band)});
        put(words, left + 5.0, right - left - 5.0, {body, false, false}, ink(PrintInk::ink));
        gap(0.7);
    }
    void fact(const QString& label, const QString& value, bool digits = false)
    {
        if (value.isEmpty()) return;
        const auto lines = wrapped(value, right - left - labelWidth, {body, true, digits}, true);
        const auto labels = wrapped(label, labelWidth - 3.0, {small, false, false}, true);
        const double high = static_cast<double>(std::max(lines.size(), labels.size())) * body * leading;
        need(high);
        const double top = m_y;
        for (qsizetype at = 0; at < labels.size(); ++at) {
            m_sheets.back().lines.push_back({{left, top + body + static_cast<double>(at) * body * leading}, labels[at], {small, false, false}, ink(PrintInk::quiet)});
        }
        put(value, left + labelWidth, right - left - labelWidth, {body, true, digits}, ink(PrintInk::ink));
        m_y = std::max(m_y, top + high);
        gap(0.9);
    }
    /// What must not be overlooked: on a soft ground, with a bar before it.
    void warning(const QString& title, const QString& words)
    {
        const double room = right - left - 9.0;
        const auto lines = wrapped(words, room, {body, false, false}, true).size() + wrapped(title, room, {body, true, false}, true).size();
        const double high = static_cast<double>(lines) * body * leading + 4.6;
        need(high);
        m_sheets.back().grounds.push_back({QRectF(left, m_y, right - left, high), ink(PrintInk::wave1)});
        m_sheets.back().grounds.push_back({QRectF(left, m_y, 1.2, high), ink(PrintInk::band)});
        gap(1.8);
        put(title, left + 5.0, room, {body, true, false}, ink(PrintInk::ink));
        put(words, left + 5.0, room, {body, false, false}, ink(PrintInk::ink));
        gap(4.0);
    }
    std::vector<PaperSheet> finish()
    {
        for (std::size_t at = 0; m_sheets.size() > 1 && at < m_sheets.size(); ++at) {
            const auto words = say("Sheet %1 of %2").arg(at + 1).arg(m_sheets.size());
            m_sheets[at].lines.push_back({{left, PaperSheet::height - 8.0}, words, {small, false, false}, ink(PrintInk::quiet)});
        }
        return std::move(m_sheets);
    }

private:
    QColor ink(PrintInk ink) const { return QColor::fromRgb(m_policy.colour(ink)); }

    void begin()
    {
        PaperSheet sheet;
        sheet.grounds.push_back({QRectF(-1, -1, PaperSheet::width + 2, bandHeight + 1), ink(PrintInk::band)});
        sheet.lines.push_back({{left, 9.2}, m_organisation, {3.2, true, false}, ink(PrintInk::onBand)});
        sheet.lines.push_back({{left, 18.0}, m_title, {6.6, true, false}, ink(PrintInk::onBand)});
        m_sheets.push_back(std::move(sheet));
        m_y = bandHeight + 6.0;
    }
    void need(double millimetres)
    {
        if (m_y + millimetres > foot) begin();
    }
    void put(const QString& words, double x, double width, const Lettering& lettering, const QColor& colour)
    {
        for (const auto& line : wrapped(words, width, lettering, true)) {
            need(lettering.size * leading);
            m_sheets.back().lines.push_back({{x, m_y + lettering.size}, line, lettering, colour});
            m_y += lettering.size * leading;
        }
    }

    const PrintPolicy& m_policy;
    QString m_organisation;
    QString m_title;
    std::vector<PaperSheet> m_sheets;
    double m_y = 0;
};

QString organisationOf(const PrintPolicy& policy, const QString& site) { return policy.organisation.empty() ? site : said(policy.organisation); }

void contact(Writer& writer, const PrintContact& one)
{
    QStringList ways;
    for (const auto* way : {&one.phone, &one.email}) {
        if (!way->empty()) ways << said(*way);
    }
    writer.fact(said(one.role), ways.isEmpty() ? say("at the desk") : ways.join(QLatin1Char('\n')));
}

void certificates(Writer& writer, const HandoverReceipt& receipt)
{
    writer.headingLine(say("Certificates"));
    for (const auto& one : receipt.certificates) {
        writer.fact(said(one.purpose), one.until.empty() ? say("not on the card yet; we call you") : say("until %1").arg(said(one.until)));
    }
}

void access(Writer& writer, const HandoverReceipt& receipt)
{
    if (receipt.access.empty() && receipt.systems.empty()) return;
    writer.headingLine(say("What it opens: try each today"));
    for (const auto& one : receipt.access) {
        QStringList systems;
        for (const auto& system : one.systems) systems << said(system);
        auto words = systems.join(QStringLiteral(", "));
        if (!one.until.empty()) words += (words.isEmpty() ? QString() : QStringLiteral("\n")) + say("until %1").arg(said(one.until));
        writer.fact(said(one.role), words.isEmpty() ? say("as your sponsor says") : words);
    }
    if (!receipt.access.empty()) return;
    for (const auto& system : receipt.systems) writer.point(said(system));
}

} // namespace

void PaperSheet::paint(QPainter& painter) const
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.fillRect(QRectF(0, 0, width, height), Qt::white);
    for (const auto& ground : grounds) painter.fillRect(ground.place, ground.colour);
    for (const auto& line : lines) drawLine(painter, line.at, line.text, line.lettering, line.ink);
    painter.restore();
}

std::vector<PaperSheet> leafletSheets(const PrintPolicy& policy, const QString& site)
{
    const auto& text = policy.leaflet;
    Writer writer(policy, organisationOf(policy, site), said(text.title));
    writer.paragraph(said(text.welcome));
    for (const auto& section : text.sections) {
        writer.headingLine(said(section.heading));
        for (const auto& one : section.points) writer.point(said(one));
    }
    writer.headingLine(said(text.team));
    writer.fact(say("Where"), said(text.place));
    for (const auto& one : text.members) contact(writer, one);
    for (const auto& one : text.hours) writer.fact(said(one.days), said(one.hours));
    if (!text.outOfHours.empty()) writer.headingLine(say("Out of hours"));
    for (const auto& one : text.outOfHours) contact(writer, one);
    return writer.finish();
}

std::vector<PaperSheet> receiptSheets(const PrintPolicy& policy, const HandoverReceipt& receipt)
{
    Writer writer(policy, organisationOf(policy, said(receipt.organisation)), say("Receipt for a smartcard"));
    if (!receipt.canSignIn) {
        writer.warning(say("This card cannot sign in yet"),
                       say("Its certificate follows. We call you; bring the card, it takes a minute and needs no passcode."));
    }
    if (receipt.locked) {
        writer.warning(say("This card is locked"), say("Nobody knows its passcode. Bring it to a desk: you choose one there, before its first use."));
    }
    writer.fact(say("Name on card"), said(receipt.nameOnCard));
    writer.fact(say("UUID"), said(receipt.userNumber), true);
    writer.fact(say("Card"), receipt.cardEnding.empty() ? QString() : say("ending %1").arg(said(receipt.cardEnding)));
    writer.fact(say("Serial number"), said(receipt.serial));
    writer.fact(say("Given out"), receipt.issuedAt.empty() ? said(receipt.issuedOn) : said(receipt.issuedOn) + QStringLiteral(", ") + said(receipt.issuedAt));
    writer.fact(say("Card expires"), said(receipt.expires));
    certificates(writer, receipt);
    access(writer, receipt);
    writer.headingLine(say("Terms"));
    if (receipt.terms.version > 0) {
        writer.fact(say("Version %1").arg(receipt.terms.version), say("accepted %1").arg(said(receipt.terms.acceptedOn)));
        writer.fact(say("Law"), said(receipt.terms.law));
    } else {
        writer.paragraph(say("Not accepted yet: you are asked before the first use."));
    }
    if (!receipt.nextSteps.empty()) writer.headingLine(say("What comes next"));
    for (const auto& step : receipt.nextSteps) writer.point(said(step));
    writer.gap(2.0);
    writer.fact(say("Questions"), said(receipt.contact));
    writer.fact(say("Photo reference"), said(receipt.photoReference));
    return writer.finish();
}

} // namespace cardwright::ui
