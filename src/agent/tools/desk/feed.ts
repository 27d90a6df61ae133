import { DOMParser } from 'linkedom'

/** One entry of a feed as it was written: there may be HTML in its texts. */
export interface FeedItem {
  readonly title: string
  readonly url: string
  readonly snippet: string
  /** As the feed writes dates; '' when it tells none. */
  readonly date: string
}

/** More than this nobody asks for. */
const mostItems = 50

/** The entries of an RSS feed in its order; none when the text is something else. */
export function readFeed(text: string): FeedItem[] {
  const document = new DOMParser().parseFromString(text, 'text/xml')
  const items = [...document.querySelectorAll('item')].slice(0, mostItems)
  return items.map((item) => {
    const part = (name: string) => item.querySelector(name)?.textContent?.trim() ?? ''
    return { title: part('title'), url: part('link'), snippet: part('description'), date: part('pubDate') }
  })
}
