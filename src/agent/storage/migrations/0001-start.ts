/**
 * `messages.anchor` is the id of the message a row belongs to: its own for what others say, the question's for an
 * answer. Ordered by it, an answer stands right behind its question even when more was said meanwhile.
 * Every index ends with the row's id: what is read from one is in order and need not be sorted.
 * Indexes are few on purpose: each one is a page more to write for every message.
 * Bot messages are their own outbox: `delivery` goes waiting → sending → sent | failed | unknown.
 */
export const sql = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE chats (
  id INTEGER PRIMARY KEY,
  self_id TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  peer_id TEXT NOT NULL,
  via_group TEXT,
  title TEXT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}',
  context_from INTEGER NOT NULL DEFAULT 0,
  context_before_clear INTEGER,
  cut_from INTEGER NOT NULL DEFAULT 0,
  UNIQUE (self_id, key)
) STRICT;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  anchor INTEGER NOT NULL,
  platform_id TEXT,
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  sender_id TEXT NOT NULL,
  sender_name TEXT NOT NULL,
  group_role TEXT,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  reply_to TEXT,
  quote TEXT,
  images TEXT,
  reason TEXT,
  turn_id INTEGER,
  delivery TEXT,
  problem TEXT,
  recalled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_by_chat ON messages (chat_id);
CREATE INDEX messages_by_platform_id ON messages (chat_id, platform_id) WHERE platform_id IS NOT NULL;

CREATE TABLE turns (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  message_id INTEGER NOT NULL REFERENCES messages (id),
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  outcome TEXT,
  model TEXT NOT NULL DEFAULT '',
  received_at INTEGER NOT NULL,
  ended_at INTEGER,
  problem TEXT,
  steps TEXT NOT NULL DEFAULT '[]',
  tool_calls TEXT NOT NULL DEFAULT '[]',
  model_calls TEXT NOT NULL DEFAULT '[]',
  reasoning TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX turns_open ON turns (id) WHERE state <> 'ended';

CREATE TABLE missed (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES messages (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_calls (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  chat_id INTEGER,
  turn_id INTEGER,
  model TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  first_token_ms REAL,
  total_ms REAL NOT NULL,
  problem TEXT
) STRICT;

CREATE TABLE usage_days (
  day TEXT NOT NULL,
  model TEXT NOT NULL,
  chat_id INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  calls INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  PRIMARY KEY (day, model, chat_id, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  scope TEXT NOT NULL,
  path TEXT NOT NULL,
  before TEXT,
  after TEXT,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;
`
