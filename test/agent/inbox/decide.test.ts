import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../../src/agent/chat/chat-client.ts'
import { type DecisionFacts, decide } from '../../../src/agent/inbox/decide.ts'
import { Config } from '../../../src/shared/config.ts'
import { decisionText, isTaken, reasonSettings } from '../../../src/shared/decision.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { addressOf, incoming } from '../../support/records.ts'

const noon = new Date(2026, 10, 22, 12, 0).getTime()

function facts(changes: Partial<DecisionFacts> = {}, settings: object = {}): DecisionFacts {
  return {
    settings: ChatSettings.parse(settings),
    paused: false,
    ownAccount: false,
    ignored: false,
    officialBot: false,
    role: 'member',
    notAmongOnly: false,
    asksFirst: false,
    mutedUntil: 0,
    repliesToBot: false,
    isPoke: false,
    command: 'none',
    laneFull: false,
    open: 'none',
    now: noon,
    staleAfter: 120_000,
    chance: 0.5,
    silenced: () => false,
    spent: () => null,
    ...changes,
  }
}

const decision = (message: Partial<IncomingMessage>, changes: Partial<DecisionFacts> = {}, settings = {}) =>
  decide(incoming({ at: noon, ...message }), facts(changes, settings)).reason
const group = { chat: addressOf('group', '30001') }
const called = { ...group, mentionsBot: true }

describe('in private', () => {
  it('everything that is said is answered, until that is switched off', () => {
    expect(decision({})).toBe('private')
    expect(decision({}, { command: 'plain' })).toBe('command')
    expect(decision({}, {}, { triggers: { private: false } })).toBe('private-off')
    expect(decision({}, { command: 'plain' }, { triggers: { private: false } })).toBe('command')
  })

  it('a blank text is not, unless there is a picture or a quote to talk about', () => {
    expect(decision({ text: ' \n ' })).toBe('empty')
    expect(decision({ text: '', images: [{ url: 'https://a/1', file: '', sticker: false }] })).toBe('private')
    expect(decision({ text: '', replyTo: '7' })).toBe('private')
  })
})

describe('in a group', () => {
  it('only what is said to the bot is answered', () => {
    expect(decision(group)).toBe('not-addressed')
    expect(decision(called)).toBe('mention')
    expect(decision(group, { repliesToBot: true })).toBe('reply-to-bot')
    expect(decision({ ...called, text: '' })).toBe('mention')
    expect(decision({ ...group, mentionsAll: true })).toBe('not-addressed')
  })

  it('each way of calling it can be switched off, and says so', () => {
    expect(decision(called, {}, { triggers: { mention: false } })).toBe('mention-off')
    expect(decision(group, { repliesToBot: true }, { triggers: { replyToBot: false } })).toBe('reply-off')
  })

  it('S1-01 a prefix calls it, and a word that only begins like one does not', () => {
    expect(decision({ ...group, text: '.ai 明天几号' })).toBe('prefix')
    expect(decision({ ...group, text: '.AI明天几号' })).toBe('prefix')
    expect(decision({ ...group, text: '.aim 高一点' })).toBe('not-addressed')
    expect(decision({ ...group, text: '问小杏 在吗' }, {}, { triggers: { prefixes: ['问小杏'] } })).toBe(
      'prefix',
    )
  })

  it('S0-28 names, keywords, patterns and chance call it, and what fitted is told', () => {
    const triggers = {
      nicknames: ['小杏'],
      keywords: ['天气'],
      patterns: ['^(谁|哪位).*在$'],
      probability: 30,
    }
    const tell = (text: string, chance = 0.5) =>
      decide(incoming({ ...group, at: noon, text }), facts({ chance }, { triggers }))
    expect(tell('小杏你说呢')).toEqual({ reason: 'nickname', rule: '小杏' })
    expect(tell('今天天气不错')).toEqual({ reason: 'keyword', rule: '天气' })
    expect(tell('谁还在')).toEqual({ reason: 'pattern', rule: '^(谁|哪位).*在$' })
    expect(tell('随便说说', 0.29)).toEqual({ reason: 'probability', rule: '30 %' })
    expect(tell('随便说说', 0.3).reason).toBe('not-addressed')
  })

  it('a command that is not said to the bot is talk', () => {
    expect(decision(group, { command: 'plain' })).toBe('not-addressed')
    expect(decision(called, { command: 'plain' })).toBe('command')
    expect(decision(group, { command: 'plain' }, { triggers: { bareCommands: true } })).toBe('command')
    expect(decision(group, { command: 'bare' })).toBe('command')
  })

  it('a line that goes on from the last one belongs to it, where that is wanted', () => {
    expect(decision(group, { open: 'gathering' })).toBe('follow-up')
    expect(decision(group, { open: 'gathering' }, { merge: { follow: false } })).toBe('not-addressed')
    expect(decision(called, { open: 'gathering' })).toBe('mention')
  })

  it('a line that nobody was called in is no part of an answer that is being made', () => {
    expect(decision(group, { open: 'running' })).toBe('not-addressed')
    expect(decision(called, { open: 'running' })).toBe('mention')
  })

  it('a poke is answered where pokes come in', () => {
    expect(decision({ ...group, text: '[戳了戳你]' }, { isPoke: true })).toBe('poke')
  })
})

