import { expect, it } from 'vitest'
import { buildRequest } from '../../../src/agent/conversation/request.ts'
import { systemClock } from '../../../src/agent/kernel/clock.ts'
import { Config } from '../../../src/shared/config.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'

/** The request of a chat with 40 long lines, for a model with little room, beside so much about tools. */
async function requestBeside(toolTokens: number, about: { tools?: boolean } = {}) {
  await using storage = await openTestStorage()
  const chat = storage.chats.at(addressOf(), '小明')
  for (let index = 0; index < 40; index++)
    storage.messages.insert(saidBy({ chatId: chat.id, text: `第 ${index} 句，${'很长的话'.repeat(20)}` }))
  const question = storage.messages.last(chat.id)
  if (!question) throw new Error('There is no message to answer')
  const config = Config.parse({})
  const models = { describe: () => ({ contextTokens: 4096, ...about }), tokenFactor: () => 1 }
  return buildRequest(
    {
      storage,
      models: models as unknown as Parameters<typeof buildRequest>[0]['models'],
      clock: systemClock,
      config: () => config,
      characterOf: () => null,
    },
    { chat, asked: [question], settings: config.defaults, model: 'a/small', toolTokens },
  )
}

it('leaves room for what goes along about tools', async () => {
  const [bare, beside] = await Promise.all([requestBeside(0), requestBeside(1400)])
  expect(bare.tokens).toBeGreaterThan(2000)
  expect(beside.tokens).toBeLessThan(bare.tokens - 1000)
  expect(beside.messages.at(-1)?.content).toContain('第 39 句')
})

it('leaves none for a model that is told nothing about tools', async () => {
  const [bare, beside] = await Promise.all([
    requestBeside(0, { tools: false }),
    requestBeside(1400, { tools: false }),
  ])
  expect(beside.tokens).toBe(bare.tokens)
})
