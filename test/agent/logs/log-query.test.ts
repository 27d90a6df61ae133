import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { queryLog } from '../../../src/agent/logs/log-query.ts'
import type { CallInput } from '../../../src/shared/ipc.ts'
import { calls } from '../../../src/shared/ipc.ts'
import { never } from '../../support/model-calls.ts'
import { tempDir } from '../../support/temp-dir.ts'

interface Facts {
  message: string
  level?: string
  module?: string
  chat?: string
  turn?: number
  fields?: object
}

const line = (facts: Facts) =>
  `${JSON.stringify({ id: facts.message, at: 1, level: 'info', module: '程序', ...facts })}\n`
const lines = (...messages: string[]) => messages.map((message) => line({ message })).join('')

/** A folder of log files by their names, and what a question finds in it. */
async function logs(files: Record<string, string>) {
  const dir = await tempDir()
  for (const [name, text] of Object.entries(files)) await writeFile(dir.file(name), text)
  const ask = async (query: CallInput<'logs.query'> = {}) => {
    const page = await queryLog(dir.path, calls['logs.query'].input.parse(query), never())
    return { found: page.lines.map(({ message }) => message), next: page.next }
  }
  /** Every page, one after the other. */
  const askAll = async (query: CallInput<'logs.query'>) => {
    const found: string[] = []
    for (let before: string | undefined; ; ) {
      const page = await ask({ ...query, ...(before !== undefined && { before }) })
      found.push(...page.found)
      if (page.next === null) return found
      before = page.next
    }
  }
  return { ...dir, ask, askAll }
}

const today = 'apricot.2026-11-22.2.jsonl'

describe('the newest page', () => {
  it('has the newest line first', async () => {
    await using log = await logs({ [today]: lines('一', '二', '三') })
    expect(await log.ask({ limit: 2 })).toMatchObject({ found: ['三', '二'] })
    expect(await log.ask()).toEqual({ found: ['三', '二', '一'], next: null })
  })

  it('is empty where there is no log yet', async () => {
    await using log = await logs({})
    await rm(log.path, { recursive: true })
    expect(await log.ask()).toEqual({ found: [], next: null })
    await mkdir(log.path)
    expect(await log.ask()).toEqual({ found: [], next: null })
  })

  it('goes over files from the newest to the oldest, the tenth after the ninth, and ignores other files', async () => {
    await using log = await logs({
      'apricot.2026-11-21.3.jsonl': lines('昨天'),
      'apricot.2026-11-22.9.jsonl': lines('九'),
      'apricot.2026-11-22.10.jsonl': lines('十'),
      'notes.txt': lines('别的'),
    })
    expect((await log.ask()).found).toEqual(['十', '九', '昨天'])
  })
})

describe('turning pages', () => {
  it('finds every line once, across files, whatever the page size', async () => {
    const all = Array.from({ length: 23 }, (_, index) => `第${index}条`)
    await using log = await logs({
      'apricot.2026-11-21.1.jsonl': lines(...all.slice(0, 10)),
      'apricot.2026-11-22.1.jsonl': lines(...all.slice(10, 11)),
      [today]: lines(...all.slice(11)),
    })
    for (const limit of [1, 2, 7, 23, 24]) {
      expect(await log.askAll({ limit })).toEqual(all.toReversed())
    }
  })

  it('stays where it is while more is written and while a new file is begun', async () => {
    await using log = await logs({ [today]: lines('一', '二', '三') })
    const first = await log.ask({ limit: 1 })
    await appendFile(log.file(today), lines('四'))
    await writeFile(log.file('apricot.2026-11-23.1.jsonl'), lines('五'))
    expect(await log.ask({ before: first.next ?? '' })).toEqual({ found: ['二', '一'], next: null })
  })

  it('goes on in older files when the one it was in is gone, and never starts again from the top', async () => {
    await using log = await logs({
      'apricot.2026-11-20.1.jsonl': lines('老'),
      'apricot.2026-11-21.1.jsonl': lines('一', '二'),
      [today]: lines('三'),
    })
    const { next } = await log.ask({ limit: 2 })
    await rm(log.file('apricot.2026-11-21.1.jsonl'))
    expect((await log.ask({ before: next ?? '' })).found).toEqual(['老'])
    await rm(log.file('apricot.2026-11-20.1.jsonl'))
    expect((await log.ask({ before: next ?? '' })).found).toEqual([])
  })

  it('begins at any line by its id', async () => {
    await using log = await logs({ [today]: lines('一', '二', '三') })
    expect((await log.ask({ before: '二' })).found).toEqual(['一'])
  })

  it('finds nothing before a line that there is not', async () => {
    await using log = await logs({ [today]: lines('一') })
    for (const before of ['', 'nonsense', '../../etc/passwd:5']) {
      expect((await log.ask({ before })).found).toEqual([])
    }
  })

  it('takes a place behind the end of a file for its end', async () => {
    await using log = await logs({ [today]: lines('一') })
    expect((await log.ask({ before: `${today}:99999999999` })).found).toEqual(['一'])
  })
})

