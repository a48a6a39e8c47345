#include "core/central/Schema.h"

#include <array>

namespace cardwright::central {

namespace {

constexpr std::string_view first = R"sql(
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workstations (
  log BLOB PRIMARY KEY CHECK (length(log) = 16),
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  certificate BLOB NOT NULL UNIQUE CHECK (length(certificate) = 32),
  name TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was received, word for word, and what came of it. 'received': stored, not yet applied.
CREATE TABLE entries (
  log BLOB NOT NULL REFERENCES workstations (log),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  id BLOB NOT NULL CHECK (length(id) = 16),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  kind TEXT NOT NULL,
  entry TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('received', 'accepted', 'refused')),
  problem TEXT,
  receipt BLOB,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_id ON entries (log, id);
CREATE INDEX entries_waiting ON entries (log, seq) WHERE status = 'received';

-- A block belongs to one log; blocks follow one another, so none can overlap.
CREATE TABLE leases (
  first INTEGER PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count > 0),
  id BLOB NOT NULL UNIQUE,
  log BLOB NOT NULL REFERENCES workstations (log),
  cause BLOB,
  granted_at INTEGER NOT NULL,
  UNIQUE (log, cause)
) STRICT;

CREATE TABLE holders (
  user_number TEXT PRIMARY KEY CHECK (length(user_number) = 12),
  log BLOB NOT NULL REFERENCES workstations (log),
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

-- Numbers whose record from this log was refused: what builds on it is refused too.
CREATE TABLE refused_holders (
  log BLOB NOT NULL,
  user_number TEXT NOT NULL,
  entry BLOB NOT NULL,
  PRIMARY KEY (log, user_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE agents (
  user_number TEXT PRIMARY KEY CHECK (length(user_number) = 12),
  name TEXT NOT NULL,
  certificate BLOB NOT NULL UNIQUE CHECK (length(certificate) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  user_number TEXT NOT NULL,
  log BLOB,
  job BLOB,
  generation INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('opened', 'issued', 'abandoned', 'cancelled')),
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE certificates (
  request BLOB PRIMARY KEY CHECK (length(request) = 16),
  card BLOB NOT NULL REFERENCES cards (id),
  slot TEXT NOT NULL,
  request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
  certificate BLOB NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0,
  issued_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
  log BLOB NOT NULL REFERENCES workstations (log),
  cursor INTEGER NOT NULL CHECK (cursor > 0),
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('certificate', 'lease', 'refusal', 'roster', 'authority')),
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (log, cursor)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array migrations{Migration{1, "first", first}};

} // namespace

std::span<const Migration> centreMigrations() noexcept { return migrations; }

} // namespace cardwright::central
