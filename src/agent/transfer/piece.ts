import type { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { SettingsEditor } from '../settings/editor.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'

/** A file as the panel read it. */
export interface TransferFile {
  readonly name: string
  readonly text: string
}

/** What an import writes through. */
export interface ImportParts {
  readonly storage: Storage
  readonly editor: Pick<
    SettingsEditor,
    'revision' | 'editConfig' | 'editChat' | 'createCharacter' | 'editCharacter'
  >
  config(): Config
  /** Milliseconds since the epoch. */
  now(): number
  /** A chat has messages or marks it did not have before. */
  chatChanged(chat: ChatRecord): void
  /** Where the last chat of an export stopped, by the export's id: large files come in several calls. */
  readonly continued: Map<string, Continued>
}

/** A chat whose messages may go on in the next piece of the same file. */
export interface Continued {
  /** As in the records of the export. */
  readonly chat: string
  /** From a message's id in the file to its id here, in order. */
  readonly ids: Map<number, number>
}

/** Settings come first, then characters, then chats: what comes later is planned on top of what came before. */
export type Rank = 'settings' | 'character' | 'chat'

/** One thing in the files that can be taken over or left out by itself. */
export interface Piece {
  readonly title: string
  readonly file: string
  readonly rank: Rank
  /** The same for two that cannot both be taken. */
  readonly identity?: string
  /** Gives people power over the bot: taken only by somebody who chose it. */
  readonly isRisky?: true
  plan(world: World): Plan
}

/** How things will be once the pieces before this one are taken over; nothing of it has happened yet. */
export interface World {
  readonly parts: ImportParts
  /** Changed by the pieces of rank `settings`. */
  config: Config
  /** Texts that stood at the end of every system prompt of AI_chat. */
  readonly corePrompts: readonly string[]
  /** The bot's number that chats of AI_chat belong to, or why it is not known. */
  readonly account: { readonly selfId: string } | { readonly missing: string }
  readonly chats: ChatIndex
  /** Names of the characters there will be. */
  readonly characters: Set<string>
}

export interface ChatIndex {
  at(selfId: string, key: string): ChatRecord | undefined
  /** The chats with this key, whichever account they belong to. */
  withKey(key: string): readonly ChatRecord[]
}

/** What would come of a piece. */
export interface Plan {
  readonly carries: string[]
  readonly leaves: string[]
  /** Values that could not be used, each with its name. They are left out, the rest is taken. */
  readonly faults: string[]
  /** Why nothing of it can be taken. */
  readonly problem: Problem | null
  /** Edits of the configuration; those of all pieces are made together. */
  readonly ops: readonly EditOp[]
  /** Done before those edits. */
  readonly before?: () => Promise<void>
  /** Done after them and after what ranks before it. Returns sentences on what did not go as planned. */
  readonly carry?: (made: Made) => Promise<string[]>
}

/** What this import made so far. */
export interface Made {
  /** Ids of new characters by their names. */
  readonly characters: Map<string, number>
}

/** A piece nothing can be taken from. */
export function refused(file: string, title: string, problem: Problem): Piece {
  return { file, title, rank: 'settings', plan: () => ({ ...nothing(), problem }) }
}

export function nothing(): Plan {
  return { carries: [], leaves: [], faults: [], problem: null, ops: [] }
}
