import { createHash } from 'node:crypto'
import type { ChatEvents } from '../chat-client.ts'
import type { KnownNames } from './known-names.ts'
import type { MessageFrame } from './message.ts'
import type { NoticeFrame } from './notice.ts'
import { Seen } from './seen.ts'
import type { Silences } from './silences.ts'

/** What all connections of all accounts tell the agent: each thing once. */
export class Intake {
  readonly #events: ChatEvents
  readonly #silences: Silences
  readonly #names: KnownNames
  readonly #seen = new Map<string, Seen>()

  constructor(events: ChatEvents, { silences, names }: { silences: Silences; names: KnownNames }) {
    this.#events = events
    this.#silences = silences
    this.#names = names
  }

  /** Passes a message on; false when it was here already, over this connection or another one. */
  message(frame: MessageFrame, now: number): boolean {
    const { message } = frame
    const id = message.messageId ?? fingerprint(frame)
    if (this.#isRepeated(frame.selfId, `${message.chat.key}|${id}`, now)) return false
    this.#silences.inside(message.chat)
    const { sender, chat } = message
    if (!sender.anonymous && message.spoken) this.#names.learn(chat, sender.id, sender.name)
    this.#events.message(message)
    return true
  }

  /** Acts on the notices that matter to the bot; all others are nothing to it. */
  notice(frame: NoticeFrame, now: number): void {
    switch (frame.noticeType) {
      case 'group_recall':
      case 'friend_recall':
        this.#recall(frame, now)
        break
      case 'poke':
        this.#poke(frame, now)
        break
      case 'group_ban':
        this.#mute(frame, now)
        break
      case 'group_decrease':
        this.#leave(frame)
        break
      case 'group_increase':
        if (frame.chat && frame.targetsBot) this.#silences.inside(frame.chat)
        break
      case 'group_admin':
        if (frame.chat && frame.targetsBot) this.#silences.setAdmin(frame.chat, frame.subType === 'set')
        break
    }
  }

  #recall(frame: NoticeFrame, now: number): void {
    const { chat, messageId, selfId } = frame
    if (!chat || messageId === null) return
    if (!this.#isRepeated(selfId, `recall|${chat.key}|${messageId}`, now))
      this.#events.recalled(chat, messageId)
  }

  #poke(frame: NoticeFrame, now: number): void {
    const { chat, userId, targetsBot, byBot, selfId } = frame
    if (!chat || userId === null || !targetsBot || byBot) return
    if (this.#isRepeated(selfId, `poke|${chat.key}|${userId}|${frame.time}`, now)) return
    const name = this.#names.get(chat, userId) ?? userId
    this.#events.poked(chat, { id: userId, name, groupRole: null, anonymous: false })
  }

  #mute({ chat, subType, userId, duration, targetsBot }: NoticeFrame, now: number): void {
    if (!chat) return
    const lifted = subType === 'lift_ban' || duration === 0
    if (userId === '0') this.#silences.muteGroup(chat, !lifted)
    else if (targetsBot && lifted) this.#silences.unmute(chat)
    else if (targetsBot) this.#silences.mute(chat, now + (duration ?? 0) * 1000)
  }

  #leave({ chat, subType, targetsBot }: NoticeFrame): void {
    if (!chat || !(targetsBot || subType === 'kick_me' || subType === 'disband')) return
    if (this.#silences.leave(chat)) this.#events.left(chat)
  }

  #isRepeated(selfId: string, key: string, now: number): boolean {
    let seen = this.#seen.get(selfId)
    if (!seen) {
      seen = new Seen()
      this.#seen.set(selfId, seen)
    }
    return seen.has(key, now)
  }
}

/** Stands in for a message id when the end gave none. */
function fingerprint({ message }: MessageFrame): string {
  // Not by the addresses of pictures: they are signed anew each time the same message is told.
  const pictures = message.images.map(({ file }) => file)
  const said = JSON.stringify([message.at, message.sender.id, message.text, pictures])
  return createHash('sha256').update(said).digest('base64')
}
