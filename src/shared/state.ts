import type { AccessState } from './access.ts'
import type { AccountState, PendingConnection } from './account-state.ts'
import type { Character } from './character.ts'
import type { Config } from './config.ts'
import type { UsageToday } from './costs.ts'
import type { DecisionReason } from './decision.ts'
import type { ChatPicture, PicturesState } from './pictures.ts'
import type { Problem } from './problem.ts'
import type { ModelState } from './provider.ts'
import type { AsksState, McpState, Reminder, ToolCallState, ToolFileState, ToolState } from './tools.ts'

export type { AccountState, ConnectionAttempt, ConnectionState, PendingConnection } from './account-state.ts'

/** Times are milliseconds since the epoch, lengths milliseconds, sizes bytes, unless a name says otherwise. */

export interface AppState {
  version: string
  host: 'desktop' | 'web'
  startedAt: number
  dataDir: string
  paused: boolean
}

/** Standing problems by their key, until they are gone: a broken config file, a full disk, a port in use. */
export type ProblemsState = Record<string, StandingProblem>
export interface StandingProblem extends Problem {
  since: number
  severity: 'error' | 'warning'
  /** Page that helps, such as `/models`. */
  page?: string
}

export interface ConfigState {
  revision: number
  config: Config
  /** Secrets by reference: whether one is stored and can be opened by this host. */
  secrets: Record<string, 'set' | 'unreadable'>
}

export interface ProviderState {
  id: string
  title: string
  /** Outcome of the last call or test; `unknown` before the first. */
  health: 'unknown' | 'ok' | 'failing'
  problem: Problem | null
  running: number
  waiting: number
  /** Over the last 100 calls. */
  successRate: number | null
  firstTokenMs: number | null
  lastCallAt: number | null
}

export type TurnStage = 'merging' | 'queued' | 'thinking' | 'tool' | 'sending'
export type TurnOutcome = 'replied' | 'silent' | 'failed' | 'stopped'

export interface TurnStep {
  stage: TurnStage
  startedAt: number
  /** Null while it runs. */
  endedAt: number | null
  /** One line: the tool's name, the number of parts. */
  note: string
}

export interface TurnState {
  id: number
  chatId: number
  chatTitle: string
  senderName: string
  /** First 80 characters of the message that is answered. */
  question: string
  reason: DecisionReason
  model: string
  receivedAt: number
  endedAt: number | null
  outcome: TurnOutcome | null
  problem: Problem | null
  steps: TurnStep[]
  /** How many messages it answers together. */
  messageCount: number
  /** While it waits for more (`merging`): when it stops waiting. */
  mergeUntil: number | null
  /** Messages and estimated tokens of the running request; 0 before it is built. */
  requestMessages: number
  requestTokens: number
  /** What its calls used so far: tokens in and out, and yuan (null while a price is unknown). */
  tokens: number
  cost: number | null
  /** Calls of tools so far, in the order the model made them; of ended turns that left the board see {@link TurnDetail}. */
  toolCalls: ToolCallState[]
}

export interface ChatRow {
  id: number
  selfId: string
  key: string
  kind: 'private' | 'group'
  title: string
  lastText: string
  lastSender: string
  lastAt: number
  /** The chat's own model, or null when it uses the default. */
  model: string | null
  hasPrompt: boolean
  /** The character it plays, own or by default; 0 for none. */
  character: number
  /** Silent until then (#静音); 0 when it is not. */
  mutedUntil: number
  /** `pending`: new, and the owner wants to be asked. */
  access: 'allowed' | 'pending' | 'blocked'
  /** Messages with a smaller id are no longer sent to the model; changes when the context is cleared. */
  contextFrom: number
  /** What went wrong in the last turn, until one succeeds. */
  problem: Problem | null
}

export interface RecentReply {
  turnId: number
  chatId: number
  chatTitle: string
  at: number
  question: string
  reply: string
  model: string
  tokens: number
  /** Yuan; null when a price is unknown. */
  cost: number | null
}

/** Work that a stop of the program interrupted and that was not repeated by itself. */
export interface MissedItem {
  id: string
  kind: 'unanswered' | 'unknown-send'
  chatId: number
  chatTitle: string
  messageId: number
  senderName: string
  text: string
  at: number
}

export interface ProcessState {
  rssBytes: number
  cpuPercent: number
  /** Longest delay of the event loop in the last second. */
  loopDelayMs: number
  databaseBytes: number
  freeDiskBytes: number | null
  messages: number
  messagesPerMinute: number
  /** One value a second, oldest first, at most 60. */
  history: { rssBytes: number[]; cpuPercent: number[]; loopDelayMs: number[]; messagesPerMinute: number[] }
}

/** One value of the shared lanes: how much is going on over all chats. */
export interface LoadState {
  running: number
  queued: number
  maxTurns: number
}

