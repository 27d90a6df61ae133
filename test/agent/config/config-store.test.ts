import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ConfigStore } from '../../../src/agent/config/config-store.ts'
import { Secrets } from '../../../src/agent/config/secrets.ts'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import type { Problem } from '../../../src/shared/problem.ts'
import { problemOf } from '../../support/model-calls.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { waitFor } from '../../support/wait-for.ts'

const provider = { id: 'local', baseUrl: 'http://localhost:1234/v1' }
const ref = { $secret: 'providers/local/apiKey' }
const rename = (botName: string) => [{ path: ['botName'], set: botName }]

async function storeOf(content?: unknown) {
  const dir = await tempDir()
  const path = dir.file('config.json')
  const write = (what: unknown) => writeFile(path, typeof what === 'string' ? what : JSON.stringify(what))
  if (content !== undefined) await write(content)
  const start = async () => {
    const secrets = new Secrets(dir.path)
    const store = new ConfigStore(dir.path, secrets)
    const problems: (Problem | null)[] = []
    store.onProblem((problem) => problems.push(problem))
    await store.load()
    return { store, secrets, problems }
  }
  return {
    ...(await start()),
    dir,
    write,
    start,
    file: async () => JSON.parse(await readFile(path, 'utf8')),
    versions: async () => (await readdir(dir.file('config-versions')).catch(() => [])).sort(),
    everything: async () => {
      const folders = [dir.path, dir.file('config-versions')]
      const texts: string[] = []
      for (const folder of folders) {
        for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
          if (entry.isFile() && entry.name !== 'secrets.json')
            texts.push(await readFile(`${folder}/${entry.name}`, 'utf8'))
        }
      }
      return texts.join('\n')
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}

describe('reading', () => {
  it('takes the defaults when there is no file, and makes none', async () => {
    await using at = await storeOf()
    expect(at.store.value.botName).toBe('小杏')
    expect(at.store.problem).toBeNull()
    expect(await readdir(at.dir.path)).toEqual([])
  })

  it('uses what it can of a file with mistakes, says what it could not, and leaves the file alone', async () => {
    const written = { botName: '小桃', colour: 'blue', providers: [provider, { id: 'BAD' }] }
    await using at = await storeOf(written)
    expect(at.store.value).toMatchObject({ botName: '小桃', providers: [provider] })
    expect(at.store.problem).toMatchObject({ code: 'config.faulty' })
    expect(at.store.problem?.message).toContain('colour')
    expect(at.store.problem?.detail).toContain('providers[1]')
    expect(await at.file()).toEqual(written)
  })

  it('copes with the mark that Windows editors put in front', async () => {
    await using at = await storeOf('\uFEFF{"botName":"小桃"}')
    expect(at.store.value.botName).toBe('小桃')
  })

  it('says on which line a file stops being JSON', async () => {
    await using at = await storeOf('{\n  "botName": "小桃"\n  "paused": true\n}')
    expect(at.store.problem).toMatchObject({ code: 'config.json' })
    expect(at.store.problem?.message).toContain('第 3 行')
  })
})

describe('a file that was broken while the bot was off', () => {
  it('brings back the settings as they were last, not those before the last change', async () => {
    await using at = await storeOf()
    await at.store.edit(rename('甲'))
    await at.store.edit(rename('乙'))
    await at.write('{"botName": "丙')
    const { store } = await at.start()
    expect(store.value.botName).toBe('乙')
    expect(store.problem?.code).toBe('config.json')
  })

  it('brings back what was last written by hand, when that was good', async () => {
    await using at = await storeOf({ botName: '甲' })
    await at.write('{')
    expect((await at.start()).store.value.botName).toBe('甲')
  })

  it('passes over versions that are broken as well', async () => {
    await using at = await storeOf()
    await at.store.edit(rename('甲'))
    await at.write('{"botName": "kaputt')
    const { store } = await at.start()
    await store.edit([{ path: ['paused'], set: true }])
    await at.write('{')
    const again = (await at.start()).store
    expect(again.value).toMatchObject({ botName: '甲', paused: true })
  })

  it('takes the defaults when nothing else is left', async () => {
    await using at = await storeOf('{')
    expect(at.store.value.botName).toBe('小杏')
  })
})

describe('an edit', () => {
  it('is saved, told and returned with what it replaced', async () => {
    await using at = await storeOf()
    const told: string[] = []
    at.store.onChange(({ botName }) => told.push(botName))
    expect(await at.store.edit(rename('小桃'))).toEqual([
      { path: ['botName'], before: '小杏', after: '小桃' },
    ])
    expect(await at.file()).toMatchObject({ botName: '小桃' })
    expect(told).toEqual(['小桃'])
    expect((await at.start()).store.value).toEqual(at.store.value)
  })

  it('changes nothing when the result would not be valid, and says what is wrong with it', async () => {
    await using at = await storeOf()
    const problem = await problemOf(
      at.store.edit([...rename('小桃'), { path: ['inbox', 'maxTurns'], set: 0 }]),
    )
    expect(problem).toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining('inbox.maxTurns'),
    })
    expect(at.store.value.botName).toBe('小杏')
    expect(await readdir(at.dir.path)).toEqual([])
  })

  it('waits for the one before it, and builds on it', async () => {
    await using at = await storeOf()
    const results = await Promise.allSettled([
      at.store.edit([{ path: ['providers', 'local'], set: provider }]),
      at.store.edit([{ path: ['inbox', 'maxTurns'], set: 0 }]),
      at.store.edit([{ path: ['providers', 'local', 'title'], set: '本机' }]),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await at.file()).providers).toMatchObject([{ id: 'local', title: '本机' }])
  })

  it('changes nothing when it cannot be written, not even a key', async () => {
    await using at = await storeOf()
    await at.store.edit([{ path: ['providers', 'local'], set: { ...provider, apiKey: 'sk-alt' } }])
    await rm(at.dir.file('config-versions'), { recursive: true })
    await writeFile(at.dir.file('config-versions'), 'in the way')
    const ops = [...rename('小桃'), { path: ['providers', 'local', 'apiKey'], set: 'sk-neu' }]
    expect((await problemOf(at.store.edit(ops))).code).toBe('config.write')
    expect(at.store.value.botName).toBe('小杏')
    expect(at.secrets.get(ref)).toBe('sk-alt')
    expect((await at.file()).botName).toBe('小杏')
    expect(new Secrets(at.dir.path).get(ref)).toBe('sk-alt')
    await rm(at.dir.file('config-versions'))
    await at.store.edit(rename('小桃'))
    expect((await at.file()).botName).toBe('小桃')
  })

  it('reads the file again when it is told to, and says what is wrong with it', async () => {
    await using at = await storeOf({ botName: '小桃' })
    await at.write({ botName: '小李' })
    expect(await at.store.reload()).toBeNull()
    expect(at.store.value.botName).toBe('小李')
    await at.write('{ "botName": ')
    expect(await at.store.reload()).toMatchObject({ code: 'config.json' })
    expect(at.store.value.botName).toBe('小李')
  })

  it('builds on a change by hand that nobody noticed yet', async () => {
    await using at = await storeOf({ botName: '小桃' })
    await at.write({ botName: '大桃' })
    await at.store.edit([{ path: ['paused'], set: true }])
    expect(await at.file()).toMatchObject({ botName: '大桃', paused: true })
  })

  it('leaves the faults in a file written by hand, with their problem, until they are mended', async () => {
    const written = { colour: 'blue', botName: 5, providers: [provider, { id: 'BAD' }] }
    await using at = await storeOf(written)
    await at.store.edit([
      { path: ['paused'], set: true },
      { path: ['providers', 'local', 'apiKey'], set: 'sk-geheim' },
    ])
    expect(await at.file()).toEqual({
      ...written,
      paused: true,
      providers: [{ ...provider, apiKey: ref }, { id: 'BAD' }],
    })
    expect(at.store.problem).toMatchObject({ code: 'config.faulty' })
    expect(await at.everything()).not.toContain('sk-geheim')
    expect((await at.start()).store.value).toEqual(at.store.value)
    await at.store.edit(rename('小桃'))
    expect(at.store.problem?.detail).not.toContain('botName')
    await at.write({ botName: '小桃' })
    await at.store.edit([{ path: ['paused'], set: true }])
    expect(at.store.problem).toBeNull()
  })

  it('replaces a fault that stands in its way', async () => {
    await using at = await storeOf({ providers: 'none', colour: 'blue' })
    await at.store.edit([{ path: ['providers', 'local'], set: provider }])
    expect(at.store.value.providers).toMatchObject([provider])
    expect((await at.start()).store.value).toEqual(at.store.value)
    expect(at.store.problem).toBeNull()
  })

  it('keeps twenty versions, the broken ones too, and the newest last', async () => {
    await using at = await storeOf()
    for (let index = 0; index < 12; index++) await at.store.edit(rename(`甲${index}`))
    await at.write('{ kaputt')
    for (let index = 0; index < 12; index++) await at.store.edit(rename(`乙${index}`))
    const names = await at.versions()
    expect(names).toHaveLength(20)
    const texts = await Promise.all(
      names.map((name) => readFile(`${at.dir.file('config-versions')}/${name}`, 'utf8')),
    )
    expect(texts.filter((text) => text === '{ kaputt')).toHaveLength(1)
    expect(JSON.parse(texts.at(-1) ?? '')).toMatchObject({ botName: '乙11' })
  })
})

