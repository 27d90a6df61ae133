import type { PictureJob, PicturesState } from '../../shared/pictures.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Topic } from '../kernel/topic.ts'

const betweenMs = 200
const mostFailed = 20
const mostJobs = 60

/** What is read off the parts at each update. */
export type PictureNumbers = Omit<
  PicturesState,
  'jobs' | 'downloads' | 'failures' | 'captions' | 'captionsSpared'
>

/** One job while it runs. */
export interface RunningJob {
  stage(stage: 'waiting' | 'downloading' | 'converting'): void
  /** Bytes fetched so far. */
  progress(bytes: number): void
  /** It is over; with a problem it stays in the list for a while. */
  end(problem: Problem | null): void
}

/** Tells the panel what the pictures do, at most five times a second, and only when it changed. */
export class PicturesBoard {
  readonly #topic: Topic<PicturesState>
  readonly #clock: Clock
  readonly #read: () => PictureNumbers
  /** Oldest first. */
  readonly #running = new Map<number, PictureJob>()
  #failed: PictureJob[] = []
  #lastId = 0
  #jobsChanged = false
  #cancel: (() => void) | null = null
  downloads = 0
  failures = 0

  constructor(topic: Topic<PicturesState>, clock: Clock, read: () => PictureNumbers) {
    this.#topic = topic
    this.#clock = clock
    this.#read = read
  }

  begin(job: Pick<PictureJob, 'chatId' | 'chatTitle' | 'host'>): RunningJob {
    const id = ++this.#lastId
    const show = (fields: Partial<PictureJob>) => {
      const known = this.#running.get(id)
      if (!known) return
      this.#running.set(id, { ...known, ...fields })
      this.#showJobs()
    }
    const at = this.#clock.now()
    this.#running.set(id, { id, ...job, stage: 'waiting', at, bytes: 0, problem: null })
    this.#showJobs()
    return {
      stage: (stage) => show({ stage }),
      progress: (bytes) => show({ bytes }),
      end: (problem) => this.#end(id, problem),
    }
  }

  /** Some number changed; it is told soon. */
  touch(): void {
    this.#cancel ??= this.#clock.after(betweenMs, () => {
      this.#cancel = null
      this.#publish()
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = () => undefined
  }

  #end(id: number, problem: Problem | null): void {
    const job = this.#running.get(id)
    this.#running.delete(id)
    if (job && problem) {
      this.failures++
      this.#failed = [...this.#failed, { ...job, stage: 'failed' as const, problem }].slice(-mostFailed)
    }
    this.#showJobs()
  }

  #showJobs(): void {
    this.#jobsChanged = true
    this.touch()
  }

  #publish(): void {
    const { chats, ...numbers } = this.#read()
    const { downloads, failures } = this
    this.#topic.patch({ ...numbers, downloads, failures })
    if (JSON.stringify(chats) !== JSON.stringify(this.#topic.value.chats)) this.#topic.set('chats', chats)
    if (!this.#jobsChanged) return
    this.#jobsChanged = false
    const jobs = [...this.#failed, ...this.#running.values()].sort((a, b) => b.id - a.id)
    this.#topic.set('jobs', jobs.slice(0, mostJobs))
  }
}
