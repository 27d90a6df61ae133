import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeBlocks, spanAround, urls } from '../../../src/agent/conversation/spans.ts'
import { cleanText, splitReply } from '../../../src/agent/conversation/split.ts'

const length = (text: string) => [...text].length
const bare = (text: string) => text.replace(/\s/g, '')
const family = '👨‍👩‍👧‍👦'
const flag = '🇨🇳'

function withoutFences(whole: string): string {
  const lines = codeBlocks(whole).flatMap(({ firstLine, lastLine }) =>
    lastLine ? [firstLine, lastLine] : [firstLine],
  )
  return lines.reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), whole)
}

/** Where in `text` each part begins and ends; fails when the parts are not its parts in order. */
function places(text: string, parts: readonly string[]): { from: number; to: number }[] {
  let at = 0
  return parts.map((part) => {
    const from = text.indexOf(part, at)
    expect(from).toBeGreaterThanOrEqual(at)
    expect(text.slice(at, from)).toMatch(/^\s*$/)
    at = from + part.length
    return { from, to: at }
  })
}

describe('text for the wire', () => {
  it('loses what breaks the ends of QQ and keeps line breaks and tabs', () => {
    expect(cleanText('  a\u0000b\u0007\tc\r\nd\u007f\r ')).toBe('ab\tc\nd')
  })

  it('is valid Unicode even when a model cut a character in half', () => {
    expect(cleanText('好\ud83d')).toBe('好\ufffd')
    expect(cleanText('😀')).toBe('😀')
  })
})

