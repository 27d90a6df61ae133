import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { accessStanding, denialReason } from '../../src/renderer/pages/access/access-words.ts'
import { claimLeft } from '../../src/renderer/pages/access/claim-words.ts'
import {
  commandOps,
  commandRows,
  complaintAboutAliases,
} from '../../src/renderer/pages/access/command-rows.ts'
import {
  complaintAboutNumbers,
  listOf,
  movedWords,
  moveOps,
  readNumbers,
  removeOps,
} from '../../src/renderer/pages/access/people-edit.ts'
import { namesInAccess, namesInChats } from '../../src/renderer/pages/access/use-known-names.ts'
import { waitingChats } from '../../src/renderer/pages/access/waiting-chats.ts'
import type { CommandInfo } from '../../src/shared/access.ts'
import { Config } from '../../src/shared/config.ts'
import { sandboxSelfId } from '../../src/shared/sandbox.ts'
import type { ChatRow } from '../../src/shared/state.ts'

beforeAll(() => startI18n())

const accessOf = (lists: object = {}) => Config.parse({ access: lists }).access

describe('who is what to the bot', () => {
  test('a number that goes into a list leaves the others', () => {
    const access = accessOf({ owners: ['10001'], trusted: ['10002', '10003'], blocked: ['10004'] })
    expect(moveOps(access, 'trusted', ['10001', '10004'])).toEqual([
      { path: ['access', 'owners'], set: [] },
      { path: ['access', 'trusted'], set: ['10002', '10003', '10001', '10004'] },
      { path: ['access', 'blocked'], set: [] },
    ])
    expect(removeOps(access, 'trusted', '10002')).toEqual([{ path: ['access', 'trusted'], set: ['10003'] }])
  })

  test('a number that is in two lists by hand is what the bot takes it for', () => {
    const access = accessOf({ owners: ['10001'], trusted: ['10001'], blocked: ['10001'] })
    expect(listOf(access, '10001')).toBe('blocked')
    expect(listOf(access, '10002')).toBeNull()
  })

  test('numbers are read as people paste them', () => {
    expect(readNumbers(' 10001，10002、10003\n10001 ')).toEqual(['10001', '10002', '10003'])
    expect(readNumbers(' \n')).toEqual([])
  })

  test.each([
    ['', '要写一个 QQ 号'],
    ['小明', '「小明」不是 QQ 号：要是 5 到 20 位数字'],
    ['10001 123', '「123」不是 QQ 号：要是 5 到 20 位数字'],
    ['1'.repeat(900), `「${'1'.repeat(24)}」不是 QQ 号：要是 5 到 20 位数字`],
    ['30001', '30001 是机器人自己的号码'],
    ['20001', '已经在里面了'],
    ['20001 20002', null],
    ['20003', null],
  ])('adding %j: %s', (text, complaint) => {
    const access = accessOf({ owners: ['20001'], blocked: ['20003'] })
    expect(complaintAboutNumbers(access, 'owners', readNumbers(text), ['30001'])).toBe(complaint)
  })

  test('what happened is said with the name, and from where somebody came', () => {
    const access = accessOf({ trusted: ['10001'] })
    expect(movedWords(access, 'blocked', ['10001'], '阿岚')).toBe('「阿岚」从「信任的人」移到了「拉黑的人」')
    expect(movedWords(access, 'blocked', ['10002'])).toBe('10002 加到了「拉黑的人」')
    expect(movedWords(access, 'blocked', ['10002', '10003'])).toBe('2 个人加到了「拉黑的人」')
  })

  test('the page begins with who can tell the bot what to do', () => {
    expect(accessStanding(accessOf())).toEqual({
      tone: 'warn',
      word: '还没有主人：谁都不能用主人的指令',
    })
    expect(accessStanding(accessOf({ owners: ['10001'], groupAdmins: 'member' }))).toEqual({
      tone: 'ok',
      word: '只有你能指挥机器人',
    })
    expect(accessStanding(accessOf({ owners: ['10001'], trusted: ['10002'] })).word).toBe(
      '你和 1 个信任的人能指挥机器人，群主和管理员能管自己的群',
    )
    expect(accessStanding(accessOf({ owners: ['10001', '10002'], groupAdmins: 'member' })).word).toBe(
      '2 位主人能指挥机器人',
    )
  })

  test('the search counts down in whole seconds, and not below nothing', () => {
    expect([180_000, 161_001, 400, -5].map(claimLeft)).toEqual(['3:00', '2:42', '0:01', '0:00'])
  })
})

function chat(id: number, changes: Partial<ChatRow>): ChatRow {
  return {
    id,
    selfId: '30001',
    key: `qq_group_${id}`,
    kind: 'group',
    title: `群 ${id}`,
    lastText: '',
    lastSender: '',
    lastAt: id,
    model: null,
    hasPrompt: false,
    character: 0,
    mutedUntil: 0,
    access: 'pending',
    contextFrom: 0,
    problem: null,
    ...changes,
  }
}

