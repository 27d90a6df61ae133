import { ProblemError } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'

/** The panel asks for something that is not there any more, or never was. */
export function unknownThing(what: string, id: string | number): ProblemError {
  return new ProblemError({
    code: 'call.unknown-thing',
    message: `没有这个${what}：${id}`,
    hint: '刷新一下页面',
  })
}

/** The chat with an id. Throws `call.unknown-thing` when there is none. */
export function chatAt({ chats }: Pick<Storage, 'chats'>, id: number): ChatRecord {
  const chat = chats.get(id)
  if (!chat) throw unknownThing('聊天', id)
  return chat
}
