import type { Account } from '../../../shared/config.ts'
import type { AccountState, ConnectionAttempt } from '../../../shared/state.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Topic } from '../../kernel/topic.ts'
import { isNews } from './attempts.ts'
import { noApiConnection, notConnected } from './delivery.ts'
import type { ClosingReason, End, Ending, EndOwner, ReceivedFrame } from './end.ts'
import { endingFailure, inWords, qqOffline, wrongAccount } from './failures.ts'
import { HealthWatch } from './health.ts'
import type { Intake } from './intake.ts'
import { introduce, isAdminOf, type Login } from './introduction.ts'
import type { KnownNames } from './known-names.ts'
import type { MessageFrame } from './message.ts'
import type { MetaFrame, NoticeFrame, RequestFrame } from './notice.ts'
import { initialState, Report } from './report.ts'
import type { Silences } from './silences.ts'
import type { Route } from './speaker.ts'
import { type Outside, standingOf } from './standing.ts'

type EventFrame = MessageFrame | NoticeFrame | RequestFrame | MetaFrame

export interface AccountOptions {
  readonly clock: Clock
  readonly log: Log
  readonly states: Topic<Record<string, AccountState>>
  readonly intake: Intake
  readonly silences: Silences
  readonly names: KnownNames
  pin(accountId: string, selfId: string): void
}

