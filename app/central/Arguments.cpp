// The only file that knows CLI11.
#include "app/central/Arguments.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

using nlohmann::json;

/// Texts that the options fill while they are read.
struct Words {
    int hours = 24;
    std::string act, agent, role, policy, file, workstation, site;
    bool deputy = false;
};

CLI::App* command(CLI::App& app, Arguments& arguments, const char* name, const char* help)
{
    auto* one = app.add_subcommand(name, help);
    one->add_option("folder", arguments.folder, "Folder of the centre")->required();
    one->add_flag("--json", arguments.asJson, "Answer as JSON");
    return one;
}

void orderOf(CLI::App& app, const Words& words, Arguments& arguments)
{
    arguments.act = Arguments::Act::order;
    const auto chosen = [&](const char* name) { return app.got_subcommand(name); };
    json order;
    if (chosen("token")) order = {{"order", "token"}, {"hours", words.hours}};
    else if (chosen("policy")) order = {{"order", "policy"}, {"name", words.policy}};
    else if (chosen("site-key")) order = {{"order", "siteKey"}};
    else if (chosen("workstation") && words.act == "list") order = {{"order", "workstations"}};
    else if (chosen("workstation")) order = {{"order", "stolen"}, {"workstation", words.workstation}};
    else if (chosen("batch")) order = {{"order", "batch"}, {"act", words.act}, {"batch", arguments.batch.name}, {"site", words.site}};
    else if (words.act == "list") order = {{"order", "agents"}};
    else order = {{"order", "agent"}, {"act", words.act}, {"agent", words.agent}, {"role", words.role}, {"deputy", words.deputy}};
    arguments.order = order.dump();
    arguments.policyFile = words.file;
}

void addBatch(CLI::App& app, Arguments& arguments, Words& words)
{
    auto& of = arguments.batch;
    auto* batch = command(app, arguments, "batch", "Batches of blank cards whose keys are not those that the maker publishes; they go sealed to every desk in use");
    batch->add_option("act", words.act, "add, list, end")->required()->check(CLI::IsMember({"add", "list", "end"}));
    batch->add_option("--site", words.site, "ODS code of the site that the cards are for: must be this centre's");
    auto* name = batch->add_option("--batch", of.name, "For add and end: its name, as on the delivery note; one that is there gets the new keys");
    auto* profile = batch->add_option("--profile", of.profile, "For add: kind of card: yubico-like, pivapplet-like, openfips201-like, strict")->needs(name);
    auto* algorithm = batch->add_option("--algorithm", of.algorithm, "Of the key: 3DES, AES-128, AES-192, AES-256")
                          ->check(CLI::IsMember({"3DES", "AES-128", "AES-192", "AES-256"}));
    batch->add_option("--serials", of.serials, "FROM-TO: the cards' serial numbers as printed; left out: any card of this kind");
    auto* key = batch->add_option("--key-fd", of.keyFd, "Descriptor from which the transport administration key is read: hexadecimal, one line");
    batch->add_option("--unlock-key-fd", of.unlockKeyFd, "Likewise the unlock key, eight letters or digits; left out: the maker's")->needs(key);
    batch->add_option("--passcode-fd", of.passcodeFd, "Likewise the first passcode; left out: the maker's")->needs(key);
    key->needs(profile)->needs(algorithm);
}

void addOrders(CLI::App& app, Arguments& arguments, Words& words)
{
    auto* token = command(app, arguments, "token", "Print a one-time token for the enrolment of one workstation; it is not shown again");
    token->add_option("--hours", words.hours, "How long it holds")->check(CLI::Range(1, 168));
    auto* agent = command(app, arguments, "agent", "Who may sign in at this site; each change goes to every desk");
    agent->add_option("act", words.act, "list, add, deactivate, role, deputy, revoke")
        ->required()
        ->check(CLI::IsMember({"list", "add", "deactivate", "role", "deputy", "revoke"}));
    agent->add_option("who", words.agent, "User number, or the fingerprint of the sign-in certificate");
    agent->add_option("--role", words.role, "For add and role: manager, agent ...");
    agent->add_flag("--deputy,!--no-deputy", words.deputy, "For add and deputy: may decide exceptions");
    auto* policy = command(app, arguments, "policy", "Publish a new version of a policy, signed");
    policy->add_option("name", words.policy, "evidence, passcode, issue, offline, roles")->required();
    policy->add_option("file", words.file, "JSON")->required()->check(CLI::ExistingFile);
    addBatch(app, arguments, words);
    auto* key = command(app, arguments, "site-key", "The site key: a new version for every desk in use");
    key->add_option("act", words.act, "raise")->required()->check(CLI::IsMember({"raise"}));
    auto* workstation = command(app, arguments, "workstation", "The desks; a stolen one is refused and the site key raised");
    workstation->add_option("act", words.act, "list, stolen")->required()->check(CLI::IsMember({"list", "stolen"}));
    workstation->add_option("workstation", words.workstation, "Its GUID");
}

