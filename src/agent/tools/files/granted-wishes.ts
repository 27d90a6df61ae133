import { ProblemError } from '../../kernel/problem.ts'
import { type ToolContext, ToolError } from '../tool.ts'
import type { Wish } from './protocol.ts'

type Answer =
  | { readonly kind: 'granted'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly message: string }

/** Does what the code of a tool file asked for within a call; undefined when that call is over. Never rejects. */
export async function grant(wish: Wish, context: ToolContext | undefined): Promise<Answer> {
  if (!context) return { kind: 'refused', message: '这次调用已经结束了' }
  try {
    return { kind: 'granted', value: await carryOut(wish, context) }
  } catch (error) {
    return { kind: 'refused', message: refusal(error) }
  }
}

async function carryOut(wish: Wish, context: ToolContext): Promise<unknown> {
  const { send, store } = context
  switch (wish.kind) {
    case 'send':
      return send.text(wish.text)
    case 'picture':
      return send.picture(wish.bytes)
    case 'file':
      return send.file(wish.name, wish.bytes)
    case 'get':
      return store.get(wish.key)
    case 'set':
      return store.set(wish.key, JSON.parse(wish.json))
    case 'delete':
      return store.delete(wish.key)
    case 'ask': {
      const answered = await context.ask(wish.asked)
      return answered.kind === 'answer' ? answered.value : null
    }
  }
}

/** What is said of anything else is for our log, not for a chat. */
function refusal(error: unknown): string {
  if (error instanceof ToolError) return error.message
  if (!(error instanceof ProblemError)) return '没有做成'
  const { message, hint } = error.problem
  return hint === '' ? message : `${message}。${hint}`
}
