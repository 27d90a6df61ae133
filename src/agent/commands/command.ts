import type { Character } from '../../shared/character.ts'
import type { CommandRole, Config, Role } from '../../shared/config.ts'
import type { UsageToday } from '../../shared/costs.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { Approval } from '../../shared/tools.ts'
import type { Models } from '../models/models.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { Decision } from '../tools/asking/requests.ts'
import type { CommandTable } from './command-table.ts'

/** The settings of a chat that commands change. */
export type OwnSetting = 'model' | 'prompt' | 'tools' | 'character'

/** What the bot said last in a chat, and to whom. */
export interface LastAnswer {
  readonly turnId: number | null
  /** The first message that is answered and was not recalled; null when there is none. */
  readonly questionId: number | null
  /** Numbers of those whose words were the question. */
  readonly askedBy: ReadonlySet<string>
  readonly parts: readonly MessageRecord[]
}

/** What a day cost, in one chat or in all. */
export type Usage = Pick<
  UsageToday,
  'replies' | 'calls' | 'inputTokens' | 'outputTokens' | 'cost' | 'unpriced'
>

/** What a command may use. Changes go through here, so that the panel, 修改记录 and the next turn all see them. */
export interface CommandContext {
  readonly chat: ChatRecord
  readonly message: MessageRecord
  readonly settings: ChatSettings
  readonly config: Config
  /** Of the person who wrote it, in this chat. */
  readonly role: Role
  readonly commands: CommandTable
  readonly models: Pick<Models, 'names' | 'describe' | 'resolve'>
  readonly characters: readonly Character[]
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Sets or resets (undefined) one of the chat's own settings. */
  setOwn(key: OwnSetting, value: string | boolean | number | undefined): void
  /** Changes the global configuration. Throws a ProblemError (`edit.*`, `config.*`) and changes nothing then. */
  edit(ops: readonly EditOp[]): Promise<void>
  clearContext(): void
  /** Silences the chat for so many minutes from now; 0 ends it. Returns until when, 0 for not at all. */
  mute(minutes: number): number
  /** How many turns of this chat run, and how many wait. */
  load(): { running: number; waiting: number }
  /** Stops turns of this chat: all, or those one person started. Returns how many. */
  stopTurns(askedBy: string | null): number
  /** The last answer that can still be read here. */
  lastAnswer(): LastAnswer | null
  /** The last question that was dealt with, however it ended. */
  lastQuestion(): LastAnswer | null
  /** Takes parts of an answer back, in QQ too, the newest first, up to the first that cannot be taken back. */
  takeBack(answer: LastAnswer): Promise<{ taken: number; problem: Problem | null }>
  /** Answers a message again. Throws a ProblemError `turn.*`. */
  retry(messageId: number): Promise<void>
  usage(of: 'here' | 'everywhere'): Usage
  /** Reads config.json again. Returns what is wrong with it. */
  reload(): Promise<Problem | null>
  /** Reads the tool files again. Returns what is wrong with each. */
  reloadTools(): Promise<{ file: string; problem: Problem | null }[]>
  toolCount(): number
  /** Calls that wait for leave and can be decided about from here, oldest first. */
  approvals(): readonly Approval[]
  /** Decides about one of them, in the person's name. Throws a ProblemError `asks.over`. */
  decide(id: string, decision: Decision): Promise<void>
}

export interface Command {
  /**
   * Words from the top of the tree, such as 模型, 更换. Joined they are the command's name: how it is typed, and its
   * key in `config.commands`.
   */
  readonly path: readonly [string, ...string[]]
  /** Further names; a space in one separates words of the tree. */
  readonly aliases: readonly string[]
  /** Arguments as shown in the help, such as `<模型名>`. */
  readonly usage: string
  readonly summary: string
  /** What it needs, as long as the configuration says nothing else. */
  readonly role: CommandRole
  /** Written with a dot in front, such as `.aiconfig`: then nobody has to be mentioned. */
  readonly dotted?: true
  /** Returns the reply; '' for none. Throws a CommandError for what the person did wrong. */
  run(args: string, context: CommandContext): string | Promise<string>
}

/** Its message is the reply, after 错误. */
export class CommandError extends Error {}

/** The person may not do this. */
export class RefusedError extends CommandError {
  constructor(message: string) {
    super(`权限不足，${message}`)
  }
}

export function nameOf({ path }: Command): string {
  return path.join('')
}

/** How a command is typed, such as `#模型更换 <模型名>`. */
export function usageOf(command: Command): string {
  const { usage, dotted } = command
  return `${dotted ? '.' : '#'}${nameOf(command)}${usage && ` ${usage}`}`
}
