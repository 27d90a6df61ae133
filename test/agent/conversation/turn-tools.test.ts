import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PictureLabels } from '../../../src/agent/conversation/picture-labels.ts'
import { TurnTools, type TurnToolsParts } from '../../../src/agent/conversation/turn-tools.ts'
import type { Question } from '../../../src/agent/inbox/job.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import type { ToolCall } from '../../../src/agent/models/chat-model.ts'
import { TurnBoard } from '../../../src/agent/state/turn-board.ts'
import { type Tool, ToolError } from '../../../src/agent/tools/tool.ts'
import { Toolbox } from '../../../src/agent/tools/toolbox.ts'
import type { RecentReply, TurnState } from '../../../src/shared/state.ts'
import { ToolsConfig } from '../../../src/shared/tools.ts'
import { createFakeClock, settle } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { contextFor, makeTool, policy } from '../tools/making-tools.ts'

const any = z.looseObject({})
const callOf = (name: string, args: object = {}, id = 'c'): ToolCall => ({
  id,
  name,
  arguments: JSON.stringify(args),
})

/** A turn over real tables; `attempt` begins it anew, as after a restart. */
async function turnWith(tools: readonly Tool[]) {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const log = createSilentLog()
  const chat = storage.chats.at(addressOf('group', '30001'), '群')
  const message = storage.messages.insert(saidBy({ chatId: chat.id, groupRole: 'member' }))
  const turn = storage.turns.insert({
    chatId: chat.id,
    messageId: message.id,
    reason: 'mention',
    receivedAt: clock.now(),
  })
  const turns = new Topic<Record<string, TurnState>>({})
  const board = new TurnBoard(
    { turns, recent: new Topic<{ replies: RecentReply[] }>({ replies: [] }) },
    clock,
  )
  board.add(turn, chat, message)
  const toolbox = new Toolbox()
  toolbox.setSource('built-in', tools)
  const question: Question = {
    turn,
    chat,
    messages: [message],
    unsent: [],
    takeJoined: () => [],
    finish: () => undefined,
    replace: () => undefined,
    touch: () => undefined,
  }
  const pictures: string[] = []
  const parts: TurnToolsParts = {
    storage,
    boards: { turns: board },
    images: {
      add: async (bytes) => {
        pictures.push(bytes.toString())
        return `hash-${bytes.toString()}`
      },
    },
    clock,
    log,
    config: () => ToolsConfig.parse(undefined),
    shorten: async (text) => text,
    context: ({ signal }) => contextFor('owner', { signal }),
    approve: async () => 'allowed',
    counted: () => undefined,
  }
  const controller = new AbortController()
  const attempt = (signal = controller.signal) =>
    new TurnTools(
      parts,
      { turn, chat, question, withdrawn: [], offer: toolbox.offer(policy()), signal },
      new PictureLabels(() => null),
    )
  return {
    storage,
    clock,
    log,
    turn,
    attempt,
    toolbox,
    controller,
    shown: () => turns.value[String(turn.id)]?.toolCalls ?? [],
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

describe('the calls of a round', () => {
  it('come back in their order, 50 of them at once, and none is lost', async () => {
    const echo = makeTool({
      name: 'echo',
      input: z.object({ n: z.int() }),
      run: async (input) => {
        const { n } = input as { n: number }
        await settle(50 - n)
        return `第 ${n}`
      },
    })
    await using all = await turnWith([echo])
    const calls = Array.from({ length: 50 }, (_, n) => callOf('echo', { n }, `c${n}`))
    const results = await all.attempt().run(0, calls)
    expect(results.map(({ record }) => record.result)).toEqual(calls.map((_, n) => `第 ${n}`))
    expect(all.storage.toolCalls.ofTurn(all.turn.id)).toHaveLength(50)
  })

  it('run one after another where a tool says so', async () => {
    const order: string[] = []
    const slow = makeTool({
      name: 'slow',
      parallel: false,
      input: any,
      run: async (input) => {
        const { n } = input as { n: number }
        order.push(`begin ${n}`)
        await settle(3)
        order.push(`end ${n}`)
        return 'ok'
      },
    })
    await using all = await turnWith([slow])
    await all.attempt().run(0, [callOf('slow', { n: 1 }), callOf('slow', { n: 2 })])
    expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2'])
  })

  it.each(['有人停下了', 'quitting'])('do not begin any more once the turn is over: %s', async (reason) => {
    const begun: number[] = []
    const kick = makeTool({
      name: 'kick',
      risk: 'red',
      parallel: false,
      input: any,
      run: (input) => {
        begun.push((input as { n: number }).n)
        return new Promise<string>(() => undefined)
      },
    })
    await using all = await turnWith([kick])
    const running = all.attempt().run(0, [callOf('kick', { n: 1 }), callOf('kick', { n: 2 })])
    await expect.poll(() => begun).toEqual([1])
    all.controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    await settle(20)
    expect(begun).toEqual([1])
    expect(all.storage.toolCalls.ofTurn(all.turn.id)[1]?.state).not.toBe('started')
  })

  it('are shown while they run, with how they ended', async () => {
    let release: (text: string) => void = () => undefined
    const slow = makeTool({
      name: 'slow',
      title: '慢的',
      input: any,
      run: () => new Promise((done) => (release = done)),
    })
    const bad = makeTool({
      name: 'bad',
      title: '坏的',
      input: any,
      run: () => {
        throw new ToolError('不行')
      },
    })
    await using all = await turnWith([slow, bad])
    const running = all.attempt().run(0, [callOf('slow', { apiKey: 'sk-verysecret123' }), callOf('bad')])
    await settle()
    expect(all.shown().map(({ title, state }) => [title, state])).toEqual([
      ['慢的', 'running'],
      ['坏的', 'failed'],
    ])
    expect(all.shown()[0]?.arguments).toBe('{"apiKey":"•••"}')
    release('好了')
    await running
    expect(all.shown()[0]).toMatchObject({ state: 'done', result: '好了' })
  })

  it('mask in the log what looks like a key', async () => {
    await using all = await turnWith([makeTool({ name: 'send', input: any, run: () => 'ok' })])
    await all.attempt().run(0, [callOf('send', { token: 'abcdef123456' })])
    expect(all.log.lines.join()).toContain('send')
    expect(all.log.lines.join()).not.toContain('abcdef123456')
  })

  it('hand over the pictures of results under names of their own', async () => {
    const painter = makeTool({
      name: 'paint',
      input: any,
      run: () => ({ text: '画好了', pictures: [Buffer.from('a'), Buffer.from('b')] }),
    })
    await using all = await turnWith([painter])
    const [result] = await all.attempt().run(0, [callOf('paint')])
    expect(result?.pictures).toEqual([
      { label: '图1', hash: 'hash-a', wanted: true },
      { label: '图2', hash: 'hash-b', wanted: true },
    ])
  })

  it('are counted for the statistics, but for those nobody was allowed to make', async () => {
    await using all = await turnWith([makeTool({ input: any, run: () => 'ok' })])
    await all.attempt().run(0, [callOf('look'), callOf('nothing')])
    expect(all.storage.toolCalls.sums('2000-01-01')).toMatchObject([{ name: 'look', calls: 1, failed: 0 }])
    expect(all.storage.toolCalls.newest(null, 10).map(({ name, failed }) => [name, failed])).toEqual([
      ['nothing', true],
      ['look', false],
    ])
  })
})

describe('an attempt that is begun anew', () => {
  it('knows what the model had said, and does not run again what had ended', async () => {
    let runs = 0
    const once = makeTool({ name: 'once', input: any, run: () => `第 ${++runs} 次` })
    await using all = await turnWith([once])
    const answer = { text: '看看', reasoning: '想', toolCalls: [callOf('once')] }
    const first = all.attempt()
    first.keep(0, answer)
    await first.run(0, answer.toolCalls)
    const second = all.attempt()
    expect(second.earlier()).toEqual([answer])
    const [result] = await second.run(0, answer.toolCalls)
    expect(result?.record.result).toBe('第 1 次')
    expect(runs).toBe(1)
  })

  it.each([
    ['red', '不知道做没做成', 1],
    ['green', '第 2 次', 2],
  ] as const)('does what is %s and was cut off in the middle: %s', async (risk, words, times) => {
    let runs = 0
    let hang = true
    const act = makeTool({
      name: 'act',
      risk,
      input: any,
      run: () => {
        runs++
        return hang ? new Promise<string>(() => undefined) : `第 ${runs} 次`
      },
    })
    await using all = await turnWith([act])
    const running = all.attempt().run(0, [callOf('act')])
    await expect.poll(() => runs).toBe(1)
    all.controller.abort('quitting')
    await expect(running).rejects.toBe('quitting')
    hang = false
    const [result] = await all.attempt(new AbortController().signal).run(0, [callOf('act')])
    expect(result?.record.result).toContain(words)
    expect(runs).toBe(times)
  })

  it('leaves a call that was stopped with its turn as one that failed', async () => {
    const hang = makeTool({ input: any, run: () => new Promise(() => undefined) })
    await using all = await turnWith([hang])
    const running = all.attempt().run(0, [callOf('look')])
    await expect.poll(() => all.storage.toolCalls.ofTurn(all.turn.id)[0]?.state).toBe('started')
    all.controller.abort('被停止了')
    await expect(running).rejects.toBe('被停止了')
    expect(all.storage.toolCalls.ofTurn(all.turn.id)).toMatchObject([{ state: 'failed', result: '停下了' }])
  })

  it('says that nobody knows when the tool that was cut off is not there any more', async () => {
    const act = makeTool({
      name: 'act',
      risk: 'red',
      input: any,
      run: () => new Promise<string>(() => undefined),
    })
    await using all = await turnWith([act])
    const running = all.attempt().run(0, [callOf('act')])
    await expect.poll(() => all.storage.toolCalls.ofTurn(all.turn.id)[0]?.state).toBe('started')
    all.controller.abort('quitting')
    await expect(running).rejects.toBe('quitting')
    all.toolbox.setSource('built-in', [])
    const [result] = await all.attempt(new AbortController().signal).run(0, [callOf('act')])
    expect(result?.record.result).toContain('不知道做没做成')
  })

  it('D0-33: keeps the tool it began with when it is removed meanwhile', async () => {
    await using all = await turnWith([makeTool({ input: any, run: () => '还在' })])
    const attempt = all.attempt()
    all.toolbox.setSource('built-in', [])
    const [result] = await attempt.run(0, [callOf('look')])
    expect(result?.record).toMatchObject({ result: '还在', failed: false })
  })
})
