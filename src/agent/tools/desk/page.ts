import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { cleanLine, head } from '../../kernel/text.ts'
import { JobFault } from './jobs.ts'
import { type Body, textOf } from './page-text.ts'
import { plainText, removeUnread } from './plain-text.ts'

/** Of HTML, in UTF-16 units and in tags: reading takes time and memory for each. */
const mostHtml = 2_000_000
const mostTags = 60_000
/** Of what is left of it. */
const mostText = 300_000
/** Finding the main part takes seconds in pages that nobody wrote by hand, with elements in elements a thousandfold. */
const deepest = 250
/** Of a main part that is shorter than this something was probably missed. */
const shortArticle = 250

export interface PageSource extends Body {
  /** Where it is from in the end; addresses in it are relative to this. */
  readonly url: string
}

export interface Page {
  /** '' when it tells none; so are the next two. */
  readonly title: string
  readonly site: string
  /** As the page writes it, mostly ISO 8601. */
  readonly date: string
  /** Without HTML, well-formed, at most 300,000 UTF-16 units. */
  readonly text: string
  /** Whether there was more than is read of one page. */
  readonly isCut: boolean
}

/** What a person would read of a web page. Throws a {@link JobFault} for what cannot be read. */
export function readPage(source: PageSource): Page {
  const { text, isHtml } = textOf(source)
  const page = isHtml ? readHtml(text, source.url) : { title: '', site: '', date: '', text, isCut: false }
  if (page.text.trim() === '') throw new JobFault('网页里没有可以读的文字，可能要在浏览器里才显示')
  return {
    ...page,
    text: head(page.text, mostText).toWellFormed(),
    isCut: page.isCut || page.text.length > mostText,
  }
}

function readHtml(html: string, url: string): Page {
  const beginning = html.slice(0, endOf(html))
  const document = parsed(beginning)
  // Before the main part is looked for: that takes the page apart.
  const facts = factsOf(document)
  removeUnread(document.body)
  const whole = plainText(document.body, url)
  const article = depthOf(document.body) > deepest ? null : mainPart(document)
  const main = article ? plainText(article, url) : ''
  const text = main.length < shortArticle && whole.length > main.length * 2 ? whole : main
  return { ...facts, text, isCut: beginning.length < html.length }
}

function endOf(html: string): number {
  let at = -1
  for (let tags = 0; tags < mostTags; tags++) {
    at = html.indexOf('<', at + 1)
    if (at < 0) return Math.min(html.length, mostHtml)
  }
  return Math.min(at, mostHtml)
}

/** The parser takes pages as they are written, and leaves out what stands in none of the usual elements. */
function parsed(html: string): Document {
  const hasBody = /<body[\s>]/i.test(html)
  const hasHtml = /<html[\s>]/i.test(html)
  const afterHead = /<\/head\s*>/i.test(html) ? /<\/head\s*>/i : /<html[^>]*>/i
  const withBody = hasBody || !hasHtml ? html : html.replace(afterHead, '$&<body>')
  const whole = hasHtml ? withBody : `<html>${hasBody ? html : `<body>${html}`}</html>`
  return parseHTML(whole).document
}

function factsOf(document: Document): Pick<Page, 'title' | 'site' | 'date'> {
  const content = (...names: string[]) =>
    names
      .map((name) =>
        document.querySelector(`meta[property="${name}"], meta[name="${name}"], meta[itemprop="${name}"]`),
      )
      .map((meta) => meta?.getAttribute('content') ?? '')
      .find((value) => value.trim() !== '') ?? ''
  const heading = () => document.querySelector('h1')?.textContent ?? ''
  const time = () => document.querySelector('time[datetime]')?.getAttribute('datetime') ?? ''
  return {
    title: cleanLine(content('og:title') || document.querySelector('title')?.textContent || heading(), 200),
    site: cleanLine(content('og:site_name', 'application-name')),
    date: cleanLine(
      content('article:published_time', 'datePublished', 'pubdate', 'publishdate', 'date') || time(),
      40,
    ),
  }
}

function mainPart(document: Document): Element | null {
  try {
    const reader = new Readability<Element>(document, { serializer: (node) => node as Element })
    return reader.parse()?.content ?? null
  } catch {
    // It cannot take some pages, such as one long list of links.
    return null
  }
}

function depthOf(root: Element): number {
  let deep = 0
  let level: Element[] = [root]
  while (level.length > 0 && deep <= deepest) {
    level = level.flatMap((element) => [...element.children])
    deep++
  }
  return deep
}
