/** The bot's own number in 试聊; no real QQ number is this short, so it cannot collide. */
export const sandboxSelfId = '10000'

export interface SandboxScene {
  readonly id: string
  readonly kind: 'private' | 'group'
  readonly chatId: string
  readonly title: string
  readonly text: string
}

export const sandboxScenes: readonly SandboxScene[] = [
  { id: 'private', kind: 'private', chatId: '90001', title: '私聊', text: '一对一，句句都回' },
  { id: 'group', kind: 'group', chatId: '80001', title: '五人群', text: '有人 @，有人闲聊' },
]
