import { useSyncExternalStore } from 'react'

/** Where the panel is: `#/chats/12?tab=prompt` has the page `/chats`, the rest `['12']` and a query. */
export interface Route {
  page: string
  rest: string[]
  query: Record<string, string>
}

const home = '/overview'

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?')
  const [first, ...rest] = path.split('/').filter(Boolean).map(decode)
  return {
    page: first ? `/${first}` : home,
    rest,
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

/** The address of a page, as `href`. */
export function hrefTo(path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString()
  return `#${path}${search && `?${search}`}`
}

export function navigate(path: string, query: Record<string, string> = {}): void {
  window.location.hash = hrefTo(path, query)
}

/** Changes the address without a step in the history: a tab, a filter. */
export function replaceRoute(path: string, query: Record<string, string> = {}): void {
  window.location.replace(hrefTo(path, query))
}

let cached = { hash: '', route: parseRoute('') }

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => {
    const { hash } = window.location
    if (hash !== cached.hash) cached = { hash, route: parseRoute(hash) }
    return cached.route
  })
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** An address typed by hand may hold a lone `%`. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
