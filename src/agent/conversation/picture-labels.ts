import type { PictureRef } from '../../shared/pictures.ts'
import type { MessageRecord } from '../storage/messages.ts'

/** A picture of a conversation under the name by which its lines speak of it. */
export interface LabelledPicture {
  /** Such as 图1. */
  readonly label: string
  readonly ref: PictureRef
  /** Whether the model is to see it; else only what is known of it in words is told. */
  wanted: boolean
}

/** The pictures of one row: its own, and those of what it quotes. */
export interface RowPictures {
  readonly own: readonly LabelledPicture[]
  readonly quoted: readonly LabelledPicture[]
  /** Those of both that no row before it holds. */
  readonly first: readonly LabelledPicture[]
}

const none: RowPictures = { own: [], quoted: [], first: [] }

/**
 * Numbers the pictures of a conversation in the order in which they come. The same picture has the same label wherever
 * it is: what somebody quotes, or sends again. Ask for rows from the oldest to the newest: then a label stays the same
 * from turn to turn as long as the conversation begins at the same place, and with it the vendor's prompt cache.
 */
export class PictureLabels {
  readonly #quotedBy: (row: MessageRecord) => MessageRecord | null
  readonly #rows = new Map<number, RowPictures>()
  readonly #known = new Map<string, LabelledPicture>()
  #count = 0

  /** @param quotedBy the stored message that a row quotes; null when it is not there. */
  constructor(quotedBy: (row: MessageRecord) => MessageRecord | null) {
    this.#quotedBy = quotedBy
  }

  /** Whether none was met so far. */
  get isEmpty(): boolean {
    return this.#count === 0
  }

  of(row: MessageRecord): RowPictures {
    if (row.images.length === 0 && !row.quote) return none
    const known = this.#rows.get(row.id)
    if (known) return known
    const first: LabelledPicture[] = []
    const quoted = picturesQuoted(row, this.#quotedBy).map(({ ref, key }) => this.#label(ref, key, first))
    const own = row.images.map((ref, index) => this.#label(ref, `${row.id}:${index}`, first))
    const pictures = { own, quoted, first }
    this.#rows.set(row.id, pictures)
    return pictures
  }

  /** The label of a picture that is in no row, such as what a tool returned. */
  add(hash: string): string {
    return this.#label({ url: '', file: '', sticker: false, hash }, hash, []).label
  }

  #label(ref: PictureRef, place: string, first: LabelledPicture[]): LabelledPicture {
    const known = this.#known.get(place) ?? (ref.hash === null ? undefined : this.#known.get(ref.hash))
    const picture = known ?? { label: `图${++this.#count}`, ref, wanted: false }
    if (!known) first.push(picture)
    this.#known.set(place, picture)
    if (ref.hash !== null) this.#known.set(ref.hash, picture)
    return picture
  }
}

/** The pictures of what a row quotes, each with a key for its place. */
function picturesQuoted(
  row: MessageRecord,
  quotedBy: (row: MessageRecord) => MessageRecord | null,
): { ref: PictureRef; key: string }[] {
  if (!row.quote) return []
  const quoted = quotedBy(row)
  if (quoted) {
    if (quoted.recalled) return []
    return quoted.images.map((ref, index) => ({ ref, key: `${quoted.id}:${index}` }))
  }
  return (row.quote.images ?? []).map((ref, index) => ({ ref, key: `quote-${row.id}:${index}` }))
}
