import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readableMarkdown } from '../../../src/agent/conversation/plain-markdown.ts'

const bare = (text: string) => text.replace(/\s/g, '')

describe('marks inside a line', () => {
  it.each([
    ['这是**重点**，还有*斜的*、***都有***和~~划掉~~的', '这是重点，还有斜的、都有和划掉的'],
    ['__重点 内容__ 与 _斜体的字_', '重点 内容 与 斜体的字'],
    // CommonMark does not see these, models write them all the time.
    ['**注意：**请看', '注意：请看'],
    ['**「重点」**内容', '「重点」内容'],
    ['**粗 *斜* 粗**', '粗 斜 粗'],
    ['用`npm ci`或 ``a`b``', '用npm ci或 a`b'],
    ['**`code`**', 'code'],
    ['\\*不是\\*，my\\_var', '*不是*，my_var'],
  ])('%j reads %j', async (text, readable) => {
    expect(await readableMarkdown(text)).toBe(readable)
  })

  it.each([
    ['[官网](https://a.cn/x_(1)?a=b_c)。', '官网（https://a.cn/x_(1)?a=b_c）。'],
    ['[**官网**](https://a.cn "标题")', '官网（https://a.cn）'],
    ['[https://a.cn](https://a.cn)', 'https://a.cn'],
    ['[a.cn](https://a.cn)', 'https://a.cn'],
    ['<https://a.cn/b_c_d>', 'https://a.cn/b_c_d'],
    ['[跳到下面](#下面)', '跳到下面'],
    ['![](https://a.cn/b.png)', '[图片] https://a.cn/b.png'],
    ['![一只猫](https://a.cn/b.png)', '[图片：一只猫] https://a.cn/b.png'],
    ['**https://a.cn/b_c**后面', 'https://a.cn/b_c后面'],
  ])('the link %j reads %j', async (text, readable) => {
    expect(await readableMarkdown(text)).toBe(readable)
  })
})

describe('blocks', () => {
  it.each([
    ['# 标题\n正文', '标题\n正文'],
    ['## **三** 答案 ##\n\n正文', '三 答案\n\n正文'],
    ['甲\n\n---\n\n乙', '甲\n\n──────\n\n乙'],
    ['上面\n---\n下面', '上面\n──────\n下面'],
    ['> 一句话', '「一句话」'],
    ['> 一\n> 二\n>\n> - 三', '│ 一\n│ 二\n\n│ • 三'],
    ['- 一\n- **二**\n  - 三\n  - 四', '• 一\n• 二\n  • 三\n  • 四'],
    ['* 一\n\n* 二', '• 一\n\n• 二'],
    ['1. 一\n   - 甲\n2. 二', '1. 一\n   • 甲\n2. 二'],
    ['1. 一\n1. 二\n1. 三', '1. 一\n2. 二\n3. 三'],
    ['3) 丙\n5) 戊', '3) 丙\n5) 戊'],
    ['- [x] 做完\n- [ ] 没做', '☑ 做完\n☐ 没做'],
  ])('%j reads %j', async (text, readable) => {
    expect(await readableMarkdown(text)).toBe(readable)
  })

  it('tables are columns when they are narrow', async () => {
    const table = '| 名称 | 价格 |\n|:---|---:|\n| **苹果** | 5 |\n| 梨 | `3|4` |'
    expect(await readableMarkdown(table)).toBe('名称 ｜ 价格\n苹果 ｜ 5\n梨 ｜ 3|4')
  })

  it('tables are lines when they are wide: by row with two columns, else by cell', async () => {
    const long = '说来话长的一个说明，手机上一行放不下'
    expect(await readableMarkdown(`| 名称 | 说明 |\n|---|---|\n| 苹果 | ${long} |`)).toBe(
      `名称 ｜ 说明\n苹果：${long}`,
    )
    expect(
      await readableMarkdown(
        `| 名称 | 价格 | 说明 |\n|---|---|---|\n| 苹果 | 5 | ${long} |\n| 梨 | 3 | 无 |`,
      ),
    ).toBe(`名称：苹果\n价格：5\n说明：${long}\n\n名称：梨\n价格：3\n说明：无`)
  })

  it('lose no cell that a row has too many', async () => {
    expect(await readableMarkdown('a | b\n---|---\n1 | 2 | 3')).toBe('a ｜ b\n1 ｜ 2 ｜ 3')
  })

  it('keep code to the character, with its fences', async () => {
    const code = '```py\ndef f(**kwargs):\n    # 注释\n\n    return 2**3 * `x`\n```'
    expect(await readableMarkdown(`**看**\n\n${code}\n\n*好了*`)).toBe(`看\n\n${code}\n\n好了`)
    expect(await readableMarkdown(code.slice(0, -4))).toBe(code.slice(0, -4))
    const nested = '````md\n```js\n**x**\n```\n````'
    expect(await readableMarkdown(nested)).toBe(nested)
  })

  it('keep code in a list, without the indentation of the list', async () => {
    const text =
      '1. 先装\n   ```sh\n   if x; then\n     npm ci\n   fi\n   ```\n2. 再跑\n   ```\n   npm start\n   ```'
    expect(await readableMarkdown(text)).toBe(
      '1. 先装\n```sh\nif x; then\n  npm ci\nfi\n```\n2. 再跑\n```\nnpm start\n```',
    )
  })
})

