import type { ChatSettings } from '../../shared/settings.ts'
import { heldTogether } from './held-together.ts'
import { codeBlocks, type Span, spanAt } from './spans.ts'
import { cleanText, fits } from './split.ts'

/** What a model is told in mode `marks`. */
export const marksHint = '（想分几条消息说时，在句子之间写「|」隔开，最多五条；代码、网址和表格里不算）'

/** Answers up to this many code points, with no code longer than this many lines, are said in several bubbles. */
const longestText = 400
const longestCode = 5
const mostBubbles = 5

/**
 * An answer as the bubbles in which a person would type it: its paragraphs, or what stands between `|` marks. Only
 * short answers come apart, into at most five; a long one is a single text in which marks are line breaks. Code,
 * tables, formulas, addresses, quotes and brackets stay whole, with the marks in them. Takes Markdown as it was said
 * and returns such; empty for a blank text.
 */
export function splitBubbles(text: string, mode: ChatSettings['reply']['bubbles']): string[] {
  const whole = cleanText(text)
  if (whole === '') return []
  if (mode === 'off' || (mode === 'paragraphs' && !isShort(whole))) return [whole]
  const held = heldTogether(whole)
  const gaps = mode === 'marks' ? marks(whole, held) : blankLines(whole, held)
  const pieces = between(whole, gaps)
  const gap = (last: Span, next: Span) => {
    if (mode === 'paragraphs') return whole.slice(last.to, next.from)
    return isTiny(whole.slice(next.from, next.to)) ? '' : '\n'
  }
  const groups = isShort(whole) ? grouped(whole, pieces) : [pieces]
  return groups.map((group) =>
    group
      .map((piece, index) => (index > 0 ? gap(group[index - 1] ?? piece, piece) : '') + textOf(whole, piece))
      .join(''),
  )
}

function isShort(text: string): boolean {
  if (!fits(text, longestText)) return false
  return codeBlocks(text).every(({ from, to }) => text.slice(from, to).split('\n').length - 2 <= longestCode)
}

function blankLines(text: string, held: readonly Span[]): Span[] {
  const gaps = [...text.matchAll(/\n(?:[ \t]*\n)+/g)].map(({ 0: gap, index }) => ({
    from: index,
    to: index + gap.length,
  }))
  return gaps.filter(({ from }) => !spanAt(held, from))
}

/** The marks that stand alone between sentences, and not in a pattern, a command or a drawing. */
function marks(text: string, held: readonly Span[]): Span[] {
  const isEnglish = !/[\p{Script=Han}]/u.test(text)
  const found: Span[] = []
  for (const { 0: run, index } of text.matchAll(/[|｜]+/g)) {
    const to = index + run.length
    if (run.length > 1 || spanAt(held, index) || /^[\p{M}\u200d]/u.test(text.slice(to, to + 2))) continue
    const before = text.slice(Math.max(0, index - 50), index)
    const after = text.slice(to, to + 50)
    const isAscii = /[!-~]$/.test(before.trimEnd()) && /^[!-~]/.test(after.trimStart())
    const isApart = /\s$/.test(before) && /^\s/.test(after)
    const isBehindSentence = /[.!?)~]$/.test(before.trimEnd())
    if (!isAscii || (isApart && (isEnglish || isBehindSentence))) found.push({ from: index, to })
  }
  return found
}

/** What stands between the gaps, without the space around it and without what is blank. */
function between(text: string, gaps: readonly Span[]): Span[] {
  const pieces: Span[] = []
  let at = 0
  for (const { from, to } of [...gaps, { from: text.length, to: text.length }]) {
    const piece = text.slice(at, from)
    const end = at + piece.trimEnd().length
    if (piece.trim() !== '') pieces.push({ from: at + piece.length - piece.trimStart().length, to: end })
    at = to
  }
  return pieces
}

/** Pieces that are said in one bubble: nobody sends a lone full stop, or a heading before what it is about. */
function grouped(text: string, pieces: readonly Span[]): Span[][] {
  const groups: Span[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)
    // What is between bubbles needs no line there.
    if (pieces.length > 1 && isRule(textOf(text, piece))) continue
    if (last && (groups.length === mostBubbles || belongTogether(text, last, piece))) last.push(piece)
    else groups.push([piece])
  }
  return groups
}

function belongTogether(text: string, group: readonly Span[], next: Span): boolean {
  const last = textOf(text, group.at(-1) ?? next)
  const isIntroduction = /[：:]$|^#{1,6}\s[^\n]*$|^\*\*[^\n]*\*\*$/.test(last)
  const isList = isItem(last) && isItem(textOf(text, next))
  return (
    isIntroduction ||
    isList ||
    isTiny(textOf(text, next)) ||
    group.every((piece) => isTiny(textOf(text, piece)))
  )
}

function isRule(text: string): boolean {
  return /^(?:[-*_][ \t]*){3,}$/.test(text)
}

function isItem(text: string): boolean {
  return /^(?:[-*+]|\d{1,3}[.)、])\s/.test(text)
}

/** Nothing but punctuation. */
function isTiny(text: string): boolean {
  return !/[\p{L}\p{N}\p{So}\p{Extended_Pictographic}]/u.test(text)
}

function textOf(text: string, { from, to }: Span): string {
  return text.slice(from, to)
}
