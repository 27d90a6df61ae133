import type { Account } from '../../../shared/config.ts'
import { Lifetime } from '../../kernel/lifetime.ts'
import { type Running, reconcile } from '../../kernel/reconcile.ts'
import type { ChatClient } from '../chat-client.ts'
import { OneBotAccount } from './account.ts'
import { dialAddress } from './address.ts'
import { notConnected } from './delivery.ts'
import { type Dialer, startDialer } from './dialer.ts'
import { configuredAddress, type Entry, listens, obstacle, placeOf, sameConnection } from './entry.ts'
import { Intake } from './intake.ts'
import { KnownNames } from './known-names.ts'
import { type Listener, startListener, type Tenant } from './listener.ts'
import type { OneBot, OneBotOptions } from './onebot.ts'
import { Silences } from './silences.ts'
import { type Route, Speaker } from './speaker.ts'
import type { Outside } from './standing.ts'

interface Place {
  readonly host: string
  readonly port: number
}

interface Live extends Entry {
  readonly running: OneBotAccount
  /** Null in server mode, and while the account cannot or shall not connect. */
  readonly dialer: Dialer | null
}

/** The accounts that run and the listeners they share. Made by `startOneBot`. */
export class Roster implements OneBot {
  readonly #signal: AbortSignal
  readonly #options: OneBotOptions
  readonly #silences = new Silences()
  readonly #names = new KnownNames()
  readonly #intake: Intake
  readonly #accounts = new Map<string, Running<Entry>>()
  readonly #places = new Map<string, Running<Place>>()
  readonly #live = new Map<string, Live>()
  readonly #listeners = new Map<string, Listener>()
  readonly #speakers = new Map<string, Speaker>()
  /** Updates run one after the other, in the order in which they came. */
  #updating: Promise<void> = Promise.resolve()

  constructor(signal: AbortSignal, options: OneBotOptions) {
    this.#signal = signal
    this.#options = options
    this.#intake = new Intake(options.events, { silences: this.#silences, names: this.#names })
  }

  update(accounts: readonly Account[]): Promise<void> {
    const updated = this.#updating.then(() => this.#update(accounts))
    this.#updating = updated.catch(() => undefined)
    return updated
  }

  client(selfId: string): ChatClient | null {
    if (this.#accountsOf(selfId).length === 0) return null
    let speaker = this.#speakers.get(selfId)
    if (!speaker) {
      const { clock, events } = this.#options
      const route = () => this.#route(selfId)
      speaker = new Speaker({ clock, events, silences: this.#silences, names: this.#names, route })
      this.#speakers.set(selfId, speaker)
    }
    return speaker
  }

  reconnect(accountId: string): void {
    const live = this.#live.get(accountId)
    if (!live) return
    live.dialer?.reconnect()
    if (!listens(live)) return
    void this.#listeners.get(placeOf(live.account))?.listen()
    void live.running.closeEnds(1012, 'asked')
  }

  listening(): { id: string; listen: string }[] {
    return [...this.#live.values()].filter(listens).flatMap(({ account }) => {
      const port = this.#listeners.get(placeOf(account))?.port ?? null
      return port === null ? [] : [{ id: account.id, listen: dialAddress(account.host, port, account.path) }]
    })
  }

  /** Closes everything, in parallel; resolves within about two seconds. */
  async stop(): Promise<void> {
    await this.#updating
    await Promise.all([...this.#accounts.values(), ...this.#places.values()].map((item) => item.stop()))
  }

  async #update(accounts: readonly Account[]): Promise<void> {
    if (this.#signal.aborted) return
    const entries = accounts.map((account) => ({ account, token: this.#options.token(account) }))
    await reconcile<Entry>(this.#accounts, new Map(entries.map((entry) => [entry.account.id, entry])), {
      same: (a, b) => this.#canStay(a, b),
      start: async (_id, entry) => this.#startAccount(entry),
    })
    for (const { account } of entries) this.#live.get(account.id)?.running.configure(account)
    const places = [...this.#live.values()].filter(listens).map(({ account }) => account)
    await reconcile<Place>(this.#places, new Map(places.map((place) => [placeOf(place), place])), {
      same: () => true,
      start: (key, place) => this.#startListener(key, place),
    })
    for (const [key, listener] of this.#listeners) {
      listener.lobby.recheck()
      this.#announce(key, listener)
    }
  }

  /** A new title, or the number that was learnt, needs no new connection. */
  #canStay(a: Entry, b: Entry): boolean {
    const { id, selfId } = b.account
    return sameConnection(a, b) && (selfId === undefined || selfId === this.#live.get(id)?.running.selfId)
  }

  #startAccount(entry: Entry): Running<Entry> {
    const { account, token } = entry
    const { clock, log, accountStates: states, pin, random = Math.random } = this.#options
    const shared = { intake: this.#intake, silences: this.#silences, names: this.#names }
    const options = { clock, log, states, pin, ...shared }
    const outside = outsideAtStart(entry)
    const running = new OneBotAccount(account, configuredAddress(account), outside, options)
    const life = new Lifetime()
    const dials = account.mode === 'client' && token !== null && outside.kind === 'connecting'
    const dialer = dials
      ? startDialer(life, { config: account, token, account: running, clock, random })
      : null
    this.#live.set(account.id, { ...entry, running, dialer })
    return {
      config: entry,
      stop: async () => {
        this.#live.delete(account.id)
        const ended = life.dispose()
        await (this.#signal.aborted ? running.stop(1001, 'shutdown') : running.stop(1012, 'reconfigured'))
        await ended
      },
    }
  }

  async #startListener(key: string, place: Place): Promise<Running<Place>> {
    const { clock, log, pending } = this.#options
    const life = new Lifetime()
    const { host, port } = place
    const tenants = () => this.#tenants(key)
    const changed = (listener: Listener) => this.#announce(key, listener)
    const listener = await startListener(life, { host, port, clock, log, pending, tenants, changed })
    this.#listeners.set(key, listener)
    return {
      config: place,
      stop: () => {
        this.#listeners.delete(key)
        return life.dispose()
      },
    }
  }

  #announce(key: string, listener: Listener): void {
    for (const { account, dial } of this.#tenants(key)) {
      account.setOutside(listener.outside, listener.port === null ? undefined : dial(listener.port))
    }
  }

  #tenants(key: string): Tenant[] {
    const here = [...this.#live.values()].filter(listens).filter(({ account }) => placeOf(account) === key)
    return here.map(({ account, token, running }) => ({
      account: running,
      candidate: { id: account.id, token, selfId: running.selfId, path: account.path ?? null },
      dial: (port) => dialAddress(account.host, port, account.path),
    }))
  }

  #accountsOf(selfId: string): OneBotAccount[] {
    const running = [...this.#live.values()].map((live) => live.running)
    return running.filter((account) => account.selfId === selfId)
  }

  /** Of several accounts with one number, whichever can send. */
  #route(selfId: string): Route {
    const routes = this.#accountsOf(selfId).map((account) => account.route())
    const closed: Route = { kind: 'closed', problem: notConnected }
    return routes.find((route) => route.kind === 'open') ?? routes[0] ?? closed
  }
}

function outsideAtStart(entry: Entry): Outside {
  if (!entry.account.enabled) return { kind: 'disabled' }
  const problem = obstacle(entry)
  return problem ? { kind: 'blocked', problem } : { kind: 'connecting' }
}
