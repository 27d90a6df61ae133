import { expect, it } from 'vitest'
import { checkLayer, resolveSettings, settingSources } from '../../../src/agent/config/inherit.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'

const global = ChatSettings.parse({ model: 'local/qwen', history: { tokens: 4000 }, temperature: 1 })

it('takes each value from the nearest layer that has one', () => {
  const settings = resolveSettings(global, { history: { tokens: 500 }, reply: { quote: false } })
  expect(settings.model).toBe('local/qwen')
  expect(settings.history.tokens).toBe(500)
  expect(settings.reply).toEqual({ quote: false, maxCharacters: 1500, maxParts: 8 })
  expect(resolveSettings(global, {})).toEqual(global)
})

it('takes an own null for a value: back to what the model does by itself', () => {
  expect(resolveSettings(global, { temperature: null }).temperature).toBeNull()
})

it('knows of every single value where it comes from', () => {
  const sources = settingSources(global, { history: { tokens: 4000 }, temperature: null })
  expect(sources).toMatchObject({
    model: 'global',
    'history.tokens': 'chat',
    temperature: 'chat',
    'reply.quote': 'default',
    prompt: 'default',
  })
  expect(Object.values(settingSources(ChatSettings.parse({}), {})).every((from) => from === 'default')).toBe(
    true,
  )
})

it('accepts a layer that holds only what differs, and names what is wrong in one that does not fit', () => {
  expect(checkLayer({})).toBeNull()
  expect(checkLayer({ history: { tokens: 500 } })).toBeNull()
  expect(checkLayer({ history: { tokens: 1 } })).toMatch(/^history\.tokens：/)
  expect(checkLayer({ modle: 'x' })).not.toBeNull()
})
