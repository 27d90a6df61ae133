import { type Bot, type BotOptions, startBot } from './bot.ts'
import { FakeOneBot } from './fake-onebot.ts'
import type { FakeAnswer } from './fake-openai.ts'
import { type FakeOpenAI, startFakeOpenAI } from './fake-openai.ts'
import { waitFor } from './wait-for.ts'

export interface QQBot extends AsyncDisposable {
  readonly bot: Bot
  readonly qq: FakeOneBot
  readonly model: FakeOpenAI
}

export interface QQBotOptions extends Omit<BotOptions, 'config'> {
  answer?: (text: string) => FakeAnswer
  defaults?: Record<string, unknown>
  config?: Record<string, unknown>
  /** Of the one provider; the model of the documentation by default. */
  models?: readonly { name: string; [field: string]: unknown }[]
  /** Our side listens and the QQ end connects; the other way round by default. */
  server?: boolean
  /** Which of several listening accounts the QQ end connects to; the first by default. */
  connectTo?: string
}

/** The configuration of the documentation: one account, one provider, no waiting anywhere. */
export function qqConfig(
  model: FakeOpenAI,
  account: object,
  more: Omit<QQBotOptions, 'answer'> = {},
): object {
  return {
    accounts: [account],
    providers: [
      {
        id: 'local',
        kind: 'openai-compatible',
        title: 'LM Studio',
        baseUrl: model.baseUrl,
        apiKey: 'k',
        maxConcurrent: 10,
        retry: { attempts: 1 },
        models: more.models ?? [{ name: 'bench-model', vision: true, tools: true, contextTokens: 32_768 }],
      },
    ],
    defaults: {
      model: 'local/bench-model',
      queueMode: 'wait',
      merge: { seconds: 0, maxSeconds: 0 },
      pace: { seconds: 0 },
      rateLimit: { perMinute: 0 },
      ...more.defaults,
    },
    ...more.config,
  }
}

/** The whole bot between a real QQ end and a real model server, connected. */
export async function startQQBot(options: QQBotOptions = {}): Promise<QQBot> {
  const { answer, defaults, config, models, server, connectTo, ...rest } = options
  const model = await startFakeOpenAI({
    ...(answer && { answer: ({ text }) => answer(text) }),
    ...(models && { models: models.map(({ name }) => name) }),
  })
  const qq = new FakeOneBot({ token: 't' })
  if (!server) await qq.listen()
  const account = server
    ? { id: 'main', kind: 'onebot11', mode: 'server', host: '127.0.0.1', port: 0, accessToken: 't' }
    : { id: 'alt', kind: 'onebot11', mode: 'client', url: qq.url, accessToken: 't' }
  const bot = await startBot({
    ...rest,
    config: qqConfig(model, account, {
      ...(defaults && { defaults }),
      ...(config && { config }),
      ...(models && { models }),
    }),
  })
  if (server) {
    const listening = bot.agent.listening()
    const target = connectTo ? listening.find(({ id }) => id === connectTo) : listening[0]
    await qq.connect(target?.listen ?? '')
  }
  await waitFor('the connection', () =>
    Object.values(bot.topics.accounts).some(({ state }) => state === 'connected'),
  )
  return {
    bot,
    qq,
    model,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]()
      await qq.stop()
      await model.close()
    },
  }
}
