import { emphasisMarks } from './emphasis.ts'
import { codeSpans, type Span, urls } from './spans.ts'

/** What stands in for a stretch of the text. */
interface Replacement extends Span {
  readonly text: string
}

const link =
  /(!?)\[((?:[^[\]\\\n]|\\.|\[[^[\]\n]{0,200}\]){0,500})\]\([ \t]*(<[^<>\n]{0,2000}>|(?:[^\s()<>]|\([^\s()<>]{0,200}\)){0,2000})(?:[ \t]+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?[ \t]*\)/y
const formula =
  /\$\$[^$]{1,2000}\$\$|\$(?![\s$])[^$\n]{1,300}(?<![\s\\])\$(?!\d)|\\\((?:(?!\\\))[^\n]){1,300}\\\)|\\\[(?:(?!\\\])[\s\S]){1,300}\\\]/y
const angled = /<((?:https?|ftp|mailto):[^\s<>]{1,2000})>/y

/**
 * One block of Markdown without the marks that only a renderer understands: bold, italic, strike, code, links and
 * pictures. Stricter than CommonMark with what people also write by hand (2*3*4, my_var, faces like (*^▽^*), waves),
 * more generous with bold next to Chinese punctuation, which CommonMark does not see. Formulas stay as they are.
 * Time grows with the square of the length at worst: not for more than some 10,000 characters.
 */
export function plainInline(text: string): string {
  if (!/[`*_~[\\<]/.test(text)) return text
  const fixed = fixedSpans(text)
  const marks = emphasisMarks(text, fixed).map((mark) => ({ ...mark, text: '' }))
  let plain = ''
  let at = 0
  for (const { from, to, text: instead } of [...fixed, ...marks].sort((a, b) => a.from - b.from)) {
    plain += text.slice(at, from) + instead
    at = to
  }
  return plain + text.slice(at)
}

/** Code, addresses, links, formulas and escaped characters, in order. */
function fixedSpans(text: string): Replacement[] {
  const known: Replacement[] = [
    ...codeSpans(text).map(({ from, to, body }) => ({ from, to, text: unpadded(body) })),
    ...urls(text).map((url) => same(text, url)),
  ].sort((a, b) => a.from - b.from)
  const start = /[\\$<]|!?\[/g
  const found: Replacement[] = []
  let next = 0
  for (let at = 0; at < text.length; ) {
    start.lastIndex = at
    const index = start.exec(text)?.index ?? text.length
    while ((known[next]?.from ?? text.length) < at) next++
    const nearest = known[next]
    const span = nearest && nearest.from <= index ? nearest : replacementAt(text, index)
    if (span) found.push(span)
    at = span?.to ?? index + 1
  }
  return found
}

function replacementAt(text: string, at: number): Replacement | null {
  const formulaThere = matchAt(formula, text, at)
  if (formulaThere) return same(text, { from: at, to: at + formulaThere[0].length })
  if (text[at] === '\\') return { from: at, to: at + 2, text: unescaped(text, at) }
  const address = matchAt(angled, text, at)
  if (address) return { from: at, to: at + address[0].length, text: address[1] ?? '' }
  const linked = matchAt(link, text, at)
  if (!linked) return null
  const shown = linkText(linked[1] === '!', linked[2] ?? '', linked[3] ?? '')
  return shown === null ? null : { from: at, to: at + linked[0].length, text: shown }
}

/** How a link or a picture reads; null for brackets that are none: [笑](大声) */
function linkText(isPicture: boolean, label: string, target: string): string | null {
  const url = target.replace(/^<(.*)>$/, '$1')
  if (url !== '' && !/^(?:[a-z][a-z\d+.-]*:|www\.|[./#]|[\w-]+\.[a-z])/i.test(url)) return null
  const name = plainInline(label).trim()
  if (isPicture) return `[图片${name && `：${name}`}] ${url}`.trimEnd()
  // A place within the same page means nothing outside of it.
  if (url === '' || (url.startsWith('#') && name !== '')) return name
  const isSame = [url, url.replace(/^(?:https?:\/\/|mailto:)/i, '')].includes(name)
  return name === '' || isSame ? url : `${name}（${url}）`
}

/** A mark that was escaped to be shown, without its backslash. In faces, ¯\_(ツ)_/¯, and formulas it stays. */
function unescaped(text: string, at: number): string {
  const char = text.slice(at + 1, at + 2)
  const isMark = char === '*' || char === '`' || (char === '_' && /\w\\_\w/.test(text.slice(at - 1, at + 3)))
  return isMark ? char : `\\${char}`
}

/** Code may be padded with a space, so that it can begin or end with a backtick. */
function unpadded(code: string): string {
  return /^ .*\S.* $/.test(code) ? code.slice(1, -1) : code
}

function same(text: string, { from, to }: Span): Replacement {
  return { from, to, text: text.slice(from, to) }
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at
  return sticky.exec(text)
}
