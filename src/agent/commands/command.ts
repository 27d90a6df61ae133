import type { ChatSettings } from '../../shared/settings.ts'
import type { Models } from '../models/models.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'

/** What a command may use. Changes go through here, so that the panel, 修改记录 and the next turn all see them. */
export interface CommandContext {
  readonly chat: ChatRecord
  readonly message: MessageRecord
  readonly settings: ChatSettings
  readonly models: Pick<Models, 'names' | 'describe' | 'resolve'>
  readonly isAdmin: boolean
  /** Sets or resets (undefined) one of the chat's own settings. */
  setOwn(key: 'model' | 'prompt', value: string | undefined): void
  clearContext(): void
  /** Stops turns of this chat: all, or those one person started. Returns how many. */
  stopTurns(askedBy: string | null): number
}

/**
 * `read`: everybody. `change`: in groups only the group's owner and admins. `stop`: everybody, for what they started.
 */
export type CommandAccess = 'read' | 'change' | 'stop'

export interface Command {
  /** Without the prefix `#`. */
  readonly name: string
  readonly aliases: readonly string[]
  /** Arguments as shown in the help, such as `<模型名>`. */
  readonly usage: string
  readonly summary: string
  readonly access: CommandAccess
  /** Returns the reply. Throws a CommandError for what the person did wrong. */
  run(args: string, context: CommandContext): string
}

/** Its message is the reply, after 错误. */
export class CommandError extends Error {}
