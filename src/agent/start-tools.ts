import type { Config } from '../shared/config.ts'
import type { ToolTrial } from '../shared/ipc.ts'
import { sandboxSelfId } from '../shared/sandbox.ts'
import type { Secret } from '../shared/secret.ts'
import type { ChatSettings } from '../shared/settings.ts'
import type { Agent, AgentOptions } from './agent.ts'
import type { ChatClient } from './chat/chat-client.ts'
import type { Delivery } from './conversation/delivery.ts'
import { startReminders } from './conversation/reminders.ts'
import { sayTo } from './conversation/say-to.ts'
import { type TellOwnersParts, tellOwners } from './conversation/tell-owners.ts'
import { askLeave, type ToolContextParts, toolContext } from './conversation/tool-contexts.ts'
import { toolTrial } from './conversation/tool-trial.ts'
import type { TurnToolsParts } from './conversation/turn-tools.ts'
import type { Images } from './images/images.ts'
import type { Clock } from './kernel/clock.ts'
import type { Lifetime } from './kernel/lifetime.ts'
import type { Log } from './kernel/log.ts'
import { toProblem } from './kernel/problem.ts'
import { guardedFetch } from './net/guarded-fetch.ts'
import { fetchOver, openAgents } from './net/http.ts'
import type { ChatBoard } from './state/chat-board.ts'
import type { PanelState } from './state/panel-state.ts'
import type { ProblemBoard } from './state/problem-board.ts'
import { ToolBoard } from './state/tool-board.ts'
import type { TurnBoard } from './state/turn-board.ts'
import type { ChatRecord } from './storage/chats.ts'
import type { Storage } from './storage/storage.ts'
import { type Asking, startAsking } from './tools/asking/asking.ts'
import { builtInTools } from './tools/built-in/built-in.ts'
import { startDesk } from './tools/desk/desk.ts'
import { startToolFiles, type ToolFiles } from './tools/files/tool-files.ts'
import { KeptResults } from './tools/kept-results.ts'
import { type Mcp, startMcp } from './tools/mcp/mcp.ts'
import { Toolbox } from './tools/toolbox.ts'

export interface ToolsParts {
  readonly options: AgentOptions
  readonly storage: Storage
  readonly delivery: Delivery
  readonly images: Pick<Images, 'add'>
  readonly boards: { readonly turns: TurnBoard; readonly chats: ChatBoard }
  readonly topics: PanelState['topics']
  readonly problems: ProblemBoard
  readonly owners: TellOwnersParts
  readonly clock: Clock
  readonly log: Log
  config(): Config
  secret(secret: Secret): string | null
  settings(chat: ChatRecord): ChatSettings
  setPrompt(chatId: number, text: string): void
  client(selfId: string): ChatClient | null
  paused(): boolean
}

/** Everything about tools. */
export interface Tools {
  readonly toolbox: Toolbox
  /** What a turn needs to run its calls. */
  readonly turnTools: TurnToolsParts
  readonly files: ToolFiles
  readonly mcp: Mcp
  readonly asking: Asking
  readonly reminders: ReturnType<typeof startReminders>
  /** What the host shows of approvals. */
  readonly owner: Pick<Agent, 'waiting' | 'onWaitingChange' | 'decide'>
  /** Resolves when files and servers that were there at the start offer their tools, or 15 s after it. */
  readonly ready: Promise<void>
  /** Shows a folder on the desktop; false where there is none. */
  showFolder(path: string): Promise<boolean>
  /** Runs a tool once in the owner's name. */
  tryTool(name: string, input: Record<string, unknown>, signal: AbortSignal): Promise<ToolTrial>
  /** The configuration has changed. */
  review(): void
}

