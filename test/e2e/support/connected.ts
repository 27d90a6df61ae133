import { FakeOneBot } from '../../support/fake-onebot.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../support/fake-openai.ts'
import { qqConfig } from '../../support/qq-bot.ts'
import { test as base, expect } from './launch.ts'

interface World {
  /** The model server; offers `bench-model` and `second-model` for the key `k`. */
  model: FakeOpenAI
  /** The QQ end of the account, listening; the bot dials it. */
  qq: FakeOneBot
}

/** The panel of a bot that stands between a real QQ end and a real model server, connected. */
export const test = base.extend<World>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads dependencies from the pattern
  model: async ({}, use) => {
    await using model = await startFakeOpenAI({ models: ['bench-model', 'second-model'], apiKey: 'k' })
    await use(model)
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  qq: async ({}, use) => {
    const qq = new FakeOneBot({ token: 't' })
    await qq.listen()
    await use(qq)
    await qq.stop()
  },

  config: async ({ model, qq }, use) => use(botConfig(model, dialling(qq))),

  page: async ({ page }, use) => {
    await expect(page.getByRole('banner').getByRole('link', { name: 'QQ' })).toContainText('在线')
    await use(page)
  },
})

/** An account that dials the fake. */
export function dialling(qq: FakeOneBot): object {
  return { id: 'main', kind: 'onebot11', mode: 'client', url: qq.url, accessToken: 't' }
}

/** A bot with one account and the two models of the fake server, without pauses between its messages. */
export function botConfig(model: FakeOpenAI, account: object): Record<string, unknown> {
  const names = ['bench-model', 'second-model']
  const providers = [
    {
      id: 'local',
      title: 'LM Studio',
      baseUrl: model.baseUrl,
      apiKey: 'k',
      models: names.map((name) => ({ name })),
    },
  ]
  return { ...qqConfig(model, account, { config: { providers } }) }
}

/** Fields of an event that give its sender a name. */
export function from(nickname: string, userId: string): Record<string, unknown> {
  return { sender: { user_id: Number(userId), nickname, card: '', role: 'member' } }
}

export { expect }
