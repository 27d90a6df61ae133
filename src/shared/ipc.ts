import { z } from 'zod'
import type { CommandInfo } from './access.ts'
import { CharacterFields, type StarterCharacter } from './character.ts'
import { Provider, SecretRef } from './config.ts'
import type { Balance, ChatUsage, UsageSummary } from './costs.ts'
import type { ImportPreview } from './moving.ts'
import { PictureHash, type PicturePage, type StoredPicture } from './pictures.ts'
import type { Problem } from './problem.ts'
import type { ChatSummary, PromptPreview, PromptVersion, SetAside } from './prompts.ts'
import { type ListedModel, type ModelTest, probeKinds } from './provider.ts'
import { type ChatSettings, longestPrompt } from './settings.ts'
import {
  type Change,
  type ChatMessage,
  type ChatRow,
  feedNames,
  type LogLine,
  type SettingSources,
  type TurnDetail,
  topicNames,
} from './state.ts'
import { McpServer, type ToolCallEntry, ToolFileName, ToolName } from './tools.ts'

/** One step of an edit. Arrays of objects are addressed by their `id` or `name`, never by index. */
export const EditOp = z.union([
  z.strictObject({ path: z.array(z.string().min(1).max(200)).min(1).max(8), set: z.json() }),
  z.strictObject({ path: z.array(z.string().min(1).max(200)).min(1).max(8), remove: z.literal(true) }),
])
export type EditOp = z.infer<typeof EditOp>

const ChatId = z.int().positive()
const Revision = z.strictObject({ revision: z.int().min(0) })
const none = z.strictObject({})
/** Files as the panel read them. Larger ones go in several calls of fewer files. */
const ImportFiles = z
  .array(z.strictObject({ name: z.string().max(260), text: z.string().max(16_000_000) }))
  .min(1)
  .max(2000)
const SandboxPlace = z.strictObject({
  kind: z.enum(['private', 'group']),
  id: z.string().regex(/^\d{1,20}$/),
  title: z.string().max(64).default(''),
})

/** Pairs the schema of a call's input with the type of its output. */
function call<Output>() {
  return <Input extends z.ZodType>(input: Input): { input: Input; output?: Output } => ({ input })
}

