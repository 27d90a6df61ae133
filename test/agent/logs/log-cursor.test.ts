import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { queryLog } from '../../../src/agent/logs/log-query.ts'
import { calls } from '../../../src/shared/ipc.ts'

const { signal } = new AbortController()
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apricot-logs-'))
  const text = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => {
      const n = from + index
      return `${JSON.stringify({ id: `mb1-${n}`, at: n, level: n % 2 ? 'info' : 'warn', module: '程序', message: `第 ${n} 行` })}\n`
    }).join('')
  await writeFile(join(folder, 'apricot.2026-11-22.1.jsonl'), text(1, 4))
  await writeFile(join(folder, 'apricot.2026-11-22.2.jsonl'), text(5, 8))
})

afterEach(() => rm(folder, { recursive: true }))

async function ids(query: object): Promise<{ ids: string[]; next: string | null }> {
  const page = await queryLog(folder, calls['logs.query'].input.parse(query), signal)
  return { ids: page.lines.map((line) => line.id), next: page.next }
}

describe('going back in the log', () => {
  test('the cursor of a page leads to the lines before it, over the border of a file', async () => {
    const newest = await ids({ limit: 3 })
    expect(newest.ids).toEqual(['mb1-8', 'mb1-7', 'mb1-6'])
    expect(await ids({ limit: 3, before: newest.next ?? '' })).toMatchObject({
      ids: ['mb1-5', 'mb1-4', 'mb1-3'],
    })
  })

  test('so does the id of a line, which is all that live lines have', async () => {
    expect((await ids({ limit: 3, before: 'mb1-6' })).ids).toEqual(['mb1-5', 'mb1-4', 'mb1-3'])
  })

  test('the line itself need not match what is asked for', async () => {
    expect((await ids({ before: 'mb1-6', levels: ['info'] })).ids).toEqual(['mb1-5', 'mb1-3', 'mb1-1'])
  })

  test('before a line that is no longer there is nothing', async () => {
    expect(await ids({ before: 'mb1-zz' })).toEqual({ ids: [], next: null })
  })
})
