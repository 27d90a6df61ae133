import { type Character, CharacterFields, mostCharacters } from '../../shared/character.ts'
import { secretFields } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { Change } from '../../shared/state.ts'
import type { ConfigStore } from '../config/config-store.ts'
import { type AppliedEdit, applyEdits } from '../config/edit.ts'
import { checkLayer, type Layers } from '../config/inherit.ts'
import type { Clock } from '../kernel/clock.ts'
import { Emitter } from '../kernel/emitter.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'
import { hide, lostSecret } from './change-secrets.ts'
import { ResolvedSettings } from './chat-settings.ts'
import { faultyPatternIn } from './patterns.ts'

/**
 * The one door for changing settings, global or of a chat, from the panel or by a command: one revision counter,
 * every change recorded with what it replaced, and undone from there.
 */
export class SettingsEditor {
  readonly #config: ConfigStore
  readonly #storage: Storage
  readonly #clock: Clock
  readonly #settings: ResolvedSettings
  readonly #chatChanged = new Emitter<ChatRecord>()
  readonly #characterChanged = new Emitter<number>()
  readonly #revised = new Emitter<number>()
  /** Settles when the last global change is recorded: the next one must see its revision. */
  #changing: Promise<unknown> = Promise.resolve()

  constructor(parts: { config: ConfigStore; storage: Storage; clock: Clock }) {
    this.#config = parts.config
    this.#storage = parts.storage
    this.#clock = parts.clock
    this.#settings = new ResolvedSettings({
      global: () => parts.config.value.defaults,
      character: (id) => parts.storage.characters.get(id),
    })
  }

  get revision(): number {
    return this.#storage.changes.revision
  }

  /** Called when a chat's own settings changed. */
  onChatChange(listener: (chat: ChatRecord) => void): () => void {
    return this.#chatChanged.on(listener)
  }

  /** Called with the id of a character that was made, changed, removed or brought back. */
  onCharacterChange(listener: (id: number) => void): () => void {
    return this.#characterChanged.on(listener)
  }

  /** Called with each new revision. */
  onRevision(listener: (revision: number) => void): () => void {
    return this.#revised.on(listener)
  }

  /** The settings in force in a chat. */
  settingsOf(chat: ChatRecord): ChatSettings {
    return this.#settings.of(chat)
  }

  /** The same, layer by layer. */
  layersOf(chat: ChatRecord): Layers {
    return this.#settings.layers(chat)
  }

  /** The character a chat plays; null when it plays none. */
  characterOf(chat: ChatRecord): Character | null {
    return this.#settings.character(chat)
  }

  /**
   * Changes the global configuration and returns the new revision.
   * Throws `edit.stale` when somebody else changed something since, `config.invalid`, `edit.path`.
   */
  editConfig(revision: number, ops: readonly EditOp[]): Promise<number> {
    return this.#inTurn(async () => {
      this.#requireCurrent(revision)
      return this.#editConfig(ops)
    })
  }

  /** Changes a chat's own layer and returns the new revision; throws like {@link editConfig}. */
  editChat(chatId: number, revision: number, ops: readonly EditOp[]): number {
    this.#requireCurrent(revision)
    return this.#applyToChat(chatId, ops)
  }

  /** Sets one of a chat's own settings, or resets it with undefined. */
  setOwn(chatId: number, key: keyof ChatSettings, value: string | number | boolean | undefined): void {
    this.#applyToChat(chatId, [
      value === undefined ? { path: [key], remove: true } : { path: [key], set: value },
    ])
  }

  /** Makes a character. Throws `character.too-many`, `config.invalid`. */
  createCharacter(fields: CharacterFields): Character {
    this.#requireRoom()
    const character = this.#storage.characters.insert(checkCharacter(fields), this.#clock.now())
    if (character.prompt !== '') this.#keepVersion(`character:${character.id}`, undefined, character.prompt)
    this.#characterChanged.emit(character.id)
    return character
  }

  /** Changes a character and returns the new revision; throws like {@link editConfig}. */
  editCharacter(id: number, revision: number, ops: readonly EditOp[]): number {
    this.#requireCurrent(revision)
    return this.#applyToCharacter(id, ops)
  }

  /** Removes a character, or brings it back. Throws `character.unknown`, `character.too-many`. */
  setCharacterRemoved(id: number, removed: boolean): void {
    if (!removed && !this.#storage.characters.get(id)) this.#requireRoom()
    const at = removed ? this.#clock.now() : null
    if (!this.#storage.characters.setRemoved(id, at)) throw unknownCharacter
    // What its chats inherit is another thing now: whoever shows it has to read it again.
    this.#record(`character:${id}`, [])
    this.#characterChanged.emit(id)
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
    const scope = readScope(change.scope)
    const revision =
      scope === null
        ? await this.#editConfig([op])
        : scope.kind === 'chat'
          ? this.#applyToChat(scope.id, [op])
          : this.#applyToCharacter(scope.id, [op])
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

  async #editConfig(ops: readonly EditOp[]): Promise<number> {
    for (const op of ops) if ('set' in op) refusePatterns(op.path, op.set)
    return this.#record('config', await this.#config.edit(ops))
  }

  #applyToCharacter(id: number, ops: readonly EditOp[]): number {
    const character = this.#storage.characters.get(id)
    if (!character) throw unknownCharacter
    const { id: _id, createdAt, ...before } = character
    const { value, edits } = applyEdits(before, ops)
    this.#storage.characters.change({ ...checkCharacter(value), id, createdAt })
    const revision = this.#record(`character:${id}`, edits)
    this.#characterChanged.emit(id)
    return revision
  }

  #applyToChat(chatId: number, ops: readonly EditOp[]): number {
    const chat = this.#storage.chats.get(chatId)
    if (!chat) throw new ProblemError({ code: 'chat.unknown', message: '没有这个聊天', hint: '刷新一下页面' })
    const { value, edits } = applyEdits(chat.settings, ops)
    refuseLayer(value)
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
    for (const { path, before, after } of edits) {
      const prompt = promptScope(scope, path)
      if (prompt !== null) this.#keepVersion(prompt, before, after)
    }
    this.#revised.emit(revision)
    return revision
  }

  /** The first version of a prompt is what stood there before it was changed for the first time. */
  #keepVersion(scope: string, before: unknown, after: unknown): void {
    const { promptVersions } = this.#storage
    const at = this.#clock.now()
    if (typeof before === 'string' && before !== '') promptVersions.add(scope, before, at)
    if (typeof after === 'string') promptVersions.add(scope, after, at)
  }

  #inTurn(change: () => Promise<number>): Promise<number> {
    const changed = this.#changing.then(change)
    this.#changing = changed.catch(() => undefined)
    return changed
  }

  #requireRoom(): void {
    if (this.#storage.characters.all().length >= mostCharacters) throw tooManyCharacters
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
    const place = readScope(scope)
    if (place === null) return '全局'
    if (place.kind === 'chat') return this.#storage.chats.get(place.id)?.title ?? '聊天'
    return `角色「${this.#storage.characters.get(place.id)?.name ?? place.id}」`
  }
}

