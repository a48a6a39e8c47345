#include "core/journal/LogExport.h"

#include "core/crypto/CryptoError.h"
#include "core/journal/EntryJson.h"
#include "core/journal/JsonFields.h"

namespace cardwright {

namespace {

using nlohmann::json;

constexpr const char* exportMark = "cardwright.export";
constexpr const char* proofMark = "cardwright.proof";
constexpr std::string_view code = "JOURNAL-EXPORT";
constexpr int formatVersion = 1;

json certificateJson(const std::optional<Certificate>& certificate)
{
    return certificate ? json(toBase64(certificate->der())) : json(nullptr);
}

Certificate certificateFrom(const JsonFields& fields, const json& value, const char* field)
{
    try {
        return Certificate::fromDer(fields.base64Of(value, field));
    } catch (const CryptoError&) {
        fields.refuse(field);
    }
}

std::optional<Certificate> optionalCertificate(const JsonFields& fields, const json& value, const char* field)
{
    if (value.is_null()) return std::nullopt;
    return certificateFrom(fields, value, field);
}

/// What an export's first line and a proof have in common.
json headerJson(const ExportHeader& header)
{
    json trust = json::array();
    for (const auto& anchor : header.trust) trust.push_back(toBase64(anchor.der()));
    json delegations = json::array();
    for (const auto& delegation : header.delegations) delegations.push_back(toBase64(delegation));
    return {{"site", header.site.text()},
            {"log", header.log.text()},
            {"workstation", {{"guid", header.workstation.text()}, {"certificate", certificateJson(header.workstationCertificate)}}},
            {"trust", std::move(trust)},
            {"centreSigning", certificateJson(header.centreSigning)},
            {"delegations", std::move(delegations)}};
}

ExportHeader headerFrom(const JsonFields& fields, const char* mark)
{
    if (fields.number(mark) != formatVersion) fields.refuse(mark);
    ExportHeader header;
    header.site = fields.guid("site");
    header.log = fields.guid("log");
    const JsonFields workstation(fields.member("workstation"), code, "workstation");
    header.workstation = workstation.guid("guid");
    header.workstationCertificate = optionalCertificate(workstation, workstation.member("certificate"), "certificate");
    for (const auto& anchor : fields.list("trust")) header.trust.push_back(certificateFrom(fields, anchor, "trust"));
    header.centreSigning = optionalCertificate(fields, fields.member("centreSigning"), "centreSigning");
    for (const auto& delegation : fields.list("delegations")) header.delegations.push_back(fields.base64Of(delegation, "delegations"));
    return header;
}

HolderProof::Item itemFrom(const json& object)
{
    const JsonFields fields(object, code, "entries");
    HolderProof::Item item;
    item.entry = exportedFromJson(fields.member("entry"));
    item.index = fields.number("index");
    for (const auto& step : fields.list("path")) {
        item.path.push_back(fields.required(sha256DigestFromHex(fields.textOf(step, "path")), "path"));
    }
    return item;
}

} // namespace

std::string ExportHeader::line() const
{
    auto object = headerJson(*this);
    object[exportMark] = formatVersion;
    object["checkpoints"] = checkpoints;
    return object.dump();
}

ExportHeader ExportHeader::fromLine(std::string_view line)
{
    const auto object = JsonFields::parse(line, 4, code, "header");
    const JsonFields fields(object, code, "header");
    auto header = headerFrom(fields, exportMark);
    for (const auto& note : fields.list("checkpoints")) header.checkpoints.push_back(fields.textOf(note, "checkpoints"));
    return header;
}

bool ExportHeader::looksLike(std::string_view line)
{
    // Its members stand in the order of their names, and this is the first.
    constexpr std::size_t head = 64;
    return line.substr(0, head).find('"' + std::string(exportMark) + '"') != std::string_view::npos;
}

std::string HolderProof::text() const
{
    auto object = headerJson(header);
    object[proofMark] = formatVersion;
    object["checkpoint"] = checkpoint.text();
    auto& list = object["entries"] = json::array();
    for (const auto& item : entries) {
        json path = json::array();
        for (const auto& step : item.path) path.push_back(toHex(step));
        list.push_back({{"entry", exportedToJson(item.entry)}, {"index", item.index}, {"path", std::move(path)}});
    }
    return object.dump();
}

HolderProof HolderProof::fromText(std::string_view text)
{
    const auto object = JsonFields::parse(text, 6, code, "proof");
    const JsonFields fields(object, code, "proof");
    HolderProof proof;
    proof.header = headerFrom(fields, proofMark);
    proof.checkpoint = Checkpoint::parse(fields.text("checkpoint"));
    for (const auto& item : fields.list("entries")) proof.entries.push_back(itemFrom(item));
    return proof;
}

} // namespace cardwright
