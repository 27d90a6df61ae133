import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutRows, rowWriter, speakerLine, toMessages } from '../../../src/agent/conversation/history.ts'
import { namedLine } from '../../../src/agent/conversation/spoken-line.ts'
import type { MessageRecord } from '../../../src/agent/storage/messages.ts'
import { answeredWith, saidBy, stored } from '../../support/records.ts'

const user = (id: number, text = '好') => stored(id, saidBy({ text }))
const background = (id: number, text = '好') => stored(id, saidBy({ text, reason: 'not-addressed' }))
const bot = (id: number, text = '好') => stored(id, answeredWith(text))
const write = rowWriter(namedLine)
const length = (row: MessageRecord) => write(row).length
const plenty = 1_000_000

/** A conversation that ends with something a person said. */
const conversation = fc
  .array(fc.tuple(fc.boolean(), fc.string({ maxLength: 30 })), { maxLength: 40 })
  .map((rows) => [
    ...rows.map(([isBot, text], index) => (isBot ? bot(index + 1, text) : user(index + 1, text))),
    user(rows.length + 1, 'asked'),
  ])

function cost(rows: readonly MessageRecord[]): number {
  return rows.reduce((sum, row) => sum + length(row), 0)
}

describe('a line of what was said', () => {
  it('names who said it by number and name, and what is quoted', () => {
    expect(JSON.parse(speakerLine(user(1, '你好')))).toEqual({ id: '20001', name: '小明', text: '你好' })
    const quoting = { ...user(1, '什么意思'), quote: { name: '小杏', text: '天机' } }
    expect(JSON.parse(speakerLine(quoting))).toMatchObject({ quote: { name: '小杏', text: '天机' } })
  })

  it('is one line, whatever is in a name, a quote or a text', () => {
    const nasty = fc.array(
      fc.constantFrom('\n', '\r', '\u2028', '\u2029', '\u0085', '"', '}', '\\', 'a', '好'),
    )
    const text = nasty.map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, text, text, (senderName, said, quoted) => {
        const line = speakerLine({ ...user(1, said), senderName, quote: { name: senderName, text: quoted } })
        expect(line).not.toMatch(/[\n\r\u2028\u2029\u0085]/)
        expect(JSON.parse(line)).toMatchObject({ name: senderName, text: said, quote: { text: quoted } })
      }),
    )
  })
})

describe('messages for a model', () => {
  it('are the background together, each question alone, and the parts of an answer together', () => {
    const rows = [
      background(1, '早'),
      background(2, '困'),
      user(3, '在吗'),
      bot(4, '在'),
      bot(5, '怎么了'),
      user(6),
    ]
    expect(toMessages(rows, write)).toEqual([
      { role: 'user', content: `${speakerLine(background(1, '早'))}\n${speakerLine(background(2, '困'))}` },
      { role: 'user', content: speakerLine(user(3, '在吗')) },
      { role: 'assistant', content: '在\n\n怎么了' },
      { role: 'user', content: speakerLine(user(6)) },
    ])
  })

  it('S1-07 are one question for all that was said of it', () => {
    const asked = (id: number, turnId: number, text: string) => ({ ...user(id, text), turnId })
    const rows = [asked(1, 7, '在吗'), asked(2, 7, '想问'), asked(3, 8, '还有')]
    expect(toMessages(rows, write).map(({ content }) => content.split('\n').length)).toEqual([2, 1])
  })

  it('S0-33 have an answer each, where a model takes nothing else, that is stored nowhere', () => {
    const rows = [background(1), user(2), bot(3, '在'), user(4), user(5)]
    expect(
      toMessages(rows, write, { skippedReply: '已跳过此信息' }).map(({ role, content }) => [
        role,
        content.length < 8,
      ]),
    ).toEqual([
      ['user', false],
      ['assistant', true],
      ['user', false],
      ['assistant', true],
      ['user', false],
      ['assistant', true],
      ['user', false],
    ])
  })

  it('begin with a person and end with the one who asked, after any cut', () => {
    fc.assert(
      fc.property(conversation, fc.nat(2000), (rows, tokens) => {
        const messages = toMessages(
          rows.slice(cutRows(rows, { tokens, rows: 1000, messages: plenty }, length)),
          write,
        )
        expect(messages[0]?.role).toBe('user')
        expect(messages.at(-1)?.content).toBe(speakerLine(user(rows.length, 'asked')))
      }),
    )
  })
})

