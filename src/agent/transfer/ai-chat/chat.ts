import { type ChatAddress, type ChatKind, chatKey } from '../../../shared/chat-address.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { longestPrompt } from '../../../shared/settings.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { resolveName, usableNames } from '../../models/model-names.ts'
import type { ChatRecord } from '../../storage/chats.ts'
import type { NewMessage } from '../../storage/messages.ts'
import { acceptableLayer } from '../acceptable.ts'
import { writeInBatches } from '../batches.ts'
import { brief, Fields, type Json, shorten } from '../fields.ts'
import { nothing, type Piece, type Plan, refused, type World } from '../piece.ts'
import { mostMessages, ownPromptIn, type PastTalk, readPastTalk } from './history.ts'

interface Past {
  readonly kind: ChatKind
  readonly id: string
  readonly talk: PastTalk
  readonly model: string | undefined
  readonly tools: boolean | undefined
  readonly faults: string[]
}

/** A history of AI_chat. `skippedReplies`: what stands there for an answer that was never given. */
export async function chatPiece(
  file: string,
  json: Json,
  skippedReplies: ReadonlySet<string>,
): Promise<Piece> {
  const faults: string[] = []
  const fields = new Fields(json, '', faults)
  const key = fields.text('chat_id') ?? file.replace(/^.*[\\/]/, '').replace(/\.json$/i, '')
  const address = /^qq_(private|group)_(\d{1,20})$/.exec(key)
  const data = fields.group('data')
  const list = data?.list('messages')
  if (!address || !list) {
    const what = address
      ? '里面没有 data.messages 这个列表'
      : `chat_id 写的是${brief(key)}，要像 qq_group_12345`
    return refused(file, '聊天记录', { code: 'import.history', message: what, hint: '看看是不是选错了文件' })
  }
  const past: Past = {
    kind: address[1] as ChatKind,
    id: address[2] as string,
    talk: await readPastTalk(list, skippedReplies),
    model: data?.text('model'),
    tools: fields.flag('tools_call'),
    faults,
  }
  const title = past.kind === 'group' ? `群 ${past.id}` : `和${nameIn(past) || past.id}的私聊`
  return { title, file, rank: 'chat', identity: `ai-chat/${key}`, plan: (world) => planChat(world, past) }
}

function planChat(world: World, past: Past): Plan {
  const plan = { ...nothing(), faults: [...past.faults] }
  const { carries, leaves } = plan
  const key = chatKey(past.kind, past.id)
  const known = 'selfId' in world.account ? world.chats.at(world.account.selfId, key) : undefined
  const takesMessages = past.talk.messages.length > 0 && !hasMessages(world, known)
  if (takesMessages) {
    const answers = past.talk.messages.filter(({ author }) => author === 'bot').length
    carries.push(`${past.talk.messages.length} 条消息，其中 ${answers} 条是机器人说的`)
    leaves.push(...leftOf(past))
  } else if (past.talk.messages.length > 0) {
    leaves.push('聊天记录：这个聊天里已经有消息了，混在一起会乱了先后，所以不带')
  }
  if ('missing' in world.account && world.chats.withKey(key).some((chat) => hasMessages(world, chat)))
    leaves.push('已经有这个聊天的账号：那里的消息和设置保持原样')
  const own = planOwn(world, past, plan)
  const ops = known && Object.keys(known.settings).length > 0 ? [] : own.ops
  if (ops.length < own.ops.length) leaves.push('这个聊天自己的设置：这里已经设过了，保持原样')
  else carries.push(...own.sentences)
  return { ...plan, carry: () => carry({ world, past, ops, takesMessages, unsplit: own.unsplit }) }
}

function hasMessages({ parts }: World, chat: ChatRecord | undefined): boolean {
  return chat !== undefined && parts.storage.messages.last(chat.id) !== null
}

function leftOf({ kind, talk: { dropped } }: Past): string[] {
  const count = (n: number, sentence: string) => (n > 0 ? [sentence] : [])
  return [
    '每条消息的时间：原来没有存，按先后排在导入之前',
    ...(kind === 'group' ? ['说话人的 QQ 号：原来没有存，只有昵称'] : []),
    ...count(dropped.skippedReplies, `${dropped.skippedReplies} 条虚拟回复：不是真的说过`),
    ...count(dropped.tools, `${dropped.tools} 条工具的往来：回答里已经有结果`),
    ...count(dropped.pictures, `${dropped.pictures} 张图片：只留「[图片]」和还在的地址`),
    ...count(dropped.cut, `${dropped.cut} 条太长的消息：只留前面 20,000 个字`),
    ...count(dropped.older, `最早的 ${dropped.older} 条消息：一个聊天最多带 ${mostMessages} 条`),
    ...count(dropped.unreadable, `${dropped.unreadable} 条空的或看不懂的消息`),
  ]
}

