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
 * anywhere but inside a visible character. A code block stays whole when it fits. Empty for blank text.
 */
export function splitReply(text: string, max: number): string[] {
  const parts: string[] = []
  let rest = cleanText(text)
  while (codePoints(rest) > max) {
    const cut = cutAt(rest, max)
    const part = rest.slice(0, cut).trimEnd()
    if (part) parts.push(part)
    rest = rest.slice(cut).trimStart()
  }
  if (rest) parts.push(rest)
  return parts
}

/** Index at which to cut, so that what is before it has at most `max` code points. */
function cutAt(text: string, max: number): number {
  const window = prefix(text, max)
  const fence = openFence(window)
  // Cutting before the code block keeps it whole, if the part does not become uselessly short.
  if (fence > window.length / 4) return fence
  const least = window.length / 3
  for (const boundary of [/\n\s*\n/g, /\n/g, /[。！？!?…；;]["'」』”）)]*|[.](?=\s)/g, /[，、,\s]/g]) {
    const last = lastEnd(window, boundary)
    if (last > least) return last
  }
  return window.length
}

function lastEnd(text: string, boundary: RegExp): number {
  let last = -1
  for (const match of text.matchAll(boundary)) last = match.index + match[0].length
  return last
}

/** Where a code block begins that is not closed in this text; -1 when there is none. */
function openFence(text: string): number {
  const fences = [...text.matchAll(/^```/gm)]
  return fences.length % 2 === 1 ? (fences.at(-1)?.index ?? -1) : -1
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
  // Only the last few characters can be part of a cluster that goes on behind the cut.
  const from = safeStart(text, Math.max(0, index - 64))
  let end = from
  for (const { segment } of graphemes.segment(text.slice(from, index + 64))) {
    if (end + segment.length > index) break
    end += segment.length
  }
  return text.slice(0, end > 0 ? end : index)
}

/** Moves an index off the middle of a surrogate pair. */
function safeStart(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return index > 0 && code >= 0xdc00 && code <= 0xdfff ? index - 1 : index
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