test('new chats wait, the latest first; those of 试聊 never do', () => {
  const rows = [chat(1, {}), chat(2, { access: 'allowed' }), chat(3, {}), chat(4, { selfId: sandboxSelfId })]
  expect(waitingChats(Object.fromEntries(rows.map((row) => [row.id, row]))).map(({ id }) => id)).toEqual([
    3, 1,
  ])
})

test('numbers have the names of their private chats, and of who was heard', () => {
  const rows = [
    chat(1, { key: 'qq_private_10001', kind: 'private', title: '阿岚' }),
    chat(2, { key: 'qq_private_10002', kind: 'private', title: '10002' }),
    chat(3, { key: 'qq_group_10003' }),
  ]
  expect([...namesInChats(Object.fromEntries(rows.map((row) => [row.id, row])))]).toEqual([['10001', '阿岚']])
  const heard = { id: '10004', name: '我', selfId: '30001', at: 1 }
  expect([...namesInAccess({ claimUntil: null, candidates: [heard], denials: [] })]).toEqual([
    ['10004', '我'],
  ])
})

describe('commands', () => {
  const info = (name: string, changes: Partial<CommandInfo> = {}): CommandInfo => ({
    name,
    usage: `#${name}`,
    summary: '',
    builtInAliases: [],
    builtInRole: 'everyone',
    ...changes,
  })
  const infos = [
    info('清空', { builtInAliases: ['上下文 清理'], builtInRole: 'trusted' }),
    info('重载', { builtInRole: 'owner' }),
    info('aiconfig', { usage: '.aiconfig host=<地址>' }),
  ]
  const rowsOf = (commands: Config['commands'] = {}) => commandRows(infos, commands)
  const rowOf = (name: string, commands: Config['commands'] = {}) => {
    const row = rowsOf(commands).find((one) => one.info.name === name)
    if (!row) throw new Error(`There is no command ${name}`)
    return row
  }

  test('a command is as it was built until something is changed of it', () => {
    expect(rowOf('清空')).toMatchObject({ enabled: true, role: 'trusted', aliases: [], changed: false })
    expect(rowOf('清空', { 清空: { enabled: false, aliases: ['忘掉'] } })).toMatchObject({
      enabled: false,
      role: 'trusted',
      aliases: ['忘掉'],
      changed: true,
    })
  })

  test('only what differs is kept, and nothing when all is as it was built', () => {
    const path = ['commands', '清空']
    expect(commandOps(rowOf('清空'), { role: 'owner' })).toEqual([{ path, set: { role: 'owner' } }])
    const changed = rowOf('清空', { 清空: { role: 'owner', enabled: false } })
    expect(commandOps(changed, { enabled: true })).toEqual([{ path, set: { role: 'owner' } }])
    expect(commandOps(changed, { aliases: ['忘掉'] })).toEqual([
      { path, set: { role: 'owner', enabled: false, aliases: ['忘掉'] } },
    ])
    expect(commandOps(rowOf('清空', { 清空: { role: 'owner' } }), { role: 'trusted' })).toEqual([
      { path, remove: true },
    ])
    expect(commandOps(rowOf('清空'), { role: 'trusted' })).toEqual([])
  })

  test.each([
    [['忘掉'], null],
    [['有 空格'], '别名不能有空格和 #，最多 16 个字'],
    [Array.from({ length: 11 }, (_, index) => `别名${index}`), '最多 10 个别名'],
    [['重载'], '「重载」已经是 #重载'],
    [['上下文清理'], '「上下文清理」已经是 #清空'],
    [['AIConfig'], '「AIConfig」已经是 .aiconfig host=<地址>'],
    [['再来'], '「再来」已经是 #重载'],
  ])('the further names %j: %s', (aliases, complaint) => {
    const commands = { 重载: { aliases: ['再来'] }, 清空: { aliases: ['忘掉'] } }
    expect(complaintAboutAliases(rowOf('清空', commands), aliases, rowsOf(commands))).toBe(complaint)
  })

  test('why somebody was turned away reads as a sentence', () => {
    const words = (reason: string, commands: Config['commands'] = {}) =>
      denialReason({ reason }, infos, commands)
    expect(words('user-blocked')).toBe('这个人被拉黑了')
    expect(words('command:重载')).toBe('指令 #重载 要主人才能用')
    expect(words('command:重载', { 重载: { role: 'trusted' } })).toBe('指令 #重载 要信任的人才能用')
    expect(words('command:aiconfig', { aiconfig: { role: 'owner' } })).toBe('指令 .aiconfig 要主人才能用')
    expect(words('command:没有了')).toBe('指令 #没有了 他不能用')
  })
})
