/**
 * `usage_sums` holds the sums of each day by one dimension at a time (`chat`, `model`, `person`, `purpose`, `hour`), so
 * that statistics never read calls, and a day has as many rows as it has chats and people, not as they combine.
 * Every call is in one row of each dimension: under chat `0` and person '' where there is none.
 * `cost` is yuan; calls whose price nobody knows are counted in `unpriced` instead. `turn_id` is the last turn that
 * belongs to the row: through it a person has a name.
 */
export const sql = `
ALTER TABLE model_calls ADD COLUMN person TEXT;
ALTER TABLE model_calls ADD COLUMN cost REAL;
ALTER TABLE model_calls ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;

CREATE TABLE usage_sums (
  day TEXT NOT NULL,
  dimension TEXT NOT NULL,
  key TEXT NOT NULL,
  calls INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost REAL NOT NULL,
  turn_id INTEGER,
  PRIMARY KEY (dimension, day, key)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_sums
  SELECT day, 'chat', CAST(chat_id AS TEXT), SUM(calls), SUM(failed), SUM(calls), 0, SUM(input_tokens),
    SUM(cached_tokens), SUM(output_tokens), 0, 0, NULL FROM usage_days GROUP BY day, chat_id;
INSERT INTO usage_sums
  SELECT day, 'model', model, SUM(calls), SUM(failed), SUM(calls), 0, SUM(input_tokens),
    SUM(cached_tokens), SUM(output_tokens), 0, 0, NULL FROM usage_days GROUP BY day, model;
INSERT INTO usage_sums
  SELECT day, 'person', '', SUM(calls), SUM(failed), SUM(calls), 0, SUM(input_tokens),
    SUM(cached_tokens), SUM(output_tokens), 0, 0, NULL FROM usage_days GROUP BY day;
INSERT INTO usage_sums
  SELECT day, 'purpose', purpose, SUM(calls), SUM(failed), SUM(calls), 0, SUM(input_tokens),
    SUM(cached_tokens), SUM(output_tokens), 0, 0, NULL FROM usage_days GROUP BY day, purpose;
DROP TABLE usage_days;

CREATE TABLE cache_breaks (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  turn_id INTEGER,
  reason TEXT NOT NULL,
  lost REAL
) STRICT;
CREATE INDEX cache_breaks_by_chat ON cache_breaks (chat_id);
CREATE INDEX cache_breaks_by_time ON cache_breaks (at, reason, lost);
`