CLI::App* addAuthority(CLI::App& app, Arguments& arguments)
{
    auto* ca = command(app, arguments, "ca", "Who certifies cards: an authority that speaks CMP, or the embedded one; from the next start on");
    auto* embedded = ca->add_flag("--embedded", arguments.embedded, "The authority that init made");
    auto* url = ca->add_option("--cmp", arguments.cmp.url, "http://host:port/path or https://...")->excludes(embedded);
    const auto file = [&](const char* name, std::filesystem::path& path, const char* help) {
        return ca->add_option(name, path, help)->check(CLI::ExistingFile)->needs(url);
    };
    url->needs(file("--ra-cert", arguments.cmp.raCertificate, "Certificate of this registration authority, PEM"));
    url->needs(file("--ra-key", arguments.cmp.raKey, "Its key, PEM"));
    url->needs(file("--trust", arguments.cmp.trust, "Who signs the authority's answers and certificates, PEM"));
    file("--tls-trust", arguments.cmp.tlsTrust, "https: who signs the server's certificate, PEM");
    ca->add_option("--slot", arguments.cmp.slots, "Where the authority has a profile for each: 9C=PATH, 9C=PATH,NAME or 9C=,NAME (certProfile)")->needs(url);
    return ca;
}

} // namespace

std::optional<Arguments> readArguments(int argc, char** argv, int& exitCode)
{
    Arguments arguments;
    Words words;
    CLI::App app("The central service of a Cardwright site: HTTPS, TLS 1.3, client certificates.");
    app.add_option("--site", arguments.folder, "Folder of a training site, to serve")->envname("CARDWRIGHT_SITE");
    app.add_option("--port", arguments.port, "Port; 0: any free one; left out: the one site.json names")->check(CLI::Range(0, 65535));
    app.add_flag("--json", arguments.asJson, "Say where it listens, or why not, as a line of JSON");
    app.require_subcommand(0, 1);
    auto* serve = command(app, arguments, "serve", "Serve this centre");
    serve->add_option("--port", arguments.port, "Port; 0: any free one")->check(CLI::Range(0, 65535));
    serve->add_option("--listen", arguments.address, "Address; 127.0.0.1 when left out")->check(CLI::ValidIPV4);
    auto* make = command(app, arguments, "init", "Make a centre: its authority, keys, policies, site key");
    make->add_option("--name", arguments.name, "Name of the organisation")->required();
    make->add_option("--ods", arguments.odsCode, "Its ODS code")->required();
    make->add_option("--dns", arguments.dnsNames, "A name by which desks reach it (may be repeated)");
    make->add_option("--ip", arguments.ipAddresses, "An address likewise");
    auto* ca = addAuthority(app, arguments);
    addOrders(app, arguments, words);
    try {
        app.parse(argc, argv);
        if (ca->parsed() && !arguments.embedded && arguments.cmp.url.empty()) throw CLI::RequiredError("--cmp or --embedded");
        if (app.got_subcommand("batch") && words.act != "list" && arguments.batch.name.empty()) throw CLI::RequiredError("--batch");
        if (app.got_subcommand("batch") && words.act == "add" && arguments.batch.keyFd < 0) throw CLI::RequiredError("--key-fd");
        if (arguments.folder.empty()) throw CLI::RequiredError("--site or a command");
    } catch (const CLI::ParseError& error) {
        exitCode = app.exit(error) == 0 ? 0 : 2;
        return std::nullopt;
    }
    if (make->parsed()) arguments.act = Arguments::Act::make;
    else if (ca->parsed()) arguments.act = Arguments::Act::authority;
    else if (!serve->parsed() && !app.get_subcommands().empty()) orderOf(app, words, arguments);
    return arguments;
}

} // namespace cardwright::central
