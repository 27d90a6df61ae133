import type { FeedItem } from './feed.ts'
import type { Page, PageSource } from './page.ts'

/** What the threads of the desk do, by name, with what they are given and give back; both are copied. */
export interface DeskJobs {
  /** A web page as readable text. */
  readonly page: { readonly input: PageSource; readonly output: Page }
  /** The entries of an RSS feed. */
  readonly feed: { readonly input: string; readonly output: FeedItem[] }
  /** The value of an expression, as text. */
  readonly calculation: { readonly input: string; readonly output: string }
}
export type DeskJob = keyof DeskJobs

/** An expected end of a job, in plain words for people. */
export class JobFault extends Error {
  override readonly name = 'JobFault'
}

export interface DeskRequest {
  readonly job: DeskJob
  readonly input: DeskJobs[DeskJob]['input']
}

/** `begun`: what the job needs is loaded, its time runs from now on. Then one of the others follows. */
export type DeskReply =
  | { readonly kind: 'begun' }
  | { readonly kind: 'done'; readonly output: DeskJobs[DeskJob]['output'] }
  /** @property words are for people; null when it was not expected. */
  | { readonly kind: 'failed'; readonly words: string | null; readonly detail: string }
