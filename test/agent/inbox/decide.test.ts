import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../../src/agent/chat/chat-client.ts'
import { type DecisionFacts, decide } from '../../../src/agent/inbox/decide.ts'
import { decisionText, isTaken } from '../../../src/shared/decision.ts'
import { addressOf, incoming } from '../../support/records.ts'

const quiet: DecisionFacts = {
  paused: false,
  ownAccount: false,
  ignored: false,
  repliesToBot: false,
  isCommand: false,
  laneFull: false,
  age: 0,
  staleAfter: 120_000,
}
const decision = (message: Partial<IncomingMessage>, facts: Partial<DecisionFacts> = {}) =>
  decide(incoming(message), { ...quiet, ...facts })
const group = { chat: addressOf('group', '30001') }
const called = { ...group, mentionsBot: true }

describe('in private', () => {
  it('everything that is said is answered', () => {
    expect(decision({})).toBe('private')
    expect(decision({}, { isCommand: true })).toBe('command')
  })

  it('a blank text is not, unless there is a picture or a quote to talk about', () => {
    expect(decision({ text: ' \n ' })).toBe('empty')
    expect(decision({ text: '', images: ['https://a/1'] })).toBe('private')
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

  it('a command that is not said to the bot is talk', () => {
    expect(decision(group, { isCommand: true })).toBe('not-addressed')
    expect(decision(called, { isCommand: true })).toBe('command')
  })
})

it.each<[string, Partial<IncomingMessage>, Partial<DecisionFacts>, string]>([
  ['a grey hint of QQ', { ...called, spoken: false }, {}, 'not-spoken'],
  ['another account of the bot', called, { ownAccount: true }, 'own-account'],
  ['a number that is ignored', called, { ignored: true }, 'ignored-user'],
  ['what came too late', called, { age: 120_001 }, 'stale'],
  ['a command that came too late', called, { age: 120_001, isCommand: true }, 'stale'],
  ['anything while paused', called, { paused: true }, 'paused'],
  ['a command while paused', called, { paused: true, isCommand: true }, 'paused'],
  ['what finds no place in the queue', called, { laneFull: true }, 'lane-full'],
])('%s is not taken', (_what, message, facts, reason) => {
  expect(decision(message, facts)).toBe(reason)
  expect(isTaken(decision(message, facts))).toBe(false)
})

it('a command needs no place in the queue: it may be the one that stops what fills it', () => {
  expect(decision(called, { laneFull: true, isCommand: true })).toBe('command')
})

it('what is just in time, or said by a clock that is ahead, is not too late', () => {
  expect(decision({}, { age: 120_000 })).toBe('private')
  expect(decision({}, { age: -60_000 })).toBe('private')
})

it('gives one reason for whatever comes, with a sentence for the panel', () => {
  const flags = fc.record({
    paused: fc.boolean(),
    ownAccount: fc.boolean(),
    ignored: fc.boolean(),
    repliesToBot: fc.boolean(),
    isCommand: fc.boolean(),
    laneFull: fc.boolean(),
    age: fc.integer({ min: -1000, max: 200_000 }),
    staleAfter: fc.constant(120_000),
  })
  const said = fc.record({
    chat: fc.constantFrom(addressOf(), addressOf('group', '30001')),
    text: fc.constantFrom('', ' ', '你好', '#帮助'),
    mentionsBot: fc.boolean(),
    spoken: fc.boolean(),
    replyTo: fc.constantFrom(null, '7'),
  })
  fc.assert(
    fc.property(said, flags, (message, facts) => {
      const reason = decision(message, facts)
      expect(decisionText(reason)).not.toBe(reason)
      if (!isTaken(reason)) return
      expect([message.spoken, facts.ownAccount, facts.ignored, facts.paused]).toEqual([
        true,
        false,
        false,
        false,
      ])
      expect(message.chat.kind === 'private' || message.mentionsBot || facts.repliesToBot).toBe(true)
    }),
  )
})