describe('cutting', () => {
  it('keeps everything while it fits', () => {
    const rows = [user(1), bot(2), user(3)]
    expect(cutRows(rows, { tokens: cost(rows), rows: 100, messages: plenty }, length)).toBe(0)
  })

  it('drops about four tenths at once, up to something a person said', () => {
    const rows = Array.from({ length: 100 }, (_, index) => (index % 2 ? bot(index + 1) : user(index + 1)))
    rows.push(user(101))
    const first = cutRows(rows, { tokens: cost(rows) - 1, rows: 1000, messages: plenty }, length)
    expect(rows[first]?.author).toBe('user')
    expect(first).toBeGreaterThanOrEqual(38)
    expect(first).toBeLessThanOrEqual(44)
  })

  it('S0-35 D1-08 counts what others said, and drops four tenths of that at once', () => {
    const rows = Array.from({ length: 201 }, (_, index) => (index % 2 ? bot(index + 1) : user(index + 1)))
    const room = { tokens: plenty, rows: 1000, messages: 100 }
    const first = cutRows(rows, room, length)
    const left = rows.slice(first).filter(({ author }) => author === 'user')
    expect(left).toHaveLength(60)
    expect(cutRows(rows.slice(first), room, length)).toBe(0)
    expect(cutRows(rows.slice(2), room, length)).toBe(0)
  })

  it('never drops the line that is asked, even when it does not fit alone', () => {
    expect(
      cutRows(
        [user(1), bot(2), user(3, '好'.repeat(100))],
        { tokens: 10, rows: 100, messages: plenty },
        length,
      ),
    ).toBe(2)
    expect(cutRows([user(1)], { tokens: 0, rows: 1, messages: plenty }, length)).toBe(0)
  })

  it('never drops a line of what is asked, however little there is room for', () => {
    const rows = [user(1), bot(2), user(3), user(4)]
    expect(cutRows(rows, { tokens: 10, rows: 100, messages: 1, asked: 2 }, length)).toBe(2)
    expect(cutRows(rows, { tokens: 10, rows: 100, messages: 1, asked: 4 }, length)).toBe(0)
  })

  it('holds the budget whenever that can be done, and begins at something a person said', () => {
    fc.assert(
      fc.property(conversation, fc.nat(1500), fc.integer({ min: 1, max: 60 }), (rows, tokens, most) => {
        const first = cutRows(rows, { tokens, rows: most, messages: plenty }, length)
        const keptRows = rows.slice(first)
        expect(keptRows[0]?.author).toBe('user')
        if (keptRows.length > 1) {
          expect(cost(keptRows)).toBeLessThanOrEqual(tokens)
          expect(keptRows.length).toBeLessThan(most)
        }
      }),
    )
  })

  it('does not cut again until the budget is used up again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 3000 }), fc.integer({ min: 20, max: 60 }), (tokens, most) => {
        let rows: MessageRecord[] = []
        let sinceCut = 0
        const gaps: number[] = []
        for (let id = 1; id < 300; id += 2) {
          rows.push(user(id))
          const first = cutRows(rows, { tokens, rows: most, messages: plenty }, length)
          if (first > 0) {
            gaps.push(sinceCut)
            sinceCut = 0
          } else sinceCut++
          rows = rows.slice(first)
          rows.push(bot(id + 1))
        }
        // Four tenths of what fits have to come in before the next cut; one turn is about 40 characters here.
        const turnsThatFit = Math.min(tokens / 43, most / 2)
        for (const gap of gaps.slice(1))
          expect(gap).toBeGreaterThanOrEqual(Math.floor(turnsThatFit * 0.4) - 3)
        expect(gaps.length).toBeGreaterThan(1)
      }),
      { numRuns: 30 },
    )
  })

  it('cuts at once when more rows came than are read at a time, instead of sliding at every turn', () => {
    const rows = Array.from({ length: 101 }, (_, index) => (index % 2 ? bot(index + 1) : user(index + 1)))
    const first = cutRows(rows, { tokens: 1_000_000, rows: 100, messages: plenty }, length)
    expect(first).toBeGreaterThanOrEqual(40)
    expect(cutRows(rows.slice(first), { tokens: 1_000_000, rows: 100, messages: plenty }, length)).toBe(0)
  })
})
