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
    return { kind: 'refused', message: error instanceof ToolError ? error.message : '没有做成' }
  }
}

async function carryOut(wish: Wish, { send, store }: ToolContext): Promise<unknown> {
  if (wish.kind === 'send') await send.text(wish.text)
  else if (wish.kind === 'get') return store.get(wish.key)
  else if (wish.kind === 'set') store.set(wish.key, JSON.parse(wish.json))
  else store.delete(wish.key)
  return undefined
}