it.each<[string, Partial<IncomingMessage>, Partial<DecisionFacts>, object, string]>([
  ['a grey hint of QQ', { ...called, spoken: false }, {}, {}, 'not-spoken'],
  ['another account of the bot', called, { ownAccount: true }, {}, 'own-account'],
  ['a number that is ignored', called, { ignored: true }, {}, 'ignored-user'],
  ['D0-48 one of QQ’s own robots', called, { officialBot: true }, {}, 'bot-account'],
  ['D0-27 somebody who is blocked', called, { role: 'blocked' }, {}, 'user-blocked'],
  ['somebody who is not among the only ones', called, { notAmongOnly: true }, {}, 'user-not-allowed'],
  ['somebody this chat ignores', called, {}, { triggers: { ignoredUsers: ['20001'] } }, 'user-ignored-here'],
  ['D0-27 a new chat that waits for the owner', called, { asksFirst: true }, {}, 'chat-pending'],
  ['a chat that was closed', called, { role: 'owner' }, { allowed: false }, 'chat-blocked'],
  ['what came too late', { ...called, at: noon - 120_001 }, {}, {}, 'stale'],
  ['a command that came too late', { ...called, at: noon - 120_001 }, { command: 'plain' }, {}, 'stale'],
  ['anything while paused', called, { paused: true }, {}, 'paused'],
  ['a command while paused', called, { paused: true, command: 'plain' }, {}, 'paused'],
  ['what nobody could be answered', called, { silenced: () => true }, {}, 'bot-muted'],
  ['what is said while muted', called, { mutedUntil: noon + 1 }, {}, 'muted'],
  ['what is said in quiet hours', called, {}, { triggers: { quietHours: ['11:30-12:30'] } }, 'quiet-hours'],
  [
    'D1-09 what goes over a limit',
    called,
    { spent: () => ({ reason: 'rate-limit', rule: '3 次' }) },
    {},
    'rate-limit',
  ],
  [
    'what a used-up budget forbids',
    called,
    { spent: () => ({ reason: 'budget', rule: '每天预算 ¥5' }) },
    {},
    'budget',
  ],
  ['what finds no place in the queue', called, { laneFull: true }, {}, 'lane-full'],
])('%s is not taken', (_what, message, changes, settings, reason) => {
  expect(decision(message, changes, settings)).toBe(reason)
  expect(isTaken(decision(message, changes, settings))).toBe(false)
})

