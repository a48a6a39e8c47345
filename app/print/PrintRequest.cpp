#include "app/print/PrintRequest.h"

#include "core/policy/Json.h"

#include <QBuffer>
#include <QImageReader>

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace cardwright::print {

namespace {

using nlohmann::json;

constexpr std::size_t longestText = 2'000;
constexpr std::size_t mostListed = 100;
constexpr int mostPixels = 4'000;
constexpr int mostMegabytes = 64;
constexpr std::array<std::pair<std::string_view, PrintRequest::What>, 6> whats{{
    {"front", PrintRequest::What::front}, {"back", PrintRequest::What::back}, {"both", PrintRequest::What::both},
    {"badge", PrintRequest::What::badge}, {"receipt", PrintRequest::What::receipt}, {"leaflet", PrintRequest::What::leaflet},
}};

[[noreturn]] void unfit(const std::string& field) { throw UsageError(Failure::of("PRINT-REQUEST", field)); }

std::string textIn(const json& object, const char* field, std::size_t longest = longestText)
{
    const auto found = object.find(field);
    if (found == object.end()) return {};
    if (!found->is_string() || found->get_ref<const std::string&>().size() > longest) unfit(field);
    return found->get<std::string>();
}

QString wordsIn(const json& object, const char* field) { return QString::fromStdString(textIn(object, field)); }

const json& listIn(const json& object, const char* field, std::size_t most)
{
    static const json none = json::array();
    const auto found = object.find(field);
    if (found == object.end()) return none;
    if (!found->is_array() || found->size() > most) unfit(field);
    for (const auto& row : *found) {
        if (!row.is_object()) unfit(field);
    }
    return *found;
}

/// Only the two kinds that we store; a header that promises more than it has room for is refused before it is decoded. Its octets: opened
/// again when they are drawn, for a batch of pictures is more than there is room for.
QByteArray portraitIn(const json& object)
{
    const auto encoded = textIn(object, "portrait", PrintRequest::mostPortrait);
    if (encoded.empty()) return {};
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(encoded), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded) unfit("portrait");
    auto octets = *decoded;
    QBuffer buffer(&octets);
    const bool jpeg = octets.startsWith("\xFF\xD8\xFF");
    if (!jpeg && !octets.startsWith("\x89PNG")) unfit("portrait");
    QImageReader reader(&buffer, jpeg ? "jpeg" : "png");
    const auto size = reader.size();
    if (!size.isValid() || size.width() > mostPixels || size.height() > mostPixels) unfit("portrait");
    if (reader.read().isNull()) unfit("portrait");
    return octets;
}

ui::FaceContent faceIn(const json& from, const QString& site)
{
    ui::FaceContent face;
    face.organisation = site;
    face.givenName = wordsIn(from, "givenName");
    face.familyName = wordsIn(from, "familyName");
    face.userNumber = wordsIn(from, "userNumber");
    face.title = wordsIn(from, "title");
    face.team = wordsIn(from, "team");
    face.site = wordsIn(from, "site");
    face.expires = wordsIn(from, "expires");
    return face;
}

bool flagIn(const json& object, const char* field)
{
    const auto found = object.find(field);
    if (found == object.end()) return false;
    if (!found->is_boolean()) unfit(field);
    return found->get<bool>();
}

std::vector<std::string> textsIn(const json& object, const char* field)
{
    std::vector<std::string> texts;
    const auto found = object.find(field);
    if (found == object.end()) return texts;
    if (!found->is_array() || found->size() > mostListed) unfit(field);
    for (const auto& text : *found) {
        if (!text.is_string() || text.get_ref<const std::string&>().size() > longestText) unfit(field);
        texts.push_back(text.get<std::string>());
    }
    return texts;
}

HandoverReceipt receiptIn(const json& from)
{
    HandoverReceipt receipt;
    receipt.nameOnCard = textIn(from, "nameOnCard");
    receipt.userNumber = textIn(from, "userNumber");
    receipt.cardEnding = textIn(from, "cardEnding");
    receipt.serial = textIn(from, "serial");
    receipt.organisation = textIn(from, "organisation");
    receipt.issuedAt = textIn(from, "issuedAt");
    receipt.issuedOn = textIn(from, "issuedOn");
    receipt.expires = textIn(from, "expires");
    receipt.photoReference = textIn(from, "photoReference");
    receipt.locked = flagIn(from, "locked");
    receipt.canSignIn = flagIn(from, "canSignIn");
    receipt.contact = textIn(from, "contact");
    receipt.nextSteps = textsIn(from, "nextSteps");
    receipt.systems = textsIn(from, "systems");
    for (const auto& row : listIn(from, "certificates", mostListed)) {
        receipt.certificates.push_back({textIn(row, "purpose"), textIn(row, "slot"), textIn(row, "until")});
    }
    for (const auto& row : listIn(from, "access", mostListed)) receipt.access.push_back({textIn(row, "role"), textIn(row, "until"), textsIn(row, "systems")});
    if (const auto terms = from.find("terms"); terms != from.end()) {
        if (!terms->is_object() || !terms->value("version", json(0)).is_number_integer()) unfit("terms");
        receipt.terms.version = terms->value("version", 0);
        receipt.terms.acceptedOn = textIn(*terms, "acceptedOn");
        receipt.terms.law = textIn(*terms, "law");
    }
    return receipt;
}

PrintRequest::What whatIn(const json& object)
{
    const auto word = textIn(object, "what");
    for (const auto& [name, what] : whats) {
        if (word == name) return what;
    }
    unfit("what");
}

} // namespace

