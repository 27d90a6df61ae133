import { WebSocket } from 'ws'
import type { ClientAccount } from '../../../shared/config.ts'
import { backoffDelay } from '../../kernel/backoff.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Lifetime } from '../../kernel/lifetime.ts'
import type { OneBotAccount } from './account.ts'
import { maskedUrl } from './address.ts'
import { answerFailure, errorFailure } from './dial-failures.ts'
import { End, startEnd } from './end.ts'
import { endingFailure, type Failure, illegalToken, inWords, maxFrameMiB } from './failures.ts'

export interface DialerOptions {
  readonly config: ClientAccount
  readonly token: string
  readonly account: OneBotAccount
  readonly clock: Clock
  readonly random: () => number
}

/** Keeps one connection to a QQ end's forward WebSocket server. */
export interface Dialer {
  /** Connects again at once: drops what is open, or ends the wait. */
  reconnect(): void
}

/** How one try ended. */
interface Outcome {
  readonly failure: Failure
  readonly healthyMs: number
  /** The owner asked for it: no wait. */
  readonly asked: boolean
}

const backoff = { first: 1_000, max: 30_000, jitter: 0.2 }
/** A wrong token or account does not get right by itself within seconds. */
const slowRetry = 30_000
/** A connection that was well for this long ends the series of failures. */
const healthyFor = 60_000
const handshakeWithin = 10_000

/**
 * Dials and dials again until `life` ends. One loop awaits each connection to its very end before the next try, so
 * there are never two connections nor two timers.
 */
export function startDialer(life: Lifetime, options: DialerOptions): Dialer {
  const dialer = new DialLoop(life, options)
  const done = dialer.run()
  life.defer(() => done)
  return dialer
}

class DialLoop implements Dialer {
  readonly #options: DialerOptions
  readonly #signal: AbortSignal
  readonly #shown: URL
  #wake: () => void = () => undefined

  constructor(life: Lifetime, options: DialerOptions) {
    this.#options = options
    this.#signal = life.signal
    this.#shown = maskedUrl(options.config.url)
  }

  reconnect(): void {
    void this.#options.account.closeEnds(1000, 'asked')
    this.#wake()
  }

  async run(): Promise<void> {
    const { account, clock, random } = this.#options
    let failures = 0
    while (!this.#signal.aborted) {
      account.setOutside({ kind: 'connecting' })
      const { failure, healthyMs, asked } = await this.#connect()
      if (this.#signal.aborted) return
      if (asked) continue
      if (healthyMs >= healthyFor) failures = 0
      const slow = failure.kind !== 'other'
      const delay = slow
        ? Math.round(slowRetry * (1 + 0.2 * random()))
        : backoffDelay(failures, backoff, random)
      failures++
      const state = failure.kind === 'auth' ? 'auth-failed' : slow ? 'failed' : 'waiting-retry'
      account.setOutside({
        kind: 'waiting',
        state,
        problem: failure.problem,
        nextRetryAt: clock.now() + delay,
      })
      await this.#wait(delay)
    }
  }

  /** One connection, from the handshake to its end. */
  async #connect(): Promise<Outcome> {
    const opened = await this.#open()
    if (opened instanceof End) {
      const ending = await opened.done
      return { failure: endingFailure(ending), healthyMs: ending.healthyMs, asked: ending.ours === 'asked' }
    }
    if (!this.#signal.aborted) {
      this.#options.account.missed('failed', this.#shown.host, inWords(opened.problem))
    }
    return { failure: opened, healthyMs: 0, asked: false }
  }

  #open(): Promise<End | Failure> {
    let socket: WebSocket
    try {
      socket = this.#dial()
    } catch {
      return Promise.resolve({ kind: 'auth', problem: illegalToken })
    }
    return new Promise((resolve) => {
      const giveUp = () => socket.terminate()
      this.#signal.addEventListener('abort', giveUp, { once: true })
      const settle = (result: End | Failure) => {
        this.#signal.removeEventListener('abort', giveUp)
        resolve(result)
      }
      // Adopted at once: the first frames may have come along with the answer to the handshake.
      socket.once('open', () => settle(this.#adopt(socket)))
      socket.once('unexpected-response', (_request, response) => {
        settle(answerFailure(response.statusCode ?? 0, this.#shown))
        socket.terminate()
      })
      // Stays for good: without a listener an error of the socket would end the program.
      socket.on('error', (error) => settle(errorFailure(error, this.#shown)))
    })
  }

  #adopt(socket: WebSocket): End {
    const { account, clock } = this.#options
    const remote = this.#shown.host
    const end = startEnd(socket, { clock, role: 'universal', remote, selfId: account.selfId, owner: account })
    account.attach(end)
    return end
  }

  #dial(): WebSocket {
    const { config, token } = this.#options
    const url = new URL(config.url)
    url.hash = ''
    // Header values are bytes; a token in Chinese goes as UTF-8, and once more in the query for ends that decode wrongly.
    const bytes = Buffer.from(token).toString('latin1')
    if (bytes !== token) url.searchParams.set('access_token', token)
    return new WebSocket(url, {
      headers: token === '' ? {} : { Authorization: `Bearer ${bytes}` },
      handshakeTimeout: handshakeWithin,
      maxPayload: maxFrameMiB * 1024 * 1024,
      perMessageDeflate: false,
      followRedirects: false,
      rejectUnauthorized: !config.allowSelfSigned,
    })
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        cancel()
        this.#signal.removeEventListener('abort', over)
        this.#wake = () => undefined
        resolve()
      }
      const cancel = this.#options.clock.after(ms, over)
      this.#signal.addEventListener('abort', over, { once: true })
      this.#wake = over
    })
  }
}