interface Own {
  readonly ops: readonly EditOp[]
  readonly sentences: string[]
  /** A system prompt from which the chat's own part cannot be told; kept for its owner to look at. */
  readonly unsplit: string
}

/** Only what differs from what holds for all chats: the rest goes on following that. */
function planOwn(world: World, { talk, model, tools }: Past, { leaves, faults }: Plan): Own {
  const { defaults, providers, corePrompt } = world.config
  const wanted: { op: EditOp; sentence: string }[] = []
  const resolved = model === undefined ? null : resolveName(model, usableNames(providers))
  if (resolved && 'problem' in resolved)
    leaves.push(`模型${brief(model)}：${resolved.problem.message}，先用默认的`)
  else if (resolved && resolved.name !== defaults.model)
    wanted.push({ op: { path: ['model'], set: resolved.name }, sentence: `模型：${resolved.name}` })
  if (tools !== undefined && tools !== defaults.tools)
    wanted.push({ op: { path: ['tools'], set: tools }, sentence: `工具：${tools ? '开' : '关'}` })
  const prompt = talk.system.trim() === '' ? '' : ownPromptIn(talk.system, [...world.corePrompts, corePrompt])
  if (prompt) {
    const sentence = `专属提示词：「${shorten(prompt)}」，共 ${prompt.length} 个字`
    wanted.push({ op: { path: ['prompt'], set: prompt }, sentence })
  }
  const unsplit = prompt === null && talk.system.length <= longestPrompt ? talk.system : ''
  if (prompt === null) leaves.push(unsplit ? `${stuck}。${kept}` : `${stuck}，又太长，没有带来`)
  const accepted = acceptableLayer(
    {},
    wanted.map(({ op }) => op),
  )
  faults.push(...accepted.faults)
  const sentences = wanted.filter(({ op }) => accepted.ops.includes(op)).map(({ sentence }) => sentence)
  return { ops: accepted.ops, sentences, unsplit }
}

const stuck = '专属提示词：它和基础提示词粘在一起存着，后面那段和现在的对不上，分不开'
const kept = '整段放进了这个聊天的提示词版本，可以自己挑出来用'

interface Carrying {
  readonly world: World
  readonly past: Past
  readonly ops: readonly EditOp[]
  readonly takesMessages: boolean
  readonly unsplit: string
}

async function carry({ world, past, ops, takesMessages, unsplit }: Carrying): Promise<string[]> {
  const { account, parts } = world
  if ('missing' in account) throw new ProblemError({ code: 'import.account', message: account.missing })
  const { selfId } = account
  const { storage, editor } = parts
  const address: ChatAddress = { selfId, kind: past.kind, id: past.id, key: chatKey(past.kind, past.id) }
  const isNew = world.chats.at(selfId, address.key) === undefined
  const chat = storage.chats.at(address, (isNew && past.kind === 'private' && nameIn(past)) || null)
  if (unsplit && storage.promptVersions.ofScope(`chat:${chat.id}`).length === 0) {
    const version = storage.promptVersions.add(`chat:${chat.id}`, unsplit, parts.now())
    storage.promptVersions.setName(version, 'AI_chat 的系统提示词')
  }
  if (takesMessages && storage.messages.last(chat.id) === null)
    await writeInBatches(storage.database, rows(chat, past, parts), (row) => storage.messages.insert(row))
  if (ops.length > 0) editor.editChat(chat.id, editor.revision, ops)
  await storage.database.committed()
  parts.chatChanged(storage.chats.get(chat.id) ?? chat)
  return []
}

const betweenMs = 1000

function* rows(chat: ChatRecord, past: Past, { now, config }: World['parts']): Generator<NewMessage> {
  const { messages } = past.talk
  const end = now()
  const anybody = past.kind === 'private' ? nameIn(past) || past.id : '群友'
  for (const [index, { author, kind, name, text, images }] of messages.entries()) {
    const isBot = author === 'bot'
    yield {
      chatId: chat.id,
      platformId: null,
      author,
      kind,
      // Numbers decide who somebody is; a history knows none in groups, and an invented one could be somebody's.
      senderId: isBot ? chat.address.selfId : past.kind === 'private' ? past.id : '0',
      senderName: isBot ? config().botName : name || anybody,
      groupRole: null,
      text,
      at: end - (messages.length - index) * betweenMs,
      replyTo: null,
      quote: null,
      images: images.map((url) => ({ url, file: '', sticker: false, hash: null })),
      reason: null,
      turnId: null,
      delivery: isBot ? 'sent' : null,
      problem: null,
    }
  }
}

/** What the other side of a private chat was last called. */
function nameIn({ talk }: Past): string {
  return talk.messages.findLast(({ name }) => name !== '')?.name ?? ''
}
