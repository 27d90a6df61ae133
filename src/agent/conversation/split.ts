import { type CodeBlock, codeBlocks, type Span, spanAround, urls } from './spans.ts'

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

// Control characters other than newline and tab break some ends; lone surrogates are not valid UTF-8.
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** Text as it may be put on the wire. */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(control, '').toWellFormed().trim()
}

/**
 * Splits an answer into parts of at most `max` code points: between paragraphs, else lines, else sentences, else
 * anywhere but inside a visible character or an address. A code block stays whole when it fits, and its lines keep
 * their indentation. Empty for blank text.
 * @param fences whether the lines that fence code in are sent as well.
 */
export function splitReply(text: string, max: number, fences: 'keep' | 'drop' = 'keep'): string[] {
  const whole = cleanText(text)
  if (fits(whole, max) && (fences === 'keep' || !/```|~~~/.test(whole))) return whole ? [whole] : []
  const blocks = codeBlocks(whole)
  const parts = cutInto(whole, max, blocks)
  const texts =
    fences === 'keep' ? parts.map((part) => textIn(whole, part)) : withoutFences(whole, parts, blocks)
  return texts.filter((part) => part.trim() !== '')
}

/** Whether the text has at most `max` code points; does not look at all of a long one. */
export function fits(text: string, max: number): boolean {
  if (text.length <= max) return true
  if (text.length > max * 2) return false
  return [...text].length <= max
}

function cutInto(whole: string, max: number, blocks: readonly CodeBlock[]): Span[] {
  const parts: Span[] = []
  let from = 0
  let kept: readonly Span[] | undefined
  while (!fits(whole.slice(from), max)) {
    kept ??= keptWhole(whole, max, blocks)
    const to = cutAt(
      whole,
      { from, to: from + prefix(whole.slice(from), max).length },
      { code: blocks, kept, max },
    )
    parts.push({ from, to })
    const rest = whole.slice(to)
    const trimmed = spanAround(blocks, to) ? rest.replace(/^(?:[^\S\n]*\n)+/, '') : rest.trimStart()
    from = whole.length - trimmed.length
  }
  if (from < whole.length) parts.push({ from, to: whole.length })
  return parts
}

/** What is not cut in two because it fits into a part: code blocks, and addresses outside of them. In order. */
function keptWhole(whole: string, max: number, blocks: readonly CodeBlock[]): Span[] {
  const isShort = ({ from, to }: Span) => fits(whole.slice(from, to), max)
  const code = blocks.filter(isShort)
  const addresses = urls(whole).filter((url) => isShort(url) && !spanAround(code, url.from))
  return [...code, ...addresses].sort((a, b) => a.from - b.from)
}

/** Index at which to cut what begins with a window that is full. */
function cutAt(
  whole: string,
  { from, to }: Span,
  { code, kept, max }: { code: readonly Span[]; kept: readonly Span[]; max: number },
): number {
  const length = to - from
  const block = spanAround(code, to)
  if (block && block.from > from) {
    // Before the code: always when that keeps it whole, else if the part does not become uselessly short.
    if (block.from > from + length / 4 || fits(whole.slice(block.from, block.to), max)) return block.from
  }
  const text = whole.slice(from, to)
  for (const boundary of [/\n\s*\n/g, /\n/g, /[。！？!?…；;]["'」』”）)]*|[.](?=\s)/g, /[，、,\s]/g]) {
    const last = lastEnd(text, boundary, (end) => !spanAround(kept, from + end))
    if (last > length / 3) return from + characterEnd(text, last)
  }
  const around = spanAround(kept, to)
  return around && around.from > from ? characterStart(whole, from, around.from) : to
}

function lastEnd(text: string, boundary: RegExp, mayCut: (end: number) => boolean): number {
  let last = -1
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length
    if (mayCut(end)) last = end
  }
  return last
}

/** Parts as they are sent, without the lines that fence code in. */
function withoutFences(whole: string, parts: readonly Span[], blocks: readonly CodeBlock[]): string[] {
  let next = 0
  return parts.map(({ from, to }) => {
    while ((blocks[next]?.to ?? to) <= from) next++
    let text = ''
    let at = from
    for (let block = blocks[next]; block && block.from < to; block = blocks[++next]) {
      const { firstLine, lastLine } = block
      if (firstLine.to > at) {
        text += whole.slice(at, firstLine.from)
        at = firstLine.to + 1
      }
      if (!lastLine || lastLine.from >= to) break
      text += whole.slice(at, lastLine.from - 1)
      at = Math.max(at, lastLine.to)
    }
    return (text + whole.slice(at, to)).replace(/^\n+/, '').trimEnd()
  })
}

function textIn(whole: string, { from, to }: Span): string {
  return whole.slice(from, to).trimEnd()
}

/** The longest start of the text with at most `max` code points that does not cut a visible character. */
function prefix(text: string, max: number): string {
  let points = 0
  let index = 0
  for (const char of text) {
    if (points === max) break
    points++
    index += char.length
  }
  // Whether there is a cut at an index depends on what is before it and on the one character behind it.
  const start = characterAt(text.slice(0, index + 2), index)?.index
  // A single visible character that is longer than any part has to be cut.
  return text.slice(0, start || index)
}

/** The index itself, or the end of the visible character that it is in the middle of. */
function characterEnd(text: string, index: number): number {
  const character = characterAt(text, index)
  return character && character.index < index ? character.index + character.segment.length : index
}

/** The index itself, or the start of the visible character that it is in the middle of, if that lies behind `from`. */
function characterStart(text: string, from: number, index: number): number {
  const start = from + (characterAt(text.slice(from, index + 2), index - from)?.index ?? index - from)
  return start > from ? start : index
}

function characterAt(text: string, index: number): Intl.SegmentData | undefined {
  return graphemes.segment(text).containing(index)
}