describe('splitting', () => {
  it('leaves alone what fits, to the very character', () => {
    expect(splitReply('好'.repeat(10), 10)).toEqual(['好'.repeat(10)])
    expect(splitReply('😀'.repeat(10), 10)).toEqual(['😀'.repeat(10)])
  })

  it('says nothing for a blank text', () => {
    expect(splitReply(' \n\t\u0000 ', 10)).toEqual([])
  })

  it('prefers the end of a paragraph, then of a line, then of a sentence, then a pause', () => {
    expect(splitReply('第一段。有话\n还有话\n\n第二段', 13)).toEqual(['第一段。有话\n还有话', '第二段'])
    expect(splitReply('第一句。第二句\n第三句。第四句', 12)).toEqual(['第一句。第二句', '第三句。第四句'])
    expect(splitReply('第一句。第二句，后半句', 9)).toEqual(['第一句。', '第二句，后半句'])
    expect(splitReply('one, two three four', 10)).toEqual(['one, two', 'three four'])
    expect(splitReply('没有停顿的一长串字', 4)).toEqual(['没有停顿', '的一长串', '字'])
  })

  it('keeps the closing quote with its sentence', () => {
    expect(splitReply('他说：「好的。」然后就走了吧', 9)).toEqual(['他说：「好的。」', '然后就走了吧'])
  })

  it('does not take the point in a number or an address for the end of a sentence', () => {
    expect(splitReply('abcdefg 3.14159265', 12)).toEqual(['abcdefg', '3.14159265'])
  })

  it('keeps a code block whole when it fits', () => {
    const code = '```js\nlet a = 1\n\nlet b = 2\n```'
    expect(splitReply(`先看这个，很短的例子：\n${code}`, 35)).toEqual(['先看这个，很短的例子：', code])
  })

  it('keeps the second code block whole after a first one that had to be cut', () => {
    const long = `\`\`\`\n${'x = 1\n'.repeat(20)}\`\`\``
    const short = '```\nlet a = 1\n\nlet b = 2\n\nlet c = 3\n```'
    const parts = splitReply(`${long}\n接下来看看另外一个短的例子吧\n${short}\n完`, 50)
    expect(parts.filter((part) => part.includes(short))).toHaveLength(1)
  })

  it.each([
    ['a family', family],
    ['a flag', flag],
    ['a letter with marks', 'e\u0301\u0323'],
    ['a hand with a colour', '👋🏽'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['a syllable', '각'.normalize('NFD')],
  ])('never cuts %s in half', (_what, character) => {
    for (const lead of ['', 'a', 'ab', 'abc']) {
      const whole = lead + character.repeat(40)
      const parts = splitReply(whole, 13)
      expect(parts.join('')).toBe(whole)
      for (const part of parts.slice(1)) expect(part.startsWith(character)).toBe(true)
    }
  })

  it('never cuts one of many flags in half, wherever the limit falls', () => {
    for (let max = 100; max < 110; max++) {
      for (const part of splitReply(`a${flag.repeat(300)}`, max).slice(1)) {
        expect(part.startsWith(flag)).toBe(true)
      }
    }
  })

  it('keeps a letter together with a long pile of marks when that fits', () => {
    const piled = `z${'\u0301'.repeat(90)}`
    expect(splitReply(`${'好'.repeat(20)}${piled}`, 100)).toEqual(['好'.repeat(20), piled])
  })

  it('cuts a single character that is longer than any part rather than going over the limit', () => {
    const piled = `z${'\u0301'.repeat(400)}`
    const parts = splitReply(piled, 100)
    expect(parts.join('')).toBe(piled)
    expect(Math.max(...parts.map(length))).toBeLessThanOrEqual(100)
  })

  it('does not tear a mark off the punctuation it belongs to', () => {
    const parts = splitReply(`${'好'.repeat(8)}!\ufe0f${'好'.repeat(8)}`, 10)
    expect(parts.join('')).toBe(`${'好'.repeat(8)}!\ufe0f${'好'.repeat(8)}`)
    for (const part of parts) expect(part.startsWith('\ufe0f')).toBe(false)
  })

  it('keeps a code block whole even if the part before it becomes short', () => {
    const code = '```\nlet a = 1\n\nlet b = 2\n```'
    expect(splitReply(`好。\n${code}${'\n然后呢'.repeat(9)}`, 28)[1]).toContain(code)
  })

  it('keeps the indentation of code that has to be cut', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `    step(${n})`)
    const parts = splitReply(`\`\`\`py\n${lines.join('\n')}\n\`\`\``, 60, 'drop')
    expect(parts.join('\n').split('\n')).toEqual(lines)
  })

  it('sends code without its fences, also when nothing has to be cut', () => {
    expect(splitReply('看：\n\n```js\n  a\n```\n好', 100, 'drop')).toEqual(['看：\n\n  a\n好'])
    expect(splitReply('```js\n  a()\n```', 100, 'drop')).toEqual(['  a()'])
    expect(splitReply('````md\n```\nx\n```\n````', 100, 'drop')).toEqual(['```\nx\n```'])
    expect(splitReply('```\n```', 100, 'drop')).toEqual([])
    expect(splitReply('没说完：\n```\nx = 1', 100, 'drop')).toEqual(['没说完：\nx = 1'])
  })

  it('leaves waves alone, which fence nothing', () => {
    expect(splitReply('~~~\n好呀~~~\n明天见', 100, 'drop')).toEqual(['~~~\n好呀~~~\n明天见'])
  })

  it('does not cut an address, wherever the limit falls', () => {
    const url = 'https://example.com/a,b?c=1!d;e.html'
    for (let lead = 0; lead < 60; lead++) {
      const parts = splitReply(`${'字'.repeat(lead)}看${url}，就在那里，很好找的，去看看吧`, 50)
      expect(parts.filter((part) => part.includes(url))).toHaveLength(1)
    }
  })

  it('cuts an address that fits nowhere', () => {
    const url = `https://example.com/${'a'.repeat(200)}`
    expect(splitReply(url, 50).join('')).toBe(url)
  })

  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(family, flag, flag.repeat(9), '👋🏽', 'e\u0301', '1\ufe0f\u20e3'),
    },
    { weight: 2, arbitrary: fc.constantFrom('。', '，', '! ', '\n', '\n\n', ' ', '.', '」', '\n```\n') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('https://a.cn/b,c?d', 'http://x.y/?q=1;2', '\n    ', '(www.z.com)'),
    },
    { weight: 2, arbitrary: fc.stringMatching(/^[一-龥]{1,20}$/) },
  )
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
  const limit = fc.integer({ min: 10, max: 120 })

  it('loses nothing but white space at the cuts, keeps the order and the limit, for any text', () => {
    fc.assert(
      fc.property(text, limit, (any, max) => {
        const whole = cleanText(any)
        const parts = splitReply(any, max)
        places(whole, parts)
        expect(bare(parts.join(''))).toBe(bare(whole))
        for (const part of parts) {
          // Code may begin with its indentation.
          expect(whole.includes('```') ? part.trimEnd() : part.trim()).toBe(part)
          expect(length(part)).toBeGreaterThan(0)
          expect(length(part)).toBeLessThanOrEqual(max)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('cuts only between visible characters, for any text whose characters fit', () => {
    const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })
    fc.assert(
      fc.property(text, limit, (any, max) => {
        const whole = cleanText(any)
        const segments = [...segmenter.segment(whole)]
        fc.pre(segments.every(({ segment }) => length(segment) <= max))
        const boundaries = new Set(segments.map(({ index }) => index).concat(whole.length))
        for (const { from, to } of places(whole, splitReply(any, max))) {
          expect([from, boundaries.has(from)]).toEqual([from, true])
          expect([to, boundaries.has(to)]).toEqual([to, true])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('cuts no address and no code block that fits, for any text', () => {
    const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' })
    fc.assert(
      fc.property(text, limit, (any, max) => {
        const whole = cleanText(any)
        const cuts = places(whole, splitReply(any, max)).map(({ from }) => from)
        for (const { from, to } of [...codeBlocks(whole), ...urls(whole)]) {
          // A mark on its last letter makes it longer than it looks.
          const isWhole = to === whole.length || segmenter.segment(whole).containing(to)?.index === to
          if (length(whole.slice(from, to)) > max || !isWhole) continue
          const isInCode = spanAround(codeBlocks(whole), from) !== null
          if (!isInCode) expect(cuts.filter((cut) => cut > from && cut < to)).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('drops fences and nothing else, for any text', () => {
    fc.assert(
      fc.property(text, limit, (any, max) => {
        const kept = splitReply(any, max).join('')
        const dropped = splitReply(any, max, 'drop').join('')
        expect(bare(dropped).replaceAll('`', '')).toBe(
          bare(withoutFences(cleanText(any))).replaceAll('`', ''),
        )
        expect(bare(dropped).length).toBeLessThanOrEqual(bare(kept).length)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['words', 'abcdefghi '],
    ['code', '```\nx\n```\n'],
    ['addresses', 'https://a.b/c,d '],
    ['open code', '```\n'],
  ])('copes with a very long answer of %s', (_what, unit) => {
    const whole = unit.repeat(1_000_000 / unit.length)
    const parts = splitReply(whole, 100)
    expect(bare(parts.join(''))).toBe(bare(whole))
    splitReply(whole, 100, 'drop')
  })
})