describe('what may pass all the same', () => {
  it('is the owner, where a chat waits to be allowed or limits are used up', () => {
    const spent = () => ({ reason: 'chat-cooldown' as const, rule: null })
    expect(decision(called, { asksFirst: true, role: 'owner' })).toBe('mention')
    expect(decision(called, { spent, role: 'owner' })).toBe('mention')
    expect(decision(called, { spent, role: 'trusted' })).toBe('chat-cooldown')
  })

  it('is a chat that was allowed, and whoever is trusted, whatever the lists say', () => {
    expect(decision(called, { asksFirst: true }, { allowed: true })).toBe('mention')
    expect(decision(called, { notAmongOnly: true, role: 'trusted' })).toBe('mention')
  })

  it('is a command, when the bot is muted, quiet or overrun: it may be the one that ends that', () => {
    expect(decision(called, { mutedUntil: noon + 1, command: 'plain' })).toBe('command')
    expect(decision(called, { laneFull: true, command: 'plain' })).toBe('command')
  })

  it('is being called in quiet hours, when that is wanted, but not a chance', () => {
    const triggers = { quietHours: ['22:00-13:00'], quietMentions: true, probability: 100 }
    expect(decision(called, {}, { triggers })).toBe('mention')
    expect(decision(group, {}, { triggers })).toBe('quiet-hours')
  })

  it('is what belongs to a question that is being gathered: it costs nothing more', () => {
    const spent = () => ({ reason: 'rate-limit' as const, rule: null })
    expect(decision(called, { open: 'gathering', spent, laneFull: true })).toBe('mention')
    const triggers = { quietHours: ['00:00-00:00'] }
    expect(decision(group, { open: 'gathering' }, { triggers })).toBe('follow-up')
  })

  it('is what is just in time, or said by a clock that is ahead', () => {
    expect(decision({ at: noon - 120_000 })).toBe('private')
    expect(decision({ at: noon + 60_000 })).toBe('private')
  })
})

it('leads from every reason that a setting causes to a setting that there is', () => {
  const settings = ChatSettings.parse({})
  const config = Config.parse({})
  for (const place of Object.values(reasonSettings)) {
    const root: unknown = place.at === 'chat' ? settings : config
    const value = place.path.split('.').reduce((at, key) => (at as Record<string, unknown>)[key], root)
    // Muting is a state of the chat that stands among its settings.
    if (place.path !== 'muted') expect(value, place.path).not.toBe(undefined)
  }
})

it('gives one reason for whatever comes, with a sentence for the panel', () => {
  const flags = fc.record({
    paused: fc.boolean(),
    ownAccount: fc.boolean(),
    ignored: fc.boolean(),
    officialBot: fc.boolean(),
    role: fc.constantFrom('owner' as const, 'trusted' as const, 'member' as const, 'blocked' as const),
    notAmongOnly: fc.boolean(),
    asksFirst: fc.boolean(),
    mutedUntil: fc.constantFrom(0, noon + 1000),
    repliesToBot: fc.boolean(),
    isPoke: fc.boolean(),
    command: fc.constantFrom('none' as const, 'plain' as const, 'bare' as const),
    laneFull: fc.boolean(),
    open: fc.constantFrom('none' as const, 'gathering' as const, 'running' as const),
    chance: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const said = fc.record({
    chat: fc.constantFrom(addressOf(), addressOf('group', '30001')),
    text: fc.constantFrom('', ' ', '你好', '#帮助', '.ai 在吗'),
    at: fc.integer({ min: noon - 200_000, max: noon + 1000 }),
    mentionsBot: fc.boolean(),
    spoken: fc.boolean(),
    replyTo: fc.constantFrom(null, '7'),
  })
  fc.assert(
    fc.property(said, flags, (message, changes) => {
      const reason = decision(message, changes, { triggers: { probability: 50 } })
      expect(decisionText(reason)).not.toBe(reason)
      if (!isTaken(reason)) return
      expect(message.spoken).toBe(true)
      expect([changes.ownAccount, changes.ignored, changes.officialBot, changes.paused]).toEqual(
        Array.from({ length: 4 }, () => false),
      )
      expect(changes.role).not.toBe('blocked')
      if (reason !== 'command') expect(changes.mutedUntil).toBe(0)
    }),
  )
})
