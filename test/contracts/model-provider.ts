import { describe, expect, it } from 'vitest'
import type { ModelEvent, ModelProvider } from '../../src/agent/models/chat-model.ts'
import { collect, never, picture, problemOf, saying, textIn, thinkingIn } from '../support/model-calls.ts'

export interface ProviderUnderTest {
  readonly provider: ModelProvider
  /**
   * A name that `listModels` contains and whose answer quotes what was said. It thinks when it is told 思考, and fails
   * when it is told 出错.
   */
  readonly model: string
}

/** What every model provider promises. `setUp` makes a fresh one whose answers come in several pieces. */
export function describeModelProvider(name: string, setUp: () => Promise<ProviderUnderTest>): void {
  describe(`${name}, as a model provider`, () => {
    it('answers in pieces and ends with exactly one end', async () => {
      const { provider, model } = await setUp()
      const events = await collect(provider.model(model).stream(saying('杏花开了'), never()))
      expect(textIn(events)).toContain('杏花开了')
      expect(events.filter((event) => event.type === 'text').length).toBeGreaterThan(1)
      expect(events.filter((event) => event.type === 'end')).toHaveLength(1)
      expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'stop' })
    })

    it('serves calls side by side without mixing them', async () => {
      const { provider, model } = await setUp()
      const said = ['甲甲', '乙乙', '丙丙', '丁丁']
      const answers = await Promise.all(
        said.map((text) => collect(provider.model(model).stream(saying(text), never()))),
      )
      answers.forEach((events, index) => {
        for (const text of said) expect(textIn(events).includes(text)).toBe(text === said[index])
      })
    })

    it('starts nothing once the signal is aborted', async () => {
      const { provider, model } = await setUp()
      const stream = provider.model(model).stream(saying('你好'), AbortSignal.abort())
      await expect(collect(stream)).rejects.toMatchObject({ name: 'AbortError' })
    })

    it('stops in mid-answer with an AbortError', async () => {
      const { provider, model } = await setUp()
      const controller = new AbortController()
      const seen: ModelEvent[] = []
      const reading = async () => {
        for await (const event of provider.model(model).stream(saying('你好'), controller.signal)) {
          seen.push(event)
          controller.abort()
        }
      }
      await expect(reading()).rejects.toMatchObject({ name: 'AbortError' })
      expect(seen.some((event) => event.type === 'end')).toBe(false)
    })

    it('can be called again after a reader left in mid-answer', async () => {
      const { provider, model } = await setUp()
      for await (const event of provider.model(model).stream(saying('一'), never())) {
        expect(event.type).toBe('text')
        break
      }
      const events = await collect(provider.model(model).stream(saying('第二次'), never()))
      expect(textIn(events)).toContain('第二次')
    })

    it('takes pictures along with what was said', async () => {
      const { provider, model } = await setUp()
      const images = [picture('图1'), picture('图2', 'webp')]
      const messages = [{ role: 'user' as const, content: '看这两张', images }]
      const events = await collect(provider.model(model).stream({ messages, tools: [] }, never()))
      expect(textIn(events)).toContain('看这两张')
      expect(textIn(events)).not.toContain('base64')
    })

    it('keeps thinking apart from what is said', async () => {
      const { provider, model } = await setUp()
      const events = await collect(provider.model(model).stream(saying('思考一下'), never()))
      expect(thinkingIn(events)).not.toBe('')
      expect(textIn(events)).not.toContain(thinkingIn(events))
    })

    it('takes back what it thought, called and was told', async () => {
      const { provider, model } = await setUp()
      const call = { id: 'c1', name: 'get_time', arguments: '{}', vendor: { extra_content: { google: {} } } }
      const messages = [
        { role: 'system' as const, content: '你是小杏' },
        { role: 'user' as const, content: '几点' },
        { role: 'assistant' as const, content: '', toolCalls: [call], reasoning: '看看表' },
        { role: 'tool' as const, callId: 'c1', content: '三点' },
      ]
      const events = await collect(provider.model(model).stream({ messages, tools: [] }, never()))
      expect(events.at(-1)).toMatchObject({ type: 'end', finish: 'stop' })
    })

    it('fails with a problem in plain words', async () => {
      const { provider, model } = await setUp()
      const problem = await problemOf(provider.model(model).stream(saying('出错'), never()))
      expect(problem.code).toMatch(/^model\./)
      expect(problem.message).not.toBe('')
      expect(problem.hint).not.toBe('')
    })

    it('lists its models, sorted', async () => {
      const { provider, model } = await setUp()
      const names = (await provider.listModels(never())).map(({ name }) => name)
      expect(names).toContain(model)
      expect(names).toEqual([...names].sort())
    })
  })
}
