import type { PicturePage, StoredPicture } from '../../shared/pictures.ts'
import type { Database } from './database.ts'
import { type PictureRecord, type PictureRow, pictureColumns, toPictureRecord } from './picture-rows.ts'

export interface PicturePageFilter {
  /** Only what was seen there, in the order in which it was. */
  readonly chatId?: number | undefined
  /** Part of a caption; '' for any. */
  readonly search: string
  readonly kind: 'all' | 'photos' | 'stickers' | 'expired'
  /** Where an earlier page said to go on. */
  readonly next?: string | undefined
  readonly limit: number
}

/** Counting on costs more than anybody gains by it. */
const mostCounted = 10_000
/** Chats a picture was seen in that are looked through for the last ones. */
const mostChats = 500
const chatsShown = 5

/** Of both queries: sticker at least and at most, 1 for expired ones only, the search twice. */
type Matching = [number, number, number, string, string]
const matching =
  "p.sticker BETWEEN ? AND ? AND (? = 0 OR p.formats = '') AND (? = '' OR INSTR(p.caption, ?) > 0)"

type Row = PictureRow & { place: number }

/** Pages of the stored pictures, for the panel. */
export class PicturePages {
  readonly #all
  readonly #countAll
  readonly #inChat
  readonly #countInChat
  readonly #chatsOf

  constructor(database: Database) {
    const all = `FROM pictures AS p WHERE (p.last_seen_at, p.hash) < (?, ?) AND ${matching}`
    // In this order: what was seen in the chat is read in order, and each picture looked up by its key.
    const inChat = `FROM picture_sightings AS s CROSS JOIN pictures AS p
      WHERE s.chat_id = ? AND (s.last_at, s.hash) < (?, ?) AND p.hash = s.hash AND ${matching}`
    this.#all = database.prepare<[number, string, ...Matching, number], Row>(
      `SELECT ${pictureColumns}, p.last_seen_at AS place ${all}
       ORDER BY p.last_seen_at DESC, p.hash DESC LIMIT ?`,
    )
    this.#countAll = database.prepare<[number, string, ...Matching, number]>(`SELECT 1 ${all} LIMIT ?`)
    this.#inChat = database.prepare<[number, number, string, ...Matching, number], Row>(
      `SELECT ${pictureColumns}, s.last_at AS place ${inChat} ORDER BY s.last_at DESC, s.hash DESC LIMIT ?`,
    )
    this.#countInChat = database.prepare<[number, number, string, ...Matching, number]>(
      `SELECT 1 ${inChat} LIMIT ?`,
    )
    this.#chatsOf = database.prepare<[string, number], { id: number; title: string; at: number }>(
      `SELECT s.chat_id AS id, c.title, s.last_at AS at FROM picture_sightings AS s
       CROSS JOIN chats AS c WHERE s.hash = ? AND c.id = s.chat_id LIMIT ?`,
    )
  }

  /** One page, newest first. `total` counts no further than 10,000. */
  page({ chatId, search, kind, next, limit }: PicturePageFilter): PicturePage {
    const from = kind === 'stickers' ? 1 : 0
    const to = kind === 'photos' ? 0 : 1
    const match: Matching = [from, to, kind === 'expired' ? 1 : 0, search, search]
    const place = placeIn(next)
    const top = placeIn(undefined)
    const rows =
      chatId === undefined
        ? this.#all.all(...place, ...match, limit + 1)
        : this.#inChat.all(chatId, ...place, ...match, limit + 1)
    const counted =
      chatId === undefined
        ? this.#countAll.all(...top, ...match, mostCounted)
        : this.#countInChat.all(chatId, ...top, ...match, mostCounted)
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      pictures: shown.map(({ place: _place, ...row }) => this.stored(toPictureRecord(row))),
      next: last ? `${last.place}:${last.hash}` : null,
      total: counted.length,
    }
  }

  /** A picture with the chats it was seen in last. */
  stored({ formats: _formats, lastUsedAt: _used, ...picture }: PictureRecord): StoredPicture {
    const chats = this.#chatsOf.all(picture.hash, mostChats).sort((a, b) => b.at - a.at)
    return {
      ...picture,
      chats: chats.slice(0, chatsShown).map(({ id, title }) => ({ id, title })),
    }
  }
}

/** Reads a cursor; what is none begins at the top. */
function placeIn(cursor: string | undefined): [number, string] {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(cursor ?? '')
  return match ? [Number(match[1]), match[2] ?? ''] : [Number.MAX_SAFE_INTEGER, '']
}
