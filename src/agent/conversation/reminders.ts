import type { Reminder } from '../../shared/tools.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Log } from '../kernel/log.ts'
import { ProblemError, toProblem } from '../kernel/problem.ts'
import type { Topic } from '../kernel/topic.ts'
import type { NewReminder } from '../storage/reminders.ts'
import type { Storage } from '../storage/storage.ts'

export interface RemindersParts {
  readonly storage: Pick<Storage, 'database' | 'reminders'>
  readonly clock: Clock
  readonly topic: Topic<Record<string, Reminder>>
  readonly log: Log
  /** While it is, nothing is said; what falls due waits. */
  paused(): boolean
  /**
   * Says something to a person in a chat. Rejects only when it was certainly not said, as while nobody is online: it
   * is tried again. Resolves also when nobody knows.
   */
  say(chatId: number, userId: string, text: string): Promise<void>
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Codes of problems of which QQ heard nothing. */
const untried: ReadonlySet<string> = new Set(['send.offline', 'send.no-account', 'internal'])
/** Whoever was reminded a day late was not reminded. */
const latestMs = 24 * 60 * minuteMs
/** Of one person in one chat, and of all. */
const mostOfOne = 20
const mostOfAll = 500

/**
 * Says things later, once: each is marked on the disk before it is tried, and one that was being said when the program
 * died is never said again. The wall clock counts, looked at every minute at least: computers sleep.
 */
export class Reminders {
  readonly #parts: RemindersParts
  readonly #waiting = new Map<number, Reminder>()
  readonly #saying = new Map<number, Promise<void>>()
  /** When what could not be said is tried again, by `clock.monotonic()`, and how often QQ would not have it. */
  readonly #again = new Map<number, { readonly at: number; readonly refusals: number }>()
  #cancel: () => void = () => undefined
  #closed = false

  constructor(parts: RemindersParts) {
    this.#parts = parts
  }

  /** Takes up what was stored. */
  start(): void {
    const { storage, clock, log } = this.#parts
    const broken = storage.reminders.takeUp(clock.now())
    if (broken > 0) log.warn(`有 ${broken} 个提醒说到一半程序停了，不知道说没说出去，不再说`)
    for (const reminder of storage.reminders.waiting()) this.#keep(reminder)
    this.review()
  }

  /** Those of a chat, or all, the next one first. */
  list(chatId: number | null = null): Reminder[] {
    const all = [...this.#waiting.values()]
    return all.filter((one) => chatId === null || one.chatId === chatId).sort((a, b) => a.at - b.at)
  }

  /** Rejects with a ProblemError `reminders.full`, or `storage.*`. */
  async add(reminder: NewReminder): Promise<Reminder> {
    const { storage, clock } = this.#parts
    const ofOne = this.list(reminder.chatId).filter(({ userId }) => userId === reminder.userId)
    if (ofOne.length >= mostOfOne || this.#waiting.size >= mostOfAll) throw full(ofOne.length)
    const stored = storage.reminders.insert(reminder, clock.now())
    // At once, so that those made at the same moment are counted.
    this.#keep(stored)
    try {
      await storage.database.committed()
    } catch (error) {
      this.#forget(stored.id)
      throw error
    }
    this.review()
    return stored
  }

  /** Rejects with a ProblemError `reminders.over` when it does not wait (any more), or `storage.*`. */
  async cancel(id: number): Promise<void> {
    const { storage } = this.#parts
    if (!this.#waiting.has(id) || this.#saying.has(id)) throw over
    storage.reminders.settle(id, 'cancelled')
    this.#forget(id)
    await storage.database.committed()
    this.review()
  }

  /** Looks at what is due now, such as after a pause. */
  review(): void {
    this.#cancel()
    if (this.#closed) return
    const { clock, paused } = this.#parts
    const left = (one: Reminder) =>
      Math.max(one.at - clock.now(), (this.#again.get(one.id)?.at ?? 0) - clock.monotonic())
    const waiting = () => this.list().filter(({ id }) => !this.#saying.has(id))
    if (!paused()) for (const one of waiting()) if (left(one) <= 0) this.#begin(one)
    const next = Math.min(...waiting().map(left))
    if (next === Number.POSITIVE_INFINITY) return
    const ms = paused() ? minuteMs : Math.min(minuteMs, Math.max(1, next))
    this.#cancel = clock.after(ms, () => this.review())
  }

  /** Stops looking, and resolves when nothing is being said any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancel()
    await Promise.all(this.#saying.values())
  }

  #begin(reminder: Reminder): void {
    const { id } = reminder
    const saying = this.#say(reminder)
      .catch((error: unknown) => this.#tryAgain(reminder, error))
      .then(() => {
        this.#saying.delete(id)
        this.review()
      })
    this.#saying.set(id, saying)
  }

  async #say({ id, chatId, chatTitle, userId, at, text }: Reminder): Promise<void> {
    const { storage, clock, log, say } = this.#parts
    const lateMs = clock.now() - at
    if (lateMs > latestMs) {
      storage.reminders.settle(id, 'dropped')
      this.#forget(id)
      log.warn('一个提醒迟了一天多，没有说', { reminder: id, title: chatTitle })
      return
    }
    storage.reminders.settle(id, 'saying')
    await storage.database.durable()
    const minutes = Math.floor(lateMs / minuteMs)
    await say(chatId, userId, `提醒：${text}${minutes > 0 ? `（迟了 ${minutes} 分钟）` : ''}`)
    this.#forget(id)
    storage.reminders.settle(id, 'said')
  }

  #tryAgain({ id, chatTitle }: Reminder, error: unknown): void {
    // It was said, and only that could not be written down.
    if (!this.#waiting.has(id)) return
    const { storage, clock, log } = this.#parts
    const problem = toProblem(error)
    if (!this.#again.has(id) && !this.#closed)
      log.warn(`一个提醒没说出去，过会儿再试：${problem.message}`, { title: chatTitle, problem })
    // Each try that reached QQ stands in the conversation: a group where the bot may not talk is not to fill up with them.
    const refusals = (this.#again.get(id)?.refusals ?? 0) + (untried.has(problem.code) ? 0 : 1)
    const delay = Math.min(hourMs, minuteMs * 2 ** Math.max(0, refusals - 1))
    this.#again.set(id, { at: clock.monotonic() + delay, refusals })
    try {
      storage.reminders.settle(id, 'waiting')
    } catch (failure) {
      log.warn('没能记下一个提醒还没说', { problem: toProblem(failure) })
    }
  }

  #keep(reminder: Reminder): void {
    this.#waiting.set(reminder.id, reminder)
    this.#parts.topic.set(String(reminder.id), reminder)
  }

  #forget(id: number): void {
    this.#waiting.delete(id)
    this.#again.delete(id)
    this.#parts.topic.remove(String(id))
  }
}

/** Takes up what waits, and says it in time for as long as `life` lasts. */
export function startReminders(life: Lifetime, parts: RemindersParts): Reminders {
  const reminders = new Reminders(parts)
  life.defer(() => reminders.close())
  reminders.start()
  return reminders
}

function full(ofOne: number): ProblemError {
  const own = ofOne >= mostOfOne
  return new ProblemError({
    code: 'reminders.full',
    message: own
      ? `一个人在一个聊天里最多 ${mostOfOne} 个提醒，已经满了`
      : `提醒一共最多 ${mostOfAll} 个，已经满了`,
    hint: own ? '先取消一个' : '在面板里取消几个',
  })
}

const over = new ProblemError({
  code: 'reminders.over',
  message: '没有这个提醒：已经说过了，正在说，或者取消了',
  hint: '',
})