PrintRequest PrintRequest::parse(std::string_view text)
{
    json object;
    if (const auto problem = parseJson(text, object, {mostBytes, 16})) unfit(problem->text());
    if (!object.is_object() || textIn(object, "schema") != "cardwright.print/1") unfit("schema");
    QImageReader::setAllocationLimit(mostMegabytes);
    PrintRequest request;
    request.what = whatIn(object);
    const auto policy = textIn(object, "policy", std::size_t{512} * 1024);
    request.policy = policy.empty() ? PrintPolicy::shipped() : PrintPolicy::from(PolicyFile::parse(PolicyKind::print, policy));
    request.site = wordsIn(object, "site");
    for (const auto& row : listIn(object, "faces", mostFaces)) {
        const bool back = request.what == What::back || request.what == What::both;
        request.faces.push_back({faceIn(row, request.site), request.what != What::back, back, portraitIn(row)});
    }
    const bool wantsFaces = request.what != What::receipt && request.what != What::leaflet;
    if (wantsFaces == request.faces.empty()) unfit("faces");
    const auto receipt = object.find("receipt");
    if ((request.what == What::receipt) != (receipt != object.end())) unfit("receipt");
    if (receipt != object.end()) {
        if (!receipt->is_object()) unfit("receipt");
        request.receipt = receiptIn(*receipt);
    }
    return request;
}

QByteArray draw(const PrintRequest& request)
{
    QByteArray octets;
    if (request.what == PrintRequest::What::leaflet) {
        octets = ui::sheetsPdf(ui::leafletSheets(request.policy, request.site), QStringLiteral("Welcome leaflet"));
    } else if (request.what == PrintRequest::What::receipt) {
        octets = ui::sheetsPdf(ui::receiptSheets(request.policy, request.receipt), QStringLiteral("Receipt for a smartcard"));
    } else {
        const auto& face = request.policy.of(request.what == PrintRequest::What::badge ? PrintUse::badge : PrintUse::card);
        const ui::FaceRenderer renderer(request.policy, face);
        for (const auto& page : request.faces) {
            const auto tooLong = renderer.tooLong(page.content);
            if (!tooLong.isEmpty()) throw RefusedError(Failure::of("PRINT-TOO-LONG", tooLong.join(QStringLiteral(", ")).toStdString()));
        }
        octets = ui::facesPdf(request.policy, face, request.faces);
    }
    if (octets.isEmpty()) throw FailureError(Failure::of("PRINT-DRAW"));
    return octets;
}

} // namespace cardwright::print
