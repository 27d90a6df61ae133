import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import { firstLine } from '../../src/renderer/prompts/first-line.ts'
import { barOf, stableWords } from '../../src/renderer/prompts/preview-words.ts'
import { type DiffRow, diffRows } from '../../src/renderer/prompts/prompt-diff.ts'
import { draftOf, dropDraft, keepDraft } from '../../src/renderer/prompts/prompt-drafts.ts'
import { lintPrompt } from '../../src/renderer/prompts/prompt-lint.ts'
import { restoreOps } from '../../src/renderer/prompts/prompt-restore.ts'
import { estimateTokens } from '../../src/renderer/prompts/token-estimate.ts'

beforeAll(() => startI18n())

test('a prompt typed and not saved is kept until it equals the saved one', () => {
  keepDraft('chat:1', '新的', '旧的')
  expect(draftOf('chat:1')).toBe('新的')
  expect(draftOf('character:1')).toBeUndefined()
  keepDraft('chat:1', '旧的', '旧的')
  expect(draftOf('chat:1')).toBeUndefined()
  keepDraft('chat:1', '新的', '旧的')
  dropDraft('chat:1')
  expect(draftOf('chat:1')).toBeUndefined()
})

test('a Chinese prompt counts more tokens a character than a Latin one', () => {
  expect(estimateTokens('')).toBe(0)
  expect(estimateTokens('你好吗')).toBe(3)
  expect(estimateTokens('hello there!')).toBe(3)
})

test('a prompt goes by its first line that has something on it', () => {
  expect(firstLine('\n  \n 你是小杏。 \n第二行')).toBe('你是小杏。')
  expect(firstLine(' \n')).toBe('')
})

test('going back to a version first saves what was typed, so that it becomes a version too', () => {
  expect(restoreOps(['prompt'], '第一版', null)).toEqual([{ path: ['prompt'], set: '第一版' }])
  expect(restoreOps(['prompt'], '第一版', '写到一半')).toEqual([
    { path: ['prompt'], set: '写到一半' },
    { path: ['prompt'], set: '第一版' },
  ])
})

describe('hints about a prompt', () => {
  test('a short one that names no moment is left alone', () => {
    expect(lintPrompt('你是{机器人名}，在{群名}里说话。')).toEqual([])
  })

  test('one that says nothing, and one that says too much', () => {
    expect(lintPrompt(' \n')).toEqual(['还没写。写两三句它是谁、怎么说话，就够了。'])
    expect(lintPrompt('字'.repeat(6000))).toEqual([])
    expect(lintPrompt('字'.repeat(6001))).toEqual([expect.stringContaining('6,001 字，太长了')])
  })

  test('what changes all the time does not belong at the beginning', () => {
    expect(lintPrompt('现在是{时间}。')).toEqual([])
    expect(lintPrompt(`现在是{时间}。${'你是小杏。'.repeat(90)}`)).toEqual([
      expect.stringContaining('{时间} 常变'),
    ])
    expect(lintPrompt(`${'你是小杏。'.repeat(90)}现在是{时间}。`)).toEqual([])
  })
})

describe('what changed between two versions', () => {
  const drawn = (before: string, after: string) => diffRows(before, after).map(asText)

  test('the same text has no change in it', () => {
    expect(diffRows('一\n二', '一\n二')).toEqual([{ kind: 'skipped', lines: 2 }])
  })

  test('a changed line stands there twice, with the words that differ marked', () => {
    expect(drawn('先说光圈，再说快门。', '先说快门，再说光圈。')).toEqual([
      '− 先说[光圈]，再说[快门]。',
      '+ 先说[快门]，再说[光圈]。',
    ])
  })

  test('lines that have nothing in common are not compared word by word', () => {
    expect(drawn('看到照片先夸一处。', 'Always answer in English!')).toEqual([
      '− 看到照片先夸一处。',
      '+ Always answer in English!',
    ])
  })

  test('an added line and a removed one stand alone', () => {
    expect(drawn('一\n二', '一\n二\n三')).toEqual(['  一', '  二', '+ 三'])
    expect(drawn('一\n二\n三', '一\n三')).toEqual(['  一', '− 二', '  三'])
  })

  test('more added lines than removed ones: what has no partner is added whole', () => {
    expect(drawn('你是小杏。', '你是小桃。\n不用感叹号。')).toEqual([
      '− 你是[小杏]。',
      '+ 你是[小桃]。',
      '+ 不用感叹号。',
    ])
  })

  test('what stayed the same is counted, but for two lines around a change', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `第 ${index} 行`)
    const after = lines.with(6, '换掉了')
    expect(drawn(lines.join('\n'), after.join('\n'))).toEqual([
      '4 行没变',
      '  第 4 行',
      '  第 5 行',
      '− 第 6 行',
      '+ 换掉了',
      '  第 7 行',
      '  第 8 行',
      '3 行没变',
    ])
  })

  test('two long texts with nothing in common are not worked on for ever', () => {
    const lines = (seed: number) =>
      Array.from({ length: 10_000 }, (_, index) => `${(index * seed) % 9973}`).join('\n')
    const rows = diffRows(lines(7), lines(11))
    expect(rows.filter(({ kind }) => kind === 'removed').length).toBeGreaterThan(1000)
  })

  function asText(row: DiffRow): string {
    if (row.kind === 'skipped') return `${row.lines} 行没变`
    const sign = { same: ' ', removed: '−', added: '+' }[row.kind]
    return `${sign} ${row.pieces.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('')}`
  }
})

describe('the final prompt', () => {
  test('parts of one kind are one stretch of the bar', () => {
    const bar = barOf([
      { kind: 'core', text: '', tokens: 300 },
      { kind: 'history', text: '', tokens: 40 },
      { kind: 'history', text: '', tokens: 60 },
    ])
    expect(bar).toMatchObject([
      { title: '基础提示词', tokens: 300 },
      { title: '聊天记录', tokens: 100 },
    ])
  })

  test('how much of it the cache serves is never told too high', () => {
    const of = (tokens: number, stableTokens: number) =>
      stableWords({ model: 'demo/xiaoxing', parts: [], tokens, stableTokens })
    expect(of(1000, 864)).toBe('前 86 % 每次都一样，缓存能省')
    expect(of(1000, 999)).toBe('前 99 % 每次都一样，缓存能省')
    expect(of(1000, 1000)).toBe('前 100 % 每次都一样，缓存能省')
    expect(of(1000, 0)).toBe('开头每次都变，缓存省不了')
  })
})
