import { expect, it } from 'vitest'
import { z } from 'zod'
import { defineTool, type ToolContext } from '../../../src/agent/tools/tool.ts'
import { builtInTools, Toolbox } from '../../../src/agent/tools/toolbox.ts'

const look = defineTool({
  name: 'look',
  title: '看一看',
  description: '看一样东西',
  input: z.strictObject({ what: z.string().describe('看什么'), times: z.int().default(1) }),
  run: ({ what, times }) => `看到${what}`.repeat(times),
})

function context(signal = new AbortController().signal): ToolContext {
  return {
    chatKey: 'qq_private_20001',
    senderId: '20001',
    now: () => new Date(2026, 10, 22, 15, 4, 5),
    signal,
  }
}

const run = (args: string, tools = [look], name = 'look') =>
  new Toolbox(tools).run({ name, arguments: args }, context())

it('describes its tools for a model, as plain JSON Schema', () => {
  expect(new Toolbox([look]).descriptions).toEqual([
    {
      name: 'look',
      description: '看一样东西',
      parameters: {
        type: 'object',
        properties: {
          what: { type: 'string', description: '看什么' },
          times: expect.objectContaining({ type: 'integer', default: 1 }),
        },
        required: expect.arrayContaining(['what']),
        additionalProperties: false,
      },
    },
  ])
})

it('does not oblige a model to give what has a default', () => {
  expect(new Toolbox([look]).descriptions[0]?.parameters.required).toEqual(['what'])
})

it('runs a tool with what the model gave, and fills in the rest', async () => {
  expect(await run('{"what":"猫"}')).toEqual({ text: '看到猫', failed: false })
  expect(await run('{"what":"猫","times":2}')).toEqual({ text: '看到猫看到猫', failed: false })
})

it('takes no arguments for an empty object', async () => {
  const quiet = defineTool({ ...look, input: z.strictObject({}), run: () => '好' })
  expect(await run('', [quiet])).toEqual({ text: '好', failed: false })
})

it.each([
  ['{"what":"猫"', 'JSON'],
  ['{"times":1}', 'what'],
  ['{"what":5}', 'what'],
  ['{"what":"猫","wath":"狗"}', 'wath'],
  ['null', '参数'],
  ['[]', '参数'],
  ['"猫"', '参数'],
])('tells the model what is wrong with the arguments %s', async (args, word) => {
  const { text, failed } = await run(args)
  expect(failed).toBe(true)
  expect(text).toContain(word)
})

it('tells the model that there is no such tool, also for names that every object has', async () => {
  for (const name of ['lok', 'constructor', '__proto__']) {
    expect(await run('{}', [look], name)).toEqual({ text: expect.stringContaining(name), failed: true })
  }
})

it('tells the model what a tool threw, at once or later', async () => {
  const throws = defineTool({
    ...look,
    run: () => {
      throw new Error('猫不在')
    },
  })
  const rejects = defineTool({ ...look, run: () => Promise.reject('不是错误') })
  expect(await run('{"what":"猫"}', [throws])).toEqual({ text: '调用失败：猫不在', failed: true })
  expect(await run('{"what":"猫"}', [rejects])).toMatchObject({ failed: true })
})

it('stops when the turn was stopped, instead of telling the model', async () => {
  const controller = new AbortController()
  const slow = defineTool({
    ...look,
    run: (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('half done')))
      }),
  })
  const running = new Toolbox([slow]).run(
    { name: 'look', arguments: '{"what":"猫"}' },
    context(controller.signal),
  )
  controller.abort('够了')
  await expect(running).rejects.toBe('够了')
})

it('shortens what is too long for a model, says by how much, and cuts no character in half', async () => {
  const long = defineTool({ ...look, run: () => `a${'😀'.repeat(5000)}` })
  const { text } = await run('{"what":"猫"}', [long])
  expect(text.isWellFormed()).toBe(true)
  expect(text).toMatch(/（后面的 200[12] 个字省略了）$/)
  expect(text.length).toBeLessThan(8100)
})

it('calls a tool by its title in the panel, or by its name when it is unknown', () => {
  const toolbox = new Toolbox([look])
  expect([toolbox.title('look'), toolbox.title('lok')]).toEqual(['看一看', 'lok'])
})

it('has a clock', async () => {
  const { text, failed } = await new Toolbox(builtInTools).run(
    { name: 'get_time', arguments: '{}' },
    context(),
  )
  expect(failed).toBe(false)
  expect(text).toContain('2026年11月22日星期日')
  expect(text).toContain('15:04:05')
})
