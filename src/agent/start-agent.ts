import { join } from 'node:path'
import { z } from 'zod'
import { sandboxSelfId } from '../shared/sandbox.ts'
import { schemaWords } from '../shared/schema-words.ts'
import type { Agent, AgentOptions } from './agent.ts'
import { startOneBot } from './chat/onebot/onebot.ts'
import { Sandbox } from './chat/sandbox.ts'
import { ConfigStore } from './config/config-store.ts'
import { Secrets } from './config/secrets.ts'
import { Answers } from './conversation/answer.ts'
import { commandReplies } from './conversation/command-replies.ts'
import { Delivery } from './conversation/delivery.ts'
import { whenOnline } from './conversation/online.ts'
import { RecentRequests } from './conversation/recent-requests.ts'
import { Summariser } from './conversation/summariser.ts'
import { type TellOwnersParts, tellOwners } from './conversation/tell-owners.ts'
import { waitingAnswers } from './conversation/waiting-answers.ts'
import { costOf } from './costs/price.ts'
import { makeDataDir } from './data-dir.ts'
import { lockDataDir } from './data-lock.ts'
import { followSettings, pausedNow } from './follow-settings.ts'
import { startIdleWatch } from './inbox/idle-watch.ts'
import { Inbox } from './inbox/inbox.ts'
import { recover } from './inbox/recovery.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { Lifetime } from './kernel/lifetime.ts'
import { logFolder, startLog } from './logs/log-writer.ts'
import { startModels } from './models/models.ts'
import { createHandlers } from './panel/handlers.ts'
import { createPanel } from './panel/link.ts'
import { SettingsEditor } from './settings/editor.ts'
import { speakerOf, startCosts } from './start-costs.ts'
import { startPictures } from './start-pictures.ts'
import { startTools } from './start-tools.ts'
import { AccessBoard, denialOf } from './state/access-board.ts'
import { ChatBoard } from './state/chat-board.ts'
import { createPanelState } from './state/panel-state.ts'
import { ProblemBoard } from './state/problem-board.ts'
import { startProcessSampler } from './state/process-sampler.ts'
import { TurnBoard } from './state/turn-board.ts'
import type { ChatRecord } from './storage/chats.ts'
import { startCheckpoints } from './storage/checkpoints.ts'
import { openStorage } from './storage/open-storage.ts'
import { startReader } from './storage/start-reader.ts'
import { UsageReports } from './storage/usage-reports.ts'

/**
 * Starts the bot on a data folder: the table of contents of the whole agent. Resolves when it listens and answers.
 * Throws a ProblemError `data.locked` or `data.not-writable`; everything else that goes wrong becomes a standing
 * problem in the panel while the rest runs.
 */
export async function startAgent(options: AgentOptions, clock: Clock = systemClock): Promise<Agent> {
  const life = new Lifetime()
  try {
    return await compose(life, options, clock)
  } catch (error) {
    await life.dispose()
    throw error
  }
}

