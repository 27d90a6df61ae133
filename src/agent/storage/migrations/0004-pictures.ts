/**
 * A picture is known by the hash of its bytes as they were fetched. `formats` names the files that are there, such as
 * `jpeg` or `jpeg webp`; '' once they were removed, as `bytes` is 0 then. `picture_sightings` says where it was seen. The index of what was
 * used last holds the sizes, too: how much room all take is summed up at each start.
 */
export const sql = `
CREATE TABLE pictures (
  hash TEXT PRIMARY KEY,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  source_bytes INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  formats TEXT NOT NULL,
  animated INTEGER NOT NULL,
  sticker INTEGER NOT NULL,
  caption TEXT NOT NULL DEFAULT '',
  caption_by TEXT NOT NULL DEFAULT '',
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0,
  uses INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX pictures_by_last_seen ON pictures (last_seen_at, hash);
CREATE INDEX pictures_by_last_used ON pictures (last_used_at, bytes) WHERE bytes > 0;

CREATE TABLE picture_sightings (
  hash TEXT NOT NULL,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (hash, chat_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_sightings_by_chat ON picture_sightings (chat_id, last_at, hash);
`
