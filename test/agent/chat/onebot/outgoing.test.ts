import { describe, expect, it } from 'vitest'
import type { OutgoingPart } from '../../../../src/agent/chat/chat-client.ts'
import { sendCall } from '../../../../src/agent/chat/onebot/outgoing.ts'
import { group, person } from './room.ts'

const say = (text: string): OutgoingPart => ({ type: 'text', text })
const at = (userId: string): OutgoingPart => ({ type: 'at', userId })

function segments(...parts: OutgoingPart[]): unknown {
  return sendCall(group('20001'), parts)?.params.message
}

const text = (content: string) => ({ type: 'text', data: { text: content } })

describe('what is sent', () => {
  it.each(['[CQ:at,qq=all] 开会', '[CQ:image,file=file:///etc/passwd]', '![](file:///etc/passwd)', '&#91;'])(
    'F01, F02: %j goes out as literal text',
    (said) => {
      expect(segments(say(said))).toEqual([text(said)])
    },
  )

  it('F03: only numbers can be mentioned', () => {
    expect(segments(at('all'), at('../x'), say('好'))).toEqual([text('好')])
    expect(sendCall(person('30001'), [at('30001'), say('好')])?.params.message).toEqual([text('好')])
  })

  it('F04: control characters and halves of characters are removed', () => {
    expect(segments(say('a\u0000b\ud83dc\n\td\u001b[0m😀'))).toEqual([text('abc\n\td[0m😀')])
  })

  it.each([[[]], [[say('')]], [[say(' \n')]], [[{ type: 'reply', messageId: '1' } as const]], [[at('all')]]])(
    'F06: %j sends nothing',
    (parts) => {
      expect(sendCall(group('20001'), parts)).toBeNull()
    },
  )

  it('F08: one quote, in front, with a string id', () => {
    const quote = (messageId: string): OutgoingPart => ({ type: 'reply', messageId })
    expect(segments(say('好'), quote('7'), quote('8'))).toEqual([
      { type: 'reply', data: { id: '7' } },
      text('好'),
    ])
    expect(segments(quote('x'), say('好'))).toEqual([text('好')])
  })

  it('puts one space after a mention', () => {
    expect(segments(at('30001'), say('好'))).toEqual([{ type: 'at', data: { qq: '30001' } }, text(' 好')])
    expect(segments(at('30001'), say(' 好'))).toEqual([{ type: 'at', data: { qq: '30001' } }, text(' 好')])
  })
})
