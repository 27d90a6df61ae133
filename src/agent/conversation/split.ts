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
  let inCode = false
  while (!fits(rest, max)) {
    const window = prefix(rest, max)
    const cut = cutAt(window, inCode)
    const part = rest.slice(0, cut)
    if (fences(part).length % 2 === 1) inCode = !inCode
    parts.push(part.trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest) parts.push(rest)
  return parts
}

/** Index at which to cut a window of the text. */
function cutAt(window: string, inCode: boolean): number {
  const fence = openFence(window, inCode)
  // Cutting before the code block keeps it whole, if the part does not become uselessly short.
  if (fence > window.length / 4) return fence
  const least = window.length / 3
  for (const boundary of [/\n\s*\n/g, /\n/g, /[。！？!?…；;]["'」』”）)]*|[.](?=\s)/g, /[，、,\s]/g]) {
    const last = lastEnd(window, boundary)
    if (last > least) return characterEnd(window, last)
  }
  return window.length
}

function lastEnd(text: string, boundary: RegExp): number {
  let last = -1
  for (const match of text.matchAll(boundary)) last = match.index + match[0].length
  return last
}

/** Where a code block begins that is not closed in this text; -1 when there is none. */
function openFence(text: string, inCode: boolean): number {
  const found = fences(text)
  return (found.length % 2 === 1) !== inCode ? (found.at(-1) ?? -1) : -1
}

function fences(text: string): number[] {
  return [...text.matchAll(/^```/gm)].map(({ index }) => index)
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

function characterAt(text: string, index: number): Intl.SegmentData | undefined {
  return graphemes.segment(text).containing(index)
}

/** Whether the text has at most `max` code points; does not look at all of a long one. */
function fits(text: string, max: number): boolean {
  if (text.length <= max) return true
  if (text.length > max * 2) return false
  return [...text].length <= max
}