describe('a key typed into the file', () => {
  it('is moved out at the start, and nothing of it is left in any file but the one for secrets', async () => {
    await using at = await storeOf({ providers: [{ ...provider, apiKey: 'sk-geheim' }] })
    expect(at.store.value.providers[0]?.apiKey).toEqual(ref)
    expect(at.secrets.get(ref)).toBe('sk-geheim')
    expect((await at.file()).providers[0].apiKey).toEqual(ref)
    expect(await at.everything()).not.toContain('sk-geheim')
  })

  it('is not left in a version of a file that is broken either', async () => {
    await using at = await storeOf('{"providers": [{"apiKey": "sk-geheim", "id": "local",}]')
    await at.store.edit(rename('小桃'))
    expect(await at.versions()).not.toEqual([])
    expect(await at.everything()).not.toContain('sk-geheim')
  })

  it('does not take the faulty parts out of the file along with it', async () => {
    await using at = await storeOf({
      colour: 'blue',
      providers: [{ ...provider, apiKey: 'sk-geheim' }, { id: 'BAD' }],
    })
    expect(await at.file()).toMatchObject({ colour: 'blue', providers: [{ apiKey: ref }, { id: 'BAD' }] })
    expect(at.store.problem?.code).toBe('config.faulty')
  })

  it('is used all the same when it cannot be stored, and still not shown', async () => {
    await using dir = await tempDir()
    await writeFile(
      dir.file('config.json'),
      JSON.stringify({ providers: [{ ...provider, apiKey: 'sk-geheim' }] }),
    )
    await mkdir(dir.file('secrets.json'))
    const secrets = new Secrets(dir.path)
    const store = new ConfigStore(dir.path, secrets)
    await store.load()
    expect(store.problem?.code).toBe('config.write')
    expect(store.value.providers[0]?.apiKey).toEqual(ref)
    expect(secrets.get(ref)).toBe('sk-geheim')
  })
})