function readScope(scope: string): { kind: 'chat' | 'character'; id: number } | null {
  const match = /^(chat|character):(\d+)$/.exec(scope)
  return match ? { kind: match[1] as 'chat' | 'character', id: Number(match[2]) } : null
}

/** Under which name the versions of a prompt are kept; null when a change is not one of a prompt. */
function promptScope(scope: string, path: readonly string[]): string | null {
  const name = path.join('.')
  if (scope === 'config') return name === 'corePrompt' ? 'core' : null
  return name === 'prompt' ? scope : null
}

function checkCharacter(fields: unknown): CharacterFields {
  const parsed = CharacterFields.safeParse(fields)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid(`${issue?.path.join('.') ?? ''}：${issue?.message ?? '值不对'}`)
  }
  // A character is what is chosen; it cannot choose another one, nor let a chat in.
  const { character: _character, allowed: _allowed, ...settings } = parsed.data.settings
  refuseLayer(settings)
  return { ...parsed.data, settings }
}

function refuseLayer(layer: Record<string, unknown>): void {
  const fault = checkLayer(layer)
  if (fault) throw invalid(fault)
  refusePatterns([], layer)
}

/** A pattern that cannot be used is refused where it is written, wherever in a value it stands. */
function refusePatterns(path: readonly string[], value: unknown): void {
  const fault = faultyPatternIn(path, value)
  if (fault) throw invalid(fault)
}

function invalid(message: string): ProblemError {
  return new ProblemError({ code: 'config.invalid', message, hint: '改一下这个值再保存，原来的没有动' })
}

export const unknownCharacter = new ProblemError({
  code: 'character.unknown',
  message: '没有这个角色，可能已经删掉了',
  hint: '刷新一下页面',
})

const tooManyCharacters = new ProblemError({
  code: 'character.too-many',
  message: `角色最多 ${mostCharacters} 个`,
  hint: '先删掉不用的',
})

function cannotUndo(message: string): ProblemError {
  return new ProblemError({ code: 'edit.cannot-undo', message, hint: '直接改成想要的值就好' })
}
