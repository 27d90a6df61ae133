import { estimateTokens } from '../../src/agent/models/tokens.ts'
import type { Tool } from '../../src/agent/tools/tool.ts'
import { Toolbox } from '../../src/agent/tools/toolbox.ts'
import { Config } from '../../src/shared/config.ts'
import { format } from '../report.ts'
import { median, percentile } from '../statistics.ts'
import { callsOfFile } from './tool-file-calls.ts'

const rounds = 2000

/** What 200 tools cost a request, and what the way of a call through the toolbox and a file's warm process costs. */
export async function tools(folder: string): Promise<string> {
  const { defaults, tools: config } = Config.parse({})
  const toolbox = new Toolbox()
  const all = Array.from({ length: 200 }, (_, index) => nothing(`tool_${index}`))
  toolbox.setSource('built-in', all)
  const policy = { rules: defaults.toolRules, matrix: defaults.toolMatrix, options: config.options }
  const offers = timed(() => toolbox.offer(policy))
  const anew = timed(() => {
    toolbox.setSource('built-in', all)
    toolbox.offer(policy)
  })
  const { text } = toolbox.offer(policy)
  const counting = timed(() => estimateTokens(text))
  const file = await callsOfFile(folder)
  return [
    `200 tools, offered to a turn: p50 ${format(median(offers) * 1000)} µs, p99 ${format(percentile(offers, 99) * 1000)} µs; after a change ${format(percentile(anew, 99))} ms; counted into the room of a request ${format(percentile(counting, 99))} ms (together < 5)`,
    `a call of a file's tool, process warm: p50 ${format(median(file.calls))} ms, p99 ${format(percentile(file.calls, 99))} ms (< 5); 50 at once ${format(file.together)} ms; from a turn, written down: one that looks p50 ${format(median(file.looking))} ms, p99 ${format(percentile(file.looking, 99))} ms, one that acts (synced first) p50 ${format(median(file.acting))} ms, p99 ${format(percentile(file.acting, 99))} ms; a loop stopped ${format(file.stuck)} ms after its time (< 1000)`,
  ].join('\n')
}

function timed(work: () => void): number[] {
  return Array.from({ length: rounds }, () => {
    const before = performance.now()
    work()
    return performance.now() - before
  })
}

function nothing(name: string): Tool {
  return {
    name,
    title: name,
    description: '看看这个城市今天的天气，返回温度、风和雨。',
    group: '测试',
    source: { kind: 'built-in' },
    risk: 'green',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', description: '城市名' }, days: { type: 'integer' } },
      required: ['city'],
    },
    parallel: true,
    repeatable: true,
    check: (input) => ({ ok: true, input }),
    run: () => 'ok',
  }
}
