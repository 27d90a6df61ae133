import { readFile, stat, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { SecretBox } from '../../../src/agent/agent.ts'
import { Secrets } from '../../../src/agent/config/secrets.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** A box that only opens what one computer sealed. */
const boxOf = (computer: string): SecretBox => ({
  seal: (plain) => `${computer}:${Buffer.from(plain).toString('base64')}`,
  open: (sealed) =>
    sealed.startsWith(`${computer}:`)
      ? Buffer.from(sealed.slice(computer.length + 1), 'base64').toString()
      : null,
})

const provider = (apiKey: unknown) => ({ providers: [{ id: 'local', apiKey }] })
const ref = { $secret: 'providers/local/apiKey' }

/** Moves what is typed in clear out of `config`, and stores it. */
async function store(secrets: Secrets, config: unknown): Promise<unknown> {
  await secrets.move(config)?.save()
  return config
}

it('moves keys and tokens out of a configuration, wherever they are, and names them by their place', async () => {
  await using dir = await tempDir()
  const secrets = new Secrets(dir.path)
  const config = { ...provider('sk-geheim'), accounts: [{ id: 'main', accessToken: 't', title: 'apiKey' }] }
  expect(await store(secrets, config)).toEqual({
    ...provider(ref),
    accounts: [{ id: 'main', accessToken: { $secret: 'accounts/main/accessToken' }, title: 'apiKey' }],
  })
  expect(secrets.get(ref)).toBe('sk-geheim')
  expect(secrets.states()).toEqual({
    'providers/local/apiKey': 'set',
    'accounts/main/accessToken': 'set',
  })
})

it('names what stands in a list by its name, so that another that takes its place is not mistaken for it', async () => {
  await using dir = await tempDir()
  const secrets = new Secrets(dir.path)
  const headers = (...names: string[]) => ({
    providers: [{ id: 'local', headers: names.map((name) => ({ name, secretValue: `value of ${name}` })) }],
  })
  const config = await store(secrets, headers('X-One', 'X-Two'))
  const two = { $secret: 'providers/local/headers/X-Two/secretValue' }
  expect(config).toMatchObject({ providers: [{ headers: [{ name: 'X-One' }, { secretValue: two }] }] })
  await store(secrets, { providers: [{ id: 'local', headers: [{ name: 'X-Three', secretValue: 'new' }] }] })
  expect(secrets.get(two)).toBe('value of X-Two')
})

it('has nothing to do where nothing is typed in clear', async () => {
  await using dir = await tempDir()
  expect(
    new Secrets(dir.path).move({ ...provider(''), accounts: [null, 'x', { accessToken: 5 }] }),
  ).toBeNull()
  expect(new Secrets(dir.path).get('')).toBe('')
})

it('keeps them where nobody else can read them, across starts', async () => {
  await using dir = await tempDir()
  await store(new Secrets(dir.path), provider('sk-geheim'))
  expect((await stat(dir.file('secrets.json'))).mode & 0o777).toBe(0o600)
  expect(new Secrets(dir.path).get(ref)).toBe('sk-geheim')
})

it('closes a file that was open to others', async () => {
  await using dir = await tempDir()
  await writeFile(dir.file('secrets.json'), '{}', { mode: 0o644 })
  new Secrets(dir.path)
  expect((await stat(dir.file('secrets.json'))).mode & 0o777).toBe(0o600)
})

it('seals what the computer can seal', async () => {
  await using dir = await tempDir()
  await store(new Secrets(dir.path, boxOf('here')), provider('sk-geheim'))
  expect(await readFile(dir.file('secrets.json'), 'utf8')).not.toContain('sk-geheim')
  expect(new Secrets(dir.path, boxOf('here')).get(ref)).toBe('sk-geheim')
})

it('says that it cannot open what another computer sealed, instead of reading it as none', async () => {
  await using dir = await tempDir()
  await store(new Secrets(dir.path, boxOf('there')), provider('sk-geheim'))
  for (const secrets of [new Secrets(dir.path, boxOf('here')), new Secrets(dir.path)]) {
    expect(secrets.get(ref)).toBeNull()
    expect(secrets.states()).toEqual({ 'providers/local/apiKey': 'unreadable' })
  }
})

it('opens on a desktop what was stored without one', async () => {
  await using dir = await tempDir()
  await store(new Secrets(dir.path), provider('sk-geheim'))
  expect(new Secrets(dir.path, boxOf('here')).get(ref)).toBe('sk-geheim')
})

it.each([
  ['gone', null],
  ['broken', '{"providers/local/ap'],
  ['of another form', '["x"]'],
  ['holding something else', '{"providers/local/apiKey":5,"x":null}'],
])('takes a secret for unreadable, not for none, when the file is %s', async (_what, text) => {
  await using dir = await tempDir()
  if (text !== null) await writeFile(dir.file('secrets.json'), text)
  const secrets = new Secrets(dir.path)
  expect(secrets.move(provider(ref))).toBeNull()
  expect(secrets.get(ref)).toBeNull()
  expect(secrets.states()).toEqual({ 'providers/local/apiKey': 'unreadable' })
})

it('takes back what was moved, in memory and on the disk', async () => {
  await using dir = await tempDir()
  const secrets = new Secrets(dir.path)
  await store(secrets, provider('sk-alt'))
  const moved = secrets.move(provider('sk-neu'))
  expect(secrets.get(ref)).toBe('sk-neu')
  await moved?.save()
  await moved?.undo()
  expect(secrets.get(ref)).toBe('sk-alt')
  expect(new Secrets(dir.path).get(ref)).toBe('sk-alt')
})
