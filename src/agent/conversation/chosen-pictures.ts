import { isTaken } from '../../shared/decision.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { LabelledPicture, PictureLabels } from './picture-labels.ts'

/**
 * Marks the pictures of a request that the model is to see: those of what is asked, then the last few of what was said
 * before, the newest first, so many in all as the chat wants.
 * @returns how many it will see.
 */
export function choosePictures(
  labels: PictureLabels,
  { rows, asked }: { rows: readonly MessageRecord[]; asked: readonly MessageRecord[] },
  { look, recent, most }: ChatSettings['pictures'],
): number {
  if (look === 'off') return 0
  const ids = new Set(asked.map(({ id }) => id))
  const before = rows.filter((row) => !ids.has(row.id) && (look === 'all' || wasAsked(row)))
  const inQuestion = newestFirst(labels, asked)
  const earlier = newestFirst(labels, before).filter(({ ref }) => ref.hash !== null)
  const chosen = new Set(inQuestion.slice(0, most))
  for (const picture of earlier.filter((one) => !chosen.has(one)).slice(0, recent)) {
    if (chosen.size >= most) break
    chosen.add(picture)
  }
  for (const picture of chosen) picture.wanted = true
  return chosen.size
}

function wasAsked({ author, reason }: MessageRecord): boolean {
  return author === 'user' && reason !== null && isTaken(reason)
}

function newestFirst(labels: PictureLabels, rows: readonly MessageRecord[]): LabelledPicture[] {
  const pictures = rows.flatMap((row) => {
    const { own, quoted } = labels.of(row)
    return [...quoted, ...own]
  })
  return [...new Set(pictures.reverse())]
}
