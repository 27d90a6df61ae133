import type { Agent, AgentOptions } from '../../src/agent/agent.ts'
import type { Handlers } from '../../src/agent/panel/call.ts'
import { createPanel } from '../../src/agent/panel/link.ts'
import { createFakeClock } from './fake-clock.ts'
import { createPanelParts } from './panel-parts.ts'

/** An agent with a real panel and no bot behind it, for tests of what hosts do with an agent. */
export function createStandInAgent(handlers: Partial<Handlers> = {}) {
  /** Files of stored pictures, by hash. */
  const pictures = new Map<string, { path: string; type: string }>()
  const clock = createFakeClock()
  const parts = createPanelParts(clock, handlers)
  const panel = createPanel(parts)
  const seen = {
    options: [] as AgentOptions[],
    announced: [] as string[],
    decided: [] as { id: string; decision: string }[],
    openLinks: 0,
    disposed: false,
  }
  const agent: Agent = {
    link(sink) {
      const link = panel.link(sink)
      seen.openLinks += 1
      return {
        ...link,
        dispose() {
          seen.openLinks -= 1
          link.dispose()
        },
      }
    },
    listening: () => [{ id: 'main', listen: 'ws://127.0.0.1:6700' }],
    announcePanel: (url) => void seen.announced.push(url),
    get paused() {
      return parts.topics.app.value.paused
    },
    onPausedChange: (listener) =>
      parts.topics.app.subscribe((key) => {
        if (key === 'paused') listener(parts.topics.app.value.paused)
      }),
    setPaused: (paused) => parts.topics.app.set('paused', paused),
    waiting: () => parts.topics.asks.value.waiting.map(({ id, toolTitle }) => ({ id, label: toolTitle })),
    onWaitingChange: (listener) => parts.topics.asks.subscribe(() => listener()),
    decide: (id, decision) => void seen.decided.push({ id, decision }),
    picture: async (hash) => pictures.get(hash) ?? null,
    log: (level, message, fields) => parts.log[level](message, fields),
    async dispose() {
      seen.disposed = true
    },
  }
  const startAgent = async (options: AgentOptions) => {
    seen.options.push(options)
    return agent
  }
  return { agent, startAgent, clock, parts, seen, pictures }
}