describe('what is no Markdown stays as it is', () => {
  it.each([
    '你好，今天怎么样？😀👨‍👩‍👧‍👦',
    '2*3*4=24，2**3**4，长*宽*高，5 * 6 * 7',
    'my_var_name、__init__、SNAKE_CASE_NAME、_private',
    'def f(*args, **kwargs) 和 int *p, *q',
    '*.txt 和 *.md，/* 注释 */，f**k',
    'https://a.cn/b_c_d?x=*y*z~~1~~ 和 www.a.cn/_x_',
    '$a_1 * b_2 * c_3$ 与 $$\\sum_{i=1}^n x_i * y_i * z_i$$',
    '\\(x_1 * y_2 * z_3\\) 与 \\[ a_1*b_1*c_1 \\]',
    '$$\nx = a\n- b\n+ c\n$$',
    '原价 $100，现在 $80',
    '#话题 #另一个# C#',
    '版本 1.5，2.0 和 1.2.3',
    '-你好\n-你也好\n——再见',
    '- “去哪儿？”\n- “不知道。”',
    '甲\n-\n乙\n=\n丙',
    '1\n+ 2\n= 3',
    '好呀~~明天见~~',
    '(*^▽^*) (´･ω･`) 和 (´･ω･`) ¯\\_(ツ)_/¯ ^_^ 好 ^_^ T_T (T_T) -_-||| orz',
    '>_< 好疼\n>///<',
    '<b>粗</b> <div></div>',
    '<details>\n内容\n</details>',
    '[微笑](害羞) [1] [^2] [图片]',
    '[1]: https://a.cn',
    '| 我不是表格',
    '    缩进的一行',
    '~~~\n今天好开心~~~',
    '*\n-\n1.',
  ])('%j', async (text) => {
    expect(await readableMarkdown(text)).toBe(text)
  })

  it('loses no character of any text without marks, and changes nothing at a second look', async () => {
    const unit = fc.oneof(
      fc.stringMatching(/^[一-龥a-zA-Z0-9，。！？：；、“”「」（）()%&@=.,!?:; ]{1,30}$/),
      fc.constantFrom('\n', '\n\n', '👨‍👩‍👧‍👦', '🇨🇳', '1.5', '- '),
    )
    const texts = fc.array(unit, { maxLength: 30 }).map((units) => units.join(''))
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const once = await readableMarkdown(text)
        expect(bare(once).replace(/[•─-]/g, '')).toBe(bare(text).replace(/[•─-]/g, ''))
        if (!/^\s*(?:-|\d+\.)\s/m.test(text)) expect(await readableMarkdown(once)).toBe(once)
      }),
      { numRuns: 300 },
    )
  })

  it('only ever takes marks away, for any text', async () => {
    const unit = fc.oneof(
      { weight: 3, arbitrary: fc.stringMatching(/^[一-龥a-z0-9 ]{1,12}$/) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '*',
          '**',
          '_',
          '~~',
          '`',
          '```\n',
          '# ',
          '> ',
          '- ',
          '1. ',
          '|',
          '|-|-|',
          '\n',
          '\n\n',
          '[',
          '](',
          ')',
          '$',
          '\\',
          '---',
          '  ',
          'https://a.cn/_',
        ),
      },
    )
    const words = (text: string) => text.replace(/[^一-龥a-z]/g, '').replaceAll('图片', '')
    const texts = fc.array(unit, { maxLength: 40 }).map((units) => units.join(''))
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const readable = words(await readableMarkdown(text))
        // Names of columns are said again in every row; all else is there once, in its order.
        if (text.includes('|'))
          expect([...words(text)].filter((char) => !readable.includes(char))).toEqual([])
        else expect(readable).toBe(words(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a hostile text', () => {
  const hostile = [
    '>',
    '> ',
    '- ',
    '1. ',
    '* ',
    '[',
    '![](',
    '[a](',
    '**a *b ',
    '_a b_ ',
    '`',
    '``` \n',
    '\\(',
    '$a',
    '|a',
    '- a\n',
    '> a\n',
    '\\[\n',
    '$$\n',
    '#',
    '~~~\n',
    'a\n',
  ]
  it.each(hostile)('of %j without end is read in time and loses nothing but marks', async (unit) => {
    const text = unit.repeat(200_000 / unit.length)
    const readable = await readableMarkdown(text)
    expect(readable.length).toBeGreaterThan(0)
  })

  it('lets other work go on meanwhile', async () => {
    let turns = 0
    let ended = false
    const count = () => {
      turns++
      if (!ended) setImmediate(count)
    }
    setImmediate(count)
    await readableMarkdown('# 标题\n\n- 一\n- **二**\n\n'.repeat(10_000))
    ended = true
    expect(turns).toBeGreaterThan(10)
  })
})
