import type { ChatSettings } from '../../shared/settings.ts'
import type { Job } from './job.ts'

/** All turns that are under way, by chat. */
export class Jobs {
  readonly #byChat = new Map<number, Set<Job>>()

  add(job: Job): void {
    const chat = this.#byChat.get(job.chat.id)
    if (chat) chat.add(job)
    else this.#byChat.set(job.chat.id, new Set([job]))
  }

  delete(job: Job): void {
    const chat = this.#byChat.get(job.chat.id)
    chat?.delete(job)
    if (chat?.size === 0) this.#byChat.delete(job.chat.id)
  }

  of(chatId: number): Iterable<Job> {
    return this.#byChat.get(chatId) ?? []
  }

  *all(): Generator<Job> {
    for (const chat of this.#byChat.values()) yield* chat
  }

  /** How many of a chat gather their messages. */
  gathering(chatId: number): number {
    let count = 0
    for (const { phase } of this.of(chatId)) if (phase === 'gathering') count++
    return count
  }

  /** The one of a chat that has gathered for longest and never ran. */
  oldestGathering(chatId: number): Job | undefined {
    for (const job of this.of(chatId)) if (job.phase === 'gathering' && !job.onWindowClosed) return job
    return undefined
  }

  /** Whether a message is part of a turn that is under way. */
  holds(chatId: number, messageId: number): boolean {
    for (const { messages } of this.of(chatId)) if (messages.some(({ id }) => id === messageId)) return true
    return false
  }

  /** The turn that something this person says now would become part of; null when it begins one of its own. */
  openFor(chatId: number, senderId: string, { merge, whileRunning }: ChatSettings): Job | null {
    let running: Job | null = null
    for (const job of this.of(chatId)) {
      if (!job.takesMore || (merge.scope === 'sender' && job.senderId !== senderId)) continue
      if (job.phase === 'gathering') return job
      // Whoever goes on and on waits his turn again.
      if (job.messages.length >= merge.maxMessages) continue
      if (whileRunning === 'join' || (whileRunning === 'restart' && job.canRestart)) running ??= job
    }
    return running
  }
}
