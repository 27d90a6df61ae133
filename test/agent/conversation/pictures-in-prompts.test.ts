import { describe, expect, it } from 'vitest'
import { choosePictures } from '../../../src/agent/conversation/chosen-pictures.ts'
import { PictureLabels } from '../../../src/agent/conversation/picture-labels.ts'
import { buildPrompt, type Prompt } from '../../../src/agent/conversation/prompt.ts'
import type { MessageRecord } from '../../../src/agent/storage/messages.ts'
import type { PictureRef } from '../../../src/shared/pictures.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { answeredWith, chatOf, saidBy, stored } from '../../support/records.ts'

const picture = (name: string, fetched = true): PictureRef => ({
  url: `https://example.com/${name}`,
  file: name,
  sticker: false,
  hash: fetched ? name.padEnd(64, '0') : null,
})
const said = (id: number, images: PictureRef[], fields: Partial<MessageRecord> = {}): MessageRecord => ({
  ...stored(id, saidBy({ text: '看[图片]', platformId: String(1000 + id), images })),
  ...fields,
})
const settings = (pictures: object) => ChatSettings.parse({ pictures })

function promptOf(rows: MessageRecord[], asked: MessageRecord[], pictures: object = {}): Prompt {
  const all = [...rows, ...asked]
  return buildPrompt({
    chat: chatOf(),
    settings: settings(pictures),
    character: null,
    corePrompt: '',
    botName: '小杏',
    summary: null,
    rows,
    asked,
    maxRows: 1000,
    contextTokens: 100_000,
    now: new Date(0),
    quotedBy: (row) =>
      all.find(({ platformId }) => platformId === row.replyTo && row.replyTo !== null) ?? null,
    count: (text) => text.length,
  })
}

const picturesIn = ({ messages }: Prompt) =>
  messages.flatMap((message) => (message.pictures ?? []).map(({ label, wanted }) => [label, wanted]))
const lineOf = ({ messages }: Prompt, index: number) =>
  JSON.parse(messages[index]?.content.split('\n')[0] ?? '')

describe('pictures in a request', () => {
  it('are numbered in the order in which they came, and the lines say which are theirs', () => {
    const prompt = promptOf([said(1, [picture('a')])], [said(3, [picture('b'), picture('c')])])
    expect(lineOf(prompt, 1)).toMatchObject({ pictures: ['图1'] })
    expect(lineOf(prompt, 2)).toMatchObject({ text: '看[图片]', pictures: ['图2', '图3'] })
    expect(picturesIn(prompt)).toEqual([
      ['图1', true],
      ['图2', true],
      ['图3', true],
    ])
  })

  it('keep their numbers from turn to turn', () => {
    const first = said(1, [picture('a')])
    const before = promptOf([first], [said(3, [picture('b')])])
    const after = promptOf([first, said(3, [picture('b')]), stored(4, answeredWith('好'))], [said(5, [])])
    expect(after.messages[1]?.content).toBe(before.messages[1]?.content)
    expect(lineOf(after, 2)).toMatchObject({ pictures: ['图2'] })
  })

  it('are one and the same when somebody quotes them or sends them again', () => {
    const first = said(1, [picture('a')], { reason: 'not-addressed' })
    const quoting = said(3, [picture('a')], { replyTo: '1001', quote: { name: '小明', text: '看[图片]' } })
    const prompt = promptOf([first], [quoting])
    expect(lineOf(prompt, 2)).toMatchObject({
      quote: { text: '看[图片]', pictures: ['图1'] },
      pictures: ['图1'],
    })
    expect(picturesIn(prompt)).toEqual([['图1', true]])
  })

  it('of a quoted message that is not stored come with the question', () => {
    const quote = { name: '老周', text: '[图片]', images: [picture('q')] }
    const prompt = promptOf([], [said(2, [picture('a')], { replyTo: '9', quote })])
    expect(lineOf(prompt, 1)).toMatchObject({ quote: { pictures: ['图1'] }, pictures: ['图2'] })
    expect(picturesIn(prompt).map(([label]) => label)).toEqual(['图1', '图2'])
  })

  it('of a recalled message are not shown to whoever quotes it', () => {
    const first = said(1, [picture('a')], { recalled: true })
    const quoting = said(3, [], { replyTo: '1001', quote: { name: '小明', text: '看[图片]' } })
    const labels = new PictureLabels(() => first)
    expect(labels.of(quoting).quoted).toEqual([])
  })

  it('that nobody asked about are not looked at, unless the chat wants it', () => {
    const overheard = said(1, [picture('a')], { reason: 'not-addressed' })
    expect(picturesIn(promptOf([overheard], [said(3, [])]))).toEqual([['图1', false]])
    expect(picturesIn(promptOf([overheard], [said(3, [])], { look: 'all' }))).toEqual([['图1', true]])
  })

  it('are left out when the chat does not look at pictures', () => {
    expect(picturesIn(promptOf([], [said(3, [picture('a')])], { look: 'off' }))).toEqual([['图1', false]])
  })

  it('are at most so many, the newest first', () => {
    const rows = [said(1, [picture('a')]), said(2, [picture('b')]), said(3, [picture('c')])]
    const asked = [said(4, [picture('d'), picture('e')])]
    expect(picturesIn(promptOf(rows, asked, { most: 3, recent: 5 }))).toEqual([
      ['图1', false],
      ['图2', false],
      ['图3', true],
      ['图4', true],
      ['图5', true],
    ])
  })

  it('of before are only those whose bytes were ever fetched', () => {
    const labels = new PictureLabels(() => null)
    const rows = [said(1, [picture('a', false)]), said(2, [picture('b')])]
    for (const row of rows) labels.of(row)
    expect(choosePictures(labels, { rows, asked: [] }, settings({}).pictures)).toBe(1)
  })

  it('count towards what a request is long', () => {
    const [without, having] = [promptOf([], [said(3, [])]), promptOf([], [said(3, [picture('a')])])]
    expect(having.tokens - without.tokens).toBeGreaterThan(500)
  })
})