/** Every call of the panel. Adding one here makes its handler obligatory (`agent/panel/handlers.ts`). */
export const calls = {
  /** Says which topics and feeds this link looks at; answers with the snapshots through the state channel. */
  'panel.watch': call<{ sequence: number }>()(
    z.strictObject({
      topics: z.array(z.enum(topicNames)),
      feeds: z.array(z.enum(feedNames)),
      /** Chat whose messages and deltas come through the feeds; all of them when absent. */
      chatId: ChatId.optional(),
    }),
  ),

  'app.pause': call<null>()(z.strictObject({ paused: z.boolean() })),

  'config.edit': call<{ revision: number }>()(Revision.extend({ ops: z.array(EditOp).min(1).max(200) })),
  'config.changes': call<Change[]>()(
    z.strictObject({ before: z.int().optional(), limit: z.int().min(1).max(200).default(50) }),
  ),
  'config.undo': call<{ revision: number }>()(z.strictObject({ changeId: z.int() })),

  'accounts.token': call<{ token: string }>()(z.strictObject({ id: z.string() })),
  'accounts.newToken': call<{ token: string }>()(none),
  'accounts.reconnect': call<null>()(z.strictObject({ id: z.string() })),

  /** One tiny real call: says a word, looks at a picture, or calls a tool. */
  'models.test': call<ModelTest>()(
    z.strictObject({ model: z.string(), probe: z.enum(probeKinds).default('text') }),
  ),
  'models.list': call<ListedModel[]>()(z.strictObject({ provider: z.string() })),
  /** Tries an endpoint that is not saved yet. Secrets that were saved before may be given by their references. */
  'models.probe': call<{ models: ListedModel[] }>()(
    Provider.pick({ baseUrl: true, proxy: true, headers: true }).extend({
      apiKey: z.union([z.string(), SecretRef]),
      proxyLogin: z.union([z.string(), SecretRef]).default(''),
    }),
  ),
  /** What is left at a vendor; null when it does not tell. */
  'models.balance': call<Balance | null>()(z.strictObject({ provider: z.string() })),
  /** Asks a model again that rests after too many failures. */
  'models.wake': call<null>()(z.strictObject({ model: z.string() })),

  'usage.summary': call<UsageSummary>()(
    z.strictObject({ days: z.union([z.literal(1), z.literal(7), z.literal(30)]) }),
  ),
  'usage.chat': call<ChatUsage>()(z.strictObject({ chatId: ChatId })),
  /** The sums of the last days as CSV, with a row for each day and each chat, model, person and purpose. */
  'usage.export': call<ExportedFile>()(z.strictObject({ days: z.int().min(1).max(366) })),

  /** Newest first. */
  'pictures.list': call<PicturePage>()(
    z.strictObject({
      chatId: ChatId.optional(),
      /** Part of a caption. */
      search: z.string().max(100).default(''),
      kind: z.enum(['all', 'photos', 'stickers', 'expired']).default('all'),
      next: z.string().max(200).optional(),
      limit: z.int().min(1).max(200).default(60),
    }),
  ),
  /** Lets the vision model describe a picture again. */
  'pictures.describe': call<StoredPicture>()(z.strictObject({ hash: PictureHash })),
  'pictures.setCaption': call<null>()(z.strictObject({ hash: PictureHash, text: z.string().max(4000) })),
  /** Removes the bytes and the captions; messages go on saying that there was a picture. */
  'pictures.remove': call<null>()(z.strictObject({ hashes: z.array(PictureHash).min(1).max(500) })),
  /** Forgets what is in memory, of one chat or of all; the store keeps it. */
  'pictures.forget': call<null>()(z.strictObject({ chatId: ChatId.optional() })),

  'chats.list': call<ChatRow[]>()(
    z.strictObject({
      search: z.string().max(100).default(''),
      kind: z.enum(['all', 'group', 'private', 'problem']).default('all'),
      limit: z.int().min(1).max(500).default(200),
    }),
  ),
  'chats.messages': call<ChatMessage[]>()(
    z.strictObject({
      chatId: ChatId,
      before: z.int().optional(),
      limit: z.int().min(1).max(200).default(60),
    }),
  ),
  'chats.settings': call<ChatSettingsView>()(z.strictObject({ chatId: ChatId })),
  'chats.edit': call<{ revision: number }>()(
    Revision.extend({ chatId: ChatId, ops: z.array(EditOp).min(1).max(50) }),
  ),
  /** Forgets what was said so far (model, prompt and switches stay). `undo` takes back the last clearing. */
  'chats.clear': call<null>()(z.strictObject({ chatId: ChatId, undo: z.boolean().default(false) })),

  /** Silences a chat for so many minutes; 0 ends it. */
  'chats.mute': call<null>()(z.strictObject({ chatId: ChatId, minutes: z.number().min(0).max(525_600) })),
  /** Takes back something the bot said, in QQ too. Fails with the end's reason. */
  'chats.recall': call<null>()(z.strictObject({ messageId: z.int() })),
  'chats.summary': call<ChatSummary | null>()(z.strictObject({ chatId: ChatId })),
  /** Replaces the summary by hand; '' takes it away. */
  'chats.setSummary': call<null>()(z.strictObject({ chatId: ChatId, text: z.string().max(longestPrompt) })),
  /** Goes back to the summary before the present one. */
  'chats.undoSummary': call<null>()(z.strictObject({ chatId: ChatId })),
  /** Requests of this chat that had to be mended, newest first, at most 50. */
  'chats.setAside': call<SetAside[]>()(z.strictObject({ chatId: ChatId })),

  'characters.starters': call<StarterCharacter[]>()(none),
  'characters.create': call<{ id: number }>()(CharacterFields.partial().required({ name: true })),
  /** Paths are those of a character: `['prompt']`, `['settings', 'model']`. */
  'characters.edit': call<{ revision: number }>()(
    Revision.extend({ id: z.int(), ops: z.array(EditOp).min(1).max(50) }),
  ),
  /** Chats that play it play none from then on. `undo` brings it back. */
  'characters.remove': call<null>()(z.strictObject({ id: z.int(), undo: z.boolean().default(false) })),
  /** A SillyTavern v2 card with our settings as an extension, as JSON. */
  'characters.export': call<ExportedFile>()(z.strictObject({ id: z.int() })),
  /** Makes a character from such a card. `notes` say what was not understood. */
  'characters.import': call<{ id: number; notes: string[] }>()(
    z.strictObject({ text: z.string().max(4_000_000) }),
  ),

  /** Versions of one prompt, newest first. Scopes: `core`, `chat:<id>`, `character:<id>`. */
  'prompts.versions': call<PromptVersion[]>()(z.strictObject({ scope: z.string().max(40) })),
  'prompts.name': call<null>()(z.strictObject({ id: z.int(), name: z.string().max(40) })),
  /** What a chat's next request would look like; the texts given stand in for what is saved. */
  'prompts.preview': call<PromptPreview>()(
    z.strictObject({
      chatId: ChatId,
      core: z.string().max(longestPrompt).optional(),
      own: z.string().max(longestPrompt).optional(),
      character: z.string().max(longestPrompt).optional(),
    }),
  ),

  /** Begins or ends looking for the owner: whoever says 你好 in private is listed. */
  'access.claim': call<null>()(z.strictObject({ on: z.boolean() })),
  'commands.list': call<CommandInfo[]>()(none),

  /** Runs a tool once, as the owner and without asking anybody. What it says is sent nowhere, only answered. */
  'tools.try': call<ToolTrial>()(z.strictObject({ name: ToolName, input: z.record(z.string(), z.json()) })),
  /** Newest first; of one tool or of all. */
  'tools.calls': call<ToolCallEntry[]>()(
    z.strictObject({ name: ToolName.optional(), limit: z.int().min(1).max(200).default(50) }),
  ),
  /** Loads the folder of tool files again, or one file of it; what came of each. */
  'tools.reload': call<{ file: string; problem: Problem | null }[]>()(
    z.strictObject({ file: ToolFileName.optional() }),
  ),
  /** Writes a new file with an example. Fails when there is one of this name. */
  'tools.create': call<{ file: string }>()(
    z.strictObject({ file: ToolFileName, template: z.enum(['functions', 'definition']) }),
  ),
  /** Where the files are; `open` shows the folder on the desktop, where there is one. */
  'tools.folder': call<{ path: string; opened: boolean }>()(
    z.strictObject({ open: z.boolean().default(false) }),
  ),
  /** Ends a connection and makes it anew. */
  'mcp.restart': call<null>()(z.strictObject({ id: z.string().max(32) })),
  /** Connects once to a server that is not saved yet, and tells what it offers. */
  'mcp.probe': call<McpProbe>()(z.strictObject({ server: McpServer })),

  /** Answers an approval. `hour` allows this tool in this chat for an hour. */
  'asks.decide': call<null>()(
    z.strictObject({ id: z.string().max(32), decision: z.enum(['allow', 'hour', 'deny']) }),
  ),
  /** Answers a question in the person's place; null cancels it. */
  'asks.answer': call<null>()(z.strictObject({ id: z.string().max(32), answer: z.json() })),
  'asks.revoke': call<null>()(z.strictObject({ chatId: ChatId, tool: ToolName })),
  'reminders.cancel': call<null>()(z.strictObject({ id: z.int() })),

  'import.preview': call<ImportPreview>()(z.strictObject({ files: ImportFiles })),
  /** Does what the preview told; `skip` names items of it by their place. */
  'import.apply': call<{ done: string[]; problems: string[] }>()(
    z.strictObject({
      files: ImportFiles,
      /** The bot's number the chats belong to. */
      selfId: z.string().max(20).default(''),
      skip: z.array(z.int()).max(2000).default([]),
    }),
  ),
  'export.chat': call<ExportedPart>()(
    z.strictObject({ chatId: ChatId, next: z.string().max(100).default('') }),
  ),
  /** Everything but secrets and logs, in parts: call again with `next` until it is null. */
  'export.all': call<ExportedPart>()(z.strictObject({ next: z.string().max(100).default('') })),

  'turns.get': call<TurnDetail | null>()(z.strictObject({ id: z.int() })),
  'turns.stop': call<null>()(z.strictObject({ id: z.int() })),
  /** Stops what waits and was not begun, in one chat or in all. */
  'turns.clear': call<{ stopped: number }>()(z.strictObject({ chatId: ChatId.optional() })),
  /** Answers a message again, or one that was missed. */
  'turns.retry': call<null>()(z.strictObject({ messageId: z.int() })),
  'missed.dismiss': call<null>()(z.strictObject({ ids: z.array(z.string()).min(1) })),

  'sandbox.say': call<{ chatId: number }>()(
    z.strictObject({
      chat: SandboxPlace,
      personId: z.string(),
      text: z.string().max(20_000),
      mention: z.boolean().default(false),
      replyTo: z.string().optional(),
      /** Pictures that go along, as base64, in order. */
      pictures: z.array(z.base64().max(28_000_000)).max(9).default([]),
    }),
  ),
  /** The chat of 试聊 at this place, made when nothing was said there yet: to set it up beforehand. */
  'sandbox.open': call<{ chatId: number }>()(z.strictObject({ chat: SandboxPlace })),
  /** A pretend person takes back what he said. */
  'sandbox.recall': call<null>()(z.strictObject({ messageId: z.int() })),
  'sandbox.poke': call<{ chatId: number }>()(z.strictObject({ chat: SandboxPlace, personId: z.string() })),

  'logs.query': call<LogPage>()(
    z.strictObject({
      levels: z.array(z.enum(['debug', 'info', 'warn', 'error'])).default([]),
      modules: z.array(z.string()).default([]),
      chat: z.string().optional(),
      turn: z.int().optional(),
      text: z.string().max(200).default(''),
      /** Cursor of an earlier page or the id of a line; lines before it are returned. */
      before: z.string().optional(),
      limit: z.int().min(1).max(1000).default(300),
    }),
  ),
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>
export type CallParsed<N extends CallName> = z.output<Calls[N]['input']>
export type CallOutput<N extends CallName> =
  | NonNullable<Calls[N]['output']>
  | (null extends Calls[N]['output'] ? null : never)

/** Errors come back as values, never as rejections of the transport. */
export type Reply<T> = { ok: true; output: T } | { ok: false; problem: Problem }

export interface ChatSettingsView {
  revision: number
  values: ChatSettings
  sources: SettingSources
  /** Of the layers below the chat's own: what a reset would lead back to. */
  inherited: ChatSettings
}

/** How a trial of a tool went. */
export interface ToolTrial {
  text: string
  failed: boolean
  ms: number
  /** Hashes of pictures it returned. */
  pictures: string[]
  /** Lines it wrote or said meanwhile. */
  said: string[]
}

export interface McpProbe {
  name: string
  version: string
  tools: { name: string; description: string }[]
  resources: number
  prompts: number
}

/** A file for the person at the panel to save. */
export interface ExportedFile {
  name: string
  text: string
}

/** A piece of a larger file; the pieces in order are the file. */
export interface ExportedPart extends ExportedFile {
  next: string | null
}

export interface LogPage {
  /** Newest first. */
  lines: LogLine[]
  /** Where to go on; null at the oldest line. */
  next: string | null
}

/** What the preload script or the web client puts under the panel. */
export interface PanelTransport {
  call(name: string, input: unknown): Promise<Reply<unknown>>
  onState(listener: (message: unknown) => void): () => void
  onFeed(listener: (message: unknown) => void): () => void
}
