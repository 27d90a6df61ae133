import type { CommandRole, Role } from './config.ts'

/** Somebody who said 你好 in private while the panel was looking for the owner. */
export interface OwnerCandidate {
  id: string
  name: string
  /** The bot's number it was said to. */
  selfId: string
  at: number
}

/** A message that was not answered because of who said it or where, or a command that was refused. */
export interface Denial {
  at: number
  chatId: number
  chatTitle: string
  senderId: string
  senderName: string
  role: Role
  /** A reason code of `decision.ts`, or `command:<name>`. */
  reason: string
  /** First 60 characters. */
  text: string
}

export interface AccessState {
  /** Until when 认主人 listens; null when it does not. */
  claimUntil: number | null
  candidates: OwnerCandidate[]
  /** Newest first, at most 50. */
  denials: Denial[]
}

/** A command as the panel lists it. */
export interface CommandInfo {
  /** Its key in `config.commands`. */
  name: string
  /** As it is typed, such as `#模型更换 <模型名>`. */
  usage: string
  summary: string
  builtInAliases: string[]
  builtInRole: CommandRole
}
