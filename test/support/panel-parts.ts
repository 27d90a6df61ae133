import type { Clock } from '../../src/agent/kernel/clock.ts'
import { Emitter } from '../../src/agent/kernel/emitter.ts'
import type { Log, LogLevel } from '../../src/agent/kernel/log.ts'
import { Topic } from '../../src/agent/kernel/topic.ts'
import type { Handlers } from '../../src/agent/panel/call.ts'
import type { PanelParts } from '../../src/agent/panel/link.ts'
import { Config } from '../../src/shared/config.ts'
import { type CallName, calls } from '../../src/shared/ipc.ts'
import type { AppState, ProcessState, Topics } from '../../src/shared/state.ts'

export interface LoggedLine {
  level: LogLevel
  message: string
  fields: Record<string, unknown>
}

/** Everything a panel is made of, with nothing in it: topics are empty and calls are refused. */
export function createPanelParts(
  clock: Clock,
  handlers: Partial<Handlers> = {},
): PanelParts & { lines: LoggedLine[] } {
  const lines: LoggedLine[] = []
  return {
    topics: {
      app: new Topic<AppState>({ version: '0.0.0', host: 'web', startedAt: 0, dataDir: '', paused: false }),
      problems: new Topic({}),
      config: new Topic({ revision: 1, config: Config.parse({}), secrets: {} }),
      accounts: new Topic({}),
      pending: new Topic({}),
      providers: new Topic({}),
      load: new Topic({ running: 0, queued: 0, maxTurns: 100 }),
      turns: new Topic({}),
      chats: new Topic({}),
      recent: new Topic<Topics['recent']>({ replies: [] }),
      missed: new Topic({}),
      usage: new Topic({
        day: '2025-12-11',
        calls: 0,
        failedCalls: 0,
        replies: 0,
        inputTokens: 0,
        cachedTokens: 0,
        outputTokens: 0,
      }),
      process: new Topic<ProcessState>({
        rssBytes: 0,
        cpuPercent: 0,
        loopDelayMs: 0,
        databaseBytes: 0,
        freeDiskBytes: null,
        messages: 0,
        messagesPerMinute: 0,
        history: { rssBytes: [], cpuPercent: [], loopDelayMs: [], messagesPerMinute: [] },
      }),
    },
    feeds: { logs: new Emitter(), messages: new Emitter(), stream: new Emitter() },
    handlers: { ...refusals(), ...handlers },
    clock,
    log: logInto(lines),
    lines,
  }
}

function refusals(): Handlers {
  const refuse = () => Promise.reject(new Error('this stand-in has no such call'))
  const names = (Object.keys(calls) as CallName[]).filter((name) => name !== 'panel.watch')
  return Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Handlers
}

function logInto(lines: LoggedLine[]): Log {
  const write =
    (level: LogLevel) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields })
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    module: () => log,
  }
  return log
}
