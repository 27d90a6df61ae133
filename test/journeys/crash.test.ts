import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { startBot } from '../support/bot.ts'
import { FakeOneBot } from '../support/fake-onebot.ts'
import { startFakeOpenAI } from '../support/fake-openai.ts'
import { qqConfig, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

const kills = 30
const program = new URL('../support/bot-process.ts', import.meta.url).pathname

async function startProcess(dataDir: string): Promise<ChildProcess> {
  const bot = spawn(process.execPath, [program, '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(bot.stdout ?? bot, 'data')
  return bot
}

async function kill(bot: ChildProcess): Promise<void> {
  bot.kill('SIGKILL')
  if (bot.exitCode === null && bot.signalCode === null) await once(bot, 'exit')
}

/** Markers such as `M17E` in a text. */
const markers = (text: string) => [...text.matchAll(/M\d+E/g)].map(([marker]) => marker)

it(`D0-03 killed at ${kills} random moments it loses no accepted message, answers none twice, and lists what is open`, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'apricot-crash-'))
  const model = await startFakeOpenAI({
    // Only the last line is the question; the lines before it are history.
    answer: ({ text }) => ({ text: `答 ${markers(text).at(-1)}`, firstTokenDelay: 8, pieceDelay: 1 }),
  })
  const qq = await new FakeOneBot({ token: 't' }).listen()
  qq.answer('send_private_msg', async () => {
    await new Promise((resolve) => setTimeout(resolve, 6))
    return { data: { message_id: Math.floor(Math.random() * 2 ** 31) } }
  })
  const account = { id: 'alt', kind: 'onebot11', mode: 'client', url: qq.url, accessToken: 't' }
  await writeFile(join(dataDir, 'config.json'), JSON.stringify(qqConfig(model, account)))

  let count = 0
  const say = () => qq.privateMessage(`3000${count % 4}`, `M${++count}E`)
  for (let round = 0; round < kills; round++) {
    const opened = qq.opened
    const bot = await startProcess(dataDir)
    await qq.connection(opened + 1)
    for (let n = 0; n < 6; n++) say()
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 120))
    await kill(bot)
  }
  const opened = qq.opened
  const bot = await startProcess(dataDir)
  await qq.connection(opened + 1)
  const database = new Sqlite(join(dataDir, 'apricot.db'), { readonly: true })
  await waitFor('everything to be settled', () => {
    const open = database.prepare("SELECT COUNT(*) AS n FROM turns WHERE state <> 'ended'").get() as {
      n: number
    }
    return open.n === 0
  })

  const accepted = database.prepare("SELECT id, text FROM messages WHERE author = 'user'").all() as {
    id: number
    text: string
  }[]
  const missed = database.prepare('SELECT kind, message_id AS messageId FROM missed').all() as {
    kind: string
    messageId: number
  }[]
  const unknown = database
    .prepare(
      "SELECT q.text FROM missed m JOIN messages b ON b.id = m.message_id JOIN messages q ON q.id = b.anchor WHERE m.kind = 'unknown-send'",
    )
    .all() as { text: string }[]
  const answered = qq.replies.flatMap(({ text }) => markers(text))
  const answeredOnce = new Set(answered)

  expect(answered.filter((marker, index) => answered.indexOf(marker) !== index)).toEqual([])
  expect(accepted.length).toBeGreaterThan(kills)
  const silent = accepted.filter(
    ({ id, text }) =>
      !answeredOnce.has(text) &&
      !missed.some((one) => one.messageId === id) &&
      !unknown.some((one) => one.text === text),
  )
  expect(silent).toEqual([])
  const acceptedTexts = new Set(accepted.map(({ text }) => text))
  expect(answered.filter((marker) => !acceptedTexts.has(marker))).toEqual([])

  database.close()
  await kill(bot)
  await qq.stop()
  await model.close()
  await rm(dataDir, { recursive: true, force: true })
}, 80_000)

it('lists what is too old to be answered after a restart, and answers it when asked to', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'apricot-missed-'))
  const { promise: never } = Promise.withResolvers<void>()
  {
    await using all = await startQQBot({ dataDir, answer: () => ({ text: '好', hold: never }) })
    all.qq.privateMessage('30001', '还记得我吗')
    await all.model.request(0)
  }
  const database = new Sqlite(join(dataDir, 'apricot.db'))
  database.prepare('UPDATE turns SET received_at = received_at - 3600000').run()
  database.close()

  await using bot = await startBot({ dataDir, config: {} })
  const missed = await waitFor('the list', () => Object.values(bot.topics.missed)[0])
  expect(missed).toMatchObject({ kind: 'unanswered', text: '还记得我吗' })
  await bot.call('turns.retry', { messageId: missed.messageId })
  await waitFor('it to leave the list', () => Object.keys(bot.topics.missed).length === 0)
  const turn = await waitFor('the turn', () =>
    Object.values(bot.topics.turns).find(({ reason }) => reason === 'retry'),
  )
  expect(turn.question).toBe('还记得我吗')
  await bot.stop()
  await rm(dataDir, { recursive: true, force: true })
})

it('goes on after a quit in the middle of an answer', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'apricot-quit-'))
  const { promise: never } = Promise.withResolvers<void>()
  {
    await using all = await startQQBot({ dataDir, answer: () => ({ text: '好', hold: never }) })
    all.qq.privateMessage('30001', '等等我')
    await all.model.request(0)
  }
  await using all = await startQQBot({ dataDir, answer: () => ({ text: '来了' }) })
  expect((await all.qq.reply()).text).toBe('来了')
  expect(all.qq.replies).toHaveLength(1)
  await all.bot.stop()
  await rm(dataDir, { recursive: true, force: true })
})
