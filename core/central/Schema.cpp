#include "core/central/Schema.h"

#include <array>

namespace cardwright::central {

namespace {

constexpr std::string_view first = R"sql(
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One-time tokens by their SHA-256. What was answered is kept: an answer that was lost is given again to the same requests.
CREATE TABLE tokens (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  made_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  workstation BLOB,
  request BLOB,
  answer TEXT,
  first_agent_request BLOB,
  first_agent_answer TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE workstations (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  tls_fingerprint BLOB NOT NULL UNIQUE CHECK (length(tls_fingerprint) = 32),
  tls BLOB NOT NULL,
  signing BLOB NOT NULL,
  store BLOB NOT NULL,
  content_signing BLOB NOT NULL,
  enrolled_at INTEGER NOT NULL,
  stolen_at INTEGER
) STRICT, WITHOUT ROWID;

-- A desk has one open log; a new one after a loss closes the one before.
CREATE TABLE logs (
  log BLOB PRIMARY KEY CHECK (length(log) = 16),
  workstation BLOB NOT NULL REFERENCES workstations (id),
  reason TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX logs_open ON logs (workstation) WHERE closed_at IS NULL;

-- What was received, word for word, and what came of it. 'received': stored, not yet applied. erased_at: its envelope is gone.
CREATE TABLE entries (
  log BLOB NOT NULL REFERENCES logs (log),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  id BLOB NOT NULL CHECK (length(id) = 16),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  kind TEXT NOT NULL,
  entry TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('received', 'accepted', 'refused')),
  problem TEXT,
  receipt BLOB,
  erased_at INTEGER,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_id ON entries (log, id);
CREATE INDEX entries_waiting ON entries (log, seq) WHERE status = 'received';

-- Countersigned checkpoints with the right edge of their tree, from which the next one is computed.
CREATE TABLE checkpoints (
  log BLOB NOT NULL REFERENCES logs (log),
  size INTEGER NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32),
  peaks BLOB NOT NULL,
  note TEXT NOT NULL,
  countersigned_at INTEGER NOT NULL,
  PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;

-- Notes that a workstation signed and that do not fit what it sent: the proof of a fork.
CREATE TABLE refused_checkpoints (
  number INTEGER PRIMARY KEY,
  log BLOB NOT NULL REFERENCES logs (log),
  problem TEXT NOT NULL,
  note TEXT NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;

-- Sessions whose delegation arrived in an agent.signedIn entry.
CREATE TABLE sessions (
  session BLOB NOT NULL CHECK (length(session) = 32),
  log BLOB NOT NULL REFERENCES logs (log),
  agent BLOB NOT NULL CHECK (length(agent) = 32),
  session_key BLOB NOT NULL,
  begins INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (log, session)
) STRICT, WITHOUT ROWID;

-- A block belongs to one log; blocks follow one another, so none can overlap.
CREATE TABLE leases (
  first INTEGER PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count > 0),
  id BLOB NOT NULL UNIQUE,
  log BLOB NOT NULL REFERENCES logs (log),
  cause BLOB,
  granted_at INTEGER NOT NULL,
  UNIQUE (log, cause)
) STRICT;

CREATE TABLE holders (
  user_number TEXT PRIMARY KEY CHECK (length(user_number) = 12),
  log BLOB NOT NULL REFERENCES logs (log),
  entry BLOB NOT NULL,
  legal_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  name_on_card TEXT NOT NULL,
  ods_code TEXT NOT NULL,
  job_title TEXT NOT NULL,
  same_person TEXT NOT NULL UNIQUE,
  portrait BLOB,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX holders_by_birth ON holders (birth_date);

-- Numbers whose record from this log was refused: what builds on it is refused too.
CREATE TABLE refused_holders (
  log BLOB NOT NULL,
  user_number TEXT NOT NULL,
  entry BLOB NOT NULL,
  PRIMARY KEY (log, user_number)
) STRICT, WITHOUT ROWID;

-- Who may sign in: one row per 9A certificate. key_management: the 9D certificate, a recipient of the store key.
CREATE TABLE agents (
  certificate BLOB PRIMARY KEY CHECK (length(certificate) = 32),
  user_number TEXT NOT NULL CHECK (length(user_number) = 12),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  deputy INTEGER NOT NULL DEFAULT 0,
  card BLOB NOT NULL CHECK (length(card) = 16),
  sign_in BLOB NOT NULL,
  key_management BLOB NOT NULL,
  inactive_since INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX agents_by_number ON agents (user_number);

CREATE TABLE policies (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  signature BLOB NOT NULL,
  published_at INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

-- Sealed to the centre's own envelope certificate.
CREATE TABLE site_keys (
  version INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE exceptions (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  log BLOB NOT NULL REFERENCES logs (log),
  requester BLOB NOT NULL CHECK (length(requester) = 32),
  state TEXT NOT NULL,
  request TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Certificates and cards that are not to be trusted any more.
CREATE TABLE hot_list (
  number INTEGER PRIMARY KEY,
  certificate BLOB UNIQUE,
  card BLOB UNIQUE,
  since INTEGER NOT NULL
) STRICT;

-- Every read about a person, and every one that was refused. A nonce is good once in its session.
CREATE TABLE read_log (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  workstation BLOB NOT NULL,
  agent BLOB,
  session BLOB,
  nonce TEXT,
  act TEXT NOT NULL,
  target TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX read_log_nonce ON read_log (session, nonce) WHERE nonce IS NOT NULL;

CREATE TABLE cards (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  user_number TEXT NOT NULL,
  log BLOB,
  job BLOB,
  generation INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('opened', 'issued', 'abandoned', 'cancelled')),
  changed_at INTEGER NOT NULL,
  -- Its certificates are not all here yet, and its holder may be an agent.
  adoption_waits INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_by_number ON cards (user_number);

CREATE TABLE certificates (
  request BLOB PRIMARY KEY CHECK (length(request) = 16),
  card BLOB NOT NULL REFERENCES cards (id),
  slot TEXT NOT NULL,
  request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
  certificate BLOB NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0,
  issued_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_by_card ON certificates (card);

-- What desks asked for. attempts: the authority may have seen it, and made a certificate of which nobody here knows yet.
CREATE TABLE certificate_requests (
  request BLOB PRIMARY KEY CHECK (length(request) = 16),
  log BLOB NOT NULL REFERENCES logs (log),
  entry BLOB NOT NULL,
  seq INTEGER NOT NULL,
  card BLOB NOT NULL REFERENCES cards (id),
  slot TEXT NOT NULL,
  request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
  csr BLOB,
  public_key BLOB NOT NULL,
  user_number TEXT NOT NULL,
  organisation TEXT NOT NULL,
  photo_reference BLOB,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'issued', 'failed', 'withdrawn')),
  withdrawn INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  problem TEXT,
  asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_requests_waiting ON certificate_requests (next_try) WHERE state = 'waiting';
CREATE INDEX certificate_requests_by_card ON certificate_requests (card);

-- Certificates that the authority is to take back.
CREATE TABLE revocations (
  certificate BLOB PRIMARY KEY CHECK (length(certificate) = 32),
  der BLOB NOT NULL,
  reason INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  problem TEXT,
  asked_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX revocations_waiting ON revocations (next_try) WHERE done_at IS NULL;

CREATE TABLE deliveries (
  log BLOB NOT NULL REFERENCES logs (log),
  cursor INTEGER NOT NULL CHECK (cursor > 0),
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  sealed INTEGER NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (log, cursor)
) STRICT, WITHOUT ROWID;
)sql";

// awaits_card: revoked with a card that was replaced; the next card of the same person takes the row's rights over. What desks are
// told of each other's cards: by which keys they open (the site key's version; the generation is there), in what state they are, and
// which certificates are on them.
constexpr std::string_view second = R"sql(
ALTER TABLE agents ADD COLUMN awaits_card INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cards ADD COLUMN site_key_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cards ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cards ADD COLUMN serial TEXT;
ALTER TABLE cards ADD COLUMN profile TEXT;
ALTER TABLE cards ADD COLUMN expires TEXT;
ALTER TABLE cards ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cards ADD COLUMN issued_at INTEGER;
ALTER TABLE certificates ADD COLUMN written INTEGER NOT NULL DEFAULT 0;
)sql";

// Each office's own tables of this version, one block each.
constexpr std::string_view third = R"sql(
-- What desks have begun on cards, so that another one can go on with it: the plan (no secret), and who closed it when.
CREATE TABLE card_jobs (
  job BLOB PRIMARY KEY CHECK (length(job) = 16),
  card BLOB NOT NULL REFERENCES cards (id),
  act TEXT NOT NULL CHECK (act IN ('issue', 'renew', 'rotate')),
  atr TEXT NOT NULL,
  plan TEXT,
  opened_at INTEGER NOT NULL,
  opened_by BLOB NOT NULL,
  -- Another desk than the one that began it goes on with it.
  taken_up INTEGER NOT NULL DEFAULT 0,
  closed_at INTEGER,
  closed_by BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX card_jobs_of ON card_jobs (card);

-- Positions, requests, the catalogue and delegated lists: what desks are told, word for word.
CREATE TABLE access_records (
  kind TEXT NOT NULL CHECK (kind IN ('position', 'request', 'catalogue', 'delegation', 'badge')),
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Batches of blank cards with keys of their own, sealed to the centre's own envelope certificate; empty once the batch has ended.
CREATE TABLE batches (
  name TEXT PRIMARY KEY,
  profile TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  first_serial INTEGER,
  last_serial INTEGER,
  unlock_key INTEGER NOT NULL,
  passcode INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
)sql";

// Who made the last check of somebody's evidence, at whichever desk: they decide no exception about it.
constexpr std::string_view fourth = R"sql(
CREATE TABLE evidence_checkers (
  user_number TEXT PRIMARY KEY,
  checker TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array migrations{Migration{1, "first", first}, Migration{2, "cards of other desks", second}, Migration{3, "jobs on cards", third},
                                Migration{4, "who checked", fourth}};

} // namespace

std::span<const Migration> centreMigrations() noexcept { return migrations; }

} // namespace cardwright::central
