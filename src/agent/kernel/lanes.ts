export interface LanesOptions<Key, Job> {
  /** Longest queue of one lane, without the job that runs. */
  maxQueued(): number
  /** How many lanes run at once. */
  maxRunning(): number
  /** Does one job. Must not reject: how a job ended is its own business. */
  run(job: Job, key: Key): Promise<void>
  /** Called when the number of running or queued jobs changed. */
  onLoad?(running: number, queued: number): void
}

/**
 * Serial queues, one per key, running side by side: order within a lane, parallel across lanes, both bounded.
 * Lanes that became ready first run first. An empty lane leaves nothing behind.
 */
export class Lanes<Key, Job> {
  readonly #options: LanesOptions<Key, Job>
  readonly #queues = new Map<Key, Job[]>()
  readonly #running = new Set<Key>()
  /** Keys with queued jobs that do not run, in the order in which they became ready. */
  readonly #ready = new Set<Key>()
  #queued = 0
  #idle: (() => void)[] = []

  constructor(options: LanesOptions<Key, Job>) {
    this.#options = options
  }

  /** Queues a job; false when the lane is full. It may start before this returns. */
  push(key: Key, job: Job): boolean {
    if (this.isFull(key)) return false
    const queue = this.#queues.get(key)
    if (queue) queue.push(job)
    else this.#queues.set(key, [job])
    this.#queued++
    if (!this.#running.has(key)) this.#ready.add(key)
    this.#startNext()
    return true
  }

  isFull(key: Key): boolean {
    return (this.#queues.get(key)?.length ?? 0) >= this.#options.maxQueued()
  }

  /** Takes queued jobs out that match, from one lane or from all; running ones are not touched. */
  withdraw(matches: (job: Job) => boolean, key?: Key): Job[] {
    const withdrawn: Job[] = []
    for (const [at, queue] of key === undefined
      ? [...this.#queues]
      : [[key, this.#queues.get(key) ?? []] as const]) {
      const stays = queue.filter((job) => !matches(job))
      if (stays.length === queue.length) continue
      withdrawn.push(...queue.filter(matches))
      if (stays.length > 0) this.#queues.set(at, stays)
      else {
        this.#queues.delete(at)
        this.#ready.delete(at)
      }
    }
    this.#queued -= withdrawn.length
    if (withdrawn.length > 0) this.#report()
    return withdrawn
  }

  /** Resolves when nothing runs. Does not keep new jobs from starting. */
  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #startNext(): void {
    for (const key of this.#ready) {
      if (this.#running.size >= this.#options.maxRunning()) break
      this.#ready.delete(key)
      this.#start(key)
    }
    this.#report()
  }

  #start(key: Key): void {
    const queue = this.#queues.get(key)
    const job = queue?.shift()
    if (queue?.length === 0) this.#queues.delete(key)
    if (job === undefined) return
    this.#queued--
    this.#running.add(key)
    void this.#options.run(job, key).finally(() => {
      this.#running.delete(key)
      if (this.#queues.has(key)) this.#ready.add(key)
      this.#startNext()
      if (this.#running.size === 0) for (const resolve of this.#idle.splice(0)) resolve()
    })
  }

  #report(): void {
    this.#options.onLoad?.(this.#running.size, this.#queued)
  }
}
