import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { base64Of, mostBytes, mostPictures, takable } from '../../src/renderer/pages/sandbox/attachment.ts'
import { fateOf } from '../../src/renderer/pages/sandbox/fate.ts'
import { marksOf } from '../../src/renderer/pages/sandbox/people.ts'
import { lastSaidBy } from '../../src/renderer/pages/sandbox/play-script.ts'
import { castOf, scripts } from '../../src/renderer/pages/sandbox/script.ts'
import { Config, SandboxPerson } from '../../src/shared/config.ts'
import { calls } from '../../src/shared/ipc.ts'
import { sandboxScenes } from '../../src/shared/sandbox.ts'
import type { ChatMessage, TurnState } from '../../src/shared/state.ts'

beforeAll(() => startI18n())

const { people } = Config.parse({}).sandbox

function scriptOf(id: string) {
  const script = scripts.find((one) => one.id === id)
  if (!script) throw new Error(`There is no script ${id}`)
  return script
}

describe('plays', () => {
  test.each(scripts)('$title: the bot takes every line of it', (script) => {
    const scene = sandboxScenes.find(({ kind }) => kind === script.scene)
    if (!scene) throw new Error('There is no such scene')
    const lines = castOf(script, people)
    expect(lines).toHaveLength(script.lines.length)
    for (const { person, text, mention, picture } of lines) {
      const chat = { kind: scene.kind, id: scene.chatId, title: scene.title }
      const pictures = picture ? [btoa('a picture')] : []
      const input = { chat, personId: person.id, text, mention, pictures }
      expect(calls['sandbox.say'].input.safeParse(input).success).toBe(true)
      expect(text !== '' || picture === true).toBe(true)
    }
  })

  test('one person says five lines within the merge window of a group', () => {
    const lines = castOf(scriptOf('burst'), people)
    expect(new Set(lines.map(({ person }) => person.id)).size).toBe(1)
    expect(lines).toHaveLength(5)
    for (const { after } of lines) expect(after).toBeLessThan(Config.parse({}).defaults.merge.seconds * 1000)
  })

  test('a picture comes before its question, and within the time that is waited for it', () => {
    const [picture, question] = castOf(scriptOf('picture'), people)
    expect(picture).toMatchObject({ text: '', picture: true })
    expect(question?.after).toBeLessThan(Config.parse({}).defaults.merge.mediaSeconds * 1000)
  })

  test('with fewer people the lines go around', () => {
    const two = people.slice(0, 2)
    expect(castOf(scriptOf('many'), two).map(({ person }) => person.name)).toEqual([
      '阿岚',
      '我',
      '阿岚',
      '我',
      '阿岚',
      '我',
    ])
    expect(castOf(scriptOf('many'), [])).toEqual([])
  })

  test('the troublemaker is a person the configuration takes, and keeps the role he was given', () => {
    const { guest, lines } = scriptOf('trouble')
    expect(SandboxPerson.safeParse(guest).success).toBe(true)
    expect(guest?.name).toContain('\n')
    expect(lines.some(({ text }) => text.includes('"}\n{"id":"90001"'))).toBe(true)
    if (!guest) throw new Error('He is not there')
    const blocked = { ...guest, role: 'blocked' as const }
    expect(castOf(scriptOf('trouble'), [...people, blocked])[0]?.person.role).toBe('blocked')
  })
})

function message(id: number, changes: Partial<ChatMessage> = {}): ChatMessage {
  return {
    ...{ id, chatId: 7, from: 'user', kind: 'said', senderId: '90001', senderName: '我', groupRole: null },
    ...{ text: '在吗', at: id, platformId: String(id), quote: null, recalled: false, reason: 'private' },
    pictures: [],
    ...{ rule: null, turnId: null, delivery: null, problem: null, inContext: true },
    ...changes,
  }
}

test('what somebody said last still stands', () => {
  const list = [
    message(3),
    message(5, { recalled: true }),
    message(6, { senderId: '90002' }),
    message(7, { from: 'bot' }),
    message(4),
  ]
  expect(lastSaidBy(list, '90001')?.id).toBe(4)
  expect(lastSaidBy(list, '90003')).toBeNull()
})

