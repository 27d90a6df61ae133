import type { CommandOptions, CommandRole, Config } from '../../shared/config.ts'
import { type Command, nameOf } from './command.ts'
import { groupListing } from './help-lines.ts'

/** A command with what the configuration changed of it. */
export interface CommandEntry {
  readonly command: Command
  readonly name: string
  readonly enabled: boolean
  readonly role: CommandRole
  /** Those that lead to it: one that collides with something else is not among them. */
  readonly aliases: readonly string[]
}

export interface ParsedCommand {
  readonly entry: CommandEntry
  readonly args: string
  /** In groups: whether the bot has to be called as for everything else. */
  readonly needsMention: boolean
}

/** A word of the tree, and what can follow it. */
interface Node {
  entry: CommandEntry | null
  readonly below: Map<string, Node>
}

/** A word of a command, none of which is longer. */
const word = /\s*(\S{1,32})(?=\s|$)/uy

/** All words that lead to a command, under one configuration. */
export class CommandTable {
  /** Those that are switched on, in the order of the help. */
  readonly entries: readonly CommandEntry[]
  readonly #root: Node = { entry: null, below: new Map() }

  constructor(commands: readonly Command[], options: Config['commands']) {
    const drafts = commands.map((command) => {
      const name = nameOf(command)
      const draft = { ...draftOf(command, name, options[name]), aliases: [] as string[] }
      this.#take(command.path, draft)
      if (command.dotted) this.#take([`.${name}`], draft)
      return draft
    })
    // Real names first, then what was built in, then what somebody made up: the earlier one keeps the word.
    for (const draft of drafts) this.#takeAliases(draft, draft.command.aliases)
    for (const draft of drafts) this.#takeAliases(draft, options[draft.name]?.aliases ?? [])
    this.entries = drafts.filter(({ enabled }) => enabled)
  }

  /** The command a trimmed text begins with, `#` or `＃` or a dot in front, and the rest of it. */
  parse(text: string): ParsedCommand | null {
    const needsMention = text[0] !== '.'
    if (needsMention && /^.(?:\s|$)/u.test(text)) return null
    let node = this.#root
    let at = needsMention ? 1 : 0
    for (;;) {
      word.lastIndex = at
      const below = node.below.get(word.exec(text)?.[1]?.toLowerCase() ?? '')
      if (!below) break
      node = below
      at = word.lastIndex
    }
    const args = text.slice(at).trim()
    const entry = node.entry ?? (args === '' ? groupEntry(text.slice(1, at), node) : null)
    return entry?.enabled ? { entry, args, needsMention } : null
  }

  #takeAliases(draft: CommandEntry & { aliases: string[] }, aliases: readonly string[]): void {
    for (const alias of aliases) if (this.#take(alias.split(' '), draft)) draft.aliases.push(alias)
  }

  /** Makes words lead to a command, apart and in one. False when they lead somewhere already. */
  #take(words: readonly string[], entry: CommandEntry): boolean {
    const apart = this.#place(words)
    const inOne = this.#place([words.join('')])
    if ([apart, inOne].some((node) => node.entry || node.below.size > 0)) return false
    apart.entry = entry
    inOne.entry = entry
    return true
  }

  #place(words: readonly string[]): Node {
    let node = this.#root
    for (const one of words) {
      const key = one.toLowerCase()
      const below = node.below.get(key) ?? { entry: null, below: new Map() }
      node.below.set(key, below)
      node = below
    }
    return node
  }
}

function draftOf(command: Command, name: string, options: CommandOptions | undefined) {
  return { command, name, enabled: options?.enabled ?? true, role: options?.role ?? command.role }
}

/** What a word answers that is no command by itself but has some below it. */
function groupEntry(typed: string, { below }: Node): CommandEntry | null {
  const entries = new Set<CommandEntry>()
  for (const { entry } of below.values()) if (entry?.enabled) entries.add(entry)
  if (typed === '' || entries.size === 0) return null
  const command = groupListing(typed, [...entries])
  return { command, name: typed, enabled: true, role: 'everyone', aliases: [] }
}
