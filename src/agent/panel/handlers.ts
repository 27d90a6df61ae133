import { randomBytes } from 'node:crypto'
import type { ChatMessage, TurnDetail } from '../../shared/state.ts'
import type { ChatClient } from '../chat/chat-client.ts'
import type { OneBot } from '../chat/onebot/onebot.ts'
import type { Sandbox } from '../chat/sandbox.ts'
import type { ConfigStore } from '../config/config-store.ts'
import { resolveSettings, settingSources } from '../config/inherit.ts'
import type { Secrets } from '../config/secrets.ts'
import { clearContext, restoreContext } from '../conversation/context.ts'
import type { Eyes } from '../conversation/eyes.ts'
import type { RecentRequests } from '../conversation/recent-requests.ts'
import type { Images } from '../images/images.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Clock } from '../kernel/clock.ts'
import { ProblemError } from '../kernel/problem.ts'
import { queryLog } from '../logs/log-query.ts'
import type { ModelMessage } from '../models/chat-model.ts'
import type { Models } from '../models/models.ts'
import type { SettingsEditor } from '../settings/editor.ts'
import type { AccessBoard } from '../state/access-board.ts'
import { type ChatBoard, toChatMessage } from '../state/chat-board.ts'
import type { PanelState } from '../state/panel-state.ts'
import { type TurnBoard, turnState, usedBy } from '../state/turn-board.ts'
import type { Storage } from '../storage/storage.ts'
import type { UsageReports } from '../storage/usage-reports.ts'
import { accessHandlers } from './access-handlers.ts'
import type { Handlers } from './call.ts'
import { characterHandlers } from './character-handlers.ts'
import { commandHandlers } from './command-handlers.ts'
import { conversationHandlers } from './conversation-handlers.ts'
import { modelHandlers } from './model-handlers.ts'
import { pictureHandlers } from './picture-handlers.ts'
import { sandboxHandlers } from './sandbox-handlers.ts'
import { type ToolHandlerParts, toolHandlers } from './tool-handlers.ts'
import { transferHandlers } from './transfer-handlers.ts'
import { chatAt, unknownThing } from './unknown-thing.ts'
import { usageHandlers } from './usage-handlers.ts'

export interface HandlerParts extends Omit<ToolHandlerParts, 'storage'> {
  readonly storage: Storage
  readonly state: PanelState
  readonly boards: { chats: ChatBoard; turns: TurnBoard; access: AccessBoard }
  readonly config: ConfigStore
  readonly secrets: Secrets
  readonly editor: SettingsEditor
  readonly models: Models
  readonly oneBot: OneBot
  readonly sandbox: Sandbox
  readonly inbox: Inbox
  readonly requests: RecentRequests
  readonly images: Images
  readonly eyes: Eyes
  readonly reports: UsageReports
  readonly clock: Clock
  readonly logFolder: string
  /** The way to QQ, or to 试聊, of one of the bot's numbers; null while it is not connected. */
  client(selfId: string): Pick<ChatClient, 'recall'> | null
  setPaused(paused: boolean): Promise<void>
}