describe('a file changed by hand while running', () => {
  async function watched(content: unknown) {
    const at = await storeOf(content)
    const life = new Lifetime()
    at.store.watch(life)
    return {
      ...at,
      [Symbol.asyncDispose]: async () => {
        await life.dispose()
        await at[Symbol.asyncDispose]()
      },
    }
  }

  it('is taken up at once', async () => {
    await using at = await watched({ botName: '小桃' })
    await at.write({ botName: '大桃' })
    await waitFor('the new name', () => at.store.value.botName === '大桃')
  })

  it('leaves the last good settings running while it is broken, and says so until it is mended', async () => {
    await using at = await watched({ botName: '小桃' })
    await at.write('{"botName": "大')
    await waitFor('the problem', () => at.store.problem?.code === 'config.json')
    expect(at.store.value.botName).toBe('小桃')
    await at.write({ botName: '大桃' })
    await waitFor('the end of the problem', () => at.store.problem === null)
    expect(at.store.value.botName).toBe('大桃')
    expect(at.problems.map((problem) => problem?.code ?? null)).toEqual(['config.json', null])
  })

  it('does not take its own writing for a change by hand', async () => {
    await using at = await watched({ botName: '小桃' })
    let told = 0
    at.store.onChange(() => told++)
    await at.store.edit(rename('大桃'))
    await at.write({ botName: '老桃' })
    await waitFor('the new name', () => at.store.value.botName === '老桃')
    expect(told).toBe(2)
  })

  it('may hold a key that cannot be stored: that is a problem, not the end of the program', async () => {
    await using at = await watched({})
    await mkdir(at.dir.file('secrets.json'))
    await at.write({ providers: [{ ...provider, apiKey: 'sk-geheim' }] })
    await waitFor('the problem', () => at.store.problem?.code === 'config.write')
    expect(at.store.value.providers).toHaveLength(1)
  })
})
