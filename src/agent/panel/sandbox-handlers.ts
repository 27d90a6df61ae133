import { chatKey } from '../../shared/chat-address.ts'
import type { Config } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { ChatAddress, ChatKind, IncomingPicture, Sender } from '../chat/chat-client.ts'
import type { SandboxPlace } from '../chat/sandbox.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ChatBoard } from '../state/chat-board.ts'
import type { Handlers } from './call.ts'
import type { HandlerParts } from './handlers.ts'
import { unknownThing } from './unknown-thing.ts'

type SandboxCalls = Pick<Handlers, 'sandbox.say' | 'sandbox.open' | 'sandbox.recall' | 'sandbox.poke'>
type Parts = Pick<HandlerParts, 'storage' | 'sandbox' | 'clock'> & {
  readonly images: Pick<HandlerParts['images'], 'add'>
  readonly config: { readonly value: Pick<Config, 'sandbox'> }
  readonly boards: { readonly chats: Pick<ChatBoard, 'open'> }
}

/** What pretend people do in 试聊. */
export function sandboxHandlers({ storage, config, sandbox, images, clock, boards }: Parts): SandboxCalls {
  return {
    'sandbox.say': async ({ chat, personId, text, mention, replyTo, pictures }) => {
      const sender = senderOf(personId, chat.kind)
      if (text.trim() === '' && pictures.length === 0 && !mention) {
        throw new ProblemError({
          code: 'sandbox.empty',
          message: '还没有写要说的话',
          hint: '写一句，或者带上图片、@ 机器人',
        })
      }
      const kept = await Promise.all(pictures.map((base64) => keepPicture(chat, sender, base64)))
      const line = { chat, sender, text, mention, pictures: kept, replyTo: replyTo ?? null, at: clock.now() }
      return { chatId: storage.chats.at(sandbox.say(line), null).id }
    },

    'sandbox.open': async ({ chat: place }) => {
      const chat = storage.chats.at(addressOf(place), place.title || null)
      await storage.database.committed()
      boards.chats.open(chat)
      return { chatId: chat.id }
    },

    'sandbox.recall': ({ messageId }) => {
      const message = storage.messages.get(messageId)
      const chat = message && storage.chats.get(message.chatId)
      if (!message || !chat || message.platformId === null) throw unknownThing('消息', messageId)
      if (chat.address.selfId !== sandboxSelfId || message.author !== 'user') {
        throw new ProblemError({
          code: 'sandbox.not-pretend',
          message: '这条消息不是试聊里的人说的，不能在这里撤回',
          hint: '选一条试聊里的人说的话',
        })
      }
      // A second click changes nothing.
      if (!message.recalled) sandbox.takeBack(chat.address, message.platformId)
      return null
    },

    'sandbox.poke': ({ chat, personId }) => {
      const address = sandbox.poke(chat, senderOf(personId, chat.kind))
      return { chatId: storage.chats.at(address, chat.title || null).id }
    },
  }

  /** A picture somebody picked; it never had an address. */
  async function keepPicture(place: SandboxPlace, sender: Sender, base64: string): Promise<IncomingPicture> {
    const chat = storage.chats.at(addressOf(place), place.title || null)
    const hash = await images.add(Buffer.from(base64, 'base64'), {
      id: chat.id,
      title: chat.title || sender.name,
    })
    return { url: '', file: '', sticker: false, hash }
  }

  function senderOf(personId: string, kind: ChatKind): Sender {
    const person = config.value.sandbox.people.find(({ id }) => id === personId)
    if (!person) throw unknownThing('试聊里的人', personId)
    const groupRole = kind === 'group' ? person.groupRole : null
    return { id: person.id, name: person.name, groupRole, anonymous: false }
  }
}

function addressOf({ kind, id }: SandboxPlace): ChatAddress {
  return { selfId: sandboxSelfId, kind, id, key: chatKey(kind, id) }
}
