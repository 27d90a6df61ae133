/**
 * `messages.rule` is what in the settings fitted, `forward_id` the id of a forwarded conversation not unfolded yet.
 * `summaries` are never changed: a newer one of a chat stands in for those before it.
 * `speakers` numbers the people of a chat for the model, in the order in which it first met them.
 */
export const sql = `
ALTER TABLE messages ADD COLUMN rule TEXT;
ALTER TABLE messages ADD COLUMN forward_id TEXT;
ALTER TABLE chats ADD COLUMN muted_until INTEGER NOT NULL DEFAULT 0;

CREATE TABLE characters (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  avatar TEXT NOT NULL,
  prompt TEXT NOT NULL,
  greeting TEXT NOT NULL,
  settings TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

CREATE TABLE prompt_versions (
  id INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX prompt_versions_by_scope ON prompt_versions (scope);

CREATE TABLE summaries (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  from_anchor INTEGER NOT NULL,
  upto_anchor INTEGER NOT NULL,
  text TEXT NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX summaries_by_chat ON summaries (chat_id);

CREATE TABLE speakers (
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  user_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (chat_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE set_aside (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  turn_id INTEGER,
  at INTEGER NOT NULL,
  why TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX set_aside_by_chat ON set_aside (chat_id);
`
