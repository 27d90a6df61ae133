import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { removeThinking } from '../../../src/agent/conversation/thinking.ts'

const pairs = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<|thinking|>', '</|thinking|>'],
  ['<|think|>', '</|think|>'],
  ['[思考]', '[/思考]'],
  ['<THINK>', '</Think>'],
] as const

describe.each(pairs)('%s … %s', (open, close) => {
  it('is taken out of the answer', () => {
    expect(removeThinking(`${open}想想\n${close}\n\n好的`)).toEqual({ text: '好的', thinking: '想想' })
  })

  it('is taken out wherever it stands, however often', () => {
    expect(removeThinking(`一${open}甲${close}二${open}乙${close}三`)).toEqual({
      text: '一二三',
      thinking: '甲\n乙',
    })
  })

  it('goes to the end when it is never closed', () => {
    expect(removeThinking(`好的${open}不过`)).toEqual({ text: '好的', thinking: '不过' })
  })

  it('begins at the start when the opening mark was swallowed', () => {
    expect(removeThinking(`想想${close}好的`)).toEqual({ text: '好的', thinking: '想想' })
  })

  it('D0-09 leaves nothing of an answer that is all thinking', () => {
    expect(removeThinking(`${open}想想${close}`).text).toBe('')
    expect(removeThinking(`想想${close}`).text).toBe('')
    expect(removeThinking(close)).toEqual({ text: '', thinking: '' })
  })
})

it('D0-09 removes every kind from one answer, not only the first it finds', () => {
  expect(removeThinking('<think>甲</think>一[思考]乙[/思考]二<|thinking|>丙</|thinking|>三').text).toBe(
    '一二三',
  )
})

it('keeps what stands before a block that has another block in it', () => {
  expect(removeThinking('好<think>甲<think>乙</think>丙</think>的')).toEqual({
    text: '好的',
    thinking: '甲<think>乙</think>丙',
  })
})

it('does not lose the answer to a mark that is only mentioned while thinking', () => {
  expect(removeThinking('<think>要不要写 <think> 呢</think>不写').text).toBe('不写')
})

it.each([
  '用 `<think>` 把思考包起来就行。',
  '结束的时候写 `</think>`，别忘了。',
  '```xml\n<think>这里写思考</think>\n```\n照着写。',
])('leaves a mark alone that is only quoted as code: %s', (answer) => {
  expect(removeThinking(answer)).toEqual({ text: answer, thinking: '' })
})

it('removes thinking that has code in it, also when that code is never closed', () => {
  expect(removeThinking('<think>试试 `a` 和 ```b</think>好的').text).toBe('好的')
  expect(removeThinking('想写 ```js\nlet a</think>好的').text).toBe('好的')
})

it('finds marks where letters change their length in lower case', () => {
  expect(removeThinking('İİİ<think>想想</think>好的')).toEqual({ text: 'İİİ好的', thinking: '想想' })
})

it('leaves an answer without thinking as it is, but for the space around it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (answer) => {
      expect(removeThinking(answer)).toEqual({ text: answer.trim(), thinking: '' })
    }),
  )
})

it('never leaves a mark of a block behind, whatever marks come in whatever order', () => {
  const piece = fc.constantFrom(...pairs.flat(), '甲', '乙', '\n')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const { text } = removeThinking(pieces.join(''))
      expect(text).not.toMatch(/<\/?think|\/?思考\]|<\/?\|think/i)
    }),
  )
})

it('copes with a long answer that is full of marks', () => {
  expect(removeThinking('<think>想</think>好'.repeat(50_000)).text).toBe('好'.repeat(50_000))
})