/** What the panel can ask for: thin, one line of meaning each; the work is done by the parts. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { storage, editor, inbox, config } = parts

  return {
    ...accessHandlers(parts.boards.access),
    ...conversationHandlers(parts),
    'app.pause': async ({ paused }) => {
      await parts.setPaused(paused)
      return null
    },

    'config.edit': async ({ revision, ops }) => kept(await editor.editConfig(revision, ops)),
    'config.changes': ({ before, limit }) => editor.changes(before, limit),
    'config.undo': async ({ changeId }) => kept(await editor.undo(changeId)),

    'accounts.token': ({ id }) => {
      const account = config.value.accounts.find((one) => one.id === id)
      if (!account) throw unknownThing('账号', id)
      const token = parts.secrets.get(account.accessToken)
      if (token === null) throw unreadable()
      return { token }
    },
    'accounts.newToken': () => ({ token: randomBytes(18).toString('base64url') }),
    'accounts.reconnect': ({ id }) => {
      parts.oneBot.reconnect(id)
      return null
    },

    ...modelHandlers(parts),
    ...usageHandlers(parts),
    ...pictureHandlers({ ...parts, describe: (hash, signal) => parts.eyes.again(hash, signal) }),

    'chats.list': (filter) => parts.boards.chats.list(filter),
    'chats.messages': ({ chatId, before, limit }) => {
      const chat = chatAt(storage, chatId)
      const page = storage.messages.page(chatId, before ?? Number.MAX_SAFE_INTEGER, limit)
      return page.map((message) => withUse(toChatMessage(message, chat, storage.pictures), storage.turns))
    },
    'chats.settings': ({ chatId }) => {
      const chat = chatAt(storage, chatId)
      return {
        revision: editor.revision,
        values: editor.settingsOf(chat),
        sources: settingSources(editor.layersOf(chat)),
        inherited: resolveSettings({ ...editor.layersOf(chat), own: {} }),
      }
    },
    'chats.edit': ({ chatId, revision, ops }) => kept(editor.editChat(chatId, revision, ops)),
    'chats.clear': async ({ chatId, undo }) => {
      const chat = chatAt(storage, chatId)
      parts.boards.chats.refresh(undo ? restoreContext(storage, chat) : clearContext(storage, chat))
      await storage.database.committed()
      return null
    },

    ...commandHandlers(parts),
    ...characterHandlers(parts),
    ...transferHandlers(parts),

    'turns.get': ({ id }) => {
      const turn = storage.turns.get(id)
      const trigger = turn && storage.messages.get(turn.messageId)
      const chat = turn && storage.chats.get(turn.chatId)
      if (!turn || !chat || !trigger) return null
      const request = parts.requests.get(id)
      return {
        turn: parts.boards.turns.get(id) ?? turnState(turn, chat, trigger),
        trigger: toChatMessage(trigger, chat, storage.pictures),
        calls: turn.modelCalls,
        toolCalls: turn.toolCalls,
        request: request?.map(asSent) ?? null,
        reasoning: turn.reasoning,
      }
    },
    'turns.stop': ({ id }) => {
      if (!inbox.stopTurn(id, '你在面板里停下了')) {
        throw new ProblemError({ code: 'turn.over', message: '这个回答已经结束了', hint: '' })
      }
      return null
    },
    'turns.clear': ({ chatId }) => ({ stopped: inbox.clearWaiting(chatId ?? null) }),
    'turns.retry': async ({ messageId }) => {
      await inbox.retry(messageId, 'retry')
      await dismiss([`unanswered-${messageId}`])
      return null
    },
    'missed.dismiss': async ({ ids }) => {
      await dismiss(ids)
      return null
    },

    ...sandboxHandlers(parts),
    ...toolHandlers(parts),

    'logs.query': (query, signal) => queryLog(parts.logFolder, query, signal),
  }

  /** A change of settings is told when it would survive the death of this process. */
  async function kept(revision: number): Promise<{ revision: number }> {
    await storage.database.committed()
    return { revision }
  }

  async function dismiss(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      storage.missed.remove(id)
      parts.state.topics.missed.remove(id)
    }
    await storage.database.committed()
  }
}

/** With what the turn behind it used: turns that ended long ago are not among the live ones. */
function withUse(message: ChatMessage, turns: Pick<Storage['turns'], 'get'>): ChatMessage {
  const isAnswer = message.from === 'bot' && message.kind === 'said' && message.turnId !== null
  const turn = isAnswer && message.turnId !== null ? turns.get(message.turnId) : null
  return turn ? { ...message, used: { model: turn.model, ...usedBy(turn) } } : message
}

/** A message of a request as the panel shows it. */
function asSent(message: ModelMessage): NonNullable<TurnDetail['request']>[number] {
  const { role, content } = message
  const images = message.role === 'user' ? (message.images ?? []) : []
  return { role, content, pictures: images.map(({ label, hash }) => ({ label, hash })) }
}

function unreadable(): ProblemError {
  return new ProblemError({
    code: 'secret.unreadable',
    message: '存着的 Key 或令牌在这台电脑上打不开',
    hint: '请重新填写',
  })
}
