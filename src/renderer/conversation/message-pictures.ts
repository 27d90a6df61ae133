import type { ChatPicture } from '../../shared/pictures.ts'
import type { ChatMessage } from '../../shared/state.ts'

/** A message's text and its pictures, told apart from those of what it quotes and forwards. */
export interface Illustrated {
  /** Without the words that stood for the pictures shown beside it. */
  text: string
  own: readonly ChatPicture[]
  /** Of the messages it quotes and forwards. */
  others: readonly ChatPicture[]
}

/** What stands in a text for a picture that was there. */
const standsFor = /\[(?:图片|动画表情|闪照|表情包(?::[^\]\n]*)?)\]/g

/** Pictures come in the order of the message, its own first: as many as its text has words for. */
export function illustrated({ text, pictures }: Pick<ChatMessage, 'text' | 'pictures'>): Illustrated {
  const named = text.match(standsFor)?.length ?? 0
  const own = pictures.slice(0, named)
  let left = own.length
  const without = text.replace(standsFor, (word) => (left-- > 0 ? '' : word))
  return { text: own.length === 0 ? text : without.trim(), own, others: pictures.slice(named) }
}
