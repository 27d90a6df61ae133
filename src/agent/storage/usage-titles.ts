import { purposeTitle } from '../../shared/costs.ts'
import type { Dimension, Statements } from './usage-sums.ts'

/**
 * What a key of the sums is called, or the key itself where nobody knows.
 * @param turnId a turn in which the person asked: the name is read from it
 */
export type TitleOf = (dimension: Dimension, key: string, turnId: number | null) => string

/** Messages behind a turn's first among which those of its question are looked for. */
const looked = 200

export function titlesOf(database: Statements): TitleOf {
  const chat = database.prepare<[string], { title: string }>('SELECT title FROM chats WHERE id = ?')
  const person = database.prepare<[number | null, string], { title: string }>(
    `SELECT sender_name AS title FROM turns JOIN messages ON messages.chat_id = turns.chat_id
       AND messages.id BETWEEN turns.message_id AND turns.message_id + ${looked}
     WHERE turns.id = ? AND sender_id = ? ORDER BY messages.id LIMIT 1`,
  )
  return (dimension, key, turnId) => {
    if (dimension === 'chat') return key === '0' ? '不在聊天里' : (chat.get(key)?.title ?? key)
    if (dimension === 'person') return key === '' ? '没有人问' : (person.get(turnId, key)?.title ?? key)
    return dimension === 'purpose' ? purposeTitle(key) : key
  }
}
