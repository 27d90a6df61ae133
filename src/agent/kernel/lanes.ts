export interface LanesOptions<Key, Job> {
  /** Longest queue of one lane, without the job that runs. */
  maxQueued(): number
  /** How many jobs run at once, over all lanes. */
  maxRunning(): number
  /** How many of them may be of one lane; 1 when absent: strictly one after the other. */
  maxPerLane?(key: Key): number
  /** Does one job. Must not reject: how a job ended is its own business. */
  run(job: Job, key: Key): Promise<void>
  /** Called when the number of running or queued jobs changed. */
  onLoad?(running: number, queued: number): void
}

/**
 * Queues, one per key, running side by side: order within a lane, parallel across lanes, both bounded. A lane is serial
 * unless it may run several jobs; they then start in order and end as they like.
 * Lanes that became ready first run first. An empty lane leaves nothing behind.
 */
export class Lanes<Key, Job> {
  readonly #options: LanesOptions<Key, Job>
  readonly #queues = new Map<Key, Job[]>()
  /** Running jobs of each lane that has any. */
  readonly #running = new Map<Key, number>()
  #runningTotal = 0
  /** Keys with queued jobs and room to run one, in the order in which they became ready. */
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
    this.#markReady(key)
    this.#startNext()
    return true
  }

  /** Jobs that wait in one lane. */
  queued(key: Key): number {
    return this.#queues.get(key)?.length ?? 0
  }

  /** Looks again at what may run: a limit was raised, or a lane may run several jobs now. */
  review(): void {
    for (const key of this.#queues.keys()) this.#markReady(key)
    this.#startNext()
  }

  /** Takes out the job that waits longest in a lane; undefined when none does. */
  withdrawOldest(key: Key): Job | undefined {
    const oldest = this.#queues.get(key)?.[0]
    if (oldest !== undefined) this.withdraw((job) => job === oldest, key)
    return oldest
  }

  isFull(key: Key): boolean {
    return this.queued(key) >= this.#options.maxQueued()
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
    if (this.#runningTotal === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #markReady(key: Key): void {
    const most = this.#options.maxPerLane?.(key) ?? 1
    if (this.#queues.has(key) && (this.#running.get(key) ?? 0) < most) this.#ready.add(key)
  }

  #startNext(): void {
    for (const key of this.#ready) {
      if (this.#runningTotal >= this.#options.maxRunning()) break
      this.#ready.delete(key)
      this.#start(key)
      // Behind the other lanes that are ready: a lane that runs many jobs must not keep them out.
      this.#markReady(key)
    }
    this.#report()
  }

  #start(key: Key): void {
    const queue = this.#queues.get(key)
    const job = queue?.shift()
    if (queue?.length === 0) this.#queues.delete(key)
    if (job === undefined) return
    this.#queued--
    this.#count(key, 1)
    void this.#options.run(job, key).finally(() => {
      this.#count(key, -1)
      this.#markReady(key)
      this.#startNext()
      if (this.#runningTotal === 0) for (const resolve of this.#idle.splice(0)) resolve()
    })
  }

  #count(key: Key, by: 1 | -1): void {
    const running = (this.#running.get(key) ?? 0) + by
    if (running === 0) this.#running.delete(key)
    else this.#running.set(key, running)
    this.#runningTotal += by
  }

  #report(): void {
    this.#options.onLoad?.(this.#runningTotal, this.#queued)
  }
}
