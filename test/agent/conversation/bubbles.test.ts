import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitBubbles } from '../../../src/agent/conversation/bubbles.ts'
import { urls } from '../../../src/agent/conversation/spans.ts'

const bare = (text: string) => text.replace(/[\s|｜]/g, '')

describe('bubbles by paragraphs', () => {
  it('are what stands between blank lines', () => {
    expect(splitBubbles('在的\n\n\n怎么了\n说吧\n \n我听着', 'paragraphs')).toEqual([
      '在的',
      '怎么了\n说吧',
      '我听着',
    ])
  })

  it('are at most five; the rest stays with the last', () => {
    const said = ['一', '二', '三', '四', '五', '六', '七'].join('\n\n')
    expect(splitBubbles(said, 'paragraphs')).toEqual(['一', '二', '三', '四', '五\n\n六\n\n七'])
  })

  it('never are a lone mark, nor a heading or an announcement without what follows', () => {
    expect(splitBubbles('好\n\n。\n\n嗯', 'paragraphs')).toEqual(['好\n\n。', '嗯'])
    expect(splitBubbles('有三个：\n\n甲\n\n## 然后\n\n乙', 'paragraphs')).toEqual([
      '有三个：\n\n甲',
      '## 然后\n\n乙',
    ])
  })

  it('leave lists and tables whole, and need no line between them', () => {
    const list = '1. 甲\n\n2. 乙\n\n3. 丙'
    expect(splitBubbles(`${list}\n\n就这些`, 'paragraphs')).toEqual([list, '就这些'])
    expect(splitBubbles('甲\n\n---\n\n乙', 'paragraphs')).toEqual(['甲', '乙'])
    expect(splitBubbles('***', 'paragraphs')).toEqual(['***'])
    const table = '| a | b |\n|---|---|\n| 1 | 2 |'
    expect(splitBubbles(`看\n\n${table}\n\n好`, 'paragraphs')).toEqual(['看', table, '好'])
  })

  it.each(['```\na\n\nb\n```', '（一\n\n二）', '“一\n\n二”', '$$\nx\n\ny\n$$'])('never cut %j', (whole) => {
    expect(splitBubbles(`前\n\n${whole}\n\n后`, 'paragraphs')).toEqual(['前', whole, '后'])
  })

  it('are not made of a long answer, or one with much code', () => {
    const long = `${'长'.repeat(398)}\n\n尾`
    expect(splitBubbles(long, 'paragraphs')).toEqual([long])
    const code = `看\n\n\`\`\`\n${'x\n'.repeat(6)}\`\`\`\n\n好`
    expect(splitBubbles(code, 'paragraphs')).toEqual([code])
    expect(splitBubbles(code.replace('x\n', ''), 'paragraphs')).toHaveLength(3)
  })

  it('take the mark for what it is: a character', () => {
    expect(splitBubbles('甲 | 乙', 'paragraphs')).toEqual(['甲 | 乙'])
  })
})

describe('bubbles by marks', () => {
  it('are what stands between | or ｜', () => {
    expect(splitBubbles('来啦|在干嘛呢 | 吃了吗｜😂', 'marks')).toEqual(['来啦', '在干嘛呢', '吃了吗', '😂'])
    expect(splitBubbles('OK!| 马上', 'marks')).toEqual(['OK!', '马上'])
    expect(splitBubbles('hello there | how are you', 'marks')).toEqual(['hello there', 'how are you'])
    expect(splitBubbles('|好|', 'marks')).toEqual(['好'])
    expect(splitBubbles(' | ', 'marks')).toEqual([])
  })

  it('are at most five, the rest in lines of the last, and none is a lone full stop', () => {
    expect(splitBubbles('一|二|三|四|五|六|七', 'marks')).toEqual(['一', '二', '三', '四', '五\n六\n七'])
    expect(splitBubbles('好|！|嗯', 'marks')).toEqual(['好！', '嗯'])
  })

  it('are lines of an answer that is too long for bubbles', () => {
    const long = '长'.repeat(400)
    expect(splitBubbles(`${long} | 好 ｜ \`a|b\``, 'marks')).toEqual([`${long}\n好\n\`a|b\``])
  })

  it.each([
    'https://a.cn/x?y=1|z',
    '`a | b`',
    '```\ncat a | grep b\n```',
    '「甲|乙」',
    '《甲|乙》',
    '“甲 | 乙”',
    '（甲|乙）',
    '[甲|乙](https://a.cn)',
    '| a | b |\n|---|---|\n| 甲 | 乙 |',
    '|甲|乙|',
    '$P(A|B)$',
    '用 cat a.txt | grep b 就行',
    '正则 a|b',
    '甲||乙',
    '|x| 的值',
    '┐(￣ヘ￣|)┌',
  ])('leave %j alone', (whole) => {
    expect(splitBubbles(whole, 'marks')).toEqual([whole])
  })
})

describe('bubbles of any text', () => {
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.stringMatching(/^[一-龥a-z，。！]{1,20}$/) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('|', '｜', ' | ', '\n\n', '\n', '：', '（', '）', '`', '```\n', '"'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'https://a.cn/b|c',
        '👨‍👩‍👧‍👦',
        '🇨🇳',
        '👋🏽',
        '1\ufe0f\u20e3',
        '「一|二」',
        '`a|b`',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  )
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('').toWellFormed())
  const mode = fc.constantFrom('off', 'paragraphs', 'marks')

  it('keep everything but the marks, in order, are at most five and never blank', () => {
    fc.assert(
      fc.property(text, mode, (any, how) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what never goes over the wire
        const clean = any.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
        const bubbles = splitBubbles(any, how)
        expect(bare(bubbles.join(''))).toBe(bare(clean))
        expect(bubbles.length).toBeLessThanOrEqual(5)
        for (const bubble of bubbles) expect(bubble.trim()).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })

  it('never cut an address or a visible character', () => {
    const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })
    const count = (string: string) => [...segmenter.segment(bare(string))].length
    fc.assert(
      fc.property(text, mode, (any, how) => {
        const bubbles = splitBubbles(any, how)
        const found = (from: string) => urls(from).map((url) => from.slice(url.from, url.to))
        expect(bubbles.flatMap(found)).toEqual(found(any))
        if (how === 'paragraphs')
          expect(bubbles.reduce((sum, one) => sum + count(one), 0)).toBe(count(bubbles.join('\n\n')))
      }),
      { numRuns: 500 },
    )
  })

  it.each(['(', '([{', '|', '好|', '|a|b|\n', '“', '`', '```\n', ' | ', '\n\n'])(
    'are found in a long text of %j',
    (unit) => {
      const long = `好${unit.repeat(200_000 / unit.length)}`
      expect(bare(splitBubbles(long, 'marks').join(''))).toBe(bare(long))
    },
  )
})
