#include "core/store/Migrations.h"

namespace cardwright {

namespace {

// A script that has left the house is never edited: a change is a new migration.
constexpr Migration migrations[] = {
    {1, "the first form", R"sql(
CREATE TABLE person (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999999999999),
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  preferred_name TEXT NOT NULL,
  legal_name TEXT NOT NULL,
  name_on_card TEXT NOT NULL,
  name_on_chip TEXT NOT NULL,
  date_of_birth TEXT NOT NULL CHECK (length(date_of_birth) = 10),
  ods_code TEXT NOT NULL,
  job_title TEXT NOT NULL,
  organisation TEXT NOT NULL,
  photo BLOB CHECK (length(photo) = 32),
  folded_given TEXT NOT NULL,
  folded_family TEXT NOT NULL,
  folded_names TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_by_birth ON person (date_of_birth);

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  agent BLOB NOT NULL CHECK (length(agent) = 32),
  session BLOB NOT NULL CHECK (length(session) = 32),
  subject BLOB NOT NULL CHECK (length(subject) = 32),
  payload BLOB,
  payload_digest BLOB NOT NULL CHECK (length(payload_digest) = 32),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  signature BLOB NOT NULL,
  about INTEGER,
  card BLOB CHECK (length(card) = 16),
  portrait BLOB CHECK (length(portrait) = 32)
) STRICT;
CREATE INDEX journal_about ON journal (about) WHERE about IS NOT NULL;
CREATE INDEX journal_card ON journal (card) WHERE card IS NOT NULL;
CREATE INDEX journal_portrait ON journal (seq, portrait) WHERE portrait IS NOT NULL;
CREATE INDEX journal_kind ON journal (kind, seq);
CREATE TRIGGER journal_no_gap BEFORE INSERT ON journal
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM journal)
  BEGIN SELECT raise(ABORT, 'the journal has no gaps'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
  BEGIN SELECT raise(ABORT, 'the journal keeps its entries'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE OF seq, id, at, kind, agent, session, subject, payload_digest, digest, signature, about, card, portrait ON journal
  BEGIN SELECT raise(ABORT, 'a journal entry does not change'); END;
CREATE TRIGGER journal_payload_goes BEFORE UPDATE OF payload ON journal WHEN NEW.payload IS NOT NULL
  BEGIN SELECT raise(ABORT, 'a payload can only be erased'); END;

CREATE TABLE contact (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  log BLOB NOT NULL CHECK (length(log) = 16),
  next_at_centre INTEGER NOT NULL DEFAULT 0,
  sending_until INTEGER,
  last_contact INTEGER,
  last_attempt INTEGER,
  failed_attempts INTEGER NOT NULL DEFAULT 0,
  last_failure TEXT NOT NULL DEFAULT '',
  rolled_back INTEGER NOT NULL DEFAULT 0,
  forked INTEGER NOT NULL DEFAULT 0,
  centre_restored INTEGER NOT NULL DEFAULT 0,
  inbox_cursor INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE outbox_answer (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  state TEXT NOT NULL CHECK (state IN ('accepted', 'refused')),
  problem TEXT NOT NULL,
  receipt BLOB CHECK (length(receipt) = 32),
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_refused ON outbox_answer (seq) WHERE state = 'refused';

CREATE TABLE portrait_sent (
  reference BLOB PRIMARY KEY CHECK (length(reference) = 32),
  sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_check (
  id INTEGER PRIMARY KEY,
  holder INTEGER NOT NULL REFERENCES person (number),
  entry BLOB NOT NULL UNIQUE REFERENCES journal (id),
  at INTEGER NOT NULL,
  policy_id TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  route TEXT NOT NULL,
  verdict TEXT NOT NULL,
  documents TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of ON evidence_check (holder, at);

CREATE TABLE card (
  guid BLOB PRIMARY KEY CHECK (length(guid) = 16),
  holder INTEGER NOT NULL REFERENCES person (number),
  job BLOB NOT NULL CHECK (length(job) = 16),
  state TEXT NOT NULL CHECK (state IN ('opened', 'issued', 'locked', 'abandoned', 'cancelled')),
  generation INTEGER NOT NULL,
  site_key_version INTEGER NOT NULL,
  serial TEXT,
  profile TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  issued_at INTEGER,
  expires TEXT CHECK (length(expires) = 10)
) STRICT;
CREATE INDEX card_holder ON card (holder);
CREATE INDEX card_serial ON card (serial) WHERE serial IS NOT NULL;

CREATE TABLE card_slot (
  card BLOB NOT NULL REFERENCES card (guid),
  slot TEXT NOT NULL CHECK (slot IN ('9A', '9C', '9D', '9E')),
  public_key BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('keyMade', 'requested', 'ready', 'written')),
  request BLOB CHECK (length(request) = 16),
  certificate BLOB,
  PRIMARY KEY (card, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_slot_request ON card_slot (request) WHERE request IS NOT NULL;

CREATE TABLE job (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'unknown', 'done', 'abandoned')),
  card BLOB NOT NULL CHECK (length(card) = 16),
  holder INTEGER REFERENCES person (number),
  serial TEXT,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  data TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX job_one_open ON job (card) WHERE state IN ('open', 'unknown');
CREATE INDEX job_state ON job (state);

CREATE TABLE job_step (
  job BLOB NOT NULL REFERENCES job (id),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  intent_at INTEGER,
  outcome_at INTEGER,
  outcome TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate_request (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  card BLOB NOT NULL REFERENCES card (guid),
  slot TEXT NOT NULL CHECK (slot IN ('9A', '9C', '9D', '9E')),
  entry BLOB NOT NULL UNIQUE REFERENCES journal (id),
  request BLOB NOT NULL,
  public_key BLOB NOT NULL,
  photo BLOB CHECK (length(photo) = 32),
  asked_at INTEGER NOT NULL,
  certificate BLOB,
  answered_at INTEGER,
  withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX certificate_request_card ON certificate_request (card);

CREATE TABLE lease (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  first INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND count),
  void INTEGER NOT NULL DEFAULT 0,
  granted_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER lease_forward BEFORE UPDATE OF taken ON lease WHEN NEW.taken < OLD.taken
  BEGIN SELECT raise(ABORT, 'a number is never used again'); END;
CREATE TABLE lease_number (
  number INTEGER PRIMARY KEY,
  lease BLOB NOT NULL REFERENCES lease (id),
  taken_at INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (
  row INTEGER PRIMARY KEY,
  cursor INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  applied_at INTEGER,
  outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inbox_open ON inbox (row) WHERE applied_at IS NULL;

CREATE TABLE authority (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  until INTEGER NOT NULL,
  issues INTEGER NOT NULL CHECK (issues >= 0),
  unlocks INTEGER NOT NULL CHECK (unlocks >= 0),
  received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE agent (
  certificate BLOB PRIMARY KEY CHECK (length(certificate) = 32),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
)sql"},
};

} // namespace

std::span<const Migration> deskMigrations() noexcept { return migrations; }

} // namespace cardwright
