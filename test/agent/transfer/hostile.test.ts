import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aiChatFiles, fixture, json, openRoom, selfId } from './room.ts'

/** Anything that JSON can hold, with the keys and texts that break things. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    '\u0000',
    '\ud800',
    '__proto__',
    -1,
    1e308,
    null,
    true,
    [],
    {},
    '1'.repeat(300),
  ),
  fc.jsonValue({ maxDepth: 4 }),
)

/** A value in which some of the values below it were replaced by odd ones, and odd keys were added. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null)
    return fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd })
  const inside = Array.isArray(value)
    ? fc.tuple(...value.map(spoiled))
    : fc
        .tuple(fc.record(mapped(value)), fc.dictionary(keys, odd, { maxKeys: 2 }))
        .map(([fields, more]) => ({ ...fields, ...more }))
  return fc.oneof({ weight: 12, arbitrary: inside }, { weight: 1, arbitrary: odd })
}

const keys = fc.constantFrom('__proto__', 'constructor', 'toString', 'model', 'data', 'type', 'chat_id', '')

function mapped(value: object): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoiled(item)]))
}

const files = aiChatFiles()
/** What every object has: a file must not add to it. */
const unpolluted = Object.getOwnPropertyNames(Object.prototype)

it('never fails, whatever a file of AI_chat holds', async () => {
  const arbitrary = fc.tuple(
    ...files.map(({ name, text }) => spoiled(JSON.parse(text)).map((value) => json(name, value))),
  )
  await fc.assert(
    fc.asyncProperty(arbitrary, async (some) => {
      await using room = await openRoom()
      const before = JSON.stringify(room.config)
      const preview = await room.preview(...some)
      expect(preview.items).toHaveLength(some.length)
      expect(JSON.stringify(room.config)).toBe(before)
      const { problems } = await room.apply(some, { selfId })
      expect(problems.join()).not.toContain('没有料到')
      expect(room.config.access.owners).toEqual([])
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(unpolluted)
    }),
    { numRuns: 25 },
  )
})

it('never fails, whatever the lines of an export hold', async () => {
  const [header = '', ...lines] = fixture('transfer/version-1.jsonl').trim().split('\n')
  const line = fc.oneof(
    ...lines.map((text) => spoiled(JSON.parse(text)).map((value) => JSON.stringify(value))),
    fc.string({ unit: 'binary', maxLength: 30 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (some) => {
      await using room = await openRoom()
      const file = { name: 'x.jsonl', text: [header, ...some].join('\n') }
      await room.preview(file)
      const { problems } = await room.apply([file])
      expect(problems.join()).not.toContain('没有料到')
      expect(room.storage.messages.inDelivery()).toEqual([])
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(unpolluted)
      for (const { accessToken, enabled } of room.config.accounts)
        expect({ accessToken, enabled }).toEqual({ accessToken: '', enabled: false })
      for (const { apiKey } of room.config.providers) expect(apiKey).toBe('')
    }),
    { numRuns: 25 },
  )
})

it('never fails, whatever a text is', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((some) => `{"apricot":"export"${some}`),
    odd.map((value) => JSON.stringify(value)),
    fc.constantFrom('[', '{"a":').chain((open) => fc.nat(5000).map((n) => open.repeat(n))),
  )
  await using room = await openRoom()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), text, async (name, some) => {
      const { items } = await room.preview({ name, text: some })
      expect(items.length).toBeGreaterThan(0)
      for (const { problem } of items) expect(problem?.code).not.toBe('internal')
    }),
    { numRuns: 300 },
  )
})