describe('what is in a file', () => {
  it('is read whole where a character lies across the border of two reads', async () => {
    // Reads are 256 KiB long; lines of 1,000 to 1,003 bytes move the border through every place of a character.
    const all = Array.from(
      { length: 800 },
      (_, index) => `${index}${'x'.repeat(index % 4)}${'好'.repeat(310)}`,
    )
    await using log = await logs({ [today]: lines(...all) })
    expect(await log.askAll({ limit: 1000 })).toEqual(all.toReversed())
  })

  it('may be a line that is longer than one read', async () => {
    const long = '好'.repeat(300_000)
    await using log = await logs({ [today]: lines('一', long, '二') })
    expect((await log.ask()).found).toEqual(['二', long, '一'])
  })

  it('may end or begin in the middle of a line, and hold blank lines', async () => {
    await using log = await logs({ [today]: `\n${lines('一')}\n\n${lines('二')}{"id":"x","message":"断了` })
    expect((await log.ask()).found).toEqual(['二', '一'])
  })

  it('may be anything else', async () => {
    await using log = await logs({ [today]: `5\nnull\n[]\n"x"\n{}\nkaputt\n${lines('一')}` })
    expect((await log.ask()).found).toEqual(['一'])
  })
})

describe('searching', () => {
  const content = [
    line({ message: '杏桃 启动了' }),
    line({ message: '没有答上来：坏了', level: 'error', module: '回合', chat: 'qq_group_30001', turn: 7 }),
    line({ message: '连上了', level: 'warn', module: 'QQ', fields: { detail: 'ECONNRESET "by peer"' } }),
  ].join('')

  it.each<[string, CallInput<'logs.query'>, string[]]>([
    ['by level', { levels: ['warn', 'error'] }, ['连上了', '没有答上来：坏了']],
    ['by module', { modules: ['QQ', '程序'] }, ['连上了', '杏桃 启动了']],
    ['by chat', { chat: 'qq_group_30001' }, ['没有答上来：坏了']],
    ['by turn', { turn: 7 }, ['没有答上来：坏了']],
    ['by words of the message', { text: ' 启动 ' }, ['杏桃 启动了']],
    ['by words of its facts, in any case', { text: 'econnreset' }, ['连上了']],
    ['by words with quotation marks', { text: '"by peer"' }, ['连上了']],
    ['by several at once', { levels: ['error'], text: '启动' }, []],
    ['not by what every line has', { text: 'message' }, []],
  ])('finds lines %s', async (_what, query, found) => {
    await using log = await logs({ [today]: content })
    expect((await log.ask(query)).found).toEqual(found)
  })

  it('looks on until the page is full, however far back that is', async () => {
    const chatter = Array.from({ length: 20_000 }, (_, index) => `闲话${index}`)
    await using log = await logs({ [today]: lines('要找的', ...chatter) })
    expect(await log.ask({ text: '要找的', limit: 1 })).toMatchObject({ found: ['要找的'] })
  })

  it('stops when nobody wants to know any more', async () => {
    await using log = await logs({ [today]: lines('一') })
    const query = calls['logs.query'].input.parse({})
    await expect(queryLog(log.path, query, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  })
})
