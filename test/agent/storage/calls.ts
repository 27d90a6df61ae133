import type { NewModelCall } from '../../../src/agent/storage/model-calls.ts'

/** Noon of a day in autumn, by this computer's clock. */
export const noon = new Date(2026, 10, 22, 12).getTime()

/** A call that went well: somebody asked in chat 1, and it cost a quarter. */
export function callOf(fields: Partial<NewModelCall> = {}): NewModelCall {
  return {
    at: noon,
    purpose: 'chat',
    chatId: 1,
    turnId: 1,
    person: '20001',
    model: 'local/qwen',
    inputTokens: 100,
    cachedTokens: 60,
    outputTokens: 20,
    reasoningTokens: 5,
    estimated: false,
    cost: 0.25,
    attempts: 1,
    firstTokenMs: 12.5,
    totalMs: 80,
    problem: null,
    ...fields,
  }
}
