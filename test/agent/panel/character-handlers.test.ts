import { describe, expect, it } from 'vitest'
import { starters } from '../../../src/agent/characters/starters.ts'
import { runCall } from '../../../src/agent/panel/call.ts'
import { characterHandlers } from '../../../src/agent/panel/character-handlers.ts'
import type { CallInput, CallName, CallOutput } from '../../../src/shared/ipc.ts'
import { createPanelParts } from '../../support/panel-parts.ts'
import { editing } from '../settings/editing.ts'

/** A panel that can do what is done with characters; the only model is `local/qwen`. */
async function panel() {
  const at = await editing()
  const handlers = characterHandlers({
    ...at,
    models: {
      resolve: (name) =>
        name === 'local/qwen' ? { name } : { problem: { code: 'model.unknown', message: '没有', hint: '' } },
    },
  })
  const parts = createPanelParts(at.clock, handlers)
  const all = { ...parts.handlers, 'panel.watch': () => ({ sequence: 0 }) }
  const run = (name: CallName, input: unknown) =>
    runCall(all, name, input, { signal: new AbortController().signal, log: parts.log })
  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const reply = await run(name, input)
    if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.message}`)
    return reply.output as CallOutput<N>
  }
  return {
    ...at,
    call,
    /** The code of the problem a call fails with; '' when it went well. */
    failure: async (name: CallName, input: unknown) => {
      const reply = await run(name, input)
      return reply.ok ? '' : reply.problem.code
    },
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  }
}

describe('a character', () => {
  it('is made of a name alone, or of one to start from', async () => {
    await using at = await panel()
    const { id } = await at.call('characters.create', { name: ' 猫猫 ' })
    expect(at.storage.characters.get(id)).toMatchObject({
      name: '猫猫',
      avatar: '',
      prompt: '',
      greeting: '',
      settings: {},
    })
    const [starter] = await at.call('characters.starters', {})
    const { about: _about, ...fields } = starter ?? starters[0] ?? { name: '' }
    const second = await at.call('characters.create', fields)
    expect(at.storage.characters.get(second.id)).toMatchObject(fields)
    expect(await at.call('prompts.versions', { scope: `character:${second.id}` })).toHaveLength(1)
  })

  it.each([
    ['no name', { name: '' }],
    ['a name of 33 characters', { name: 'x'.repeat(33) }],
    ['a prompt of 200,000 characters', { name: '猫猫', prompt: 'x'.repeat(200_000) }],
    ['a list of settings', { name: '猫猫', settings: [] }],
    ['a field there is not', { name: '猫猫', mood: 'good' }],
  ])('is not made with %s', async (_what, input) => {
    await using at = await panel()
    expect(await at.failure('characters.create', input)).toBe('input.invalid')
    expect(at.storage.characters.all()).toEqual([])
  })

  it('is not made with settings that cannot be used', async () => {
    await using at = await panel()
    const input = { name: '猫猫', settings: { temperature: 9 } }
    expect(await at.failure('characters.create', input)).toBe('config.invalid')
  })

  it('is changed, removed and brought back', async () => {
    await using at = await panel()
    const { id } = await at.call('characters.create', { name: '猫猫' })
    const { revision } = await at.call('characters.edit', {
      id,
      revision: at.editor.revision,
      ops: [{ path: ['settings', 'model'], set: 'local/qwen' }],
    })
    expect(revision).toBe(at.editor.revision)
    await at.call('characters.remove', { id })
    expect(await at.failure('characters.export', { id })).toBe('character.unknown')
    await at.call('characters.remove', { id, undo: true })
    expect(at.storage.characters.get(id)?.settings).toEqual({ model: 'local/qwen' })
    expect(await at.failure('characters.remove', { id: 99 })).toBe('character.unknown')
  })

  it('goes out as a file and comes back from it as another one just like it', async () => {
    await using at = await panel()
    const fields = {
      name: '猫/猫',
      prompt: '你是{机器人名}。',
      settings: { model: 'local/qwen', temperature: 1 },
    }
    const { id } = await at.call('characters.create', fields)
    const file = await at.call('characters.export', { id })
    expect(file.name).toBe('猫_猫.json')
    const made = await at.call('characters.import', { text: file.text })
    expect(made.notes).toEqual([])
    expect(made.id).not.toBe(id)
    expect(at.storage.characters.get(made.id)).toMatchObject(fields)
  })

  it('may come from somebody who has other models: then that is said', async () => {
    await using at = await panel()
    const { id } = await at.call('characters.create', { name: '猫猫', settings: { model: 'far/away' } })
    const { text } = await at.call('characters.export', { id })
    const { notes } = await at.call('characters.import', { text })
    expect(notes).toEqual([expect.stringContaining('「far/away」这里没有')])
  })

  it('is not made of what is no card', async () => {
    await using at = await panel()
    expect(await at.failure('characters.import', { text: '\ufffdPNG' })).toBe('character.card')
    expect(at.storage.characters.all()).toEqual([])
  })
})

describe('a version of a prompt', () => {
  it('is listed and gets a name', async () => {
    await using at = await panel()
    await at.set('corePrompt', '一')
    const [newest, original] = await at.call('prompts.versions', { scope: 'core' })
    expect(newest?.text).toBe('一')
    await at.call('prompts.name', { id: original?.id ?? 0, name: ' 最早的 ' })
    expect((await at.call('prompts.versions', { scope: 'core' })).map(({ name }) => name)).toEqual([
      '',
      '最早的',
    ])
    expect(await at.failure('prompts.name', { id: 999, name: 'x' })).toBe('prompt.no-version')
    expect(await at.call('prompts.versions', { scope: 'chat:999' })).toEqual([])
  })
})
