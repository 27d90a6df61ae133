/** A stretch of a text, by its UTF-16 indices; the end is not part of it. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A fenced code block of Markdown, fences included; of one that is never closed there is no last line. */
export interface CodeBlock extends Span {
  readonly firstLine: Span
  readonly lastLine: Span | null
}

interface Fence extends Span {
  readonly isItem: boolean
  readonly mark: string
  readonly rest: string
  /** Length of the longest fence of waves behind this one that can close a block: not looked for in vain. */
  longestBehind: number
}

/**
 * The fenced code blocks of a text, in order, those of list items too. One of backticks that is never closed goes on
 * to the end.
 */
export function codeBlocks(text: string): CodeBlock[] {
  const fences = fencesOf(text)
  const blocks: CodeBlock[] = []
  for (let index = 0; index < fences.length; index++) {
    const first = fences[index]
    if (!first || !opens(first)) continue
    // Waves are how people end a sentence: a line of them alone begins no code.
    if (first.mark.startsWith('~') && first.longestBehind < first.mark.length) continue
    let last = index + 1
    while (last < fences.length && !closes(fences[last], first)) last++
    const lastLine = fences[last] ?? null
    blocks.push({ from: first.from, to: lastLine?.to ?? text.length, firstLine: first, lastLine })
    index = last
  }
  return blocks
}

function fencesOf(text: string): Fence[] {
  const lines = text.matchAll(/^[ \t]{0,12}((?:[-*+]|\d{1,9}[.)])[ \t]{1,4})?(`{3,}|~{3,})([^\n]*)$/gm)
  const fences = [...lines].map(({ 0: line, 1: item = '', 2: mark = '', 3: rest = '', index }): Fence => {
    const to = index + line.length
    const from = item ? to - rest.length - mark.length : index
    return { from, to, isItem: item !== '', mark, rest, longestBehind: 0 }
  })
  let longest = 0
  for (const fence of [...fences].reverse()) {
    fence.longestBehind = longest
    if (isBare(fence) && fence.mark.startsWith('~')) longest = Math.max(longest, fence.mark.length)
  }
  return fences
}

function opens({ mark, rest }: Fence): boolean {
  return mark.startsWith('`') ? !rest.includes('`') : /^[ \t]*[\w+#.-]*[ \t]*$/.test(rest)
}

function closes(fence: Fence | undefined, first: Fence): boolean {
  if (!fence || !isBare(fence)) return false
  return fence.mark[0] === first.mark[0] && fence.mark.length >= first.mark.length
}

/** Whether nothing else is in its line. */
function isBare({ isItem, rest }: Fence): boolean {
  return !isItem && rest.trim() === ''
}

/** Inline code of Markdown with its backticks, in order; `body` is the code. Only within a line. */
export function codeSpans(text: string): (Span & { readonly body: string })[] {
  const runs = [...text.matchAll(/`+|\n/g)].map(({ 0: run, index }) => ({
    run,
    from: index,
    to: index + run.length,
  }))
  // The nearest run of the same length behind each, found from behind, so that the whole stays linear.
  const partners: (number | undefined)[] = []
  let nearest = new Map<number, number>()
  for (let index = runs.length - 1; index >= 0; index--) {
    const run = runs[index]?.run ?? '\n'
    if (run === '\n') nearest = new Map()
    else {
      partners[index] = nearest.get(run.length)
      nearest.set(run.length, index)
    }
  }
  const spans: (Span & { body: string })[] = []
  for (let index = 0; index < runs.length; index++) {
    const partner = partners[index]
    const open = runs[index]
    const close = partner === undefined ? undefined : runs[partner]
    if (partner === undefined || !open || !close || text[open.from - 1] === '\\') continue
    const body = text.slice(open.to, close.from)
    if (isFaces(body)) continue
    spans.push({ from: open.from, to: close.to, body })
    index = partner
  }
  return spans
}

/** What stands between two of those faces that have a backtick for an eye: (´･ω･`) */
function isFaces(body: string): boolean {
  return body.length > 2 && /^[*;~]?[)）]/.test(body)
}

/** Formulas that have lines of their own, `$$ … $$` or `\\[ … \\]`, in order. */
export function formulaBlocks(text: string): Span[] {
  const blocks: Span[] = []
  const ends = new Map<string, number>()
  let at = 0
  for (const { 0: opening, index } of text.matchAll(/^ {0,3}(?:\$\$|\\\[)/gm)) {
    if (index < at) continue
    const start = index + opening.length
    const mark = opening.trimStart() === '$$' ? '$$' : '\\]'
    let end = ends.get(mark) ?? 0
    if (end < start) {
      end = text.indexOf(mark, start)
      ends.set(mark, end === -1 ? text.length : end)
    }
    if (end === -1 || end >= text.length) continue
    const lineEnd = text.indexOf('\n', end)
    const to = lineEnd === -1 ? text.length : lineEnd
    if (text.slice(end + mark.length, to).trim() !== '') continue
    blocks.push({ from: index, to })
    at = to
  }
  return blocks
}

/** Addresses in a text, in order, without the punctuation of the sentence around them. */
export function urls(text: string): Span[] {
  const matches = text.matchAll(/(?:https?|ftp):\/\/[!-~]{1,2000}|\bwww\.[!-~]{1,2000}/gi)
  return [...matches].map(({ 0: run, index }) => ({ from: index, to: index + urlLength(run) }))
}

/** How much of a run of ASCII characters that begins like an address is the address. */
function urlLength(run: string): number {
  const stop = run.search(/[<>"`\\^{}]/)
  let end = stop === -1 ? run.length : stop
  const surplus = { ')': 0, ']': 0 }
  for (const char of run.slice(0, end)) {
    if (char === ')' || char === ']') surplus[char]++
    else if (char === '(') surplus[')']--
    else if (char === '[') surplus[']']--
  }
  for (; end > 0; end--) {
    const last = run[end - 1] ?? ''
    // A closing bracket belongs to the address only if it was opened in it.
    if ((last === ')' || last === ']') && surplus[last] > 0) surplus[last]--
    else if (!/[.,;:!?'*_~|]/.test(last)) break
  }
  return end
}

/** The span that an index lies strictly inside of. `spans` in order, without overlaps. */
export function spanAround(spans: readonly Span[], index: number): Span | null {
  const span = spanAt(spans, index)
  return span && span.from < index ? span : null
}

/** The span that the character at an index belongs to. `spans` in order, without overlaps. */
export function spanAt(spans: readonly Span[], index: number): Span | null {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((spans[middle]?.to ?? 0) <= index) low = middle + 1
    else high = middle
  }
  const span = spans[low]
  return span && span.from <= index ? span : null
}
