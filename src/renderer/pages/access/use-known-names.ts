import type { AccessState } from '../../../shared/access.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { useTopic } from '../../live/use-topic.ts'

const privateKey = /^qq_private_(\d+)$/

/** What numbers are called, from the private chats there are. */
export function namesInChats(chats: Record<string, ChatRow>): Map<string, string> {
  const names = new Map<string, string>()
  for (const { key, title } of Object.values(chats)) {
    const id = privateKey.exec(key)?.[1]
    if (id !== undefined && title !== id) names.set(id, title)
  }
  return names
}

/** What numbers are called, from those who were heard or turned away. */
export function namesInAccess({ candidates, denials }: AccessState): Map<string, string> {
  return new Map([
    ...denials.map(({ senderId, senderName }) => [senderId, senderName] as const),
    ...candidates.map(({ id, name }) => [id, name] as const),
  ])
}

/** The name of a number where one is known. */
export function useKnownNames(): (id: string) => string | undefined {
  const chats = useTopic('chats', namesInChats)
  const access = useTopic('access', namesInAccess)
  return (id) => chats?.get(id) ?? access?.get(id)
}
