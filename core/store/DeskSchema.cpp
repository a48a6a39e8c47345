#include "core/store/Migrations.h"

namespace cardwright {

namespace {

// A script that has left the house is never edited: a change is a new migration. Where a BLOB is neither a GUID nor a digest it is
// a sealed field (core/store/README.md says which).
constexpr Migration migrations[] = {
    {1, "the first form", R"sql(
CREATE TABLE subject (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  number BLOB NOT NULL
) STRICT;
CREATE TABLE person (
  id BLOB NOT NULL UNIQUE REFERENCES subject (id),
  names BLOB NOT NULL,
  date_of_birth BLOB NOT NULL,
  employment BLOB NOT NULL,
  photo BLOB,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE log (
  row INTEGER PRIMARY KEY,
  guid BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  begun_at INTEGER NOT NULL,
  closed_at INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  tree_size INTEGER NOT NULL DEFAULT 0,
  tree_peaks BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE UNIQUE INDEX log_one_open ON log ((1)) WHERE closed_at IS NULL;
CREATE TABLE journal (
  log INTEGER NOT NULL REFERENCES log (row),
  seq INTEGER NOT NULL CHECK (seq >= 0),
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
  about BLOB REFERENCES subject (id),
  card BLOB CHECK (length(card) = 16),
  portrait BLOB CHECK (length(portrait) = 32)
) STRICT;
CREATE UNIQUE INDEX journal_place ON journal (log, seq);
CREATE INDEX journal_about ON journal (about) WHERE about IS NOT NULL;
CREATE INDEX journal_card ON journal (card) WHERE card IS NOT NULL;
CREATE INDEX journal_portrait ON journal (log, seq, portrait) WHERE portrait IS NOT NULL;
CREATE INDEX journal_kind ON journal (log, kind, seq);
CREATE TABLE erasure (
  entry BLOB PRIMARY KEY REFERENCES journal (id),
  record BLOB NOT NULL UNIQUE REFERENCES journal (id)
) STRICT;
CREATE TRIGGER journal_no_gap BEFORE INSERT ON journal
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM journal WHERE log = NEW.log)
    OR NOT EXISTS (SELECT 1 FROM log WHERE row = NEW.log AND closed_at IS NULL)
  BEGIN SELECT raise(ABORT, 'the journal has no gaps'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
  BEGIN SELECT raise(ABORT, 'the journal keeps its entries'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE OF log, seq, id, at, kind, agent, session, subject, payload_digest, digest, signature, about, card, portrait ON journal
  BEGIN SELECT raise(ABORT, 'a journal entry does not change'); END;
CREATE TRIGGER journal_payload_goes BEFORE UPDATE OF payload ON journal
  WHEN NEW.payload IS NOT NULL OR NOT EXISTS (SELECT 1 FROM erasure WHERE entry = OLD.id)
  BEGIN SELECT raise(ABORT, 'a payload can only be erased, by an entry that says so'); END;
CREATE TRIGGER erasure_says_so BEFORE INSERT ON erasure
  WHEN NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.record AND kind = 'payload.erased')
    OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.entry AND kind = 'payload.erased')
  BEGIN SELECT raise(ABORT, 'an erasure is an entry'); END;
CREATE TRIGGER erasure_stays BEFORE UPDATE ON erasure
  BEGIN SELECT raise(ABORT, 'an erasure does not change'); END;
CREATE TRIGGER erasure_keeps BEFORE DELETE ON erasure
  BEGIN SELECT raise(ABORT, 'an erasure stays on record'); END;
CREATE TRIGGER log_keeps BEFORE DELETE ON log
  BEGIN SELECT raise(ABORT, 'a log is kept'); END;
CREATE TRIGGER log_closed BEFORE UPDATE ON log WHEN OLD.closed_at IS NOT NULL
  BEGIN SELECT raise(ABORT, 'a closed log does not change'); END;

CREATE TABLE checkpoint (
  row INTEGER PRIMARY KEY,
  log INTEGER NOT NULL REFERENCES log (row),
  size INTEGER NOT NULL,
  note TEXT NOT NULL,
  countersigned INTEGER NOT NULL,
  peaks BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX checkpoint_size ON checkpoint (log, size, countersigned);

CREATE TABLE session (
  session BLOB NOT NULL UNIQUE CHECK (length(session) = 32),
  log INTEGER NOT NULL REFERENCES log (row),
  agent BLOB NOT NULL CHECK (length(agent) = 32),
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  delegation BLOB NOT NULL,
  ended_at INTEGER
) STRICT;

CREATE TABLE contact (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  workstation BLOB NOT NULL CHECK (length(workstation) = 16),
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

CREATE TABLE store_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key_id BLOB NOT NULL CHECK (length(key_id) = 4),
  next_id BLOB CHECK (length(next_id) = 4),
  previous BLOB,
  begun_at INTEGER
) STRICT;

CREATE TABLE outbox_answer (
  log INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('accepted', 'refused')),
  problem TEXT NOT NULL,
  receipt BLOB CHECK (length(receipt) = 32),
  answered_at INTEGER NOT NULL,
  PRIMARY KEY (log, seq),
  FOREIGN KEY (log, seq) REFERENCES journal (log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_refused ON outbox_answer (log, seq) WHERE state = 'refused';

CREATE TABLE portrait_sent (
  reference BLOB PRIMARY KEY CHECK (length(reference) = 32),
  sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_check (
  row INTEGER PRIMARY KEY,
  holder BLOB NOT NULL REFERENCES person (id),
  entry BLOB NOT NULL UNIQUE REFERENCES journal (id),
  at INTEGER NOT NULL,
  policy_id TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  route BLOB NOT NULL,
  verdict BLOB NOT NULL,
  documents BLOB NOT NULL
) STRICT;
CREATE INDEX evidence_of ON evidence_check (holder, at);

CREATE TABLE card (
  guid BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  holder BLOB NOT NULL REFERENCES person (id),
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
  UNIQUE (card, slot)
) STRICT;
CREATE INDEX card_slot_request ON card_slot (request) WHERE request IS NOT NULL;

CREATE TABLE job (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'unknown', 'done', 'abandoned')),
  card BLOB NOT NULL CHECK (length(card) = 16),
  holder BLOB REFERENCES person (id),
  serial TEXT,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  data BLOB NOT NULL
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
  data BLOB NOT NULL,
  UNIQUE (job, number)
) STRICT;

CREATE TABLE certificate_request (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  card BLOB NOT NULL REFERENCES card (guid),
  slot TEXT NOT NULL CHECK (slot IN ('9A', '9C', '9D', '9E')),
  entry BLOB NOT NULL UNIQUE REFERENCES journal (id),
  request BLOB NOT NULL,
  public_key BLOB NOT NULL,
  photo BLOB,
  asked_at INTEGER NOT NULL,
  certificate BLOB,
  answered_at INTEGER,
  withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX certificate_request_card ON certificate_request (card);

CREATE TABLE lease (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  first BLOB NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND count),
  void INTEGER NOT NULL DEFAULT 0,
  granted_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER lease_forward BEFORE UPDATE OF taken ON lease WHEN NEW.taken < OLD.taken
  BEGIN SELECT raise(ABORT, 'a number is never used again'); END;
CREATE TRIGGER lease_stays_void BEFORE UPDATE OF void ON lease WHEN NEW.void < OLD.void
  BEGIN SELECT raise(ABORT, 'a void block stays void'); END;

CREATE TABLE inbox (
  row INTEGER PRIMARY KEY,
  cursor INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  sealed INTEGER NOT NULL,
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
  certificate BLOB NOT NULL UNIQUE CHECK (length(certificate) = 32),
  key_identifier BLOB NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL,
  deputy INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  envelope BLOB,
  name BLOB,
  number BLOB
) STRICT;

CREATE TABLE exception_request (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  state TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  subject BLOB REFERENCES subject (id),
  details BLOB NOT NULL
) STRICT;
CREATE INDEX exception_state ON exception_request (state, asked_at);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  title BLOB NOT NULL,
  body BLOB NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
)sql"},
    {2, "people in full, expected starters, positions", R"sql(
ALTER TABLE person ADD COLUMN identifiers BLOB;
ALTER TABLE person ADD COLUMN details BLOB;
ALTER TABLE person ADD COLUMN closing BLOB;
ALTER TABLE person ADD COLUMN leaving BLOB;
ALTER TABLE person ADD COLUMN closed_at INTEGER;
ALTER TABLE person ADD COLUMN identity_changed_at INTEGER;
ALTER TABLE person ADD COLUMN from_hr INTEGER NOT NULL DEFAULT 0;
CREATE INDEX person_leaving ON person (id) WHERE leaving IS NOT NULL;
CREATE TABLE starter (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  mark BLOB NOT NULL UNIQUE CHECK (length(mark) = 32),
  fields BLOB NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
CREATE TABLE starter_mark (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  key BLOB NOT NULL
) STRICT;
CREATE TABLE position (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  holder BLOB NOT NULL REFERENCES person (id),
  sponsor BLOB NOT NULL REFERENCES subject (id),
  state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'ended')),
  begins TEXT NOT NULL CHECK (length(begins) = 10),
  ends TEXT CHECK (length(ends) = 10),
  asked_at INTEGER NOT NULL,
  decided_at INTEGER,
  details BLOB NOT NULL
) STRICT;
CREATE INDEX position_of ON position (holder);
CREATE INDEX position_state ON position (state, asked_at);
)sql"},
    {3, "jobs of other desks, replacements", R"sql(
-- Jobs of other desks; who has lost one card and waits for the next.
ALTER TABLE job ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0;
CREATE TABLE replacement (
  holder BLOB NOT NULL UNIQUE REFERENCES person (id),
  old_card BLOB NOT NULL CHECK (length(old_card) = 16),
  locked INTEGER NOT NULL,
  ordered_at INTEGER NOT NULL
) STRICT;
-- The holder terms: who accepted what, signed by their card.
CREATE TABLE terms_accepted (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  holder BLOB NOT NULL REFERENCES subject (id),
  card BLOB NOT NULL CHECK (length(card) = 16),
  notice_version INTEGER NOT NULL,
  notice BLOB NOT NULL CHECK (length(notice) = 32),
  terms_version INTEGER NOT NULL,
  terms BLOB NOT NULL CHECK (length(terms) = 32),
  accepted_at INTEGER NOT NULL,
  details BLOB NOT NULL
) STRICT;
CREATE INDEX terms_of ON terms_accepted (holder, accepted_at);
CREATE INDEX terms_of_card ON terms_accepted (card);
-- Positions, requests and who may give what.
CREATE TABLE request (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL CHECK (kind IN ('create', 'change', 'close')),
  state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
  subject BLOB REFERENCES subject (id),
  sponsor BLOB NOT NULL REFERENCES subject (id),
  asked_at INTEGER NOT NULL,
  decided_at INTEGER,
  details BLOB NOT NULL
) STRICT;
CREATE INDEX request_state ON request (state, asked_at);
CREATE INDEX request_about ON request (subject);
CREATE TABLE catalogue (
  id TEXT PRIMARY KEY,
  position TEXT NOT NULL,
  closed INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE delegated_list (
  sponsor BLOB PRIMARY KEY REFERENCES subject (id),
  details BLOB NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
-- What was printed of cards, and ID badges.
CREATE TABLE card_print (
  card BLOB NOT NULL UNIQUE REFERENCES card (guid),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'printed', 'never', 'spoiled')),
  asked_at INTEGER NOT NULL,
  done_at INTEGER,
  copies INTEGER NOT NULL DEFAULT 0,
  printer TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX card_print_state ON card_print (state, asked_at);
CREATE TABLE badge (
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  holder BLOB REFERENCES subject (id),
  requester BLOB NOT NULL REFERENCES subject (id),
  event TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'printed', 'refused')),
  asked_at INTEGER NOT NULL,
  decided_at INTEGER,
  details BLOB NOT NULL
) STRICT;
CREATE INDEX badge_state ON badge (state, asked_at);
CREATE INDEX badge_of ON badge (holder);
)sql"},
};

} // namespace

std::span<const Migration> deskMigrations() noexcept { return migrations; }

} // namespace cardwright
