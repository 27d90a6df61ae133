import type { Span } from './spans.ts'

/** A run of marks and the characters on its two sides; '' at an end of the text. */
interface Run extends Span {
  readonly mark: string
  readonly before: string
  readonly after: string
}

const word = /[\p{L}\p{N}\p{M}]/u
const asciiWord = /[A-Za-z0-9]/
const space = /^\s*$/
const closing = /[，。！？、；：,.!?;:)）」』”’】》…]/
const opening = /[（(「『“‘【《]/
/** What a single mark stands next to when it is meant as one; faces and formulas have other things there. */
const insideStart = /[\p{L}\p{N}「『“‘"《【（[`]/u
const insideEnd = /[\p{L}\p{N}\p{M}。！？!?.…~～」』”’"》】）`]/u

/**
 * The marks of bold, italic and strike in one block of Markdown that have a partner, in order.
 * @param fixed what is not looked into, in order: code, addresses, links, formulas.
 */
export function emphasisMarks(text: string, fixed: readonly Span[]): Span[] {
  const open = new Map<string, Run>()
  const marks: Span[] = []
  let next = 0
  for (const { 0: mark, index: from } of text.matchAll(/\*+|_+|~+|\n(?:[ \t]*\n)*/g)) {
    while ((fixed[next]?.to ?? text.length) <= from) next++
    if ((fixed[next]?.from ?? text.length) <= from) continue
    if (mark.startsWith('\n')) {
      // Only bold goes on behind the end of a line, and nothing behind the end of a paragraph.
      for (const kind of open.keys()) if (kind.length === 1 || mark !== '\n') open.delete(kind)
      continue
    }
    if (mark.length > 3 || (mark.startsWith('~') && mark.length !== 2)) continue
    const to = from + mark.length
    const run = { from, to, mark, before: before(text, from), after: after(text, to) }
    const partner = open.get(mark)
    if (partner && closes(run)) {
      const pairs = isPair(partner, run, text)
      if (pairs) marks.push(partner, run)
      for (const [kind, { from: start }] of open) if (start >= partner.from) open.delete(kind)
      if (pairs) continue
    }
    if (begins(run)) open.set(mark, run)
  }
  return marks.sort((a, b) => a.from - b.from)
}

function begins({ mark, before, after }: Run): boolean {
  if (before === '/' || isInsideWord({ before, after })) return false
  if (mark === '*' || mark.startsWith('_')) return insideStart.test(after)
  return !space.test(after) && !closing.test(after)
}

function closes({ mark, before, after }: Run): boolean {
  if (after === '/' || isInsideWord({ before, after })) return false
  if (mark === '*' || mark.startsWith('_')) return insideEnd.test(before)
  return !space.test(before) && !opening.test(before)
}

/** As in 2*3*4 and my_var_name. */
function isInsideWord({ before, after }: Pick<Run, 'before' | 'after'>): boolean {
  return asciiWord.test(before) && asciiWord.test(after)
}

function isPair(first: Run, last: Run, text: string): boolean {
  const startsWord = !word.test(first.before)
  const endsWord = !word.test(last.after)
  // Multiplied Chinese words: 长*宽*高
  if (first.mark === '*') return startsWord || endsWord
  // Names such as __init__ are one word of ASCII.
  if (first.mark.startsWith('_'))
    return startsWord && endsWord && /[^!-~]/.test(text.slice(first.to, last.from))
  // Waves at the end of a sentence: 好呀~~明天见~~
  if (first.mark === '~~') return startsWord || !endsWord
  return true
}

function before(text: string, index: number): string {
  const unit = text[index - 1] ?? ''
  const isHalf = unit >= '\udc00' && unit <= '\udfff'
  return isHalf ? text.slice(index - 2, index) : unit
}

function after(text: string, index: number): string {
  const point = text.codePointAt(index)
  return point === undefined ? '' : String.fromCodePoint(point)
}
