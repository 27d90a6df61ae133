import type { Problem } from '../../shared/problem.ts'
import type { ChatSettings } from '../../shared/settings.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { GroupCalls, Told } from '../chat/group-calls.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { MessageRecord } from '../storage/messages.ts'
import type { GroupActions, GroupMember } from '../tools/group-actions.ts'
import { ToolError } from '../tools/tool.ts'
import { toolError } from './chat-sender.ts'
import type { Delivery } from './delivery.ts'
import { type TakeBackParts, takeBack } from './take-back.ts'

export interface GroupActionsParts extends Omit<TakeBackParts, 'client'> {
  readonly chat: ChatRecord
  readonly settings: ChatSettings
  /** What is answered; null when nobody asked. */
  readonly question: MessageRecord | null
  readonly delivery: Delivery
  /** The client that speaks for a number, or null when no account has it. */
  client(selfId: string): ChatClient | null
}

/** How far back the bot's own words are looked for, in messages: what is older QQ keeps for ever. */
const lookedThrough = 200

/** What a tool can do in one chat, by the account that is in it. */
export function groupActions(parts: GroupActionsParts): GroupActions {
  const { chat, settings, question, delivery } = parts
  const { address } = chat
  const calls = (): GroupCalls => {
    const client = parts.client(address.selfId)
    if (!client) throw new ToolError(`没有管 ${address.selfId} 的 QQ 账号，做不了`)
    return client.group(address)
  }
  const member = async (userId: string, signal: AbortSignal): Promise<GroupMember | null> =>
    orThrow(await calls().member(userId, signal))
  return {
    selfId: address.selfId,
    askedMessageId: question?.platformId ?? null,
    info: async (signal) => orThrow(await calls().info(signal)),
    members: async (signal) => orThrow(await calls().members(signal)),
    member,
    async mention(userId, text, signal) {
      const who = await member(userId, signal)
      if (!who) throw new ToolError(`群里没有 QQ 号是 ${userId} 的人`)
      const trouble = await delivery.sendOnce(
        { chat, settings, question, text: `@${who.card || who.name || who.id} ${text}`.trimEnd() },
        (client) =>
          client.send(
            address,
            [
              { type: 'at', userId },
              { type: 'text', text },
            ],
            signal,
          ),
        signal,
      )
      if (trouble) throw toolError(trouble.problem)
    },
    poke: async (userId, signal) => done(await calls().poke(userId, signal)),
    react: async (messageId, faceId, signal) => done(await calls().react(messageId, faceId, signal)),
    recallOwn: (count, signal) => recallOwn(parts, count, signal),
    mute: async (userId, seconds, signal) => done(await calls().mute(userId, seconds, signal)),
    muteAll: async (on, signal) => done(await calls().muteAll(on, signal)),
    kick: async (userId, rejectForever, signal) => done(await calls().kick(userId, rejectForever, signal)),
    setCard: async (userId, card, signal) => done(await calls().setCard(userId, card, signal)),
  }
}

/** Newest first, until there are enough or one cannot be taken back; throws only when none could. */
async function recallOwn(parts: GroupActionsParts, count: number, signal: AbortSignal): Promise<number> {
  const { storage, chat } = parts
  const own = storage.messages
    .page(chat.id, Number.MAX_SAFE_INTEGER, lookedThrough)
    .filter(isTakeable)
    .slice(0, count)
  for (const [taken, message] of own.entries()) {
    const problem = await takeBack(parts, message, signal)
    if (!problem) continue
    if (taken > 0) return taken
    throw toolError(problem)
  }
  return own.length
}

function isTakeable({ author, kind, recalled, delivery, platformId }: MessageRecord): boolean {
  const out = delivery === 'sent' || delivery === 'unknown'
  return author === 'bot' && kind === 'said' && !recalled && out && platformId !== null
}

/** A lookup changes nothing, so it may be tried again when there was no answer. */
function orThrow<T>(told: Told<T>): T {
  if (told.kind === 'told') return told.value
  throw toolError(told.problem, { passing: told.problem.code === 'onebot.no-answer' })
}

function done(problem: Problem | null): void {
  if (problem) throw toolError(problem)
}
