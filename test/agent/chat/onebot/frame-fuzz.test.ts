import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFrame } from '../../../../src/agent/chat/onebot/frame.ts'
import { maxTextLength } from '../../../../src/agent/chat/onebot/segments.ts'

const kinds = ['message', 'notice', 'request', 'meta', 'response', 'ignored', 'invalid']

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, '', 0, -1, 1.5, '__proto__', 'constructor', '10001', 'all', '[CQ:at,qq=10001]'),
)
const number = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 1e12 }) },
  { weight: 1, arbitrary: junk },
)
const segmentType = fc.constantFrom(
  ...[
    'text',
    'at',
    'reply',
    'face',
    'image',
    'mface',
    'record',
    'file',
    'json',
    'xml',
    'forward',
    'dice',
    'share',
  ],
  ...['location', 'music', 'markdown', 'contact', 'node', '__proto__', 'toString', 'unheard'],
)
const dataKeys = [
  'text',
  'qq',
  'id',
  'file',
  'url',
  'data',
  'summary',
  'name',
  'title',
  'content',
  'raw',
  'sub_type',
]
const data = fc.oneof(fc.dictionary(fc.constantFrom(...dataKeys), junk, { maxKeys: 5 }), junk)
const segment = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: segmentType, data }, { requiredKeys: ['type'] }) },
  { weight: 1, arbitrary: junk },
)
const cqString = fc
  .array(
    fc.constantFrom(
      '[CQ:',
      ']',
      ',',
      '=',
      'at',
      'qq',
      '10001',
      '&amp;',
      '&#91;',
      '好',
      '[',
      'image',
      '.',
      '\n',
    ),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(''))
const message = fc.oneof(fc.array(segment, { maxLength: 8 }), cqString, junk)
const words = (...list: string[]) => fc.oneof(fc.constantFrom(...list), junk)

/** Objects with the fields of the protocol, mostly of the right kind. */
const structured = fc.record(
  {
    post_type: words('message', 'message_sent', 'notice', 'request', 'meta_event'),
    self_id: fc.oneof(fc.constantFrom(10001, '10001'), junk),
    time: number,
    message_type: words('private', 'group', 'guild'),
    notice_type: words(
      'group_recall',
      'friend_recall',
      'notify',
      'group_ban',
      'group_decrease',
      'bot_offline',
    ),
    request_type: words('friend', 'group'),
    meta_event_type: words('lifecycle', 'heartbeat'),
    sub_type: words('poke', 'normal', 'group', 'notice', 'kick_me', 'connect'),
    message_id: number,
    user_id: number,
    group_id: number,
    target_id: number,
    operator_id: number,
    duration: number,
    interval: number,
    status: junk,
    sender: fc.oneof(fc.dictionary(fc.constantFrom('nickname', 'card', 'role', 'user_id'), junk), junk),
    anonymous: junk,
    message,
    raw_message: message,
    echo: junk,
    retcode: junk,
    data: junk,
  },
  { requiredKeys: ['post_type'] },
)

const frames = fc.oneof(
  { weight: 12, arbitrary: structured.map((frame) => JSON.stringify(frame)) },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
)

it('reads 10,000 hostile frames without throwing, into something bounded', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(frames, fc.constantFrom('10001', null), (frame, selfId) => {
      const parsed = parseFrame(frame, { selfId, now: Date.UTC(2026, 0, 1) })
      expect(kinds).toContain(parsed.kind)
      if (parsed.kind !== 'message') return
      expect(parsed.message.text.length).toBeLessThan(maxTextLength + 20)
      expect(parsed.message.chat.key).toMatch(/^qq_(group|private)_\d{1,20}$/)
      expect(parsed.message.sender.name).not.toMatch(/[\n\u202e]/)
      expect(parsed.message.text.isWellFormed()).toBe(true)
    }),
    { numRuns: 10_000 },
  )
})

const inMessage = (content: string) =>
  `{"post_type":"message","message_type":"group","self_id":10001,"group_id":2,"user_id":3,"message":"${content}"}`

// Whatever takes quadratic time here needs minutes and runs into the test's time-out.
it.each([
  ['D31: openings', inMessage('[CQ:'.repeat(1_000_000))],
  ['openings before one end', inMessage(`${'[CQ:'.repeat(1_000_000)}]`)],
  ['named openings', inMessage('[CQ:a,'.repeat(700_000))],
  ['commas', inMessage(`[CQ:a${','.repeat(4_000_000)}]`)],
  ['entities', inMessage('&amp;'.repeat(800_000))],
  ['escapes beside a long number', inMessage(`1234567890123456${'\\n'.repeat(2_000_000)}x`)],
  [
    'C06: 40 MiB of base64',
    inMessage(`[CQ:image,file=base64://${'QUFB1234567890123456'.repeat(2_097_152)}]`),
  ],
])('reads megabytes of %s in linear time', (_what, frame) => {
  expect(parseFrame(frame, { selfId: '10001', now: 0 }).kind).toBe('message')
})

it('reads megabytes of digits in linear time', () => {
  const frame = `{"post_type":"meta_event","self_id":10001,"message_id":${'9'.repeat(4_000_000)}}`
  expect(parseFrame(frame, { selfId: '10001', now: 0 }).kind).toBe('meta')
})
