import type { ModelTest } from '../../shared/ipc.ts'
import type { Clock } from '../kernel/clock.ts'
import { isAbort, toProblem } from '../kernel/problem.ts'
import type { ChatModel, ModelRequest } from './chat-model.ts'

/** Enough to see that a model speaks; the rest of a chatty answer is not waited for. */
const enoughCharacters = 80

const question: ModelRequest = { messages: [{ role: 'user', content: '只回复两个字：你好' }], tools: [] }

/** Asks a model for two words and measures. Failures are part of the result; rejects only when aborted. */
export async function testModel(model: ChatModel, clock: Clock, signal: AbortSignal): Promise<ModelTest> {
  const startedAt = clock.monotonic()
  const elapsed = () => Math.round(clock.monotonic() - startedAt)
  let firstTokenMs: number | null = null
  let text = ''
  let problem = null
  try {
    for await (const event of model.stream(question, signal)) {
      if (event.type === 'end') continue
      firstTokenMs ??= elapsed()
      if (event.type === 'text') text += event.text
      if (text.length >= enoughCharacters) break
    }
  } catch (error) {
    if (isAbort(error)) throw error
    problem = toProblem(error)
  }
  return {
    ok: problem === null,
    firstTokenMs,
    totalMs: elapsed(),
    text: [...text.trim()].slice(0, enoughCharacters).join(''),
    problem,
  }
}
