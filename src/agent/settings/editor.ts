import { secretFields } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { Change } from '../../shared/state.ts'
import type { ConfigStore } from '../config/config-store.ts'
import { type AppliedEdit, applyEdits } from '../config/edit.ts'
import { checkLayer, resolveSettings } from '../config/inherit.ts'
import type { Clock } from '../kernel/clock.ts'
import { Emitter } from '../kernel/emitter.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ChangeRecord } from '../storage/changes.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * The one door for changing settings, global or of a chat, from the panel or by a command: one revision counter,
 * every change recorded with what it replaced, and undone from there.
 */
export class SettingsEditor {
  readonly #config: ConfigStore
  readonly #storage: Storage
  readonly #clock: Clock
  readonly #chatChanged = new Emitter<ChatRecord>()
  readonly #revised = new Emitter<number>()
  /** Settles when the last global change is recorded: the next one must see its revision. */
  #changing: Promise<unknown> = Promise.resolve()

  constructor(parts: { config: ConfigStore; storage: Storage; clock: Clock }) {
    this.#config = parts.config
    this.#storage = parts.storage
    this.#clock = parts.clock
  }

  get revision(): number {
    return this.#storage.changes.revision
  }

  /** Called when a chat's own settings changed. */
  onChatChange(listener: (chat: ChatRecord) => void): () => void {
    return this.#chatChanged.on(listener)
  }

  /** Called with each new revision. */
  onRevision(listener: (revision: number) => void): () => void {
    return this.#revised.on(listener)
  }

  /** The settings in force in a chat. */
  settingsOf(chat: ChatRecord): ChatSettings {
    return resolveSettings(this.#config.value.defaults, chat.settings)
  }

  /**
   * Changes the global configuration and returns the new revision.
   * Throws `edit.stale` when somebody else changed something since, `config.invalid`, `edit.path`.
   */
  editConfig(revision: number, ops: readonly EditOp[]): Promise<number> {
    return this.#inTurn(async () => {
      this.#requireCurrent(revision)
      return this.#record('config', await this.#config.edit(ops))
    })
  }

  /** Changes a chat's own layer and returns the new revision; throws like {@link editConfig}. */
  editChat(chatId: number, revision: number, ops: readonly EditOp[]): number {
    this.#requireCurrent(revision)
    return this.#applyToChat(chatId, ops)
  }

  /** Sets one of a chat's own settings, or resets it with undefined. */
  setOwn(chatId: number, key: keyof ChatSettings, value: string | undefined): void {
    this.#applyToChat(chatId, [
      value === undefined ? { path: [key], remove: true } : { path: [key], set: value },
    ])
  }

  /** What was changed, newest first; secrets are not shown. */
  changes(before: number | undefined, limit: number): Change[] {
    return this.#storage.changes.page(before ?? Number.MAX_SAFE_INTEGER, limit).map((change) => ({
      id: change.id,
      at: change.at,
      scope: change.scope,
      scopeTitle: this.#scopeTitle(change.scope),
      path: change.path.join('.'),
      before: change.before,
      after: change.after,
      undone: change.undone,
    }))
  }

  /** Puts back what a change replaced, as a change of its own. Throws `edit.cannot-undo`. */
  undo(changeId: number): Promise<number> {
    return this.#inTurn(() => this.#undo(changeId))
  }

  async #undo(changeId: number): Promise<number> {
    const change = this.#storage.changes.get(changeId)
    if (!change || change.undone) throw cannotUndo('这条改动已经撤销过了')
    if (lostSecret(change)) throw cannotUndo('改的是 Key 或令牌，旧的没有留下')
    const op: EditOp =
      change.before === undefined
        ? { path: change.path, remove: true }
        : { path: change.path, set: change.before as never }
    const chatId = chatOfScope(change.scope)
    const revision =
      chatId === null
        ? this.#record('config', await this.#config.edit([op]))
        : this.#applyToChat(chatId, [op])
    this.#storage.changes.setUndone(changeId)
    return revision
  }

  /** Remembers the number of an account, learnt from its first connection. */
  async pinAccount(accountId: string, selfId: string): Promise<void> {
    await this.#config.edit([{ path: ['accounts', accountId, 'selfId'], set: selfId }])
  }

  /** Kept across restarts; a switch, not a setting: it is not part of 修改记录. */
  async setPaused(paused: boolean): Promise<void> {
    await this.#config.edit([{ path: ['paused'], set: paused }])
  }

  #applyToChat(chatId: number, ops: readonly EditOp[]): number {
    const chat = this.#storage.chats.get(chatId)
    if (!chat) throw new ProblemError({ code: 'chat.unknown', message: '没有这个聊天', hint: '刷新一下页面' })
    const { value, edits } = applyEdits(chat.settings, ops)
    const fault = checkLayer(value)
    if (fault)
      throw new ProblemError({
        code: 'config.invalid',
        message: fault,
        hint: '改一下这个值再保存，原来的没有动',
      })
    const changed = this.#storage.chats.change(chatId, { settings: value })
    const revision = this.#record(`chat:${chatId}`, edits)
    this.#chatChanged.emit(changed)
    return revision
  }

  #record(scope: string, edits: readonly AppliedEdit[]): number {
    const at = this.#clock.now()
    const revision = this.#storage.changes.record(
      edits.map(({ path, before, after }) => {
        const secret = secretFields.has(path.at(-1) ?? '')
        return { at, scope, path, before: hide(before, secret), after: hide(after, secret) }
      }),
    )
    this.#revised.emit(revision)
    return revision
  }

  #inTurn(change: () => Promise<number>): Promise<number> {
    const changed = this.#changing.then(change)
    this.#changing = changed.catch(() => undefined)
    return changed
  }

  #requireCurrent(revision: number): void {
    if (revision === this.revision) return
    throw new ProblemError({
      code: 'edit.stale',
      message: '别处刚改过设置，这次没有保存',
      hint: '页面已经更新，再改一次就好',
    })
  }

  #scopeTitle(scope: string): string {
    const chatId = chatOfScope(scope)
    return chatId === null ? '全局' : (this.#storage.chats.get(chatId)?.title ?? '聊天')
  }
}

const hidden = '•••'

/** A copy without secrets typed in clear: 修改记录 is shown and exported. */
function hide(value: unknown, secret: boolean): unknown {
  if (typeof value === 'string') return secret && value !== '' ? hidden : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => hide(item, false))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hide(item, secretFields.has(key))]),
  )
}

/** Whether a secret that was set before was typed over: a reference brings back what is stored now, not what was. */
function lostSecret({ path, before, after }: ChangeRecord): boolean {
  return isOvertyped(before, after, secretFields.has(path.at(-1) ?? ''))
}

function isOvertyped(before: unknown, after: unknown, secret: boolean): boolean {
  if (secret) return after === hidden && before !== undefined && before !== ''
  if (typeof before !== 'object' || before === null) return false
  const then = Object(after) as Record<string, unknown>
  return Object.entries(before).some(([key, item]) => isOvertyped(item, then[key], secretFields.has(key)))
}

function chatOfScope(scope: string): number | null {
  const match = /^chat:(\d+)$/.exec(scope)
  return match ? Number(match[1]) : null
}

function cannotUndo(message: string): ProblemError {
  return new ProblemError({ code: 'edit.cannot-undo', message, hint: '直接改成想要的值就好' })
}