describe('why the last line has no answer', () => {
  const turn = (outcome: TurnState['outcome'], problem: TurnState['problem'] = null): TurnState => ({
    ...{ id: 1, chatId: 7, chatTitle: '', senderName: '', question: '', reason: 'private', model: '' },
    ...{ receivedAt: 0, endedAt: 1, steps: [], messageCount: 1, mergeUntil: null, requestMessages: 0 },
    ...{ requestTokens: 0, outcome, problem, tokens: 0, cost: 0, toolCalls: [] },
  })

  test('an ignored line names its reason and the way to the rule', () => {
    const quiet = message(2, { reason: 'quiet-hours', rule: '23:00-07:30' })
    expect(fateOf([message(1), quiet, message(3, { from: 'bot' })], [])).toEqual({
      words: '是安静时段（23:00–07:30）',
      href: '#/chats/7?tab=rules&setting=triggers.quietHours',
    })
    expect(fateOf([message(2, { reason: 'paused' })], [])?.href).toBeNull()
  })

  test('a line that is answered, or about to be, has none', () => {
    expect(fateOf([], [])).toBeNull()
    expect(fateOf([message(1, { reason: 'mention', turnId: 1 })], [turn('replied')])).toBeNull()
    expect(fateOf([message(1, { reason: 'mention', turnId: 1 })], [turn(null)])).toBeNull()
  })

  test('silence, a recall and a stop are told apart', () => {
    const line = message(1, { turnId: 1 })
    expect(fateOf([line], [turn('silent')])?.words).toBe('模型选择不说话')
    expect(fateOf([{ ...line, recalled: true }], [turn('stopped')])?.words).toBe('撤回了，就不回了')
    const problem = { code: 'turn.stopped', message: '你在面板里停下了', hint: '' }
    expect(fateOf([line], [turn('stopped', problem)])?.words).toBe('你在面板里停下了')
  })
})

test('a pretend person is marked with what differs from everybody else', () => {
  const words = (index: number, inGroup: boolean) =>
    marksOf(people[index] ?? { id: '1', name: '', groupRole: 'member', role: 'member' }, inGroup).map(
      ({ word }) => word,
    )
  expect(words(0, true)).toEqual(['主人', '群主'])
  expect(words(1, false)).toEqual(['信任'])
  expect(words(2, true)).toEqual([])
})

describe('pictures that go along', () => {
  const picture = (name: string, bytes = 3, type = 'image/png') =>
    new File([new Uint8Array(bytes)], name, { type })
  const names = ({ files }: { files: File[] }) => files.map(({ name }) => name)

  test('other files are left out, and it is said why', () => {
    const taken = takable(
      [],
      [picture('猫.png'), picture('说明.pdf', 3, 'application/pdf'), picture('狗.gif', 3, 'image/gif')],
    )
    expect(names(taken)).toEqual(['猫.png', '狗.gif'])
    expect(taken.refused).toContain('说明.pdf')
    expect(takable([], [picture('图.svg', 3, 'image/svg+xml')]).files).toEqual([])
  })

  test('no more than a line takes', () => {
    const present = Array.from({ length: mostPictures - 1 }, (_, n) => picture(`${n}.png`))
    const taken = takable(present, [picture('九.png'), picture('十.png')])
    expect(names(taken)).toEqual(['九.png'])
    expect(taken.refused).toBe('一次最多带 9 张')
  })

  test('what is too large, alone or together, stays behind and the smaller ones go', () => {
    expect(takable([], [picture('巨.png', mostBytes + 1)]).refused).toContain('巨.png')
    const taken = takable([picture('大.png', mostBytes - 10)], [picture('中.png', 11), picture('小.png', 10)])
    expect(names(taken)).toEqual(['小.png'])
    expect(taken.refused).toContain('加起来')
  })

  test('all that fits into one line is taken by the call', async () => {
    const base64 = await base64Of(picture('大.png', mostBytes))
    const chat = { kind: 'private', id: '90001', title: '私聊' } as const
    const input = { chat, personId: '90001', text: '', pictures: [base64] }
    expect(calls['sandbox.say'].input.safeParse(input).success).toBe(true)
  })

  test('bytes come out as they went in', async () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, n) => (n * 7) % 256)
    const back = Buffer.from(await base64Of(new Blob([bytes])), 'base64')
    expect(back.equals(bytes)).toBe(true)
  })
})
