import type { ToolCall } from '../models/chat-model.ts'
import type { PromptMessage } from './prompt-message.ts'

/** What was taken out of a request, and why. */
export interface Aside {
  readonly why: string
  readonly messages: readonly PromptMessage[]
}

/** A single message this long is no conversation; characters. */
const longestMessage = 200_000
const cutMark = '…（太长，后面的省略了）'

/**
 * Checks what every endpoint insists on and takes out what breaks it, so that one broken turn cannot make a chat
 * refuse for ever: the system prompt stands first and alone, nothing is empty, each call of a tool has its one result
 * right behind it, and the last word is not the bot's.
 * @returns the very same list when nothing is wrong.
 */
export function mendRequest(messages: readonly PromptMessage[]): {
  messages: readonly PromptMessage[]
  aside: readonly Aside[]
} {
  if (messages.every((message, index) => isSound(messages, message, index)) && endsWell(messages))
    return { messages, aside: [] }
  const mended: PromptMessage[] = []
  const aside: Aside[] = []
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index]
    if (!message) continue
    const results = resultsAfter(messages, index)
    index += results.length
    const fault = faultOf(message, results, mended.length === 0)
    if (fault === null) {
      mended.push(shortened(message), ...results.map(shortened))
      continue
    }
    aside.push({ why: fault, messages: [message, ...results] })
    // What the bot said beside its broken calls is still part of the conversation.
    if (message.role === 'assistant' && message.content.trim() !== '' && message.toolCalls)
      mended.push({ role: 'assistant', content: message.content })
  }
  const last: PromptMessage[] = []
  while (mended.length > 1 && mended.at(-1)?.role === 'assistant') last.unshift(mended.pop() as PromptMessage)
  if (last.length > 0) aside.push({ why: '最后一句是机器人自己说的，没有要回答的话', messages: last })
  return { messages: mended, aside }
}

function isSound(messages: readonly PromptMessage[], message: PromptMessage, index: number): boolean {
  if (message.content.length > longestMessage) return false
  if (message.role === 'system') return index === 0 && message.content.trim() !== ''
  if (message.role === 'tool') return ownerOf(messages, index) !== null
  if (message.role === 'assistant' && message.toolCalls && message.toolCalls.length > 0)
    return pairUp(message.toolCalls, resultsAfter(messages, index))
  return message.content.trim() !== ''
}

function endsWell(messages: readonly PromptMessage[]): boolean {
  return messages.at(-1)?.role !== 'assistant'
}

function faultOf(message: PromptMessage, results: readonly PromptMessage[], isFirst: boolean): string | null {
  if (message.role === 'system') {
    if (!isFirst) return '系统提示不在最前面'
    return message.content.trim() === '' ? '系统提示是空的' : null
  }
  if (message.role === 'tool') return '有工具的结果，但没有对应的调用'
  if (message.role === 'assistant' && message.toolCalls && message.toolCalls.length > 0)
    return pairUp(message.toolCalls, results) ? null : '工具的调用和结果对不上'
  return message.content.trim() === '' ? '有一条是空的' : null
}

/** The results right behind a message that calls tools; none behind any other. */
function resultsAfter(messages: readonly PromptMessage[], index: number): PromptMessage[] {
  const message = messages[index]
  if (message?.role !== 'assistant' || !message.toolCalls) return []
  const results: PromptMessage[] = []
  for (let at = index + 1; messages[at]?.role === 'tool'; at++) results.push(messages[at] as PromptMessage)
  return results
}

/** The message with the call that a result belongs to; null for a result that stands alone. */
function ownerOf(messages: readonly PromptMessage[], index: number): PromptMessage | null {
  let at = index
  while (messages[at]?.role === 'tool') at--
  const owner = messages[at]
  return owner?.role === 'assistant' && owner.toolCalls ? owner : null
}

function pairUp(calls: readonly ToolCall[], results: readonly PromptMessage[]): boolean {
  const wanted = new Set(calls.map(({ id }) => id))
  const got = new Set(results.map((result) => (result.role === 'tool' ? result.callId : '')))
  const isEachOnce = wanted.size === calls.length && got.size === results.length
  return isEachOnce && wanted.size === got.size && [...wanted].every((id) => got.has(id))
}

function shortened(message: PromptMessage): PromptMessage {
  if (message.content.length <= longestMessage) return message
  return { ...message, content: `${message.content.slice(0, longestMessage).toWellFormed()}${cutMark}` }
}
