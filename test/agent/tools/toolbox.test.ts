import { expect, it } from 'vitest'
import { Toolbox } from '../../../src/agent/tools/toolbox.ts'
import { makeTool, policy } from './making-tools.ts'

it('describes its tools for a model, as plain JSON Schema, and asks for nothing that has a default', () => {
  const toolbox = new Toolbox()
  toolbox.setSource('built-in', [makeTool()])
  expect(toolbox.offer(policy()).descriptions).toEqual([
    {
      name: 'look',
      description: '看一样东西',
      parameters: {
        type: 'object',
        properties: {
          what: { type: 'string', description: '看什么' },
          times: expect.objectContaining({ type: 'integer', default: 1 }),
        },
        required: ['what'],
        additionalProperties: false,
      },
    },
  ])
})

it('gives a name to the one that stands first: nothing replaces what is built in', () => {
  const toolbox = new Toolbox()
  const file = makeTool({ title: '冒牌', source: { kind: 'file', file: 'look.mjs' } })
  toolbox.setSource('file:look.mjs', [file])
  toolbox.setSource('built-in', [makeTool()])
  expect(toolbox.offer(policy()).find('look')?.title).toBe('看一看')
  expect(toolbox.entries.map(({ tool, problem }) => [tool.title, problem?.code ?? null])).toEqual([
    ['看一看', null],
    ['冒牌', 'tools.same-name'],
  ])
  toolbox.setSource('built-in', [])
  expect(toolbox.offer(policy()).find('look')?.title).toBe('冒牌')
})

it('keeps the order of its tools, in whatever order their sources come', () => {
  const one = makeTool({ name: 'one' })
  const two = makeTool({ name: 'two', source: { kind: 'file', file: 'b.mjs' } })
  const three = makeTool({ name: 'three', source: { kind: 'mcp', server: 'a' } })
  const forwards = new Toolbox()
  const backwards = new Toolbox()
  const sources = [
    ['built-in', one],
    ['file:b.mjs', two],
    ['mcp:a', three],
  ] as const
  for (const [source, tool] of sources) forwards.setSource(source, [tool])
  for (const [source, tool] of [...sources].reverse()) backwards.setSource(source, [tool])
  expect(forwards.offer(policy()).text).toBe(backwards.offer(policy()).text)
})

it('offers what somebody in the chat may call, and only that', () => {
  const toolbox = new Toolbox()
  toolbox.setSource('built-in', [
    makeTool(),
    makeTool({ name: 'kick', risk: 'red' }),
    makeTool({ name: 'off' }),
  ])
  const denied = { owner: 'deny', trusted: 'deny', member: 'deny' } as const
  const offer = toolbox.offer(policy({ off: { enabled: false }, kick: denied }))
  expect(offer.descriptions.map(({ name }) => name)).toEqual(['look'])
  expect([offer.isOff('off'), offer.isOff('kick'), offer.isOff('nothing')]).toEqual([true, true, false])
})

it('D0-32: tells every chat of new definitions at its next turn', () => {
  const toolbox = new Toolbox()
  const [here, there] = [policy(), policy({ look: { member: 'deny' } })]
  toolbox.setSource('built-in', [makeTool()])
  expect(toolbox.offer(here)).toBe(toolbox.offer(here))
  toolbox.setSource('built-in', [makeTool({ description: '新的说明' })])
  for (const each of [here, there]) expect(toolbox.offer(each).descriptions[0]?.description).toBe('新的说明')
})

it('D0-33: leaves a turn what it began with, whatever is loaded meanwhile', async () => {
  const toolbox = new Toolbox()
  toolbox.setSource('file:a.mjs', [makeTool({ title: '旧的' })])
  const offer = toolbox.offer(policy())
  toolbox.setSource('file:a.mjs', [])
  expect(offer.find('look')?.title).toBe('旧的')
  expect(toolbox.offer(policy()).find('look')).toBeNull()
})

it('D2-20: gives nothing of one chat to another', () => {
  const toolbox = new Toolbox()
  toolbox.setSource('built-in', [makeTool(), makeTool({ name: 'kick', risk: 'red' })])
  const strict = policy({ kick: { enabled: false } })
  const open = policy()
  expect(toolbox.offer(strict).find('kick')).toBeNull()
  expect(toolbox.offer(open).find('kick')).not.toBeNull()
  expect(toolbox.offer(strict).find('kick')).toBeNull()
})

it('finds no tool under a name that every object has', () => {
  const toolbox = new Toolbox()
  toolbox.setSource('built-in', [makeTool({ name: 'constructor' })])
  expect(toolbox.offer(policy()).find('constructor')?.name).toBe('constructor')
  expect(toolbox.offer(policy()).find('toString')).toBeNull()
})
