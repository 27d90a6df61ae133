import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EarlyBubbles } from '../../../src/agent/conversation/early-bubbles.ts'
import { removeThinking } from '../../../src/agent/conversation/thinking.ts'

const why = { message: '断了' }

/** What is said early of an answer that comes in these pieces, and what is left at its end. */
function said(pieces: string[], { mode = 'paragraphs' as 'paragraphs' | 'marks', thinks = false } = {}) {
  const bubbles: string[] = []
  const early = new EarlyBubbles({ mode, say: (bubble) => bubbles.push(bubble) })
  early.begin(thinks)
  for (const piece of pieces) early.read('text', piece)
  return { bubbles, early, rest: early.rest(removeThinking(pieces.join('')).text) }
}

describe('bubbles that are said early', () => {
  it('are those that are complete: the last waits for the end', () => {
    const { bubbles, rest } = said(['先说', '一句。\n\n再说', '一句。\n', '\n最后', '一句。'])
    expect(bubbles).toEqual(['先说一句。', '再说一句。'])
    expect(rest.trim()).toBe('最后一句。')
  })

  it('are cut at marks where the model was told to set them', () => {
    const { bubbles, rest } = said(['好呀|明天', '见|带伞'], { mode: 'marks' })
    expect(bubbles).toEqual(['好呀', '明天见'])
    expect(rest).toBe('|带伞')
  })

  it('hold nothing of what a model thinks, whether it opens its block or not', () => {
    expect(said(['<think>第一。\n\n第二。\n\n', '第三。</think>答。\n\n完。\n\n了']).bubbles).toEqual([
      '答。',
      '完。',
    ])
    const swallowed = said(['想第一。\n\n想第二。\n\n', '</think>答。\n\n完。'], { thinks: true })
    expect(swallowed.bubbles).toEqual([])
    expect(swallowed.rest).toBe('答。\n\n完。')
  })

  it('come once the thinking has come apart from the text', () => {
    const bubbles: string[] = []
    const early = new EarlyBubbles({ mode: 'paragraphs', say: (bubble) => bubbles.push(bubble) })
    early.begin(true)
    early.read('reasoning', '想一想')
    early.read('text', '好。\n\n再见')
    expect(bubbles).toEqual(['好。'])
  })

  it('keep code, and a long answer, in one piece', () => {
    expect(said(['看：\n\n```js\na\n\nb\n```\n', '\n好了。\n\n完']).bubbles).toEqual([
      '看：\n\n```js\na\n\nb\n```',
      '好了。',
    ])
    expect(said([`${'长'.repeat(500)}\n\n`, '后面']).bubbles).toEqual([])
  })

  it('are never unsaid: an answer that begins again after one is a failure', () => {
    const { early } = said(['好。\n\n再见'])
    expect(() => early.startAgain(why)).toThrow('说到一半出了错：断了')
    const { early: silent } = said(['好。'])
    silent.startAgain(why)
    silent.read('text', '换一句。\n\n嗯')
    expect(silent.rest('换一句。\n\n嗯').trim()).toBe('嗯')
  })

  it('and the rest are the answer, however it is cut into pieces', () => {
    const word = fc.constantFrom('好', '。', '\n', '\n\n', '|', '```', '- 甲', 'https://a.b/c', '：', ' ')
    const answer = fc.array(word, { maxLength: 40 }).map((words) => words.join(''))
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 7 }), (text, size) => {
        const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
        const { bubbles, rest } = said(pieces)
        const squeezed = (one: string) => one.replace(/\s/g, '')
        expect(squeezed(bubbles.join('') + rest)).toBe(squeezed(removeThinking(text).text))
      }),
    )
  })
})
