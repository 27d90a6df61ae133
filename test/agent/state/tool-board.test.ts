import { expect, it } from 'vitest'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { ToolBoard } from '../../../src/agent/state/tool-board.ts'
import { Toolbox } from '../../../src/agent/tools/toolbox.ts'
import { type ToolState, ToolsConfig } from '../../../src/shared/tools.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { makeTool } from '../tools/making-tools.ts'

it('shows again only what has changed, without looking through the parameters of all tools', () => {
  const topic = new Topic<Record<string, ToolState>>({})
  const toolbox = new Toolbox()
  const parameters = {
    toJSON: () => {
      throw new Error('looked through')
    },
  }
  const tools = ['a', 'b'].map((name) => ({ ...makeTool({ name }), parameters }))
  const board = new ToolBoard({
    topic,
    toolbox,
    calls: { sums: () => [] },
    clock: createFakeClock(),
    config: () => ToolsConfig.parse(undefined),
  })
  toolbox.setSource('mcp:x', tools)
  board.refresh()
  const shown: PropertyKey[] = []
  topic.subscribe((key) => shown.push(key))
  board.count('a', 1)
  board.refresh()
  expect(shown).toEqual(['a'])
  expect(topic.value.a?.running).toBe(1)
})
