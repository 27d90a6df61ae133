import { expect, it } from 'vitest'
import { checkLayer, resolveSettings, settingSources } from '../../../src/agent/config/inherit.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'

const global = ChatSettings.parse({ model: 'local/qwen', history: { tokens: 4000 }, temperature: 1 })

const none = {}

it('takes each value from the nearest layer that has one: default, global, character, chat', () => {
  const character = { model: 'local/cat', reply: { quote: false, mention: true }, temperature: 0.2 }
  const own = { history: { tokens: 500 }, reply: { quote: true } }
  const settings = resolveSettings({ global, character, own })
  expect(settings).toEqual({
    ...global,
    model: 'local/cat',
    temperature: 0.2,
    history: { ...global.history, tokens: 500 },
    reply: { ...global.reply, quote: true, mention: true },
  })
  expect(resolveSettings({ global, character: none, own: none })).toEqual(global)
  expect(resolveSettings({ global, character, own: none }).model).toBe('local/cat')
})

it('takes a list as a whole: a chat that has its own nicknames does not have those of its character', () => {
  const character = { triggers: { nicknames: ['猫猫'], keywords: ['鱼'] } }
  const { triggers } = resolveSettings({ global, character, own: { triggers: { nicknames: [] } } })
  expect(triggers).toMatchObject({ nicknames: [], keywords: ['鱼'] })
})

it('takes an own null for a value: back to what the model does by itself', () => {
  const settings = resolveSettings({ global, character: { temperature: 0.2 }, own: { temperature: null } })
  expect(settings.temperature).toBeNull()
})

it('knows of every single value where it comes from', () => {
  const sources = settingSources({
    global,
    character: { history: { tokens: 500, messages: 10 }, reply: { mention: false } },
    own: { history: { tokens: 4000 }, temperature: null },
  })
  expect(sources).toMatchObject({
    model: 'global',
    'history.tokens': 'chat',
    'history.messages': 'character',
    temperature: 'chat',
    'reply.mention': 'character',
    'reply.quote': 'default',
    prompt: 'default',
  })
  const untouched = settingSources({ global: ChatSettings.parse({}), character: none, own: none })
  expect(new Set(Object.values(untouched))).toEqual(new Set(['default']))
})

it('accepts a layer that holds only what differs, and names what is wrong in one that does not fit', () => {
  expect(checkLayer({})).toBeNull()
  expect(checkLayer({ history: { tokens: 500 } })).toBeNull()
  expect(checkLayer({ history: { tokens: 1 } })).toMatch(/^history\.tokens：/)
  expect(checkLayer({ modle: 'x' })).not.toBeNull()
})
