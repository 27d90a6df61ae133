import type { AskVendor } from './ask-vendor.ts'

/** One thing that was found, as the vendor wrote it: there may be HTML in its texts. */
export interface SearchItem {
  readonly title: string
  readonly url: string
  readonly snippet: string
  /** '' when none is told. */
  readonly date: string
}

export interface SearchAnswer {
  /** What the vendor wrote out of what it found; '' when it does not do so. */
  readonly answer: string
  /** Best first. */
  readonly items: readonly SearchItem[]
}

export interface SearchRequest {
  readonly query: string
  /** How many results are wanted, 1 to 20; more may come. */
  readonly count: number
  /** Of the settings, without a slash at the end; '' for the vendor's own. */
  readonly baseUrl: string
  /** '' for those that need none. */
  readonly key: string
  readonly ask: AskVendor
  /** Reads the entries of an RSS feed. */
  readFeed(text: string): Promise<readonly SearchItem[]>
}

/** A service that searches the web. */
export interface SearchBackend {
  /** As sentences name it. */
  readonly title: string
  readonly needs: { readonly key: boolean; readonly baseUrl: boolean }
  /** Rejects with a ToolError in plain words, or the signal's reason. */
  search(request: SearchRequest): Promise<SearchAnswer>
}