async function compose(life: Lifetime, options: AgentOptions, clock: Clock): Promise<Agent> {
  const { dataDir } = options
  z.config({ localeError: schemaWords })
  makeDataDir(dataDir)
  const announcePanel = lockDataDir(life, dataDir)

  // Configuration and what the panel sees
  const secrets = new Secrets(dataDir, options.secretBox)
  const config = new ConfigStore(dataDir, secrets)
  await config.load()
  const state = createPanelState(
    {
      version: options.version,
      host: options.host,
      startedAt: clock.now(),
      dataDir,
      paused: config.value.paused,
    },
    config.value,
  )
  const { topics, feeds } = state
  const log = startLog(life, {
    dataDir,
    clock,
    feed: feeds.logs,
    settings: () => config.value.logs,
    failed: () =>
      problems.set('logs', {
        code: 'logs.write',
        message: '日志写不进文件',
        hint: '看看磁盘满没满、数据文件夹能不能写',
      }),
  })
  const problems = new ProblemBoard(topics.problems, clock, log)
  problems.set('config', config.problem, { severity: 'warning', page: '/settings' })
  life.defer(
    config.onProblem((problem) =>
      problems.set('config', problem, { severity: 'warning', page: '/settings' }),
    ),
  )

  // Storage
  const { storage, temporary } = await openStorage(life, join(dataDir, 'apricot.db'), problems)
  const { database } = storage
  const storageLog = log.module('存储')
  const reader = startReader(life, { database, worker: options.workers.reader, log: storageLog })
  startCheckpoints(life, { path: database.path, reader, clock, log: storageLog })
  const reports = new UsageReports({ database, reader, clock })
  const editor = new SettingsEditor({ config, storage, clock })

  // Boards: what the panel shows of it
  const costs = startCosts(life, {
    storage,
    topic: topics.usage,
    problems,
    clock,
    config: () => config.value,
    tell: (text) => tellOwners(owners, text),
  })
  const boards = {
    turns: new TurnBoard(topics, clock),
    chats: new ChatBoard(storage, { rows: topics.chats, feed: feeds.messages }, () => config.value),
    usage: costs.usage,
    access: new AccessBoard(topics.access, clock),
  }
  life.defer(() => boards.access.claim(false))

  // Models, tools, conversation
  const models = startModels(life, {
    clock,
    log: log.module('模型'),
    providerStates: topics.providers,
    modelStates: topics.models,
    secret: (secret) => secrets.get(secret),
    cost: costOf,
    record: (call) => costs.book({ ...call, chatId: null, turnId: null, person: null }),
    botName: () => config.value.botName,
  })
  models.update(config.value.providers)
  const requests = new RecentRequests()
  const client = (selfId: string) => (selfId === sandboxSelfId ? sandbox : oneBot.client(selfId))
  const delivery = new Delivery({
    storage,
    board: boards.chats,
    clock,
    log: log.module('发信'),
    botName: () => config.value.botName,
    online: (selfId, signal) => whenOnline(topics.accounts, selfId, { clock, signal }),
    spoke: (chatId) => inbox.spoke(chatId),
    client,
  })
  const owners: TellOwnersParts = {
    storage,
    delivery,
    log: log.module('费用'),
    speaker: () => speakerOf(topics.accounts),
    owners: () => config.value.access.owners,
    settings: (chat) => editor.settingsOf(chat),
    signal: life.signal,
  }
  /** What most parts need. */
  const common = {
    storage,
    clock,
    config: () => config.value,
    settings: (chat: ChatRecord) => editor.settingsOf(chat),
  }
  const { images, pictures, eyes } = startPictures(life, {
    ...common,
    options,
    models,
    boards,
    topic: topics.pictures,
    problems,
    log: log.module('图片'),
    book: costs.book,
    client,
  })
  const tools = startTools(life, {
    ...common,
    options,
    delivery,
    images,
    boards,
    topics,
    problems,
    owners,
    log: log.module('工具'),
    secret: (secret) => secrets.get(secret),
    setPrompt: (chatId, text) => editor.setOwn(chatId, 'prompt', text === '' ? undefined : text),
    client,
    paused: () => topics.app.value.paused,
  })
  const summariser = new Summariser({
    storage,
    models,
    clock,
    log: log.module('摘要'),
    config: () => config.value,
    book: costs.book,
    signal: life.signal,
  })
  const answers = new Answers({
    ...common,
    models,
    toolbox: tools.toolbox,
    tools: tools.turnTools,
    delivery,
    boards,
    deltas: feeds.stream,
    requests,
    images,
    pictures,
    eyes,
    cacheWatch: costs.cacheWatch,
    book: costs.book,
    wantsCheap: costs.wantsCheap,
    log: log.module('回合'),
    characterOf: (chat) => editor.characterOf(chat),
    cut: (chat, settings, before) => summariser.catchUp(chat, settings, before),
    client,
    quit: life.signal,
  })

  // Inbox and commands
  const inbox: Inbox = new Inbox({
    ...common,
    boards,
    load: topics.load,
    access: boards.access,
    log: log.module('收信'),
    paused: () => topics.app.value.paused,
    silenced: (address) => client(address.selfId)?.isSilenced(address) ?? false,
    pictures: (chat, message) => pictures.arrived(chat, message),
    overBudget: costs.overBudget,
    answer: (question, signal) => answers.run(question, signal),
    waitsFor: waitingAnswers(life, {
      ...common,
      asking: tools.asking,
      delivery,
      log: log.module('收信'),
    }),
    command: commandReplies(life, {
      ...common,
      asking: tools.asking,
      boards,
      delivery,
      models,
      log: log.module('指令'),
      setOwn: (chatId, key, value) => editor.setOwn(chatId, key, value),
      edit: async (ops) => void (await editor.editConfig(editor.revision, ops)),
      load: (chatId) => inbox.load(chatId),
      stopTurns: (chatId, which) => inbox.stopChat(chatId, which),
      stopTurn: (turnId) => inbox.stopTurn(turnId, '回答被撤回了'),
      retry: (messageId, askedBy) => inbox.retry(messageId, 'retry', askedBy),
      reload: () => config.reload(),
      reloadTools: () => tools.files.reload(),
      toolCount: () => tools.toolbox.entries.length,
      denied: (chat, message, role, name) =>
        boards.access.denied(denialOf(chat, message, role, { reason: `command:${name}`, at: clock.now() })),
      client,
    }),
  })

  // Chat clients
  const sandbox = new Sandbox(inbox, () => config.value.sandbox.people)
  const oneBot = startOneBot(life, {
    clock,
    log: log.module('QQ'),
    events: inbox,
    accountStates: topics.accounts,
    pending: topics.pending,
    token: (account) => secrets.get(account.accessToken),
    pin: (accountId, selfId) => void editor.pinAccount(accountId, selfId),
  })

  // After the clients, so that at the end turns stop before the connections they send through
  life.defer(() => inbox.close())
  startIdleWatch(life, clock, inbox)

  followSettings(life, {
    config,
    editor,
    secrets,
    topics,
    storage,
    problems,
    boards,
    inbox,
    apply(value) {
      models.update(value.providers)
      eyes.review()
      costs.review()
      tools.review()
      inbox.review()
      void oneBot.update(value.accounts)
    },
  })

  async function setPaused(paused: boolean): Promise<void> {
    topics.app.set('paused', paused)
    if (paused) inbox.stopAll(pausedNow)
    await editor.setPaused(paused)
    log.info(paused ? '暂停所有回复' : '恢复回复')
  }
  // Without a memory it does not speak unless it is told to.
  if (temporary) topics.app.set('paused', true)

  let clientsRun: () => void = () => undefined
  const running = new Promise<void>((resolve) => {
    clientsRun = resolve
  })
  // What a turn was doing with a tool it goes on with only where that tool is there.
  const resumable = Promise.all([running, tools.ready]).then(() => undefined)
  // Before the inbox is closed: a turn that waits for this must be able to end.
  life.defer(() => clientsRun())
  recover({
    storage,
    missed: topics.missed,
    clock,
    log: log.module('收信'),
    resumeMs: config.value.inbox.resumeMinutes * 60_000,
    paused: config.value.paused,
    resume: (turn, chat, messages, unsent) =>
      inbox.resume({ turn, chat, messages, unsent, after: resumable }),
  })
  // Once it is known which turns go on, and before they do.
  tools.asking.load()
  await oneBot.update(config.value.accounts)
  clientsRun()
  startProcessSampler(life, {
    topic: topics.process,
    clock,
    databasePath: database.path,
    dataDir,
    received: () => inbox.received,
    stored: () => storage.messages.count,
  })
  boards.chats.load()
  boards.turns.load(storage)
  costs.review()

  const panel = createPanel({
    topics,
    feeds,
    clock,
    log: log.module('面板'),
    handlers: createHandlers({
      storage,
      state,
      boards,
      config,
      secrets,
      editor,
      models,
      oneBot,
      sandbox,
      inbox,
      requests,
      images,
      eyes,
      reports,
      clock,
      logFolder: logFolder(dataDir),
      client,
      setPaused,
      ...tools,
    }),
  })
  log.info(`杏桃 ${options.version} 启动了`)

  return {
    link: (sink) => panel.link(sink),
    listening: () => oneBot.listening(),
    announcePanel,
    get paused() {
      return topics.app.value.paused
    },
    onPausedChange: (listener) =>
      topics.app.subscribe((key) => {
        if (key === 'paused') listener(topics.app.value.paused)
      }),
    setPaused: (paused) => void setPaused(paused),
    ...tools.owner,
    picture: (hash) => images.file(hash),
    log: (level, message, fields) => log[level](message, fields),
    dispose: () => life.dispose(),
  }
}