/** The toolbox with what fills it: built-in tools, the user's files, MCP servers; and who is asked before a call. */
export function startTools(life: Lifetime, parts: ToolsParts): Tools {
  const { options, storage, delivery, topics, problems, clock, log, config, secret, boards, images } = parts
  const tools = () => config().tools
  const toolbox = new Toolbox(() => board.refreshSoon())
  const board = new ToolBoard({
    topic: topics.tools,
    toolbox,
    calls: storage.toolCalls,
    clock,
    config: tools,
  })
  life.defer(() => board.stop())
  const say = (chatId: number, userId: string, text: string) =>
    sayTo({ storage, delivery, settings: parts.settings, isOnline }, chatId, userId, text, life.signal)
  const isOnline = (selfId: string) =>
    selfId === sandboxSelfId ||
    Object.values(topics.accounts.value).some((one) => one.selfId === selfId && one.state === 'connected')

  const asking = startAsking(life, {
    clock,
    log: log.module('审批'),
    topic: topics.asks,
    waitings: storage.waitings,
    grants: storage.toolGrants,
    committed: () => storage.database.committed(),
    turnGoesOn: (turnId) => storage.turns.get(turnId)?.ended === false,
    askMs: () => tools().askSeconds * 1000,
    chatTitle: (chatId) => storage.chats.get(chatId)?.title ?? '',
    toolTitle: (name) => toolbox.get(name)?.title ?? name,
    // Pretend people have no QQ: the panel is where they are asked.
    tell: (text, chatId) =>
      storage.chats.get(chatId)?.address.selfId !== sandboxSelfId && tellOwners(parts.owners, text),
    say,
  })
  life.defer(
    topics.turns.subscribe((id) => {
      const turn = topics.turns.value[id]
      if (turn && turn.endedAt !== null) asking.turnEnded(turn.id)
    }),
  )
  const reminders = startReminders(life, {
    storage,
    clock,
    topic: topics.reminders,
    log: log.module('提醒'),
    paused: parts.paused,
    say,
  })

  // What fell due while the bot was silent is said as soon as it may speak.
  life.defer(topics.app.subscribe((key) => key === 'paused' && reminders.review()))

  const kept = new KeptResults(options.dataDir, clock)
  void kept.prune()
  const desk = startDesk(life, { worker: options.workers.desk, clock, log })
  const agents = openAgents()
  life.defer(() => agents.close())
  const builtIn = builtInTools({
    config: tools,
    secret,
    desk,
    clock,
    fetch: guardedFetch({ clock }),
    http: fetchOver({ agents, clock, connectMs }),
    reminders,
    readOn: kept.tool(() => tools().resultCharacters),
  })
  toolbox.setSource('built-in', builtIn)
  const files = startToolFiles(life, {
    dataDir: options.dataDir,
    worker: options.workers.tool,
    clock,
    log: log.module('工具文件'),
    topic: topics.toolFiles,
    config: tools,
    secret,
    changed: (file, some, faulty) => toolbox.setSource(`file:${file}`, some, faulty),
    problem: (file, problem) => problems.set(`tool-file:${file}`, problem, onToolsPage),
  })
  const mcp = startMcp(life, {
    dataDir: options.dataDir,
    clock,
    log: log.module('MCP'),
    version: options.version,
    topic: topics.mcp,
    secret,
    changed: (server, some, faulty) => toolbox.setSource(`mcp:${server}`, some, faulty),
    problem: (server, problem) => problems.set(`mcp:${server}`, problem, onToolsPage),
  })
  mcp.update(tools().mcp)

  const running = {
    clock,
    log,
    config: tools,
    shorten: (text: string, limit: number, chatId: number) => kept.shorten(text, limit, chatId),
  }
  const contexts: ToolContextParts = { ...parts, asking }
  let applied = tools()
  return {
    toolbox,
    files,
    mcp,
    asking,
    reminders,
    showFolder: options.showFolder ?? (async () => false),
    ready: toolsReady(life, files, topics.mcp, clock),
    owner: {
      waiting: () =>
        asking.approvals.map(({ id, senderName, toolTitle, chatTitle }) => ({
          id,
          label: `${senderName} 想用「${toolTitle}」（${chatTitle}）`,
        })),
      onWaitingChange: (listener) =>
        topics.asks.subscribe((key) => {
          if (key === 'waiting') listener()
        }),
      decide: (id, decision) =>
        void asking
          .decide(id, decision, 'tray')
          .catch((error: unknown) => log.warn('托盘里点的没有算数', { problem: toProblem(error) })),
    },
    turnTools: {
      ...running,
      storage,
      boards,
      images,
      context: (turn, row, note) => toolContext(contexts, turn, row, note),
      approve: (turn, row, tool, signal) => askLeave(contexts, turn, row, tool, signal),
      counted: (name, by) => board.count(name, by),
    },
    tryTool: (name, input, signal) =>
      toolTrial(
        { ...running, storage, toolbox, images, botConfig: config, counted: (by) => board.count(name, by) },
        name,
        input,
        signal,
      ),
    review() {
      if (tools() === applied) return
      applied = tools()
      files.update()
      mcp.update(applied.mcp)
      board.refreshSoon()
    },
  }
}

/** Until a search service must have answered the phone. */
const connectMs = 10_000
const onToolsPage = { severity: 'warning', page: '/tools' } as const

const longestWaitMs = 15_000

function toolsReady(
  life: Lifetime,
  files: ToolFiles,
  mcp: PanelState['topics']['mcp'],
  clock: Clock,
): Promise<void> {
  const starts = () => Object.values(mcp.value).some(({ state }) => state === 'starting')
  return new Promise((resolve) => {
    const stops: (() => void)[] = []
    const finish = () => {
      for (const stop of stops.splice(0)) stop()
      resolve()
    }
    // Whoever waits for it must be able to end.
    life.defer(finish)
    stops.push(clock.after(longestWaitMs, finish))
    void files.loaded.then(() => {
      if (!starts()) return finish()
      stops.push(mcp.subscribe(() => starts() || finish()))
    })
  })
}
