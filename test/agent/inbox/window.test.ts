import { describe, expect, it } from 'vitest'
import { waitsForWords, windowMs } from '../../../src/agent/inbox/window.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'

const { merge } = ChatSettings.parse({})

describe('what waits for its words', () => {
  it.each(['', ' ', '[图片]', ' [图片] [动画表情]\n', '[语音]', '[文件:合同.pdf]', '[合并转发]'])(
    '%j',
    (text) => {
      expect(waitsForWords(text)).toBe(true)
    },
  )

  it.each(['好看吗', '[图片] 这是什么', '看这个 [图片]', '[图片', '图片]', '[表情:斜眼笑]', '[图片]x'])(
    'is not %j',
    (text) => {
      expect(waitsForWords(text)).toBe(false)
    },
  )

  it('is found at once, also in what would make a bad pattern try for ever', () => {
    expect(waitsForWords(`${'[图片]     '.repeat(2000)}x`)).toBe(false)
    expect(waitsForWords(`[文件:${'['.repeat(20_000)}`)).toBe(false)
  })
})

describe('how long it waits', () => {
  const at = (kind: 'private' | 'group', text: string, changes = {}) =>
    windowMs({ ...merge, ...changes }, { kind, text })

  it('is a matter of where it is said and what', () => {
    expect(at('group', '在吗')).toBe(2000)
    expect(at('private', '在吗')).toBe(1000)
    expect(at('group', '[图片]')).toBe(6000)
  })

  it('D1-01 is never longer than the longest wait, and not at all where nobody wants to wait', () => {
    expect(at('group', '[图片]', { maxSeconds: 3 })).toBe(3000)
    expect(at('group', '在吗', { maxSeconds: 0 })).toBe(0)
    expect(at('private', '[图片]', { privateSeconds: 0 })).toBe(0)
  })
})
