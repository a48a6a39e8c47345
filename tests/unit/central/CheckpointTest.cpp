#include "core/store/Statement.h"
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

std::vector<JournalEntry> some(Desk& desk, int count)
{
    std::vector<JournalEntry> entries;
    for (int i = 0; i < count; ++i) entries.push_back(desk.own(EntryKind::rosterReceived, {{"version", i}}));
    return entries;
}

void addLeaves(std::vector<Sha256Digest>& leaves, const std::vector<JournalEntry>& entries)
{
    for (const auto& entry : entries) leaves.push_back(entry.digest);
}

} // namespace

TEST_CASE("A checkpoint is countersigned when it is that of the entries, batch after batch, over restarts")
{
    Site site;
    const auto centreKey = Certificate::fromDer(site.enrolment.trust.centreSigning).publicKey();
    std::vector<Sha256Digest> leaves;
    for (const int count : {1, 3, 7, 2}) {
        const auto entries = some(site.desk, count);
        addLeaves(leaves, entries);
        const auto note = site.desk.checkpoint(leaves);
        const auto answer = site.centre->receive(site.desk.log, batchOf(entries, note));
        const auto countersigned = Checkpoint::parse(answer.checkpoint);
        CHECK(countersigned.size == leaves.size());
        CHECK(countersigned.signedBy(centreKeyName(site.enrolment.site.guid), centreKey));
        CHECK(countersigned.signedBy(workstationKeyName(site.desk.workstation), site.desk.signing.publicKey()));
        CHECK(answer.checkpoint.starts_with(Checkpoint::parse(note).body()));
        // The same again: the stored note.
        CHECK(site.centre->receive(site.desk.log, batchOf(entries, note)).checkpoint == answer.checkpoint);
        site.open();
    }
    // At sign-out: nothing new to send, an older size that was never countersigned is consistent as well.
    leaves.resize(6);
    CHECK_FALSE(site.centre->receive(site.desk.log, batchOf({}, site.desk.checkpoint(leaves))).checkpoint.empty());
    CHECK(site.centre->receive(site.desk.log, R"({"entries":[],"checkpoint":null})").checkpoint.empty());
}

TEST_CASE("A checkpoint ahead of what the centre has waits")
{
    Site site;
    const auto entries = some(site.desk, 3);
    std::vector<Sha256Digest> leaves;
    addLeaves(leaves, entries);
    const auto answer = site.centre->receive(site.desk.log, batchOf({entries[0], entries[2]}, site.desk.checkpoint(leaves)));
    CHECK(answer.next == 1);
    CHECK(answer.checkpoint.empty());
}

TEST_CASE("A fork is named, nothing of its batch is kept, and the note is kept as its proof")
{
    Site site;
    const auto entries = some(site.desk, 4);
    std::vector<Sha256Digest> leaves;
    addLeaves(leaves, entries);
    site.centre->receive(site.desk.log, batchOf(entries, site.desk.checkpoint(leaves)));
    const auto problem = [&](const std::vector<JournalEntry>& more, const std::string& note) {
        return problemOf([&] { site.centre->receive(site.desk.log, batchOf(more, note)); });
    };
    const auto proofs = [&] {
        auto query = site.centre->database().prepare("SELECT count(*) FROM refused_checkpoints");
        query.step();
        return query.integer(0);
    };
    auto other = leaves;
    other[2] = sha256(bytesOf("another third entry"));
    CHECK(problem({}, site.desk.checkpoint(other)) == "checkpoint-forked"); // of the size that was countersigned
    const auto more = some(site.desk, 1);
    addLeaves(other, more);
    CHECK(problem(more, site.desk.checkpoint(other)) == "checkpoint-inconsistent");
    CHECK(site.centre->receive(site.desk.log, R"({"entries":[]})").next == 4);
    CHECK(proofs() == 2);
    addLeaves(leaves, more);
    CHECK_FALSE(site.centre->receive(site.desk.log, batchOf(more, site.desk.checkpoint(leaves))).checkpoint.empty());

    CHECK(problem({}, "no note") == "checkpoint-wrong");
    Desk stranger(site.clock, site.random);
    stranger.log = site.desk.log;
    stranger.workstation = site.desk.workstation;
    CHECK(problem({}, stranger.checkpoint(leaves)) == "checkpoint-wrong"); // another key
    stranger.log = stranger.guid();
    stranger.signing = site.desk.signing;
    CHECK(problem({}, stranger.checkpoint(leaves)) == "checkpoint-wrong"); // another log
}

TEST_CASE("A new log closes the one before, and brings numbers, authority, roster and what was under way")
{
    Site site;
    site.signIn();
    const auto entry = site.desk.plain(EntryKind::holderViewed, json::object());
    site.sendOne(entry);
    const auto old = site.desk.log;
    site.centre->raiseSiteKey();
    const auto rosterBefore = site.deliveriesOf("roster").size();
    site.desk.log = site.centre->beginLog(site.desk.workstation, "the store was put back");
    CHECK(site.desk.log != old);
    CHECK(problemOf([&] { site.centre->receive(old, R"({"entries":[]})"); }) == "log-closed");
    CHECK(problemOf([&] { site.centre->deliveries(old, 0); }) == "log-closed");
    CHECK(problemOf([&] { site.centre->beginLog(site.desk.workstation, ""); }) == "request-unreadable");
    CHECK(site.deliveriesOf("lease").at(0).at("first") == "555001000100"); // the old block is void
    CHECK(site.deliveriesOf("authority").size() == 1);
    CHECK(site.deliveriesOf("siteKey").size() == 1);
    CHECK(site.deliveriesOf("roster").size() == 1);
    CHECK(rosterBefore == 1);
    site.desk.next = 0;
    CHECK(site.verdictOn(site.desk.own(EntryKind::logBegun, {{"previousLog", old.text()}})) == "accepted");
    CHECK(site.verdictOn(site.desk.plain(EntryKind::holderViewed, json::object())) == "session-unknown"); // delegated for the old one
    site.signIn();
    CHECK(site.centre->workstationBy(site.desk.tlsCertificate->fingerprint())->log == site.desk.log);
}
