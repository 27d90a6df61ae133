import type { Clock } from '../../kernel/clock.ts'

export interface LivenessOptions {
  readonly clock: Clock
  /** Sends a WebSocket ping. */
  ping(): void
  /** Asks the end something; resolves with whether it answered. Null where nothing can be asked. */
  readonly probe: (() => Promise<boolean>) | null
  /** Called once when the connection is dead. */
  dead(): void
}

const checkEvery = 2_000
const pingEvery = 30_000
const pongWithin = 10_000
const shortestPeriod = 5_000
const missedHeartbeats = 3

/**
 * Finds out whether the other side is still there, without ever cutting a connection that is only quiet:
 * by missing heartbeats once two were seen, else by pings, else, when those are not answered, by a call.
 */
export class Liveness {
  readonly #options: LivenessOptions
  #stopTimer: () => void = () => undefined
  #lastFrameAt = 0
  #heartbeats = 0
  #lastHeartbeatAt = 0
  #periodMs = 0
  #pingedAt = 0
  #awaitsPong = false
  #everPonged = false
  #pings = true
  #probing = false

  constructor(options: LivenessOptions) {
    this.#options = options
  }

  start(): void {
    const { clock } = this.#options
    this.#lastFrameAt = clock.monotonic()
    this.#pingedAt = this.#lastFrameAt
    this.#stopTimer = clock.every(checkEvery, () => this.#check())
  }

  stop(): void {
    this.#stopTimer()
  }

  /** Any frame shows life. */
  frame(): void {
    this.#lastFrameAt = this.#options.clock.monotonic()
    this.#awaitsPong = false
  }

  /** Says nothing about heartbeats: a program that hangs may still have its pings answered. */
  pong(): void {
    this.#everPonged = true
    this.#awaitsPong = false
  }

  /** @param announcedMs the period the end announces; null when it makes no sense. */
  heartbeat(announcedMs: number | null): void {
    const now = this.#options.clock.monotonic()
    const measured = this.#heartbeats > 0 ? now - this.#lastHeartbeatAt : 0
    this.#heartbeats++
    this.#lastHeartbeatAt = now
    this.#periodMs = Math.max(this.#periodMs, measured, announcedMs ?? 0, shortestPeriod)
  }

  #check(): void {
    const now = this.#options.clock.monotonic()
    const silentMs = now - this.#lastFrameAt
    const hasHeartbeats = this.#heartbeats >= 2
    const pongMissed = this.#awaitsPong && now - this.#pingedAt >= pongWithin
    const heartbeatsMissed = hasHeartbeats && silentMs > missedHeartbeats * this.#periodMs
    if (heartbeatsMissed || (pongMissed && this.#everPonged)) {
      this.#die()
      return
    }
    if (pongMissed) {
      // It never answered one: such ends exist, and they are alive.
      this.#pings = false
      this.#awaitsPong = false
    }
    if (this.#pings && now - this.#pingedAt >= pingEvery) {
      this.#pingedAt = now
      this.#awaitsPong = true
      this.#options.ping()
    }
    if (!this.#pings && !hasHeartbeats && silentMs >= pingEvery) void this.#ask()
  }

  async #ask(): Promise<void> {
    if (this.#probing || !this.#options.probe) return
    this.#probing = true
    const answered = await this.#options.probe()
    this.#probing = false
    if (!answered) this.#die()
  }

  #die(): void {
    this.stop()
    this.#options.dead()
  }
}