/** One configured account while the program runs: its connections, its number, and its row in the panel. */
export class OneBotAccount implements EndOwner {
  readonly #options: AccountOptions
  readonly #report: Report
  /** Oldest first, at most one of each role. */
  #ends: End[] = []
  #account: Account
  #outside: Outside
  #selfId: string | null
  readonly #watch = new HealthWatch((health) => {
    if (health.online === false) this.#options.log.warn('QQ 掉线了，消息暂时发不出去', { account: this.id })
    this.#refresh()
  })
  #pinned: boolean

  constructor(account: Account, address: string, outside: Outside, options: AccountOptions) {
    this.#account = account
    this.#outside = outside
    this.#options = options
    this.#selfId = account.selfId ?? null
    this.#pinned = account.selfId !== undefined
    this.#report = new Report(options.states, options.clock, initialState(account, address))
    this.#refresh()
  }

  get names(): KnownNames {
    return this.#options.names
  }

  get id(): string {
    return this.#account.id
  }

  /** The number it is pinned to or was last connected with; null when none is known. */
  get selfId(): string | null {
    return this.#selfId
  }

  get connected(): boolean {
    return this.#ends.some((end) => end.ready)
  }

  /** Takes what may change without a new connection: the title and the number that we told ourselves. */
  configure(account: Account): void {
    this.#account = account
    this.#pinned = account.selfId !== undefined
    if (this.#report.state.title !== account.title) this.#report.show({ title: account.title })
  }

  setOutside(outside: Outside, address?: string): void {
    this.#outside = outside
    if (address !== undefined) this.#report.collect({ address })
    this.#refresh()
  }

  /** Notes a connection that did not come about. */
  missed(result: 'refused' | 'failed', remote: string, reason: string): void {
    this.#note(result, remote, reason)
    if (this.#outside.kind !== 'listening' || this.connected) return
    const problem = { code: 'onebot.turned-away', message: reason, hint: '' }
    this.#outside = { kind: 'listening', refused: problem }
    this.#refresh()
  }

  /** Takes over an open connection. Of two with the same role the newest wins: the older may be half-open. */
  attach(end: End): void {
    end.owner = this
    end.selfId ??= this.#selfId
    const older = this.#ends.filter((other) => other.role === end.role)
    this.#ends.push(end)
    for (const other of older) void other.close(4409, 'replaced')
    if (end.selfId !== null) this.#learnNumber(end.selfId)
    if (this.#outside.kind === 'listening') this.#outside = { kind: 'listening', refused: null }
    this.#refresh()
    if (end.role !== 'event') void this.#getToKnow(end)
  }

  /** The connection for calls at this moment. */
  route(): Route {
    const end = this.#ends.findLast((one) => one.role !== 'event')
    if (!end) {
      return { kind: 'closed', problem: this.#ends.length > 0 ? noApiConnection : notConnected }
    }
    const { online, offlineDetail } = this.#watch.health
    if (online === false) return { kind: 'closed', problem: qqOffline(offlineDetail) }
    return { kind: 'open', calls: end.calls }
  }

  /** Closes all its connections; resolves when they are gone. */
  async closeEnds(code: number, why: ClosingReason): Promise<void> {
    await Promise.all([...this.#ends].map((end) => end.close(code, why)))
  }

  /** Ends it for good and takes its row away. */
  async stop(code: number, why: ClosingReason): Promise<void> {
    await this.closeEnds(code, why)
    this.#report.remove()
  }

  received(end: End, frame: ReceivedFrame): void {
    if (frame.kind === 'binary') this.#countBad('binary')
    else if (frame.kind === 'invalid') this.#countBad(frame.reason)
    else if (frame.kind !== 'ignored') this.#readEvent(end, frame)
    else if (frame.reason === 'self-id-mismatch') this.#warnOfStranger(end)
  }

  ready(end: End): void {
    if (end.selfId !== null) this.#options.silences.forgetGroupMutes(end.selfId)
    this.#report.collect({ connectedAt: this.#report.state.connectedAt ?? this.#options.clock.now() })
    this.#note('accepted', end.remote, '已连接')
    this.#refresh()
    if (end.role === 'event') this.#pinNumber(end)
  }

  answered(_end: End, latencyMs: number): void {
    this.#report.collect({ latencyMs })
    this.#watch.answered()
  }

  unanswered(): void {
    this.#watch.unanswered()
  }

  ended(end: End, ending: Ending): void {
    this.#ends = this.#ends.filter((other) => other !== end)
    if (ending.ours === null || ending.ours === 'silent' || ending.ours === 'replaced') {
      const { kind, problem } = endingFailure(ending)
      this.#note(kind === 'auth' ? 'refused' : 'closed', end.remote, inWords(problem))
    }
    if (this.#ends.length === 0) this.#watch.reset()
    if (!this.connected) this.#report.collect({ connectedAt: null })
    this.#refresh()
  }

  async #getToKnow(end: End): Promise<void> {
    const { login, endName, online } = introduce(end)
    if (!this.#accepts(end, await login)) return
    this.#pinNumber(end)
    const name = await endName
    if (name !== null) this.#report.collect({ endName: name })
    const status = await online
    if (!end.signal.aborted) this.#watch.status(status)
  }

  /** Whether the logged-in number is the one this connection claimed, or the one this account is for. */
  #accepts(end: End, login: Login): boolean {
    if (end.signal.aborted) return false
    if (login.selfId === null) return true
    if (end.selfId === null) this.#bind(end, login.selfId)
    if (end.selfId === login.selfId) {
      this.#report.collect({ nickname: login.nickname })
      return true
    }
    const problem = wrongAccount(login.selfId, end.selfId ?? '')
    void end.close(4403, 'wrong-account', problem)
    if (!this.#pinned) this.#learnNumber(null)
    this.missed('refused', end.remote, inWords(problem))
    return false
  }

  #bind(end: End, selfId: string): void {
    end.selfId = selfId
    this.#learnNumber(selfId)
  }

  #learnNumber(selfId: string | null): void {
    this.#selfId = selfId
    this.#report.collect({ selfId })
  }

  #pinNumber(end: End): void {
    if (this.#pinned || end.selfId === null) return
    this.#pinned = true
    this.#options.pin(this.id, end.selfId)
  }

  #readEvent(end: End, frame: EventFrame): void {
    if (end.selfId === null) this.#bind(end, frame.selfId)
    if (frame.kind === 'meta') this.#readMeta(frame)
    else this.#report.count('events')
    if (frame.kind === 'message') this.#readMessage(frame)
    else if (frame.kind === 'notice') this.#readNotice(end, frame)
    else if (frame.kind === 'request') this.#tellRequest(frame)
  }

  #readMessage(frame: MessageFrame): void {
    this.#watch.message()
    const isNew = this.#options.intake.message(frame, this.#options.clock.now())
    if (!isNew) this.#report.count('duplicates')
  }

  #readMeta(frame: MetaFrame): void {
    if (frame.metaType !== 'heartbeat') return
    this.#report.collect({ lastHeartbeatAt: this.#options.clock.now() })
    this.#watch.status(frame.online)
  }

  #readNotice(end: End, frame: NoticeFrame): void {
    const { intake, silences, clock } = this.#options
    intake.notice(frame, clock.now())
    if (frame.noticeType === 'bot_offline') this.#watch.offlineNotice(frame.detail)
    const { chat } = frame
    if (chat && frame.noticeType === 'group_ban' && frame.userId === '0' && end.role !== 'event') {
      void isAdminOf(end, chat.id, frame.selfId).then((admin) => silences.setAdmin(chat, admin))
    }
  }

  #tellRequest(frame: RequestFrame): void {
    const what =
      frame.requestType === 'friend' ? '好友申请' : frame.subType === 'invite' ? '入群邀请' : '加群申请'
    const { userId, comment, flag } = frame
    const fields = { account: this.id, chat: frame.chat.key, userId, comment, flag }
    this.#options.log.info(`收到${what}，没有自动同意，请在 QQ 里处理`, fields)
  }

  #countBad(reason: string): void {
    this.#report.count('badFrames')
    const count = this.#report.state.badFrames
    if (isNews(count))
      this.#options.log.debug('收到看不懂的数据，已忽略', { account: this.id, reason, count })
  }

  #warnOfStranger(end: End): void {
    const expected = end.selfId ?? ''
    const attempt = this.#report.attempt('refused', end.remote, `收到不属于 ${expected} 的事件，已忽略`)
    if (isNews(attempt.count))
      this.#options.log.warn(attempt.reason, { account: this.id, count: attempt.count })
  }

  #note(result: ConnectionAttempt['result'], remote: string, reason: string): void {
    const { count } = this.#report.attempt(result, remote, reason)
    if (!isNews(count)) return
    const { log } = this.#options
    const title = this.#account.title || this.id
    const write = result === 'accepted' ? log.info : log.warn
    write.call(log, `账号「${title}」：${reason}`, { account: this.id, remote, count })
  }

  #refresh(): void {
    this.#report.show(standingOf(this.#outside, this.#ends, this.#watch.health))
  }
}