/** Everything that is live in the panel. Tables have their rows' ids as keys. */
export interface Topics {
  app: AppState
  problems: ProblemsState
  config: ConfigState
  accounts: Record<string, AccountState>
  pending: Record<string, PendingConnection>
  providers: Record<string, ProviderState>
  /** By full name; those of switched-off providers are missing. */
  models: Record<string, ModelState>
  pictures: PicturesState
  load: LoadState
  /** Turns under way and those that ended in the last ten minutes, at most 200. */
  turns: Record<string, TurnState>
  /** The 200 chats in which something was said last. */
  chats: Record<string, ChatRow>
  characters: Record<string, Character>
  access: AccessState
  recent: { replies: RecentReply[] }
  missed: Record<string, MissedItem>
  usage: UsageToday
  process: ProcessState
  /** Every tool there is, by name. */
  tools: Record<string, ToolState>
  /** The files of the tools folder, by name. */
  toolFiles: Record<string, ToolFileState>
  mcp: Record<string, McpState>
  asks: AsksState
  /** Those still to come, by id. */
  reminders: Record<string, Reminder>
}
export type TopicName = keyof Topics

export interface ChatMessage {
  id: number
  chatId: number
  from: 'user' | 'bot'
  /** Commands, their replies and apologies (`notice`) are shown but are not part of what the model sees. */
  kind: 'said' | 'command' | 'notice'
  senderId: string
  senderName: string
  groupRole: 'owner' | 'admin' | 'member' | null
  text: string
  at: number
  /** The id QQ gave it; what another message quotes it by. */
  platformId: string | null
  /** What it quotes, as it read then. */
  quote: { name: string; text: string } | null
  /** In the order of the message; those of what it quotes and forwards behind them. */
  pictures: ChatPicture[]
  recalled: boolean
  /** Of others' messages: why it was taken or not. */
  reason: DecisionReason | null
  /** What in the settings fitted: the keyword, the pattern, the hours. */
  rule: string | null
  /** The turn it started, or the turn that said it. */
  turnId: number | null
  /** Of the bot's messages. */
  delivery: 'sending' | 'sent' | 'unknown' | 'failed' | null
  problem: Problem | null
  /** Of the bot's messages that are read from the store: the model that said it, and what the turn used. */
  used?: { model: string; tokens: number; cost: number | null }
  /** False once the context was cleared after it: shown greyed, no longer sent to the model. */
  inContext: boolean
}

export interface LogLine {
  id: string
  at: number
  level: 'debug' | 'info' | 'warn' | 'error'
  module: string
  message: string
  chat?: string
  turn?: number
  account?: string
  /** Further facts, already masked. */
  fields?: Record<string, unknown>
}

/** Text of a running turn as it is written, and the end of it. */
export interface StreamDelta {
  turnId: number
  chatId: number
  kind: 'text' | 'reasoning' | 'reset'
  text: string
}

/** Lists that only grow; sent in capped batches with a count of what was skipped. */
export interface Feeds {
  logs: LogLine
  messages: ChatMessage
  stream: StreamDelta
}
export type FeedName = keyof Feeds
export const feedNames = ['logs', 'messages', 'stream'] as const satisfies readonly FeedName[]
export const topicNames = [
  'app',
  'problems',
  'config',
  'accounts',
  'pending',
  'providers',
  'models',
  'pictures',
  'load',
  'turns',
  'chats',
  'characters',
  'access',
  'recent',
  'missed',
  'usage',
  'process',
  'tools',
  'toolFiles',
  'mcp',
  'asks',
  'reminders',
] as const satisfies readonly TopicName[]

/** One batch of changes. A gap in `sequence` means the reader must ask for the snapshots again. */
export interface StateMessage {
  sequence: number
  topics: { [T in TopicName]?: TopicChange<Topics[T]> }
}
export interface TopicChange<T> {
  /** True when `set` holds the whole value, not only what changed. */
  whole: boolean
  set: Partial<T>
  remove: string[]
}

export interface FeedMessage {
  sequence: number
  feeds: { [F in FeedName]?: { items: Feeds[F][]; skipped: number } }
}

export interface ModelCallRecord {
  at: number
  purpose: string
  model: string
  firstTokenMs: number | null
  totalMs: number
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  reasoningTokens: number
  /** True when the vendor returned no counts and these are our estimates. */
  estimated: boolean
  /** Yuan; null when the price is unknown. */
  cost: number | null
  /** How often it was tried. */
  attempts: number
  problem: Problem | null
}

/** Everything behind 为什么这样回. */
export interface TurnDetail {
  turn: TurnState
  trigger: ChatMessage | null
  calls: ModelCallRecord[]
  toolCalls: {
    name: string
    title?: string
    arguments: string
    result: string
    ms: number
    failed: boolean
  }[]
  /** The request of the last model call, as sent; null when it is no longer in memory. */
  request: { role: string; content: string; pictures: { label: string; hash: string }[] }[] | null
  /** Thinking text of the last call, never sent to the chat. */
  reasoning: string
}

export interface Change {
  id: number
  at: number
  /** `config`, `chat:<id>` or `character:<id>`. */
  scope: string
  scopeTitle: string
  /** Dotted path of the field. */
  path: string
  /** JSON of the value before and after; undefined when it was not there. Secrets read as `•••`. */
  before?: unknown
  after?: unknown
  undone: boolean
}

export interface SettingSources {
  /** Per top-level path such as `model` or `history.tokens`: which layer the value comes from. */
  [path: string]: 'default' | 'global' | 'character' | 'chat'
}
