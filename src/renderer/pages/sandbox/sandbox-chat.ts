import type { SandboxPerson } from '../../../shared/config.ts'
import { type SandboxScene, sandboxSelfId } from '../../../shared/sandbox.ts'
import type { ChatRow } from '../../../shared/state.ts'

/** A chat of 试聊 as it is addressed, whether anything was said in it yet or not. */
export interface SandboxChat {
  kind: 'private' | 'group'
  id: string
  title: string
  key: string
}

export function sandboxChat(scene: SandboxScene, speaker: SandboxPerson): SandboxChat {
  const id = scene.kind === 'private' ? speaker.id : scene.chatId
  const title = scene.kind === 'private' ? speaker.name : scene.title
  return { kind: scene.kind, id, title, key: `qq_${scene.kind}_${id}` }
}

/** How the bot is told of it. */
export function sandboxPlace({ kind, id, title }: SandboxChat): Pick<SandboxChat, 'kind' | 'id' | 'title'> {
  return { kind, id, title }
}

/** The stored chat, or null before the first word. */
export function findSandboxChat(chats: Record<string, ChatRow>, { key }: SandboxChat): ChatRow | null {
  return Object.values(chats).find((row) => row.selfId === sandboxSelfId && row.key === key) ?? null
}
