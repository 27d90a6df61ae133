import type { AsksState } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Topic } from '../../kernel/topic.ts'
import type { GrantRows, StoredGrant } from './stored.ts'

export interface GrantsParts {
  readonly clock: Clock
  readonly topic: Topic<AsksState>
  readonly grants: GrantRows
  chatTitle(chatId: number): string
  toolTitle(name: string): string
}

/** How long leave lasts that is given for a while, in milliseconds. */
const grantMs = 3_600_000

/** Leave that was given for a while. It ends by the clock that does not jump, or by the wall clock: whichever is first. */
export class Grants {
  readonly #parts: GrantsParts
  readonly #held = new Map<string, { readonly grant: StoredGrant; readonly cancel: () => void }>()

  constructor(parts: GrantsParts) {
    this.#parts = parts
  }

  /** Takes up what was given before a restart. */
  load(): void {
    for (const grant of this.#parts.grants.valid(this.#parts.clock.now())) this.#hold(grant)
    this.#show()
  }

  has(chatId: number, tool: string): boolean {
    const held = this.#held.get(key(chatId, tool))
    return held !== undefined && held.grant.until > this.#parts.clock.now()
  }

  give(chatId: number, tool: string): void {
    const { clock, grants } = this.#parts
    const grant = { chatId, tool, until: clock.now() + grantMs }
    grants.add(grant)
    this.#hold(grant)
    this.#show()
  }

  /** False when there was none. */
  take(chatId: number, tool: string): boolean {
    if (!this.#drop(chatId, tool)) return false
    this.#parts.grants.remove(chatId, tool)
    return true
  }

  close(): void {
    for (const { cancel } of this.#held.values()) cancel()
    this.#held.clear()
  }

  #hold(grant: StoredGrant): void {
    const { clock } = this.#parts
    const { chatId, tool, until } = grant
    this.#held.get(key(chatId, tool))?.cancel()
    const left = Math.min(grantMs, until - clock.now())
    const cancel = clock.after(left, () => void this.#drop(chatId, tool))
    this.#held.set(key(chatId, tool), { grant, cancel })
  }

  #drop(chatId: number, tool: string): boolean {
    const held = this.#held.get(key(chatId, tool))
    if (!held) return false
    held.cancel()
    this.#held.delete(key(chatId, tool))
    this.#show()
    return true
  }

  #show(): void {
    const { topic, chatTitle, toolTitle } = this.#parts
    const grants = [...this.#held.values()].map(({ grant }) => ({
      ...grant,
      chatTitle: chatTitle(grant.chatId),
      toolTitle: toolTitle(grant.tool),
    }))
    topic.set('grants', grants)
  }
}

function key(chatId: number, tool: string): string {
  return `${chatId} ${tool}`
}
