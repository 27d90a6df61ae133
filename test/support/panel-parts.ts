import type { Clock } from '../../src/agent/kernel/clock.ts'
import type { Log, LogLevel } from '../../src/agent/kernel/log.ts'
import type { Handlers } from '../../src/agent/panel/call.ts'
import type { PanelParts } from '../../src/agent/panel/link.ts'
import { createPanelState } from '../../src/agent/state/panel-state.ts'
import { Config } from '../../src/shared/config.ts'
import { type CallName, calls } from '../../src/shared/ipc.ts'

interface LoggedLine {
  level: LogLevel
  message: string
  fields: Record<string, unknown>
}

/** Everything a panel is made of, with nothing in it: tables are empty and calls are refused. */
export function createPanelParts(
  clock: Clock,
  handlers: Partial<Handlers> = {},
): PanelParts & { lines: LoggedLine[] } {
  const lines: LoggedLine[] = []
  const app = { version: '0.0.0', host: 'web' as const, startedAt: clock.now(), dataDir: '', paused: false }
  return {
    ...createPanelState(app, Config.parse({})),
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
