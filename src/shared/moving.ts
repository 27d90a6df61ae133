import type { Problem } from './problem.ts'

/** What an import would do, told before it is done. */
export interface ImportPreview {
  /** `apricot`, `ai-chat`, `sillytavern`. */
  source: string
  items: ImportItem[]
  /** Whether it needs to know which account the chats belong to. */
  needsAccount: boolean
}

export interface ImportItem {
  /** What it is, such as 「系统设置」 or the name of a chat. */
  title: string
  file: string
  carries: string[]
  /** What does not carry over, and why. */
  leaves: string[]
  problem: Problem | null
  /** Gives people power over the bot: the panel does not tick it by itself. */
  risky?: boolean
}
