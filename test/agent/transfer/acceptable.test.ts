import { expect, it } from 'vitest'
import { acceptableEdits } from '../../../src/agent/transfer/acceptable.ts'
import { Config } from '../../../src/shared/config.ts'
import type { EditOp } from '../../../src/shared/ipc.ts'

it('takes the edits that leave a configuration valid, and names each that does not, with why', () => {
  const config = Config.parse({})
  const ops: EditOp[] = [
    { path: ['botName'], set: '阿杏' },
    { path: ['inbox', 'maxTurns'], set: 0 },
    { path: ['defaults', 'triggers', 'patterns'], set: ['(坏'] },
    { path: ['providers', 'Local'], set: { id: 'Local', baseUrl: 'http://127.0.0.1/v1' } },
    { path: ['accounts', 'main'], set: { id: 'main', mode: 'client', url: 'ws://127.0.0.1:3001' } },
    { path: ['mood'], set: 'good' },
    { path: ['botName', 'first'], set: 'x' },
    { path: ['commands', '重载', 'role'], set: 'everyone' },
  ]
  const { value, ops: taken, faults } = acceptableEdits(config, ops)
  expect(taken.map(({ path }) => path.join('.'))).toEqual(['botName', 'accounts.main', 'commands.重载.role'])
  expect(value).toMatchObject({
    botName: '阿杏',
    accounts: [{ id: 'main', enabled: true }],
    commands: { 重载: { role: 'everyone' } },
  })
  expect(faults).toEqual([
    expect.stringMatching(/^inbox\.maxTurns 没有带来：/),
    'defaults.triggers.patterns 没有带来：正则「(坏」用不了：括号没有成对',
    expect.stringMatching(/^providers\.Local 没有带来：id：只能用小写字母/),
    'mood 没有带来：不认识这一项',
    'botName.first 没有带来：不认识这一项',
  ])
})

it('takes of two that only fail together the one that came first', () => {
  const ops = [
    { path: ['providers', 'a'], set: { id: 'a', baseUrl: 'http://a/v1' } },
    { path: ['providers', 'b'], set: { id: 'a', baseUrl: 'http://a/v1' } },
  ]
  const { ops: taken, faults } = acceptableEdits(Config.parse({}), ops)
  expect(taken).toEqual(ops.slice(0, 1))
  expect(faults).toEqual([expect.stringContaining('providers.b')])
})

it('copies a large configuration no more often for hundreds of faults than for one', () => {
  const config = Config.parse({})
  let copies = 0
  const botName = () => {
    copies++
    return '小杏'
  }
  Object.defineProperty(config, 'botName', { enumerable: true, get: botName })
  const ops = Array.from({ length: 300 }, (_, n) => ({ path: ['commands', `指令${n}`], set: { mood: n } }))
  expect(acceptableEdits(config, ops).faults).toHaveLength(300)
  expect(copies).toBeLessThan(3)
})
