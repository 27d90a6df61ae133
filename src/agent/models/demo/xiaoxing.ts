import { Model } from '../../../shared/config.ts'
import { type Clock, sleep } from '../../kernel/clock.ts'
import { ProblemError } from '../../kernel/problem.ts'
import type { ModelEvent, ModelProvider, ModelRequest } from '../chat-model.ts'
import { estimateRequest, estimateTokens } from '../tokens.ts'
import { chatReply, cutInto, type LastLine, longReply, readLastLine } from './replies.ts'

/** `demo` is the one provider id that no configured provider may have. */
export const demoName = 'demo/xiaoxing'

export const demoModel: Model = Model.parse({
  name: 'xiaoxing',
  contextTokens: 8192,
  price: { input: 0, output: 0 },
})

/** How an answer is spoken: in how many pieces, and how many milliseconds before each of them. */
interface Pace {
  readonly pieces: number
  readonly ms: number
}
const usualPace: Pace = { pieces: 4, ms: 40 }
const slowPace: Pace = { pieces: 10, ms: 500 }

/**
 * A model without network that everything can be tried with. Words in the last line steer it:
 * 现在几点 (asks the tool `get_time`), the name of a tool, 慢一点, 出错, 思考, 很长.
 */
export function demoProvider(parts: { clock: Clock; botName(): string }): ModelProvider {
  const { clock, botName } = parts

  async function* speak(text: string, pace: Pace, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
    for (const piece of cutInto(text, pace.pieces)) {
      await sleep(clock, pace.ms, signal)
      yield { type: 'text', text: piece }
    }
  }

  async function* answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
    signal.throwIfAborted()
    const line = readLastLine(request.messages.findLast((message) => message.role === 'user')?.content ?? '')
    if (line.text.includes('出错')) throw demoProblem()
    const tool = askedTool(request, line.text)
    if (tool) {
      const id = `call_${request.messages.length}`
      yield { type: 'tool-call', call: { id, name: tool, arguments: '{}' } }
      yield endOf(request, 'tool-calls', tool)
      return
    }
    if (line.text.includes('思考')) {
      yield { type: 'reasoning', text: `${line.name || '对方'}让我想一想：` }
      await sleep(clock, usualPace.ms, signal)
      yield { type: 'reasoning', text: '想好了，照实回答就行。' }
    }
    const text = answerTo(request, line, botName())
    yield* speak(text, line.text.includes('慢一点') ? slowPace : usualPace, signal)
    yield endOf(request, 'stop', text)
  }

  return {
    model: () => ({ stream: answer }),
    listModels: async () => [
      { name: demoModel.name, vision: false, tools: true, contextTokens: demoModel.contextTokens },
    ],
    balance: async () => null,
  }
}

function answerTo(request: ModelRequest, line: LastLine, botName: string): string {
  const last = request.messages.at(-1)
  if (last?.role === 'tool') return `${botName}看了一下：${last.content}`
  if (line.text.includes('很长')) return longReply(botName)
  return chatReply(line, botName, request.messages)
}

/** The tool that is asked for; null when nobody asked, it is not offered, or it has answered. */
function askedTool({ messages, tools }: ModelRequest, text: string): string | null {
  if (messages.at(-1)?.role === 'tool') return null
  const wanted = /现在几点|\btime\b/i.test(text) ? 'get_time' : null
  return tools.find(({ name }) => text.includes(name) || name === wanted)?.name ?? null
}

function endOf(request: ModelRequest, finish: 'stop' | 'tool-calls', said: string): ModelEvent {
  const usage = {
    inputTokens: estimateRequest(request),
    cachedTokens: 0,
    outputTokens: estimateTokens(said),
    reasoningTokens: 0,
  }
  return { type: 'end', finish, usage }
}

function demoProblem(): ProblemError {
  return new ProblemError({
    code: 'model.server',
    message: '演示模型照你说的出了一个错',
    hint: '这是演示：真的出错时，这里会写明原因和办法',
  })
}
