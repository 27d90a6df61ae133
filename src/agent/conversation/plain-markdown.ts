import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MarkedToken, Tokens } from 'marked'
import { head } from '../kernel/text.ts'
import { plainInline } from './inline-markdown.ts'
import { blockReader } from './markdown-blocks.ts'
import { tableText } from './markdown-table.ts'
import { codeBlocks, formulaBlocks, type Span, spanAround } from './spans.ts'

/** Characters read at a time: what is hostile takes the square of it. */
const stretch = 8000

/** A line that begins like a heading, a quote, a list, a table or a rule; without one there are only inline marks. */
const blockMark = /^[ \t]{0,12}(?:#{1,6}[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t]|[-|:*_ \t]{3,}$)/m

/** More marks at the start of a line than anybody means. */
const hostileLine = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[ \t>])){12}/m

/**
 * Makes Markdown readable where it is shown as it is: marks are dropped, lists get bullets, links their address in
 * brackets, tables become lines. Code blocks stay as they are with their fences, for whoever splits the text. What is
 * no Markdown, HTML too, stays as it is. Never rejects; a long text is read in stretches, and other work goes on
 * between them.
 */
export async function readableMarkdown(text: string): Promise<string> {
  let readable = ''
  let at = 0
  for (const { from, to } of [...verbatimBlocks(text), { from: text.length, to: text.length }]) {
    for (const part of stretches(text.slice(at, from))) {
      if (readable.length > stretch) await nextTurn()
      readable += await readablePart(part)
    }
    readable += text.slice(from, to)
    at = to
  }
  return readable
}

/** Code and formulas that are not part of a list or a quote, in order. */
function verbatimBlocks(text: string): Span[] {
  const blocks = codeBlocks(text)
  const code = blocks.filter(({ from }) => /[`~]/.test(text[from] ?? '') && (text[from - 1] ?? '\n') === '\n')
  const formulas = formulaBlocks(text).filter(({ from }) => !spanAround(blocks, from))
  return [...code, ...formulas].sort((a, b) => a.from - b.from)
}

/** The text in pieces that are quick to read, cut between paragraphs where there are any. */
function stretches(text: string): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > stretch) {
    const window = head(rest, stretch)
    const cut = [window.lastIndexOf('\n\n'), window.lastIndexOf('\n')].find((index) => index > 0)
    parts.push(window.slice(0, cut))
    rest = rest.slice(cut ?? window.length)
  }
  return [...parts, rest]
}

async function readablePart(text: string): Promise<string> {
  const body = text.replace(/^\s*\n/, '').trimEnd()
  if (body === '') return text
  const start = text.indexOf(body)
  return text.slice(0, start) + (await readableBody(body)) + text.slice(start + body.length)
}

async function readableBody(text: string): Promise<string> {
  if (!blockMark.test(text) || hostileLine.test(text)) return plainInline(text)
  const readBlocks = await blockReader()
  try {
    return blocksText(readBlocks(text))
  } catch {
    // Nested so deep that it cannot be read: then it is shown as it is.
    return plainInline(text)
  }
}

function blocksText(blocks: readonly MarkedToken[]): string {
  let text = ''
  let gap = ''
  for (const block of blocks) {
    const shown = blockText(block)
    if (shown !== '') text += (text && (gap.length > 1 ? '\n\n' : '\n')) + shown
    const lineEnds = block.raw.slice(block.raw.trimEnd().length).replace(/[^\n]/g, '')
    gap = shown === '' ? gap + lineEnds : lineEnds
  }
  return text
}

function blockText(block: MarkedToken): string {
  switch (block.type) {
    case 'space':
    case 'checkbox':
      return ''
    case 'heading':
      return plainInline(block.text) || block.raw.trim()
    case 'hr':
      return '──────'
    case 'code':
      return fenced(block)
    case 'blockquote':
      return quoteText(block)
    case 'list':
      return listText(block)
    case 'table':
      return tableText(block.raw)
    default:
      return trimmedLines(plainInline(block.raw)).replace(/^\n+/, '').trimEnd()
  }
}

/** Code out of a list or a quote, with a fence that is not in it. */
function fenced({ lang = '', text }: Tokens.Code): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(({ 0: run }) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${lang}\n${text}\n${fence}`
}

function quoteText({ tokens }: Tokens.Blockquote): string {
  const text = blocksText(tokens as MarkedToken[])
  return /[\n「」]/.test(text) ? prefixed(text, '│ ') : `「${text}」`
}

function listText({ ordered, items }: Tokens.List): string {
  const numbers = items.map(({ raw }) => /^\s*(\d+)[.)]/.exec(raw)?.[1] ?? '')
  // Written 1. 1. 1. to be counted; else the numbers mean something.
  const counted = items.length > 1 && numbers.every((number) => number === '1')
  // Lines of a dialogue, and no list.
  const isDialogue = items.every(({ text }) => /^[“"「『]/.test(text))
  let list = ''
  for (const [index, item] of items.entries()) {
    const number = counted ? String(index + 1) : numbers[index]
    const bullet = item.task ? (item.checked ? '☑' : '☐') : isDialogue ? '-' : '•'
    const mark = ordered ? `${number}${/^\s*\d+\)/.test(item.raw) ? ')' : '.'} ` : `${bullet} `
    const text = blocksText(item.tokens as MarkedToken[])
    const body = prefixed(item.task ? text.replace(/^\[[ xX]\]\s+/, '') : text, ' '.repeat(mark.length))
    list += body.startsWith(' ') ? mark + body.slice(mark.length) : `${mark.trimEnd()}\n${body}`
    if (index < items.length - 1) list += /\n[ \t]*\n$/.test(item.raw) ? '\n\n' : '\n'
  }
  return list
}

/** Every line behind a prefix, but those of code: they can be copied. */
function prefixed(text: string, prefix: string): string {
  const code = codeBlocks(text)
  let at = 0
  return text
    .split('\n')
    .map((line) => {
      const middle = at + line.length / 2
      at += line.length + 1
      const isCode = code.some(({ from, to }) => from <= middle && middle <= to)
      return isCode || line === '' ? line : prefix + line
    })
    .join('\n')
}

function trimmedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
