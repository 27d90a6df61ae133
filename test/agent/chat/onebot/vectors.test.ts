import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Frame, parseFrame } from '../../../../src/agent/chat/onebot/frame.ts'

interface Vector {
  id: string
  title: string
  level: 'must' | 'should'
  botSelfId: string
  frameType: 'json' | 'text' | 'binary'
  frame: unknown
  expect: Record<string, unknown>
}

const fixture = new URL('../../../fixtures/onebot-vectors.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(fixture, 'utf8')) as { vectors: Vector[] }

describe('frames as ends send them', () => {
  // Binary frames never reach the parser; connection.test.ts shows that they are counted and dropped.
  const textual = vectors.filter((vector) => vector.frameType !== 'binary')

  it.each(textual.map((vector) => [vector.id, vector.title, vector] as const))(
    '%s: %s',
    (_id, _title, vector) => {
      const text = vector.frameType === 'text' ? String(vector.frame) : JSON.stringify(vector.frame)
      const frame = parseFrame(text, { selfId: vector.botSelfId, now: Date.UTC(2026, 0, 1) })
      expect(inWordsOfTheFixture(frame)).toMatchObject(expectation(vector.expect))
    },
  )

  it('are all there', () => {
    expect(vectors.length).toBe(56)
  })
})

/** `reason` is advisory, and `textIncludes` says less than `text`. */
function expectation({ reason: _reason, textIncludes: _includes, ...rest }: Record<string, unknown>) {
  return typeof rest.text === 'string' ? { ...rest, text: collapsed(rest.text) } : rest
}

function collapsed(text: string): string {
  return text.trim().replace(/[ \t]+/g, ' ')
}

function inWordsOfTheFixture(frame: Frame): Record<string, unknown> {
  switch (frame.kind) {
    case 'message': {
      const { chat, sender, text, at, images, title: _title, ...facts } = frame.message
      return {
        ...facts,
        kind: 'message',
        chatType: chat.kind,
        chatId: chat.key,
        tempGroupId: chat.viaGroup ?? null,
        userId: sender.id,
        senderName: sender.name,
        senderRole: sender.groupRole,
        text: collapsed(text),
        images: images.map(({ url }) => url).filter((url) => url !== ''),
        time: at / 1000,
        fileNames: frame.fileNames,
        anonymousFlag: frame.anonymousFlag,
      }
    }
    case 'notice':
      return { ...frame, chatId: frame.chat?.key ?? null, isSelf: frame.byBot }
    case 'request':
      return { ...frame, chatId: frame.chat.key }
    case 'meta':
      return { ...frame, interval: frame.intervalMs }
    case 'response':
      return { kind: 'ignored' }
    case 'ignored':
      return { kind: 'ignored' }
    case 'invalid':
      return { kind: 'error' }
  }
}
