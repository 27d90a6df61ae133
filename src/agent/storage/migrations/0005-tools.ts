/**
 * `turns.retried_by`: who had a question answered again.
 * What a running turn did with tools, so that a restart goes on instead of doing it again: `turn_rounds` is what the
 * model said with its calls, `tool_calls` one row a call (also of earlier turns, for 最近的调用). A call is `waiting`
 * before it runs, `started` from the moment it may have an effect. `tool_days` are sums for statistics.
 * `waitings` are approvals and questions to people, `tool_grants` leave that was given for a while, `tool_values`
 * what tools remember.
 */
export const sql = `
ALTER TABLE turns ADD COLUMN retried_by TEXT;

CREATE TABLE turn_rounds (
  turn_id INTEGER NOT NULL REFERENCES turns (id),
  round INTEGER NOT NULL,
  content TEXT NOT NULL,
  reasoning TEXT NOT NULL,
  calls TEXT NOT NULL,
  PRIMARY KEY (turn_id, round)
) STRICT, WITHOUT ROWID;

CREATE TABLE tool_calls (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  name TEXT NOT NULL,
  chat_id INTEGER,
  turn_id INTEGER,
  round INTEGER NOT NULL,
  place INTEGER NOT NULL,
  sender_name TEXT NOT NULL,
  arguments TEXT NOT NULL,
  state TEXT NOT NULL,
  result TEXT NOT NULL DEFAULT '',
  pictures TEXT NOT NULL DEFAULT '[]',
  ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tool_calls_by_turn ON tool_calls (turn_id, round, place);
CREATE INDEX tool_calls_by_name ON tool_calls (name);

CREATE TABLE tool_days (
  name TEXT NOT NULL,
  day TEXT NOT NULL,
  calls INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  total_ms INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE waitings (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  turn_id INTEGER,
  call_id INTEGER,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  tool TEXT NOT NULL,
  body TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  state TEXT NOT NULL,
  answer TEXT,
  decided_by TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE tool_grants (
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  tool TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (chat_id, tool)
) STRICT, WITHOUT ROWID;

CREATE TABLE tool_values (
  tool TEXT NOT NULL,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (tool, chat_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  user_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reminders_waiting ON reminders (at) WHERE state = 'waiting';
`
